"""The table of all blocks, and the text of a whole publication in order."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from packbuilder import model as m
from packbuilder.writers.docx.book import BlockWriter, Book
from packbuilder.writers.docx.bookmarks import title_anchor
from packbuilder.writers.docx.contents import contents
from packbuilder.writers.docx.figures import figure
from packbuilder.writers.docx.lists import answer, bullets, item, ordered, step, steps
from packbuilder.writers.docx.openings import cover, head
from packbuilder.writers.docx.paragraphs import hold
from packbuilder.writers.docx.place import Place
from packbuilder.writers.docx.report import key_sentence, lead, theme
from packbuilder.writers.docx.sections import Shape
from packbuilder.writers.docx.tables import table
from packbuilder.writers.docx.text import (
    callout,
    code_block,
    definition,
    definitions,
    heading,
    landscape,
    page_break,
    quotation,
    small_print,
    text,
)
from packbuilder.writers.docx.tools import canvas, card, choices, deck, group, route

BLOCKS: Final[Mapping[type[m.Block], BlockWriter]] = MappingProxyType(
    {
        m.Heading: heading,
        m.Paragraph: text,
        m.BulletList: bullets,
        m.OrderedList: ordered,
        m.ListItem: item,
        m.DefinitionList: definitions,
        m.Definition: definition,
        m.Table: table,
        m.Callout: callout,
        m.SmallPrint: small_print,
        m.Quotation: quotation,
        m.Figure: figure,
        m.KeySentence: key_sentence,
        m.Lead: lead,
        m.ThemePage: theme,
        m.CodeBlock: code_block,
        m.PageBreak: page_break,
        m.Landscape: landscape,
        m.Steps: steps,
        m.Step: step,
        m.Answer: answer,
        m.Choices: choices,
        m.Group: group,
        m.Route: route,
        m.Canvas: canvas,
        m.Deck: deck,
        m.Card: card,
        m.Contents: contents,
    }
)


def write_body(book: Book) -> str:
    """Write everything between `w:body` and its end, with marks for flow.py."""
    several = len(book.publication.parts) > 1
    front = _front(book)
    parts = [
        _part(part, _start(part, several and bool(front or number)), book)
        for number, part in enumerate(book.publication.parts)
    ]
    return front + "".join(parts)


def _start(part: m.Part, several: bool) -> str:
    """Say how a part begins: on a right-hand page, unless it follows its divider."""
    return "oddPage" if several and not part.follows else "nextPage"


def _front(book: Book) -> str:
    """Write what stands before the first part of a combined pack: cover and contents."""
    publication = book.publication
    first = publication.parts[0]
    if publication.opening is None:
        return ""
    place = Place(first.profile, publication.language, book.sheet.width)
    written = _opening(publication.opening, "", place, book)
    if publication.contents:
        footer = publication.footer or first.footer
        book.sections.begin(footer, first.profile, "", "nextPage")
        written += book.block(publication.contents, place) + book.sections.close()
    return written


def _part(part: m.Part, start: str, book: Book) -> str:
    book.begin(part)
    shape: Shape = "landscape" if part.landscape else "portrait"
    width = book.sections.landscape_width if part.landscape else book.sheet.width
    place = Place(part.profile, part.language, width)
    written = ""
    if part.opening and part.opening.divider:
        book.sections.begin(part.footer, part.profile, "", start)
        written = cover(part.opening, part.name, place, book)
    elif part.opening and part.opening.full_page:
        book.sections.begin(None, part.profile, "", start)
        written, start = _opening(part.opening, part.name, place, book), "nextPage"
    language = "" if part.language == book.publication.language else part.language
    if not written or not part.contents:
        book.sections.begin(part.footer, part.profile, language, start, shape)
    if part.opening and not part.opening.full_page:
        written += head(part.opening, part.name, place, book)
    if part.contents:
        written += book.bookmarks.anchor(
            "" if part.opening else title_anchor(part.name), contents(part.contents, place, book)
        )
    listed = book.publication.contents if book.publication.opening is None else None
    if listed and not listed.before:
        written += book.block(listed, place) + "<?break?>"
    text, closing = _parted(part.blocks)
    for block in text:
        if listed and isinstance(block, m.Heading) and block.anchor == listed.before:
            written += book.block(listed, place) + "<?break?>"
        written += book.block(block, place)
    written += hold(book.blocks(closing, place))
    return written + book.sections.close()


def _parted(blocks: tuple[m.Block, ...]) -> tuple[tuple[m.Block, ...], tuple[m.Block, ...]]:
    """Part a text from the section that ends it, which stays on one page."""
    for number, block in enumerate(blocks):
        if isinstance(block, m.Heading) and block.anchor.endswith(f".{m.ABOUT}"):
            return blocks[:number], blocks[number:]
    return blocks, ()


def _opening(opening: m.Opening, name: str, place: Place, book: Book) -> str:
    if not opening.full_page:
        return head(opening, name, place, book)
    return cover(opening, name, place, book) + book.sections.close()
