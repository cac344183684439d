"""Titles and headings → the same, their last word tied to the one before it, so that no line of
them holds a short word alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from packbuilder.model import Block, Document, Heading, Text, rewrite_blocks

_LONGEST, _FEWEST = 11, 3
"""A last word of so many letters at most is tied, in a title of so many words at least."""
_TIE = "\N{NO-BREAK SPACE}"


def tie(title: str) -> str:
    """Tie the last word of a title to the one before."""
    start, space, last = title.rpartition(" ")
    if not space or len(last) > _LONGEST or len(title.split()) < _FEWEST:
        return title
    return f"{start}{_TIE}{last}"


def tie_headings(document: Document) -> Document:
    """Tie the last words of all headings that end in plain text."""

    def change(block: Block) -> Iterable[Block]:
        if isinstance(block, Heading) and block.inlines:
            *before, last = block.inlines
            if isinstance(last, Text):
                return [replace(block, inlines=(*before, replace(last, text=tie(last.text))))]
        return [block]

    return replace(document, blocks=rewrite_blocks(document.blocks, change))
