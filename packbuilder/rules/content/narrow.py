"""Checks that the columns of tables are wide enough for their words: none is cut inside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from packbuilder.diagnostics import Code, Diagnostic, Severity
from packbuilder.model import Block, Document, Landscape, Table, nested_blocks
from packbuilder.theme import Theme
from packbuilder.theme.columns import ROUNDING, longest_words, share_out


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
    """Name what is cut although the width is shared out by what is in the columns."""
    longest = longest_words(table, theme, lambda role: _size(theme, role))
    needed = [width for _, width in longest]
    given = table.widths or (1,) * len(table.header)
    shares = share_out(given, needed, room)
    cut = [
        word
        for share, (word, width) in zip(shares, longest, strict=False)
        if width > share + ROUNDING
    ]
    if cut:
        words = ", ".join(f"“{word}”" for word in dict.fromkeys(cut))
        columns = "the column is" if len(cut) == 1 else f"{len(cut)} columns are"
        yield Diagnostic(
            Code.NARROW,
            table.span,
            f"{columns} too narrow for {words}",
            "put ::: landscape around the table, or use fewer columns or shorter words",
            Severity.WARNING,
        )


def _size(theme: Theme, role: str) -> float:
    """Return the least size of a role in any kind of document: what fits is never reported."""
    return min(theme.style(profile, role).size for profile in theme.tokens.profiles)


def _tables(blocks: Iterable[Block], landscape: bool) -> Iterator[tuple[Table, bool]]:
    for block in blocks:
        if isinstance(block, Table):
            yield block, landscape
        yield from _tables(nested_blocks(block), landscape or isinstance(block, Landscape))
