"""Put shared files where a document asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from packbuilder.diagnostics import Code, Span, fail
from packbuilder.model import Block, Document, Include, rewrite_blocks

ReadShared = Callable[[str, Span], tuple[Block, ...]]


def include_shared(document: Document, read: ReadShared) -> Document:
    """Replace every `Include`; `read` gives the blocks of a path. Raises `PackError`."""
    sources = list(document.sources)

    def change(block: Block) -> Iterable[Block]:
        return _resolve(block, read, (document.span.path,), sources)

    blocks = rewrite_blocks(document.blocks, change)
    return replace(document, blocks=blocks, sources=tuple(dict.fromkeys(sources)))


def _resolve(
    block: Block, read: ReadShared, trail: tuple[str, ...], sources: list[str]
) -> Iterable[Block]:
    if not isinstance(block, Include):
        return [block]
    path = f"content/{block.file}"
    if path in trail:
        raise fail(
            Code.INCLUDE,
            block.span,
            f"“{block.file}” includes itself: {' → '.join((*trail, path))}",
            "delete one of these includes",
        )
    sources.append(path)
    shared = read(path, block.span)
    return rewrite_blocks(shared, lambda b: _resolve(b, read, (*trail, path), sources))
