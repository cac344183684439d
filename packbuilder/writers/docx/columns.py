"""Where blocks stand across a page that has a margin column: in its text, or as wide as the page.

In reports, headings and running text begin behind the margin column, where numbers and names stand;
tables, figures and what is large take the whole width.
"""

from __future__ import annotations

from dataclasses import replace

from packbuilder import model as m
from packbuilder.writers.docx.layout_context import LayoutContext

_WHOLE = (m.Table, m.Figure, m.Logos, m.KeySentence, m.ThemePage, m.Quotation, m.Deck, m.Canvas)
_WHOLE_LOOKS = ("stages", "figures")
_WHOLE_WHERE_DENSE = (m.Heading, m.Callout, m.Table)


def placed(
    block: m.Block, before: m.Block | None, after: m.Block | None, layout: LayoutContext
) -> LayoutContext:
    """Return where a block stands, by itself and by what is around it."""
    if not layout.column and isinstance(block, m.Heading) and _has_numerals(after):
        return replace(layout, low_headings=True)
    if not layout.column or layout.indent != layout.column or layout.frame:
        return layout
    if layout.dense:  # the page on a pack itself: its boxes and headings are as wide as its tables
        whole = isinstance(block, _WHOLE_WHERE_DENSE)
        lists = isinstance(after, m.Table) and after.numbered
        names_it = isinstance(block, m.Heading) and block.level == 1 and not lists
        layout = replace(layout, low_headings=not names_it)
    elif isinstance(block, m.Heading):
        whole = after is not None and not block.number and _names_the_page(after)
        if isinstance(after, m.KeySentence):
            layout = replace(layout, low_headings=True)
    elif isinstance(block, m.Lead):
        whole = isinstance(before, m.KeySentence)
    elif isinstance(block, m.SmallPrint):
        whole = isinstance(before, m.Table)
    else:
        whole = _is_whole(block)
    return replace(layout, indent=0) if whole else layout


def _has_numerals(block: m.Block | None) -> bool:
    """Whether a block is a list with large numerals, above which a heading is low in handouts."""
    return isinstance(block, m.OrderedList) and block.numerals


def _is_whole(block: m.Block) -> bool:
    """Whether a block takes the whole width."""
    if isinstance(block, m.OrderedList):
        return block.numerals
    if isinstance(block, m.BulletList):
        return block.tiles
    if isinstance(block, m.Arrangement):
        return block.look == "photos" or are_pictures(block)
    return isinstance(block, _WHOLE)


def is_notice(block: m.Block | None) -> bool:
    """Whether a block is the lines that end a tool."""
    return isinstance(block, m.Arrangement) and block.look == "notice"


def are_pictures(node: m.Arrangement) -> bool:
    """Whether a row has pictures, and nothing else."""
    return node.look == "row" and all(isinstance(b, m.Figure) for b in node.blocks)


def _names_the_page(block: m.Block) -> bool:
    """Whether the heading above a block stands at the margin, as it does."""
    if isinstance(block, m.Table):
        return block.look in _WHOLE_LOOKS
    return isinstance(block, m.KeySentence) or (isinstance(block, m.BulletList) and block.tiles)
