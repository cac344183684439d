"""The contents list: a field that Word can update, showing links that need no update.

The page numbers are those of the PDF, as fields that Word can update; entries without a known page
have none. Nothing asks Word to update on opening, which would prompt the reader.
"""

from __future__ import annotations

from dataclasses import replace

from packbuilder import model as m
from packbuilder.writers.docx.context import WordContext
from packbuilder.writers.docx.elements import BodyItem, WordControl, WordParagraph
from packbuilder.writers.docx.figures import drawing
from packbuilder.writers.docx.layout_context import LayoutContext, Run
from packbuilder.writers.docx.paragraphs import paragraph
from packbuilder.writers.docx.runs import field, field_begin, field_end, plain_run
from packbuilder.writers.docx.style_table import CONTENTS_LEVELS

_ICON = 7.0
"""How large the drawing beside an entry is, in mm."""


def contents(node: m.Contents, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write the contents list with its title; guides are links that Word does not list itself."""
    layout = layout.unmarked()
    title: list[BodyItem] = []
    if node.title:
        words = context.words(node.title, layout)
        title.append(paragraph("TOCHeading", words, layout, context))
    if node.lead:
        title.append(paragraph("Lead", context.words(node.lead, layout), layout, context))
    run = Run(layout.story, layout.profile)
    lines = [_entry(entry, run, layout, context) for entry in node.entries]
    updated = node.layout in ("list", "parts")
    if lines and updated:
        lines[0] = field_begin(f"TOC {_range(node, context)}", run) + lines[0]
        lines[-1] += field_end(run)
    body = [
        _line(f"TOC{_level(entry, context)}", line, layout, context)
        for entry, line in zip(node.entries, lines, strict=True)
    ]
    if not updated:
        return [*title, *body]
    gallery = '<w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'
    return [WordControl(f"<w:docPartObj>{gallery}</w:docPartObj>", [*title, *body])]


def _range(node: m.Contents, context: WordContext) -> str:
    r"""Say which paragraphs Word lists when it updates: those of these levels in the outline.

    A list of styles (`\t`) would be read by the list separator of the reader's computer, which is
    no comma everywhere (MS-OI29500, TOC).
    """
    deepest = max(_level(entry, context) for entry in node.entries)
    return f'\\h \\z \\o "{context.sheet.contents_from}-{deepest}"'


def _level(entry: m.ContentsEntry, context: WordContext) -> int:
    return min(entry.level + context.sheet.contents_from - 1, CONTENTS_LEVELS)


def _entry(entry: m.ContentsEntry, run: Run, layout: LayoutContext, context: WordContext) -> str:
    """Write a line: drawing, code, question, words and time, with a link where it leads to."""
    target = context.bookmarks.target(entry.anchor) if entry.anchor else ""
    words = plain_run(entry.words, run)
    if entry.question:
        words = plain_run(f"{entry.code} {entry.question} ", replace(run, strong=True))
        words += plain_run(f"{entry.text} {entry.time}".strip(), run)
    icon = ""
    if entry.icon:
        icon = drawing(entry.icon, "", _ICON, _ICON, layout, context) + plain_run(" ", run)
    if not target:
        return icon + words
    page = ""
    if entry.page:
        number = plain_run(str(entry.page), run)
        page = plain_run("\t", run) + field(f"PAGEREF {target} \\h", number, run)
    return f'{icon}<w:hyperlink w:anchor="{target}" w:history="1">{words}{page}</w:hyperlink>'


def _line(style: str, content: str, layout: LayoutContext, context: WordContext) -> WordParagraph:
    inside = replace(layout, indent=layout.indent + context.sheet.indent(style))
    return paragraph(style, content, inside, context)
