"""Rows of a print order → what stands on its page, and in its CSV file, in the project's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from packbuilder.model import (
    Block,
    BulletList,
    Callout,
    Cell,
    Field,
    Heading,
    ListItem,
    Paragraph,
    Table,
    Text,
)
from packbuilder.model.variants import VARIANTS
from packbuilder.print_order.sums import (
    Needs,
    Note,
    Prices,
    Row,
    Seats,
    Total,
    amount,
    cost_of,
    full_cost,
    make_totals,
    spare_copies,
)
from packbuilder.settings.dates import number_in
from packbuilder.theme import Labels

_COLUMNS = {
    "file": 14,
    "handout": 27,
    "copies": 6,
    "pages": 6,
    "sheets": 6,
    "paper_gsm": 12,
    "sides": 13,
    "finishing": 11,
    "done": 5,
}
"""The labels of the columns, and their shares of the width in per cent.

The columns are few and their words short, so that a row needs one line; what is long stands below.
"""

IN_CSV = (
    *("file", "handout", "edition", "copies", "pages", "sheets", "paper", "gsm", "colour"),
    *("sides", "finishing", "table_packs", "done", "price", "cost"),
)
"""The labels of the columns in the CSV file, in which paper and weight stand apart."""

_WISHES = ("ordered_by", "needed_on", "send_or_collect")
_TO_WRITE = 9
"""The height in mm of the row to write in."""

_NUMBERS = {"copies", "pages", "sheets"}
_TICK = "☐"


@dataclass(frozen=True)
class PrintedFile:
    """A file to print: its name, its pages, and how much of them is inked, in per cent."""

    name: str
    pages: int
    ink: float


@dataclass(frozen=True)
class OrderPage:
    """Says what a print order says.

    `edition` is the edition's short name; `files` are those to print for each row; `cards` are how
    many lie side by side and one below the other on a sheet.
    """

    labels: Labels
    edition: str
    needs: Needs
    rows: tuple[Row, ...]
    files: tuple[tuple[PrintedFile, ...], ...]
    notes: tuple[Note, ...]
    prices: Prices
    cards: tuple[int, int]

    def say(self, name: str, **values: object) -> str:
        """Return a label of the print order, filled in."""
        return self.labels.order[name].format(**values)

    def blocks(self) -> tuple[Block, ...]:
        """Return the page: what to know before ordering, the table, the sums behind it."""
        notes = [self._note(note) for note in self.notes]
        packs = list(self._packs())
        box = Callout((Text(self.say("notes_title")),), (_bullets(notes),)) if notes else None
        return (
            self._figures(),
            self._wishes(),
            *([box] if box else []),
            self._table(),
            Paragraph((Text(self.say("proof")),)),
            *([_heading(self.say("packs_title")), _bullets(packs)] if packs else []),
            _heading(self.say("how_title")),
            _bullets([*self._how(), *self._sums(make_totals(self.rows, self.prices))]),
        )

    def csv_rows(self) -> Iterator[list[str | int]]:
        """Return the rows of the CSV file: a header, the handouts, and what they come to."""
        yield [self.say(name) for name in IN_CSV]
        for number, row in enumerate(self.rows):
            price = self.prices.get(row.paper)
            cost = amount(cost_of(row.sheets, price))
            yield [*self._cells(number).values(), _TICK, amount(price), cost]
        totals = make_totals(self.rows, self.prices)
        last: dict[str, str | int] = dict.fromkeys(IN_CSV, "")
        last |= {"handout": self.say("sum"), "sheets": sum(t.sheets for t in totals)}
        yield list((last | {"cost": amount(full_cost(totals))}).values())

    # The figures, and the table

    def _figures(self) -> Table:
        """Return what is ordered in large figures: sheets, files, and for how many."""
        needs, totals = self.needs, make_totals(self.rows, self.prices)
        papers = (f"{self.say(f'paper_{t.paper}')} {t.sheets}" for t in totals)
        heads = ("sheets", "head_files", "head_delegates", "head_tables")
        numbers = (
            sum(total.sheets for total in totals),
            sum(map(len, self.files)),
            needs.delegates,
            needs.tables,
        )
        words = (
            self.labels.continued_list.join(papers),
            self.say("in_colour" if needs.colour_print else "in_black"),
            f"{self.say('variant_large-print')} {needs.large_print}",
            self._seats(needs.seats),
        )
        rows = (tuple(_cell(str(n), "") for n in numbers), tuple(_cell(w, "") for w in words))
        return Table(tuple(_cell(self.say(head), "") for head in heads), rows, look="figures")

    def _wishes(self) -> Table:
        """Return where to write who orders, for when, and whether to send it."""
        header = tuple(_cell(self.say(name), "") for name in _WISHES)
        row = tuple(
            Cell((Field("text"),), key="order" if n == 0 else "") for n in range(len(header))
        )
        return Table(header, (row,), row_height=_TO_WRITE)

    def _table(self) -> Table:
        header = tuple(_cell(self.say(name), name) for name in _COLUMNS)
        rows = tuple(map(self._row, range(len(self.rows))))
        caption = (Text(self.say("caption")),)
        return Table(header, rows, caption, header_column=True, widths=tuple(_COLUMNS.values()))

    def _row(self, number: int) -> tuple[Cell, ...]:
        cells = self._cells(number)
        paper = {"paper_gsm": f"{cells['paper']}, {cells['gsm']}"}
        cells |= paper
        if self.rows[number].finish == "finish_cards":
            cells["finishing"] = self.say("cards_cut", count=self.cards[0] * self.cards[1])
        if self.rows[number].printed.variant not in ("office", "poster"):  # the paper says A3
            cells["handout"] = f"{cells['handout']}, {self._variant(number)}"
        cells = {name: cells[name] for name in _COLUMNS if name != "done"}
        first = Cell((Text(str(cells.pop("file"))),), key=self.rows[number].printed.key)
        others = (_cell(str(text), name) for name, text in cells.items())
        return (first, *others, Cell((Field("tick"),)))

    def _cells(self, number: int) -> dict[str, str | int]:
        row, (across, down) = self.rows[number], self.cards
        printed = row.printed
        variant = self._variant(number)
        return {
            "file": self._file(number),
            "handout": self._handout(row),
            "edition": self.say("edition_of", edition=self.edition, variant=variant),
            "copies": row.copies,
            "pages": printed.pages,
            "sheets": row.sheets,
            "paper": self.say(f"paper_{row.paper}"),
            "gsm": row.gsm,
            "colour": self.say("in_colour" if self.needs.colour_print else "in_black"),
            "sides": self.say(f"sides_{row.sides}"),
            "finishing": self.say(row.finish, across=down - 1, down=across - 1),
            "table_packs": self.say(row.packs, tables=printed.tables, over=row.over),
        }

    def _variant(self, number: int) -> str:
        return self.say(f"variant_{self.rows[number].printed.variant}")

    def _handout(self, row: Row) -> str:
        title, section = row.printed.title, row.printed.section
        return self.say(f"{section}_of", title=title) if section else title

    def _file(self, number: int) -> str:
        """Name what to print, and how often where a sheet holds two copies and one is too few."""
        row = self.rows[number]
        names = self.labels.continued_list.join(file.name for file in self.files[number])
        times = -(-row.copies // 2)
        if VARIANTS[row.printed.variant].copies_on_sheet == 1 or times == 1:
            return names
        return self.say("file_times", file=names, times=times)

    # The packs, and the sums

    def _packs(self) -> Iterator[str]:
        """Yield how sheets of cards are cut, and which files go into the packs of tables."""
        shared: dict[str, list[str]] = {}
        for number, row in enumerate(self.rows):
            cells, names = self._cells(number), [file.name for file in self.files[number]]
            if row.finish == "finish_cards":
                shared.setdefault(str(cells["finishing"]), []).extend(names)
            if row.packs != "packs_none":
                shared.setdefault(str(cells["table_packs"]), []).extend(names)
        for words, names in shared.items():
            yield self.say("packs_of", files=self.labels.continued_list.join(names), words=words)

    def _how(self) -> Iterator[str]:
        """Yield in words how the copies come about."""
        needs = self.needs
        yield self.say(
            "tables",
            delegates=needs.delegates,
            size=needs.table_size,
            count=needs.tables,
            seats=self._seats(needs.seats),
        )
        usual = [row for row in self.rows if not row.printed.large]
        yield from dict.fromkeys(line for row in usual for line in self._how_many(row))
        large = [row for row in self.rows if row.printed.large]
        if large:
            yield self.say("large", asked=needs.large_print, copies=large[0].copies)
        yield self.say("ink", **self._ink())

    def _how_many(self, row: Row) -> Iterator[str]:
        """Yield how the copies of one row come about; rows alike say the same."""
        needs, role, spare = self.needs, row.printed.role, spare_copies(row.printed, self.needs)
        if role.per == "person":
            if role.spare.percent:
                rule = {"percent": role.spare.percent, "least": role.spare.least}
                yield self.say("spare", **rule, spare=spare)
            numbers = {"delegates": needs.delegates, "facilitators": needs.facilitators}
            yield self.say("personal", **numbers, spare=spare, copies=row.copies)
        elif row.printed.section == "cards" and role.per == "table":
            yield self.say(
                "decks",
                tables=needs.tables,
                spare=spare,
                decks=row.copies,
                each=row.sheets // row.copies,
                sheets=row.sheets,
                cards=row.printed.cards * row.copies,
            )
        elif role.per == "table-using":
            yield self.say("shared", tools=len(needs.deep_tools), spare=spare)
        elif role.per == "facilitator":
            yield self.say("guide", facilitators=needs.facilitators, spare=spare)

    def _ink(self) -> dict[str, object]:
        """Return the mean of all pages, and the page file that needs most, in per cent."""
        files = [file for row in self.files for file in row]
        pages = sum(file.pages for file in files)
        mean = sum(file.ink * file.pages for file in files) / pages
        most = max(files, key=lambda file: file.ink)
        shares = {"mean": self._number(f"{mean:.1f}"), "most": self._number(f"{most.ink:.1f}")}
        return {**shares, "file": most.name}

    def _number(self, digits: str) -> str:
        """Return a number as the language of the order writes it."""
        return number_in(Decimal(digits), self.labels.language) if digits else ""

    def _seats(self, seats: Seats) -> str:
        """Return how many tables there are: eight of 6, two of 7."""
        words = self.say("numbers").split()
        return self.labels.continued_list.join(
            self.say("seats", number=words[n] if n < len(words) else n, people=people)
            for n, people in seats
        )

    def _sums(self, totals: tuple[Total, ...]) -> Iterator[str]:
        """Yield how many sheets of each paper there are, and what they cost as far as is known.

        Where no price is known, the figures say all of it but that.
        """
        sheets, cost_of_all = sum(total.sheets for total in totals), full_cost(totals)
        unknown = [total for total in totals if total.cost is None]
        for total in totals if len(unknown) < len(totals) else ():
            values = {"paper": self.say(f"paper_{total.paper}"), "sheets": total.sheets}
            if total.cost is None:
                yield self.say("sheets_of", **values)
            else:
                amounts = {"price": amount(total.price), "cost": amount(total.cost)}
                cost = {name: self._number(digits) for name, digits in amounts.items()}
                yield self.say("sheets_cost", **values, **cost)
        if len(unknown) < len(totals):
            name = "sheets_all" if cost_of_all is None else "sheets_all_cost"
            yield self.say(name, sheets=sheets, cost=self._number(amount(cost_of_all)))
        if unknown:
            papers = [self.say(f"paper_{total.paper}") for total in unknown]
            sheets = sum(total.sheets for total in unknown)
            yield self.say(
                "no_price", papers=self.labels.continued_list.join(papers), sheets=sheets
            )

    def _note(self, note: Note) -> str:
        handouts = self.labels.continued_list.join(note.handouts)
        seats = self._seats(self.needs.seats)
        return self.say(note.name, handouts=handouts, seats=seats, **note.values)


def _cell(text: str, name: str) -> Cell:
    return Cell((Text(text),), "right" if name in _NUMBERS else "left")


def _heading(text: str) -> Heading:
    return Heading(1, (Text(text),), numbered=False)


def _bullets(lines: Iterable[str]) -> BulletList:
    return BulletList(tuple(ListItem((Paragraph((Text(line),)),)) for line in lines))
