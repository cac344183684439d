"""Mistakes in running text: headings, links, pictures, tables, lists, words."""

from mistake import Mistake

SUMMARY = "content/handouts/summary.md"
BRIEFING = "content/briefing/briefing.md"
REPORT = "content/report/event-report.md"
T01 = "content/tools/t01-right-approach.md"
FORMATS = "content/shared/formats.md"

BEFORE = "Each finding below comes from the review."
TWIN = '::: table {caption="Who asks"}\n| A |\n|---|\n| a |\n:::\n\n'
"""A sentence of the briefing at the start of its line."""
LICENCE = "content/organiser/licence-page.md"
PICTURE = "images/shape-of-the-day.svg"
ALT = "![Five boxes in a row, joined by arrows.]"
SHOWN = f'{ALT}({PICTURE} "The shape of the day")\n\n{BEFORE}'
"""A picture before it."""

LONG = (
    "Each finding below comes from the review, which was written for people who work in services "
    "and who meet others in partnerships, who often have little time to read and who want to know "
    "what others found before they decide what to do next in their own area."
)

TEXTS = (
    Mistake("skipped level", BRIEFING, "## Partnership working is", "### Partnership working is"),
    Mistake("first heading too low", BRIEFING, "# Five finding", "## Five finding"),
    Mistake("no space after the sign", BRIEFING, "# Eight things", "#Eight things"),
    Mistake("heading too deep", BRIEFING, "## Results are", "##### Results are"),
    Mistake("heading without words", BRIEFING, "# Eight things to consider", "#"),
    Mistake("heading in capitals", BRIEFING, "# Eight things", "# EIGHT THINGS"),
    Mistake(
        "heading underlined", BRIEFING, "Each finding below", "Findings\n---\nEach finding", (0, 1)
    ),
    Mistake("line across the page", BRIEFING, BEFORE, f"\n---\n\n{BEFORE}", 1),
    Mistake("id twice", BRIEFING, "{#results .unn", "{#complex .unn"),
    Mistake("id without its sign", BRIEFING, "{#results .unnumbered numeral=2}", "{results}"),
    Mistake("id with a space", BRIEFING, "{#results .unn", "{#the results .unn"),
    Mistake(
        "brace not closed", BRIEFING, "{#results .unnumbered numeral=2}", "{#results .unnumbered"
    ),
    Mistake(
        "class that does not exist",
        BRIEFING,
        "{#results .unnumbered numeral=2}",
        "{#results .plain numeral=2}",
    ),
    Mistake(
        "link to an id that is not there", BRIEFING, BEFORE, f"[Results](#result) first. {BEFORE}"
    ),
    Mistake(
        "link to a document that is not there", T01, "(t10-context-scan.md)", "(t10-context.md)"
    ),
    Mistake(
        "link to an id of another document",
        T01,
        "(t10-context-scan.md)",
        "(t10-context-scan.md#nine)",
    ),
    Mistake("link without the ending", T01, "(t10-context-scan.md)", "(t10-context-scan)"),
    Mistake("link to a Word file", T01, "(t10-context-scan.md)", "(t10-context-scan.docx)"),
    Mistake("link with a space", T01, "(t10-context-scan.md)", "(t10-context scan.md)"),
    Mistake("link not closed", T01, "(t10-context-scan.md)", "(t10-context-scan.md"),
    Mistake("space between words and address", T01, "[T10](t10-con", "[T10] (t10-con"),
    Mistake("link without an address", T01, "(t10-context-scan.md)", "()"),
    Mistake(
        "address with a slip", REPORT, "(http://creativecommons.org", "(htp://creativecommons.org"
    ),
    Mistake("address without https", REPORT, "(http://creativecommons.org", "(creativecommons.org"),
    Mistake(
        "address of a file on this computer",
        REPORT,
        "(http://creativecommons.org",
        "(file:///C:/licence",
    ),
    Mistake(
        "link called here",
        BRIEFING,
        "[whatworksscotland.ac.uk/publications/evidence-reviews-briefing-papers]",
        "[here]",
    ),
    Mistake("picture without alternative text", BRIEFING, BEFORE, SHOWN.replace(ALT, "![]")),
    Mistake(
        "file name as alternative text",
        BRIEFING,
        BEFORE,
        SHOWN.replace(ALT, "![shape-of-the-day.svg]"),
    ),
    *(
        Mistake(what, BRIEFING, BEFORE, SHOWN.replace(PICTURE, path))
        for what, path in (
            ("picture that is not there", "images/shape-of-day.svg"),
            ("ending in capitals", "images/shape-of-the-day.SVG"),
            ("picture with a leading slash", f"/{PICTURE}"),
            ("picture with a backslash", PICTURE.replace("/", "\\")),
            ("picture from the web", "https://example.org/a.png"),
        )
    ),
    Mistake("picture in a sentence", BRIEFING, BEFORE, f"See {SHOWN}"),
    Mistake("width in per cent", BRIEFING, BEFORE, SHOWN.replace(")", "){width=80%}")),
    Mistake("width above 100", BRIEFING, BEFORE, SHOWN.replace(")", "){width=120}")),
    Mistake("bold words in HTML", BRIEFING, BEFORE, f"<b>{BEFORE}</b>"),
    Mistake(
        "footnote without text",
        REPORT,
        "practice develops.[^2]",
        "practice develops.[^3]",
        0,
        ((REPORT, "[^2]:"),),
    ),
    Mistake(
        "footnote that nothing refers to",
        REPORT,
        "practice develops.[^2]",
        "practice develops.",
        0,
        ((REPORT, "[^2]:"),),
    ),
    Mistake(
        "note within a note",
        BRIEFING,
        BEFORE,
        "Each finding^[see ^[that]] below comes from the review.",
    ),
    Mistake(
        "row with a cell too many",
        BRIEFING,
        "sharing information? |\n",
        "sharing information? | Yes |\n",
    ),
    Mistake(
        "row with a cell too few",
        BRIEFING,
        "| Spell out the basics | If",
        "| Spell out the basics, if",
    ),
    Mistake(
        "line below the header forgotten",
        BRIEFING,
        "|---|---|---|\n| 1 | Check",
        "| 1 | Check",
        (-2, -1, 0),
    ),
    Mistake(
        "line below the header too short",
        BRIEFING,
        "|---|---|---|\n| 1 | Check",
        "|---|---|\n| 1 | Check",
        (-2, -1, 0),
    ),
    Mistake(
        "table without a caption",
        BRIEFING,
        BEFORE,
        f"\n| Who | When |\n|---|---|\n| Morag | Today |\n\n{BEFORE}",
        1,
    ),
    Mistake(
        "table without any frame",
        BRIEFING,
        BEFORE,
        f"\n| Who | When |\n| Morag | Today |\n\n{BEFORE}",
        (1, 2),
    ),
    Mistake(
        "empty header cell", BRIEFING, "| Consideration | Ask yourselves |", "| Consideration | |"
    ),
    Mistake(
        "bold words not closed", LICENCE, "**Name the source:** Keep", "**Name the source: Keep"
    ),
    Mistake(
        "spaces inside bold signs",
        LICENCE,
        "**Name the source:** Keep",
        "** Name the source: ** Keep",
    ),
    Mistake(
        "no space after the dash",
        LICENCE,
        "- **Name the source:** Keep",
        "-**Name the source:** Keep",
    ),
    Mistake(
        "no space after the number", BRIEFING, BEFORE, f"1.First, read.\n2.Then, talk.\n\n{BEFORE}"
    ),
    Mistake("value that does not exist", BRIEFING, "[[venue]]", "[[venu]]"),
    Mistake("value with a bracket too few", BRIEFING, "[[venue]]", "[[venue]"),
    Mistake("value in braces", BRIEFING, "[[venue]]", "{{venue}}"),
    Mistake("value with spaces", BRIEFING, "[[venue]]", "[[ venue ]]"),
    Mistake("value with a hyphen", BRIEFING, "[[start_time]]", "[[start-time]]"),
    Mistake("value of a shared file", FORMATS, "[[contact_phone]]", "[[phone]]"),
    Mistake("invisible character pasted", BRIEFING, BEFORE, BEFORE.replace(" ", "\x0b", 1)),
    Mistake("byte of zero", BRIEFING, BEFORE, f"{BEFORE}\x00"),
    Mistake("character that turns words", BRIEFING, BEFORE, f"{BEFORE}\u202e"),
    Mistake("character that the font lacks", BRIEFING, BEFORE, f"{BEFORE} ✅"),
    Mistake("byte order mark in the middle", BRIEFING, BEFORE, f"\ufeff{BEFORE}"),
    Mistake("saved as Windows does", BRIEFING, "“What", lambda text: text.encode("cp1252")),
    Mistake("saved as UTF-16", BRIEFING, "", lambda text: text.encode("utf-16")),
    Mistake(
        "two versions to merge",
        BRIEFING,
        BEFORE,
        f"<<<<<<< HEAD\n{BEFORE}\n=======\nEach finding is from it.\n>>>>>>> theirs",
    ),
    Mistake("lines for a computer not closed", BRIEFING, BEFORE, f"```\n{BEFORE}"),
    Mistake("language in words", BRIEFING, BEFORE, f"{BEFORE} [Tapadh leibh]{{lang=gaelic}}."),
    Mistake("language without quotation", BRIEFING, BEFORE, f"{BEFORE} [Tapadh leibh]{{gd}}."),
    Mistake("date with slashes", BRIEFING, BEFORE, f"{BEFORE} We meet on 11/02/2027."),
    Mistake("words in capitals", BRIEFING, BEFORE, f"{BEFORE} PLEASE READ THIS FIRST."),
    Mistake("abbreviation not explained", BRIEFING, BEFORE, f"{BEFORE} Ask the QXZ."),
    Mistake("place told by colour", BRIEFING, BEFORE, f"{BEFORE} Look at the red box."),
    Mistake("word of office English", BRIEFING, BEFORE, f"{BEFORE} We utilise it."),
    Mistake(
        "heading with capitals",
        BRIEFING,
        "# Eight things to consider",
        "# Eight Things To Consider",
    ),
    Mistake("sentence without end", BRIEFING, BEFORE, LONG),
    Mistake("includes itself", SUMMARY, 'file="shared/findings.md"', 'file="handouts/summary.md"'),
    *(
        Mistake(what, BRIEFING, BEFORE, f"{BEFORE} {words}")
        for what, words in {
            "placeholder of a form of Word": "Click or tap here to enter text.",
            "comment of Word pasted": "See [Commented [AB1]: check this] here.",
            "bold words of a wiki": "These '''words''' matter.",
            "letter lost to a question mark": "It is na?ve of them.",
            "letters drawn as one": "The \ufb01nal one.",
            "two full stops": "It ends.. Here it begins.",
            "bracket not closed": "They came (most of them on foot.",
            "I in a small letter": "She and i agree.",
            "apostrophe of its": "Each has its’ own way.",
            "article before a vowel": "It is a event for all.",
            "article before a consonant": "It is an table for all.",
            "two words twice": "They met in the in the hall.",
            "two at signs": "Write to ann@@example.org today.",
            "comma in an address": "Write to ann@example,org today.",
            "digit too many in a year": "We meet on 3 May 20227.",
            "comma glued to a short word": "They came,we left.",
            "number that nobody can call": "Call [us](tel:01632).",
            "number and word glued": "It takes 10minutes.",
            "word broken by a line of a PDF": "Ask the organi- sation.",
            "number of a note pasted": "As they said.1 And more.",
            "pound sign behind its amount": "It costs 20£ a head.",
            "spaces to align words by": "Ann\u00a0\u00a0\u00a0\u00a0Chair.",
            "address that leads elsewhere": "See [https://example.org/a](https://example.com/a).",
        }.items()
    ),
    Mistake(
        "heading twice",
        BRIEFING,
        "## Setting shapes what helps {#setting",
        "## Partnership working is  complex {#setting",
    ),
    Mistake(
        "caption twice",
        BRIEFING,
        BEFORE,
        f"{TWIN}{TWIN}{BEFORE}",
        6,
    ),
    Mistake("heading with a full stop", BRIEFING, "is complex {#", "is complex. {#"),
    Mistake(
        "point twice", BRIEFING, BEFORE, f"- Bring a pen too.\n- Bring a pen too.\n\n{BEFORE}", 1
    ),
    Mistake("line of contents pasted", BRIEFING, BEFORE, f"Findings .......... 3\n\n{BEFORE}"),
    Mistake("inner bullets of Word", BRIEFING, BEFORE, f"o Bring a pen.\no Ask.\n\n{BEFORE}"),
)
