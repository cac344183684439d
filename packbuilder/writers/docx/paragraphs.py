"""One paragraph: its style, and the little that its layout adds to that."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from packbuilder.theme import Style, Theme
from packbuilder.writers.docx.context import WordContext
from packbuilder.writers.docx.elements import (
    Attributes,
    BodyItem,
    SpaceMark,
    WordParagraph,
    change_all,
    change_last,
)
from packbuilder.writers.docx.layout_context import LayoutContext
from packbuilder.writers.docx.numbering import numbering_of
from packbuilder.writers.docx.style_table import PARAGRAPH_STYLES
from packbuilder.writers.docx.styles import SINGLE, indents
from packbuilder.writers.docx.xml import on, twips, value


def paragraph(
    style: str,
    content: str,
    layout: LayoutContext,
    context: WordContext,
    *,
    borders: Mapping[str, str] | None = None,
    spacing: Attributes | None = None,
    properties: Mapping[str, str] | None = None,
) -> WordParagraph:
    """Write a paragraph of runs in a style; `properties` are further ones by element name.

    A marker of the layout makes it a list item: then the marker's style is taken. Words stand level
    with the middle of a drawing beside them, or it would reach far above them.
    """
    added: dict[str, str] = {}
    if layout.marker:
        style = layout.marker.style
        if not context.sheet.has_list(style, layout.marker.number, layout.marker.level):
            added["numPr"] = numbering_of(layout.marker.number, layout.marker.level)
    elsewhere = _elsewhere(style, "numPr" in added, layout, context)
    if layout.frame and elsewhere:
        borders = borders or layout.frame.borders()
        if layout.indent > layout.frame.edge and not layout.marker:
            content = f"<w:r><w:tab/></w:r>{content}"
    added |= properties or {}
    if elsewhere:
        added["ind"] = _indent(style, layout, context)
    if "<w:drawing>" in content:
        if "<w:t" in content and style != "Figure":
            added = {"textAlignment": value("textAlignment", "center"), **added}
        if context.sheet.cuts_pictures(style, layout.profile):
            spacing = {"line": SINGLE, "lineRule": "auto", **(spacing or {})}
    id = context.sheet.use(style, layout.profile)
    return WordParagraph(id, content, added, borders or {}, spacing or {})


_DIGITS, _LOWERED = 0.88, 0.68
"""How high a line has to be for digits below a rule, as a share of their size: four fifths of it
are above their foot; and the same where they are lowered to the foot of the line.
"""


def numeral_line(context: WordContext) -> Attributes:
    """Return how high the line of a part with a large numeral is in the contents."""
    leading = context.theme.style("handout", "big-number").size * _DIGITS
    return {"line": twips(leading), "lineRule": "exact"}


def finding_line(context: WordContext) -> Attributes:
    """Return how high the line of a heading with a large numeral is."""
    return {"line": twips(_finding(context)), "lineRule": "exact"}


def finding_drop(context: WordContext) -> float:
    """Return how much lower than its heading a large numeral stands, in points: at the foot of the
    line, so that nothing of it is cut off.
    """
    return _finding(context) / 5


def _finding(context: WordContext) -> float:
    return context.theme.style("handout", "finding-number").size * _LOWERED


_RAGGED = 1.1
"""Lines are not full to their end, which takes about so much more room."""


def line_count(words: str, room: float, look: Style, theme: Theme, *, bold: bool = False) -> int:
    """Return about how many lines words take in a width in mm."""
    return math.ceil(theme.width_of(words, look.size, bold) / room * _RAGGED)


def gap(points: float) -> SpaceMark:
    """Ask for at least so much space before what comes next."""
    return SpaceMark(round(points * 20))


def top(points: float) -> SpaceMark:
    """Ask for exactly so much space before what comes next."""
    return SpaceMark(round(points * 20), exact=True)


def keep_with_next(items: Sequence[BodyItem]) -> list[BodyItem]:
    """Let the last paragraph, if there is one, stand on one page with what follows."""
    return change_last(items, kept_with_next)


def hold(items: Sequence[BodyItem]) -> list[BodyItem]:
    """Let all paragraphs stand on one page, if they fit on one."""
    return release(change_all(items, kept_with_next))


def release(items: Sequence[BodyItem]) -> list[BodyItem]:
    """Let the last paragraph, if there is one, stand on another page than what follows."""
    return change_last(items, lambda last: last.lacking("keepNext"))


def kept_with_next(paragraph: WordParagraph) -> WordParagraph:
    """Return a paragraph that stands on one page with what follows."""
    return paragraph.having(keepNext=on("keepNext"))


def _elsewhere(style: str, listed: bool, layout: LayoutContext, context: WordContext) -> bool:
    """Whether the layout differs from the one the style is made for. The indents of a list that is
    not that of the style would take the place of its own.
    """
    shifted = abs(layout.indent - context.sheet.indent(style, layout.profile)) > 0.01
    if layout.frame and style not in (layout.frame.style, layout.frame.title):
        return True
    wider = PARAGRAPH_STYLES[style].measure and abs(layout.width - context.sheet.width) > 0.01
    return shifted or wider or (listed and layout.column > 0)


def _indent(style: str, layout: LayoutContext, context: WordContext) -> str:
    """Return the indent of a layout. In a box, paragraphs begin at the box's edge and hang, and end
    where its running text does, or the bar beside them would be broken.
    """
    right = context.sheet.right(style, layout.profile, layout.width)
    if layout.frame and layout.frame.title:
        right = context.sheet.right(layout.frame.style, layout.profile, layout.width)
    hanging = 0.0
    if layout.marker:
        hanging = layout.marker.hanging or context.theme.length("list-indent")
    if layout.frame:
        hanging = max(layout.indent - layout.frame.edge, 0)
    return indents(layout.indent, right, hanging or None)
