"""Mistakes of all kinds, seeded when the others were reported."""

from mistake import Mistake

SUMMARY = "content/handouts/summary.md"
BRIEFING = "content/briefing/briefing.md"
REPORT = "content/report/event-report.md"
T01 = "content/tools/t01-right-approach.md"
T08 = "content/tools/t08-question-cards.md"
T12 = "content/tools/t12-event-evaluation.md"
SHEET = "content/shared/run-sheet-90.md"
PROJECT = "content/project.yaml"
PACK = "content/packs/full-pack.yaml"
TOWN = "content/editions/riverbank.yaml"
TOKENS = "templates/tokens.yaml"
LABELS = "templates/labels/en.yaml"

BEFORE = "Each finding below comes from the review."

SHOWN = f"![Five boxes in a row.](images/shape-of-the-day.svg)\n\n{BEFORE}"
"""A picture before it."""

OTHERS = (
    Mistake("spaces in front of a paragraph", BRIEFING, BEFORE, f"\n    {BEFORE}", 1),
    Mistake("character that the font lacks in a pack’s title", PACK, "title: Eff", "title: 🎉 Eff"),
    Mistake("character that the font lacks on every cover", PROJECT, "Based on", "🎉 Based on"),
    Mistake(
        "version as a list", "content/packs/briefing.yaml", 'version: "1.0"', "version: [1, 0]"
    ),
    Mistake(
        "minutes of a tool forgotten", T01, "time: 30\n", "", (-5, -4, 0), ((T01, "::: steps"),)
    ),
    Mistake("tool that is a handout", SUMMARY, "kind: handout", "kind: tool", (0, -2, -3, -1)),
    Mistake(
        "bracket of authors not closed",
        REPORT,
        "[Ailsa Cook, Karen Seditas]",
        "[Ailsa Cook and Karen Seditas",
    ),
    Mistake(
        "id with two signs",
        BRIEFING,
        "{#results .unnumbered numeral=2}",
        "{##results .unnumbered numeral=2}",
    ),
    Mistake("id in round brackets", BRIEFING, "{#results .unnumbered numeral=2}", "(#results)"),
    Mistake(
        "id before the words",
        BRIEFING,
        "## Results are hard to show {#results .unnumbered numeral=2}",
        "## {#results} Results are hard",
    ),
    Mistake(
        "round brackets around an alternative text", BRIEFING, BEFORE, SHOWN.replace("![", "!(")
    ),
    Mistake("exclamation mark of a picture forgotten", BRIEFING, BEFORE, SHOWN[1:]),
    Mistake(
        "brackets of a link exchanged",
        T01,
        "[T10](t10-context-scan.md)",
        "(T10)[t10-context-scan.md]",
    ),
    Mistake(
        "space after https", REPORT, "(http://creativecommons.org", "(http:// creativecommons.org"
    ),
    Mistake("words for a computer not closed", BRIEFING, BEFORE, BEFORE + " Use `name here."),
    Mistake("underscore not closed", BRIEFING, BEFORE, "_" + BEFORE),
    Mistake("words struck out", BRIEFING, BEFORE, "~~old~~ " + BEFORE),
    Mistake("ticked box", BRIEFING, BEFORE, "- [x] done\n\n" + BEFORE),
    Mistake(
        "closing line of two colons",
        BRIEFING,
        "take account of it? |\n:::\n",
        "take account of it? |\n::\n",
        (-10, 1),
    ),
    Mistake("option twice", T01, "row-height=18", "row-height=18 row-height=22"),
    Mistake("empty question", T01, 'label="Who is affected?"', 'label=""'),
    Mistake(
        "empty caption", REPORT, 'caption="Speakers and their roles at the time"', 'caption=""'
    ),
    Mistake(
        "condition without a value", BRIEFING, '{has="event_title"}', "{has=event_title unless=}"
    ),
    Mistake("true in other words", T01, "header-column=true", "header-column=first"),
    Mistake(
        "phone as a list", TOWN, 'contact_phone: "01632 960 123"', "contact_phone: [01632, 960]"
    ),
    Mistake("space in an address", TOWN, "website: www", "website: https: //www"),
    Mistake("colon forgotten", TOWN, "event_title: Working", "event_title Working"),
    Mistake("letter O for a zero", TOWN, '"09:30"', '"O9:30"'),
    Mistake("fewer than nobody", TOWN, "delegates: 62", "delegates: -5"),
    Mistake("number in words", TOWN, "large_print: 1", "large_print: one"),
    Mistake(
        "no space in a list of terms", TOWN, "version:", "terms: {partnership:board}\nversion:"
    ),
    Mistake("all left out", TOWN, "version:", "leave_out: all\nversion:"),
    Mistake(
        "length in em", TOKENS, "leading: 18pt, measure: 136mm", "leading: 1.5em, measure: 136mm"
    ),
    Mistake("colon of a length forgotten", TOKENS, "  gap: 5mm", "  gap 5mm"),
    Mistake(
        "contrast in words",
        TOKENS,
        "{text: ink, on: paper, least: 12}",
        "{text: ink, on: paper, least: high}",
    ),
    Mistake(
        "placeholder where nothing is filled in",
        LABELS,
        "handout: Handout",
        'handout: "Handout {n}"',
    ),
    Mistake("value misspelt in the notice", "content/shared/notice.md", "", "[[contact_nam]]\n\n"),
    Mistake("bold words with unequal signs", "content/shared/findings.md", "**", "*", 0),
    Mistake(
        "row without its first bar",
        T12,
        "| 5 {#q5} | easy to follow",
        "5. easy to follow {#q5}",
        (0, 1),
    ),
    Mistake("minutes of a slot in words", SHEET, "| 5 | **Evaluation", "| five | **Evaluation"),
    Mistake("theme of cards forgotten", T08, 'theme="Skills" ', ""),
    Mistake("code of cards twice", T08, 'code="SK"', 'code="FO"'),
)
