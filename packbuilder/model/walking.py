"""How to go through blocks and inlines, read their words, and rewrite them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from functools import partial
from operator import is_
from typing import TypeVar

from packbuilder.diagnostics import Span
from packbuilder.model.blocks import Cell, CodeBlock, Figure, Quotation, Table, ThemePage
from packbuilder.model.documents import Document
from packbuilder.model.inlines import Field, Icon, InlineCode, LineBreak, Text
from packbuilder.model.marks import QUOTE, distances, sign
from packbuilder.model.nodes import Block, Inline, Node
from packbuilder.model.tool_blocks import SCISSORS, Answer, Canvas, Card, Deck

T = TypeVar("T")
N = TypeVar("N", bound=Node)
B = TypeVar("B", bound=Block)


class _Names(dict[type[Node], tuple[str, ...]]):
    """The fields of each kind of node that are of certain types, worked out when first asked."""

    def __init__(self, is_wanted: Callable[[str, str], bool]) -> None:
        super().__init__()
        self._is_wanted = is_wanted

    def __missing__(self, kind: type[Node]) -> tuple[str, ...]:
        self[kind] = tuple(f.name for f in fields(kind) if self._is_wanted(f.name, str(f.type)))
        return self[kind]


_INNER = _Names(lambda name, _: name in ("items", "blocks"))
_LINES = _Names(lambda _, type: type == "tuple[Inline, ...]")


def nested_blocks(block: Block) -> Iterator[Block]:
    """Yield the blocks directly inside a block, in reading order."""
    for name in _INNER[type(block)]:
        yield from getattr(block, name)


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield every block, outer ones before the ones inside them."""
    for block in blocks:
        yield block
        for name in _INNER[type(block)]:
            yield from walk(getattr(block, name))


def own_inlines(block: Block) -> Iterator[tuple[Inline, ...]]:
    """Yield the lines of text that belong to a block itself, in reading order."""
    for name in _LINES[type(block)]:
        yield getattr(block, name)
    if isinstance(block, Table):
        for row in (block.header, *block.rows):
            yield from (cell.inlines for cell in row)


def walk_inlines(inlines: Iterable[Inline]) -> Iterator[Inline]:
    """Yield every inline, outer ones before the ones inside them."""
    for inline in inlines:
        yield inline
        for name in _LINES[type(inline)]:
            yield from walk_inlines(getattr(inline, name))


def all_inlines(blocks: Iterable[Block]) -> Iterator[Inline]:
    """Yield every inline of every block."""
    for block in walk(blocks):
        for line in own_inlines(block):
            yield from walk_inlines(line)


def images_of(blocks: Iterable[Block]) -> Iterator[tuple[str, Span]]:
    """Yield the pictures that blocks show, by their paths, and where each was written."""
    for block in walk(blocks):
        if isinstance(block, Deck):
            yield from ((path, block.span) for path in (SCISSORS, block.mark) if path)
        elif isinstance(block, Figure):
            yield block.image, block.span
        elif isinstance(block, Card):
            yield from ((path, block.span) for path in (block.icon, block.pattern) if path)
        elif isinstance(block, ThemePage):
            yield from ((path, block.span) for path in (block.icon, block.band) if path)
        elif isinstance(block, Table):
            yield from ((sign(letter), block.span) for letter in block.signs if letter)
        elif isinstance(block, Quotation):
            yield QUOTE, block.span
        elif isinstance(block, Canvas) and block.shape:
            yield distances(block.zones, block.height), block.span
        for line in own_inlines(block):
            icons = (node for node in walk_inlines(line) if isinstance(node, Icon))
            yield from ((icon.image, icon.span) for icon in icons)


def all_fields(blocks: Iterable[Block]) -> Iterator[tuple[Field, Block]]:
    """Yield every place to answer with the block it stands in, in reading order.

    Lines to write on come as the `Field` that says the same.
    """
    for block in walk(blocks):
        yield from ((field, block) for field in own_fields(block))


def own_fields(block: Block) -> Iterator[Field]:
    """Yield the places to answer of a block itself, in reading order."""
    if isinstance(block, Answer):
        field = Field(block.kind, block.name, block.spoken, "", True, block.options)
        yield replace(field, span=block.span)
    for line in own_inlines(block):
        yield from (part for part in walk_inlines(line) if isinstance(part, Field))


def plain(inlines: Iterable[Inline]) -> str:
    """Return the words of a line of text."""
    parts = []
    for inline in walk_inlines(inlines):
        if isinstance(inline, Text | InlineCode):
            parts.append(inline.text)
        elif isinstance(inline, LineBreak):
            parts.append(" ")
    return "".join(parts)


