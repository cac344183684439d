"""Checks that the columns of tables are wide enough for their words: none is cut inside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from packbuilder.diagnostics import Code, Diagnostic, Severity
from packbuilder.model import MARKS, Block, Document, Landscape, Table, nested_blocks, plain
from packbuilder.theme import Theme

_BREAKS = re.compile(r"[\s\u00ad\u200b]+|(?<=[-–—/])")
_ADDRESS = re.compile(r"://|@|^www\.")
"""Addresses are long, and may be cut anywhere."""

_ROUNDING = 0.2
"""In mm."""


def check_narrow_columns(document: Document, theme: Theme) -> Iterator[Diagnostic]:
    """Name the longest word of each column of a table that is wider than the column."""
    for table, room in room_of_tables(document, theme):
        if not table.strip and not table.look:
            yield from _narrow_columns(table, theme, room)


def room_of_tables(document: Document, theme: Theme) -> Iterator[tuple[Table, float]]:
    """Return every table of a document, and how wide it can be in mm."""
    wide = document.meta.orientation == "landscape"
    for table, landscape in _tables(document.blocks, wide):
        paper = theme.page("height" if landscape else "width")
        yield table, paper - theme.page("left") - theme.page("right")


def _narrow_columns(table: Table, theme: Theme, room: float) -> Iterator[Diagnostic]:
    shares = table.widths or (100 / len(table.header),) * len(table.header)
    longest = [_longest_word(table, number, theme) for number in range(len(table.header))]
    cut = [
        word
        for share, (word, width) in zip(shares, longest, strict=False)
        if width > share * room / 100 + _ROUNDING
    ]
    if cut:
        words = ", ".join(f"“{word}”" for word in dict.fromkeys(cut))
        columns = "the column is" if len(cut) == 1 else f"{len(cut)} columns are"
        yield Diagnostic(
            Code.NARROW,
            table.span,
            f"{columns} too narrow for {words}",
            _better_widths(shares, [width for _, width in longest], room),
            Severity.WARNING,
        )


def _longest_word(table: Table, column: int, theme: Theme) -> tuple[str, float]:
    """Return the word of a column that needs most width, and how much its cell needs, in mm."""
    kinds = table.column_kinds
    kind = kinds[column] if column < len(kinds) else ""
    padding = theme.length("cell-padding") * (2 if column else 1)
    found = [("", 0.0)]
    for number, row in enumerate((table.header, *table.rows)):
        bold = number == 0 or (table.header_column and column == 0)
        statement = any(kinds) and column == 0 and number
        size = _size(theme, "statement" if statement else "table-head" if bold else "table-text")
        beside = 0 if kind in MARKS and not number else padding
        words = _BREAKS.split(plain(row[column].inlines)) if column < len(row) else []
        longest = sorted((w for w in words if not _ADDRESS.search(w)), key=len)[-3:]
        found += [(word, theme.width_of(word, size, bold) + beside) for word in longest if word]
    return max(found, key=lambda word_and_width: word_and_width[1])


def _size(theme: Theme, role: str) -> float:
    """Return the least size of a role in any kind of document: what fits is never reported."""
    return min(theme.style(profile, role).size for profile in theme.tokens.profiles)


def _better_widths(shares: Iterable[float], needed: list[float], room: float) -> str:
    """Return what to do: share out the width again, or find more of it."""
    left = room - sum(needed) - len(needed)
    if left < 0:
        return "put ::: landscape around the table, or use fewer columns or shorter words"
    given = [need + 1 + left * share / 100 for need, share in zip(needed, shares, strict=False)]
    percent = [int(100 * width / room) for width in given]
    percent[percent.index(max(percent))] += 100 - sum(percent)
    return f'give widths to the table: widths="{" ".join(map(str, percent))}"'


def _tables(blocks: Iterable[Block], landscape: bool) -> Iterator[tuple[Table, bool]]:
    for block in blocks:
        if isinstance(block, Table):
            yield block, landscape
        yield from _tables(nested_blocks(block), landscape or isinstance(block, Landscape))
