"""Publication + Theme → the bytes of a .docx, and how such a file is opened and read back.

`document.py` is where writing begins. It is loaded only when something is written.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from packbuilder.inspection.reading import FileReading, UnreadableError
from packbuilder.model import Publication
from packbuilder.theme import Theme
from packbuilder.writers.writer import LayOut, Writer

_OLD_OR_ENCRYPTED = b"\xd0\xcf\x11\xe0"


def write_word(publication: Publication, theme: Theme) -> bytes:
    """Write a publication as a Word document; the same input gives the same bytes."""
    from packbuilder.writers.docx.document import write_document

    return write_document(publication, theme)


def _write(
    publication: Publication, theme: Theme, parts: Sequence[Publication], lay_out: LayOut
) -> bytes:
    del parts, lay_out
    return write_word(publication, theme)


def _load() -> None:
    import packbuilder.writers.docx.document  # noqa: F401 - loaded ahead


def _make_ready(publications: Sequence[Publication], theme: Theme) -> None:
    """Embed the fonts of a theme once, by writing what is soon written."""
    for smallest in sorted(publications, key=lambda each: len(each.parts[0].blocks))[:1]:
        write_word(smallest, theme)


def _recognises(data: bytes) -> bool:
    if data.startswith(_OLD_OR_ENCRYPTED):
        raise UnreadableError(
            "it has a password, or the old format .doc",
            "open it in Word and save it as .docx without a password",
        )
    return data.startswith(b"PK")


def _count_pages(data: bytes) -> None:
    """Test every part of the package; a Word file has no pages of its own."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.testzip() is None:
                return
    except zipfile.BadZipFile:
        pass
    raise UnreadableError("it is not a complete Word file")


def _read(data: bytes) -> FileReading:
    from packbuilder.inspection.word import read_word

    return read_word(data)


WRITER = Writer(
    name="Word",
    ending="docx",
    media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    load=_load,
    ready=_make_ready,
    write=_write,
    recognises=_recognises,
    count_pages=_count_pages,
    read=_read,
    numbered_by="pdf",
    says_edition=True,
)
