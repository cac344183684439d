"""Openings → a cover page, or a title at the top of page one."""

from __future__ import annotations

from packbuilder.model import Opening
from packbuilder.writers.docx.book import Book
from packbuilder.writers.docx.bookmarks import title_anchor
from packbuilder.writers.docx.figures import drawing
from packbuilder.writers.docx.frames import frame_borders
from packbuilder.writers.docx.paragraphs import gap, paragraph, top
from packbuilder.writers.docx.place import Place
from packbuilder.writers.docx.style_table import PARAGRAPH_STYLES
from packbuilder.writers.docx.xml import dxa, points_of, twips


def cover(opening: Opening, name: str, place: Place, book: Book) -> str:
    """Write a cover: mark, title, subtitle, a bar, lines, logo. It has no foot."""
    written = _mark(opening, place, book)
    written += _title("CoverTitle", opening, name, place, book)
    written += paragraph("CoverBar", "", place, book)
    written += gap(points_of(book.theme.length("list-indent")), place)
    written += "".join(_lines(opening, place, book))
    if opening.logo:
        written += gap(points_of(book.theme.length("list-indent")), place)
    return written + _logo(opening, place, book)


def head(opening: Opening, name: str, place: Place, book: Book) -> str:
    """Write a title above the text, with a rule below."""
    written = _title("Heading1", opening, name, place, book, _logo_in_line(opening, place, book))
    written += "".join(_lines(opening, place, book))
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


def _lines(opening: Opening, place: Place, book: Book) -> list[str]:
    return [
        paragraph(_line_style(line.role), book.words(line.text, place), place, book)
        for line in opening.lines
    ]


def _line_style(role: str) -> str:
    own = f"Opening{role.title()}"
    return own if own in PARAGRAPH_STYLES else "OpeningLine"


def _mark(opening: Opening, place: Place, book: Book) -> str:
    """Write the drawn mark; without one its space stays, so that titles stand alike."""
    if not opening.mark:
        return gap(points_of(book.theme.length("cover-drop")), place)
    picture = book.publication.pictures[opening.mark]
    width = book.theme.length("cover-mark")
    height = width * picture.height / picture.width
    shown = drawing(opening.mark, "", width, height, place, book)
    return top(points_of(book.theme.length("list-indent"))) + paragraph(
        "CoverMark", shown, place, book
    )


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
