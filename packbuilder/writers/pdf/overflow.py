"""Laid-out pages → what leaves its page: words and tables that would be cut off in print.

In: the PDF engine's pages, as boxes in CSS px. Out: the words of each box that leaves its page.
The engine itself says nothing of this.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from packbuilder.diagnostics import Code, Diagnostic, Span
from packbuilder.model import Publication, placed_texts, walk

_TOLERANCE = 1.5
"""In px; borders and rounding."""
_BELOW = 8
"""In px; page numbers of contents hang a little below their line. The footer is twice as far."""
_MARK = 4
"""The most letters of a number before a footnote."""
_SPACE = 0.3
"""About how wide a space is, in em: those that do not break may hang beyond the end of a line."""

_HELP = "use fewer or narrower columns, shorter lines of code, or ::: landscape around a table"
_NOTE = "the footnote with “{words}”"
_NOTE_HELP = "shorten it, or put its text in a section of its own"


@dataclass(frozen=True, slots=True)
class Leaving:
    """Words that leave a page, its number, and whether they are those of a footnote."""

    words: str
    page: int
    noted: bool = False


def find_leaving(pages: Iterable[Any]) -> Iterator[Leaving]:
    """Find the first box of each page that leaves the part of it that is printed on."""
    for number, page in enumerate(pages, 1):
        root = page._page_box
        edges = (
            root.content_box_x() - _TOLERANCE,
            root.content_box_x() + root.width + _TOLERANCE,
            root.content_box_y() + root.height + _BELOW,
        )
        body = (child for child in root.children if child.element_tag == "html")
        for box in (found for child in body for found in _text_boxes(child)):
            right, bottom = box.position_x + box.width, box.position_y + box.height
            blank = (len(box.text) - len(box.text.strip())) * _SPACE * box.style["font_size"]
            if box.position_x < edges[0] - blank or right > edges[1] + blank or bottom > edges[2]:
                yield Leaving(box.text.strip(), number)
                break
        notes = (child for child in root.children if child.element_tag is None)
        for area in notes:
            if area.position_y < root.content_box_y() - _TOLERANCE:
                texts = [box.text.strip() for box in _text_boxes(area)]
                first = next((text for text in texts if len(text) > _MARK), texts[0])
                yield Leaving(first, number, noted=True)


def describe_leaving(publication: Publication, pages: Iterable[Any]) -> Iterator[Diagnostic]:
    """Yield what leaves its page, at the place its words come from."""
    for leaving in find_leaving(pages):
        what, help = (_NOTE, _NOTE_HELP) if leaving.noted else ("“{words}”", _HELP)
        yield Diagnostic(
            Code.OVERFLOW,
            place_of(publication, leaving.words),
            f"{what.format(words=_short(leaving.words))} does not fit on page {leaving.page} of "
            "the PDF",
            help,
        )


def place_of(publication: Publication, words: str) -> Span:
    """Find where words come from: a text that is just these words, or holds them; else the file."""
    parts = ((*part.blocks, *chain(*part.footnotes)) for part in publication.parts)
    texts = [found for blocks in parts for found in placed_texts(blocks) if found[0].path]
    same = (span for span, text in texts if text.strip() == words)
    holding = (span for span, text in texts if words and words in text)
    return next(same, None) or next(holding, None) or first_place(publication)


def first_place(publication: Publication) -> Span:
    """Return the file that a publication begins with."""
    spans = (block.span for part in publication.parts for block in walk(part.blocks))
    return Span(next((span.path for span in spans if span.path), ""), 0)


def _text_boxes(box: Any) -> Iterator[Any]:
    if getattr(box, "text", ""):
        yield box
    for child in getattr(box, "children", ()):
        yield from _text_boxes(child)


def _short(words: str) -> str:
    return words if len(words) <= 40 else f"{words[:40]}…"
