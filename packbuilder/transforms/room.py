"""A tool → the same with all of a worksheet on its page: with long names or longer words, rows
become lower, and questions have fewer lines to write on. Tables that need more go on over pages.
In large print, what needs more pages runs on.

Letters and margins stay as they are, and so do the fields and their names.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from packbuilder.model import (
    Answer,
    Block,
    BulletList,
    Choices,
    Heading,
    PageBreak,
    Paragraph,
    Part,
    Table,
    rewrite_blocks,
    walk,
)
from packbuilder.theme import Theme
from packbuilder.theme.page_heights import Pages

_LEAST_ROW, _LEAST_FIGURE_ROW = 18, 9
"""No row becomes lower than this, in mm: a sentence, or a figure, can still be written in it."""

_NEAR = 0.8
"""What has to be left of a page, in mm: heights are guessed."""

_MOST = 60
"""What more needs so many mm is meant to go on over pages."""

_GAPS = 25
"""So much of pages that run on is left empty, in mm, by what stands together."""


def make_room(part: Part, theme: Theme) -> Part:
    """Make rows lower, and lines to write on fewer, on each page of a tool that is too full; those
    of large print are as low and as few already, and what needs more pages runs on.
    """
    if not (part.opening and part.opening.code) or theme.traits.posters:
        return part
    made, heights, large = [], Pages(part, theme), theme.traits.large
    pages = _pages(part.blocks)
    for number, page in enumerate(_running_on(pages, heights) if large else pages):
        spare = partial(_spare, heights, number == 0)
        fitted = page if large else _fitted(page, spare)
        made.append(_going_on(fitted, spare))
    return replace(part, blocks=tuple(itertools.chain.from_iterable(made)))


def _pages(blocks: Sequence[Block]) -> Iterator[tuple[Block, ...]]:
    """Yield the blocks of each page, with the break that ends it."""
    page: list[Block] = []
    for block in blocks:
        page.append(block)
        if isinstance(block, PageBreak):
            yield tuple(page)
            page = []
    yield tuple(page)


def _running_on(pages: Iterable[tuple[Block, ...]], heights: Pages) -> Iterator[tuple[Block, ...]]:
    """Yield pages of which each goes on below the one before where that saves a page, and what it
    begins with fits there. What facilitators read begins a page of its own.
    """
    whole = heights.spare((), first=False)
    before: tuple[Block, ...] = ()
    first = True
    for page in pages:
        joined = (*before[:-1], *page)
        used = (whole - _spare(heights, first, before)) / whole
        more = (whole - _spare(heights, False, page)) / whole
        begun = (whole - _spare(heights, False, _beginning(page))) / whole
        saves = used % 1 + more % 1 <= 1 - _GAPS / whole
        if before and not (saves and used % 1 + begun <= 1 and _goes_below(page)):
            yield before
            before, first = page, False
        else:
            before = joined
    yield before


def _beginning(page: Iterable[Block]) -> Iterator[Block]:
    """Yield what has to stand together when a page begins: a heading, words, what they lead to."""
    for block in page:
        if isinstance(block, BulletList):
            return
        yield block
        if not isinstance(block, Heading | Paragraph) and getattr(block, "look", "") != "scale":
            return


def _goes_below(page: Iterable[Block]) -> bool:
    """Whether people write on a page, and it is not the one that says how to run a tool."""
    blocks = list(walk(page))
    tables = [block for block in blocks if isinstance(block, Table)]
    asks = any(isinstance(block, Answer | Choices) for block in blocks)
    return not any(t.strip for t in tables) and (asks or any(any(t.column_kinds) for t in tables))


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
