"""Document → the same with rows and canvases that large letters leave room for on a page."""

from __future__ import annotations

from dataclasses import replace

from packbuilder.model import Arrangement, Block, Canvas, Document, Table, rewrite_blocks

LEAST_ROW, MOST_ROW = 18, 22
"""No higher row becomes lower than the one, so that a sentence can be written in it, or stays
higher than the other, in mm.
"""

_ROWS, _CANVAS = 90, 105
"""What fits below a heading, a caption and the table's head on a landscape page, in mm."""


def lower_rows(document: Document) -> Document:
    """Make high rows lower, on landscape pages so that all fit below a heading if they can."""
    landscape = document.meta.orientation == "landscape"
    lower = _lower_on_landscape if landscape else _lower
    blocks = rewrite_blocks(document.blocks, _one_below_the_other)
    return replace(document, blocks=rewrite_blocks(blocks, lower))


def _one_below_the_other(block: Block) -> tuple[Block, ...]:
    """Let what stands side by side use the whole width, which large letters need."""
    if isinstance(block, Arrangement) and block.look in ("row", "stack"):
        return block.blocks
    return (block,)


def _lower(block: Block, most: int = MOST_ROW) -> list[Block]:
    if isinstance(block, Table) and block.row_height > LEAST_ROW:
        return [replace(block, row_height=max(LEAST_ROW, min(block.row_height, most)))]
    return [block]


def _lower_on_landscape(block: Block) -> list[Block]:
    if isinstance(block, Canvas):
        return [replace(block, height=min(block.height, _CANVAS))]
    rows = len(block.rows) if isinstance(block, Table) else 0
    return _lower(block, min(MOST_ROW, _ROWS // max(rows, 1)))
