"""Delegates and pages → what to print: copies, sheets, paper, sides, finishing, costs.

In: an event's numbers (`Needs`) and each handout as it was rendered (`Printed`). Out: rows,
totals, and the bytes of a CSV file. Nothing is read here, and no price is ever guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from packbuilder.model.print_roles import PAPERS, Paper, PrintRole, Section
from packbuilder.model.variants import VARIANTS, Variant
from packbuilder.settings.edition import PrintSettings

FEWEST, MOST = 5, 7
"""People at a table, for whom the tools are made."""

Sides = Literal["one", "long", "short"]
"""One side, or both sides and the edge that they are flipped at."""

Prices = Mapping[Paper, Decimal]
"""What one printed sheet costs, where that is known."""

Seats = tuple[tuple[int, int], ...]
"""How many tables there are of how many people."""


@dataclass(frozen=True, kw_only=True)
class Needs(PrintSettings):
    """How many people come, how many sit at a table, and what the printer can do."""

    delegates: int

    @property
    def seats(self) -> Seats:
        """The tables."""
        return seat(self.delegates, self.table_size)

    @property
    def tables(self) -> int:
        """How many tables there are."""
        return sum(number for number, _ in self.seats)


@dataclass(frozen=True, slots=True)
class Printed:
    """A handout as rendered: how it is made, and how many pages one copy has.

    `role` is what the document says of it, or that of the handout which `large` is the large print
    of. `section` says which part of a document it is. A deck knows how many `cards` it has and
    whether they have `backs`, a chosen tool how many `tables` use it. `mixed` is said of pages of
    both directions, `wants_a3` of what should be on A3 even where it cannot.
    """

    role: PrintRole
    key: str
    title: str
    variant: Variant
    pages: int
    landscape: bool = False
    mixed: bool = False
    section: Section = ""
    cards: int = 0
    backs: bool = True
    tables: int = 0
    wants_a3: bool = False
    large: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a print order. `sheets` are those of all copies; `gsm` is grams a square metre.

    `finish` and `packs` are the names of labels; `over` counts the copies outside table packs.
    """

    printed: Printed
    copies: int
    sheets: int
    paper: Paper
    gsm: str
    sides: Sides
    finish: str
    packs: str
    over: int = 0


@dataclass(frozen=True, slots=True)
class Total:
    """The sheets of one paper; without a price there is no cost."""

    paper: Paper
    sheets: int
    price: Decimal | None
    cost: Decimal | None


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know before ordering: the name of a label, and what fills it in."""

    name: str
    handouts: tuple[str, ...] = ()
    values: Mapping[str, int] = field(default_factory=dict)


# How many ---------------------------------------------------------------------------------------


def seat(delegates: int, table_size: int) -> Seats:
    """Share people among tables as evenly as possible.

    There are as many tables as D/S rounds to, a half up; enough that nobody sits in an eighth
    place; and one at least.
    """
    if delegates < 1 or not FEWEST <= table_size <= MOST:
        raise ValueError(f"{delegates} at tables of {table_size}")
    rounded = (2 * delegates + table_size) // (2 * table_size)
    count = max(1, rounded, _up(delegates, MOST))
    people, larger = divmod(delegates, count)
    return tuple(g for g in ((count - larger, people), (larger, people + 1)) if g[0])


def share(tables: int, tools: int) -> tuple[int, ...]:
    """Share tables among tools, the first ones taking what is left over."""
    if not tools:
        return ()
    each, left = divmod(tables, tools)
    return tuple(each + (number < left) for number in range(tools))


def copies_of(printed: Printed, needs: Needs) -> int:
    """Return how many copies there are of a handout (of a deck: how many decks)."""
    if printed.large:
        return max(needs.large_print, 1)
    return needed(printed, needs) + spare_copies(printed, needs)


def needed(printed: Printed, needs: Needs) -> int:
    """Return how many copies are used; facilitators have one of what each person has."""
    return {
        "person": needs.delegates + needs.facilitators,
        "table": needs.tables,
        "table-using": printed.tables,
        "facilitator": needs.facilitators,
        "room": needs.rooms,
        "event": 1,
    }[printed.role.per]


def spare_copies(printed: Printed, needs: Needs) -> int:
    """Return how many copies there are beyond the need; facilitators do not count as people."""
    people = printed.role.per == "person"
    return printed.role.spare.of(needs.delegates if people else needed(printed, needs))


def sheets_of(printed: Printed, copies: int, duplex: bool) -> int:
    """Return how many sheets all copies take.

    A booklet has four pages on a sheet of paper; two-up halves the sheets; a sheet of cards
    always has its backs, if need be from a second run.
    """
    traits = VARIANTS[printed.variant]
    if traits.pages_on_sheet:
        return _up(printed.pages, traits.pages_on_sheet) * copies
    both = _sides(printed, duplex) != "one"
    sheets = _up(printed.pages, 2) if both else printed.pages
    return sheets * _up(copies, traits.copies_on_sheet)


def _up(number: int, by: int) -> int:
    """Divide and round up."""
    return -(-number // by)


# How --------------------------------------------------------------------------------------------


def make_rows(handouts: Iterable[Printed], needs: Needs) -> tuple[Row, ...]:
    """Work out a row for every handout."""
    return tuple(_row(printed, needs) for printed in handouts)


def _row(printed: Printed, needs: Needs) -> Row:
    copies, sides = copies_of(printed, needs), _sides(printed, needs.duplex)
    paper: Paper = VARIANTS[printed.variant].paper
    gsm = "80" if sides == "one" else "100"
    if printed.role.paper == "card" and not printed.large:
        paper, gsm = ("card", "160–200") if needs.card_stock else ("heavy", "120 or more")
    packs, over = _packs(printed, needs)
    return Row(
        printed,
        copies,
        sheets_of(printed, copies, needs.duplex),
        paper,
        gsm,
        sides,
        _finish(printed, needs.duplex),
        packs,
        over,
    )


def _sides(printed: Printed, duplex: bool) -> Sides:
    """Portrait pages flip at the long edge, landscape ones and folded sheets at the short one."""
    traits = VARIANTS[printed.variant]
    cards = printed.section == "cards"
    both = printed.backs if cards else duplex
    if printed.pages == 1 or traits.posters or not both:
        return "one"
    short = printed.landscape or traits.imposition is not None
    return "short" if short else "long"


def _finish(printed: Printed, duplex: bool) -> str:
    named = {"cut": "cards", "wall": "wall"}.get("" if printed.large else printed.role.finish)
    named = VARIANTS[printed.variant].finishing or named
    several = sheets_of(printed, 1, duplex) > 1
    return f"finish_{named or ('staple' if several else 'none')}"


def _packs(printed: Printed, needs: Needs) -> tuple[str, int]:
    """Return what goes into a table's pack, and how many copies are in none."""
    per, spare = printed.role.per, spare_copies(printed, needs)
    if printed.large or per not in ("person", "table", "table-using"):
        return "packs_none", 0
    if per == "person":
        return "packs_person", needs.facilitators + spare
    if per == "table":
        return ("packs_table_over", spare) if spare else ("packs_table", 0)
    return "packs_some", spare


