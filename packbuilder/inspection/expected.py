"""Publication + Theme → the words, alternative texts and field names that a file has to hold.

Worked out from the model alone, in reading order, and as each format shows it by its conventions.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import takewhile

from packbuilder import model as m
from packbuilder.diagnostics import NOWHERE, Span
from packbuilder.inspection.reading import Conventions
from packbuilder.theme import Theme


@dataclass(frozen=True, slots=True)
class Words:
    """Words, and where they were written."""

    text: str
    span: Span


@dataclass(slots=True)
class Expected:
    """What a file has to hold, each in reading order. `pictures` are alternative texts.

    Of the text, `headings` are told with their level from 1, `items` are the first lines of the
    points of lists, `heads` header cells, and `links` addresses with the words that lead there.
    """

    text: list[Words] = field(default_factory=list)
    notes: list[Words] = field(default_factory=list)
    pictures: list[Words] = field(default_factory=list)
    fields: list[Words] = field(default_factory=list)
    feet: list[Words] = field(default_factory=list)
    headings: list[tuple[int, Words]] = field(default_factory=list)
    items: list[Words] = field(default_factory=list)
    heads: list[Words] = field(default_factory=list)
    links: list[tuple[str, Words]] = field(default_factory=list)


def expect(publication: m.Publication, theme: Theme, conventions: Conventions) -> Expected:
    """Work out what a file of a format with these conventions has to hold."""
    return _Writer(publication, theme, conventions).expected


class _Writer:
    """Goes through a publication as the writers do."""

    def __init__(self, publication: m.Publication, theme: Theme, conventions: Conventions) -> None:
        self.expected = Expected()
        self._theme = theme
        self._shows = conventions
        self._fields = conventions.fields == "always" or (
            conventions.fields == "fillable" and theme.fillable
        )
        self._span = NOWHERE
        self._footnotes: tuple[tuple[m.Block, ...], ...] = ()
        self._first = 0
        self._listed: m.Contents | None = None
        self._references: list[int] = []
        self._publication(publication)

    def _publication(self, publication: m.Publication) -> None:
        self._span = next((span for part in publication.parts for span in _places(part)), NOWHERE)
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
            self._blocks(part.blocks)
            self._foot(part.footer)
            self._first += len(part.footnotes)

    def _opening(self, opening: m.Opening) -> None:
        lines = (line.text for line in opening.lines)
        for words in (opening.label, opening.title, opening.subtitle, *lines):
            self._add(words)
        self.expected.headings.append((1, Words(opening.title, self._span)))
        if opening.logo:
            self._picture(opening.logo_alt)

    def _contents(self, contents: m.Contents | None) -> None:
        if contents:
            self._add(contents.title)
            self._add(contents.lead)
            for entry in contents.entries:
                self._add(entry.words)

    def _foot(self, footer: m.Footer) -> None:
        if not self._shows.footers:
            return
        feet = (Words(words, self._span) for words in (footer.title, footer.edition) if words)
        self.expected.feet += [foot for foot in feet if foot not in self.expected.feet]

    def _blocks(self, blocks: Iterable[m.Block]) -> None:
        for block in blocks:
            self._at(block)
            self._block(block)

    def _block(self, block: m.Block) -> None:
        if self._listed and isinstance(block, m.Heading) and block.anchor == self._listed.before:
            self._contents(self._listed)
        if isinstance(block, m.Deck):
            self._deck(block)
            return
        if isinstance(block, m.Heading):
            self._add(block.numeral or (block.number if self._shows.counted else ""))
        elif isinstance(block, m.Card):
            self._add(f"{block.code} {block.theme}")
        elif isinstance(block, m.CodeBlock):
            self._add(block.text)
        elif isinstance(block, m.Figure):
            self._picture(block.alt)
        for name in ("title", "term", "caption", "label", "inlines"):
            line = getattr(block, name, ())
            self._line(line if isinstance(line, tuple) else ())
        if isinstance(block, m.Heading):
            number = block.numeral or (block.number if self._shows.counted else "")
            number = f"{number} " if number else ""
            heading = Words(f"{number}{self._said(block.inlines)}", self._span)
            self.expected.headings.append((block.level + 1, heading))
        elif isinstance(block, m.BulletList | m.OrderedList | m.Steps | m.Route):
            firsts = (item.blocks[0] for item in block.items if item.blocks)
            lines = (first for first in firsts if isinstance(first, m.Paragraph))
            self.expected.items += [
                Words(self._said(p.inlines), _span_of(p, self._span)) for p in lines
            ]
        if isinstance(block, m.Answer):
            self._field(block.spoken or m.plain(block.label))
        elif isinstance(block, m.Canvas):
            for words in (block.purpose, *block.zones):
                self._add(words)
        elif isinstance(block, m.Table):
            self._table(block)
        self._blocks(m.nested_blocks(block))
        if isinstance(block, m.Quotation):
            self._line(block.by)

    def _table(self, table: m.Table) -> None:
        for row in (table.header, *table.rows):
            for column, cell in enumerate(row):
                self._at(cell)
                self._line(cell.inlines)
                words = self._said(cell.inlines)
                if words and (row is table.header or (table.header_column and not column)):
                    self.expected.heads.append(Words(words, self._span))

    def _deck(self, deck: m.Deck) -> None:
        """Expect sheets of cards, each followed by its backs, of which a PDF reads one aloud."""
        across, down = self._theme.cards_on_sheet
        for first in range(0, len(deck.items), across * down):
            cards = deck.items[first : first + across * down]
            self._blocks(cards)
            for _ in range(1 if self._shows.backs_once else len(cards)):
                self._add(deck.back)
        self.expected.feet.append(Words(deck.guide, self._span))

    def _line(self, inlines: Iterable[m.Inline], notes: bool = True) -> None:
        self._add("".join(self._words(inlines, notes)))

    def _words(self, inlines: Iterable[m.Inline], notes: bool = True) -> Iterator[str]:
        for inline in inlines:
            if isinstance(inline, m.Text | m.Code):
                yield inline.text
            elif isinstance(inline, m.LineBreak):
                yield " "
            elif isinstance(inline, m.FootnoteReference) and notes:
                yield self._note(inline)
            elif isinstance(inline, m.Field):
                self._field(_spoken(inline))
            elif isinstance(inline, m.Blank):
                self._blank(inline)
            elif isinstance(inline, m.Link) and not inline.internal:
                words = Words(m.plain(inline.inlines), self._span)
                self.expected.links.append((inline.target, words))
            yield from self._words(getattr(inline, "inlines", ()), notes)

    def _said(self, inlines: Iterable[m.Inline]) -> str:
        """Give the words of a line up to a footnote, which is looked at by itself."""
        line = takewhile(lambda inline: not isinstance(inline, m.FootnoteReference), inlines)
        return m.plain(tuple(line))

    def _note(self, reference: m.FootnoteReference) -> str:
        """Give a note's number: a PDF prints a note once for each reference, Word once."""
        key = self._first + reference.number
        if key in self._references and not self._shows.counted:
            return str(self._references.index(key) + 1)
        self._references.append(key)
        number, span = str(len(self._references)), self._span
        shown = [number] if self._shows.counted else []
        for block in m.walk(self._footnotes[reference.number - 1]):
            self._at(block)
            lines = ("".join(self._words(line, notes=False)) for line in m.own_inlines(block))
            shown += [*lines, block.text] if isinstance(block, m.CodeBlock) else lines
        self.expected.notes.append(Words(" ".join(shown), self._span))
        self._span = span
        return number

    def _field(self, name: str) -> None:
        if self._fields:
            self.expected.fields.append(Words(" ".join(name.split()), self._span))

    def _blank(self, blank: m.Blank) -> None:
        """Expect a ruled space to say what belongs there: a picture or a field."""
        spoken = self._theme.labels.blank_field.format(label=blank.label)
        (self._picture if self._shows.drawn_blanks else self._field)(spoken)

    def _picture(self, alt: str) -> None:
        if alt and self._shows.pictures:
            self.expected.pictures.append(Words(" ".join(alt.split()), self._span))

    def _add(self, text: str) -> None:
        if text:
            self.expected.text.append(Words(text, self._span))

    def _at(self, node: m.Node) -> None:
        self._span = _span_of(node, self._span)


def _span_of(node: m.Node, otherwise: Span) -> Span:
    return node.span if node.span.path and node.span.line else otherwise


def _places(part: m.Part) -> Iterator[Span]:
    return (block.span for block in m.walk(part.blocks) if block.span.path)


def _spoken(field: m.Field) -> str:
    return f"{field.label}: {field.value}" if field.kind == "choice" else field.label


def dense(text: str) -> str:
    """Keep letters and digits alone, without case, so that texts can be compared."""
    return re.sub(r"[\W_]+", "", fold(text))


def fold(text: str) -> str:
    """Fold what looks alike, and drop marks that nobody sees."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub("[\u00ad\u200b-\u200f\u2060\ufeff]", "", folded)
