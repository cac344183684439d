"""How high rows and boxes come out, about: those that may not fit on a page are parted."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from packbuilder.model import (
    Blank,
    Block,
    Card,
    CodeBlock,
    DeckKind,
    Footer,
    Inline,
    InlineCode,
    LineBreak,
    Table,
    Text,
    own_inlines,
    walk,
    walk_inlines,
)
from packbuilder.theme.theme import Theme
from packbuilder.theme.tokens import MM_PER_PT, millimetres

_MOST = 0.5
"""The share of a page from which rows and boxes may be parted: their height is guessed."""
_LOW = 0.25
"""The share of a page that other cells may take in a row that goes on over pages."""
_BESIDE = 7
"""What “Page 10 of 12” takes beside the title in the footer, in widths of a letter."""
_BLANK = "_" * 19
"""As wide as a space to write in."""
_ENDS = 1.1
"""How much more than its letters a text takes, as lines end between words."""


def high_rows(table: Table, theme: Theme, profile: str, width: float) -> frozenset[int]:
    """Return the rows of a table, from 0, that may be too high for a page, and can be parted.

    `width` is that of the table in mm. Words are read page by page, so only the last words of a
    row may go on.
    """
    heights = row_heights(table, theme, profile, width)
    return frozenset(
        number
        for number, cells in enumerate(heights)
        if max(cells, default=0) > _MOST and can_be_parted(cells)
    )


def row_heights(
    table: Table, theme: Theme, profile: str, width: float
) -> tuple[tuple[float, ...], ...]:
    """Return the share of a page that each cell of each row takes, about."""
    style = theme.style(profile, "table-text")
    shares = table.widths or (1,) * len(table.header)
    padding = 2 * theme.length("cell-padding")
    rooms = [max(width * share / sum(shares) - padding, padding) for share in shares]
    line = style.leading * MM_PER_PT / _room(theme, profile)
    return tuple(
        tuple(
            _lines(cell.inlines, theme, style.size, room) * line
            for cell, room in zip(row, rooms, strict=False)
        )
        for row in table.rows
    )


def can_be_parted(cells: tuple[float, ...]) -> bool:
    """Whether only the last words of a row, by the heights of its cells, are high."""
    filled = [height for height in cells if height]
    return all(height < _LOW for height in filled[:-1])


def is_high(block: Block, theme: Theme, profile: str) -> bool:
    """Whether a box with all that is in it may be too high for a page."""
    return height_of([block], theme, profile, "text") > _MOST


def height_of(
    blocks: Iterable[Block], theme: Theme, profile: str, role: str, width: float = 0
) -> float:
    """Return the share of a page that blocks take in letters of a role, about: in lines of a width
    in mm, else in those of running text.
    """
    style = theme.style(profile, role)
    width = width or theme.measure(profile)
    lines = 0
    for inner in walk(blocks):
        if isinstance(inner, CodeBlock):
            lines += inner.text.count("\n") + 1
        lines += sum(_lines(line, theme, style.size, width) for line in own_inlines(inner))
    return lines * style.leading * MM_PER_PT / _room(theme, profile)


def card_share(card: Card, kind: DeckKind, theme: Theme) -> float:
    """Return the share of the height of a card that its words take, about."""
    sheet, padding = theme.cards_on_sheet(kind), theme.length("card-padding")
    name = "card-name" if card.large else "card-question"
    name = "card-text" if card.label else name if card.is_short else f"{name}-low"
    height = 0.0
    beside = "card-line" if card.large else "card-text"
    for line, role in ((card.above, beside), (card.inlines, name), (card.below, beside)):
        style = theme.style("handout", role)
        lines = _lines(line, theme, style.size, sheet.width - 2 * padding, style.bold)
        height += lines * style.leading * MM_PER_PT
    if card.label:
        height += theme.style("handout", "callout-title").leading * MM_PER_PT
    if card.code or card.icon:
        height += theme.length("card-icon")
    elif card.theme:
        height += theme.style("handout", "table-head").leading * MM_PER_PT
    if card.pattern:
        height += theme.length("card-pattern")
    return height / (sheet.height - 2 * padding)


def footer_lines(title: str, theme: Theme, profile: str, landscape: bool = False) -> int:
    """Return how many lines a title takes in the footer, beside “Page 10 of 12”, about."""
    size = theme.style(profile, "footer").size
    room = width_of_page(theme, profile, landscape) - _BESIDE * size * MM_PER_PT
    return max(math.ceil(theme.width_of(title, size, bold=False) / room), 1)


def foot_is_high(footer: Footer, theme: Theme, profile: str, landscape: bool) -> bool:
    """Whether a footer has a line more than usual: it begins higher, so that it ends as far from
    the edge. On landscape pages, all of it stands in one line if it can.
    """
    if landscape:
        words = f"{footer.title} · {footer.edition}"
        return footer_lines(words, theme, profile, landscape) > 1
    size = theme.style(profile, "footer").size
    edition = theme.width_of(footer.edition, size, bold=False)
    return footer_lines(footer.title, theme, profile) > 1 or edition > width_of_page(theme, profile)


def width_of_page(theme: Theme, profile: str, landscape: bool = False) -> float:
    """Return the width of a page without its margins, in mm."""
    paper = theme.paper(profile, landscape)
    return millimetres(paper.width) - millimetres(paper.left) - millimetres(paper.right)


def _room(theme: Theme, profile: str) -> float:
    paper = theme.paper(profile)
    return millimetres(paper.height) - millimetres(paper.top) - millimetres(paper.bottom)


def _lines(
    inlines: Iterable[Inline], theme: Theme, size: float, room: float, bold: bool = False
) -> int:
    texts = (theme.width_of(text, size, bold=bold) for text in between_breaks(inlines))
    return sum(max(math.ceil(width * _ENDS / room), 1) for width in texts)


def between_breaks(inlines: Iterable[Inline]) -> Iterator[str]:
    """Return the words of a line of text, those after each forced break apart."""
    words = ""
    for inline in walk_inlines(inlines):
        if isinstance(inline, LineBreak):
            yield words
            words = ""
        elif isinstance(inline, Text | InlineCode):
            words += inline.text
        elif isinstance(inline, Blank):
            words += _BLANK
    if words:
        yield words
