"""Rows and canvases in large print: lower, but never too low to write in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from helpers.model_builders import META, document

from packbuilder.model import (
    Answer,
    Arrangement,
    Canvas,
    Cell,
    Choices,
    Field,
    Figure,
    Group,
    Heading,
    OrderedList,
    Paragraph,
    Table,
    Text,
    plain,
)
from packbuilder.transforms.large_print import LEAST_ROW, MOST_ROW, lower_rows


def table(rows: int, height: int) -> Table:
    cell = (Cell((Text("Words"),)),)
    return Table(cell, (cell,) * rows, row_height=height)


def lowered(block, orientation: str):
    made = replace(document(block), meta=replace(META, orientation=orientation))
    (found,) = lower_rows(made).blocks
    return found


@pytest.mark.parametrize(
    ("rows", "height", "portrait", "landscape"),
    [
        (3, 30, MOST_ROW, MOST_ROW),
        (5, 24, MOST_ROW, LEAST_ROW),
        (8, 20, 20, LEAST_ROW),
        (12, 10, 10, 10),
        (4, 0, 0, 0),
    ],
)
def test_high_rows_become_lower_and_low_ones_stay(rows, height, portrait, landscape):
    assert lowered(table(rows, height), "portrait").row_height == portrait
    assert lowered(table(rows, height), "landscape").row_height == landscape


def test_a_canvas_fits_a_landscape_page():
    canvas = Canvas("map", (), ("Here",), 150, "")
    assert lowered(canvas, "landscape").height < 150
    assert lowered(canvas, "portrait") == canvas


def test_photos_and_codes_stand_one_below_the_other():
    """A photo takes the whole width; a code stays small, with its words below."""
    figure, words = Figure("images/plan.svg", "A plan"), Paragraph((Text("Words"),))
    photos = Arrangement("photos", (figure, Arrangement("stack", ())), (50, 50))
    code = Arrangement("beside", (figure, Arrangement("stack", (words,))), (30, 70))
    made = lower_rows(document(photos, code))
    assert made.blocks == (figure, replace(figure, width=30), words)


def test_questions_stand_side_by_side_on_landscape_pages_alone():
    questions = tuple(Answer(name, (Text(name),), 2) for name in ("limits", "contact"))
    row = Arrangement("row", questions)
    made = replace(document(row), meta=replace(META, orientation="landscape"))
    assert lower_rows(made).blocks == (row,)
    assert lower_rows(document(row)).blocks == questions


def test_questions_below_a_heading_may_go_on_over_pages_and_lists_have_one_column():
    heading, question = Heading(2, (Text("Partner 1"),)), Answer("brings", (Text("Brings"),), 2)
    short = Group("", (question, question))
    assert lower_rows(document(Group("", (heading, question)), short)).blocks == (
        heading,
        question,
        short,
    )
    numerals = OrderedList((), numerals=True, columns=2)
    assert lower_rows(document(numerals)).blocks == (replace(numerals, columns=1),)


def test_rows_to_choose_and_to_write_in_become_questions():
    """Every field keeps its name; a table without room to write in stays one."""

    def cells(*inlines):
        return tuple(Cell((inline,)) for inline in inlines)

    choices = [Field("choice", "t1.q1.a", "Yes", "yes"), Field("choice", "t1.q1.a", "No", "no")]
    note = Field("text", "t1.q1.how", "Fits: how?", fills=True)
    header = cells(*map(Text, ("No.", "Tick one", "Yes", "No", "How?")))
    row = cells(Text("1"), Text("Does it fit?"), *choices, note)
    made = document(Table(header, (row,), header_column=True))
    lead, question = lower_rows(made).blocks
    assert plain(lead.inlines) == "Tick one"
    chosen, written = question.blocks
    assert isinstance(chosen, Choices)
    assert (plain(chosen.label), chosen.row) == ("1 Does it fit?", True)
    assert [item.blocks[0].inlines[0] for item in chosen.items] == choices
    assert written == Answer("t1.q1.how", (Text("How?"),), 1, "Fits: how?")
    only = document(Table(header[:4], (row[:4],), header_column=True))
    assert lower_rows(only) == only


def test_a_row_to_tick_in_stands_below_what_it_asks():
    header = tuple(Cell((Text(word),)) for word in ("Use", "Practice", "Policy"))
    ticks = [Field("tick", f"t1.use.{word}", word, "yes") for word in ("practice", "policy")]
    row = (Cell((Text("I use it for"),)), *(Cell((tick,)) for tick in ticks))
    lead, question = lower_rows(
        document(Table(header, (row,), caption=(Text("Tick any"),), header_column=True))
    ).blocks
    (chosen,) = question.blocks
    assert [plain(lead.inlines), plain(chosen.label)] == ["Tick any", "I use it for"]
    assert [plain(item.blocks[0].inlines).strip() for item in chosen.items] == [
        "Practice",
        "Policy",
    ]
    assert [item.blocks[0].inlines[0] for item in chosen.items] == ticks
