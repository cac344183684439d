"""Titles and headings → the same, their last word tied to the one before it, so that no line of
them holds a short word alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from packbuilder.model import Block, Document, Heading, Text, rewrite_blocks

_LONGEST, _BOTH, _FEWEST = 11, 17, 3
"""A last word of so many letters at most is tied, if it and the word before it together have so
many at most, in a title of so many words at least: what is tied has to fit a narrow line.
"""
_TIE = "\N{NO-BREAK SPACE}"


def tie(title: str) -> str:
    """Tie the last word of a title to the one before."""
    words = title.split()
    start, _, last = title.rpartition(" ")
    if len(words) < _FEWEST or len(last) > _LONGEST or len(words[-2]) + len(last) > _BOTH:
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
