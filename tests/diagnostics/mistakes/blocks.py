"""Mistakes in `:::` blocks and tools."""

from mistake import Mistake

SUMMARY = "content/handouts/summary.md"
BRIEFING = "content/briefing/briefing.md"
REPORT = "content/report/event-report.md"
T01 = "content/tools/t01-right-approach.md"
T02 = "content/tools/t02-agreement.md"
T05 = "content/tools/t05-power-map.md"
T08 = "content/tools/t08-question-cards.md"
T12 = "content/tools/t12-event-evaluation.md"
T14 = "content/tools/t14-facilitator-guide.md"
SHEET = "content/shared/run-sheet-90.md"

TABLE = '::: numbered {widths="10 32 58"}'
SPEAKERS = '::: table {caption="Speakers and their roles at the time" header-column=true'
STEPS = "::: steps {minutes=30}"
FOUR = (
    "1. 3 min: **Name the issue** together, in one sentence.\n"
    "2. 7 min: **Answer alone.** “Don’t know” is useful.\n"
    "3. 12 min: **Compare.** Begin where you differ most. Mark the table’s copy.\n"
    "4. 8 min: **Decide.**"
)
SAID = (
    "- Partnerships face a challenging environment: austerity, structural limits and insecurity.\n"
)
BEFORE = "Each finding below comes from the review."
LONG_CELL = "Everybody says who comes, and when. Everybody says who stays, and when. " * 40
SHORT_CELL = "Everybody says who comes, and when. Everybody says who stays, and when. " * 17

