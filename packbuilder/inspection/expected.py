"""Publication + Theme → the words, alternative texts and field names that a file has to hold.

Worked out from the model alone, in reading order, and as each format shows it by its conventions.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from types import MappingProxyType
from typing import Any

from packbuilder import model as m
from packbuilder.diagnostics import NOWHERE, Span
from packbuilder.inspection.reading import Conventions
from packbuilder.theme import Theme


@dataclass(frozen=True, slots=True)
class SourceWords:
    """Words, and where they were written."""

    text: str
    span: Span


@dataclass(slots=True)
class Expected:
    """What a file has to hold, each in reading order. `pictures` are alternative texts.

    Of the text, `headings` are told with their level from 1, `items` are the first lines of the
    points of lists, `heads` header cells, and `links` addresses with the words that lead there.
    """

    text: list[SourceWords] = field(default_factory=list)
    notes: list[SourceWords] = field(default_factory=list)
    pictures: list[SourceWords] = field(default_factory=list)
    fields: list[SourceWords] = field(default_factory=list)
    feet: list[SourceWords] = field(default_factory=list)
    headings: list[tuple[int, SourceWords]] = field(default_factory=list)
    items: list[SourceWords] = field(default_factory=list)
    heads: list[SourceWords] = field(default_factory=list)
    links: list[tuple[str, SourceWords]] = field(default_factory=list)


def expect(publication: m.Publication, theme: Theme, conventions: Conventions) -> Expected:
    """Work out what a file of a format with these conventions has to hold."""
    return Walk(publication, theme, conventions).expected


LINES = ("title", "term", "caption", "label", "inlines")
"""What the lines of text are called that a block itself has, in this order."""


class Walk:
    """Goes through a publication as the writers do, by the tables `BLOCKS` and `INLINES`."""

    def __init__(self, publication: m.Publication, theme: Theme, conventions: Conventions) -> None:
        self.expected = Expected()
        self.theme = theme
        self.shows = conventions
        self._fields = conventions.fields == "always" or (
            conventions.fields == "fillable" and theme.fillable
        )
        self.span = NOWHERE
        self._footnotes: tuple[tuple[m.Block, ...], ...] = ()
        self._first = 0
        self._listed: m.Contents | None = None
        self._references: list[int] = []
        self._publication(publication)

    def _publication(self, publication: m.Publication) -> None:
        self.span = next((span for part in publication.parts for span in _places(part)), NOWHERE)
        if publication.opening:
            self._opening(publication.opening)
            self._contents(publication.contents)
        if publication.footer:
            self._foot(publication.footer)
        for part in publication.parts:
            self._footnotes = part.footnotes
            self._references = []  # each document counts its own
            if part.opening:
                self._opening(part.opening)
            listed = publication.contents if not publication.opening else None
            if listed and not listed.before:
                self._contents(listed)
            self._contents(part.contents)
            self._listed = listed
            self.blocks(part.blocks)
            self._foot(part.footer)
            self._first += len(part.footnotes)

    def _opening(self, opening: m.Opening) -> None:
        lines = (line.text for line in opening.lines)
        for words in (opening.label, opening.title, opening.subtitle, *lines):
            self.add(words)
        self.expected.headings.append((1, SourceWords(opening.title, self.span)))
        if opening.logo:
            self.picture(opening.logo_alt)

    def _contents(self, contents: m.Contents | None) -> None:
        if contents:
            self.add(contents.title)
            self.add(contents.lead)
            for entry in contents.entries:
                self.add(entry.words)

    def _foot(self, footer: m.Footer) -> None:
        if not self.shows.footers:
            return
        feet = (SourceWords(words, self.span) for words in (footer.title, footer.edition) if words)
        self.expected.feet += [foot for foot in feet if foot not in self.expected.feet]

    def blocks(self, blocks: Iterable[m.Block]) -> None:
        """Expect blocks, one after another."""
        for block in blocks:
            self.at(block)
            if (
                self._listed
                and isinstance(block, m.Heading)
                and block.anchor == self._listed.before
            ):
                self._contents(self._listed)
            BLOCKS.get(type(block), default)(self, block)

    def inside(self, block: m.Block) -> None:
        """Expect the blocks inside a block."""
        self.blocks(m.nested_blocks(block))

    def lines(self, block: m.Block) -> None:
        """Expect the lines of text that a block itself has."""
        for name in LINES:
            line = getattr(block, name, ())
            self.line(line if isinstance(line, tuple) else ())

    def line(self, inlines: Iterable[m.Inline], notes: bool = True) -> None:
        """Expect a line of text."""
        self.add("".join(self.words(inlines, notes)))

    def words(self, inlines: Iterable[m.Inline], notes: bool = True) -> Iterator[str]:
        """Return the words of a line, and expect what else it holds."""
        for inline in inlines:
            if notes or not isinstance(inline, m.FootnoteReference):
                yield INLINES.get(type(inline), _nothing)(self, inline)
            yield from self.words(getattr(inline, "inlines", ()), notes)

    def said(self, inlines: Iterable[m.Inline]) -> str:
        """Give the words of a line up to a footnote, which is looked at by itself."""
        line = takewhile(lambda inline: not isinstance(inline, m.FootnoteReference), inlines)
        return m.plain(tuple(line))

    def note(self, reference: m.FootnoteReference) -> str:
        """Give a note's number, and expect its text where it is referred to first."""
        key = self._first + reference.number
        if key in self._references:
            return str(self._references.index(key) + 1)
        self._references.append(key)
        number, span = str(len(self._references)), self.span
        shown = [number] if self.shows.counted else []
        for block in m.walk(self._footnotes[reference.number - 1]):
            self.at(block)
            lines = ("".join(self.words(line, notes=False)) for line in m.own_inlines(block))
            shown += [*lines, block.text] if isinstance(block, m.CodeBlock) else lines
        self.expected.notes.append(SourceWords(" ".join(shown), self.span))
        self.span = span
        return number

    def field(self, name: str) -> None:
        """Expect a place to answer with this name."""
        if self._fields:
            self.expected.fields.append(SourceWords(" ".join(name.split()), self.span))

    def picture(self, alt: str) -> None:
        """Expect a picture with this alternative text."""
        if alt and self.shows.pictures:
            self.expected.pictures.append(SourceWords(" ".join(alt.split()), self.span))

    def add(self, text: str) -> None:
        """Expect words of the text."""
        if text:
            self.expected.text.append(SourceWords(text, self.span))

    def at(self, node: m.Node) -> None:
        """Remember where the following words were written."""
        self.span = span_of(node, self.span)


