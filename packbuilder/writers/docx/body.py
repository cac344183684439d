"""The table of all blocks, and the text of a whole publication in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from packbuilder import model as m
from packbuilder.writers.docx.arrangements import arrangement
from packbuilder.writers.docx.bookmarks import title_anchor
from packbuilder.writers.docx.contents import contents
from packbuilder.writers.docx.context import BlockWriter, WordContext
from packbuilder.writers.docx.elements import BodyItem, PageBreakMark
from packbuilder.writers.docx.figures import figure, logos
from packbuilder.writers.docx.layout_context import LayoutContext
from packbuilder.writers.docx.lists import answer, bullets, item, ordered, step, steps
from packbuilder.writers.docx.openings import cover, title_block
from packbuilder.writers.docx.paragraphs import hold
from packbuilder.writers.docx.report import key_sentence, lead, theme_page
from packbuilder.writers.docx.right_to_left import turn
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
        m.Logos: logos,
        m.KeySentence: key_sentence,
        m.Lead: lead,
        m.ThemePage: theme_page,
        m.CodeBlock: code_block,
        m.PageBreak: page_break,
        m.Landscape: landscape,
        m.Steps: steps,
        m.Step: step,
        m.Answer: answer,
        m.Choices: choices,
        m.Group: group,
        m.Arrangement: arrangement,
        m.Route: route,
        m.Canvas: canvas,
        m.Deck: deck,
        m.Card: card,
        m.Contents: contents,
    }
)


def write_body(context: WordContext) -> list[BodyItem]:
    """Write everything between `w:body` and its end, with marks for section_marks.py."""
    two_sided = len(context.publication.parts) > 1 and not context.theme.traits.posters
    front = _front(context)
    written = list(front)
    for number, part in enumerate(context.publication.parts):
        right = two_sided and bool(front or number) and not part.follows
        start = "oddPage" if right else "nextPage"
        written += _part(part, start, context)
    return written


def _front(context: WordContext) -> list[BodyItem]:
    """Write what stands before the first part of a combined pack: cover and contents."""
    publication = context.publication
    first = publication.parts[0]
    if publication.opening is None:
        return []
    layout = LayoutContext(first.profile, publication.language, context.sheet.width)
    written = _opening(publication.opening, "", layout, context)
    if publication.contents:
        footer = publication.footer or first.footer
        context.sections.begin(footer, first.profile, "", "nextPage")
        written += [
            *context.block(publication.contents, layout),
            context.sections.close(),
        ]
    return turn(written, publication.language, publication.language)


def _part(part: m.Part, start: str, context: WordContext) -> list[BodyItem]:
    context.begin(part)
    shape: Shape = "landscape" if part.landscape else "portrait"
    width = context.sections.landscape_width if part.landscape else context.sheet.width
    column = context.sheet.column(part.profile)
    page = LayoutContext(part.profile, part.language, width)
    layout = replace(page, indent=column, column=column)
    last = replace(layout, dense=True)
    layout = last if part.name == m.ABOUT else layout
    written: list[BodyItem] = []
    if part.opening and part.opening.divider:
        context.sections.begin(part.footer, part.profile, "", start)
        written = cover(part.opening, part.name, page, context)
    elif part.opening and part.opening.full_page:
        context.sections.begin(None, part.profile, "", start)
        front = replace(page, width=context.sheet.width)  # a cover is never turned sideways
        written, start = _opening(part.opening, part.name, front, context), "nextPage"
    language = "" if part.language == context.publication.language else part.language
    if not (part.opening and part.opening.divider):
        context.sections.begin(part.footer, part.profile, language, start, shape)
    if part.opening and not part.opening.full_page:
        written += title_block(part.opening, part.name, page, context)
    if part.contents:
        anchor = "" if part.opening else title_anchor(part.name)
        written += context.bookmarks.anchor(anchor, contents(part.contents, page, context))
    listed = context.publication.contents if context.publication.opening is None else None
    text, closing = _parted(part.blocks)
    before = listed.before if listed else ""
    list_of_all = [*context.block(listed, page), PageBreakMark()] if listed else []
    first = next((n for n, block in enumerate(text) if _is_at(block, before)), 0)
    written += [
        *context.blocks(text[:first], layout),
        *list_of_all,
        *context.blocks(text[first:], layout),
    ]
    written += hold(context.blocks(closing, last))
    turned = turn(written, part.language, context.publication.language)
    return [*turned, context.sections.close()]


def _is_at(block: m.Block, anchor: str) -> bool:
    return isinstance(block, m.Heading) and bool(anchor) and block.anchor == anchor


def _parted(blocks: tuple[m.Block, ...]) -> tuple[tuple[m.Block, ...], tuple[m.Block, ...]]:
    """Part a text from the section that ends it, which stays on one page."""
    for number, block in enumerate(blocks):
        if isinstance(block, m.Heading) and block.anchor.endswith(f".{m.ABOUT}"):
            return blocks[:number], blocks[number:]
    return blocks, ()


def _opening(
    opening: m.Opening, name: str, layout: LayoutContext, context: WordContext
) -> list[BodyItem]:
    if not opening.full_page:
        return title_block(opening, name, layout, context)
    return [*cover(opening, name, layout, context), context.sections.close("cover")]
