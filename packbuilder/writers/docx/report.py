"""What reports have beside running text: key sentences, leads, themes, and the looks of tables."""

from __future__ import annotations

from dataclasses import replace

from packbuilder import model as m
from packbuilder.model.marks import QUOTE
from packbuilder.writers.docx.context import WordContext
from packbuilder.writers.docx.elements import BodyItem, PageBreakMark, WordParagraph
from packbuilder.writers.docx.figures import drawing
from packbuilder.writers.docx.layout_context import LayoutContext, WordLook
from packbuilder.writers.docx.paragraphs import paragraph
from packbuilder.writers.docx.styles import indents, margin_frame
from packbuilder.writers.docx.xml import dxa, on

_THEME_ICON, _TOOL_ICON, _BAND_HEIGHT = 30.0, 7.0, 4.0
"""In mm: a theme's drawing, those of its tools, and the band above it."""

_ROW_ICON = 6.0
"""The drawings in a row with a large number, in mm."""

_SLOT_ICON = 6.0
"""The drawings of a run sheet, in mm: a line of words is hardly higher with one."""

_MARK, _LEADING_MARK = 12.0, 17.0
"""The drawn mark of a quotation, and of the one that leads a page, in mm."""


def key_sentence(
    node: m.KeySentence, layout: LayoutContext, context: WordContext
) -> list[BodyItem]:
    """Write what to remember, in large letters."""
    return [paragraph("KeySentence", context.line(node.inlines, layout), layout, context)]


def lead(node: m.Lead, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write what a page is about."""
    words = WordLook(blank="short-blank") if layout.dense else layout.words
    return context.blocks(node.blocks, replace(layout, text="Lead", words=words))


def theme_page(node: m.ThemePage, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write a theme on a page of its own: band, drawing, label, and its blocks."""
    written: list[BodyItem] = [PageBreakMark()]
    whole = replace(layout, indent=0)
    rules = node.code if node.code in context.theme.tokens.colours else whole.rules
    inside = replace(whole, rules=rules, words=WordLook(icon=_TOOL_ICON))
    beside = replace(inside, indent=layout.column or context.theme.length("column"))
    if node.band:
        picture = context.publication.pictures[node.band]
        height = min(layout.width * picture.height / picture.width, _BAND_HEIGHT)
        band = _decoration(node.band, layout.width, height, whole, context)
        written.append(band.spaced(after=dxa(context.theme.length("gap"))))
    if node.icon:
        written.append(_in_margin(node.icon, _THEME_ICON, whole, context))
    if node.label:
        line = context.line(node.label, layout, bold=True)
        written.append(paragraph("ThemeLabel", line, beside, context))
    for block in node.blocks:
        at = beside if isinstance(block, m.Heading | m.Lead) else inside
        written += _theme_block(block, at, context)
    return written


def _theme_block(block: m.Block, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write a block of a theme; one that begins with a name has it in the margin column."""
    if isinstance(block, m.Heading):
        return context.block(block, replace(layout, column=layout.indent, theme=True))
    if not isinstance(block, m.Paragraph) or not isinstance(block.inlines[0], m.Strong):
        return context.block(block, layout)
    lead, *rest = block.inlines
    if rest and isinstance(rest[0], m.Text):
        rest[0] = replace(rest[0], text=rest[0].text.lstrip(" "))
    titled = replace(layout, words=replace(layout.words, strong="SmallCode"))
    line = f"{context.line([lead], titled)}<w:r><w:tab/></w:r>{context.line(rest, layout)}"
    beside = context.theme.length("column")
    named = paragraph("BodyText", line, layout, context)
    return context.bookmarks.mark(block, [named.having(ind=indents(beside, 0, beside))])


def quote_mark(node: m.Quotation, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write the drawn mark beside a quotation."""
    size = _LEADING_MARK if node.leads else _MARK
    return [_in_margin(QUOTE, size, replace(layout, indent=0, frame=None), context)]


def cell_style(node: m.Table, row: int, column: int) -> str:
    """Return the style of a cell by the look of its table; empty where that makes no difference.
    Row 0 is the header.
    """
    if node.look == "figures" and row == 1:
        return "FigureNumber"
    if node.look == "big-numbers" and row and not column:
        return "BigNumber"
    if node.look == "steps" and row:
        return "StepText" if column else "StepMinutes"
    return "TableText" if node.look == "ratings" and row and not column else ""


def word_look(node: m.Table, row: int, column: int) -> WordLook:
    """Return how numerals and strong words stand out in a cell of a table, and how high drawings
    are. Row 0 is the header.
    """
    if node.look in ("big-numbers", "theme-map"):
        return WordLook(icon=_ROW_ICON)
    if node.look == "steps" and row:
        return WordLook(numeral="Minutes")
    if node.look == "run-sheet":
        strong = "Said" if column in (1, len(node.header) - 1) else "Strong"
        return WordLook(numeral="SmallNumeral", strong=strong, icon=_SLOT_ICON)
    if node.look == "route":
        return WordLook(strong="Decision")
    return WordLook() if node.look in ("chain", "ratings") else WordLook(numeral="SmallNumeral")


def _in_margin(path: str, size: float, layout: LayoutContext, context: WordContext) -> BodyItem:
    """Draw something in the margin column, beside the words that follow."""
    shown = drawing(path, "", size, size, layout, context)
    beside = {"keepNext": on("keepNext"), "framePr": margin_frame(context.theme, size)}
    return paragraph("Figure", shown, layout.unmarked(), context, properties=beside)


def _decoration(
    path: str, width: float, height: float, layout: LayoutContext, context: WordContext
) -> WordParagraph:
    shown = drawing(path, "", width, height, layout, context)
    kept = {"keepNext": on("keepNext")}
    return paragraph("Figure", shown, layout.unmarked(), context, properties=kept)
