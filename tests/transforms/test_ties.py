"""The last word of a title is tied to the one before it."""

from __future__ import annotations

import datetime

import pytest

from packbuilder.model import (
    Arrangement,
    Document,
    Heading,
    Metadata,
    Numeral,
    Paragraph,
    Strong,
    Text,
    plain,
)
from packbuilder.transforms.ties import tie, tie_headings, tie_number

META = Metadata("A title", "handout", datetime.date(2026, 3, 14))


@pytest.mark.parametrize(
    ("title", "tied"),
    [
        ("Is partnership the right approach?", "Is partnership the right\u00a0approach?"),
        ("Power map", "Power map"),
        ("Notes", "Notes"),
        ("Aims, roles and responsibilities", "Aims, roles and responsibilities"),
        ("Success and evidencing improvement", "Success and evidencing improvement"),
        ("Strengthening communities evidence", "Strengthening communities evidence"),
        ("", ""),
    ],
)
def test_a_short_last_word_is_tied(title, tied):
    assert tie(title) == tied


def test_headings_are_tied_in_their_last_words():
    headings = (
        Heading(1, (Text("One thing we will do"),)),
        Heading(2, (Text("In bold, as it "), Strong((Text("is here"),)))),
    )
    document = tie_headings(Document("name", META, headings))
    assert [plain(block.inlines) for block in document.blocks] == [
        "One thing we will\u00a0do",
        "In bold, as it is here",
    ]


def test_marks_of_a_scale_are_tied_to_what_they_mean():
    mark = Paragraph((Numeral((Text("4"),)), Text(" routine and reviewed")))
    scale = Arrangement("scale", (mark, Paragraph((Text("or not"),))))
    (tied,) = tie_headings(Document("name", META, (scale,))).blocks
    assert [plain(block.inlines) for block in tied.blocks] == [
        "4\u00a0routine and reviewed",
        "or not",
    ]


@pytest.mark.parametrize(
    ("number", "tied"),
    [("01632 960 123", "01632~960~123"), ("(01632) 960 123 or 999", "(01632)~960~123 or 999")],
)
def test_a_telephone_number_stands_in_one_line(number, tied):
    line = Paragraph((Text("Call "), Strong((Text(f"us on {number} now"),))))
    document = Document("a", META, (line,))
    (found,) = tie_number(document, number).blocks
    assert plain(found.inlines) == f"Call us on {tied} now".replace("~", "\u00a0")
    assert tie_number(document, "") == document