def make_notes(rows: Sequence[Row], needs: Needs) -> tuple[Note, ...]:
    """Find what people should know before they order."""
    usual = [row.printed for row in rows if not row.printed.large]
    notes = []
    if min(people for _, people in needs.seats) < FEWEST:
        notes.append(Note("small_tables"))
    if len(needs.deep_tools) > needs.tables:
        numbers = {"tools": len(needs.deep_tools), "tables": needs.tables}
        notes.append(Note("many_tools", values=numbers))
    smaller = [row.printed.title for row in rows if row.printed.wants_a3 and row.paper != "A3"]
    if smaller:
        notes.append(Note("no_a3", tuple(dict.fromkeys(smaller))))
    if not needs.card_stock and any(printed.role.paper == "card" for printed in usual):
        notes.append(Note("no_card"))
    if not needs.duplex and any(p.section == "cards" and p.backs for p in usual):
        notes.append(Note("no_duplex_cards"))
    booklets = [printed.title for printed in usual if printed.role.finish == "booklet"]
    if booklets and not needs.duplex:
        notes.append(Note("no_duplex_booklet", tuple(dict.fromkeys(booklets))))
    mixed = [row.printed.title for row in rows if row.printed.mixed and row.sides != "one"]
    if mixed:
        notes.append(Note("mixed", tuple(dict.fromkeys(mixed))))
    return tuple(notes)


# What it comes to -------------------------------------------------------------------------------


def make_totals(rows: Sequence[Row], prices: Prices) -> tuple[Total, ...]:
    """Add up the sheets of each paper, and what they cost where the price is known."""
    found = []
    for paper in PAPERS:
        sheets = sum(row.sheets for row in rows if row.paper == paper)
        if sheets:
            price = prices.get(paper)
            found.append(Total(paper, sheets, price, cost_of(sheets, price)))
    return tuple(found)


def cost_of(sheets: int, price: Decimal | None) -> Decimal | None:
    """Return what sheets cost; an unknown price stays unknown."""
    return None if price is None else sheets * price


def full_cost(totals: Iterable[Total]) -> Decimal | None:
    """Return what everything costs, or nothing while a price is missing."""
    known = Decimal(0)
    for total in totals:
        if total.cost is None:
            return None
        known += total.cost
    return known


def amount(value: Decimal | None) -> str:
    """Write an amount of money to two places, or more where it has them; nothing for none."""
    if value is None:
        return ""
    whole, _, places = f"{value:f}".partition(".")
    return f"{whole}.{places.rstrip('0').ljust(2, '0')}"
