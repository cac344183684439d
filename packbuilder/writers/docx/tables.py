"""Tables → `w:tbl`: a repeated header row, rows that stay whole, fixed widths, no merged cells."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from packbuilder import model as m
from packbuilder.writers.docx.book import Book
from packbuilder.writers.docx.paragraphs import gap, keep_all_with_next, paragraph
from packbuilder.writers.docx.place import Place
from packbuilder.writers.docx.report import cell_style
from packbuilder.writers.docx.style_table import TABLE_STYLE
from packbuilder.writers.docx.xml import dxa, on, points_of, value, xml_text

_BORDER = 0.4
"""What the lines of a table take of a cell’s width, and letters that stand out of line, in mm."""


def table(node: m.Table, place: Place, book: Book) -> str:
    """Write a table below its caption."""
    place = place.unmarked()
    caption = ""
    if node.caption:
        line = book.line(node.caption, place, bold=True)
        caption = paragraph("Caption", line, place, book, keepNext=on("keepNext"))
    widths = column_widths(node, dxa(place.room), _longest_words(node, place, book))
    rows = [_row(node, 0, node.header, widths, place, book)]
    rows += [_row(node, n, row, widths, place, book) for n, row in enumerate(node.rows, 1)]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    alone = {1, len(rows) - 2}  # the first row and the last one never stand alone on a page
    rows = [
        keep_all_with_next(row)
        if number < len(rows) - 1 and (node.stays_together or number in alone)
        else row
        for number, row in enumerate(rows)
    ]
    inner = f"{_properties(node, widths, place)}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}"
    written = f"{caption}<w:tbl>{inner}</w:tbl>"
    anchored = book.bookmarks.anchor(node.anchor, written)
    return anchored + gap(points_of(book.theme.length("gap")), place)


def column_widths(node: m.Table, width: int, least: Sequence[int] = ()) -> list[int]:
    """Share out a width in dxa, without losing any by rounding.

    No column is narrower than its `least`, if the others can give what it needs.
    """
    shares: list[float] = list(node.widths or (1,) * len(node.header))
    narrow: dict[int, int] = {}
    while too_narrow := {
        column: wanted
        for column, wanted in enumerate(least)
        if column not in narrow and shares[column] * width < wanted * sum(shares)
    }:
        narrow |= too_narrow
        rest = sum(share for column, share in enumerate(shares) if column not in narrow)
        room = width - sum(narrow.values())
        if rest == 0 or room <= 0:
            return column_widths(node, width)
        shares = [
            narrow[column] if column in narrow else share * room / rest
            for column, share in enumerate(shares)
        ]
    whole, edges, reached = sum(shares), [0], 0.0
    for share in shares:
        reached += share
        edges.append(round(width * reached / whole))
    return [right - left for left, right in pairwise(edges)]


def _longest_words(node: m.Table, place: Place, book: Book) -> list[int]:
    """Give the width that each column's longest word needs, in dxa: Word would cut it."""
    size = book.theme.style(place.profile, "table-head").size
    padding = 2 * book.theme.length("cell-padding") + _BORDER
    return [
        max(
            dxa(book.theme.width_of(word, size, head) + padding) if word else 0
            for number, cell in enumerate(cells)
            for head in (number == 0 or (node.header_column and column == 0),)
            for word in ("", *m.plain(cell.inlines).split())
        )
        for column, cells in enumerate(zip(node.header, *node.rows, strict=False))
    ]


def _properties(node: m.Table, widths: list[int], place: Place) -> str:
    column = int(node.header_column)
    look = (
        f'<w:tblLook w:val="{0x0420 | 0x0080 * column | 0x0200:04X}" w:firstRow="1" '
        f'w:lastRow="0" w:firstColumn="{column}" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
    )
    words = xml_text(m.plain(node.caption))
    described = value("tblCaption", words) + value("tblDescription", words) if words else ""
    return (
        f"<w:tblPr>{value('tblStyle', TABLE_STYLE)}"
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblInd w:w="{dxa(place.indent)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f"{look}{described}</w:tblPr>"
    )


def _row(
    node: m.Table,
    number: int,
    cells: tuple[m.Cell, ...],
    widths: list[int],
    place: Place,
    book: Book,
) -> str:
    header = number == 0
    inner = "".join(
        _cell(
            cell,
            width,
            cell_style(node, number, column, header or (node.header_column and column == 0)),
            header,
            place,
            book,
        )
        for column, (cell, width) in enumerate(zip(cells, widths, strict=False))
    )
    repeated = on("tblHeader") if header else ""
    height = ""
    if node.row_height and not header:
        height = f'<w:trHeight w:val="{dxa(node.row_height)}" w:hRule="atLeast"/>'
    return f"<w:tr><w:trPr>{on('cantSplit')}{height}{repeated}</w:trPr>{inner}</w:tr>"


def _cell(cell: m.Cell, width: int, style: str, keep: bool, place: Place, book: Book) -> str:
    """Write a cell. Keeping the header's paragraphs with what follows keeps the rows together."""
    inside = Place(place.profile, place.language, place.width, story=place.story)
    extra = {"keepNext": on("keepNext")} if keep else {}
    if cell.align in ("center", "right"):
        extra["jc"] = value("jc", cell.align)
    bold = style != "TableText"
    content = paragraph(style, book.line(cell.inlines, inside, bold=bold), inside, book, **extra)
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>'
