"""In a document that is read from right to left, arrows that lead on point to the left, and
charts begin on the right.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from packbuilder.model import ARROW, ARROW_LEFT, Block, Document, Figure, Icon, Inline, marks
from packbuilder.model.walking import rewrite_document, rewrite_inlines
from packbuilder.settings.dates import runs_right_to_left

_TURNED = {ARROW: ARROW_LEFT, marks.ARROW: marks.ARROW_LEFT}


def turn_arrows(document: Document) -> Document:
    """Return a document with its arrows and charts in the direction in which it is read."""
    if not runs_right_to_left(document.meta.language):
        return document
    return rewrite_document(document, _turn_in)


def _turn_in(block: Block) -> Iterable[Block]:
    if isinstance(block, Figure):
        block = replace(block, image=marks.turned(block.image))
    return [rewrite_inlines(block, _turn)]


def _turn(inline: Inline) -> Iterable[Inline]:
    if not isinstance(inline, Icon):
        return [inline]
    return [replace(inline, image=_TURNED.get(inline.image) or marks.turned(inline.image))]
