"""Inlines → runs: one function for each type, all in `INLINES`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from packbuilder import model as m
from packbuilder.theme import MM_PER_PT
from packbuilder.writers.docx.context import InlineWriter, PendingFootnote, WordContext
from packbuilder.writers.docx.controls import blank_control, field_control
from packbuilder.writers.docx.figures import drawing
from packbuilder.writers.docx.layout_context import LayoutContext, Run
from packbuilder.writers.docx.runs import field, look, plain_run


def text(node: m.Text, run: Run, _: WordContext) -> str:
    """Write plain words."""
    return plain_run(node.text, run)


def strong(node: m.Strong, run: Run, context: WordContext) -> str:
    """Write words of importance."""
    return context.runs(
        node.inlines, replace(run, strong=True, style=run.style or run.words.strong)
    )


def numeral(node: m.Numeral, run: Run, context: WordContext) -> str:
    """Write a number that leads the words beside it."""
    return context.runs(node.inlines, replace(run, bold=False, style=run.words.numeral))


def emphasis(node: m.Emphasis, run: Run, context: WordContext) -> str:
    """Write stressed words: bold, as italics are hard to read."""
    return context.runs(node.inlines, replace(run, strong=True, style=run.style or "Emphasis"))


def code(node: m.InlineCode, run: Run, _: WordContext) -> str:
    """Write words for a computer, which no spelling checker should touch."""
    return plain_run(node.text, replace(run, style=run.style or "CodeText"))


def foreign(node: m.Foreign, run: Run, context: WordContext) -> str:
    """Write words in another language."""
    return context.runs(node.inlines, replace(run, language=node.language))


def line_break(_: m.LineBreak, run: Run, __: WordContext) -> str:
    """Begin a new line."""
    return f"<w:r>{look(run)}<w:br/></w:r>"


def link(node: m.Link, run: Run, context: WordContext) -> str:
    """Write a link; one whose anchor is not in this document keeps its words."""
    if not node.internal:
        target = f'r:id="{context.relations[run.story].link(node.target)}"'
    elif name := context.bookmarks.target(node.target):
        target = f'w:anchor="{name}"'
    else:
        return context.runs(node.inlines, run)
    inner = context.runs(node.inlines, replace(run, style="Hyperlink"))
    return f'<w:hyperlink {target} w:history="1">{inner}</w:hyperlink>'


def blank(node: m.Blank, run: Run, context: WordContext) -> str:
    """Write a ruled space."""
    context.blanks += 1
    return blank_control(node.label, context.blanks, run, context.theme)


def icon(node: m.Icon, run: Run, context: WordContext) -> str:
    """Draw an icon, marked as decorative."""
    height = (
        node.height or run.words.icon or context.theme.style(run.profile, "text").size * MM_PER_PT
    )
    width = height * node.shape
    layout = LayoutContext(run.profile, run.language, width, story=run.story)
    return drawing(node.image, "", width, height, layout, context)


def answer_field(node: m.Field, run: Run, context: WordContext) -> str:
    """Write a place to answer."""
    return field_control(node, run, context.theme)


def footnote_reference(node: m.FootnoteReference, run: Run, context: WordContext) -> str:
    """Write the mark of a footnote; a second reference to a note repeats its number by a field."""
    id = context.note_offset + node.number
    mark = Run(run.story, run.profile, bold=run.bold, strong=True, style="FootnoteReference")
    bookmark = f"_Ref_note_{id}"
    if id in context.notes:
        number = [known for known in context.notes if known > context.note_offset].index(id) + 1
        return field(f"NOTEREF {bookmark} \\h", plain_run(str(number), mark), mark)
    blocks = context.part.footnotes[node.number - 1] if context.part else ()
    language = context.part.language if context.part else run.language
    context.notes[id] = PendingFootnote(
        id, blocks, LayoutContext(run.profile, language, context.sheet.width)
    )
    inner = f'<w:r>{look(mark)}<w:footnoteReference w:id="{id}"/></w:r>'
    return context.bookmarks.around_run(bookmark, inner)


INLINES: Final[Mapping[type[m.Inline], InlineWriter]] = MappingProxyType(
    {
        m.Text: text,
        m.Strong: strong,
        m.Numeral: numeral,
        m.Emphasis: emphasis,
        m.InlineCode: code,
        m.Foreign: foreign,
        m.LineBreak: line_break,
        m.Link: link,
        m.Blank: blank,
        m.Icon: icon,
        m.Field: answer_field,
        m.FootnoteReference: footnote_reference,
    }
)
