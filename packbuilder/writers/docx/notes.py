"""Footnotes → footnotes.xml, with the two separators that Word wants."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from lxml import etree

from packbuilder.writers.docx.book import Book
from packbuilder.writers.docx.flow import parse, settle
from packbuilder.writers.docx.paragraphs import paragraph
from packbuilder.writers.docx.place import FOOTNOTES, Run
from packbuilder.writers.docx.runs import look
from packbuilder.writers.docx.xml import DECLARATION

SEPARATORS: Final = {-1: "separator", 0: "continuationSeparator"}


def write_footnotes(book: Book) -> bytes:
    """Write the footnotes collected while the text was written; empty when there is none.

    A footnote may refer to another one, which then is collected too.
    """
    if not book.notes:
        return b""
    written: dict[int, str] = {}
    while waiting := [note for id, note in book.notes.items() if id not in written]:
        for note in waiting:
            place = replace(note.place, text="FootnoteText", story=FOOTNOTES)
            inner = book.blocks(note.blocks, place) or paragraph("FootnoteText", "", place, book)
            written[note.id] = f'<w:footnote w:id="{note.id}">{_numbered(inner)}</w:footnote>'
    separators = (
        f'<w:footnote w:type="{name}" w:id="{id}"><w:p><w:pPr><w:pStyle w:val="TableText"/>'
        f"</w:pPr><w:r><w:{name}/></w:r></w:p></w:footnote>"
        for id, name in SEPARATORS.items()
    )
    root = parse("footnotes", "".join(separators) + "".join(written[id] for id in sorted(written)))
    for note_element in root:
        settle(note_element, book.sheet.befores(), [])
    etree.cleanup_namespaces(root, keep_ns_prefixes=["w", "r"])
    return DECLARATION.encode() + etree.tostring(root)


def _numbered(xml: str) -> str:
    """Put the note's own number at the beginning of its first paragraph."""
    run = Run(FOOTNOTES, "", bold=True, style="FootnoteReference")
    number = f'<w:r>{look(run)}<w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>'
    first = xml.index("</w:pPr>") + len("</w:pPr>")
    return xml[:first] + number + xml[first:]
