"""Lists, steps and answers → numbered paragraphs and ruled lines."""

from __future__ import annotations

from dataclasses import replace

from packbuilder import model as m
from packbuilder.writers.docx.book import Book
from packbuilder.writers.docx.controls import space_control
from packbuilder.writers.docx.numbering import LEVELS
from packbuilder.writers.docx.paragraphs import gap, paragraph
from packbuilder.writers.docx.place import Marker, Place
from packbuilder.writers.docx.style_table import LIST_LEVELS
from packbuilder.writers.docx.xml import points_of


def bullets(node: m.BulletList, place: Place, book: Book) -> str:
    """Write a list without order."""
    number = book.numbering.bullets(framed=_boxed(place))
    return _items(node.items, _inside(place, "ListBullet", number, book), place, book)


def ordered(node: m.OrderedList, place: Place, book: Book) -> str:
    """Write a numbered list, which starts anew."""
    level = min(place.depth, LEVELS - 1)
    number = book.numbering.numbers(level, node.start, framed=_boxed(place))
    return _items(node.items, _inside(place, "ListNumber", number, book), place, book)


def item(node: m.ListItem, place: Place, book: Book) -> str:
    """Write one item."""
    return _numbered(node.blocks, place, book)


def steps(node: m.Steps, place: Place, book: Book) -> str:
    """Write the steps of a tool as a numbered list."""
    number = book.numbering.numbers(0, 1, framed=_boxed(place))
    inside = _inside(replace(place, depth=0), "ListNumber", number, book)
    return _items(node.items, inside, place, book)


def step(node: m.Step, place: Place, book: Book) -> str:
    """Write one step, whose first paragraph begins with its minutes in words."""
    return _numbered(node.blocks, place, book)


def answer(node: m.Answer, place: Place, book: Book) -> str:
    """Write a question and the lines to write on: paragraphs, each ruled below."""
    label = paragraph("AnswerLabel", book.line(node.label, place, bold=True), place, book)
    rules = _rules(place, book)
    unmarked = place.unmarked()
    spoken = node.spoken or m.plain(node.label)
    field = m.Field(node.kind, node.name, spoken, options=node.options)
    lines = [
        paragraph(
            "AnswerLine",
            space_control(field, place.language) if not number else "",
            unmarked,
            book,
            **rules,
            **_together(number, node.lines),
        )
        for number in range(node.lines)
    ]
    return label + "".join(lines) + gap(points_of(book.theme.length("answer-gap")), place)


def _numbered(blocks: tuple[m.Block, ...], place: Place, book: Book) -> str:
    """Number the first paragraph; what follows stands below it without a number."""
    if not blocks or not isinstance(blocks[0], m.Paragraph):
        return paragraph("", "", place, book) + book.blocks(blocks, place.unmarked())
    return book.block(blocks[0], place) + book.blocks(blocks[1:], place.unmarked())


def _together(number: int, lines: int) -> dict[str, str]:
    """Keep the lines of one answer on one page."""
    return {"keepNext": "<w:keepNext/>"} if number < lines - 1 else {}


def _rules(place: Place, book: Book) -> dict[str, str]:
    """Give lines to write on their rule in a box, whose sides would take its place."""
    if not place.frame:
        return {}
    return {"pBdr": place.frame.ruled(book.theme)}


def _boxed(place: Place) -> bool:
    return place.frame is not None


def _inside(place: Place, stem: str, number: int, book: Book) -> Place:
    """Give the place of a list's items: one level deeper, with its marker."""
    shown = min(place.depth + 1, LIST_LEVELS)
    turn = str(shown) if shown > 1 else ""
    marker = Marker(f"{stem}{turn}", number, min(place.depth, LEVELS - 1))
    return replace(
        place,
        indent=place.indent + book.theme.length("list-indent"),
        depth=place.depth + 1,
        text=f"ListContinue{shown if shown > 1 else ''}",
        marker=marker,
    )


def _items(items: tuple[m.Block, ...], inside: Place, place: Place, book: Book) -> str:
    inner = "".join(book.block(item, inside) for item in items)
    after = book.theme.style(place.profile, "text").after
    return inner + (gap(after, place) if not place.depth and not place.frame else "")
