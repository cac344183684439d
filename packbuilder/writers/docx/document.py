"""Publication + Theme → the bytes of a .docx.

body.py writes the text as records (elements.py) and collects, in a `WordContext`, what lies outside
it; each other part of the package is then written by the module of its name, and package.py packs
them.
"""

from __future__ import annotations

from packbuilder.model import Publication, words
from packbuilder.theme import Theme
from packbuilder.theme.pictures import as_bitmap
from packbuilder.writers.docx.body import BLOCKS, write_body
from packbuilder.writers.docx.context import WordContext
from packbuilder.writers.docx.elements import xml_of
from packbuilder.writers.docx.fonts import embedded_fonts, font_table, with_scripts_of
from packbuilder.writers.docx.inlines import INLINES
from packbuilder.writers.docx.layout_context import DOCUMENT, FOOTNOTES, GUIDES
from packbuilder.writers.docx.notes import write_footnotes
from packbuilder.writers.docx.package import PackagePart, pack
from packbuilder.writers.docx.projection import text_as_written
from packbuilder.writers.docx.provenance import (
    build_id,
    custom_properties,
    item_properties,
    write_provenance,
)
from packbuilder.writers.docx.relations import FONT, Relation
from packbuilder.writers.docx.section_marks import end_sections, settle_marks
from packbuilder.writers.docx.settings import write_settings, write_theme
from packbuilder.writers.docx.xml import NAMESPACES, story


def write_document(publication: Publication, theme: Theme) -> bytes:
    """Write a publication as a Word document; the same input gives the same bytes."""
    theme = with_scripts_of(publication, theme)
    context = WordContext(publication, theme, BLOCKS, INLINES)
    text = _document(context)
    footnotes = write_footnotes(context)
    supports = _supports(context, footnotes)
    media = _pictures(context)
    document = PackagePart(
        "/word/document.xml",
        "document",
        text,
        list(context.relations[DOCUMENT]),
        [part.name for part in supports if part.kind != "footer"] + [_PROVENANCE],
    )
    written = text_as_written([document, *supports, *media])
    provenance = write_provenance(publication, theme.variant, context.bookmarks.marks, written)
    build = build_id([text, provenance, *(part.data for part in supports + media)])
    parts = [
        document,
        *supports,
        *media,
        *_fonts(theme),
        PackagePart(_PROVENANCE, "customXml", provenance, implied=[_PROVENANCE_PROPERTIES]),
        PackagePart(_PROVENANCE_PROPERTIES, "customXmlProps", item_properties()),
        PackagePart(
            "/docProps/custom.xml", "custom-properties", custom_properties(publication, build)
        ),
    ]
    return pack(publication, parts)


def words_of_blocks(publication: Publication, theme: Theme) -> dict[str, str]:
    """Return the words of each block by its bookmark, as older files carry them."""
    context = WordContext(publication, with_scripts_of(publication, theme), BLOCKS, INLINES)
    write_body(context)
    return {mark.name: words(mark.block) for mark in context.bookmarks.marks}


_PROVENANCE = "/customXml/item1.xml"
_PROVENANCE_PROPERTIES = "/customXml/itemProps1.xml"


def _document(context: WordContext) -> bytes:
    """Write document.xml."""
    settled = settle_marks(write_body(context), context.sheet.befores())
    starts = [section.start for section in context.sections.closed]
    items, last = end_sections(settled, starts, context.sections.properties)
    inner = f"<w:body>{xml_of(items)}{last}</w:body>"
    return story("w:document", inner, *NAMESPACES, attributes=' mc:Ignorable="w14"')


def _supports(context: WordContext, footnotes: bytes) -> list[PackagePart]:
    """Write the parts that the document relates to."""
    theme, language = context.theme, context.publication.language
    fonts = embedded_fonts(theme)
    links = [
        Relation(f"rId{number}", FONT, f"/word/fonts/font{number}.odttf")
        for number in range(1, len(fonts) + 1)
    ]
    parts = [
        PackagePart("/word/styles.xml", "styles", context.sheet.xml()),
        PackagePart("/word/numbering.xml", "numbering", context.numbering.xml()),
        PackagePart(
            "/word/settings.xml", "settings", write_settings(theme, language, bool(footnotes))
        ),
        PackagePart("/word/theme/theme1.xml", "theme", write_theme(theme)),
        PackagePart("/word/fontTable.xml", "fontTable", font_table(theme, fonts), links),
    ]
    if footnotes:
        relations = list(context.relations[FOOTNOTES])
        parts.append(PackagePart("/word/footnotes.xml", "footnotes", footnotes, relations))
    guides, drawn = context.sections.guides, list(context.relations[GUIDES])
    parts += [
        PackagePart(name, "footer", data, drawn if name in guides else [])
        for name, data in context.sections.parts.items()
    ]
    return parts


def _pictures(context: WordContext) -> list[PackagePart]:
    """Return the pictures the text uses."""
    parts = []
    for number, (path, width) in enumerate(context.pictures.items(), 1):
        name, picture = f"/word/media/image{number}", context.publication.pictures[path]
        shown = "png" if picture.svg else picture.ending
        parts.append(PackagePart(f"{name}.{shown}", shown, as_bitmap(picture, width)))
        if picture.svg:
            parts.append(PackagePart(f"{name}.svg", "svg", picture.svg))
    return parts


def _fonts(theme: Theme) -> list[PackagePart]:
    return [
        PackagePart(f"/word/fonts/font{number}.odttf", "font", font.data)
        for number, font in enumerate(embedded_fonts(theme), 1)
    ]
