"""The bytes of a filled form → what it holds, and what was answered as far as it says so itself."""

from __future__ import annotations

from collections.abc import Iterator

from packbuilder.inspection.filled import (
    Control,
    FilledField,
    FilledFile,
    FilledLine,
    RefusedError,
)
from packbuilder.inspection.html_filled import is_page, read_filled_html
from packbuilder.inspection.pdf_filled import read_filled_pdf
from packbuilder.inspection.reading import UnreadableError
from packbuilder.inspection.word import read_parts
from packbuilder.inspection.word_filled import read_filled_word
from packbuilder.inspection.word_gate import (
    check_package,
    files_outside,
    is_locked,
    is_package,
)

_PDF = b"%PDF-"
_BEFORE = 1024
"""Bytes that may stand before a PDF begins (ISO 32000-1, H.3)."""


def read_filled(data: bytes) -> FilledFile:
    """Read a filled PDF, Word or HTML file; raise `UnreadableError` where nothing of it is read."""
    if is_page(data):
        return read_filled_html(data)
    if _PDF in data[:_BEFORE]:
        return read_filled_pdf(data)
    if is_locked(data):
        raise RefusedError("locked", "it is locked with a password", "save it without one")
    if not is_package(data):
        raise RefusedError("damaged", "it is damaged", "ask for another copy")
    check_package(data)
    parts = read_parts(data)
    filled = read_filled_word(parts)
    return filled.with_oddity("outside") if files_outside(parts) else filled


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
