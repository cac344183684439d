"""What is there twice or left out: numbers, codes of themes, options, sentences, paragraphs."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from helpers.projects import HEAD, PROGRAMME, Memory, make_project, shipped_theme

from packbuilder.diagnostics import Code
from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.project import load_project
from packbuilder.pipeline.publications import compose_document
from packbuilder.readers import read_document
from packbuilder.rules.content.counting import check_counting, check_themes
from packbuilder.rules.content.prose import read_prose
from packbuilder.rules.content.structure import check_repeats
from packbuilder.rules.content.tools import check_codes, check_named_codes
from packbuilder.rules.content.typing_slips import check_doubled_sentences
from packbuilder.writers import WRITERS


def rows(head: str, *numbers: str, block: str = "") -> str:
    lines = "".join(f"| {number} | a |\n" for number in numbers)
    table = f"| {head} | What |\n|---|---|\n{lines}"
    return f"::: {block}\n{table}:::\n" if block else table


def headings(*words: str) -> str:
    return "# Ways\n\n" + "".join(f"## {each}\n\nWords.\n\n" for each in words)


COUNTED = {
    "rows of a block": (rows("No.", "1", "2", "2", "4", block="numbered"), "row “2” follows “2”"),
    "few rows of a block": (rows("No.", "1", "3", block="numbered"), "row “3” follows “1”"),
    "rows": (rows("No.", "1", "2", "2", "4"), "row “2” follows “2”"),
    "a row left out": (rows("#", "1", "2", "4", "5"), "row “4” follows “2”"),
    "steps": (headings("Step 1: go", "Step 2", "Step 2", "Step 4"), "“Step 2” follows “Step 2”"),
    "a step left out": (headings("Step 1", "Step 2", "Step 4"), "“Step 4” follows “Step 2”"),
    "numbers alone": (headings("1. Go", "2. Stay", "2. Rest", "4. End"), "“2. Rest” follows"),
    "rows in order": (rows("No.", "1", "2", "3", "4", block="numbered"), ""),
    "sizes of groups": (rows("Group size", "1", "2", "5", "10"), ""),
    "sessions": (rows("Session", "1", "2", "3", "3"), ""),
    "numbers of others": (rows("No.", "1", "4", "9", "12"), ""),
    "from another number": (rows("No.", "4", "5", "7", "8"), ""),
    "days": (headings("Day 1: go", "Day 1: stay", "Day 2: go", "Day 2: stay"), ""),
    "a day in two": (headings("Day 1", "Day 2: morning", "Day 2: afternoon", "Day 3"), ""),
    "ways": (headings("3 ways", "5 ways", "9 ways"), ""),
    "places": (headings("Room 12", "Room 14", "Room 3"), ""),
    "steps of two ways": (
        "# Way\n\n## Step 1\n\nGo.\n\n## Step 2\n\nGo.\n\n# Way two\n\n## Step 1\n\nGo.\n",
        "",
    ),
}


@pytest.mark.parametrize("name", COUNTED)
def test_typed_numbers_go_on_one_by_one(name):
    words, wrong = COUNTED[name]
    found = [d.message for d in check_counting(read_document(Memory(HEAD + words), PROGRAMME))]
    assert [wrong in message for message in found] == [True] * bool(wrong)


TWICE = {
    "We all met in the hall. We all met in the hall.": 1,
    "We all met in the hall.\n\nWe all met in the hall.": 1,
    "> We all met in the hall.\n>\n> We all met in the hall.": 1,
    "Thank you. Thank you.": 0,
    "Yes.\n\nYes.": 0,
    "We all met in the hall.\n\nThen we left.\n\nWe all met in the hall.": 0,
    "Say why you met: ___\n\nSay why you met: ___": 0,
}


@pytest.mark.parametrize("words", TWICE)
def test_words_that_were_pasted_twice_are_reported(words):
    document = read_document(Memory(HEAD + words), PROGRAMME)
    found = [*check_repeats(document), *check_doubled_sentences(read_prose(document))]
    assert len(found) == TWICE[words]


MAP = "| Theme | Words |\n|---|---|\n| **PO** | **Power** Who? |\n| **SK** | **Skills** What? |\n"


def theme(code: str) -> str:
    return f':::: theme {{code={code} name="A"}}\n## Power of {code}\n\n{MAP}::::\n\n'


@pytest.mark.parametrize(
    ("codes", "wrong"),
    [
        (["PO", "SK"], []),
        (["PO", "po"], ["already that of the theme at content/programme.md:14"]),
        (["PO", "ZZ"], ["names no colour"]),
        (["PO", "EN"], ["is not in the map of themes"]),
    ],
)
def test_each_theme_has_a_code_of_its_own(codes, wrong):
    words = f"::: theme-map\n{MAP}:::\n\n{''.join(map(theme, codes))}"
    document = read_document(Memory(HEAD + words), PROGRAMME)
    found = [d.message for d in check_themes(document, shipped_theme().tokens.colours)]
    assert len(found) == len(wrong)
    assert all(part in message for part, message in zip(wrong, found, strict=True))


def test_a_theme_of_no_colour_has_the_usual_one_in_word(tmp_path):
    prepared = prepare_edition(
        load_project(make_project(tmp_path, {PROGRAMME: HEAD + theme("ZZ")})), "standard"
    )
    whole, writer = compose_document(prepared, "programme")[0], WRITERS["docx"]
    lay_out = partial(writer.lay_out, theme=prepared.theme)
    assert writer.write(whole, prepared.theme, (), lay_out)


FORM = """::: choices {name="a" label="Who decides?"}
- ( ) Partnership board
- ( ) Steering group
:::

