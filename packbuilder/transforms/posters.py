"""Document → the pages of it that hang on a wall, with rows as high as fit A3.

A page that holds a map, which is as high as wide, would leave half a sheet empty: the pages before
and behind it share the sheet.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

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
    plain,
    rewrite_blocks,
    walk,
)
from packbuilder.theme import MM_PER_PT, Theme

_LARGER = 1.2
"""How much higher rows are on A3: its sides are 1.4 times those of A4, less room for the title."""

_SHARING = 3
"""So many pages share a sheet, if the second holds a map."""

_CHOSEN = 38
"""The share of what is ticked where it stands beside what is written."""

_HALF = 0.62
"""How wide a question in two lines is: of lines, no two are of one length."""

_LEAST_ROW, _MOST_ROW = 9, 14
"""How high rows are on such a sheet, in mm: as high as it has room for."""

_FREE = 113
"""How much room such a sheet has for rows and for the lines that close it, in mm."""

_APART = 2
"""The paragraphs that close a sheet, when none is for blanks: those share a line with another."""

_ENDS = 1.03
"""How much more than its letters a text takes in lines as long as a sheet."""

_PROFILE = "handout"
"""The profile of tools."""

_BESIDE_ROWS = 42
"""How much higher than its rows the column beside the map is, in mm."""


@dataclass(frozen=True, slots=True)
class Around:
    """What else stands on a sheet: the blocks that close it, and how many lines stand below what a
    document is for.
    """

    closing: tuple[Block, ...] = ()
    lines: int = 0


def has_poster(blocks: Sequence[Block]) -> bool:
    """Whether there is a page that is a poster."""
    return any(_pages(blocks))


def cut_poster(document: Document, theme: Theme, around: Around) -> Document:
    """Keep the pages that are posters, with higher rows; a document without any stays as it is.

    What ends the document comes on the last of them, as far as there is room.
    """
    pages = list(_pages(document.blocks))
    if not pages:
        return document
    if len(pages) == _SHARING and any(map(_has_map, pages[1])):
        row = _row_height(pages[0], theme, around)
        return replace(
            document, blocks=tuple(_one_sheet((pages[0], pages[1], pages[2]), row, theme))
        )
    apart = [block for page in pages for block in (PageBreak(), *page)][1:]
    return replace(document, blocks=rewrite_blocks(apart, _enlarge))


def _row_height(first: Sequence[Block], theme: Theme, around: Around) -> int:
    """Return how high rows are on a sheet that holds what is `around` them too, in mm."""
    rows = max((len(b.rows) for b in first if isinstance(b, Table)), default=1)
    width = theme.page("height") - theme.page("left") - theme.page("right")
    size, leading = (
        theme.style(_PROFILE, "small-print").size,
        theme.style(_PROFILE, "contact").leading,
    )
    long = [
        theme.width_of(plain(b.inlines), size, bold=False) / width
        for b in walk(around.closing)
        if isinstance(b, Paragraph)
    ]
    lines = sum(math.ceil(each * _ENDS) for each in long) - (len(long) > _APART)
    taken = lines * leading + around.lines * theme.style(_PROFILE, "text").leading
    return max(_LEAST_ROW, min(_MOST_ROW, int((_FREE - taken * MM_PER_PT) / rows)))


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
    pages: tuple[Sequence[Block], Sequence[Block], Sequence[Block]], row: int, theme: Theme
) -> list[Block]:
    """Lay three pages with a map in their middle out as one, with rows so high."""
    first, second, third = pages
    start = next((n for n, block in enumerate(first) if isinstance(block, Heading)), 0)
    below = [b for b in third if isinstance(b, Arrangement) and b.look == "one-thing"]
    prompts = [b for block in third if block not in below for b in _as_prompts(block)]
    lowered = [replace(b, row_height=row) if isinstance(b, Table) else b for b in first[start:]]
    rows = max((len(b.rows) for b in lowered if isinstance(b, Table)), default=0)
    high = _BESIDE_ROWS + rows * row - _more_lines(second, theme)
    stacks = (lowered, [b for block in second for b in _map_only(block, high)], prompts)
    columns = tuple(Arrangement("stack", tuple(stack)) for stack in stacks)
    sheet = Arrangement("sheet", columns, span=first[start].span)
    return [*first[:start], sheet, *(_chosen_beside_written(block, theme) for block in below)]


def _more_lines(page: Sequence[Block], theme: Theme) -> int:
    """Return how much higher than one line the heading above the map is, in mm."""
    style, room = theme.style(_PROFILE, "sheet-heading"), theme.length("sheet-right")
    words = (plain(b.inlines) for b in page if isinstance(b, Heading))
    long = sum(int(theme.width_of(each, style.size, bold=True) / room) for each in words)
    return round(long * style.leading * MM_PER_PT)


def _has_map(block: Block) -> bool:
    """Whether a map stands in a row with the list of what is on it."""
    inner = block.blocks if isinstance(block, Arrangement) else ()
    return any(isinstance(b, Canvas) and b.shape for b in inner)


def _map_only(block: Block, high: int) -> list[Block]:
    """Keep of a map and its list what goes on the map: a sheet so large has room for notes."""
    if not isinstance(block, Arrangement) or not _has_map(block):
        return [block]
    drawn = [replace(b, height=high) for b in block.blocks if isinstance(b, Canvas)]
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


def _chosen_beside_written(block: Arrangement, theme: Theme) -> Arrangement:
    """Put what is ticked to the left of what is written, where long questions get more room."""
    last = max((n for n, b in enumerate(block.blocks) if isinstance(b, Choices)), default=-1)
    if last < 0:
        return block
    chosen = Arrangement("stack", block.blocks[: last + 1], span=block.span)
    written = tuple(_out_of_rows(block.blocks[last + 1 :]))
    shares = _shares([_needed(each, theme) for each in written])
    row = Arrangement("row", (chosen, *written), (100 - sum(shares), *shares), span=block.span)
    return replace(block, blocks=(row,))


def _needed(block: Block, theme: Theme) -> float:
    """Return how wide a question is; one with a single line to write on may take two."""
    if not isinstance(block, Answer):
        return 1
    wide = theme.width_of(plain(block.label), 1, bold=True)
    return wide * _HALF if block.lines == 1 else wide


def _shares(widths: Sequence[float]) -> tuple[int, ...]:
    """Share what is left beside what is ticked, by how wide each is."""
    return tuple(int((100 - _CHOSEN) * width / sum(widths)) for width in widths)
