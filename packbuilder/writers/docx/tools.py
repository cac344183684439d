"""Choices, boxes, routes, canvases and cards of tools → paragraphs and tables."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from packbuilder import model as m
from packbuilder.model.marks import distances
from packbuilder.theme import MM_PER_PT, CardSheet
from packbuilder.writers.docx.arrangements import below_rule
from packbuilder.writers.docx.context import WordContext
from packbuilder.writers.docx.elements import (
    BodyItem,
    WordCell,
    WordParagraph,
    WordRow,
    WordTable,
    change_first,
)
from packbuilder.writers.docx.figures import drawing
from packbuilder.writers.docx.frames import group_frame
from packbuilder.writers.docx.layout_context import GUIDES, LayoutContext, Run
from packbuilder.writers.docx.lists import ordered
from packbuilder.writers.docx.paragraphs import gap, hold, keep_with_next, paragraph
from packbuilder.writers.docx.runs import EN_SPACE, plain_run
from packbuilder.writers.docx.tables import header_look, table
from packbuilder.writers.docx.xml import border, dxa, on, points_of, value

_CARD_LINES = 3
"""So many lines to write on has a card without a question."""

_CELL_BORDER = 'w:val="dashed" w:sz="4" w:space="0"'


def choices(node: m.Choices, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write a question and what can be ticked; a scale stands in one line, parted by tabs."""
    line = context.line(node.label, layout, bold=True)
    label = paragraph("AnswerLabel", line, layout, context)
    edge = layout.indent + context.theme.length("cell-padding")
    inside = replace(layout, text="ChoiceLine", indent=edge)
    if node.row:
        written = _in_rows([_words(item) for item in node.items], inside, context)
    else:
        written = context.blocks(node.items, inside)
    return [label, *written, gap(points_of(context.theme.length("answer-gap")))]


