"""Footnotes → footnotes.xml, with the two separators that Word wants."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from packbuilder.writers.docx.context import PendingFootnote, WordContext
from packbuilder.writers.docx.elements import change_first, xml_of
from packbuilder.writers.docx.layout_context import FOOTNOTES, Run
from packbuilder.writers.docx.paragraphs import paragraph
from packbuilder.writers.docx.relations import IMAGE
from packbuilder.writers.docx.right_to_left import turn
from packbuilder.writers.docx.runs import look
from packbuilder.writers.docx.section_marks import settle_marks
from packbuilder.writers.docx.xml import story

SEPARATORS: Final = {-1: "separator", 0: "continuationSeparator"}


def write_footnotes(context: WordContext) -> bytes:
    """Write the footnotes collected while the text was written; empty when there is none.

    A footnote may refer to another one, which then is collected too.
    """
    if not context.notes:
        return b""
    written: dict[int, str] = {}
    while waiting := [note for id, note in context.notes.items() if id not in written]:
        for note in waiting:
            written[note.id] = _footnote(note, context)
    separators = (
        f'<w:footnote w:type="{name}" w:id="{id}"><w:p><w:pPr><w:pStyle w:val="TableText"/>'
        f"</w:pPr><w:r><w:{name}/></w:r></w:p></w:footnote>"
        for id, name in SEPARATORS.items()
    )
    inner = "".join(separators) + "".join(written[id] for id in sorted(written))
    drawn = any(relation.kind == IMAGE for relation in context.relations[FOOTNOTES])
    return story("w:footnotes", inner, "w", "r", *(("wp", "a", "pic") if drawn else ()))


def _footnote(note: PendingFootnote, context: WordContext) -> str:
    layout = replace(note.layout, text="FootnoteText", story=FOOTNOTES)
    items = context.blocks(note.blocks, layout) or [paragraph("FootnoteText", "", layout, context)]
    numbered = change_first(items, lambda first: replace(first, start=_NUMBER + first.start))
    turned = turn(numbered, note.layout.language, context.publication.language)
    inner = xml_of(settle_marks(turned, context.sheet.befores()))
    return f'<w:footnote w:id="{note.id}">{inner}</w:footnote>'


_MARK = Run(FOOTNOTES, "", strong=True, style="FootnoteReference")
_NUMBER = f'<w:r>{look(_MARK)}<w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> </w:t></w:r>'
"""The note's own number, and a space."""
