"""Openings → a cover page, or a title at the top of page one."""

from __future__ import annotations

from collections.abc import Sequence

from packbuilder.model import Opening
from packbuilder.writers.docx.book import Book
from packbuilder.writers.docx.bookmarks import title_anchor
from packbuilder.writers.docx.figures import drawing
from packbuilder.writers.docx.frames import frame_borders
from packbuilder.writers.docx.paragraphs import gap, paragraph, top
from packbuilder.writers.docx.place import Place
from packbuilder.writers.docx.style_table import PARAGRAPH_STYLES
from packbuilder.writers.docx.xml import dxa, points_of, twips

_ART, _LOCAL_ART, _DIVIDER_ART = 170.0, 136.0, 123.0
"""How wide the drawing of a cover is in mm: alone, above a partnership's name, on a divider."""
_FACTS = ("kind", "authors", "edition", "version", "attribution")


def cover(opening: Opening, name: str, place: Place, book: Book) -> str:
    """Write a cover or a divider: series, drawing, title, subtitle, logo, and the facts."""
    written = paragraph("Series", book.words(opening.label, place), place, book)
    written += _mark(opening, place, book)
    written += _title("CoverTitle", opening, name, place, book)
    written += "".join(_lines(opening, place, book, ("partnership",)))
    written += _logo(opening, place, book)
    written += "".join(_lines(opening, place, book, ("event",)))
    if opening.divider:
        return written
    written += paragraph("CoverBar", "", place, book)
    return written + "".join(_lines(opening, place, book, _FACTS))


def head(opening: Opening, name: str, place: Place, book: Book) -> str:
    """Write a title above the text, with a rule below."""
    written = _title("Heading1", opening, name, place, book, _logo_in_line(opening, place, book))
    written += "".join(_lines(opening, place, book, ("partnership", "event", *_FACTS)))
    style = book.theme.style(place.profile, "opening-line")
    rule = paragraph(
        "TableEnd", "", place, book, pBdr=frame_borders("under-title", book.theme, style)
    )
    return written + rule + top(points_of(book.theme.length("gap")))


def _title(
    style: str, opening: Opening, name: str, place: Place, book: Book, after: str = ""
) -> str:
    """Write title and subtitle; `after` are runs at the end of the title's line."""
    stop = f'<w:tabs><w:tab w:val="right" w:pos="{dxa(place.width)}"/></w:tabs>'
    space = twips(book.theme.style(place.profile, "title").after)
    whole = f'<w:spacing w:after="{space}" w:line="240" w:lineRule="auto"/>'  # no picture is cut
    extra = {"tabs": stop, "spacing": whole} if after else {}
    title = paragraph(style, book.words(opening.title, place) + after, place, book, **extra)
    title = book.bookmarks.anchor(title_anchor(name), title)
    if opening.subtitle:
        title += paragraph("Subtitle", book.words(opening.subtitle, place), place, book)
    return title


def _lines(opening: Opening, place: Place, book: Book, roles: Sequence[str]) -> list[str]:
    return [
        paragraph(_line_style(line.role), book.words(line.text, place), place, book)
        for line in opening.lines
        if line.role in roles
    ]


def _line_style(role: str) -> str:
    own = f"Opening{role.title()}"
    return own if own in PARAGRAPH_STYLES else "OpeningLine"


def _mark(opening: Opening, place: Place, book: Book) -> str:
    """Write the drawn mark; without one its space stays, so that titles stand alike."""
    if not opening.mark:
        return gap(points_of(book.theme.length("cover-drop")), place)
    picture = book.publication.pictures[opening.mark]
    width = min(_art_width(opening), place.width)
    height = width * picture.height / picture.width
    shown = drawing(opening.mark, "", width, height, place, book)
    return top(points_of(book.theme.length("list-indent"))) + paragraph(
        "CoverMark", shown, place, book
    )


def _art_width(opening: Opening) -> float:
    if opening.divider:
        return _DIVIDER_ART
    local = opening.logo or any(line.role == "partnership" for line in opening.lines)
    return _LOCAL_ART if local else _ART


def _logo(opening: Opening, place: Place, book: Book) -> str:
    if not opening.logo:
        return ""
    return paragraph("Logo", _drawn_logo("cover-logo", opening, place, book), place, book)


def _logo_in_line(opening: Opening, place: Place, book: Book) -> str:
    """Write the logo at the right end of a line, which leaves it in line with the text."""
    if not opening.logo:
        return ""
    return "<w:r><w:tab/></w:r>" + _drawn_logo("head-logo", opening, place, book)


def _drawn_logo(token: str, opening: Opening, place: Place, book: Book) -> str:
    picture = book.publication.pictures[opening.logo]
    height = book.theme.length(token)
    width = height * picture.width / picture.height
    if width > place.width:
        width, height = place.width, height * place.width / width
    return drawing(opening.logo, opening.logo_alt, width, height, place, book)