BLOCKS = (
    Mistake(
        "block not closed",
        T01,
        "8 min: **Decide.** Follow the route, and tick one decision.\n:::\n",
        "8 min: **Decide.**\n",
        -4,
    ),
    Mistake(
        "table not closed", BRIEFING, "take account of it? |\n:::\n", "take account of it? |\n", -10
    ),
    Mistake("block misspelt", T01, "::: route", "::: rout"),
    Mistake("block with a capital", T01, "::: route", "::: Route"),
    Mistake("two colons", T01, "::: route", ":: route"),
    Mistake("block without a name", T01, "::: route", ":::", (0, 5)),
    Mistake("block in two words", SHEET, "::: run-sheet {minutes=90", "::: run sheet {minutes=90"),
    Mistake("option misspelt", BRIEFING, "{widths=", "{column-widths="),
    Mistake("option forgotten", REPORT, SPEAKERS, "::: table {header-column=true"),
    Mistake(
        "options in Word’s quotation marks",
        BRIEFING,
        '"10 32 58"',
        "“10 32 58”",
    ),
    Mistake(
        "option without quotation marks",
        BRIEFING,
        '"10 32 58"',
        "10 32 58",
    ),
    Mistake("braces not closed", BRIEFING, 'widths="10 32 58"}', 'widths="10 32 58"'),
    Mistake("options in brackets", BRIEFING, TABLE, TABLE.replace("{", "[").replace("}", "]")),
    Mistake(
        "comma between options",
        REPORT,
        SPEAKERS,
        SPEAKERS.replace(" header", ", header"),
    ),
    Mistake("block closed twice", T01, "::: route", ":::\n\n::: route"),
    Mistake(
        "block in a block of as many colons",
        REPORT,
        "::: key\n",
        '::: key\n::: quotation {by="A manager"}\nGood.\n:::\n',
        (0, 7),
    ),
    Mistake("words behind a page break", T01, "::: page-break\n", "::: page-break\nTurn over.\n"),
    Mistake("minutes that do not add up", T01, "2. 7 min", "2. 9 min", (-2, 0)),
    Mistake("step without minutes", T01, "2. 7 min: **Answer", "2. **Answer"),
    Mistake("minutes in words", T01, "2. 7 min: **Answer", "2. Seven min: **Answer"),
    Mistake("minutes without a colon", T01, "2. 7 min: **Answer", "2. 7 min **Answer"),
    Mistake("steps with dashes", T01, FOUR, "- 3 min: Name the issue.\n- 27 min: Decide", (-1, 0)),
    Mistake("sentence before the steps", T01, STEPS, f"{STEPS}\nTake your time.\n", (0, 1)),
    Mistake("minutes of the block forgotten", T01, STEPS, "::: steps"),
    Mistake("minutes of the block with a unit", T01, STEPS, "::: steps {minutes=30min}"),
    Mistake("widths that are not 100", BRIEFING, 'widths="10 32 58"', 'widths="10 32 68"'),
    Mistake("widths of a column too few", BRIEFING, 'widths="10 32 58"', 'widths="100"'),
    Mistake("widths with per cent signs", BRIEFING, 'widths="10 32 58"', 'widths="10% 32% 58%"'),
    Mistake("height with a unit", T01, "row-height=18", "row-height=18mm"),
    Mistake("true misspelt", REPORT, "header-column=true", "header-column=ture"),
    Mistake("shared file that is not there", SUMMARY, "shared/findings.md", "shared/finding.md"),
    Mistake(
        "shared file with its whole path",
        SUMMARY,
        "shared/findings.md",
        "content/shared/findings.md",
    ),
    Mistake("shared file without its folder", SUMMARY, "shared/findings.md", "findings.md"),
    Mistake("shared file with two dots", SUMMARY, "shared/findings.md", "../shared/findings.md"),
    Mistake(
        "a document included",
        SUMMARY,
        "shared/findings.md",
        "briefing/briefing.md",
        0,
        ((BRIEFING, "---"),),
    ),
    Mistake(
        "rule that does not exist",
        BRIEFING,
        BEFORE,
        f'::: excuse {{rule="LA-99" reason="Ours."}}\n{BEFORE}\n:::\n',
    ),
    Mistake(
        "excuse without a reason", BRIEFING, BEFORE, f'::: excuse {{rule="LA-01"}}\n{BEFORE}\n:::\n'
    ),
    Mistake(
        "excuse of nothing",
        BRIEFING,
        BEFORE,
        f'::: excuse {{rule="LA-03" reason="Ours."}}\n{BEFORE}\n:::\n',
    ),
    Mistake("value that does not exist", BRIEFING, '{has="event_title"}', '{has="event_titel"}'),
    Mistake("edition that does not exist", BRIEFING, '{has="event_title"}', '{edition="riverbnk"}'),
    Mistake("condition that does not exist", BRIEFING, '{has="event_title"}', '{if="event_title"}'),
    Mistake("condition forgotten", BRIEFING, '::: only {has="event_title"}', "::: only"),
    Mistake(
        "addition of an unknown edition",
        BRIEFING,
        '::: only {has="event_title"}',
        '::: local {edition="my-town"}',
    ),
    Mistake("name twice", T01, 'name="affected"', 'name="issue"'),
    Mistake("name with a space", T01, 'name="affected"', 'name="who is affected"'),
    Mistake(
        "words inside an answer",
        T01,
        "lines=5}\n:::",
        "lines=5}\nWrite here.\n:::",
    ),
    Mistake("more lines than a page holds", T01, 'sentence" lines=2', 'sentence" lines=50'),
    Mistake("lines in words", T01, 'sentence" lines=2', 'sentence" lines=three'),
    Mistake("question forgotten", T01, 'label="Who is affected?" ', ""),
    Mistake("box forgotten", T01, "→ ( ) **Try lighter", "→ **Try lighter"),
    Mistake(
        "box without its space",
        T08,
        "- [ ] ![](images/theme-skills.svg)",
        "- [] ![](images/theme-skills.svg)",
    ),
    Mistake(
        "no space before the box",
        T08,
        "- [ ] ![](images/theme-skills.svg)",
        "-[ ] ![](images/theme-skills.svg)",
    ),
    Mistake(
        "choices with numbers",
        T12,
        "- ( ) Yes\n- ( ) Partly\n- ( ) No\n- ( ) I had none",
        "1. ( ) Yes\n2. ( ) No",
        (-1, 0),
    ),
    Mistake("kind of answer that does not exist", T01, 'choose="date"', 'choose="day"'),
    Mistake(
        "list of one to choose from",
        T05,
        "| Money {#money} | ___{1-3}",
        "| Money {#money} | ___{3}",
    ),
    Mistake(
        "range without its end", T05, "| Money {#money} | ___{1-3}", "| Money {#money} | ___{1-}"
    ),
    Mistake(
        "brace of a place to answer not closed",
        T05,
        "| Money {#money} | ___{1-3}",
        "| Money {#money} | ___{1-3",
    ),
    Mistake("count of zero", T02, "count=4", "count=0"),
    Mistake(
        "last point of a deck forgotten",
        T08,
        f"6. What should we stop?\n\n{SAID}",
        "6. What should we stop?\n",
        (-6, 0),
    ),
    Mistake(
        "slots that do not add up",
        SHEET,
        "| 25 | **Question cards**: T08 | **“Choose one card.",
        "| 30 | **Question cards**: T08 | **“Choose one card.",
        (-6, 0),
    ),
    Mistake(
        "slot with a unit", SHEET, "| 5 | **Welcome and access", "| 5 min | **Welcome and access"
    ),
    Mistake("widths without the clock’s", SHEET, 'widths="10 11', 'widths="11'),
    Mistake("zones forgotten", T05, 'zones="', 'zone="'),
    Mistake("route with dashes", T01, "1. Question 1 is yes", "- Question 1 is yes", (-1, 0)),
    Mistake(
        "finding of a heading misspelt",
        T01,
        '{#decide trace="K1 E2 E4 E5"}',
        '{#decide trace="K1 E2 E4 E6"}',
    ),
    Mistake(
        "findings with a comma", T01, '{#decide trace="K1 E2 E4 E5"}', '{#decide trace="K1, E2"}'
    ),
    Mistake(
        "option of a heading misspelt",
        T01,
        '{#decide trace="K1 E2 E4 E5"}',
        '{#decide traces="K1 E5"}',
    ),
    Mistake(
        "id of a row twice",
        T01,
        "| 2 {#q2}",
        "| 2 {#q1}",
    ),
    Mistake(
        "id of a row without its sign",
        T01,
        "| 2 {#q2}",
        "| 2 {q2}",
    ),
    Mistake("words beside a table", BRIEFING, f"{TABLE}\n", f"{TABLE}\nHere it is.\n\n", (0, 1)),
    Mistake(
        "name of a speaker without quotation marks",
        REPORT,
        "::: key",
        "::: quotation {by=A manager}",
    ),
    Mistake(
        "a note in a shared file",
        "content/shared/findings.md",
        "",
        "[^a]\n\n[^a]: A note.\n",
        (0, 2),
    ),
    Mistake(
        "row higher than a page, not in its last cell",
        BRIEFING,
        BEFORE,
        f"| Who | When |\n|---|---|\n| {LONG_CELL} | Today |\n\n{BEFORE}",
        2,
    ),
    Mistake(
        "header of a table higher than a page",
        BRIEFING,
        BEFORE,
        f"| {LONG_CELL} | When |\n|---|---|\n| Ann | Today |\n\n{BEFORE}",
    ),
    Mistake(
        "row that leaves no room for its header",
        BRIEFING,
        BEFORE,
        f"| {SHORT_CELL} | When |\n|---|---|\n| {SHORT_CELL} | Today |\n\n{BEFORE}",
        2,
    ),
)
