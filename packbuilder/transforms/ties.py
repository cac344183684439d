"""Titles and headings → the same, their last word tied to the one before it, so that no line of
them holds a short word alone; the marks of a scale tied to what they mean, and a telephone number
in one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from packbuilder.model import (
    Arrangement,
    Block,
    Document,
    Heading,
    Inline,
    Numeral,
    Paragraph,
    Text,
    rewrite_blocks,
    rewrite_document,
    rewrite_inlines,
)

_LONGEST, _BOTH, _FEWEST = 11, 17, 3
"""A last word of so many letters at most is tied, if it and the word before it together have so
many at most, in a title of so many words at least: what is tied has to fit a narrow line.
"""
_TIE = "\N{NO-BREAK SPACE}"
_BETWEEN_DIGITS = re.compile(r"(?<=[\d)]) (?=[\d(])")


def tie(title: str) -> str:
    """Tie the last word of a title to the one before."""
    words = title.split()
    start, _, last = title.rpartition(" ")
    if len(words) < _FEWEST or len(last) > _LONGEST or len(words[-2]) + len(last) > _BOTH:
        return title
    return f"{start}{_TIE}{last}"


def tie_headings(document: Document) -> Document:
    """Tie the last words of all headings that end in plain text, and the marks of scales."""

    def change(block: Block) -> Iterable[Block]:
        if isinstance(block, Arrangement) and block.look == "scale":
            return [replace(block, blocks=tuple(map(_tied_mark, block.blocks)))]
        if isinstance(block, Heading) and block.inlines:
            *before, last = block.inlines
            if isinstance(last, Text):
                return [replace(block, inlines=(*before, replace(last, text=tie(last.text))))]
        return [block]

    return replace(document, blocks=rewrite_blocks(document.blocks, change))


def tie_number(document: Document, number: str) -> Document:
    """Keep a telephone number in one line, wherever it stands in words."""
    tied = _BETWEEN_DIGITS.sub(_TIE, number)
    if tied == number:
        return document

    def inline(node: Inline) -> Iterable[Inline]:
        if isinstance(node, Text) and number in node.text:
            return [replace(node, text=node.text.replace(number, tied))]
        return [node]

    return rewrite_document(document, lambda block: [rewrite_inlines(block, inline)])


def _tied_mark(block: Block) -> Block:
    """Tie a numeral to the word behind it."""
    match block:
        case Paragraph(inlines=(Numeral() as mark, Text() as words, *rest)):
            tied = replace(words, text=_TIE + words.text.lstrip(" "))
            return replace(block, inlines=(mark, tied, *rest))
    return block
