"""A file read back → lines for people, or plain data for other programs."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from packbuilder.inspection.filled import FilledField
from packbuilder.inspection.reading import FileReading, Piece

_NAMES = {"item": "list item", "note": "footnote", "figure": "picture"}
_FIELDS = {
    "text": "text",
    "tick": "box to tick",
    "choice": "one of a choice",
    "date": "date",
    "list": "list to choose from",
}


def show_reading(reading: FileReading, kind: str) -> Iterator[str]:
    """Yield lines: what the file is, such as Word, its text in reading order, what is in it."""
    noun = "page" if reading.pages == 1 else "pages"
    pages = f", {reading.pages} {noun}" if reading.pages else ""
    yield reading.title or "(no title)"
    yield f"{kind}{pages}, language {reading.language or '(none)'}"
    if not reading.tagged:
        yield "It has no structure: sheets for a printer are not meant to be read on screen."
    yield from _section("Outline", _outline(reading))
    yield from _section("Reading order", _order(reading))
    yield from _section("Pictures", (_or_none(p.text) for p in _kind(reading, "figure")))
    yield from _section("Tables", _tables(reading))
    yield from _section("Fields", _fields(reading))
    yield from _section("Links", (f"{link.text} → {link.target}" for link in reading.links))
    yield from _section("Files elsewhere that it asks for", reading.outside)
    yield from _section("Headers and footers", dict.fromkeys(reading.aside))


def show_answers(fields: Sequence[FilledField]) -> Iterator[str]:
    """Yield lines with what was filled in, in order of the fields."""
    yield from _section("Answers", map(_answer, fields))


def _answer(field: FilledField) -> str:
    said = " / ".join(field.chosen).replace("\n", " ")
    ticked = field.kind == "tick" and field.chosen == ("1",)
    return f"{_or_none(field.label)} ({field.name}): {'ticked' if ticked else said}"


def as_data(reading: FileReading) -> dict[str, Any]:
    """Return all but the places of single words as plain data."""
    shown = dataclasses.asdict(dataclasses.replace(reading, runs=()))
    del shown["conventions"]  # they are those of the format, not of this file
    return shown


def _section(title: str, lines: Any) -> Iterator[str]:
    for number, line in enumerate(lines):
        if not number:
            yield from ("", title)
        yield f"  {line}"


def _kind(reading: FileReading, kind: str) -> Iterator[Piece]:
    return (piece for piece in reading.pieces if piece.kind == kind)


def _outline(reading: FileReading) -> Iterator[str]:
    for entry in reading.outline:
        page = f" (page {entry.page})" if entry.page else ""
        yield f"{'  ' * (entry.level - 1)}{entry.text}{page}"


def _order(reading: FileReading) -> Iterator[str]:
    page, label = 0, ""
    for piece in reading.pieces:
        if piece.page != page:
            page = piece.page
            yield f"— page {page} —"
        if piece.kind == "label":
            label = f"{piece.text} "
            continue
        yield f"{_name(piece)}: {label}{_or_none(piece.text)}"
        label = ""


def _name(piece: Piece) -> str:
    """Return what a piece is as a screen reader would."""
    name = _NAMES.get(piece.kind, piece.kind)
    if piece.kind == "heading" or (piece.kind == "item" and piece.level > 1):
        return f"{name} {piece.level}"
    if not piece.column:
        return name
    place = f"table {piece.table}, row {piece.row}, column {piece.column}"
    if piece.kind == "field":
        return f"{place}, field"
    headers = f" [{' / '.join(piece.headers)}]" if piece.headers else ""
    return f"{place}{', header' if piece.header else ''}{headers}"


def _tables(reading: FileReading) -> Iterator[str]:
    inside = (piece for piece in reading.pieces if piece.column)
    for number, group in groupby(inside, lambda piece: piece.table):
        cells = list(group)
        rows, columns = max(c.row for c in cells), max(c.column for c in cells)
        over = [c.text for c in cells if c.header and c.row == 1]
        beside = [c.text for c in cells if c.header and c.row > 1]
        yield f"table {number}: rows {rows}, columns {columns}"
        yield f"  header row: {' | '.join(over) or '(none)'}"
        if beside:
            yield f"  header column: {' | '.join(beside)}"


def _fields(reading: FileReading) -> Iterator[str]:
    for field in reading.fields:
        page = f", page {field.page}" if field.page else ""
        yield f"{_or_none(field.label)} ({_FIELDS[field.kind]}, {field.name}{page})"


def _or_none(text: str) -> str:
    return text or "(no words)"
