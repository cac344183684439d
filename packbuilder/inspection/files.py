"""The bytes of a PDF or Word file → what it says; tells people why a file cannot be read."""

from __future__ import annotations

import io
import zipfile

import pikepdf

from packbuilder.diagnostics import Code, Span, fail
from packbuilder.inspection.reading import Reading, UnreadableError

_PROTECTED = b"\xd0\xcf\x11\xe0"


def count_pages(name: str, data: bytes) -> int | None:
    """Count the pages of a PDF, and open other files; raises `PackError` when that fails."""
    try:
        if name.endswith(".pdf"):
            with pikepdf.open(io.BytesIO(data)) as pdf:
                return len(pdf.pages)
        if name.endswith(".docx"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                if archive.testzip() is not None:
                    raise zipfile.BadZipFile
    except (pikepdf.PdfError, zipfile.BadZipFile):
        raise fail(
            Code.OUTPUT_BROKEN,
            Span(name, 0),
            "the file does not open again",
            "build again; if it happens again, report it with the document",
        ) from None
    return None


def read_file(data: bytes, name: str) -> Reading:
    """Read a file of either kind; raises `PackError` when it is neither, or broken."""
    try:
        return _read(data)
    except UnreadableError as error:
        raise fail(
            Code.RESULT_UNREADABLE,
            Span(name, 0),
            f"the file cannot be read: {error}",
            error.help,
        ) from error


def _read(data: bytes) -> Reading:
    if b"%PDF-" in data[:1024]:
        from packbuilder.inspection.pdf import read_pdf

        return read_pdf(data)
    if data.startswith(b"PK"):
        from packbuilder.inspection.word import read_word

        return read_word(data)
    if data.startswith(_PROTECTED):
        raise UnreadableError(
            "it has a password, or the old format .doc",
            "open it in Word and save it as .docx without a password",
        )
    raise UnreadableError("it is neither PDF nor Word", "give a file that ends in .pdf or .docx")
