"""Shipped tools as a screen reader meets them: what reading them through brought to light."""

from __future__ import annotations

import re
from functools import cache

import pytest
from helpers.projects import shipped_edition
from helpers.shared_results import pdf_of

from packbuilder.model import LONGEST_LABEL, short_label
from packbuilder.pipeline.publications import compose_document
from packbuilder.theme import with_variant
from packbuilder.writers.docx import write_word
from packbuilder.writers.reading_back import read_file

EDITION = shipped_edition("riverbank")
SCREEN = with_variant(EDITION.theme, "screen")


@cache
def reading(name: str, format: str):
    write = {"pdf": pdf_of, "docx": write_word}[format]
    return read_file(write(compose_document(EDITION, name)[0], SCREEN))


def test_the_backs_of_a_sheet_of_cards_are_read_once():
    pieces = reading("t08-question-cards", "pdf").pieces
    backs = [piece for piece in pieces if piece.text.startswith("Question cards on partnership")]
    assert [piece.page for piece in backs] == [4, 6, 8, 10, 12, 14]


@pytest.mark.parametrize(
    "name", ["t02-agreement", "t05-power-map", "t12-event-evaluation", "summary", "event-report"]
)
def test_choices_in_a_row_and_lists_in_columns_are_one_list(name):
    items = [piece for piece in reading(name, "pdf").pieces if piece.kind == "item"]
    assert {piece.level for piece in items} == {1}


@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_how_to_write_a_date_is_said_once(format):
    labels = [field.label for field in reading("t01-right-approach", format).fields]
    assert sum("date" in label or "day month year" in label for label in labels) == 1
    assert not any("(date)" in label for label in labels)


@pytest.mark.parametrize(
    ("label", "short"),
    [
        ("Our aim: Yes", "Our aim: Yes"),
        (
            "2. Could one organisation deal with this with its present powers and money?: Partly",
            "2. Could one organisation deal with this with its …: Partly",
        ),
        (
            "Aim: " + "what we shall do together in the year that comes " * 2,
            "Aim: what we shall do together in the year that comes what we …",
        ),
        ("x" * 80, "x" * (LONGEST_LABEL - 2) + " …"),
        (
            "Three questions: Would every partner give the same answer about our aim?",
            "Three …: Would every partner give the same answer about our aim?",
        ),
        (
            "Three questions: Who is missing when we decide, and what does that cost us?",
            "Who is missing when we decide, and what does that cost us?",
        ),
    ],
)
def test_long_labels_keep_whole_words(label, short):
    assert short_label(label) == short
    assert len(short) <= LONGEST_LABEL


@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_ruled_spaces_say_what_belongs_there(format):
    """Without their names, the line is read as “Name Phone Email”."""
    edition = shipped_edition("standard")
    write = {"pdf": pdf_of, "docx": write_word}[format]
    data = write(compose_document(edition, "licence-page")[0], edition.theme)
    pieces = read_file(data).pieces
    at = next(place for place, piece in enumerate(pieces) if piece.text.endswith("Name"))
    kind = {"pdf": "figure", "docx": "field"}[format]
    assert [(piece.kind, piece.text) for piece in pieces[at + 1 : at + 6]] == [
        (kind, "space for the contact name"),
        ("paragraph", "Phone"),
        (kind, "space for the contact phone"),
        ("paragraph", "Email"),
        (kind, "space for the contact email"),
    ]


def test_words_of_run_sheets_are_whole_in_their_columns():
    words = [
        set(re.findall(r"[^\W\d_]+", " ".join(p.text for p in reading(GUIDE, format).pieces)))
        for format in ("pdf", "docx")
    ]
    assert words[0] - words[1] == set()


GUIDE = "t14-facilitator-guide"