def span_of(node: m.Node, otherwise: Span) -> Span:
    """Return where a node was written, or else another place."""
    return node.span if node.span.path and node.span.line else otherwise


def _places(part: m.Part) -> Iterator[Span]:
    return (block.span for block in m.walk(part.blocks) if block.span.path)


def dense(text: str) -> str:
    """Keep letters and digits alone, without case, so that texts can be compared."""
    return re.sub(r"[\W_]+", "", fold(text))


def fold(text: str) -> str:
    """Fold what looks alike, and drop marks that nobody sees."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub("[\u00ad\u200b-\u200f\u2060\ufeff]", "", folded)


# One function for each type of block. What is not in the table says its lines, then what is inside.

Say = Callable[[Walk, Any], None]


def default(walk: Walk, block: m.Block) -> None:
    """Expect the lines of a block, then the blocks inside it."""
    walk.lines(block)
    walk.inside(block)


def _heading(walk: Walk, heading: m.Heading) -> None:
    number = heading.numeral or (heading.number if walk.shows.counted else "")
    walk.add(number)
    walk.lines(heading)
    words = f"{number} {walk.said(heading.inlines)}" if number else walk.said(heading.inlines)
    walk.expected.headings.append((heading.level + 1, SourceWords(words, walk.span)))


def _item(walk: Walk, item: m.ListItem | m.Step) -> None:
    """Expect the first line of an item, then those inside it: files have them in this order."""
    first = item.blocks[0] if item.blocks else None
    if isinstance(first, m.Paragraph):
        words = SourceWords(walk.said(first.inlines), span_of(first, walk.span))
        walk.expected.items.append(words)
    walk.inside(item)


def _choices(walk: Walk, choices: m.Choices) -> None:
    """Expect what can be chosen; in Word it is no list."""
    walk.lines(choices)
    for item in choices.items:
        walk.inside(item)


def _table(walk: Walk, table: m.Table) -> None:
    walk.lines(table)
    for row in (table.header, *table.rows):
        for column, cell in enumerate(row):
            walk.at(cell)
            walk.line(cell.inlines)
            words = walk.said(cell.inlines)
            if words and (row is table.header or (table.header_column and not column)):
                walk.expected.heads.append(SourceWords(words, walk.span))


def _figure(walk: Walk, figure: m.Figure) -> None:
    walk.picture(figure.alt)
    default(walk, figure)


def _code_block(walk: Walk, block: m.CodeBlock) -> None:
    walk.add(block.text)


def _quotation(walk: Walk, quotation: m.Quotation) -> None:
    default(walk, quotation)
    walk.line(quotation.by)


def _answer(walk: Walk, answer: m.Answer) -> None:
    walk.lines(answer)
    walk.field(answer.spoken or m.plain(answer.label))


def _canvas(walk: Walk, canvas: m.Canvas) -> None:
    walk.lines(canvas)
    for words in (canvas.purpose, *canvas.zones):
        walk.add(words)


def _card(walk: Walk, card: m.Card) -> None:
    walk.add(f"{card.code} {card.theme}")
    walk.add(card.label)
    walk.lines(card)


def _deck(walk: Walk, deck: m.Deck) -> None:
    """Expect sheets of cards, each followed by its backs."""
    across, down = walk.theme.cards_on_sheet
    for first in range(0, len(deck.items), across * down):
        cards = deck.items[first : first + across * down]
        walk.blocks(cards)
        for _ in range(1 if walk.shows.backs_once else len(cards)):
            walk.add(deck.back)
    walk.expected.feet.append(SourceWords(deck.guide, walk.span))


BLOCKS: Mapping[type[m.Block], Say] = MappingProxyType(
    {
        m.Heading: _heading,
        m.BulletList: default,
        m.OrderedList: default,
        m.ListItem: _item,
        m.Table: _table,
        m.Quotation: _quotation,
        m.Figure: _figure,
        m.CodeBlock: _code_block,
        m.Step: _item,
        m.Answer: _answer,
        m.Choices: _choices,
        m.Canvas: _canvas,
        m.Deck: _deck,
        m.Card: _card,
        m.ThemePage: default,
        m.Arrangement: default,
    }
)
"""What types of blocks say that have more than lines of text and blocks inside; a test names those
that are missing.
"""


# One function for each type of inline, which returns its own words; those inside it follow.


def _nothing(_: Walk, __: m.Inline) -> str:
    return ""


def _text(_: Walk, inline: m.Text | m.InlineCode) -> str:
    return inline.text


def _line_break(_: Walk, __: m.LineBreak) -> str:
    return " "


def _field(walk: Walk, field: m.Field) -> str:
    walk.field(f"{field.label}: {field.value}" if field.kind == "choice" else field.label)
    return ""


def _blank(walk: Walk, blank: m.Blank) -> str:
    """Expect a ruled space to say what belongs there: a picture or a field."""
    spoken = walk.theme.labels.blank_field.format(label=blank.label)
    (walk.picture if walk.shows.drawn_blanks else walk.field)(spoken)
    return ""


def _link(walk: Walk, link: m.Link) -> str:
    if not link.internal:
        words = SourceWords(m.plain(link.inlines), walk.span)
        walk.expected.links.append((link.target, words))
    return ""


INLINES: Mapping[type[m.Inline], Callable[[Walk, Any], str]] = MappingProxyType(
    {
        m.Text: _text,
        m.InlineCode: _text,
        m.LineBreak: _line_break,
        m.Link: _link,
        m.Blank: _blank,
        m.Field: _field,
        m.FootnoteReference: Walk.note,
        m.Icon: _nothing,
    }
)
"""What types of inlines say that have more than other inlines inside."""
