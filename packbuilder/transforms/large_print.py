"""Document → the same with rows and canvases that large letters leave room for on a page."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from functools import partial

from packbuilder.model import (
    Answer,
    Arrangement,
    Block,
    Canvas,
    Cell,
    Choices,
    Document,
    Figure,
    Group,
    Heading,
    ListItem,
    Numeral,
    OrderedList,
    Paragraph,
    Strong,
    Table,
    Text,
    rewrite_blocks,
)

LEAST_ROW, MOST_ROW = 18, 22
"""No higher row becomes lower than the one, so that a sentence can be written in it, or stays
higher than the other, in mm.
"""

_ROWS, _CANVAS = 90, 130
"""What fits below a heading, a caption and the table's head on a landscape page, in mm."""


def lower_rows(document: Document) -> Document:
    """Make high rows lower, on landscape pages so that all fit below a heading if they can. On
    other pages, rows to choose and to write in become questions that use the whole width.
    """
    if document.meta.orientation == "landscape":
        blocks = rewrite_blocks(document.blocks, partial(_one_below_the_other, _PICTURES))
        return replace(document, blocks=rewrite_blocks(blocks, _lower_on_landscape))
    blocks = rewrite_blocks(document.blocks, partial(_one_below_the_other, _SIDE_BY_SIDE))
    blocks = rewrite_blocks(blocks, _one_by_one)
    return replace(document, blocks=rewrite_blocks(blocks, _lower))


_PICTURES = ("photos", "beside")
_SIDE_BY_SIDE = (*_PICTURES, "row", "stack")
"""What does not stand side by side: on a landscape page, large letters have room for questions
that do.
"""


def _one_below_the_other(looks: Container[str], block: Block) -> tuple[Block, ...]:
    """Let what stands side by side use the whole width, which large letters need; a code has words
    below, and stays as small as it was. Questions below a heading may go on over pages.
    """
    if isinstance(block, Group) and isinstance(block.blocks[0], Heading):
        return block.blocks
    if isinstance(block, OrderedList):
        return (replace(block, columns=1),)
    if not isinstance(block, Arrangement) or block.look not in looks:
        return (block,)
    if block.look != "beside":
        return block.blocks
    share = block.widths[0]
    return tuple(replace(b, width=share) if isinstance(b, Figure) else b for b in block.blocks)


def _one_by_one(block: Block) -> tuple[Block, ...]:
    """Ask the questions of a table one below the other where its rows are to choose and to write
    in, or it has one row to tick in: its columns would have no room for words.
    """
    kinds = {*block.column_kinds} if isinstance(block, Table) else set()
    if not isinstance(block, Table) or not (
        {"choice", "words"} <= kinds or (len(block.rows) == 1 and kinds == {"", "tick"})
    ):
        return (block,)
    named = [cell for cell, kind in zip(block.header, block.column_kinds, strict=True) if not kind]
    names = [block.caption] if block.caption else [cell.inlines for cell in named[-1:]]
    above = [Strong(words, span=block.span) for words in names]
    lead = (Paragraph(tuple(above), span=block.span),) if above else ()
    return (*lead, *(_question(row, block) for row in block.rows))


def _question(row: tuple[Cell, ...], table: Table) -> Group:
    """Return a row of a table as a question, what can be chosen side by side, and lines."""
    cells = list(zip(row, table.header, table.column_kinds, strict=False))
    words = [cell.inlines for cell, _, kind in cells if not kind]
    label = [inline for inlines in words for inline in (*inlines, Text(" "))][:-1]
    if table.numbered and words:
        label[: len(words[0])] = [Numeral(words[0], span=row[0].span)]
    items = tuple(
        ListItem((Paragraph((*cell.inlines, Text(" "), *head.inlines)),), span=cell.span)
        for cell, head, kind in cells
        if kind in ("choice", "tick")
    )
    chosen = Choices(table.choice, tuple(label), items, row=True, span=row[0].span)
    written = (
        Answer(f.name, head.inlines, 1, f.label, f.kind, f.options, span=cell.span)
        for cell, head, kind in cells
        if kind == "words"
        for f in cell.answers
    )
    return Group("", (chosen, *written), span=row[0].span)


def _lower(block: Block, most: int = MOST_ROW) -> list[Block]:
    if isinstance(block, Table) and block.row_height > LEAST_ROW:
        return [replace(block, row_height=max(LEAST_ROW, min(block.row_height, most)))]
    return [block]


def _lower_on_landscape(block: Block) -> list[Block]:
    if isinstance(block, Canvas):
        return [replace(block, height=min(block.height, _CANVAS))]
    rows = len(block.rows) if isinstance(block, Table) else 0
    return _lower(block, min(MOST_ROW, _ROWS // max(rows, 1)))
