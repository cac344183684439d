"""Syntax tree → blocks of the model. One small function a node type, in one table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import cast
from urllib.parse import unquote

from markdown_it.tree import SyntaxTreeNode

from packbuilder.diagnostics import Code, Diagnostic, PackError, Severity, Span, errors
from packbuilder.model import (
    Block,
    Callout,
    CodeBlock,
    Figure,
    FootnoteReference,
    Heading,
    Paragraph,
    Quotation,
    Text,
    Value,
    alert_value,
    all_inlines,
    is_number,
    plain,
)
from packbuilder.readers.directives import read_directive
from packbuilder.readers.inlines import (
    HTML_HELP,
    LineReader,
    html_problem,
    is_comment,
    note_label,
)
from packbuilder.readers.lists import read_bullets, read_definitions, read_ordered
from packbuilder.readers.reader import BlockReader, ReadNode
from packbuilder.readers.stray import stray_beginnings, stray_fence
from packbuilder.readers.tables import read_table
from packbuilder.readers.unmeant import compared_figure, is_empty

MAX_HEADING = 4

_ALERT = re.compile(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]", re.IGNORECASE)
"""How GitHub and others begin a box: > [!NOTE]."""


def _front_matter(reader: BlockReader, node: SyntaxTreeNode) -> Iterable[Block]:
    last = node.map[1] - 1 if node.map else 0
    if not reader.lines[last].startswith("---") or last == 0:
        reader.problem(
            Code.BLOCK_UNCLOSED, 0, "the front matter is never closed", "end it with a line “---”"
        )
    reader.front_matter = node.content + "\n"
    return ()


def _heading(reader: BlockReader, node: SyntaxTreeNode) -> Iterable[Block]:
    level = int(node.tag[1])
    span = reader.span(node)
    if reader.list_depth:
        reader.problem(
            Code.HEADING_SKIP,
            span.line - 1,
            "a heading stands inside a list item",
            "write it as bold words, or end the list before it",
        )
    if level > MAX_HEADING:
        reader.problem(
            Code.MARKDOWN_UNUSED,
            span.line - 1,
            f"headings have {MAX_HEADING} levels, this one is of level {level}",
            "use fewer #, or bold words at the start of a paragraph",
        )
    if node.markup in ("-", "="):
        reader.problem(
            Code.MARKDOWN_UNUSED,
            span.end_line - 1,
            f"this line of “{node.markup}” turns the text above it into a heading",
            "begin a heading with “# ” instead; horizontal lines are not used",
            Severity.WARNING,
        )
    inlines, attributes = reader.without_braces(node, span)
    known = {key: attributes.pop(key, "") for key in ("id", "class", "trace", "numeral")}
    if attributes or known["class"] not in ("", "unnumbered"):
        reader.problem(
            Code.BLOCK_OPTION,
            span.line - 1,
            "a heading's braces can only contain #an-id, .unnumbered, trace and numeral",
            "mark its words: ## [Croeso]{lang=cy}"
            if "lang" in attributes
            else "write for instance: ## Power {#power}",
        )
    numbered, trace = known["class"] != "unnumbered", tuple(known["trace"].split())
    return [
        Heading(
            level,
            inlines,
            known["id"],
            numbered=numbered,
            trace=trace,
            numeral=known["numeral"],
            span=span,
        )
    ]


def _paragraph(reader: BlockReader, node: SyntaxTreeNode) -> Iterable[Block]:
    content = node.children[0].children if node.children else []
    if images := _images_alone(content):
        return [_figure(reader, image, reader.span(node)) for image in images]
    lines = node.children[0].content.split("\n") if node.children else []
    for number, message, help in stray_beginnings(lines):
        line = reader.line_index(node) + number
        reader.problem(Code.STRAY_SIGNS, line, message, help, Severity.WARNING)
    inlines = reader.line(node)
    return [Paragraph(inlines, span=reader.span(node))] if inlines else ()


def _images_alone(content: Sequence[SyntaxTreeNode]) -> list[SyntaxTreeNode]:
    """Return the images of a paragraph that holds nothing else; small drawings are words."""
    images = [node for node in content if node.type == "image"]
    others = [node for node in content if node.type not in ("image", "softbreak", "hardbreak")]
    if any(node.type != "text" or node.content.strip() for node in others):
        return []
    return images if len(images) == 1 or any(image.children for image in images) else []


def _figure(reader: BlockReader, image: SyntaxTreeNode, span: Span) -> Block:
    attributes = {key: str(value) for key, value in image.attrs.items()}
    path, caption = unquote(attributes.pop("src")), attributes.pop("title", "")
    alt = plain(LineReader(span, reader.problems).read(image.children))
    decorative = attributes.pop("class", "") == "decorative"
    width, anchor = attributes.pop("width", "100"), attributes.pop("id", "")
    attributes.pop("alt", None)
    if attributes or not is_number(width) or not 1 <= int(width) <= 100:
        reader.problem(
            Code.BLOCK_OPTION,
            span.line - 1,
            "an image's braces can only contain #an-id, .decorative and width",
            "write for instance: ![what it shows](images/plan.png){width=60}",
        )
        width = "100"
    if not decorative and not alt.strip():
        reader.problem(
            Code.IMAGE_ALT,
            span.line - 1,
            "the image has no alternative text",
            "say what it shows: ![what it shows](…), or add {.decorative} if it is only decoration",
        )
    return Figure(
        image=path,
        alt="" if decorative else alt,
        caption=reader.line_of(caption, span),
        width=int(width),
        anchor=anchor,
        span=span,
    )


def _quotation(reader: BlockReader, node: SyntaxTreeNode) -> Iterable[Block]:
    blocks, span = reader.read(node.children), reader.span(node)
    for message, help in _slips(reader, node, span):
        reader.problem(Code.UNMEANT, span.line - 1, message, help, Severity.WARNING)
    alert = _ALERT.match(node.children[0].children[0].content) if _has_words(node) else None
    if not alert:
        return [Quotation(blocks, span=span)]
    first, *others = blocks
    rest = _without_first_line(first)
    title = (Value(alert_value(alert[1].lower()), span=span),)
    return [Callout(title, (*([rest] if rest else []), *others), span=span)]


def _slips(reader: BlockReader, node: SyntaxTreeNode, span: Span) -> Iterable[tuple[str, str]]:
    """Look at a quotation without words, and at one that begins with a figure."""
    words = node.children[0].children[0].content if _has_words(node) else ""
    if is_empty(node) or (_ALERT.fullmatch(words.strip()) and not node.children[1:]):
        what = "box" if words else "quotation"
        return [(f"this {what} is empty", "write its words after “> ”, or delete it")]
    lines = reader.lines[max(span.line - 2, 0) : span.end_line]
    above = lines.pop(0) if span.line > 1 else ""
    return compared_figure(words, lines, above)


def _has_words(node: SyntaxTreeNode) -> bool:
    return bool(node.children) and node.children[0].type == "paragraph"


def _without_first_line(block: Block) -> Block | None:
    """Return the paragraph without the `[!NOTE]` that it begins with."""
    if not isinstance(block, Paragraph):
        return block
    first, *others = block.inlines
    words = _ALERT.sub("", first.text, count=1).lstrip() if isinstance(first, Text) else ""
    inlines = (*([Text(words, span=first.span)] if words else []), *others)
    return Paragraph(inlines, span=block.span) if inlines else None


def _code(reader: BlockReader, node: SyntaxTreeNode) -> Iterable[Block]:
    span = reader.span(node)
    last = reader.lines[span.end_line - 1].strip() if span.end_line <= len(reader.lines) else ""
    closed = last.lstrip("> ").startswith(node.markup[:3]) and span.end_line > span.line
    if node.type == "fence" and not closed:
        message, help = "the code block is never closed", f"end it with a line “{node.markup}”"
        reader.problems.append(Diagnostic(Code.BLOCK_UNCLOSED, span, message, help))
    elif not node.content.strip():
        reader.problem(
            *(Code.UNMEANT, span.line - 1, "the code block is empty"),
            "write its lines, or delete it",
            Severity.WARNING,
        )
    for message, help in stray_fence(node.info):
        reader.problem(Code.STRAY_SIGNS, span.line - 1, message, help, Severity.WARNING)
    if node.type == "code_block":
        reader.problem(
            Code.MARKDOWN_UNUSED,
            span.line - 1,
            "four spaces at the start of a line make it a code block",
            "delete the spaces; a code block goes between two lines of “```”",
            Severity.WARNING,
        )
    return [CodeBlock(node.content.rstrip("\n"), span=span)]


def _footnotes(reader: BlockReader, node: SyntaxTreeNode) -> Iterable[Block]:
    for note in node.children:
        label, blocks = note_label(note), reader.read(note.children)
        name = f"the footnote [^{label}]" if note.meta["label"] else "the note ^[…]"
        inside = all_inlines(blocks)
        if not all(isinstance(block, Paragraph) for block in blocks) or any(
            isinstance(inline, FootnoteReference) for inline in inside
        ):
            reader.problem(
                Code.FOOTNOTE,
                blocks[0].span.line - 1,
                f"{name} contains more than paragraphs of text",
                "put lists, tables, blocks and other notes in the main text",
            )
        elif not note.meta["label"] and not tuple(all_inlines(blocks)):
            line = reader.line_index(note.children[0])
            reader.problem(Code.FOOTNOTE, line, f"{name} is empty", "write its text, or delete it")
        reader.footnotes[label] = blocks
    return ()


def _nothing(_: BlockReader, __: SyntaxTreeNode) -> Iterable[Block]:
    return ()


def _html(reader: BlockReader, node: SyntaxTreeNode) -> Iterable[Block]:
    if is_comment(node.content):
        return ()
    first = node.content.strip().split("\n")[0]
    span = reader.span(node)
    reader.problems.append(Diagnostic(Code.RAW_HTML, span, html_problem(first), HTML_HELP))
    return ()


def _rule(reader: BlockReader, node: SyntaxTreeNode) -> Iterable[Block]:
    line = reader.line_index(node)
    wrong = "horizontal lines are not used"
    help = "begin a new section with a heading, or a new page with ::: page-break"
    if node.markup.startswith("_"):
        help = (
            "for a place to write in, put words before it, as in “Name: ___”, or write ::: answer"
        )
    elif re.search(r"(?<!\*)\*\*[ \t]*\*\*\s*$", reader.lines[line]):
        wrong, help = "there are no words between the marks of bold words", "delete the marks"
    reader.problem(Code.MARKDOWN_UNUSED, line, wrong, help)
    return ()


def _container(reader: BlockReader, node: SyntaxTreeNode) -> Iterable[Block]:
    start = len(reader.problems)
    inside = reader.read(node.children)
    found = len(reader.problems)
    try:
        return read_directive(reader, node, inside)
    except PackError as error:
        if errors(reader.problems[start:found]):  # what it holds could not be read
            wrong = [d for d in error.diagnostics if d.code is not Code.BLOCK_CONTENT]
            error = PackError(wrong, error.rest)
        # a mistake costs the words of its own line
        reader.problems += [
            replace(d, span=d.span.at(d.span.line, d.span.column)) for d in error.diagnostics
        ]
        # its words may have mistakes of their own
        return inside if error.rest is None else cast(tuple[Block, ...], error.rest)


BLOCKS: Mapping[str, ReadNode] = MappingProxyType(
    {
        "front_matter": _front_matter,
        "heading": _heading,
        "paragraph": _paragraph,
        "bullet_list": read_bullets,
        "ordered_list": read_ordered,
        "blockquote": _quotation,
        "code_block": _code,
        "fence": _code,
        "table": read_table,
        "dl": read_definitions,
        "footnote_block": _footnotes,
        "footnote_anchor": _nothing,
        "html_block": _html,
        "hr": _rule,
        "container_block": _container,
    }
)
