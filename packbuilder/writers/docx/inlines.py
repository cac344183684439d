"""Inlines → runs: one function for each type, all in `INLINES`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from packbuilder import model as m
from packbuilder.theme import MM_PER_PT
from packbuilder.writers.docx.book import Book, InlineWriter, Note
from packbuilder.writers.docx.controls import blank_control, field_control
from packbuilder.writers.docx.figures import drawing
from packbuilder.writers.docx.place import Place, Run
from packbuilder.writers.docx.runs import field, look, plain_run


def text(node: m.Text, run: Run, _: Book) -> str:
    """Write plain words."""
    return plain_run(node.text, run)


def strong(node: m.Strong, run: Run, book: Book) -> str:
    """Write words of importance."""
    return book.runs(node.inlines, replace(run, bold=True, style=run.style or "Strong"))


def emphasis(node: m.Emphasis, run: Run, book: Book) -> str:
    """Write stressed words: bold, as italics are hard to read."""
    return book.runs(node.inlines, replace(run, bold=True, style=run.style or "Emphasis"))


def code(node: m.Code, run: Run, _: Book) -> str:
    """Write words for a computer, which no spelling checker should touch."""
    return plain_run(node.text, replace(run, style=run.style or "CodeText"))


def foreign(node: m.Foreign, run: Run, book: Book) -> str:
    """Write words in another language."""
    return book.runs(node.inlines, replace(run, language=node.language))


def line_break(_: m.LineBreak, run: Run, __: Book) -> str:
    """Begin a new line."""
    return f"<w:r>{look(run)}<w:br/></w:r>"


def link(node: m.Link, run: Run, book: Book) -> str:
    """Write a link; one whose anchor is not in this document keeps its words."""
    if not node.internal:
        target = f'r:id="{book.relations[run.story].link(node.target)}"'
    elif name := book.bookmarks.target(node.target):
        target = f'w:anchor="{name}"'
    else:
        return book.runs(node.inlines, run)
    inner = book.runs(node.inlines, replace(run, style="Hyperlink"))
    return f'<w:hyperlink {target} w:history="1">{inner}</w:hyperlink>'


def blank(node: m.Blank, run: Run, book: Book) -> str:
    """Write a ruled space."""
    book.blanks += 1
    return blank_control(node.label, book.blanks, run, book.theme)


def icon(node: m.Icon, run: Run, book: Book) -> str:
    """Draw an icon, marked as decorative."""
    height = node.height or book.theme.style(run.profile, "text").size * MM_PER_PT
    width = height * node.shape
    place = Place(run.profile, run.language, width, story=run.story)
    return drawing(node.image, "", width, height, place, book)


def answer_field(node: m.Field, run: Run, book: Book) -> str:
    """Write a place to answer."""
    return field_control(node, run, book.theme)


def footnote_reference(node: m.FootnoteReference, run: Run, book: Book) -> str:
    """Write the sign of a footnote; a second reference to a note repeats its number by a field."""
    id = book.note_offset + node.number
    mark = Run(run.story, run.profile, bold=True, style="FootnoteReference")
    bookmark = f"_Ref_note_{id}"
    if id in book.notes:
        return field(f"NOTEREF {bookmark} \\h", plain_run(str(id), mark), mark)
    blocks = book.part.footnotes[node.number - 1] if book.part else ()
    language = book.part.language if book.part else run.language
    book.notes[id] = Note(id, blocks, Place(run.profile, language, book.sheet.width))
    inner = f'<w:r>{look(mark)}<w:footnoteReference w:id="{id}"/></w:r>'
    return book.bookmarks.around_run(bookmark, inner)


INLINES: Final[Mapping[type[m.Inline], InlineWriter]] = MappingProxyType(
    {
        m.Text: text,
        m.Strong: strong,
        m.Emphasis: emphasis,
        m.Code: code,
        m.Foreign: foreign,
        m.LineBreak: line_break,
        m.Link: link,
        m.Blank: blank,
        m.Icon: icon,
        m.Field: answer_field,
        m.FootnoteReference: footnote_reference,
    }
)
