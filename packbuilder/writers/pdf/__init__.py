"""Publication + Theme → HTML and CSS → tagged PDF, and how such a file is opened and read back.

A PDF is written in two steps: documents are laid out, each once, and then joined, with contents
and page numbers. The engine is loaded only when something is laid out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from packbuilder.inspection.reading import FileReading
from packbuilder.model import Publication
from packbuilder.theme import MM_PER_PT, Theme
from packbuilder.writers.pdf.pieces import is_guide, without_contents
from packbuilder.writers.writer import LayOut, Writer


def _load() -> None:
    from packbuilder.writers.pdf.layout import load_engine

    load_engine()


def _opens() -> Sequence[Path]:
    from packbuilder.writers.pdf.layout import font_settings

    return [font_settings()]


def _pieces(publication: Publication, parts: Sequence[Publication]) -> tuple[Publication, ...]:
    """Return the documents of a pack, without its guides, or one alone without its contents."""
    if parts:
        return tuple(part for part in parts if not is_guide(part))
    return (without_contents(publication),)


def _make_ready(publications: Sequence[Publication], theme: Theme) -> None:
    from packbuilder.writers.pdf.layout import make_ready

    make_ready(publications, theme)


def _lay_out(publication: Publication, theme: Theme) -> bytes:
    from packbuilder.writers.pdf.layout import lay_out

    return lay_out(publication, theme)


def _write(
    publication: Publication, theme: Theme, parts: Sequence[Publication], lay_out: LayOut
) -> bytes:
    from packbuilder.pdf.page_numbers import NumberFont, number_pages
    from packbuilder.writers.pdf.combine import combine, complete

    if parts:
        return combine(publication, parts, theme, lay_out)
    if without_contents(publication) is not publication and publication.contents:
        return complete(publication, theme, lay_out)
    return number_pages(lay_out(without_contents(publication)), NumberFont(theme))


def _recognises(data: bytes) -> bool:
    return b"%PDF-" in data[:1024]


def _count_pages(data: bytes) -> int:
    from packbuilder.inspection.pdf import count_pages

    return count_pages(data)


def _read(data: bytes) -> FileReading:
    from packbuilder.inspection.pdf import read_pdf

    return read_pdf(data)


def _find_pages(data: bytes) -> Mapping[str, int]:
    from packbuilder.pdf.join import anchor_pages

    return anchor_pages(data)


def _find_page_starts(data: bytes, theme: Theme) -> frozenset[str]:
    from packbuilder.pdf.join import page_starts

    return page_starts(data, (theme.page("top") + _BEGINNING) / MM_PER_PT)


_BEGINNING = 2.0
"""How far below the top margin a line may begin and still be the first of its page, in mm."""

WRITER = Writer(
    name="PDF",
    ending="pdf",
    media_type="application/pdf",
    load=_load,
    opens=_opens,
    pieces=_pieces,
    lay_out=_lay_out,
    ready=_make_ready,
    write=_write,
    recognises=_recognises,
    count_pages=_count_pages,
    read=_read,
    paged=True,
    find_pages=_find_pages,
    find_page_starts=_find_page_starts,
)
