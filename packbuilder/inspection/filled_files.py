"""The bytes of a filled form → what it holds, and what was answered as far as it says so itself."""

from __future__ import annotations

from collections.abc import Iterator

from packbuilder.inspection.filled import Control, FilledField, FilledFile, FilledLine
from packbuilder.inspection.pdf_filled import read_filled_pdf
from packbuilder.inspection.reading import UnreadableError
from packbuilder.inspection.word import read_parts
from packbuilder.inspection.word_filled import read_filled_word


def read_filled(data: bytes) -> FilledFile:
    """Read a filled PDF or Word file; raise `UnreadableError` for one of which nothing is read."""
    return read_filled_word(read_parts(data)) if data.startswith(b"PK") else read_filled_pdf(data)


def answers_in(data: bytes) -> list[FilledField]:
    """Return the fields of a file that hold an answer; none of a file that is no form."""
    try:
        filled = read_filled(data)
    except UnreadableError:
        return []
    fields = filled.fields or tuple(_of_controls(filled))
    return [field for field in fields if field.chosen]


def _of_controls(filled: FilledFile) -> Iterator[FilledField]:
    """Yield controls as fields by their own names; what stands beside them needs the form."""
    tokens = (
        token for line in filled.flow if isinstance(line, FilledLine) for token in line.tokens
    )
    for control in (token for token in tokens if isinstance(token, Control)):
        yield FilledField(control.tag, control.kind, _answer(control), "control", (), control.alias)


def _answer(control: Control) -> tuple[str, ...]:
    if control.kind == "tick":
        return ("1",) if control.checked else ()
    words = control.typed
    return (words,) if words else ()
