"""`:::` blocks that say how parts of a tool stand together: rows, margins, scales, chains."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

from packbuilder.diagnostics import Code, Span, fail
from packbuilder.model import (
    ARROW,
    Arrangement,
    Block,
    BulletList,
    Cell,
    Field,
    Heading,
    Icon,
    Inline,
    LineBreak,
    ListItem,
    Numeral,
    Paragraph,
    Place,
    Strong,
    Table,
    Text,
    plain,
)
from packbuilder.readers.reader import BlockReader, read_each
from packbuilder.readers.text_blocks import (
    NoOptions,
    TableOptions,
    column_widths,
    only_block,
    refuse_content,
    table,
)

_LEAD = re.compile(r"(\d+)\s+")
_LONGEST_NUMERAL = 2


@dataclass(frozen=True)
class RowOptions:
    """`widths` are shares of the row, one for each block in it; without them all are equal."""

    widths: str = ""


@dataclass(frozen=True)
class ChainOptions(TableOptions):
    """As of a table; `start` stands in the last link, where work begins."""

    start: str = ""


def row(
    _: BlockReader, options: RowOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Read blocks that stand side by side."""
    if len(blocks) < 2:
        raise fail(
            Code.BLOCK_CONTENT,
            span,
            "a row must contain at least two blocks",
            "put two questions between “:::: row” and “::::”, each a block of its own",
        )
    widths = column_widths(options.widths, len(blocks), span)
    return [Arrangement("row", blocks, widths, span=span)]


def side(_: BlockReader, __: NoOptions, blocks: tuple[Block, ...], span: Span) -> Iterable[Block]:
    """Read blocks whose heading stands in the margin column."""
    if not blocks or not isinstance(blocks[0], Heading):
        raise fail(
            Code.BLOCK_CONTENT,
            span,
            "a side block begins with a heading",
            "write “## A heading” in the first line after “:::: side”",
        )
    return [Arrangement("side", blocks, span=span)]


def one_thing(
    _: BlockReader, __: NoOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Read what will be done."""
    return [Arrangement("one-thing", blocks, span=span)]


def score(_: BlockReader, __: NoOptions, blocks: tuple[Block, ...], span: Span) -> Iterable[Block]:
    """Read what the marks of a scale mean: a list whose items begin with the mark in bold."""
    message = "the block “score” must contain one list and nothing else"
    points = only_block(blocks, BulletList, span, message, "write lines such as “- **0** none”")
    return [Arrangement("scale", tuple(_mark(item) for item in points.items), span=span)]


def _mark(item: ListItem) -> Block:
    first = item.blocks[0] if item.blocks else Paragraph((), span=item.span)
    if not isinstance(first, Paragraph) or not first.inlines:
        return first
    lead, *rest = first.inlines
    if isinstance(lead, Strong) and len(plain([lead])) <= _LONGEST_NUMERAL:
        return replace(first, inlines=(Numeral(lead.inlines, span=lead.span), *rest))
    return first


def chain(
    reader: BlockReader, options: ChainOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Read a table whose columns are numbered links, each leading to the next."""
    for block in table(reader, options, blocks, span):
        assert isinstance(block, Table)
        first, *links = block.header
        numbered = ((cell, number < len(links)) for number, cell in enumerate(links, 1))
        headers = read_each(partial(_link, options.start), numbered)
        rows = tuple(tuple(map(_parted, row)) for row in block.rows)
        yield replace(block, header=(first, *headers), rows=rows, look="chain")


def _parted(cell: Cell) -> Cell:
    """Put each of several radio buttons in a line of its own."""
    found: list[Inline] = []
    for inline in cell.inlines:
        if isinstance(inline, Field) and found:
            found.append(LineBreak(span=inline.span))
        found.append(inline)
    return replace(cell, inlines=tuple(found))


def _link(start: str, link: tuple[Cell, bool]) -> Cell:
    """Return the header of a link, which may lead on to another one."""
    cell, leads_on = link
    lead = cell.inlines[0] if cell.inlines else None
    match = _LEAD.match(lead.text) if isinstance(lead, Text) else None
    if match is None or not isinstance(lead, Text):
        raise fail(
            Code.BLOCK_CONTENT,
            cell.span,
            "this link has no number",
            "begin each column’s header with its number: “1 What we do together”",
        )
    number: list[Inline] = [Numeral((Text(match[1], span=lead.span),), span=lead.span)]
    space = Text(" ", span=lead.span)
    number += [space, Icon(ARROW, span=lead.span)] if leads_on else []
    number += [space, Text(start, span=lead.span)] if start and not leads_on else []
    rest = replace(lead, text=lead.text[match.end() :])
    return replace(cell, inlines=(*number, LineBreak(span=lead.span), rest, *cell.inlines[1:]))


def step_bar(
    _: BlockReader, __: NoOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Mark the place for the steps in short."""
    refuse_content(blocks, span, "step-bar")
    return [Place("step-bar", span=span)]


def facts(_: BlockReader, __: NoOptions, blocks: tuple[Block, ...], span: Span) -> Iterable[Block]:
    """Mark the place for time, group, needs and result."""
    refuse_content(blocks, span, "facts")
    return [Place("facts", span=span)]
