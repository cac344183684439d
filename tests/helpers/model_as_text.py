"""The model as text that people can read: a line for each block, indented as they are nested."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, Field, fields
from typing import Any

from packbuilder.model import Block, Cell, Document, Inline, Node, Table, Text

HIDDEN = {"span", "id"}


def dump(document: Document) -> str:
    """Return a document: its blocks, then its footnotes."""
    lines = list(_blocks(document.blocks, ""))
    for label, blocks in document.footnotes.items():
        lines += [f"Footnote {label}", *_blocks(blocks, "  ")]
    return "\n".join(lines) + "\n"


def _blocks(blocks: Iterable[Block], indent: str) -> Iterator[str]:
    for block in blocks:
        yield f"{indent}{_head(block)}"
        yield from (f"{indent}  {line}" for line in _body(block))


def _head(block: Block) -> str:
    span = block.span
    lines = f"{span.line}–{span.end_line}" if span.end_line > span.line else f"{span.line}"
    return " ".join([type(block).__name__, *_options(block), f"[{lines}]"])


def _options(node: Any) -> Iterator[str]:
    """Yield the plain fields that differ from their defaults."""
    for spec in fields(node):
        value = getattr(node, spec.name)
        if spec.name in HIDDEN or _holds_nodes(value) or value == _default(spec):
            continue
        yield f"{spec.name}={json.dumps(value, ensure_ascii=False)}"


def _body(block: Block) -> Iterator[str]:
    if isinstance(block, Table):
        yield from ([f"caption: {line(block.caption)}"] if block.caption else [])
        yield from (" | ".join(map(_cell, row)) for row in (block.header, *block.rows))
        return
    for spec in fields(block):
        value = getattr(block, spec.name)
        if isinstance(value, Block):
            yield from _blocks([value], "")
        elif isinstance(value, tuple) and value and isinstance(value[0], Inline):
            yield line(value) if spec.name == "inlines" else f"{spec.name}: {line(value)}"
    for spec in fields(block):
        value = getattr(block, spec.name)
        if isinstance(value, tuple) and _holds_nodes(value) and isinstance(value[0], Block):
            yield from _blocks(value, "")


def _cell(cell: Cell) -> str:
    options = " ".join(_options(cell))
    return f"{line(cell.inlines)} ({options})" if options else line(cell.inlines)


def line(inlines: Iterable[Inline]) -> str:
    """Return a line of text; words stand in quotes."""
    return " ".join(_inline(inline) for inline in inlines) or "–"


def _inline(inline: Inline) -> str:
    if isinstance(inline, Text):
        return json.dumps(inline.text, ensure_ascii=False)
    inner = [line(inline.inlines)] if getattr(inline, "inlines", ()) else []
    return f"{type(inline).__name__}({', '.join([*inner, *_options(inline)])})"


def _holds_nodes(value: object) -> bool:
    if isinstance(value, tuple):
        return bool(value) and _holds_nodes(value[0])
    return isinstance(value, Node)


def _default(spec: Field[Any]) -> object:
    return () if spec.default is MISSING else spec.default
