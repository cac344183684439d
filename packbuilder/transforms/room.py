"""A tool → the same with all of a worksheet on its page: with long names or longer words, rows
become lower, questions have fewer lines to write on, and the bar of steps goes, whose words stand
where the steps do. Tables that need more go on over pages. In large print, what needs more pages
runs on.

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
    OrderedList,
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

_MOST_LEFT = 0.55
"""The share of a page that may be left empty where its blocks could go on below."""

_MOST = 60
"""What more needs so many mm is meant to go on over pages."""


def make_room(part: Part, theme: Theme) -> Part:
    """Make rows lower, and lines to write on fewer, on each page of a tool that is too full. In
    large print, what needs more pages all the same keeps its rows and lines, and runs on.
    """
    if not (part.opening and part.opening.code) or theme.traits.posters:
        return part
    heights, large = Pages(part, theme), theme.traits.large
    pages = list(_pages(part.blocks))
    most = math.inf if large else _MOST
    fitted = [
        _fitted(page, partial(_spare, heights, not number), most)
        for number, page in enumerate(pages)
    ]
    if large:
        run_on = _running_on(_given_back(fitted, pages, heights), heights)
        fitted = [half for page in run_on for half in _halves(page, heights)]
    made = (
        _going_on(page, partial(_spare, heights, not number)) for number, page in enumerate(fitted)
    )
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
    """Yield pages of which each goes on below the one before where that saves a page. What
    facilitators read begins a page of its own.
    """
    before: tuple[Block, ...] = ()
    first = True
    for page in pages:
        joined = (*before[:-1], *page)
        apart = _sides(heights, first, before) + _sides(heights, False, page)
        if before and not (_goes_below(page) and _sides(heights, first, joined) < apart):
            yield before
            before, first = page, False
        else:
            before = joined
    yield before


def _given_back(
    fitted: list[tuple[Block, ...]], pages: Sequence[tuple[Block, ...]], heights: Pages
) -> list[tuple[Block, ...]]:
    """Give rows and lines back where less of them saves no page."""
    count = _count(fitted, heights)
    for number, page in enumerate(pages):
        roomy = [*fitted[:number], page, *fitted[number + 1 :]]
        if _count(roomy, heights) <= count:
            fitted = roomy
    return fitted


def _halves(page: tuple[Block, ...], heights: Pages) -> Iterator[tuple[Block, ...]]:
    """Yield what facilitators read, where it takes two sides, as two pages: what they do, if that
    fills a page well enough, and what helps them.
    """
    heads = (n for n, b in enumerate(page) if isinstance(b, Heading) and b.level > 1)
    at = 0 if _goes_below(page) else next(heads, 0)
    parts = page[:at], page[at:]
    two = _sides(heights, False, page) == 2 == sum(_sides(heights, False, p) for p in parts)
    if two and heights.spare(parts[0], first=False) < _MOST_LEFT * heights.spare((), first=False):
        yield (*parts[0], PageBreak(span=page[at].span))
        yield parts[1]
    else:
        yield page


def _count(pages: Iterable[tuple[Block, ...]], heights: Pages) -> int:
    """Return how many sides pages take when all have run on."""
    run_on = enumerate(_running_on(pages, heights))
    return sum(_sides(heights, not number, page) for number, page in run_on)


def _sides(heights: Pages, first: bool, page: Iterable[Block]) -> int:
    """Return how many sides the blocks of a page take. What stands together, with the headings
    above it, goes on to the next side where it does not fit.
    """
    side = heights.spare((), first=False) - _NEAR
    at = begun = side - heights.spare((), first) + _NEAR
    sides, top = 1, not first
    for block in page:
        if isinstance(block, PageBreak):
            break
        high = heights.height(block) - (heights.before(block) if top else 0)
        if at + high > side + heights.behind(block) and not top:
            together = _stays_together(block)
            more = 1 if together else math.ceil((at + high) / side) - 1
            at = at - begun if together else at - more * side
            sides += more
        top = False
        at += high
        begun = begun if isinstance(block, Heading) else at
    return sides


def _stays_together(block: Block) -> bool:
    if isinstance(block, Table):
        return block.stays_together
    return not isinstance(block, Paragraph | BulletList | OrderedList)


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
    page: tuple[Block, ...], spare: Callable[[Iterable[Block]], float], most: float
) -> tuple[Block, ...]:
    """Return a page that fits, or as much nearer to it as rows, lines and steps allow, where it
    needs no more than `most` beyond a page.
    """
    if not 0 < -spare(page) < most:
        return page
    page = _lower_rows(page, -spare(page))
    while spare(page) < 0 and (shorter := _fewer_lines(page)) != page:
        page = shorter
    return page if spare(page) >= 0 else _without_steps(page)


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


def _fewer_lines(page: tuple[Block, ...]) -> tuple[Block, ...]:
    """Take a line from the questions that have most of them; each keeps one."""
    most = max((block.lines for block in walk(page) if isinstance(block, Answer)), default=1)

    def change(block: Block) -> Iterable[Block]:
        if isinstance(block, Answer) and block.lines == most > 1:
            return [replace(block, lines=most - 1)]
        return [block]

    return tuple(rewrite_blocks(page, change))


def _without_steps(page: Iterable[Block]) -> tuple[Block, ...]:
    """Leave out the bar of steps."""
    return tuple(b for b in page if not (isinstance(b, Table) and b.look == "step-bar"))


def _is_high(table: Table) -> bool:
    return table.row_height > _least(table)


def _least(table: Table) -> int:
    return _LEAST_FIGURE_ROW if "figure" in table.column_kinds else _LEAST_ROW
