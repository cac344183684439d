"""The `:::` block that leads from themes to tools: a table with drawings, codes and questions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from packbuilder.diagnostics import Span
from packbuilder.model import Block, Cell, Icon, Inline, LineBreak, Numeral, Strong
from packbuilder.readers.reader import BlockReader
from packbuilder.readers.report_blocks import LookOptions, begin_lines, titled, with_look
from packbuilder.readers.text_blocks import only_table

_ICON = 12.0
"""How high the drawing of a theme is, in mm."""

_BAND, _BAND_WIDTH = 2.6, 30.0
"""How high and how wide its band is, in mm."""


def theme_map(
    reader: BlockReader, options: LookOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Read themes as rows: drawing, code and band, then the name, what it is about, and a question
    in bold, then tools, one below the other.
    """
    table = only_table(blocks, span, "theme-map")
    rows = tuple(tuple(_cells(row)) for row in table.rows)
    table = replace(table, rows=rows, header_column=True)
    return [with_look(reader, table, "theme-map", options, span)]


def _cells(row: Sequence[Cell]) -> Iterator[Cell]:
    for number, cell in enumerate(row):
        lead = (_drawn, _named)[number] if number <= 1 else begin_lines
        yield replace(cell, inlines=tuple(lead(cell.inlines)))


def _drawn(inlines: Sequence[Inline]) -> Iterator[Inline]:
    """Make the drawing of a theme large, and its code too; a second one is its band, below."""
    drawings = 0
    for inline in inlines:
        if not isinstance(inline, Icon):
            yield _large(inline)
            continue
        drawings += 1
        if drawings > 1:
            yield LineBreak()
        size = (_ICON, 1.0) if drawings == 1 else (_BAND, _BAND_WIDTH / _BAND)
        yield replace(inline, height=size[0], shape=size[1])


def _named(inlines: Sequence[Inline]) -> Iterator[Inline]:
    """Begin lines behind the name of a theme, and with its question."""
    named = titled(inlines)
    for number, inline in enumerate(named):
        if number and isinstance(inline, Strong):
            yield LineBreak()
        yield inline if number else _large(inline)


def _large(inline: Inline) -> Inline:
    return Numeral(inline.inlines, span=inline.span) if isinstance(inline, Strong) else inline
