"""What a reader of a document reads, in order: worked out from the model alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from packbuilder import model as m


def words_of(blocks: Iterable[m.Block], automatic: bool = True) -> Iterator[str]:
    """Yield the words of blocks piece by piece.

    `automatic` are those that Word keeps elsewhere: numbers of headings, footnotes, foot lines,
    the words of maps.
    """
    yield from _blocks(blocks, automatic, set())


def _blocks(blocks: Iterable[m.Block], automatic: bool, noted: set[int]) -> Iterator[str]:
    for block in blocks:
        yield from _block(block, automatic, noted)


def _block(block: m.Block, automatic: bool, noted: set[int]) -> Iterator[str]:
    if isinstance(block, m.Heading) and automatic:
        yield block.number
    if isinstance(block, m.CodeBlock):
        yield block.text
    if isinstance(block, m.Card):
        yield f"{block.code} {block.theme}"
    for name in ("title", "term", "caption", "label", "above", "inlines", "below"):
        value = getattr(block, name, ())
        yield from _line(value if isinstance(value, tuple) else (), automatic, noted)
    if isinstance(block, m.Canvas):
        yield block.purpose
        yield from block.zones if automatic or not block.shape else ()
    if isinstance(block, m.Deck) and automatic:
        yield block.guide
    if isinstance(block, m.Table):
        for row in (block.header, *block.rows):
            for cell in row:
                yield from _line(cell.inlines, automatic, noted)
    yield from _blocks(m.nested_blocks(block), automatic, noted)
    if isinstance(block, m.Quotation):
        yield from _line(block.by, automatic, noted)
    if isinstance(block, m.Deck):
        yield block.back


def _line(inlines: Iterable[m.Inline], automatic: bool, noted: set[int]) -> Iterator[str]:
    from helpers.model_strategies import NOTES

    for inline in inlines:
        if isinstance(inline, m.Text | m.InlineCode):
            yield inline.text
        elif isinstance(inline, m.FootnoteReference) and automatic and inline.number not in noted:
            noted.add(inline.number)
            yield from _blocks(NOTES[inline.number - 1], automatic, noted)
        yield from _line(getattr(inline, "inlines", ()), automatic, noted)


def missing(pieces: Iterable[str], found: str) -> list[str]:
    """List pieces that do not stand in a text, each after the one before; spaces are nothing."""
    found, at, lost = _dense(found), 0, []
    for piece in map(_dense, pieces):
        place = found.find(piece, at)
        if place < 0:
            lost.append(piece)
        else:
            at = place + len(piece)
    return lost


def _dense(text: str) -> str:
    return re.sub(r"\s+", "", text).replace("\u2011", "-")
