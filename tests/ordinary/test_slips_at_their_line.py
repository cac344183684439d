"""Slips of people who write: each is one message, at its line, and what is meant has none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from helpers.projects import HEAD, PROGRAMME, Memory

from packbuilder.diagnostics import PackError
from packbuilder.model import Card, Deck, Document, Text
from packbuilder.readers import read_document
from packbuilder.rules.content.prose import read_prose
from packbuilder.rules.content.structure import check_card_codes
from packbuilder.rules.content.wording import check_weekdays

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
    "no colon after a footnote's label": (
        "Words.[^1]\n\n[^1] Where they are from.\n",
        3,
        "the text of the footnote [^1] has no colon: write “[^1]: ” before it",
    ),
    "a space in a footnote": ("Words.[^ 2]\n", 1, "“[^ 2]” is not a footnote"),
    "a footnote turned round": ("Words.[2^]\n", 1, "“[2^]” is not a footnote"),
    "a link without its end": ("See <https://example.org and ask.\n", 1, "does not start a link"),
    "a character without its end": ("Tea &amp coffee.\n", 1, "“&amp” is not a character"),
    "a character that is none": ("Tea &und; coffee.\n", 1, "“&und;” is not a character"),
    "a meaning without a space": ("Term\n:What it means.\n", 2, "what a term means"),
    "the end of a heading": ("## Two##\n", 1, "“##” does not belong to a heading"),
    "a value as in a shell": ("At ${venue}.\n", 1, "“${venue}” is not a value"),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_one_message_at_its_line(name):
    words, line, message = SLIPS[name]
    ((found, shown),) = said(words)
    assert (found, message in shown) == (line, True), shown


MEANT = {
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
}


def test_numbers_that_another_program_escaped_are_reported_on_each_line():
    assert [line for line, _ in said("1\\. First\n2\\. Second\n")] == [1, 2]


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
