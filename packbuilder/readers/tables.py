"""Syntax tree → tables."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markdown_it.tree import SyntaxTreeNode

from packbuilder.diagnostics import Code, Severity
from packbuilder.model import Block, Cell, Table
from packbuilder.readers.pasted import pasted_cell_items
from packbuilder.readers.reader import BlockReader
from packbuilder.readers.stray import TOO_FEW_COLONS, is_too_few_colons

_ONE_LINE = "write each row on one line; <br> begins a new line in a cell"
_BELOW = "put an empty line before it; for a row, write “|” before and after each cell"
_ONE_CELL_EACH = "write one cell for each column; to print a “|” write it as \\|"


def read_table(reader: BlockReader, node: SyntaxTreeNode) -> Iterable[Block]:
    """Read a table; each of its rows has as many cells as its header."""
    head, *bodies = node.children
    header = _cells(reader, head.children[0])
    framed = reader.lines[reader.line_index(head)].lstrip(" >").startswith("|")
    for row in (row for body in bodies for row in body.children):
        line = reader.line_index(row)
        cells = re.sub(r"^[\s>]*\|?|(?<!\\)\|\s*$", "", reader.lines[line])
        count = len(re.split(r"(?<!\\)\|", cells))
        if (framed or count != len(header)) and not re.search(r"(?<!\\)\|", reader.lines[line]):
            reader.problem(
                Code.BLOCK_CONTENT,
                line,
                "this line has no “|”, but is printed as a row of the table above",
                TOO_FEW_COLONS if is_too_few_colons(cells) else _BELOW,
                Severity.WARNING,
            )
        elif count != len(header):
            broken = cells.rstrip().endswith("\\")
            reader.problem(
                Code.BLOCK_CONTENT,
                line,
                f"this row has {_cells_in_words(count)}, but the table has {len(header)} columns",
                _ONE_LINE if broken else _ONE_CELL_EACH,
                Severity.ERROR if count > len(header) else Severity.WARNING,
            )
    rows = tuple(_cells(reader, row) for body in bodies for row in body.children)
    return [Table(header, rows, span=reader.span(node))]


def _cells_in_words(count: int) -> str:
    return "1 cell" if count == 1 else f"{count} cells"


def _cells(reader: BlockReader, row: SyntaxTreeNode) -> tuple[Cell, ...]:
    return tuple(_cell(reader, cell) for cell in row.children)


def _cell(reader: BlockReader, cell: SyntaxTreeNode) -> Cell:
    span = reader.span(cell)
    inlines, attributes = reader.without_braces(cell, span)
    key = attributes.pop("id", "")
    if attributes:
        reader.problem(
            Code.BLOCK_OPTION,
            span.line - 1,
            "a cell's braces can only contain #an-id",
            "write for instance: | The row’s name {#power} |",
        )
    for message, help in pasted_cell_items(cell.children[0].content if cell.children else ""):
        reader.problem(Code.STRAY_SIGNS, span.line - 1, message, help, Severity.WARNING)
    align = str(cell.attrs.get("style", "")).removeprefix("text-align:") or "left"
    return Cell(inlines, align, key, span=span)
