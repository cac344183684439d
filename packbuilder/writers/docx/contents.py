"""The contents list: a field that Word can update, showing links that need no update.

The entries have no page numbers, as only a laid-out document knows them; the field's code gives
them when somebody updates it. Nothing asks Word to do so on opening, which would prompt the reader.
"""

from __future__ import annotations

from dataclasses import replace

from packbuilder import model as m
from packbuilder.writers.docx.context import WordContext
from packbuilder.writers.docx.elements import BodyItem, WordControl, WordParagraph
from packbuilder.writers.docx.figures import drawing
from packbuilder.writers.docx.layout_context import LayoutContext, Run
from packbuilder.writers.docx.paragraphs import paragraph
from packbuilder.writers.docx.runs import field_begin, field_end, plain_run

DEEPEST = 3
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
        _line(f"TOC{min(entry.level, DEEPEST)}", line, layout, context)
        for entry, line in zip(node.entries, lines, strict=True)
    ]
    if not updated:
        return [*title, *body]
    gallery = '<w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'
    return [WordControl(f"<w:docPartObj>{gallery}</w:docPartObj>", [*title, *body])]


def _range(node: m.Contents, context: WordContext) -> str:
    """Say which paragraphs Word lists when it updates: a pack's titles stand above headings."""
    profiles = sorted({part.profile for part in context.publication.parts})
    if context.publication.opening is None:
        deepest = min(max(entry.level for entry in node.entries), DEEPEST)
        levels = {f"Heading{level + 1}": level for level in range(1, deepest + 1)}
    else:
        levels = {"CoverTitle": 1, "Heading1": 1, "Heading2": 2}
    listed = [
        f"{context.sheet.name(style, profile)},{level}"
        for style, level in levels.items()
        for profile in profiles
    ]
    return f'\\h \\z \\t "{",".join(listed)}"'


def _entry(entry: m.ContentsEntry, run: Run, layout: LayoutContext, context: WordContext) -> str:
    """Write a line: drawing, code, question, words and time, with a link where it leads to."""
    target = context.bookmarks.target(entry.anchor) if entry.anchor else ""
    words = plain_run(entry.words, run)
    if entry.question:
        words = plain_run(f"{entry.code} {entry.question} ", replace(run, bold=True))
        words += plain_run(f"{entry.text} {entry.time}".strip(), run)
    icon = ""
    if entry.icon:
        icon = drawing(entry.icon, "", _ICON, _ICON, layout, context) + plain_run(" ", run)
    if not target:
        return icon + words
    return f'{icon}<w:hyperlink w:anchor="{target}" w:history="1">{words}</w:hyperlink>'


def _line(style: str, content: str, layout: LayoutContext, context: WordContext) -> WordParagraph:
    inside = replace(layout, indent=layout.indent + context.sheet.indent(style))
    return paragraph(style, content, inside, context)
