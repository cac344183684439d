"""Document → the pages of it that hang on a wall, with rows as high as fit A3.

A page that holds a map, which is as high as wide, would leave half a sheet empty: the pages before
and behind it share the sheet.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from packbuilder.model import (
    Answer,
    Arrangement,
    Block,
    Canvas,
    Choices,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Table,
    is_poster,
    rewrite_blocks,
)

_LARGER = 1.2
"""How much higher rows are on A3: its sides are 1.4 times those of A4, less room for the title."""

_SHARING = 3
"""So many pages share a sheet, if the second holds a map."""

_CHOSEN = 36
"""The share of what is ticked where it stands beside what is written."""

_ROW = 9
"""How high rows are on such a sheet at most, in mm."""

_MAP = 114
"""How high and wide the map is on a sheet that several pages share, in mm."""


def has_poster(blocks: Sequence[Block]) -> bool:
    """Whether there is a page that is a poster."""
    return any(_pages(blocks))


def cut_poster(document: Document) -> Document:
    """Keep the pages that are posters, with higher rows; a document without any stays as it is.

    What ends the document comes on the last of them, as far as there is room.
    """
    pages = list(_pages(document.blocks))
    if not pages:
        return document
    if len(pages) == _SHARING and any(map(_has_map, pages[1])):
        return replace(document, blocks=tuple(_one_sheet(*pages)))
    apart = [block for page in pages for block in (PageBreak(), *page)][1:]
    return replace(document, blocks=rewrite_blocks(apart, _enlarge))


def _pages(blocks: Sequence[Block]) -> Iterator[Sequence[Block]]:
    """Yield pages that hold the heading, or the table, of a poster.

    What ends a document, behind the last page break, is none.
    """
    breaks = [number for number, block in enumerate(blocks) if isinstance(block, PageBreak)]
    for start, stop in itertools.pairwise([-1, *breaks]):
        page = blocks[start + 1 : stop]
        if any(is_poster(b.anchor) for b in page if isinstance(b, Heading | Table)):
            yield page


def _enlarge(block: Block) -> list[Block]:
    if isinstance(block, Table):
        return [replace(block, row_height=round(block.row_height * _LARGER))]
    if isinstance(block, Canvas):
        return [replace(block, height=round(block.height * _LARGER))]
    return [block]


def _one_sheet(
    first: Sequence[Block], second: Sequence[Block], third: Sequence[Block]
) -> list[Block]:
    """Lay three pages with a map in their middle out as one."""
    start = next((n for n, block in enumerate(first) if isinstance(block, Heading)), 0)
    below = [b for b in third if isinstance(b, Arrangement) and b.look == "one-thing"]
    prompts = [b for block in third if block not in below for b in _as_prompts(block)]
    stacks = (
        list(map(_lower, first[start:])),
        [b for block in second for b in _map_only(block)],
        prompts,
    )
    columns = tuple(Arrangement("stack", tuple(stack)) for stack in stacks)
    sheet = Arrangement("sheet", columns, span=first[start].span)
    return [*first[:start], sheet, *map(_chosen_beside_written, below)]


def _lower(block: Block) -> Block:
    """Make rows no higher than figures and ticks need."""
    if isinstance(block, Table) and block.row_height > _ROW:
        return replace(block, row_height=_ROW)
    return block


def _has_map(block: Block) -> bool:
    """Whether a map stands in a row with the list of what is on it."""
    inner = block.blocks if isinstance(block, Arrangement) else ()
    return any(isinstance(b, Canvas) and b.shape for b in inner)


def _map_only(block: Block) -> list[Block]:
    """Keep of a map and its list what goes on the map: a sheet so large has room for notes."""
    if not isinstance(block, Arrangement) or not _has_map(block):
        return [block]
    drawn = [replace(b, height=_MAP) for b in block.blocks if isinstance(b, Canvas)]
    beside = [b for each in block.blocks if isinstance(each, Arrangement) for b in each.blocks]
    return [*[b for b in beside if isinstance(b, Paragraph)][:1], *drawn]


def _out_of_rows(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Arrangement):
            yield from block.blocks
        else:
            yield block


def _as_prompts(block: Block) -> list[Block]:
    """Turn questions into prompts to talk about."""
    if isinstance(block, Arrangement):
        inner = tuple(b for each in block.blocks for b in _as_prompts(each))
        return [replace(block, blocks=inner)]
    return [Paragraph(block.label, span=block.span)] if isinstance(block, Answer) else [block]


def _chosen_beside_written(block: Arrangement) -> Arrangement:
    """Put what is ticked to the left of what is written."""
    last = max((n for n, b in enumerate(block.blocks) if isinstance(b, Choices)), default=-1)
    if last < 0:
        return block
    chosen = Arrangement("stack", block.blocks[: last + 1], span=block.span)
    written = tuple(_out_of_rows(block.blocks[last + 1 :]))
    share = (100 - _CHOSEN) // max(len(written), 1)
    widths = (100 - share * len(written), *[share] * len(written))
    row = Arrangement("row", (chosen, *written), widths, span=block.span)
    return replace(block, blocks=(row,))
