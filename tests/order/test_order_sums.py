"""How many of what: tables, copies, sheets, paper, costs – and a CSV file that runs nothing."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from packbuilder.model import PrintRole, Spare
from packbuilder.print_order.sums import (
    FEWEST,
    MOST,
    Needs,
    Printed,
    amount,
    copies_of,
    full_cost,
    make_notes,
    make_rows,
    make_totals,
    seat,
    share,
    sheets_of,
)
from packbuilder.storage.csv_text import write_csv

NEEDS = Needs(delegates=62, table_size=6, facilitators=2)
PERSON = PrintRole("person", spare=Spare(5, 2))
CARDS = PrintRole("table", "cards", Spare(least=1), "card", "cut")
USING = PrintRole("table-using", spare=Spare(least=1))
BOOKLET = PrintRole("facilitator", spare=Spare(least=1), finish="booklet")
WALL = PrintRole("table", "poster", paper="A3", finish="wall")
DECK = Printed(CARDS, "t08", "T08 Question cards", "office", 12, section="cards", cards=48)
DECK_SHEET = Printed(replace(CARDS, part="sheet", paper="A4", finish=""), "t08", "T08", "office", 2)
SHEET = Printed(PERSON, "t07", "T07 So-what log", "office", 2)
GUIDE = Printed(BOOKLET, "t14", "T14 Guide", "booklet", 12)
HOST = Printed(PrintRole("table", finish="half"), "host-card", "Host card", "two-up", 1)
POSTER = Printed(WALL, "t03", "T03", "poster", 1, landscape=True, wants_a3=True)
LARGE = Printed(PERSON, "t07-large", "T07 So-what log", "large-print", 4, large=True)


def row(printed: Printed, needs: Needs = NEEDS):
    (found,) = make_rows([printed], needs)
    return found


def names(needs: Needs, *handouts: Printed) -> list[str]:
    return [note.name for note in make_notes(make_rows(handouts, needs), needs)]


# Tables and copies


def test_the_worked_example():
    assert NEEDS.seats == ((8, 6), (2, 7))
    assert NEEDS.tables == 10
    assert row(SHEET).copies == 68
    deck = row(DECK)
    assert (deck.copies, deck.sheets, deck.copies * deck.printed.cards) == (11, 66, 528)


@pytest.mark.parametrize(
    ("delegates", "size", "seats"),
    [
        (1, 6, ((1, 1),)),
        (4, 6, ((1, 4),)),
        (6, 6, ((1, 6),)),
        (7, 6, ((1, 7),)),
        (8, 6, ((2, 4),)),
        (9, 6, ((1, 4), (1, 5))),
        (13, 6, ((1, 6), (1, 7))),
        (15, 6, ((3, 5),)),  # 2.5 tables are three: a half goes up
        (14, 7, ((2, 7),)),
        (60, 5, ((12, 5),)),
    ],
)
def test_people_are_shared_among_tables(delegates, size, seats):
    assert seat(delegates, size) == seats


@pytest.mark.parametrize(("delegates", "size"), [(62, 0), (62, 4), (62, 8), (62, -6), (0, 6)])
def test_no_people_and_tables_of_another_size_are_refused(delegates, size):
    with pytest.raises(ValueError, match="at tables of"):
        seat(delegates, size)


@given(st.integers(1, 10_000), st.integers(FEWEST, MOST))
def test_everybody_has_a_seat(delegates, size):
    seats = seat(delegates, size)
    assert sum(number * people for number, people in seats) == delegates
    people = [people for _, people in seats]
    assert max(people) <= MOST
    assert max(people) - min(people) <= 1
    assert all(number > 0 for number, _ in seats)


@pytest.mark.parametrize(
    ("delegates", "spare"), [(1, 2), (20, 2), (40, 2), (41, 3), (60, 3), (61, 4), (62, 4)]
)
def test_spare_copies(delegates, spare):
    assert Spare(5, 2).of(delegates) == spare


def test_a_number_of_spare_copies_stays_the_same():
    assert [Spare(least=1).of(number) for number in (0, 10, 500)] == [1, 1, 1]


def test_copies_for_rooms_and_for_the_event():
    sheet = replace(SHEET, role=PrintRole("room", spare=Spare(least=1)))
    assert copies_of(sheet, replace(NEEDS, rooms=3)) == 4
    assert copies_of(replace(SHEET, role=PrintRole("event")), NEEDS) == 1


@given(st.integers(1, 2_000), st.integers(1, 20))
def test_tables_are_shared_among_tools(tables, tools):
    shares = share(tables, tools)
    assert sum(shares) == tables
    assert len(shares) == tools
    assert max(shares) - min(shares) <= 1


def test_no_tools_take_no_tables():
    assert share(10, 0) == ()


@pytest.mark.parametrize(
    ("printed", "copies"),
    [
        (SHEET, 68),
        (DECK, 11),
        (DECK_SHEET, 11),
        (POSTER, 10),
        (Printed(USING, "t05", "T05", "office", 7, tables=4), 5),
        (GUIDE, 3),
        (HOST, 10),
        (LARGE, 1),
    ],
    ids=lambda value: getattr(value, "key", ""),
)
def test_copies_of_each_item(printed, copies):
    assert copies_of(printed, NEEDS) == copies


@pytest.mark.parametrize(("asked", "copies"), [(0, 1), (1, 1), (3, 3)])
def test_one_set_in_large_print_is_always_there(asked, copies):
    assert row(LARGE, replace(NEEDS, large_print=asked)).copies == copies


# Sheets and paper


@pytest.mark.parametrize(
    ("printed", "copies", "both", "one"),
    [
        (SHEET, 68, 68, 136),
        (replace(SHEET, pages=3), 10, 20, 30),
        (replace(SHEET, pages=1), 10, 10, 10),
        (DECK, 11, 66, 66),
        (GUIDE, 3, 9, 9),
        (replace(GUIDE, pages=13), 2, 8, 8),
        (HOST, 10, 5, 5),
        (HOST, 11, 6, 6),
        (replace(HOST, pages=2), 11, 6, 12),
    ],
)
def test_sheets(printed, copies, both, one):
    assert sheets_of(printed, copies, duplex=True) == both
    assert sheets_of(printed, copies, duplex=False) == one


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (SHEET, ("A4", "100", "long", "finish_none")),
        (replace(SHEET, landscape=True), ("A4", "100", "short", "finish_none")),
        (replace(SHEET, pages=1), ("A4", "80", "one", "finish_none")),
        (replace(SHEET, pages=3), ("A4", "100", "long", "finish_staple")),
        (DECK, ("card", "160–200", "long", "finish_cards")),
        (POSTER, ("A3", "80", "one", "finish_wall")),
        (GUIDE, ("A4", "100", "short", "finish_booklet")),
        (replace(HOST, pages=2), ("A4", "100", "short", "finish_half")),
        (LARGE, ("A4", "100", "long", "finish_staple")),
    ],
)
def test_paper_sides_and_finish(printed, expected):
    found = row(printed)
    assert (found.paper, found.gsm, found.sides, found.finish) == expected


def test_without_two_sides():
    needs = replace(NEEDS, duplex=False)
    sheet, deck = row(SHEET, needs), row(DECK, needs)
    assert (sheet.sides, sheet.gsm, sheet.sheets) == ("one", "80", 136)
    assert sheet.finish == "finish_staple"
    assert (deck.sides, deck.sheets) == ("long", 66)


def test_cards_without_backs_are_printed_on_one_side():
    badges = replace(DECK, role=replace(CARDS, per="event"), backs=False)
    found = row(badges)
    assert (found.sides, found.paper, found.sheets) == ("one", "card", found.copies * 12)
    assert "no_duplex_cards" not in names(replace(NEEDS, duplex=False), badges)


def test_without_card():
    found = row(DECK, replace(NEEDS, card_stock=False))
    assert (found.paper, found.gsm, found.sheets) == ("heavy", "120 or more", 66)


def test_table_packs():
    assert (row(SHEET).packs, row(SHEET).over) == ("packs_person", 6)
    assert (row(DECK).packs, row(DECK).over) == ("packs_table_over", 1)
    assert row(POSTER).packs == row(HOST).packs == "packs_table"
    assert row(GUIDE).packs == row(LARGE).packs == "packs_none"


# Notes


def test_an_event_for_which_all_is_there_has_no_notes():
    assert names(NEEDS, SHEET, DECK, POSTER, GUIDE, HOST, LARGE) == []


@pytest.mark.parametrize("delegates", [1, 4, 8, 9])
def test_small_tables_are_reported(delegates):
    assert names(replace(NEEDS, delegates=delegates), SHEET) == ["small_tables"]


def test_13_people_sit_well():
    assert names(replace(NEEDS, delegates=13), SHEET) == []


def test_what_the_printer_cannot_do_is_reported():
    needs = replace(NEEDS, a3=False, card_stock=False, duplex=False)
    flat = replace(POSTER, variant="office")
    found = make_notes(make_rows([DECK, flat, replace(GUIDE, variant="office")], needs), needs)
    assert [note.name for note in found] == [
        "no_a3",
        "no_card",
        "no_duplex_cards",
        "no_duplex_booklet",
    ]
    assert found[0].handouts == ("T03",)


def test_what_is_not_printed_needs_no_note():
    assert names(replace(NEEDS, a3=False, card_stock=False, duplex=False), SHEET) == []


def test_more_tools_than_tables_are_reported():
    needs = replace(NEEDS, delegates=6, deep_tools=("t01", "t05"))
    (note,) = make_notes((), needs)
    assert (note.name, dict(note.values)) == ("many_tools", {"tools": 2, "tables": 1})


def test_mixed_pages_are_reported_once_and_on_two_sides_only():
    mixed = replace(SHEET, mixed=True)
    twice = (mixed, replace(mixed, large=True))
    (note,) = make_notes(make_rows(twice, NEEDS), NEEDS)
    assert (note.name, note.handouts) == ("mixed", ("T07 So-what log",))
    assert names(replace(NEEDS, duplex=False), mixed) == []


# Costs


def test_totals_by_paper():
    rows = make_rows([SHEET, DECK, POSTER], NEEDS)
    totals = make_totals(rows, {"A4": Decimal("0.035"), "card": Decimal("0.10")})
    assert [(t.paper, t.sheets, amount(t.cost)) for t in totals] == [
        ("A4", 68, "2.38"),
        ("A3", 10, ""),
        ("card", 66, "6.60"),
    ]
    assert full_cost(totals) is None


def test_the_full_cost_is_given_when_every_price_is_known():
    rows = make_rows([SHEET, POSTER], NEEDS)
    assert full_cost(make_totals(rows, {"A4": Decimal("0.05"), "A3": Decimal(0)})) == Decimal("3.4")


@pytest.mark.parametrize(
    ("value", "text"),
    [("0", "0.00"), ("3.4", "3.40"), ("2.380", "2.38"), ("0.105", "0.105"), ("100", "100.00")],
)
def test_amounts_are_never_rounded(value, text):
    assert amount(Decimal(value)) == text


def test_an_unknown_amount_is_blank():
    assert amount(None) == ""


# CSV


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_is_a_formula(first):
    data = write_csv([[f"{first}1+1", 7, "a=b"]])
    assert data.decode("utf-8-sig") == f'"\'{first}1+1","7","a=b"\r\n'


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8")), min_size=1), min_size=1))
def test_csv_gives_every_text_back_harmless(rows):
    read = list(csv.reader(io.StringIO(write_csv(rows).decode("utf-8-sig"), newline="")))
    assert len(read) == len(rows)
    for found, written in zip(read, rows, strict=True):
        for cell, text in zip(found, written, strict=True):
            assert cell in (text, f"'{text}")
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
