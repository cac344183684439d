"""The table that paper forms are typed into: written for people, and read by the same rules."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from packbuilder.answers.form import AnswerForm, Question
from packbuilder.inspection.filled import FilledField
from packbuilder.inspection.reading import UnreadableError
from packbuilder.storage.csv_text import as_typed, write_csv

SHEET: Final = "sheet"
"""The column with the number that somebody wrote on a paper form."""

_LARGEST: Final = 10_000_000
_MOST_ROWS: Final = 20_000
_TICKED: Final = frozenset(("1", "x", "yes", "✓", "✔", "☑", "☒"))
_NOT_TICKED: Final = frozenset(("", "0", "no", "☐"))
_PARTS: Final = ";|/"
"""What people put between two answers to one question."""


def write_template(form: AnswerForm, labels: Mapping[str, str]) -> bytes:
    """Write the table: names of fields, and a row with the questions."""
    names = [SHEET, *(question.name for question in form.questions)]
    asked = [labels["template_sheet"], *(_asked(each, labels) for each in form.questions)]
    return write_csv([names, asked])


def _asked(question: Question, labels: Mapping[str, str]) -> str:
    if question.kind == "tick":
        return labels["template_tick"].format(question=question.words)
    options = "; ".join(question.options)
    return f"{question.words} [{options}]" if options else question.words


def read_template(
    data: bytes, form: AnswerForm, labels: Mapping[str, str]
) -> Iterator[tuple[int, tuple[FilledField, ...]]]:
    """Yield the rows that were filled in, with their numbers in the file; raise `UnreadableError`
    for what is no such table.
    """
    rows = _rows(data)
    header = [cell.strip() for cell in next(rows, [])]
    if not any(form.owns(name) for name in header):
        raise UnreadableError(
            "it is not a table of this form", "write one with packbuilder collect --template"
        )
    asked = {_asked(question, labels) for question in form.questions}
    for number, row in enumerate(rows, 2):
        if number > _MOST_ROWS:
            raise UnreadableError(f"it has more than {_MOST_ROWS:,} rows", "give several tables")
        cells = {name: as_typed(cell) for name, cell in zip(header, row, strict=False)}
        typed = {cell.strip() for cell in cells.values()} - {""}
        if typed and not typed & asked:
            yield number, tuple(_fields(cells, form))


def _rows(data: bytes) -> Iterator[Sequence[str]]:
    """Return the rows of a table, parted as the program that saved it does."""
    if len(data) > _LARGEST:
        raise UnreadableError("it is larger than 10 MB", "give a smaller table")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(
            "its letters are not in UTF-8", "save it as “CSV UTF-8” in the spreadsheet program"
        ) from error
    first = text.partition("\n")[0]
    part = max(",;\t", key=first.count)
    try:
        yield from csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=part)
    except csv.Error as error:
        raise UnreadableError("it is not a complete table", "save it as CSV again") from error


def _fields(cells: Mapping[str, str], form: AnswerForm) -> Iterator[FilledField]:
    for name, cell in cells.items():
        if form.owns(name):
            question, words = form.by_name.get(name), cell.strip()
            kind = question.kind if question else "text"
            given = tuple(_given(words, question)) if question else tuple(filter(None, [words]))
            yield FilledField(name, kind, given, "typed")


def _given(words: str, question: Question) -> Iterator[str]:
    """Yield what was typed: the options of a question in any letters; two of them are two."""
    if question.kind == "tick":
        folded = words.casefold()
        if folded not in _NOT_TICKED:
            yield "1" if folded in _TICKED else words
        return
    options = {option.casefold(): option for option in question.options}
    parts = [part.strip().casefold() for part in _split(words)]
    if len(parts) > 1 and all(part in options for part in parts):
        yield from (options[part] for part in parts)
    elif words:
        yield options.get(words.casefold(), words)


def _split(words: str) -> list[str]:
    for mark in _PARTS[1:]:
        words = words.replace(mark, _PARTS[0])
    return words.split(_PARTS[0])
