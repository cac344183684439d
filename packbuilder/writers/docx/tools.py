"""Choices, boxes, routes, canvases and cards of tools → paragraphs and tables."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from packbuilder import model as m
from packbuilder.theme import MM_PER_PT
from packbuilder.writers.docx.book import Book
from packbuilder.writers.docx.figures import drawing
from packbuilder.writers.docx.frames import group_frame
from packbuilder.writers.docx.lists import ordered
from packbuilder.writers.docx.paragraphs import gap, hold, keep_with_next, paragraph
from packbuilder.writers.docx.place import GUIDES, Place
from packbuilder.writers.docx.tables import table
from packbuilder.writers.docx.xml import dxa, points_of

_CELL_BORDER = 'w:val="dashed" w:sz="4" w:space="0"'


def choices(node: m.Choices, place: Place, book: Book) -> str:
    """Write a question and what can be ticked; a scale stands in one line, parted by tabs."""
    line = book.line(node.label, place, bold=True)
    label = paragraph("AnswerLabel", line, place, book)
    if node.row:
        written = _in_rows([_words(item) for item in node.items], place, book)
    else:
        inside = replace(place, text="ChoiceLine")
        written = "".join(book.block(item, inside) for item in node.items)
    return label + written + gap(points_of(book.theme.length("answer-gap")), place)


def _in_rows(items: Sequence[tuple[m.Inline, ...]], place: Place, book: Book) -> str:
    """Write what can be ticked side by side; in columns when one line is too short for all."""
    theme, size = book.theme, book.theme.style(place.profile, "text").size
    beside = theme.length("tick") + theme.length("gap")
    widths = [theme.width_of(m.plain(item), size, False) + beside for item in items]
    across = len(items)
    if sum(widths) > place.room:
        across = max(1, int(place.room // max(widths)))
        widths = [place.room / across] * across
    slack = (place.room - sum(widths)) / across
    edges = list(itertools.accumulate(width + slack for width in widths))
    stops = "".join(f'<w:tab w:val="left" w:pos="{dxa(edge)}"/>' for edge in edges[:-1])
    tabs = {"tabs": f"<w:tabs>{stops}</w:tabs>"} if stops else {}
    lines = [book.line(item, place) for item in items]
    rows = (lines[first : first + across] for first in range(0, len(lines), across))
    return "".join(
        paragraph("ChoiceLine", "<w:r><w:tab/></w:r>".join(row), place, book, **tabs)
        for row in rows
    )


def group(node: m.Group, place: Place, book: Book) -> str:
    """Write blocks that belong together beside a bar."""
    frame = group_frame(book.theme, place.indent)
    inside = replace(place, indent=frame.edge, depth=0, frame=frame, marker=None)
    inner = hold(book.blocks(node.blocks, inside))
    return inner + gap(points_of(book.theme.length("gap")), place)


def frame(node: m.Frame, place: Place, book: Book) -> str:
    """Write blocks that stand together."""
    return book.blocks(node.blocks, place)


def route(node: m.Route, place: Place, book: Book) -> str:
    """Write the way to a decision as a numbered list."""
    return ordered(m.OrderedList(node.items, span=node.span), place, book)


def canvas(node: m.Canvas, place: Place, book: Book) -> str:
    """Write zones for sticky notes as a table of one high row."""
    line = book.line(node.label, place, bold=True)
    label = paragraph("AnswerLabel", line, place, book)
    use = keep_with_next(book.block(m.Paragraph((m.Text(node.purpose),)), place))
    heads = tuple(m.Cell((m.Text(zone),)) for zone in node.zones)
    empty = tuple(m.Cell(()) for _ in node.zones)
    head = book.theme.style(place.profile, "table-head").leading * MM_PER_PT
    height = round(node.height - head - 2 * book.theme.length("cell-padding"))
    return label + use + table(m.Table(heads, (empty,), row_height=height), place, book)


def deck(node: m.Deck, place: Place, book: Book) -> str:
    """Write sheets of cards, each followed by a sheet of backs that all look alike."""
    across, down = book.theme.cards_on_sheet
    size, written = across * down, book.sections.close()
    book.sections.scissors = book.sections.scissors or _scissors(place, book)
    for first in range(0, len(node.items), size):
        cards = [card(item, place, book) for item in node.items[first : first + size]]
        back = paragraph("CardBack", book.words(node.back, place), place, book)
        for faces, stand in ((cards, "top"), ([back] * len(cards), "center")):
            written += _sheet(faces, across, stand, book) + book.sections.close("cards", node.guide)
    return written


def _scissors(place: Place, book: Book) -> str:
    """Draw what says where to cut, as high as it fits in the foot of cards."""
    picture, height = book.publication.pictures[m.SCISSORS], book.theme.length("answer-gap")
    width = height * picture.width / picture.height
    return drawing(m.SCISSORS, "", width, height, replace(place, story=GUIDES), book)


def card(node: m.Card, place: Place, book: Book) -> str:
    """Write what stands on one card."""
    said = book.words(f"{node.code} {node.theme}", place)
    head = paragraph("CardCode", _icon(node, place, book) + said, place, book)
    if node.label:
        head += paragraph("CardText", book.words(node.label, place), place, book)
    words = paragraph("CardText", book.line(node.inlines, place), place, book)
    return book.bookmarks.mark(node, head + words if node.inlines else head)


def _icon(node: m.Card, place: Place, book: Book) -> str:
    """Write the drawing of a card's theme before its code, marked as decorative."""
    if not node.icon:
        return ""
    size = book.theme.length("card-icon")
    space = '<w:r><w:t xml:space="preserve"> </w:t></w:r>'
    return drawing(node.icon, "", size, size, place.unmarked(), book) + space


def _sheet(faces: list[str], across: int, stand: str, book: Book) -> str:
    width, height = dxa(book.theme.length("card-width")), dxa(book.theme.length("card-height"))
    colour = book.theme.colour("rule").removeprefix("#")
    edges = "".join(
        f'<w:{side} {_CELL_BORDER} w:color="{colour}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    padding = dxa(book.theme.length("card-padding"))
    inset = "".join(
        f'<w:{side} w:w="{padding}" w:type="dxa"/>' for side in ("top", "left", "bottom", "right")
    )
    properties = (
        f'<w:tblPr><w:tblW w:w="{width * across}" w:type="dxa"/><w:jc w:val="center"/>'
        f"<w:tblBorders>{edges}</w:tblBorders>"
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{inset}</w:tblCellMar></w:tblPr>'
    )
    grid = f'<w:gridCol w:w="{width}"/>' * across
    rows = "".join(
        f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="exact"/></w:trPr>'
        + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="{stand}"/></w:tcPr>'
            f"{face}</w:tc>"
            for face in faces[first : first + across]
        )
        + "</w:tr>"
        for first in range(0, len(faces), across)
    )
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _words(item: m.ListItem) -> tuple[m.Inline, ...]:
    first = item.blocks[0] if item.blocks else None
    return first.inlines if isinstance(first, m.Paragraph) else ()
