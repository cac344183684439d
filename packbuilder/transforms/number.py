"""Give every block its id, headings and footnotes their numbers."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from packbuilder.model import (
    Block,
    Document,
    FootnoteReference,
    Heading,
    Inline,
    all_inlines,
    rewrite_blocks,
    rewrite_document,
    rewrite_inlines,
    words,
)


def identify_blocks(document: Document) -> Document:
    """Give each block an id of 8 hex digits, made from its file, kind and words.

    The same words in the same file keep their id wherever they move; repeated ones are counted.
    """
    seen: Counter[str] = Counter()

    def change(block: Block) -> Iterable[Block]:
        key = f"{block.span.path}\0{type(block).__name__}\0{words(block)}"
        seen[key] += 1
        digest = hashlib.sha256(f"{key}\0{seen[key]}".encode()).hexdigest()
        return [replace(block, id=digest[:8])]

    return rewrite_document(document, change)


def number_document(document: Document) -> Document:
    """Number headings (1, 1.1, …) and footnotes; what is below a heading without a number has none
    either.
    """
    counters: list[int] = []
    unnumbered: list[int] = []  # the levels of such headings that are still open
    references = (n for n in all_inlines(document.blocks) if isinstance(n, FootnoteReference))
    labels = dict.fromkeys(reference.label for reference in references)
    notes = {label: number for number, label in enumerate(labels, 1)}

    def inline(node: Inline) -> Iterable[Inline]:
        if isinstance(node, FootnoteReference):
            return [replace(node, number=notes[node.label])]
        return [node]

    def change(block: Block) -> Iterable[Block]:
        if isinstance(block, Heading):
            while unnumbered and unnumbered[-1] >= block.level:
                unnumbered.pop()
            if block.numbered and document.meta.numbered and not unnumbered:
                block = replace(block, number=_next(counters, block.level))
            else:
                unnumbered.append(block.level)
                block = replace(block, numbered=False)
        return [rewrite_inlines(block, inline)]

    blocks = rewrite_blocks(document.blocks, change)
    footnotes = {label: document.footnotes[label] for label in notes}
    return replace(document, blocks=blocks, footnotes=footnotes)


def _next(counters: list[int], level: int) -> str:
    del counters[level:]
    counters.extend([0] * (level - len(counters)))
    counters[level - 1] += 1
    return ".".join(str(number) for number in counters)
