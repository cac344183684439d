"""One paragraph: its style, and the little that its place adds to that."""

from __future__ import annotations

import re

from packbuilder.writers.docx.book import Book
from packbuilder.writers.docx.frames import Frame
from packbuilder.writers.docx.place import Place
from packbuilder.writers.docx.style_table import PARAGRAPH_STYLES
from packbuilder.writers.docx.styles import indents
from packbuilder.writers.docx.xml import on, paragraph_properties, shading, value

_STYLE = re.compile(rf"(<w:pStyle [^>]*/>)(?!{on('keepNext')})")


def paragraph(style: str, content: str, place: Place, book: Book, **extra: str) -> str:
    """Write a paragraph of runs in a style; `extra` are further properties by element name.

    A marker of the place makes it an item: then the marker's style is taken.
    """
    pieces = dict(extra)
    if place.marker:
        style = place.marker.style
        level, number = value("ilvl", place.marker.level), value("numId", place.marker.number)
        pieces["numPr"] = f"<w:numPr>{level}{number}</w:numPr>"
    pieces["pStyle"] = value("pStyle", book.sheet.use(style, place.profile))
    if place.frame:
        look = book.sheet.look(style, place.profile)
        pieces = _framed(place.frame, max(look.before, look.after)) | pieces
        if place.indent > place.frame.edge and not place.marker:
            content = f"<w:r><w:tab/></w:r>{content}"
    if _elsewhere(style, place, book):
        pieces["ind"] = _indent(style, place, book)
    return f"<w:p>{paragraph_properties(pieces)}{content}</w:p>"


def gap(points: float, place: Place) -> str:
    """Ask for at least so much space before what comes next; flow.py sees to it.

    In a box with a background there is none, as it would be white.
    """
    filled = place.frame is not None and bool(place.frame.tint)
    return f"<?gap {0 if filled else round(points * 20)}?>"


def top(points: float) -> str:
    """Ask for exactly so much space before what comes next."""
    return f"<?top {round(points * 20)}?>"


def keep_with_next(xml: str) -> str:
    """Let the last paragraph, if there is one, stand on one page with what follows."""
    before, start, last = xml.rpartition("<w:pStyle ")
    if not start:
        return xml
    style, _, after = last.partition("/>")
    keep = "" if after.startswith(on("keepNext")) else on("keepNext")
    return f"{before}{start}{style}/>{keep}{after}"


def hold(xml: str) -> str:
    """Let all paragraphs stand on one page, if they fit on one."""
    return release(keep_all_with_next(xml)) if xml else xml


def keep_all_with_next(xml: str) -> str:
    """Let each paragraph stand on one page with what follows."""
    return _STYLE.sub(rf"\1{on('keepNext')}", xml)


def release(xml: str) -> str:
    """Let the last paragraph, if there is one, stand on another page than what follows."""
    before, start, last = xml.rpartition("<w:pStyle ")
    return before + start + last.replace(on("keepNext"), "", 1)


def _framed(frame: Frame, gap_above: float) -> dict[str, str]:
    """Give what a box adds to a paragraph."""
    pieces = {"pBdr": frame.borders(gap_above)}
    if frame.tint:
        pieces |= {"keepNext": on("keepNext"), "keepLines": on("keepLines")}
        pieces["shd"] = shading(frame.tint)
        pieces["spacing"] = '<w:spacing w:before="0" w:after="0"/>'
    return pieces


def _elsewhere(style: str, place: Place, book: Book) -> bool:
    """Whether the place differs from the one the style is made for."""
    shifted = abs(place.indent - book.sheet.indent(style)) > 0.01
    if place.frame and style != place.frame.style:
        return True
    wider = PARAGRAPH_STYLES[style].measure and abs(place.width - book.sheet.width) > 0.01
    return shifted or wider


def _indent(style: str, place: Place, book: Book) -> str:
    """Give the indent of a place. In a box every paragraph begins at the box's edge and hangs."""
    right = book.sheet.right(style, place.profile, place.width)
    hanging = book.theme.length("list-indent") if place.marker else 0
    if place.frame:
        right = place.frame.right or right
        hanging = max(place.indent - place.frame.edge, 0)
    return indents(place.indent, right, hanging)
