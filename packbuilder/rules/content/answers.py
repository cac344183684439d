"""Checks of places to write in: a hand needs room, and pens are thick (FM-05)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from packbuilder.diagnostics import Code, Diagnostic, Severity
from packbuilder.model import Block, Cell, Document, Field, Landscape, Table, nested_blocks, plain
from packbuilder.theme import Theme

LOWEST_ROW = 18
LOWEST_NUMBER_ROW = 9
NARROWEST_COLUMN = 30
"""In mm."""

_NUMBERS = re.compile(r"\d|\bnumbers?\b|\bhow many\b", re.IGNORECASE)
_SHORT_HEADER = re.compile(r"\w{1,6}\.?")


def check_answers(document: Document, theme: Theme) -> Iterator[Diagnostic]:
    """Rows for words are 18 mm high and their columns 30 mm wide; rows for numbers 9 mm high.

    Numbers are written where the caption says so, by a figure or “number” or “how many”, and where
    they are chosen from a list. A column may be narrower where its header is one short word: Date,
    Code, Need.
    """
    wide = document.meta.orientation == "landscape"
    for table, landscape in _tables(document.blocks, wide):
        if table.strip or not any(_is_written(cell) for row in table.rows for cell in row):
            continue
        if _NUMBERS.search(plain(table.caption)) or "figure" in table.column_kinds:
            yield from _low_rows(table, LOWEST_NUMBER_ROW, "a number")
            continue
        yield from _low_rows(table, LOWEST_ROW, "words")
        paper = theme.page("height" if landscape else "width")
        yield from _narrow_columns(table, paper - theme.page("left") - theme.page("right"))


def _low_rows(table: Table, least: int, what: str) -> Iterator[Diagnostic]:
    if table.row_height < least:
        yield Diagnostic(
            Code.ROW_HEIGHT,
            table.span,
            f"rows of {table.row_height} mm are too low to write {what} in"
            if table.row_height
            else f"the rows to write {what} in have no height",
            f"write row-height={least} or more",
            Severity.WARNING,
        )


def _narrow_columns(table: Table, width: float) -> Iterator[Diagnostic]:
    columns = len(table.header)
    for number, header in enumerate(table.header):
        name = plain(header.inlines).strip()
        share = table.widths[number] if table.widths else 100 / columns
        written = any(number < len(row) and _is_written(row[number]) for row in table.rows)
        if written and not _SHORT_HEADER.fullmatch(name) and share * width / 100 < NARROWEST_COLUMN:
            yield Diagnostic(
                Code.COLUMN_WIDTH,
                table.span,
                f"the column “{name}” is {share * width / 100:.0f} mm wide, too narrow to write in",
                f"give it {NARROWEST_COLUMN} mm: a share of "
                f"{100 * NARROWEST_COLUMN / width:.0f} in widths",
                Severity.WARNING,
            )


def _is_written(cell: Cell) -> bool:
    return any(isinstance(inline, Field) and inline.kind == "text" for inline in cell.inlines)


def _tables(blocks: Iterable[Block], landscape: bool) -> Iterator[tuple[Table, bool]]:
    for block in blocks:
        if isinstance(block, Table):
            yield block, landscape
        yield from _tables(nested_blocks(block), landscape or isinstance(block, Landscape))
