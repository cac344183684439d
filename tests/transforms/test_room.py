"""Worksheets that are too full for their page: what becomes lower, and what never does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from helpers.projects import shipped_theme

from packbuilder.model import (
    Answer,
    Cell,
    Field,
    Footer,
    Heading,
    Opening,
    PageBreak,
    Paragraph,
    Part,
    Table,
    Text,
)
from packbuilder.theme import Theme, page_heights, with_variant
from packbuilder.theme.columns import column_shares
from packbuilder.transforms.room import make_room

WORDS = Cell((Text("Words"),))
SPACE = Cell((Field("text"),))
QUESTION = Answer("aim", (Text("Our aim"),), 3)
NOTE = Paragraph((Text("For the facilitator"),))


@pytest.fixture(scope="module")
def theme() -> Theme:
    return shipped_theme()


def table(rows: int, height: int) -> Table:
    return Table((WORDS, WORDS), ((WORDS, SPACE),) * rows, row_height=height)


def part(*blocks, code: str = "T20") -> Part:
    opening = Opening("T20 A tool", code=code)
    footer = Footer("T20 A tool", "", code=code)
    return Part("tool", "A tool", "handout", blocks, (), footer, "en-GB", opening)


def heights(made: Part) -> list[int]:
    return [block.row_height for block in made.blocks if isinstance(block, Table)]


def lines(made: Part) -> list[int]:
    return [block.lines for block in made.blocks if isinstance(block, Answer)]


def test_what_fits_stays_as_it_is(theme):
    made = part(table(8, 20), QUESTION)
    assert make_room(made, theme) == made


def test_rows_become_lower_by_no_more_than_is_missing(theme):
    made = make_room(part(table(8, 26), QUESTION), theme)
    assert heights(made) == [23]
    assert lines(made) == [3]


def test_then_questions_have_fewer_lines_and_each_one(theme):
    made = make_room(part(table(10, 20), replace(QUESTION, lines=5)), theme)
    assert heights(made) == [18]
    assert lines(made) == [3]
    made = make_room(part(table(10, 20), QUESTION, QUESTION), theme)
    assert lines(made) == [1, 1]


def test_at_last_the_bar_of_steps_goes(theme):
    bar = replace(table(1, 0), look="step-bar")
    full = make_room(part(bar, table(11, 18), QUESTION, replace(QUESTION, lines=1)), theme)
    assert [b.look for b in full.blocks if isinstance(b, Table)] == [""]
    roomy = part(bar, table(8, 20), QUESTION)
    assert make_room(roomy, theme) == roomy


def test_other_pages_give_nothing(theme):
    made = make_room(part(table(8, 26), QUESTION, PageBreak(), table(4, 26), QUESTION), theme)
    assert heights(made) == [23, 26]
    assert lines(made) == [3, 3]


@pytest.mark.parametrize("rows", [30, 40])
def test_what_needs_several_pages_stays_as_it_is(theme, rows):
    made = part(table(rows, 26), QUESTION)
    assert make_room(made, theme) == made


def test_a_table_goes_on_where_little_stands_above_it(theme):
    """Else a title has a page of its own; below half a page of questions, it stays together."""
    words = Cell((Text("Words " * 60),))
    high = replace(table(6, 18), rows=((words, SPACE),) * 6)
    for variant in ("office", "large-print"):
        look = with_variant(theme, variant)
        assert make_room(part(high), look).blocks == (replace(high, goes_on=True),)
        below = part(*[replace(QUESTION, lines=1)] * 7, high)
        assert make_room(below, look) == below
    assert not replace(high, goes_on=True).stays_together


def test_only_tools_give_way(theme):
    other = part(table(8, 26), QUESTION, code="")
    assert make_room(other, theme) == other


def test_in_large_print_rows_and_lines_give_way_where_that_saves_a_page(theme):
    large = with_variant(theme, "large-print")
    saves = make_room(part(table(8, 26), QUESTION), large)
    assert max(heights(saves)) < 26
    long = part(table(30, 18), QUESTION)
    assert make_room(long, large) == long


def test_what_facilitators_read_on_two_sides_is_parted_at_a_heading(theme):
    """Where the steps fill half a page; else it goes on below them."""
    facts = replace(table(1, 0), strip=True)
    title = (Heading(1, (Text("How to run"),), ""), facts)
    helps = (Heading(2, (Text("For the facilitator"),), ""), *[NOTE] * 9)
    large = with_variant(theme, "large-print")
    for rows, breaks in ((7, 2), (2, 1)):
        steps = table(rows, 18)
        made = make_room(part(QUESTION, PageBreak(), *title, steps, *helps), large)
        assert sum(isinstance(block, PageBreak) for block in made.blocks) == breaks


def test_each_table_is_measured_once(theme, monkeypatch):
    measured = []

    def shares(table: Table, *given: object) -> tuple[float, ...]:
        measured.append(table)
        return column_shares(table, *given)

    monkeypatch.setattr(page_heights, "column_shares", shares)
    tables = [table(rows, 20) for rows in (1, 2, 3)]
    make_room(part(*tables), theme)
    assert len(measured) == len(tables)


@pytest.mark.parametrize(
    ("before", "after", "breaks"),
    [
        ((QUESTION,), (QUESTION,), 0),
        ((QUESTION,), (NOTE,), 1),
        ((QUESTION,), (replace(table(1, 0), strip=True), QUESTION), 1),
        ((table(10, 22),), (QUESTION,), 1),
        ((table(5, 22),), (table(8, 22), QUESTION), 1),
        ((table(8, 22), *[QUESTION] * 3), (NOTE, QUESTION), 0),
    ],
    ids=["below", "to read", "how to run", "full", "does not fit", "on the second page"],
)
def test_large_print_runs_on_where_that_saves_a_page(theme, before, after, breaks):
    made = make_room(part(*before, PageBreak(), *after), with_variant(theme, "large-print"))
    assert sum(isinstance(block, PageBreak) for block in made.blocks) == breaks
