"""Tables as they were found → tables of one kind, or the text in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from packbuilder.intake.story import (
    Finding,
    Findings,
    Heading,
    Item,
    Line,
    Picture,
    Piece,
    Table,
    joined,
    lines_of,
    plain,
)

MOST_COLUMNS: Final = 63
"""Word has no more; a cell that spans more is not believed."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell in the grid: what it holds, and whether it repeats the one beside or above it."""

    pieces: list[Piece]
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its cells in rows; `ruled`: whether anything shows that it is one."""

    rows: list[list[Placed]]
    ruled: bool = True

    @property
    def cells(self) -> list[list[Piece]]:
        """The contents of cells, each once, in reading order."""
        return [cell.pieces for row in self.rows for cell in row if not cell.repeats]

    @property
    def is_layout(self) -> bool:
        """Whether a table is for layout alone: one row or column, no lines, or text of its own."""
        wide = max(map(len, self.rows), default=0)
        own = any(isinstance(each, Table | Heading) for cell in self.cells for each in cell)
        return len(self.rows) < 2 or wide < 2 or own or not self.ruled


def as_pieces(grid: Grid, caption: Line = ()) -> list[Piece]:
    """Return a table as one of ours with the pictures in it below; of one for layout alone,
    the text.
    """
    if not grid.is_layout:
        return _as_table(grid, caption)
    words = "a table used for layout; its text now follows in reading order"
    pieces = [piece for cell in grid.cells for piece in cell]
    for first in pieces[:1]:
        found = (*first.findings, Finding("TABLE-SHAPE", words))
        pieces[0] = replace(first, findings=found)
    return pieces


def _as_table(grid: Grid, caption: Line) -> list[Piece]:
    rows = grid.rows
    guessed: Findings = ()
    above = joined(lines_of(rows[0][0].pieces)) if rows[0] else ()
    if not caption and _is_caption(rows, above):
        caption, rows = above, rows[1:]
        guessed = (Finding("GUESSED", "a table caption, from its first row"),)
    wide = max(map(len, rows))
    lines = tuple(
        tuple(joined(lines_of(cell.pieces), "\n") for cell in row) + ((),) * (wide - len(row))
        for row in rows
    )
    drawn = [each for cell in grid.cells for each in cell if isinstance(each, Picture)]
    pictures = [each for each in drawn if not each.decorative]
    if len(pictures) < len(drawn):
        guessed += (Finding("IMAGE", "decorations of a table are left out"),)
    table = Table(lines, caption, (*guessed, *_findings(rows, lines[0], bool(pictures))))
    return [table, *pictures]


def _is_caption(rows: Sequence[Sequence[Placed]], words: Line) -> bool:
    """Whether the first row of a table is one cell over all columns, with words alone."""
    over = len(rows) > 2 and len(rows[0]) > 1 and all(cell.repeats for cell in rows[0][1:])
    return over and bool(plain(words)) and not any(each.note for each in words)


def _findings(
    rows: Sequence[Sequence[Placed]], header: Sequence[Line], pictured: bool
) -> Iterator[Finding]:
    cells = [cell for row in rows for cell in row]
    if any(cell.repeats for cell in cells):
        words = "a table with merged cells, whose words are repeated in each"
        yield Finding("TABLE-SHAPE", words)
    if any(len(cell.pieces) > 1 or isinstance(p, Item) for cell in cells for p in cell.pieces):
        words = "a table whose cells hold lists or several paragraphs, each now a line of its cell"
        yield Finding("TABLE-SHAPE", words)
    if pictured:
        yield Finding("TABLE-SHAPE", "pictures of a table, now below it")
    if not all(plain(cell) for cell in header):
        yield Finding("GUESSED", "columns without a header, now numbered")
