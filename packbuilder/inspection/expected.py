"""Publication + Theme → the words, alternative texts, field names and marks a file has to hold.

Two tables say what each type of block and inline has; `expectations.py` goes through them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from packbuilder import model as m
from packbuilder.inspection.expectations import (
    Expected,
    Say,
    SayInline,
    SourceWords,
    TableSize,
    Walk,
    default,
    nothing,
)
from packbuilder.inspection.reading import BULLET, DEEPEST, LOWEST, Conventions
from packbuilder.model.marks import distances
from packbuilder.theme import Theme


def expect(publication: m.Publication, theme: Theme, conventions: Conventions) -> Expected:
    """Work out what a file of a format with these conventions has to hold."""
    return Walk(publication, theme, conventions, (BLOCKS, INLINES)).expected


# One function for each type of block. What is not in the table says its lines, then what is inside.


def _heading(walk: Walk, heading: m.Heading) -> None:
    number = heading.numeral or (heading.number if walk.shows.counted else "")
    walk.add(number)
    walk.lines(heading)
    words = f"{heading.numeral or heading.number} {walk.said(heading.inlines)}"
    walk.mark("heading", words, str(min(heading.level + 1 + walk.deeper, LOWEST)))


def _list(walk: Walk, block: m.BulletList | m.OrderedList | m.Steps | m.Route) -> None:
    walk.lines(block)
    first = block.start if isinstance(block, m.OrderedList) else 1
    walk.depth += 1
    items: tuple[m.ListItem | m.Step, ...] = block.items
    for number, item in enumerate(items, first):
        walk.at(item)
        line = item.blocks[0] if item.blocks else None
        if isinstance(line, m.Paragraph):
            walk.at(line)
            marker = BULLET if isinstance(block, m.BulletList) else str(number)
            if isinstance(block, m.OrderedList):
                marker = m.counted(number, block.counting)
            level = "" if walk.boxed else str(min(walk.depth, DEEPEST))
            walk.mark("item", walk.said(line.inlines), f"{level} {marker}")
        walk.blocks([item])
    walk.depth -= 1


def _table(walk: Walk, table: m.Table) -> None:
    walk.lines(table)
    header = " ".join(m.plain(cell.inlines) for cell in table.header)
    rows = (table.header, *table.rows)
    size = TableSize(
        SourceWords(header, walk.span), len(table.rows), sum(len(row) for row in table.rows)
    )
    walk.expected.tables.append(size)
    for row in rows:
        for column, cell in enumerate(row):
            walk.at(cell)
            walk.line(cell.inlines)
            if row is table.header or (table.header_column and not column):
                walk.mark("header", walk.said(cell.inlines))


def _figure(walk: Walk, figure: m.Figure) -> None:
    walk.picture(figure.alt, figure.image)
    default(walk, figure)


def _callout(walk: Walk, callout: m.Callout) -> None:
    if not callout.added:  # it has lines above and below, no bar
        walk.mark("callout", walk.said(callout.title))
    walk.mark("bold", walk.said(callout.title))
    _box(walk, callout)


def _page_break(walk: Walk, _: m.PageBreak) -> None:
    walk.new_page()


def _code_block(walk: Walk, block: m.CodeBlock) -> None:
    walk.add(block.text)


def _box(walk: Walk, block: m.Block) -> None:
    """Expect a block in which formats count the levels of lists in different ways."""
    walk.boxed += 1
    default(walk, block)
    walk.boxed -= 1


def _quotation(walk: Walk, quotation: m.Quotation) -> None:
    for block in quotation.blocks:
        if isinstance(block, m.Paragraph):
            walk.at(block)
            walk.mark("quotation", walk.said(block.inlines))
    _box(walk, quotation)
    walk.line(quotation.by)


def _answer(walk: Walk, answer: m.Answer) -> None:
    walk.lines(answer)
    label = answer.spoken or m.plain(answer.label)
    walk.field(label, answer.kind, answer.options, answer.name)
    walk.expected.lines += [SourceWords(label, walk.span)] * answer.lines


def _canvas(walk: Walk, canvas: m.Canvas) -> None:
    walk.lines(canvas)
    if canvas.shape and walk.shows.pictured_maps:
        walk.add(canvas.purpose)
        address = distances(canvas.zones, canvas.height)
        walk.picture(", ".join(canvas.zones), address)
        return
    for words in (canvas.purpose, *canvas.zones):
        walk.add(words)


def _card(walk: Walk, card: m.Card) -> None:
    walk.add(f"{card.code} {card.theme}".strip())
    walk.add(card.label)
    for line in (card.above, card.inlines, card.below):
        walk.line(line)


def _deck(walk: Walk, deck: m.Deck) -> None:
    """Expect sheets of cards, each followed by its backs; without sheets, all cards."""
    if walk.shows.flowing:
        walk.blocks(deck.items)
        walk.add(deck.back)
        return
    size = walk.theme.cards_on_sheet(deck.kind).size
    for first in range(0, len(deck.items), size):
        cards = deck.items[first : first + size]
        walk.blocks(cards)
        for _ in range(1 if walk.shows.backs_once else len(cards)):
            walk.add(deck.back)
    walk.expected.footers.append(SourceWords(deck.guide, walk.span))


BLOCKS: Mapping[type[m.Block], Say] = MappingProxyType(
    {
        m.Heading: _heading,
        m.BulletList: _list,
        m.OrderedList: _list,
        m.Table: _table,
        m.Callout: _callout,
        m.Group: _box,
        m.Definition: _box,
        m.PageBreak: _page_break,
        m.Quotation: _quotation,
        m.Figure: _figure,
        m.CodeBlock: _code_block,
        m.Steps: _list,
        m.Answer: _answer,
        m.Route: _list,
        m.Canvas: _canvas,
        m.Deck: _deck,
        m.Card: _card,
        m.Logos: default,
        m.ThemePage: default,
        m.Arrangement: default,
    }
)
"""What types of blocks say that have more than lines of text and blocks inside; a test names those
that are missing.
"""


# One function for each type of inline, which returns its own words; those inside it follow.


def _text(_: Walk, inline: m.Text | m.InlineCode) -> str:
    return inline.text


def _line_break(_: Walk, __: m.LineBreak) -> str:
    return " "


def _field(walk: Walk, field: m.Field) -> str:
    label = f"{field.label}: {field.value}" if field.kind == "choice" else field.label
    walk.field(label, field.kind, field.options, field.name)
    return ""


def _blank(walk: Walk, blank: m.Blank) -> str:
    """Expect a ruled space to say what belongs there: a picture or a field."""
    spoken = walk.theme.labels.blank_field.format(label=blank.label)
    (walk.picture if walk.shows.drawn_blanks else walk.field)(spoken)
    return ""


def _link(walk: Walk, link: m.Link) -> str:
    if not link.internal:
        walk.mark("link", m.plain(link.inlines), link.target)
    elif words := walk.places.get(link.target.removeprefix("#")):
        walk.mark("inside", m.plain(link.inlines), words)
    return ""


def _bold(walk: Walk, inline: m.Strong | m.Emphasis) -> str:
    walk.mark("bold", m.plain(inline.inlines))
    return ""


def _foreign(walk: Walk, foreign: m.Foreign) -> str:
    if foreign.language != walk.language:
        walk.mark("language", m.plain(foreign.inlines), foreign.language)
    return ""


INLINES: Mapping[type[m.Inline], SayInline] = MappingProxyType(
    {
        m.Text: _text,
        m.InlineCode: _text,
        m.LineBreak: _line_break,
        m.Strong: _bold,
        m.Emphasis: _bold,
        m.Foreign: _foreign,
        m.Link: _link,
        m.Blank: _blank,
        m.Field: _field,
        m.FootnoteReference: Walk.note,
        m.Icon: nothing,
    }
)
"""What types of inlines say that have more than other inlines inside."""
