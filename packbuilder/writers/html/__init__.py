"""Publication + Theme → one accessible .html that holds all it shows, and how it is read back.

`document.py` is where writing begins. It is loaded only when something is written.
"""

from __future__ import annotations

from collections.abc import Sequence

from packbuilder.inspection.reading import FileReading, UnreadableError
from packbuilder.model import Publication
from packbuilder.theme import Theme
from packbuilder.writers.writer import LayOut, Writer

_BEGINNING = b"<!doctype html>"
_END = b"</html>\n"
_MB = 1_000_000


def _load() -> None:
    import packbuilder.writers.html.document  # noqa: F401 - loaded ahead


def _write(
    publication: Publication, theme: Theme, parts: Sequence[Publication], lay_out: LayOut
) -> bytes:
    from packbuilder.writers.html.document import write_document

    del parts, lay_out
    return write_document(publication, theme)


def _recognises(data: bytes) -> bool:
    return data.lstrip()[: len(_BEGINNING)].lower() == _BEGINNING


def _count_pages(data: bytes) -> None:
    """Test whether a file is whole; it has no pages."""
    if not (_recognises(data) and data.endswith(_END)):
        raise UnreadableError("it is not a complete HTML file")


def _read(data: bytes) -> FileReading:
    from packbuilder.inspection.html import read_html

    return read_html(data)


WRITER = Writer(
    name="HTML",
    ending="html",
    media_type="text/html",
    load=_load,
    write=_write,
    recognises=_recognises,
    count_pages=_count_pages,
    read=_read,
    large=2 * _MB,
    too_large=10 * _MB,
)
