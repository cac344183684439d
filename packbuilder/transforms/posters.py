"""Document → the pages of it that hang on a wall, with rows as high as fit A3."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from packbuilder.model import (
    Block,
    Canvas,
    Document,
    Heading,
    PageBreak,
    Table,
    is_poster,
    rewrite_blocks,
)

_LARGER = 1.2
"""How much higher rows are on A3: its sides are 1.4 times those of A4, less room for the title."""


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
