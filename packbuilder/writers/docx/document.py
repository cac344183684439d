"""Publication + Theme → the bytes of a .docx.

body.py writes the text and collects, in a `Book`, what lies outside it; each other part of the
package is then written by the module of its name, and package.py packs them.
"""

from __future__ import annotations

from lxml import etree

from packbuilder.model import Publication
from packbuilder.theme import Theme
from packbuilder.theme.pictures import as_bitmap
from packbuilder.writers.docx.body import BLOCKS, write_body
from packbuilder.writers.docx.book import Book
from packbuilder.writers.docx.flow import parse, place_sections, settle
from packbuilder.writers.docx.fonts import embedded_fonts, font_table
from packbuilder.writers.docx.inlines import INLINES
from packbuilder.writers.docx.notes import write_footnotes
from packbuilder.writers.docx.package import Parcel, pack
from packbuilder.writers.docx.place import DOCUMENT, FOOTNOTES, GUIDES
from packbuilder.writers.docx.provenance import (
    build_id,
    custom_properties,
    item_properties,
    write_provenance,
)
from packbuilder.writers.docx.relations import FONT, Relation
from packbuilder.writers.docx.settings import write_settings, write_theme
from packbuilder.writers.docx.xml import DECLARATION, NAMESPACES


def write_document(publication: Publication, theme: Theme) -> bytes:
    """Write a publication as a Word document; the same input gives the same bytes."""
    book = Book(publication, theme, BLOCKS, INLINES)
    text = _document(book)
    footnotes = write_footnotes(book)
    supports = _supports(book, footnotes)
    media = _pictures(book)
    provenance = write_provenance(publication, book.bookmarks.marks)
    build = build_id([text, provenance, *(parcel.data for parcel in supports + media)])
    document = Parcel(
        "/word/document.xml",
        "document",
        text,
        list(book.relations[DOCUMENT]),
        [parcel.name for parcel in supports if parcel.kind != "footer"] + [_PROVENANCE],
    )
    parcels = [
        document,
        *supports,
        *media,
        *_fonts(theme),
        Parcel(_PROVENANCE, "customXml", provenance, implied=[_PROVENANCE_PROPERTIES]),
        Parcel(_PROVENANCE_PROPERTIES, "customXmlProps", item_properties()),
        Parcel("/docProps/custom.xml", "custom-properties", custom_properties(publication, build)),
    ]
    return pack(publication, parcels)


_PROVENANCE = "/customXml/item1.xml"
_PROVENANCE_PROPERTIES = "/customXml/itemProps1.xml"


def _document(book: Book) -> bytes:
    """Write document.xml."""
    root = parse("document", f"<w:body>{write_body(book)}</w:body>")
    root.set(f"{{{NAMESPACES['mc']}}}Ignorable", "w14")
    body = root[0]
    starts = [section.start for section in book.sections.closed]
    kept = settle(body, book.sheet.befores(), starts)
    place_sections(body, kept, book.sections.properties, "TableEnd")
    return DECLARATION.encode() + etree.tostring(root)


def _supports(book: Book, footnotes: bytes) -> list[Parcel]:
    """Write the parts that the document relates to."""
    theme, language = book.theme, book.publication.language
    fonts = embedded_fonts(theme)
    links = [
        Relation(f"rId{number}", FONT, f"/word/fonts/font{number}.odttf")
        for number in range(1, len(fonts) + 1)
    ]
    parcels = [
        Parcel("/word/styles.xml", "styles", book.sheet.xml()),
        Parcel("/word/numbering.xml", "numbering", book.numbering.xml()),
        Parcel("/word/settings.xml", "settings", write_settings(theme, language, bool(footnotes))),
        Parcel("/word/theme/theme1.xml", "theme", write_theme(theme)),
        Parcel("/word/fontTable.xml", "fontTable", font_table(theme, fonts), links),
    ]
    if footnotes:
        relations = list(book.relations[FOOTNOTES])
        parcels.append(Parcel("/word/footnotes.xml", "footnotes", footnotes, relations))
    guides, drawn = book.sections.guides, list(book.relations[GUIDES])
    parcels += [
        Parcel(name, "footer", data, drawn if name in guides else [])
        for name, data in book.sections.parts.items()
    ]
    return parcels


def _pictures(book: Book) -> list[Parcel]:
    """Give the pictures the text uses."""
    parcels = []
    for number, (path, width) in enumerate(book.pictures.items(), 1):
        name, picture = f"/word/media/image{number}", book.publication.pictures[path]
        shown = "png" if picture.svg else picture.ending
        parcels.append(Parcel(f"{name}.{shown}", shown, as_bitmap(picture, width)))
        if picture.svg:
            parcels.append(Parcel(f"{name}.svg", "svg", picture.svg))
    return parcels


def _fonts(theme: Theme) -> list[Parcel]:
    return [
        Parcel(f"/word/fonts/font{number}.odttf", "font", font.data)
        for number, font in enumerate(embedded_fonts(theme), 1)
    ]
