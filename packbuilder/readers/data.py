"""A list of data in a file of its own (CSV or YAML) → the table that a block makes something of.

Only the columns that a block asks for get into the document: the rest of a list of people stays
where it is.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from packbuilder.diagnostics import Code, Diagnostic, PackError, Span, fail, suggest
from packbuilder.model import Cell, Inline, LineBreak, Table, Text, plain
from packbuilder.settings.dates import number_in
from packbuilder.settings.strict_yaml import YamlNode, read_yaml
from packbuilder.storage.csv_text import as_typed
from packbuilder.storage.source import Source

MOST_ROWS = 5_000
"""Rows of a list; a conference of 500 people has as many."""

_SEPARATORS = ",;\t"
_FIGURE = re.compile(r"[-+−]?\d[\d.,\u00a0\u202f ]*%?")
_PLAIN_NUMBER = re.compile(r"(-?\d{1,15}(?:\.\d{1,9})?)( ?%?)")
"""A number as programs write it."""

Row = tuple[Span, Sequence[str]]
"""Where a row stands, and its cells."""


@dataclass(frozen=True)
class DataOptions:
    """`data` is a path below content/; `show` are the columns to show, in this order, and `numbers`
    those whose numbers are written as the language does.
    """

    data: str
    show: str = ""
    numbers: str = ""


def data_table(source: Source, options: DataOptions, language: str, span: Span) -> Table:
    """Read the columns to show of a list; raise `PackError` when that cannot be done."""
    path = f"content/{options.data}"
    rows = _rows(source, path, span)
    (_, header), *found = rows
    shown = [_column(name, header, span) for name in _names(options.show) or header]
    numbers = {_column(name, header, span) for name in _names(options.numbers)}

    def words(cells: Sequence[str], n: int) -> str:
        return _as_number(cells[n], language) if n in numbers else cells[n]

    return Table(
        tuple(_cell(header[n], rows[0][0]) for n in shown),
        tuple(tuple(_cell(words(cells, n), at) for n in shown) for at, cells in found),
        span=span,
    )


def figures_to_the_right(table: Table) -> Table:
    """Return a table whose columns of nothing but figures are aligned to the right."""
    columns = zip(*table.rows, strict=True)
    figures = [all(_FIGURE.fullmatch(plain(cell.inlines)) for cell in column) for column in columns]

    def aligned(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
        ends = zip(row, figures, strict=True)
        return tuple(replace(cell, align="right") if end else cell for cell, end in ends)

    return replace(table, header=aligned(table.header), rows=tuple(map(aligned, table.rows)))


def _rows(source: Source, path: str, span: Span) -> list[Row]:
    text = source.read_text(path, span)
    rows = list(_of_yaml(text, path) if path.endswith((".yaml", ".yml")) else _of_csv(text, path))
    if len(rows) < 2:
        raise fail(
            Code.DATA,
            Span(path, 0),
            "this list has no rows",
            "write the names of the columns in the first line, then a line for each row",
        )
    if len(rows) > MOST_ROWS + 1:
        raise fail(
            Code.DATA,
            Span(path, 0),
            f"this list has more than {MOST_ROWS} rows",
            "split it into several files",
        )
    return rows


def _of_csv(text: str, path: str) -> Iterator[Row]:
    """Yield the rows of a CSV file, which spreadsheets separate by commas, semicolons or tabs;
    raise `PackError` where a cell has no end, or words after it, and with all rows that are too
    long or too short.
    """
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    columns, begins = 0, 1
    wrong: list[Diagnostic] = []
    try:
        for row in reader:
            span, begins = Span(path, begins, 1, reader.line_num), reader.line_num + 1
            cells = [as_typed(cell.strip()) for cell in row]
            if not any(cells):
                continue
            columns = columns or len(cells)
            if len(cells) != columns:
                message = f"this row has {len(cells)} cells, but the list has {columns} columns"
                help = f"put a cell that contains a “{separator}” in double quotes"
                wrong.append(Diagnostic(Code.DATA, span, message, help))
            yield span, cells
    except csv.Error:
        message = "a cell of this list has no end, or goes on after its double quotes"
        help = 'close its quotes; write a quotation mark in it twice: "Jo ""Bo"" Bain"'
        wrong.append(Diagnostic(Code.DATA, Span(path, begins), message, help))
    if wrong:
        raise PackError(wrong)


def _of_yaml(text: str, path: str) -> Iterator[Row]:
    """Yield the names of the columns, then the rows: a list of entries that name their cells."""
    tree = read_yaml(text, Span(path))
    entries = tree.value if isinstance(tree.value, list) else []
    names = list(dict.fromkeys(n for e in entries if isinstance(e.value, dict) for n in e.value))
    yield Span(path), names
    for entry in entries:
        cells = entry.value if isinstance(entry.value, dict) else {}
        values = [cells.get(name, YamlNode(None, entry.span)).value for name in names]
        if not cells or not all(isinstance(value, str | None) for value in values):
            raise fail(
                Code.DATA,
                entry.span,
                "this entry is not a row",
                "write each row as “- name: Ann Lee”, with further columns below it",
            )
        yield entry.span, [value if isinstance(value, str) else "" for value in values]


def _as_number(words: str, language: str) -> str:
    """Return a number as a language writes it; words that are none stay as they are."""
    found = _PLAIN_NUMBER.fullmatch(words)
    return words if found is None else number_in(Decimal(found[1]), language) + found[2]


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _column(name: str, header: Sequence[str], span: Span) -> int:
    """Return the number of a column, whatever the case of its letters."""
    found = [n for n, each in enumerate(header) if each.casefold() == name.casefold()]
    if not found:
        message, help = f"the list has no column “{name}”", suggest(name, header)
        several, known = re.split(r"[\s;]+", name), {each.casefold() for each in header}
        if all(each.casefold() in known for each in several):
            help = f"put commas between columns: {', '.join(several)}"
        raise fail(Code.DATA, span, message, help)
    return found[0]


def _cell(words: str, span: Span) -> Cell:
    return Cell(tuple(_lines(words, span)), span=span)


def _lines(words: str, span: Span) -> Iterable[Inline]:
    """Yield words as they are: nothing in them is Markdown."""
    for number, line in enumerate(filter(None, words.split("\n"))):
        if number:
            yield LineBreak(span=span)
        yield Text(line, span=span)
