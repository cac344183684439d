"""Slips of people who write: each is one message, at its line, and what is meant has none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from helpers.projects import HEAD, PROGRAMME, Memory

from packbuilder.diagnostics import PackError, Span
from packbuilder.model import ABOUT, Card, Deck, Document, Text
from packbuilder.readers import read_document
from packbuilder.readers.plain_values import find_marks
from packbuilder.rules.content.packs import check_titles
from packbuilder.rules.content.prose import read_prose
from packbuilder.rules.content.structure import (
    check_bold_headings,
    check_card_codes,
    check_tables,
    check_text,
)
from packbuilder.rules.content.times import check_ranges, check_times
from packbuilder.rules.content.typing_slips import check_sentence_starts
from packbuilder.rules.content.wording import check_script, check_weekdays
from packbuilder.settings.pack import Pack

FIRST = HEAD.count("\n") + 1
"""The line that the words of a test begin at."""


def said(words: str) -> list[tuple[int, str]]:
    """Return what is wrong with words, and on which of their lines, counted from 1."""
    try:
        problems = read_document(Memory(HEAD + words), PROGRAMME).warnings
    except PackError as error:
        problems = tuple(error.diagnostics)
    return [(d.span.line - FIRST + 1, f"{d.message}: {d.help}") for d in problems]


TABLE = "| a | b |\n|---|---|\n| 1 | 2 |\n"

SLIPS = {
    "two colons end a table": (
        f'::: table {{caption="A"}}\n{TABLE}::\n\nAfter.\n',
        1,
        "the block “table” is never closed: line 11 has too few colons",
    ),
    "two colons end a box": (
        '::: callout {title="A"}\nWords.\n\n::\n',
        1,
        "the block “callout” is never closed: line 10 has too few colons",
    ),
    "two colons begin a block below a table": (f"{TABLE}:: callout\n", 4, "three colons"),
    "a word ends a block": (
        '::: callout {title="A"}\nWords.\n\n::: end\n',
        4,
        "“::: end” does not end a block: write “:::” alone",
    ),
    "text right below a table": (f"{TABLE}Rough figures.\n", 4, "put an empty line before it"),
    "text right below a table of one column": (
        "| a |\n|---|\n| 1 |\nRough figures.\n",
        4,
        "this line has no “|”, but is printed as a row of the table above",
    ),
    "a number left out": ("1. a\n2. b\n4. c\n5. d\n", 3, "“4.” is printed as 3"),
    "a number twice": ("1. a\n2. b\n2. c\n3. d\n", 3, "“2.” is printed as 3"),
    "a list begins again": ("1. a\n2. b\n\n1. c\n2. d\n", 4, "“1.” is printed as 3"),
    "a number inside": ("- a\n  1. b\n  3. c\n", 3, "“3.” is printed as 2"),
    "a letter left out": ("a) a\nb) b\nd) c\n", 3, "“d)” is printed as c: a list counts on"),
    "a Roman numeral twice": ("i. a\nii. b\nii. c\n", 3, "“ii.” is printed as iii: a list counts"),
    "an address that nothing uses": (
        "[Us][1]\n\n[1]: https://example.org\n[2]: https://example.org/map\n",
        4,
        "no link uses the address on this line, [2]",
    ),
    "a second address with the same label": (
        "[Us][1]\n\n[1]: https://example.org\n[1]: https://example.org/map\n",
        4,
        "no link uses the address on this line, [1]",
    ),
    "a list of letters and numbers": ("a) a\nb) b\n\n1. c\n3. d\n", 5, "“3.” is printed as 2"),
    "no colon after a footnote's label": (
        "Words.[^1]\n\n[^1] Where they are from.\n",
        3,
        "the text of the footnote [^1] has no colon: write “[^1]: ” before it",
    ),
    "bold without words": ("Words.\n\n**  **\n", 3, "no words between the marks of bold words"),
    "a footnote's name with a space": (
        "Words.[^a note]\n",
        1,
        "“[^a note]” is not a footnote: write its name without spaces",
    ),
    "a footnote's name with a space, and its text": (
        "Words.[^a note]\n\n[^a note]: text\n",
        1,
        "“[^a note]” is not a footnote: write its name without spaces",
    ),
    "an address without its beginning": (
        "[Us](www.example.org)\n",
        1,
        "a link cannot lead to “www.example.org”: write https://www.example.org",
    ),
    "a document as a link": (
        "[Map](T05)\n",
        1,
        "a link cannot lead to “T05”: to link to a document write T05.md; to a heading, #T05",
    ),
    "a bar longer than all": (
        '::: chart {kind=bars title="A of 10" of=10}\n| A | B |\n|---|---|\n| C | 12 |\n:::\n',
        4,
        "“12” is more than the 10 who answered: correct the number, or how many answered",
    ),
    "an e-mail address as a link": (
        "[Ann](ann@example.org)\n",
        1,
        "a link cannot lead to “ann@example.org”: write mailto:ann@example.org",
    ),
    "a bullet of Wingdings": ("§\tTea\n", 1, "“§” does not start a list item"),
    "rows with semicolons": ("Name;Town\nAnn;Hull\n", 1, "text separated by semicolons is not a"),
    "rows with commas": (
        "Name,Fee,Town\nAnn,1,250,Hull\n",
        1,
        "text separated by commas is not a table row",
    ),
    "a table without its dashes": (
        "| A | B | C |\n| 1 | 2 | 3 |\n| 4 | 5 | 6 |\n",
        1,
        "no line of dashes makes it a header: for a table, write |---|---|---| below it",
    ),
    "a table with too many dashes": (
        "| A | B |\n|---|---|---|\n| 1 | 2 |\n",
        1,
        "the line below it makes it no header: for a table, write |---|---| as that line",
    ),
    "dashes alone": ("|---|---|\n| 1 | 2 |\n", 1, "“|---|---|” has no header above it"),
    "an address on lines of its own": (
        "Town Hall\nMill Street\nAB1 2CD\n",
        1,
        "the lines from “Town Hall” to “AB1 2CD” are printed as one",
    ),
    "an error of a spreadsheet": ("- It cost #REF! in all.\n", 1, "“#REF!” is what a spreadsheet"),
    "an error of a spreadsheet at first": ("#NAME? in all.\n", 1, "“#NAME?” is what a spread"),
    "a reference that Word has lost": (
        "See Error! Reference source not found.\n",
        1,
        "is what Word prints when it has lost what is referred to",
    ),
    "words to replace": ("Meet on [insert date].\n", 1, "“[insert date]” was not replaced"),
    "a block whose braces are open": (
        '::: callout {title="A"\nWords.\n:::\n',
        1,
        "cannot be understood: close the braces with “}”",
    ),
    "a space in a footnote": ("Words.[^ 2]\n", 1, "“[^ 2]” is not a footnote"),
    "a footnote turned round": ("Words.[2^]\n", 1, "“[2^]” is not a footnote"),
    "a link without its end": ("See <https://example.org and ask.\n", 1, "does not start a link"),
    "a character without its end": ("Tea &amp coffee.\n", 1, "“&amp” is not a character"),
    "a character that is none": ("Tea &und; coffee.\n", 1, "“&und;” is not a character"),
    "a meaning without a space": ("Term\n:What it means.\n", 2, "what a term means"),
    "the end of a heading": ("## Two##\n", 1, "“##” does not belong to a heading"),
    "a value as in a shell": ("At ${venue}.\n", 1, "“${venue}” is not a value"),
    "an empty box": (
        'Words.\n\n::: callout {title="A"}\n:::\n',
        3,
        "the block “callout” is empty: write its text before the line “:::”",
    ),
    "a box with a comment": (
        '::: callout {title="A"}\n<!-- later -->\n:::\n',
        1,
        "the block “callout” is empty",
    ),
    "an empty box for an edition": (
        '::: local {edition="a"}\n:::\n',
        1,
        "the block “local” is empty",
    ),
    "an empty box in a box": (
        ":::: landscape\n::: small-print\n:::\n::::\n",
        2,
        "the block “small-print” is empty",
    ),
    "empty quotation": ("Words.\n\n>\n\nWords.\n", 3, "this quotation is empty"),
    "an empty alert": ("> [!NOTE]\n\nWords.\n", 1, "this box is empty"),
    "an empty item": ("- a\n-\n- b\n", 2, "this list item is empty: write its words"),
    "empty items": ("1. a\n2.\n3. b\n4.\n", 2, "2 items of this list are empty"),
    "an empty inner item": ("- a\n  - b\n  -\n", 3, "this list item is empty"),
    "a place to write alone": ("- ___\n", 1, "for a place to write in, put words before it"),
    "an empty code block": ("```\n```\n", 1, "the code block is empty"),
    "a term without a meaning": ("Term\n: \n", 2, "“:” does not start what a term means"),
    "two colons alone": ("Words.\n::\n", 2, "“::” does not end a block"),
    "a figure compared": (
        "> 5 people\n",
        1,
        "“>” before “5” at the start of a line makes it a quot",
    ),
    "a figure compared at once": (
        ">5 people came.\n",
        1,
        "for “more than” write these words, or \\>",
    ),
    "an amount compared": (">= £1,500\n", 1, "“>” before “= £1,500”"),
    "a figure compared in a sentence": (
        "Split groups of\n> 5 people into two.\n",
        2,
        "“>” before “5”",
    ),
    "a rule for a figure": ("> 5 people: use two rooms.\n", 1, "“>” before “5”"),
    "a figure compared in an item": ("- > 30%\n- fewer\n", 1, "“>” before “30”"),
    "bars that alone say of how many": (
        f"::: chart {{kind=bars title=A of=9}}\n{TABLE}:::\n",
        1,
        "of 9: write it in the title",
    ),
    "a number in words in a chart": (
        f"::: chart {{kind=bars title=A-of-9 of=9}}\n{TABLE}| c | two |\n:::\n",
        5,
        "“two” has no bar: write a whole number without commas",
    ),
    "bars of nothing": (
        f"::: chart {{kind=bars title=A}}\n{TABLE}:::\n",
        1,
        "a chart of bars does not say how many answered: add of=60",
    ),
    "a word of no scale": (
        f'::: chart {{kind=words title=A scale="Some All"}}\n{TABLE}:::\n',
        1,
        "no cell of this chart is a word of its scale",
    ),
    "a word in other letters": (
        (
            f'::: chart {{kind=words title=A scale="Some All"}}\n{TABLE}| c | All |\n'
            "| d | some |\n:::\n"
        ),
        6,
        "“some” has no bar: write the word as it stands in the scale: Some All",
    ),
    "an inner list too far out": (
        "1. a\n - b\n - c\n2. d\n",
        2,
        "the line begins with a space, which is too few: begin it with 3 spaces; to end the list",
    ),
    "an inner list too far out, lettered": (
        "1. a\n\n  a. b\n  b. c\n",
        3,
        "begin it with 3 spaces; to end the list item, begin it with none",
    ),
    "a list inside an inner item too far out": (
        "- a\n  1. b\n   - c\n",
        3,
        "begin it with 5 spaces; to end the list item, begin it with 2",
    ),
    "inner items too far out": ("- a\n - b\n - c\n- d\n", 2, "2 items, beginning here, are not"),
    "an inner item too far out": ("- a\n- b\n - c\n", 3, "this item is not inside the list item"),
    "inner numbers too far out": ("1. a\n  1. b\n  2. c\n2. d\n", 2, "2 items, beginning here"),
    "a paragraph too far out": (
        "1. a\n\n  more\n",
        3,
        "this paragraph is not inside the list item",
    ),
    "a quoted list too far out": ("> 1. a\n>  - b\n", 2, "this list is not inside the list item"),
    "an item too far in": ("- a\n      - b\n", 2, "“-” does not start a list item so far in"),
    "a number too far in": ("1. a\n       1. b\n", 2, "“1.” does not start a list item so far in"),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_one_message_at_its_line(name):
    words, line, message = SLIPS[name]
    ((found, shown),) = said(words)
    assert (found, message in shown) == (line, True), shown


MEANT = {
    "an address with commas": "Town Hall,\nMill Street,\nAB1 2CD\n",
    "an address whose lines are kept": "Town Hall\\\nMill Street  \nAB1 2CD\n",
    "sentences on lines of their own": "We meet.\nThen we talk.\nWe eat.\n",
    "words that are wrapped": "We meet at\nthe Town Hall\non Monday\n",
    "commas and semicolons": "Tea, cake; buns, and\nmilk, eggs; salt, or\n1,250 or 3,500\n",
    "a paragraph of law": "§ 5 is short.\n\n# 4 and C# and #tag\n",
    "all items are 1": "1. a\n1. b\n1. c\n",
    "a list goes on from 3": "3. a\n4. b\n",
    "two lists": "1. a\n2. b\n\nThen:\n\n1. c\n2. d\n",
    "another list with brackets": "1. a\n2. b\n\n1) c\n2) d\n",
    "a table without outer signs": "a | b\n---|---\n1 | 2\n",
    "an empty row": "| a | b |\n|---|---|\n| | |\n",
    "a footnote, and one that refers to it": "A.[^1]\n\n[^1] again.\n\n[^1]: Words.\n",
    "characters": "Tea &amp; coffee &ndash; and R&D &c.\n",
    "a heading closed": "## Two ##\n\nC# and <https://example.org>.\n",
    "escaped numbers on lines of their own": "1\\. A\\\n2\\. B\n\n1\\. A  \n2\\. B\n",
    "an escaped number": "2026\\. A good year.\n",
    "an amount": "It cost $5 {or so}, [2] times.\n",
    "places to write and tick": "- Name: ___\n- [ ]\n- ![A tree](images/a.png)\n",
    "empty rows, a comment, a drawing": "<!-- later -->\n\n::: page-break\n:::\n\n- a <!-- b -->\n",
    "an alert": "> [!NOTE]\n> 5 people came.\n",
    "somebody's words that begin with a figure": "> 5 of us stayed to the end.\n",
    "somebody's words on lines of their own": "> 12 people\n> and a dog\n",
    "a year in somebody's words": "> 2015: the year of the boat\n",
    "a quotation marked as one": "::: quotation\n5 people\n:::\n\n\\> 5 people\n",
    "numbers set to the right": " 8. a\n 9. b\n10. c\n",
    "a first item that lost its space": "- a\n - b\n - c\n",
    "numbers that go on, further in": "1. a\n 2. b\n3. c\n",
    "inner lists": "1. a\n   - b\n     1. c\n\n        more\n2. d\n\n- - a\n\n  more\n",
    "inner lists with tabs": "1.\ta\n\t- b\n2.\tc\n",
    "a paragraph after a list": "- a\n\n more\n",
    "a list in a quotation": "> - a\n>   - b\n>\n> more\n",
    "another kind of mark": "- a\n- b\n\n* c\n",
    "terms": "Term\n: What it means:\n\n  - a\n  - b\n\n  more\n",
}


@pytest.mark.parametrize("rows", ["", "| 1 | 2 |\n", "rows=3"])
def test_rows_to_write_in_are_high_enough(rows):
    options, written = (f" {rows}", "") if "=" in rows else ("", rows)
    words = f"::: table {{caption=A{options}}}\n| a | b |\n|---|---|\n{written}:::\n"
    (table,) = read_document(Memory(HEAD + words), PROGRAMME).blocks
    assert table.row_height == (12 if options else 0)


@pytest.mark.parametrize("rows", ["", "| 1 | 2 |\n", "rows=3"])
def test_a_table_without_rows_is_reported_where_it_is_none_to_fill_in(rows):
    options, written = (f" {rows}", "") if "=" in rows else ("", rows)
    words = f'::: table {{caption="A"{options}}}\n| a | b |\n|---|---|\n{written}:::\n'
    found = [d.message for d in check_tables(read_document(Memory(HEAD + words), PROGRAMME))]
    assert found == ([] if rows else ["the table has no rows"])


BOLD = {
    "**What we found**\n\nWords.\n": True,
    "# One\n\nWords.\n\n**Next *steps***\n\nWords.\n": True,
    "**What we found**\n\n- a\n": False,
    "**What we found.**\n\nWords.\n": False,
    "**What we found:**\n\n- a\n": False,
    "**What we found** was little.\n\nWords.\n": False,
    "**What we found out about the works of the town**\n\nWords.\n": False,
    "**What we found**\n\n# One\n\nWords.\n": False,
    "Words.\n\n**The end**\n": False,
    "# 1\n\n## 2\n\n### 3\n\n#### 4\n\n**What we found**\n\nWords.\n": False,
    "- **What we found**\n\n  Words.\n": False,
    '::: callout {title="A"}\n**What we found**\n\nWords.\n:::\n': False,
}


@pytest.mark.parametrize("words", BOLD)
def test_bold_words_alone_above_a_text_are_a_heading(words):
    found = list(check_bold_headings(read_document(Memory(HEAD + words), PROGRAMME)))
    assert ["is bold, but no heading" in d.message for d in found] == [True] * BOLD[words]


TIMES = {
    "Doors open at 25:00.": "25:00",
    "Coffee is from 9:30 to 10:75.": "10:75",
    "9:30–24:15": "24:15",
    "From 12.60 pm on.": "12.60 pm",
    "9:75 Welcome": "9:75",
    "| Time |\n|---|\n| 9:75 |": "9:75",
    "# Lunch at 12:60": "12:60",
    "Come at 13pm.": "13pm",
    "Come at 14.30 p.m.": "14.30 p.m",
    "Come at 12.30 pm or 9:59, until 24:00; at 00:15 am it ends.": "",
    "A split of 60:40, at 1:75, after Luke 9:62.": "",
    "At 9.75 metres, from 3.75 to 4.80, for £12.60.": "",
    "At 31:20 of the video; in 90:00 minutes; at 10:15:75.": "",
    "I was 25 am I right, by 13:00?": "",
    "“Doors open at 25:00.”": "",
}


@pytest.mark.parametrize("words", TIMES)
def test_a_time_of_day_is_one_that_clocks_show(words):
    found = list(check_times(read_prose(read_document(Memory(f"{HEAD}{words}\n"), PROGRAMME))))
    wrong = TIMES[words]
    assert [d.message for d in found] == ([f"“{wrong}” is not a time of day"] if wrong else [])


ELSEWHERE = {
    ("de", "Beginn ist um 25:00 Uhr, Ende um 24.00 Uhr."): "25:00 Uhr",
    ("de", "Von 9.30 bis 25.15 Uhr."): "25.15 Uhr",
    ("de", "Um 9:75 geht es los."): "9:75",
    ("de", "Um 9.30 Uhr; 12.60 €; 3:25 gewonnen; im Verhältnis 70:35, Teil 25.30."): "",
    ("fr", "Accueil à 9h75."): "9h75",
    ("fr", "Rendez-vous à 25h00, de 9 h 30 à 17 h 15."): "25h00",
    ("fr", "Une formation de 9h30 à 12h, soit 35h00, pour 12.60 €."): "",
    ("pl", "Spotkanie o 25:00, od godz. 9.30."): "25:00",
    ("uk", "Початок о 25:00."): "25:00",
    ("cy", "Mae’n dechrau am 25:00."): "25:00",
    ("gd", "Aig 25:00."): "25:00",
    ("ar", "الساعة 25:00."): "25:00",
    ("es", "A las 25:00 h."): "25:00 h",
    ("sv", "25:00 Kaffe"): "25:00",
}


@pytest.mark.parametrize(("language", "words"), ELSEWHERE)
def test_a_time_of_day_is_one_that_clocks_show_in_any_language(language, words):
    document = read_document(Memory(f"{HEAD}{words}\n"), PROGRAMME)
    document = replace(document, meta=replace(document.meta, language=language))
    wrong = ELSEWHERE[language, words]
    found = [d.message for d in check_times(read_prose(document))]
    assert found == ([f"“{wrong}” is not a time of day"] if wrong else [])


RANGES = {
    ("en", "Lunch is 14:00–13:30 in the hall."): "14:00–13:30",
    ("en", "Lunch is from 14:00 to 13:30."): "14:00 to 13:30",
    ("en", "| Time |\n|---|\n| 10:30 - 10:00 |"): "10:30 - 10:00",
    ("en", "Come 2pm–1.30pm."): "2pm–1.30pm",
    ("en", "Open from 11.30 am to 9 am."): "11.30 am to 9 am",
    ("en", "Open 11:30–10:45; doors shut at 17:00."): "11:30–10:45",
    ("en", "The second session is 10:00–10:00."): "10:00–10:00",
    ("de", "Von 14.00 bis 13.30 Uhr."): "14.00 bis 13.30 Uhr",
    ("fr", "De 14h00 à 13h30."): "14h00 à 13h30",
    ("pl", "Obiad 14:00–13:30."): "14:00–13:30",
    ("uk", "З 14:00 до 13:30."): "14:00 до 13:30",
    ("en", "From 9:30 to 1:00, 11.30–1.00, 11–1pm, 14:00–15:00, 9am–5pm, noon–2pm."): "",
    ("en", "A night shift, 22:00–06:00, 10pm–2am, 18:00–00:00 or 14:00–00:00."): "",
    ("en", "It moved from 14:00 to 13:30. We won 10:10–9:30 on the scale."): "",
    ("en", "Pages 20–10, 3.50–3.20 metres, £14.00–13.30, rooms 12–10, 2025–2027."): "",
    ("en", "In 2026 – After 2020. 2027-2025-1 and 12/2027–2025 are numbers of files."): "",
    ("en", "The plan for 2027–2025 is out."): "2027–2025",
    ("en", "It ran from January 2026 - March 2025."): "January 2026 - March 2025",
    ("de", "Von Mai 2026–2025."): "Mai 2026–2025",
    ("en", "9:30–1:00, then 13:00–14:30; 12:30–1:30"): "",
}


@pytest.mark.parametrize(("language", "words"), RANGES)
def test_a_time_ends_after_it_begins(language, words):
    document = read_document(Memory(f"{HEAD}{words}\n"), PROGRAMME)
    document = replace(document, meta=replace(document.meta, language=language))
    wrong = RANGES[language, words]
    found = [d.message.split("”")[0][1:] for d in check_ranges(read_prose(document))]
    assert found == ([wrong] if wrong else [])


SCRIPTS = {
    ("en-GB", "Ми зібралися в залі, і говорили.", "Cyrillic"),
    ("uk", "Зустріч.\n\nAll words in this pack are our own.", "Latin"),
    ("ar", "اجتماع.\n\nAll words in this pack are our own.", "Latin"),
    ("en", "See Олена Коваленко and [Ми зібралися в великій залі]{lang=uk}.", ""),
    ("uk", "Пишіть на hello@example.org про Our Town Group; `all words in this`.", ""),
    ("pl", "Wszystkie słowa są nasze, all words are ours.", ""),
    ("ja", "Words of a language that nobody looks at.", ""),
}


@pytest.mark.parametrize(("language", "words", "script"), sorted(SCRIPTS))
def test_a_text_in_other_letters_than_its_language(language, words, script):
    document = read_document(Memory(f"{HEAD}{words}\n"), PROGRAMME, language)
    blocks = replace(document, meta=replace(document.meta, title=""))
    found = [d.message for d in check_script(read_prose(blocks))]
    assert [f"in {script} letters" in message for message in found] == [True] * bool(script)


STARTS = {
    ("en", "We met. then we left."): "met. then",
    ("en", "We meet at 12. then we eat."): "at 12. then",
    ("en", "We meet from 9.30am. then we eat."): "from 9.30am. then",
    ("en", "See table 12. below, add 2 to 5. doi:10, on 4. mai, in 2016. available."): "",
    ("de", "Wir essen um 12. und am 3. mai, von 9. bis 12. mai."): "",
    ("en", "| It is done. write it down |\n|---|\n| a |"): "done. write",
    ("cy", "Mae’r neuadd yn agored. mae te yno."): "agored. mae",
    ("de", "Wir sind fertig. dann gehen wir."): "fertig. dann",
    ("uk", "Ми закінчили. потім пішли."): "закінчили. потім",
    (
        "en",
        "Tea, cake etc. and, approx. ten, Dept. of, e.g. this, at 5 p.m. we, St. then; 5. then.",
    ): "",
    ("en", "We met... then left. iPhones, eBay. “We met. then left.” packbuilder. www.a.org"): "",
    ("de", "Zwei Std. danach, usw. und bzw. die, inkl. der Kosten, evtl. zwei."): "",
    ("pl", "Ok. trzy, np. dwa, godz. druga, tys. osób."): "",
}


@pytest.mark.parametrize(("language", "words"), STARTS)
def test_a_sentence_begins_with_a_capital(language, words):
    document = read_document(Memory(f"{HEAD}{words}\n"), PROGRAMME)
    document = replace(document, meta=replace(document.meta, language=language))
    wrong = STARTS[language, words]
    found = [d.message for d in check_sentence_starts(read_prose(document, ["packbuilder"]))]
    assert found == ([f"a small letter after a full stop: “{wrong}”"] if wrong else [])


def test_documents_of_a_pack_are_called_by_titles_that_differ():
    def named(name: str, **said: str) -> Document:
        found = read_document(Memory(f"{HEAD}Words.\n"), PROGRAMME)
        return replace(found, name=name, meta=replace(found.meta, **said))

    texts = [
        named("one"),
        named("two", title="PROGRAMME"),
        named("three", subtitle="Day 2"),
        named("four", language="cy"),
        named("five"),
    ]
    documents = {text.name: text for text in texts}
    packs = [Pack("A", documents=tuple(documents)), Pack("B", documents=("five", "three"))]
    (problem,) = check_titles(packs, documents, ["five"])
    assert problem.message == "“PROGRAMME” is already the title of content/programme.md"


VALUES = {
    "title: The **best** day": "“**” is printed as it is: this is plain text",
    "title: At [[venue]]": "“[[venue]]” is printed as it is",
    "title: '[Our day](https://example.org)'": "“[Our day](” is printed as it is",
    "title: A <b>day</b>": "“<b>” is printed as it is",
    "title: Tea &amp; cake": "“&amp;” is printed as it is",
    "title: CafÃ©": "“Ã©” was “é” once, and was read in the wrong encoding",
    "title: Tea & cake [new] (5 < 6) *": "",
    'version: "1,2"\ntitle: A': "the version “1,2” has a comma",
    'version: "1.2"\ntitle: A 1,2': "",
    "title: A day  # **not** printed": "",
    "# <b>\ntitle: A day": "",
}


@pytest.mark.parametrize("line", VALUES)
def test_values_of_yaml_are_plain_text(line):
    wrong = VALUES[line]
    found = [(d.span.line, d.message) for d in find_marks(f"kind: tool\n{line}", Span("a.yaml"))]
    assert [line for line, _ in found] == ([2] if wrong else [])
    assert all(wrong in message for _, message in found)
    document = HEAD.replace("title: Programme", line)
    warned = [d.message for d in read_document(Memory(f"{document}Words.\n"), PROGRAMME).warnings]
    assert warned == [message for _, message in found]


@pytest.mark.parametrize("before", ["\n", " ", "\n \n"])
def test_front_matter_begins_in_the_first_line(before):
    with pytest.raises(PackError) as caught:
        read_document(Memory(f"{before}{HEAD}Words.\n"), PROGRAMME)
    (problem,) = caught.value.diagnostics
    assert "does not begin in the first line" in problem.message
    assert problem.help == "delete the empty lines or spaces before its first “---”"


PASTED = {
    "1\\. First\n2\\. Second\n": [
        (1, "“1\\.” does not start a list item, nor does that on the next")
    ],
    "• a\n• b\n• c\n– d\n– e\n": [
        (
            1,
            "“•” does not start a list item, nor do those on the next 2 lines, so lines are joined",
        ),
        (4, "“–” does not start a list item, nor does that on the next line"),
    ],
    "• a\nand more\n• b\n": [(1, "“•” does not start a list item, so"), (3, "“•” does not start")],
    "§ meet\n§ speak\n": [(1, "“§” does not start a list item, nor does that on the next line")],
    "See § a and\n§ 5 of it.\n": [],
    "• a\tb\tc\n• d\te\tf\n": [(1, "nor does that on the next line")],
}


@pytest.mark.parametrize("words", PASTED)
def test_a_list_of_another_program_is_reported_once_where_its_lines_follow_one_another(words):
    found = said(words)
    assert [line for line, _ in found] == [line for line, _ in PASTED[words]]
    for (_, message), (_, part) in zip(found, PASTED[words], strict=True):
        assert part in message


@pytest.mark.parametrize("name", MEANT)
def test_what_is_meant_is_not_reported(name):
    assert said(MEANT[name]) == []


def deck(*codes: str) -> Deck:
    return Deck(tuple(Card(code, "A theme", inlines=(Text("Why?"),)) for code in codes))


@pytest.mark.parametrize(
    ("decks", "messages"),
    [
        ([deck("A1", "A2"), deck("B1", "B2")], []),
        ([deck("A1", "A2"), deck("A1", "A2")], ["duplicate codes of cards, A1 to A2"]),
        ([deck("A1"), deck("A1", "A2")], ["duplicate codes of cards, A1"]),
        ([deck(""), deck("", "")], []),
    ],
)
def test_a_code_of_cards_that_is_used_twice_is_one_message(decks, messages):
    document = Document("cards", read_document(Memory(HEAD + "Words.\n"), PROGRAMME).meta, decks)
    assert [d.message.split(";")[0] for d in check_card_codes(document)] == messages


WEEKDAYS = {
    "Come on Friday 3 December 2015.": "“Friday 3 December 2015” is a Thursday",
    "Come on Monday, 14 March 2026.": "“Monday, 14 March 2026” is a Saturday",
    "Come on Saturday 14 March 2026.": "",
    "Come on Friday, 30 February 2026.": "there is no 30 February 2026",
    "It ends on 31 June 2026.": "there is no 31 June 2026",
    "Friday clubs met 12 times 2015.": "",
}


@pytest.mark.parametrize("words", WEEKDAYS)
def test_a_day_of_the_week_is_that_of_its_date(words):
    prose = read_prose(read_document(Memory(HEAD + words), PROGRAMME))
    message = WEEKDAYS[words]
    assert [d.message for d in check_weekdays(prose)] == ([message] if message else [])


def test_a_day_of_the_week_is_known_where_months_come_first():
    document = read_document(Memory(HEAD + "On Friday, December 3, 2015.\n"), PROGRAMME)
    american = replace(document, meta=replace(document.meta, language="en-US"))
    assert [d.message for d in check_weekdays(read_prose(american))] == [
        "“Friday, December 3, 2015” is a Thursday"
    ]


@pytest.mark.parametrize(("words", "found"), [("", 1), ("\n<!-- later -->\n", 1), ("A word.\n", 0)])
def test_a_title_without_any_text_below_it_is_reported(words, found):
    problems = list(check_text(read_document(Memory(HEAD + words), PROGRAMME)))
    assert [problem.span.path for problem in problems] == [PROGRAMME] * found


def test_a_project_without_a_notice_has_no_text_too_little():
    document = read_document(Memory(HEAD), PROGRAMME)
    assert list(check_text(replace(document, name=ABOUT))) == []
