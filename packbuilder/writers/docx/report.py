"""What reports have beside running text: key sentences, leads, themes, and the looks of tables."""

from __future__ import annotations

from dataclasses import replace

from packbuilder import model as m
from packbuilder.model.marks import QUOTE
from packbuilder.writers.docx.context import WordContext
from packbuilder.writers.docx.elements import BodyItem, PageBreakMark
from packbuilder.writers.docx.figures import drawing
from packbuilder.writers.docx.layout_context import LayoutContext, WordLook
from packbuilder.writers.docx.paragraphs import gap, paragraph
from packbuilder.writers.docx.xml import on, points_of

_THEME_ICON, _BAND_HEIGHT = 22.0, 4.0
"""In mm: a theme's drawing, and the band above it."""


def key_sentence(
    node: m.KeySentence, layout: LayoutContext, context: WordContext
) -> list[BodyItem]:
    """Write what to remember, in large letters."""
    return [paragraph("KeySentence", context.line(node.inlines, layout), layout, context)]


def lead(node: m.Lead, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write what a page is about."""
    return context.blocks(node.blocks, replace(layout, text="Lead"))


def theme_page(node: m.ThemePage, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write a theme on a page of its own: band, drawing, label, and its blocks."""
    written: list[BodyItem] = [PageBreakMark()]
    if node.band:
        picture = context.publication.pictures[node.band]
        height = min(layout.width * picture.height / picture.width, _BAND_HEIGHT)
        written.append(_decoration(node.band, layout.width, height, layout, context))
    if node.icon:
        written.append(_decoration(node.icon, _THEME_ICON, _THEME_ICON, layout, context))
    if node.label:
        line = context.line(node.label, layout, bold=True)
        written.append(paragraph("ThemeLabel", line, layout, context))
    return [*written, *context.blocks(node.blocks, layout)]


def quote_mark(node: m.Quotation, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write the drawn mark above a quotation."""
    size = 12.0 if node.leads else 9.0
    space = gap(points_of(context.theme.length("small-gap")), layout)
    return [_decoration(QUOTE, size, size, replace(layout, frame=None), context), space]


def cell_style(node: m.Table, row: int, column: int) -> str:
    """Return the style of a cell by the look of its table; empty where that makes no difference.
    Row 0 is the header.
    """
    if node.look == "figures" and row == 1:
        return "FigureNumber"
    if node.look == "big-numbers" and row and not column:
        return "BigNumber"
    if node.look == "steps" and row:
        return "StepText" if column else "TableHead"
    return "TableText" if node.look == "ratings" and row and not column else ""


def word_look(node: m.Table, row: int) -> WordLook:
    """Return how numerals and strong words stand out in a row of a table. Row 0 is the header."""
    if node.look == "steps" and row:
        return WordLook(numeral="Minutes")
    if node.look == "route":
        return WordLook(strong="Decision")
    return WordLook() if node.look == "chain" else WordLook(numeral="SmallNumeral")


def _decoration(
    path: str, width: float, height: float, layout: LayoutContext, context: WordContext
) -> BodyItem:
    shown = drawing(path, "", width, height, layout, context)
    kept = {"keepNext": on("keepNext")}
    return paragraph("Figure", shown, layout.unmarked(), context, properties=kept)
