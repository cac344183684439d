"""A tool → the same with all of a worksheet on its page: with long names or longer words, rows
become lower, and questions have fewer lines to write on. Tables that need more go on over pages.

Letters and margins stay as they are, and so do the fields and their names.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from packbuilder.model import Answer, Block, PageBreak, Part, Table, rewrite_blocks, walk
from packbuilder.theme import Theme
from packbuilder.theme.page_heights import Pages

_LEAST_ROW, _LEAST_FIGURE_ROW = 18, 9
"""No row becomes lower than this, in mm: a sentence, or a figure, can still be written in it."""

_NEAR = 0.8
"""What has to be left of a page, in mm: heights are guessed."""

_MOST = 60
"""What more needs so many mm is meant to go on over pages."""


def make_room(part: Part, theme: Theme) -> Part:
    """Make rows lower, and lines to write on fewer, on each page of a tool that is too full; those
    of large print are as low and as few already.
    """
    if not (part.opening and part.opening.code) or theme.traits.posters:
        return part
    pages, heights = [], Pages(part, theme)
    for number, page in enumerate(_pages(part.blocks)):
        spare = partial(_spare, heights, number == 0)
        fitted = page if theme.traits.large else _fitted(page, spare)
        pages.append(_going_on(fitted, spare))
    return replace(part, blocks=tuple(itertools.chain.from_iterable(pages)))


def _pages(blocks: Sequence[Block]) -> Iterator[tuple[Block, ...]]:
    """Yield the blocks of each page, with the break that ends it."""
    page: list[Block] = []
    for block in blocks:
        page.append(block)
        if isinstance(block, PageBreak):
            yield tuple(page)
            page = []
    yield tuple(page)


def _spare(heights: Pages, first: bool, page: Iterable[Block]) -> float:
    whole = (block for block in page if not isinstance(block, PageBreak))
    return heights.spare(whole, first) - _NEAR


def _fitted(
    page: tuple[Block, ...], spare: Callable[[Iterable[Block]], float]
) -> tuple[Block, ...]:
    """Return a page that fits, or as much nearer to it as rows and lines allow."""
    for give in (_lower_rows, _one_line_each):
        missing = -spare(page)
        if not 0 < missing < _MOST:
            break
        page = give(page, missing)
    return page


def _going_on(
    page: tuple[Block, ...], spare: Callable[[Iterable[Block]], float]
) -> tuple[Block, ...]:
    """Let a table go on over pages that, kept together, would leave most of its page empty: under
    a title there is room for some of its rows.
    """
    most = spare(()) / 2

    def leaves_room(number: int) -> bool:
        return spare(page[: number + 1]) < 0 and spare(page[:number]) > most

    return tuple(
        replace(block, goes_on=True)
        if isinstance(block, Table) and block.stays_together and leaves_room(number)
        else block
        for number, block in enumerate(page)
    )


def _lower_rows(page: tuple[Block, ...], missing: float) -> tuple[Block, ...]:
    """Make rows lower, all by as much, until there is room for what is `missing`."""
    rows = sum(len(b.rows) for b in walk(page) if isinstance(b, Table) and _is_high(b))
    by = math.ceil(missing / max(rows, 1))

    def change(block: Block) -> Iterable[Block]:
        if isinstance(block, Table) and _is_high(block):
            return [replace(block, row_height=max(block.row_height - by, _least(block)))]
        return [block]

    return tuple(rewrite_blocks(page, change)) if rows else page


def _one_line_each(page: tuple[Block, ...], missing: float) -> tuple[Block, ...]:
    """Leave each question one line to write on."""
    del missing

    def change(block: Block) -> Iterable[Block]:
        return [replace(block, lines=1) if isinstance(block, Answer) else block]

    return tuple(rewrite_blocks(page, change))


def _is_high(table: Table) -> bool:
    return table.row_height > _least(table)


def _least(table: Table) -> int:
    return _LEAST_FIGURE_ROW if "figure" in table.column_kinds else _LEAST_ROW