def words(block: Block) -> str:
    """Return the words of a block and of everything inside it, one line of text a line."""
    lines = [plain(line) for inner in walk([block]) for line in own_inlines(inner)]
    if isinstance(block, CodeBlock):
        lines.append(block.text)
    return "\n".join(line for line in lines if line)


def join_texts(inlines: Iterable[Inline]) -> Iterator[Inline]:
    """Put texts that stand side by side together again."""
    held: Text | None = None
    for piece in inlines:
        if isinstance(piece, Text):
            held = replace(held, text=held.text + piece.text) if held else piece
            continue
        if held:
            yield held
        held = None
        yield piece
    if held:
        yield held


def placed_texts(blocks: Iterable[Block]) -> Iterator[tuple[Span, str]]:
    """Yield every text as it was written, with its place; blocks of code come last."""
    blocks = tuple(blocks)
    for inline in all_inlines(blocks):
        if isinstance(inline, Text | InlineCode):
            yield inline.span, inline.text
    for block in walk(blocks):
        if isinstance(block, CodeBlock):
            yield block.span, block.text


# Rewriting ----------------------------------------------------------------------------------------


def rewrite_document(document: Document, change: Callable[[Block], Iterable[Block]]) -> Document:
    """Replace each block of a document and of its footnotes, as `rewrite_blocks` does."""
    footnotes = {name: rewrite_blocks(note, change) for name, note in document.footnotes.items()}
    return replace(document, blocks=rewrite_blocks(document.blocks, change), footnotes=footnotes)


def rewrite_blocks(
    blocks: Iterable[Block], change: Callable[[Block], Iterable[Block]]
) -> tuple[Block, ...]:
    """Replace each block, inner ones first, by what `change` gives for it: none, one or several.

    What nothing changes in stays the same object, as does everything around it.
    """
    blocks, result = tuple(blocks), list[Block]()
    for block in blocks:
        if names := _INNER[type(block)]:
            inner = {name: rewrite_blocks(getattr(block, name), change) for name in names}
            result.extend(change(_with(block, inner)))
        else:
            result.extend(change(block))
    return _kept(blocks, result)


def rewrite_inlines(block: B, change: Callable[[Inline], Iterable[Inline]]) -> B:
    """Replace each inline of a block itself (not of blocks inside it), inner ones first."""
    changed: dict[str, tuple[object, ...]] = {
        name: _rewrite_line(getattr(block, name), change) for name in _LINES[type(block)]
    }
    if isinstance(block, Table):
        changed["header"] = _rewrite_cells(block.header, change)
        changed["rows"] = _kept(block.rows, [_rewrite_cells(row, change) for row in block.rows])
    return _with(block, changed)


def rewrite_lines(block: B, change: Callable[[tuple[Inline, ...]], tuple[Inline, ...]]) -> B:
    """Replace each line of text of a block itself (not of blocks inside it)."""
    changed: dict[str, tuple[object, ...]] = {
        name: change(getattr(block, name)) for name in _LINES[type(block)]
    }
    if isinstance(block, Table):
        cells = partial(_rewrite_cell_lines, change=change)
        changed["header"] = cells(block.header)
        changed["rows"] = _kept(block.rows, [cells(row) for row in block.rows])
    return _with(block, changed)


def _rewrite_cell_lines(
    cells: tuple[Cell, ...], change: Callable[[tuple[Inline, ...]], tuple[Inline, ...]]
) -> tuple[Cell, ...]:
    return _kept(cells, [_with(cell, {"inlines": change(cell.inlines)}) for cell in cells])


def _rewrite_cells(
    cells: tuple[Cell, ...], change: Callable[[Inline], Iterable[Inline]]
) -> tuple[Cell, ...]:
    return _kept(
        cells, [_with(cell, {"inlines": _rewrite_line(cell.inlines, change)}) for cell in cells]
    )


def _rewrite_line(
    inlines: tuple[Inline, ...], change: Callable[[Inline], Iterable[Inline]]
) -> tuple[Inline, ...]:
    result: list[Inline] = []
    for inline in inlines:
        if names := _LINES[type(inline)]:
            inner = {name: _rewrite_line(getattr(inline, name), change) for name in names}
            result.extend(change(_with(inline, inner)))
        else:
            result.extend(change(inline))
    return _kept(inlines, result)


def _kept(before: tuple[T, ...], after: list[T]) -> tuple[T, ...]:
    """Return the tuple as it was when it holds the same objects still."""
    same = len(before) == len(after) and all(map(is_, before, after))
    return before if same else tuple(after)


def _with(node: N, values: Mapping[str, tuple[object, ...]]) -> N:
    """Return a node with other values, or itself when it has these already."""
    for name, value in values.items():
        if getattr(node, name) is not value:
            return replace(node, **values)  # type: ignore[arg-type]
    return node