def _in_rows(
    items: Sequence[tuple[m.Inline, ...]], layout: LayoutContext, context: WordContext
) -> list[BodyItem]:
    """Write what can be ticked side by side; in columns when one line is too short for all."""
    theme, size = context.theme, context.theme.style(layout.profile, "text").size
    room = layout.room - theme.length("cell-padding")
    beside = theme.length("tick") + theme.length("gap")
    widths = [theme.width_of(m.plain(item), size, False) + beside for item in items]
    across = len(items)
    if sum(widths) > room:
        across = max(1, int(room // max(widths)))
        widths = [room / across] * across
    slack = (room - sum(widths)) / across
    edges = itertools.accumulate((width + slack for width in widths[:-1]), initial=layout.indent)
    stops = "".join(f'<w:tab w:val="left" w:pos="{dxa(edge)}"/>' for edge in [*edges][1:])
    look = {"tabs": f"<w:tabs>{stops}</w:tabs>"} if stops else {}
    lines = [context.line(item, layout) for item in items]
    rows = (lines[first : first + across] for first in range(0, len(lines), across))
    return [
        paragraph("ChoiceLine", "<w:r><w:tab/></w:r>".join(row), layout, context, properties=look)
        for row in rows
    ]


def group(node: m.Group, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write blocks that belong together beside a bar, or in a tool below a rule."""
    if context.part and context.part.footer.code:
        ruled = below_rule(context.blocks(node.blocks, layout), "primary", "strong-rule", context)
        return [*hold(ruled), gap(points_of(context.theme.length("gap")))]
    frame = group_frame(context.theme, layout.indent)
    inside = replace(layout, indent=frame.edge, depth=0, frame=frame, marker=None)
    inner = hold(context.blocks(node.blocks, inside))
    return [*inner, gap(points_of(context.theme.length("gap")))]


def route(node: m.Route, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write the way to a decision as a numbered list."""
    return ordered(m.OrderedList(node.items, span=node.span), layout, context)


def canvas(node: m.Canvas, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write zones for sticky notes as a table of one high row, or as a map."""
    line = context.line(node.label, layout, bold=True)
    label = [paragraph("AnswerLabel", line, layout, context)] if node.label else []
    use = [m.Paragraph((m.Text(node.purpose),))] if node.purpose else []
    above = [*label, *keep_with_next(context.blocks(use, layout))]
    if node.shape:
        return [*above, _map(node, layout, context)]
    headers = tuple(m.Cell((m.Text(zone),)) for zone in node.zones)
    empty = tuple(m.Cell(()) for _ in node.zones)
    header = context.theme.style(layout.profile, "table-head").leading * MM_PER_PT
    height = round(node.height - header - 2 * context.theme.length("cell-padding"))
    grid = m.Table(headers, (empty,), row_height=height)
    return [*above, *table(grid, layout, context)]


def _map(node: m.Canvas, layout: LayoutContext, context: WordContext) -> WordParagraph:
    """Draw a map; what is on it is said by its alternative text, and listed beside it."""
    size = min(node.height, layout.room)
    address, words = distances(node.zones, node.height), ", ".join(node.zones)
    shown = drawing(address, words, size, size, layout.unmarked(), context)
    return paragraph("Figure", shown, layout.unmarked(), context)


def deck(node: m.Deck, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write sheets of cards, each followed by a sheet of backs that all look alike."""
    sheet = context.theme.cards_on_sheet(node.kind)
    across, size, written = sheet.across, sheet.size, list[BodyItem]([context.sections.close()])
    context.sections.scissors = context.sections.scissors or _scissors(layout, context)
    for first in range(0, len(node.items), size):
        items = node.items[first : first + size]
        cards = [card(item, layout, context) for item in items]
        if node.kind == "certificates":
            cards = [_ruled(each, context) for each in cards]
        bands = [_band(item, layout, context) for item in items]
        bands = bands if any(bands) else []
        sheets = [_sheet(_rows(cards, bands, across), sheet, bool(node.guide), context)]
        if node.back:  # each picture has its own number
            backs = [_back(node, layout, context) for _ in cards]
            sheets.append(_sheet(_rows(backs, [], across), sheet, False, context))
        for each in sheets:
            written += [each, context.sections.close("cards", node.guide)]
    return written


def _ruled(items: list[BodyItem], context: WordContext) -> list[BodyItem]:
    """Return what stands on a certificate with a rule above it."""
    width, colour = context.theme.length("section-rule"), context.theme.colour("primary")
    rule = {"top": border("top", points_of(width), colour, points_of(context.theme.length("gap")))}
    return change_first(items, lambda first: replace(first, borders=rule))


def _rows(
    faces: Sequence[Sequence[BodyItem]], bands: Sequence[Sequence[BodyItem]], across: int
) -> list[CardRow]:
    """Return the rows of a sheet of cards: their words, and below these the bands, if any."""
    rows = []
    for first in range(0, len(faces), across):
        rows.append(CardRow(faces[first : first + across], False, bool(bands)))
        if bands:
            rows.append(CardRow(bands[first : first + across], True, False))
    return rows


def _band(node: m.Card, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Draw the band at the bottom of a card, marked as decorative."""
    if not node.pattern:
        return []
    theme = context.theme
    sheet = theme.cards_on_sheet("place-cards" if node.large else "questions")
    width = sheet.width - 2 * theme.length("card-padding")
    height = theme.length("card-pattern")
    shown = drawing(node.pattern, "", width, height, layout.unmarked(), context)
    return [paragraph("Figure", shown, layout.unmarked(), context)]


def _back(node: m.Deck, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write the back of a card: the mark, the name of the cards, whose work they are."""
    written: list[BodyItem] = []
    if node.mark:
        picture, height = context.publication.pictures[node.mark], context.theme.length("drawing")
        shown = drawing(
            node.mark, "", height * picture.width / picture.height, height, layout, context
        )
        written.append(paragraph("Figure", shown, layout, context))
    name, dot, rest = node.back.partition(". ")
    run = Run(layout.story, layout.profile)
    words = plain_run(f"{name}{dot}", replace(run, strong=True, style="Decision"))
    return [*written, paragraph("CardBack", words + plain_run(rest, run), layout, context)]


def _scissors(layout: LayoutContext, context: WordContext) -> str:
    """Draw what says where to cut, as high as it fits in the footer of cards."""
    picture, height = context.publication.pictures[m.SCISSORS], context.theme.length("answer-gap")
    width = height * picture.width / picture.height
    return drawing(m.SCISSORS, "", width, height, replace(layout, story=GUIDES), context)


def card(node: m.Card, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write what stands on one card."""
    written: list[BodyItem] = _card_head(node, layout, context)
    if node.label:
        label = context.words(node.label, layout)
        written.append(paragraph("CardLabel", label, layout, context))
    beside = "CardLine" if node.large else "CardText"
    lines = ((node.above, beside), (node.inlines, _card_style(node)), (node.below, beside))
    for line, style in lines:
        if line:
            written.append(paragraph(style, context.line(line, layout), layout, context))
    if node.label and not node.inlines:
        written += [paragraph("AnswerLine", "", layout.unmarked(), context)] * _CARD_LINES
    return context.bookmarks.mark(node, written)


def _card_head(node: m.Card, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write the first line of a card: drawing, code and theme, if it has any."""
    icon = _icon(node, layout, context)
    if not (node.code or node.theme):
        return [paragraph("CardCode", icon, layout, context)] if icon else []
    code = plain_run(node.code, Run(layout.story, layout.profile, style="CardNumber"))
    said = f"{code}<w:r><w:tab/></w:r>{context.words(node.theme, layout)}"
    tabs = {"tabs": _card_tab(node, context)}
    return [paragraph("CardCode", icon + said, layout, context, properties=tabs)]


def _card_style(node: m.Card) -> str:
    if node.label:
        return "CardText"
    style = "CardName" if node.large else "CardQuestion"
    return style if node.is_short else f"{style}Long"


def _card_tab(node: m.Card, context: WordContext) -> str:
    """Return where a card's theme ends: at its right edge."""
    sheet = context.theme.cards_on_sheet("place-cards" if node.large else "questions")
    edge = sheet.width - 2 * context.theme.length("card-padding")
    return f'<w:tabs><w:tab w:val="right" w:pos="{dxa(edge)}"/></w:tabs>'


def _icon(node: m.Card, layout: LayoutContext, context: WordContext) -> str:
    """Write the drawing of a card's theme before its code, marked as decorative."""
    if not node.icon:
        return ""
    size = context.theme.length("card-icon")
    space = plain_run(EN_SPACE, Run(layout.story, layout.profile))
    return drawing(node.icon, "", size, size, layout.unmarked(), context) + space


@dataclass(frozen=True, slots=True)
class CardRow:
    """A row of a sheet of cards; a card with a band at its bottom takes two."""

    faces: Sequence[Sequence[BodyItem]]
    is_band: bool
    has_band: bool


def _sheet(rows: Sequence[CardRow], sheet: CardSheet, cut: bool, context: WordContext) -> WordTable:
    """Write a sheet of cards, with the lines to cut along on its front. Its first row is its header
    row, as programs that check Word files want one of every table; no sheet breaks, so that it is
    never repeated.
    """
    width, across = dxa(sheet.width), sheet.across
    padding = context.theme.length("card-padding")
    properties = (
        f'<w:tblW w:w="{width * across}" w:type="dxa"/><w:jc w:val="center"/>'
        f"<w:tblBorders>{_cut_lines(context) if cut else ''}</w:tblBorders>"
        '<w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f"{_margins({'top': padding, 'left': padding, 'bottom': padding, 'right': padding})}"
        f"</w:tblCellMar>{header_look()}"
    )
    written = [_card_row(row, sheet, cut, context, head=not n) for n, row in enumerate(rows)]
    return WordTable(properties, [width] * across, written)


def _card_row(
    row: CardRow, sheet: CardSheet, cut: bool, context: WordContext, head: bool
) -> WordRow:
    theme, inner = context.theme, ""
    padding, band = theme.length("card-padding"), theme.length("card-pattern")
    low = band + 2 * _BAND_GAP + padding
    height = low if row.is_band else sheet.height - (low if row.has_band else 0)
    if row.is_band:
        inner = f"<w:tcBorders>{_NO_LINE.format('top')}</w:tcBorders>"
        inner += f"<w:tcMar>{_margins({'top': _BAND_GAP, 'bottom': padding})}</w:tcMar>"
    elif row.has_band:
        inner = f"<w:tcBorders>{_NO_LINE.format('bottom')}</w:tcBorders>"
        inner += f"<w:tcMar>{_margins({'bottom': 0})}</w:tcMar>"
    stand = value("vAlign", "top" if cut else "center")
    size = f'<w:tcW w:w="{dxa(sheet.width)}" w:type="dxa"/>{inner}{stand}'
    exact = f'{on("cantSplit")}<w:trHeight w:val="{dxa(height)}" w:hRule="exact"/>'
    exact += on("tblHeader") if head else ""
    empty = [WordParagraph("TableEnd")]
    cells = [WordCell(size, list(face) or empty) for face in row.faces]
    bare = f'<w:tcW w:w="{dxa(sheet.width)}" w:type="dxa"/>{_NO_CARD}'
    return WordRow(exact, cells + [WordCell(bare, empty)] * (sheet.across - len(cells)))


_BAND_GAP = 0.5
"""What stays free above and below the band of a card, in mm."""

_NO_LINE = '<w:{} w:val="nil"/>'
_NO_CARD = f"<w:tcBorders>{_NO_LINE.format('bottom')}{_NO_LINE.format('right')}</w:tcBorders>"
"""What stands beside the last of an odd number of cards: nothing is cut there."""


def _margins(sides: Mapping[str, float]) -> str:
    return "".join(f'<w:{side} w:w="{dxa(size)}" w:type="dxa"/>' for side, size in sides.items())


def _cut_lines(context: WordContext) -> str:
    colour = context.theme.colour("rule").removeprefix("#")
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    return "".join(f'<w:{side} {_CELL_BORDER} w:color="{colour}"/>' for side in sides)


def _words(item: m.ListItem) -> tuple[m.Inline, ...]:
    first = item.blocks[0] if item.blocks else None
    return first.inlines if isinstance(first, m.Paragraph) else ()
