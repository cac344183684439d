"""The contents list: a field that Word can update, showing links that need no update.

The entries have no page numbers, as only a laid-out document knows them; the field's code gives
them when somebody updates it. Nothing asks Word to do so on opening, which would prompt the reader.
"""

from __future__ import annotations

from dataclasses import replace

from packbuilder import model as m
from packbuilder.writers.docx.context import WordContext
from packbuilder.writers.docx.elements import BodyItem, WordControl, WordParagraph
from packbuilder.writers.docx.layout_context import LayoutContext, Run
from packbuilder.writers.docx.paragraphs import paragraph
from packbuilder.writers.docx.runs import field_begin, field_end, plain_run

DEEPEST = 3


def contents(node: m.Contents, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write the contents list with its title."""
    layout = layout.unmarked()
    title = paragraph("TOCHeading", context.words(node.title, layout), layout, context)
    run = Run(layout.story, layout.profile)
    lines = [_entry(entry, run, context) for entry in node.entries]
    if lines:
        lines[0] = field_begin(f"TOC {_range(node, context)}", run) + lines[0]
        lines[-1] += field_end(run)
    body = [
        _line(f"TOC{min(entry.level, DEEPEST)}", line, layout, context)
        for entry, line in zip(node.entries, lines, strict=True)
    ]
    gallery = '<w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'
    return [WordControl(f"<w:docPartObj>{gallery}</w:docPartObj>", [title, *body])]


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


def _entry(entry: m.ContentsEntry, run: Run, context: WordContext) -> str:
    target = context.bookmarks.target(entry.anchor)
    words = plain_run(entry.text, run)
    if not target:
        return words
    return f'<w:hyperlink w:anchor="{target}" w:history="1">{words}</w:hyperlink>'


def _line(style: str, content: str, layout: LayoutContext, context: WordContext) -> WordParagraph:
    inside = replace(layout, indent=layout.indent + context.sheet.indent(style))
    return paragraph(style, content, inside, context)
