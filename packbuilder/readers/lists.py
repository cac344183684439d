"""Syntax tree → lists of all kinds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from markdown_it.tree import SyntaxTreeNode

from packbuilder.diagnostics import Code, Severity
from packbuilder.model import (
    Block,
    BulletList,
    Counting,
    Definition,
    DefinitionList,
    ListItem,
    OrderedList,
)
from packbuilder.readers.reader import BlockReader
from packbuilder.readers.unmeant import (
    empty_items,
    items_indented_too_little,
    numbers_out_of_order,
    year_as_number,
)

MAX_LIST_DEPTH = 9
"""Word's numbering has nine levels."""


def read_bullets(reader: BlockReader, node: SyntaxTreeNode) -> Iterable[Block]:
    """Read a list without order."""
    _report(reader, node, items_indented_too_little(reader.lines, node))
    return [BulletList(_items(reader, node), span=reader.span(node))]


def read_ordered(reader: BlockReader, node: SyntaxTreeNode) -> Iterable[Block]:
    """Read a numbered list."""
    start = int(node.attrs.get("start", 1))
    counting = cast(Counting, node.attrs.get("type", "figures"))
    for message, help in year_as_number(start):
        line = reader.line_index(node)
        reader.problem(Code.UNMEANT, line, message, help, Severity.WARNING)
    written = [(item.info, item.markup[-1:]) for item in node.children]
    out_of_order = list(numbers_out_of_order(written, counting))
    inner = list(items_indented_too_little(reader.lines, node)) if out_of_order else []
    _report(reader, node, inner or out_of_order)
    return [OrderedList(_items(reader, node), start, counting, span=reader.span(node))]


def _report(
    reader: BlockReader, node: SyntaxTreeNode, found: Iterable[tuple[int, str, str]]
) -> None:
    """Note what is wrong with items of a list, each by its number from 0."""
    for number, message, help in found:
        line = reader.line_index(node.children[number])
        reader.problem(Code.UNMEANT, line, message, help, Severity.WARNING)


def _items(reader: BlockReader, node: SyntaxTreeNode) -> tuple[ListItem, ...]:
    _report(reader, node, empty_items(node))
    reader.list_depth += 1
    if reader.list_depth == MAX_LIST_DEPTH + 1:
        reader.problem(
            Code.TOO_DEEP,
            reader.line_index(node),
            f"lists can have up to {MAX_LIST_DEPTH} levels",
            "move the inner items into a list of their own under a heading",
        )
    items = tuple(
        ListItem(reader.read(item.children), span=reader.span(item)) for item in node.children
    )
    reader.list_depth -= 1
    return items


def read_definitions(reader: BlockReader, node: SyntaxTreeNode) -> Iterable[Block]:
    """Read terms and what they mean."""
    items: list[Definition] = []
    for child in node.children:
        if child.type == "dt":
            items.append(Definition(reader.line(child), (), span=reader.span(child)))
        else:
            last = items[-1]
            blocks = (*last.blocks, *reader.read(child.children))
            items[-1] = Definition(last.term, blocks, span=last.span)
    return [DefinitionList(tuple(items), span=reader.span(node))]
