"""Mistakes in the front matter of documents."""

from mistake import Mistake

T01 = "content/tools/t01-right-approach.md"
T02 = "content/tools/t02-agreement.md"
T05 = "content/tools/t05-power-map.md"
REPORT = "content/report/event-report.md"

HEADS = (
    Mistake("title in capitals", T01, "title: Is partnership", "title: IS PARTNERSHIP", 0),
    Mistake(
        "needs with words from a list of jargon", T01, "needs: A copy", "needs: See 3rd March", 0
    ),
    Mistake("key misspelt", T01, "title: Is", "titel: Is"),
    Mistake("key with a capital", T01, "title: Is", "Title: Is"),
    Mistake("key that never was", T01, "group: Four", "audience: Four"),
    Mistake("kind in the plural", T01, "kind: tool", "kind: tools"),
    Mistake("kind with a capital", T01, "kind: tool", "kind: Tool"),
    Mistake("kind left empty", T01, "kind: tool", "kind:"),
    Mistake("date with slashes", T01, "updated: 2026-11-27", "updated: 23/11/2026"),
    Mistake("date with dots", T01, "updated: 2026-11-27", "updated: 23.11.2026"),
    Mistake("date that does not exist", T01, "updated: 2026-11-27", "updated: 2026-11-31"),
    Mistake("year to come", T01, "updated: 2026-11-27", "updated: 2062-11-27"),
    Mistake("month alone", T01, "updated: 2026-11-27", "updated: November 2026"),
    Mistake("date forgotten", T01, "updated: 2026-11-27\n", "", (-16, -15)),
    Mistake("title forgotten", T01, "title: Is partnership the right approach?\n", "", (-1, 0)),
    Mistake("findings forgotten", T01, "rests_on: [K1, E2, E4, E5]\n", "", (-9, -8)),
    Mistake("unit after the minutes", T01, "time: 30", "time: 30 min"),
    Mistake("minutes in words", T01, "time: 30", "time: thirty"),
    Mistake("minutes that are not those of the steps", T01, "time: 30", "time: 25"),
    Mistake("finding that does not exist", T01, "E4, E5]", "E4, E9]"),
    Mistake("finding in small letters", T01, "[K1, E2", "[k1, E2"),
    Mistake("list without brackets", T01, "[K1, E2, E4, E5]", "K1, E2"),
    Mistake("bracket not closed", T01, "[K1, E2, E4, E5]", "[K1, E2, E4, E5"),
    Mistake("no space after the colon", T01, "group: Four", "group:Four"),
    Mistake("hard space after the colon", T01, "group: Four", "group:\u00a0Four"),
    Mistake("tab in a list", T01, "  - decision\n", "\t- decision\n"),
    Mistake("dash forgotten in a list", T01, "  - decision\n", "  decision\n"),
    Mistake("no space after a dash", T01, "  - decision\n", "  -decision\n"),
    Mistake("item moved to the left", T01, "  - decision\n", " - decision\n"),
    Mistake("key indented", T01, "tool: T01", " tool: T01"),
    Mistake("second colon", T01, "subtitle: Partner, try", "subtitle: Partner: try"),
    Mistake("quotation mark not closed", T01, "title: Is", 'title: "Is'),
    Mistake("quotation mark closed too early", T01, "title: Is partner", 'title: "Is" partner'),
    Mistake("version with Word’s quotation marks", T01, 'version: "1.0"', "version: “1.0”"),
    Mistake("value that begins with a bracket", T01, "title: Is", "title: [Draft] Is"),
    Mistake("value that begins with an asterisk", T01, "title: Is", "title: *Is"),
    Mistake("value that begins with a per cent sign", T01, "title: Is", "title: %Is"),
    Mistake("key twice", T01, "tool: T01\n", "tool: T01\nkind: tool\n", 1),
    Mistake("closing line forgotten", T01, "---\n\n::: step-bar", "\n::: step-bar", (-22, -1, 0)),
    Mistake(
        "closing line of two dashes", T01, "---\n\n::: step-bar", "--\n\n::: step-bar", (-22, 0)
    ),
    Mistake("opening line forgotten", T01, "---\ntitle", "title"),
    Mistake("empty line before the head", T01, "---\ntitle", "\n---\ntitle", (0, 1)),
    Mistake("orientation misspelt", T05, "orientation: landscape", "orientation: landscpe"),
    Mistake("yes in another language", REPORT, "cover: true", "cover: ja"),
    Mistake("true misspelt", REPORT, "contents: true", "contents: ture"),
    Mistake(
        "authors without brackets",
        REPORT,
        "authors: [Ailsa Cook, Karen Seditas]",
        "authors: Ailsa Cook, Karen Seditas",
    ),
    Mistake("language in words", REPORT, "kind: report", "language: english\nkind: report"),
    Mistake("country code of UK", REPORT, "kind: report", "language: en-UK\nkind: report"),
    Mistake("code of another tool", T01, "tool: T01", "tool: T02", 0, ((T02, "tool: T02"),)),
    Mistake("value of the edition in the title", T01, "the right approach", "right for [[area]]"),
    Mistake("bold words in the title", T01, "title: Is partnership", "title: Is **partnership**"),
    Mistake("invisible character pasted", T01, "people at a table", "people\x0bat a table"),
    Mistake("character that the font lacks", T01, "subtitle: Partner", "subtitle: ✅ Partner"),
    Mistake(
        "two versions to merge",
        T01,
        "time: 30\n",
        "<<<<<<< HEAD\ntime: 30\n=======\ntime: 35\n>>>>>>> theirs\n",
    ),
)
