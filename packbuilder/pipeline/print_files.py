"""The finished PDFs of a pack → its print files by name, and what its guides say of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from packbuilder.model import is_poster
from packbuilder.model.variants import VARIANTS, Imposition, Variant
from packbuilder.pdf.imposition import impose
from packbuilder.pdf.join import anchor_pages
from packbuilder.pdf.notes_page import notes_page
from packbuilder.pdf.print_files import PrintableDocument, PrintFile, make_print_files
from packbuilder.theme import Theme


def read_for_print(title: str, pdf: bytes, variant: Variant) -> PrintableDocument:
    """Return how a document's PDF is printed: of posters one side, and only pages that are
    posters.
    """
    if not VARIANTS[variant].posters:
        return PrintableDocument(title, pdf)
    pages = (page for anchor, page in anchor_pages(pdf).items() if is_poster(anchor))
    return PrintableDocument(title, pdf, frozenset(pages), one_sided=True)


@dataclass(frozen=True)
class Prints:
    """The print files of a pack by name, and a list of them for its guides."""

    files: Mapping[str, bytes]
    listing: tuple[Mapping[str, Any], ...]


def make_prints(pack: str, readings: Iterable[PrintableDocument], theme: Theme) -> Prints:
    """Make the print files of a pack from its documents' PDFs, in its order.

    Without a file where the theme's variant is not for an office printer. Pure: the same PDFs give
    the same bytes.
    """
    if not theme.traits.page_by_page:
        return Prints({}, ())
    made = make_print_files(readings, notes_page(theme))
    named = {f"{pack}-print-{file.setting.suffix}.pdf": file for file in made}
    return Prints(
        {name: file.pdf for name, file in named.items()},
        tuple(_entry(name, file) for name, file in named.items()),
    )


def _entry(name: str, file: PrintFile) -> dict[str, Any]:
    """Return what the guide of a print file needs to know of it."""
    return {
        "name": name,
        "pages": file.pages,
        "sheets": file.sheets,
        "paper": file.setting.paper.upper(),
        "direction": file.setting.direction,
        "sides": file.setting.sides,
        "parts": [asdict(part) for part in file.parts],
    }


def impose_pages(pdf: bytes, how: Imposition, theme: Theme) -> bytes:
    """Place a document's pages on sheets; a booklet ends with pages for notes."""
    return impose(pdf, how, notes_page(theme))