::: answer {name="b" label="Who says so?" choose="Partnership board, Steering group, Council"}
:::

Who acts: ___{the council, a partnership board}
"""


def test_options_have_the_own_words_of_an_edition_and_are_not_alike(tmp_path):
    terms = "terms: {partnership board: steering group}\n"
    files = {PROGRAMME: HEAD + FORM, "content/editions/hill.yaml": terms}
    prepared = prepare_edition(load_project(make_project(tmp_path, files)), "hill")
    whole, theme = compose_document(prepared, "programme")[0], prepared.theme
    alike = [d.span.line for d in prepared.problems if "can be chosen twice" in d.message]
    assert alike == [9, 12]
    data = (
        WRITERS["html"]
        .write(whole, theme, (), partial(WRITERS["html"].lay_out, theme=theme))
        .decode()
    )
    assert "a steering group" in data
    assert "partnership board" not in data.lower()


@pytest.mark.parametrize(
    ("name", "code", "wrong"),
    [
        ("t05-map", "T05", 0),
        ("t05-map", "T06", 1),
        ("t03-linear", "T03L", 0),
        ("t03l-linear", "T03L", 0),
        ("guide", "T14", 0),
        ("t05-map", "", 0),
        ("2016-report", "T05", 0),
    ],
)
def test_the_file_of_a_tool_is_named_after_its_own_code(name, code, wrong):
    document = read_document(Memory(HEAD + "Words.\n"), PROGRAMME)
    tool = replace(document, name=name, meta=replace(document.meta, tool=code))
    assert len(list(check_codes([tool]))) == wrong


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Take T05, then T06.", ["T05"]),
        ("| Tools |\n|---|\n| **T05** T04 |", ["T05"]),
        ("Print it on A4 or T99, by the M05 and t05, T5, T05-B.", []),
    ],
)
def test_a_code_of_a_tool_that_is_gone_is_reported(words, found):
    document = read_document(Memory(f"{HEAD}{words}\n"), PROGRAMME)
    codes = ["T01", "t04", "T06", "T08L", "A1", "A2", "A3", "M04", "M06"]
    messages = [d.message for d in check_named_codes([document], codes)]
    assert messages == [f"no document has the code “{code}” any more" for code in found]


def test_names_on_cards_are_nobodys_slips_but_one_person_has_one_card(tmp_path):
    deck = '::: deck {kind=badges data="people.csv" show="Name, From" theme="Day"}\n:::\n'
    people = "Name,From\nMàiri Ros,NHS\nJo Bain,NHS\nMàiri Ros,NHS\n"
    files = {PROGRAMME: HEAD + deck, "content/people.csv": people}
    prepared = prepare_edition(load_project(make_project(tmp_path, files)), "standard")
    (problem,) = [each for each in prepared.problems if each.span.path == "content/people.csv"]
    assert (problem.span.line, problem.code) == (4, Code.ALIKE)
