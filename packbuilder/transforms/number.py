"""Give every block its id, headings, footnotes and steps their numbers."""

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
    Paragraph,
    Step,
    Strong,
    Text,
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


def number_document(document: Document, minutes: str, minute: str) -> Document:
    """Number headings (1, 1.1, …) and footnotes; `minutes` and `minute` are the labels of steps."""
    counters: list[int] = []
    notes: dict[str, int] = {}

    def inline(node: Inline) -> Iterable[Inline]:
        if isinstance(node, FootnoteReference):
            return [replace(node, number=notes.setdefault(node.label, len(notes) + 1))]
        return [node]

    def change(block: Block) -> Iterable[Block]:
        if isinstance(block, Heading) and block.numbered and document.meta.numbered:
            block = replace(block, number=_next(counters, block.level))
        elif isinstance(block, Heading):
            block = replace(block, numbered=False)
        elif isinstance(block, Step):
            label = minute if block.minutes == 1 else minutes
            block = _timed(block, label.format(minutes=block.minutes))
        return [rewrite_inlines(block, inline)]

    blocks = rewrite_blocks(document.blocks, change)
    ordered = sorted(document.footnotes, key=lambda label: notes.get(label, len(notes) + 1))
    footnotes = {label: document.footnotes[label] for label in ordered if label in notes}
    return replace(document, blocks=blocks, footnotes=footnotes)


def _timed(step: Step, label: str) -> Step:
    """Begin a step's first paragraph with its minutes."""
    first, *rest = step.blocks
    if isinstance(first, Paragraph):
        words = (Strong((Text(f"{label}:", span=step.span),), span=step.span), Text(" "))
        first = replace(first, inlines=(*words, *first.inlines))
    return replace(step, blocks=(first, *rest))


def _next(counters: list[int], level: int) -> str:
    del counters[level:]
    counters.extend([0] * (level - len(counters)))
    counters[level - 1] += 1
    return ".".join(str(number) for number in counters)
