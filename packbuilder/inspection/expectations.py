"""What a file has to hold, as records, and the walk through a publication that collects them.

Worked out from the model alone, in reading order, and as each format shows it by its conventions.
What each type of block and inline says is in the tables of `expected.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any, Literal

from packbuilder import model as m
from packbuilder.diagnostics import NOWHERE, Span
from packbuilder.inspection.bookmarks import BookmarkStyles, read_bookmark_styles
from packbuilder.inspection.reading import Conventions
from packbuilder.theme import STYLE_SHEETS, Theme


@dataclass(frozen=True, slots=True)
class SourceWords:
    """Words, and where they were written."""

    text: str
    span: Span


MarkKind = Literal[
    "heading",
    "item",
    "header",
    "link",
    "inside",
    "language",
    "bold",
    "quotation",
    "callout",
    "new-page",
]


@dataclass(frozen=True, slots=True)
class Mark:
    """What words are: of which kind, and the level, number, address or language that goes with it.

    Of a link inside the file, `value` are the words that it may lead to, a line each. `noted` is
    what stands in a footnote.
    """

    kind: MarkKind
    words: SourceWords
    value: str = ""
    noted: bool = False


@dataclass(frozen=True, slots=True)
class TableSize:
    """How many rows and cells a table has below its header, by the words of that."""

    header: SourceWords
    rows: int
    cells: int


@dataclass(slots=True)
class Expected:
    """What a file has to hold, each in reading order. `pictures` are alternative texts, `shown` the
    pictures they stand for; `asked` says of each field its name, what it is, and its options. The
    first of the `languages` is that of the file, others are those of its parts.

    `marks` are what words of the text are, and `rows` how many rows and cells each table has, by
    the words of its header. `boxes` are places to tick, `lines` those to write on. `bookmarks`
    says which headings of a PDF may have other bookmarks than their own.
    """

    title: str = ""
    languages: tuple[str, ...] = ("",)
    text: list[SourceWords] = field(default_factory=list)
    notes: list[SourceWords] = field(default_factory=list)
    pictures: list[SourceWords] = field(default_factory=list)
    shown: list[m.Picture | None] = field(default_factory=list)
    fields: list[SourceWords] = field(default_factory=list)
    asked: list[tuple[str, m.FieldKind, tuple[str, ...]]] = field(default_factory=list)
    footers: list[SourceWords] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    tables: list[TableSize] = field(default_factory=list)
    boxes: list[SourceWords] = field(default_factory=list)
    lines: list[SourceWords] = field(default_factory=list)
    bookmarks: BookmarkStyles = field(default_factory=BookmarkStyles)


Say = Callable[["Walk", Any], None]
SayInline = Callable[["Walk", Any], str]

LINES = ("title", "term", "caption", "label", "inlines")
"""What the lines of text are called that a block itself has, in this order."""


class Walk:
    """Goes through a publication as the writers do, by tables of what blocks and inlines say."""

    def __init__(
        self,
        publication: m.Publication,
        theme: Theme,
        conventions: Conventions,
        say: tuple[Mapping[type[m.Block], Say], Mapping[type[m.Inline], SayInline]],
    ) -> None:
        languages = [publication.language, *(part.language for part in publication.parts)]
        self.expected = Expected(publication.title, tuple(languages))
        sheets = (theme.templates.get(name, "") for name in STYLE_SHEETS)
        self.expected.bookmarks = read_bookmark_styles(sheets)
        self._say_block, self._say_inline = say
        self.theme = theme
        self.shows = conventions
        self._fields = conventions.fields == "always" or (
            conventions.fields == "fillable" and theme.fillable
        )
        self.span = NOWHERE
        self._footnotes: tuple[tuple[m.Block, ...], ...] = ()
        self._first = 0
        self._in_note = False
        self._listed: m.Contents | None = None
        self._references: list[int] = []
        self._fresh = False
        self.depth, self.boxed = 0, 0
        self.deeper = 1 if conventions.flowing and publication.opening else 0
        self.language = publication.language
        self.pictures = publication.pictures
        self.places = dict(_places_by_anchor(publication))
        self._publication(publication)

    def _publication(self, publication: m.Publication) -> None:
        self.span = next((span for part in publication.parts for span in _places(part)), NOWHERE)
        if publication.opening:
            self._opening(publication.opening, "1")
            self._contents(publication.contents)
        if publication.footer:
            self._foot(publication.footer)
        for part in publication.parts:
            self._footnotes, self.language = part.footnotes, part.language
            self._references = []  # each document counts its own
            if part.opening:
                self._opening(part.opening, str(1 + self.deeper))
            listed = publication.contents if not publication.opening else None
            first = listed and (self.shows.flowing or not listed.before)
            if first:
                self._contents(listed)
            self._contents(part.contents)
            self._listed = None if first else listed
            self.blocks(part.blocks)
            self.span = next(_places(part), self.span)
            self._foot(part.footer)
            self._first += len(part.footnotes)

    def _opening(self, opening: m.Opening, level: str) -> None:
        lines = (line.text for line in opening.lines)
        for words in (opening.label, opening.title, opening.subtitle, *lines):
            self.add(words)
        for line in opening.lines:
            self._in_language(line.text, line.language)
        self.mark("heading", opening.title, level)
        for logo in opening.logos:
            self.picture(logo.alt, logo.image)

    def _contents(self, contents: m.Contents | None) -> None:
        if contents:
            self.add(contents.title)
            self.add(contents.lead)
            self._in_language(contents.title, contents.language)
            self._in_language(contents.lead, contents.language)
            for entry in contents.entries:
                self.add(entry.words)
                if entry.anchor in self.places:
                    self.mark("inside", entry.text, self.places[entry.anchor])

    def _in_language(self, words: str, language: str) -> None:
        if words and language and language != self.language:
            self.mark("language", words, language)

    def _foot(self, footer: m.Footer) -> None:
        if not self.shows.footers:
            return
        footers = (
            SourceWords(words, self.span) for words in (footer.title, footer.edition) if words
        )
        self.expected.footers += [
            footer for footer in footers if footer not in self.expected.footers
        ]

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
            self._say_block.get(type(block), default)(self, block)

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
                yield self._say_inline.get(type(inline), nothing)(self, inline)
            yield from self.words(getattr(inline, "inlines", ()), notes)

    def mark(self, kind: MarkKind, words: str, value: str = "") -> None:
        """Expect words to be of a kind, where a format keeps that."""
        if words:
            said = SourceWords(words, self.span)
            self.expected.marks.append(Mark(kind, said, value, self._in_note))

    def new_page(self) -> None:
        """Expect the next words to stand on a new page."""
        self._fresh = True

    def said(self, inlines: Iterable[m.Inline]) -> str:
        """Return the words of a line up to a footnote, which is looked at by itself."""
        line = takewhile(lambda inline: not isinstance(inline, m.FootnoteReference), inlines)
        return m.plain(tuple(line))

    def note(self, reference: m.FootnoteReference) -> str:
        """Return a note's number, and expect its text where it is referred to first."""
        key = self._first + reference.number
        if key in self._references:
            return str(self._references.index(key) + 1)
        self._references.append(key)
        number, span = str(len(self._references)), self.span
        shown = [f"{number}."] if self.shows.counted else []
        self._in_note = True
        for block in m.walk(self._footnotes[reference.number - 1]):
            self.at(block)
            lines = ("".join(self.words(line, notes=False)) for line in m.own_inlines(block))
            shown += [*lines, block.text] if isinstance(block, m.CodeBlock) else lines
        self.expected.notes.append(SourceWords(" ".join(shown), self.span))
        self._in_note, self.span = False, span
        return number

    def field(
        self, label: str, kind: m.FieldKind = "text", options: tuple[str, ...] = (), name: str = ""
    ) -> None:
        """Expect a place to answer that is called so, with a name for programs if it has one."""
        words = SourceWords(" ".join(label.split()), self.span)
        if kind in ("tick", "choice"):
            self.expected.boxes.append(words)
        if self._fields:
            kind = "text" if kind == "date" and not self.shows.dates else kind
            self.expected.fields.append(words)
            self.expected.asked.append((name, kind, options))

    def picture(self, alt: str, image: str = "") -> None:
        """Expect a picture with this alternative text."""
        if alt and self.shows.pictures:
            self._begin(alt)
            self.expected.pictures.append(SourceWords(" ".join(alt.split()), self.span))
            self.expected.shown.append(self.pictures.get(image))

    def add(self, text: str) -> None:
        """Expect words of the text."""
        if text:
            self._begin(text)
            self.expected.text.append(SourceWords(text, self.span))

    def _begin(self, words: str) -> None:
        """Note the first words after a page break."""
        if self._fresh and words.strip():
            self._fresh = False
            self.mark("new-page", words)

    def at(self, node: m.Node) -> None:
        """Remember where the following words were written."""
        self.span = span_of(node, self.span)


def span_of(node: m.Node, otherwise: Span) -> Span:
    """Return where a node was written, or else another place."""
    return node.span if node.span.path and node.span.line else otherwise


def _places_by_anchor(publication: m.Publication) -> Iterator[tuple[str, str]]:
    """Yield the words that stand at each anchor, a line each: one of them is enough."""
    for part in publication.parts:
        if title := part.opening or part.contents:
            yield f"{part.name}.", title.title
        for block in m.walk(part.blocks):
            anchor = getattr(block, "anchor", "")
            if anchor:
                lines = [m.plain(line) for line in m.own_inlines(block)]
                lines += [block.alt] if isinstance(block, m.Figure) else []
                yield anchor, "\n".join(filter(None, lines))


def _places(part: m.Part) -> Iterator[Span]:
    return (block.span for block in m.walk(part.blocks) if block.span.path)


def default(walk: Walk, block: m.Block) -> None:
    """Expect the lines of a block, then the blocks inside it."""
    walk.lines(block)
    walk.inside(block)


def nothing(_: Walk, __: m.Inline) -> str:
    """Return no words of its own."""
    return ""
