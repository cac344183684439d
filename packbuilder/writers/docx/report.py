"""What reports have beside running text: key sentences, leads, themes, and the looks of tables."""

from __future__ import annotations

from dataclasses import replace

from packbuilder import model as m
from packbuilder.model.marks import QUOTE
from packbuilder.writers.docx.book import Book
from packbuilder.writers.docx.figures import drawing
from packbuilder.writers.docx.paragraphs import gap, paragraph
from packbuilder.writers.docx.place import Place
from packbuilder.writers.docx.xml import on, points_of

_THEME_ICON, _BAND_HEIGHT = 22.0, 4.0
"""In mm: a theme's drawing, and the band above it."""


def key_sentence(node: m.KeySentence, place: Place, book: Book) -> str:
    """Write what to remember, in large letters."""
    return paragraph("KeySentence", book.line(node.inlines, place, bold=True), place, book)


def lead(node: m.Lead, place: Place, book: Book) -> str:
    """Write what a page is about."""
    return book.blocks(node.blocks, replace(place, text="Lead"))


def theme(node: m.ThemePage, place: Place, book: Book) -> str:
    """Write a theme on a page of its own: band, drawing, label, and its blocks."""
    written = "<?break?>"
    if node.band:
        picture = book.publication.pictures[node.band]
        height = min(place.width * picture.height / picture.width, _BAND_HEIGHT)
        band = drawing(node.band, "", place.width, height, place, book)
        written += paragraph("Figure", band, place, book, keepNext=on("keepNext"))
    if node.icon:
        icon = drawing(node.icon, "", _THEME_ICON, _THEME_ICON, place, book)
        written += paragraph("Figure", icon, place, book, keepNext=on("keepNext"))
    if node.label:
        line = book.line(node.label, place, bold=True)
        written += paragraph("ThemeLabel", line, place, book)
    return written + book.blocks(node.blocks, place)


def cell_style(node: m.Table, row: int, column: int, head: bool) -> str:
    """Say which style a cell has, by the look of its table; `row` 0 is the header."""
    if node.look == "figures" and row == 1:
        return "FigureNumber"
    if node.look == "numbered" and row and not column:
        return "BigNumber"
    if node.look == "ratings" and row and not column:
        return "TableText"
    return "TableHead" if head else "TableText"


def quote_mark(node: m.Quotation, place: Place, book: Book) -> str:
    """Write the drawn mark above a quotation."""
    size = 12.0 if node.leads else 9.0
    mark = drawing(QUOTE, "", size, size, place, book)
    return paragraph("Figure", mark, place, book, keepNext=on("keepNext")) + gap(
        points_of(book.theme.length("small-gap")), place
    )
