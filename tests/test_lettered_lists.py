"""Lists that count in letters and Roman numerals: what is one, and how it is counted again."""

from __future__ import annotations

import pytest

from packbuilder.model import counted, counting_of, following, number_of
from packbuilder.readers.stray import stray_beginnings
from packbuilder.readers.syntax import parse_markdown
from packbuilder.round_trip.edited_text import renumbered


def lists(text: str) -> list[str]:
    """Return how each list of a text counts, from where, and how many items it has."""
    return [
        f"{node.attrs.get('type', 'figures')} {node.attrs.get('start', 1)} {len(node.children)}"
        for node in parse_markdown(text).tree.walk()
        if node.type == "ordered_list"
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a. one\nb. two\n", ["letters 1 2"]),
        ("A) one\n\nB) two\n", ["capitals 1 2"]),
        ("(c) three\n(d) four\n(e) five\n", ["letters 3 3"]),
        ("i. one\nii. two\n", ["roman 1 2"]),
        ("h. eight\ni. nine\n", ["letters 8 2"]),
        ("IX. nine\nX. ten\n", ["roman-capitals 9 2"]),
        ("Words above:\na. one\nb. two\n", ["letters 1 2"]),
        ("a. one\nthat goes on\nb. two\n", ["letters 1 2"]),
        ("a. one\n\n   More of it.\n\nb. two\n", ["letters 1 2"]),
        ("1. one\n   a. in it\n   b. in it\n2. two\n", ["figures 1 2", "letters 1 2"]),
        ("a. one\n   i. in it\n   ii. in it\nb. two\n", ["letters 1 2", "roman 1 2"]),
        ("a. one\nb. two\n\n1) three\n", ["letters 1 2", "figures 1 1"]),
        ("a. one\nb. two\n\ni. one\nii. two\n", ["letters 1 2", "roman 1 2"]),
        ("A. one\nB. two\nI. one\nII. two\n", ["capitals 1 2", "roman-capitals 1 2"]),
        ("i. one\nii. two\n\na. one\nb. two\n", ["roman 1 2", "letters 1 2"]),
        ("g. one\nh. two\ni. three\nj. four\n", ["letters 7 4"]),
        ("a. one\nb. two\n\nd. four\n", ["letters 1 3"]),
    ],
)
def test_letters_begin_a_list(text, wanted):
    assert lists(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "A. Smith came.\n\nHe spoke.\n",
        "A. Smith came.\n\nC. Jones did not.\n",
        "They met\nc. 1900 and\nd. 1950.\n",
        "a. one\n\n# Heading\n\nb. two\n",
        "```\na. one\nb. two\n```\n",
        "    a. one\n    b. two\n",
        "a.one\nb.two\n",
        "a. one\nb) two\n",
    ],
)
def test_other_words_begin_none(text):
    assert lists(text) == []


@pytest.mark.parametrize("counting", ["letters", "capitals", "roman", "roman-capitals"])
def test_what_is_counted_can_be_read(counting):
    for number in range(1, 120):
        assert number_of(counted(number, counting), counting) == number
        if number > 1:
            marks = counted(number - 1, counting), counted(number, counting)
            assert counting_of(*marks) == (counting, number - 1)


@pytest.mark.parametrize(
    ("mark", "next_mark"), [("a", "b"), ("c", "d"), ("i", "ii"), ("IV", "V"), ("9", "10")]
)
def test_an_item_that_is_added_has_the_next_mark(mark, next_mark):
    assert following(mark) == next_mark


def test_letters_run_on_when_an_item_was_added_or_deleted():
    before = "a. one\nb. two\n   i. in it\n   ii. in it\nc. three\n"
    added = "a. one\nb. new\nb. two\n   i. in it\n   ii. new\n   ii. in it\nc. three\n"
    assert renumbered(added, before) == (
        "a. one\nb. new\nc. two\n   i. in it\n   ii. new\n   iii. in it\nd. three\n"
    )
    assert renumbered("a. one\nc. three\n", before) == "a. one\nb. three\n"


def test_letters_of_other_alphabets_are_reported():
    found = list(stray_beginnings(["а) перший", "б) другий"]))
    assert [line for line, _, _ in found] == [0]
    assert "nor does that on the next line" in found[0][1]
    assert "a to z" in found[0][2]
    assert not list(stray_beginnings(["Слово", "є. але одне"]))
