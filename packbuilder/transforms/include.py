"""Put shared files where a document asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from packbuilder.diagnostics import Code, Diagnostic, Span
from packbuilder.model import (
    Block,
    Document,
    FootnoteReference,
    Include,
    all_inlines,
    rewrite_blocks,
)

ReadShared = Callable[[str, Span], tuple[Block, ...]]


def include_shared(document: Document, read: ReadShared) -> tuple[Document, list[Diagnostic]]:
    """Replace every `Include`; `read` gives the blocks of a path. Return also which files include
    themselves: there, nothing is put in place.
    """
    sources, loops = list(document.sources), list[Diagnostic]()

    def put_in(block: Block, trail: tuple[str, ...]) -> Iterable[Block]:
        if not isinstance(block, Include):
            return [block]
        path = f"content/{block.file}"
        if path in trail:
            message = f"“{block.file}” includes itself: {' → '.join((*trail, path))}"
            help = "delete one of these includes"
            loops.append(Diagnostic(Code.INCLUDE, block.span, message, help))
            return []
        sources.append(path)
        return rewrite_blocks(read(path, block.span), lambda b: put_in(b, (*trail, path)))

    blocks = rewrite_blocks(document.blocks, lambda b: put_in(b, (document.span.path,)))
    return replace(document, blocks=blocks, sources=tuple(dict.fromkeys(sources))), loops


def with_all_notes(document: Document) -> Document:
    """Return a document with mistakes in which notes without a text are empty."""
    inlines = all_inlines(document.blocks_and_notes)
    labels = (inline.label for inline in inlines if isinstance(inline, FootnoteReference))
    return replace(document, footnotes=dict.fromkeys(labels, ()) | dict(document.footnotes))
