"""The typed model: what a document says, free of Markdown before it and of PDF and Word after it.

A `Document` is read from one Markdown file; a `Publication` is what a writer gets: one document,
or several as the parts of a combined pack. Blocks and inlines are separate types, all frozen.
Every node knows its `span`; spans do not count when nodes are compared.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from operator import is_
from typing import Literal, TypeVar

from packbuilder.diagnostics import NOWHERE, Diagnostic, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Anything that was written somewhere."""

    span: Span = field(default=NOWHERE, compare=False, repr=False)


MOST_ROWS_TOGETHER = 6

PACK_SCHEME = "pack:"
"""Begins an address `pack:document#anchor`, which leads to another document of the same pack."""

FieldKind = Literal["tick", "choice", "text", "date", "list"]
"""A box to tick, a circle, words, a date, or one of the options of a drop-down list."""

# Inlines ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Inline(Node):
    """A piece of a line of text."""


@dataclass(frozen=True, slots=True)
class Text(Inline):
    """Plain words."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong(Inline):
    """Words of importance: bold."""

    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Emphasis(Inline):
    """Stressed words: semibold, as italics are hard to read."""

    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Code(Inline):
    """Words for a computer."""

    text: str


@dataclass(frozen=True, slots=True)
class Link(Inline):
    """A link to an address (`https://…`, `mailto:…`) or to an anchor of this publication."""

    inlines: tuple[Inline, ...]
    target: str
    internal: bool = False


@dataclass(frozen=True, slots=True)
class Foreign(Inline):
    """Words in another language, as a BCP 47 tag: `gd`, `cy`."""

    inlines: tuple[Inline, ...]
    language: str


@dataclass(frozen=True, slots=True)
class FootnoteReference(Inline):
    """The place a footnote belongs to. `label` is its key; `number` is given by numbering."""

    label: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class LineBreak(Inline):
    """A forced new line."""


@dataclass(frozen=True, slots=True)
class Value(Inline):
    """A value of the edition, by name; gone once values are filled in."""

    name: str


@dataclass(frozen=True, slots=True)
class Blank(Inline):
    """A ruled space to write in, where an edition has no value. `label` says what belongs there."""

    label: str


@dataclass(frozen=True, slots=True)
class Field(Inline):
    """A place to answer: a box to tick, a circle to choose, or a space to write in.

    `name` is the field's name on screen and `label` what assistive technology reads; both are
    given by `transforms/fields.py`. Circles of the same name exclude each other; `value` is what
    choosing this one means. A space for words that fills its cell takes several lines. A list
    has `options`; on paper it and a date are spaces to write in.
    """

    kind: FieldKind
    name: str = ""
    label: str = ""
    value: str = ""
    fills: bool = False
    options: tuple[str, ...] = ()


# Blocks ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Block(Node):
    """A piece of a page. `id` is 8 hex digits that stay the same while the text stays."""

    id: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Heading(Block):
    """A heading of level 1–5. `anchor` is what cross-references and contents lead to.

    `trace` are the codes of the findings that its section rests on.
    """

    level: int
    inlines: tuple[Inline, ...]
    anchor: str = ""
    numbered: bool = True
    number: str = ""
    trace: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph(Block):
    """Running text."""

    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class ListItem(Block):
    """One item of a list."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class BulletList(Block):
    """A list without order."""

    items: tuple[ListItem, ...]


@dataclass(frozen=True, slots=True)
class OrderedList(Block):
    """A numbered list; every list starts anew at `start`."""

    items: tuple[ListItem, ...]
    start: int = 1


@dataclass(frozen=True, slots=True)
class Definition(Block):
    """A term and what it means."""

    term: tuple[Inline, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class DefinitionList(Block):
    """Terms and their meanings."""

    items: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class Cell(Node):
    """A cell of a table. `align` is left, center or right; `key` names the row it begins."""

    inlines: tuple[Inline, ...]
    align: str = "left"
    key: str = ""


@dataclass(frozen=True, slots=True)
class Table(Block):
    """A table without merged cells: its header row repeats on every page.

    `widths` are shares of the width that add up to 100; empty means equal. A table of few rows
    stays on one page. `row_height` is in mm, 0 for as high as the words; `choice` names what is
    chosen in a row of circles. A `strip` is the one that stands above a tool.
    """

    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: tuple[Inline, ...] = ()
    header_column: bool = False
    widths: tuple[int, ...] = ()
    anchor: str = ""
    row_height: int = 0
    choice: str = "choice"
    strip: bool = False

    @property
    def stays_together(self) -> bool:
        """Say whether it is short enough to be kept on one page."""
        return len(self.rows) <= MOST_ROWS_TOGETHER


@dataclass(frozen=True, slots=True)
class Callout(Block):
    """Boxed text with a title."""

    title: tuple[Inline, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class SmallPrint(Block):
    """Legal text and the like, in the smallest size that is allowed."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Quotation(Block):
    """Somebody else's words, and whose they are."""

    blocks: tuple[Block, ...]
    by: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure(Block):
    """A picture: `image` is its path, `alt` what it shows (empty only when decorative).

    `width` is a share of the text width in per cent.
    """

    image: str
    alt: str
    caption: tuple[Inline, ...] = ()
    width: int = 100
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class CodeBlock(Block):
    """Lines for a computer, kept as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class PageBreak(Block):
    """What follows starts on a new page."""


@dataclass(frozen=True, slots=True)
class Landscape(Block):
    """Blocks on pages turned sideways."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Step(Block):
    """One step of a tool: what to do, in how many minutes; numbering puts those into words."""

    minutes: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Steps(Block):
    """Numbered steps whose minutes add up to `minutes`."""

    minutes: int
    items: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Answer(Block):
    """A question and ruled lines to write on. `name` is the field's name when filled on screen.

    `spoken` is the question as assistive technology reads it, with the section it stands in.
    `kind` is text, date or list; a list has `options`.
    """

    name: str
    label: tuple[Inline, ...]
    lines: int = 1
    spoken: str = ""
    kind: FieldKind = "text"
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices(Block):
    """A list of things to tick or choose from; each item begins with its `Field`.

    In a `row` they stand side by side, as a scale.
    """

    name: str
    label: tuple[Inline, ...]
    items: tuple[ListItem, ...]
    row: bool = False


@dataclass(frozen=True, slots=True)
class Group(Block):
    """A box around blocks that belong together; its fields' names begin with `name`."""

    name: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Route(Block):
    """A way to a decision: conditions in order, each with what follows from it."""

    items: tuple[ListItem, ...]


@dataclass(frozen=True, slots=True)
class Canvas(Block):
    """Large zones for sticky notes. `height` is in mm; `purpose` says what for."""

    name: str
    label: tuple[Inline, ...]
    zones: tuple[str, ...]
    height: int
    purpose: str


@dataclass(frozen=True, slots=True)
class Card(Block):
    """One card of a deck: its code, its theme, its words; none on a blank card.

    `icon` is the drawing of the theme, which only adds to the words.
    """

    code: str
    theme: str
    inlines: tuple[Inline, ...]
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Deck(Block):
    """Cards of one theme, what their backs say, and how to print and cut them."""

    items: tuple[Card, ...]
    back: str = ""
    guide: str = ""


@dataclass(frozen=True, slots=True)
class DeckList(Block):
    """Where the cards are listed with space for notes; gone once fields are named."""


@dataclass(frozen=True, slots=True)
class RunSheet(Block):
    """A timed plan whose first column holds minutes; gone once clock times are worked out."""

    minutes: int
    table: Table


@dataclass(frozen=True, slots=True)
class Include(Block):
    """A shared file that belongs here; gone once includes are resolved."""

    file: str


@dataclass(frozen=True, slots=True)
class Only(Block):
    """Blocks for some editions; gone once an edition is selected.

    Shown when the edition has a value for `has`, has none for `lacks`, and its name is among
    `editions` (each only when given).
    """

    blocks: tuple[Block, ...]
    has: str = ""
    lacks: str = ""
    editions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Excuse(Block):
    """Blocks in which a rule does not count, and why; gone once an edition is selected."""

    blocks: tuple[Block, ...]
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """One line of a contents list.

    `page` is 0 while nobody knows it. `document` is the one it leads to, if that is elsewhere.
    """

    level: int
    text: str
    anchor: str
    page: int = 0
    document: str = ""

    @property
    def address(self) -> str:
        """Where the line leads: `#anchor`, or `pack:document#anchor` in a pack to be joined."""
        return f"{PACK_SCHEME}{self.document}#{self.anchor}" if self.document else f"#{self.anchor}"


@dataclass(frozen=True, slots=True)
class Contents(Block):
    """The contents list, with its title."""

    title: str
    entries: tuple[ContentsEntry, ...]


# Documents and publications --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself: the keys of its front matter.

    `updated` is the date of the text. A cover prints `credit`, or else the names of the authors.
    Reports are numbered unless they say otherwise. The keys from `tool` on belong to tools: their
    id, minutes, strip, and the codes of the findings they rest on.
    """

    title: str
    kind: Literal["report", "briefing", "handout", "tool"]
    updated: datetime.date
    version: str = "1.0"
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    credit: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    language: str = "en-GB"
    cover: bool = False
    contents: bool = False
    numbered: bool | None = None
    orientation: Literal["portrait", "landscape"] = "portrait"
    tool: str = ""
    time: int = 0
    group: str = ""
    needs: str = ""
    result: str = ""
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document(Node):
    """One Markdown file as read. `sources` are all files its text comes from.

    `warnings` tell what the reader found that can be printed all the same. `head` says where the
    keys of its front matter stand, and items of lists as `rests_on.0`.
    """

    name: str
    meta: Metadata
    blocks: tuple[Block, ...]
    footnotes: Mapping[str, tuple[Block, ...]] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    warnings: tuple[Diagnostic, ...] = field(default=(), compare=False, repr=False)
    head: Mapping[str, Span] = field(default_factory=dict, compare=False, repr=False)

    def at(self, key: str) -> Span:
        """Give the place of a key of the front matter; the first line when it is not there."""
        return self.head.get(key, self.span)


@dataclass(frozen=True, slots=True)
class Picture:
    """An image fit for both formats: a drawing has `svg`, a photograph `png`; the other is empty.

    Width and height are in pixels of the picture's own coordinates.
    """

    svg: bytes
    png: bytes
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """A line under a title. `role` names its style: authors, date, edition, licence."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Opening:
    """What stands before the first block: a cover page, or a title at the top of page one.

    `mark` and `logo` are paths of pictures; an empty one is left out. The mark is decorative.
    """

    title: str
    subtitle: str = ""
    lines: tuple[OpeningLine, ...] = ()
    full_page: bool = False
    mark: str = ""
    logo: str = ""
    logo_alt: str = ""


@dataclass(frozen=True, slots=True)
class Footer:
    """The foot of every page: two lines, the second with the page number at its end."""

    title: str
    edition: str
    page: str = "Page"
    of: str = "of"


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a publication, ready to be written. `profile` names its type sizes."""

    name: str
    title: str
    profile: str
    blocks: tuple[Block, ...]
    footnotes: tuple[tuple[Block, ...], ...]
    footer: Footer
    language: str
    opening: Opening | None = None
    landscape: bool = False


@dataclass(frozen=True, slots=True)
class Publication:
    """What a writer turns into one file.

    `opening` and `footer` belong to the cover and contents of a combined pack in Word; each part
    has its own. A combined PDF is joined from files of one part each.
    """

    name: str
    title: str
    language: str
    parts: tuple[Part, ...]
    version: str
    updated: datetime.date
    opening: Opening | None = None
    contents: Contents | None = None
    footer: Footer | None = None
    authors: tuple[str, ...] = ()
    description: str = ""
    keywords: tuple[str, ...] = ()
    rights: str = ""
    blank_page: str = "This page is left blank on purpose."
    pictures: Mapping[str, Picture] = field(default_factory=dict)


LONGEST_LABEL = 64
"""Word cuts names and labels of content controls that are longer."""


def short_label(label: str) -> str:
    """Cut the row or section rather than the column or question, which stands last."""
    if len(label) <= LONGEST_LABEL:
        return label
    start, _, end = label.rpartition(": ")
    words = _whole_words(start, LONGEST_LABEL - len(end) - len(" …: "))
    return f"{words} …: {end}" if words else f"{_whole_words(label, LONGEST_LABEL - len(' …'))} …"


def _whole_words(text: str, room: int) -> str:
    """Give the words that have room, or the letters of one that is longer."""
    if len(text) <= room or room < 1:
        return text if room > 0 else ""
    return text[: room + 1].rpartition(" ")[0] or text[:room]


# Walking and rewriting --------------------------------------------------------------------------

T = TypeVar("T")
N = TypeVar("N", bound=Node)
B = TypeVar("B", bound=Block)


class _Names(dict[type[Node], tuple[str, ...]]):
    """The fields of each kind of node that are of certain types, worked out when first asked."""

    def __init__(self, is_wanted: Callable[[str, str], bool]) -> None:
        super().__init__()
        self._is_wanted = is_wanted

    def __missing__(self, kind: type[Node]) -> tuple[str, ...]:
        self[kind] = tuple(f.name for f in fields(kind) if self._is_wanted(f.name, str(f.type)))
        return self[kind]


_INNER = _Names(lambda name, _: name in ("items", "blocks"))
_LINES = _Names(lambda _, type: type == "tuple[Inline, ...]")


def nested_blocks(block: Block) -> Iterator[Block]:
    """Give the blocks directly inside a block, in reading order."""
    for name in _INNER[type(block)]:
        yield from getattr(block, name)


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """Give every block, outer ones before the ones inside them."""
    for block in blocks:
        yield block
        for name in _INNER[type(block)]:
            yield from walk(getattr(block, name))


SCISSORS = "templates/scissors.svg"
"""The drawing that says where to cut."""


def image_of(block: Block) -> str:
    """Give the picture that a block shows, by its path; empty for none."""
    if isinstance(block, Deck):
        return SCISSORS
    if isinstance(block, Figure):
        return block.image
    return block.icon if isinstance(block, Card) else ""


def own_inlines(block: Block) -> Iterator[tuple[Inline, ...]]:
    """Give the lines of text that belong to a block itself, in reading order."""
    for name in _LINES[type(block)]:
        yield getattr(block, name)
    if isinstance(block, Table):
        for row in (block.header, *block.rows):
            yield from (cell.inlines for cell in row)


def walk_inlines(inlines: Iterable[Inline]) -> Iterator[Inline]:
    """Give every inline, outer ones before the ones inside them."""
    for inline in inlines:
        yield inline
        for name in _LINES[type(inline)]:
            yield from walk_inlines(getattr(inline, name))


def all_inlines(blocks: Iterable[Block]) -> Iterator[Inline]:
    """Give every inline of every block."""
    for block in walk(blocks):
        for line in own_inlines(block):
            yield from walk_inlines(line)


def all_fields(blocks: Iterable[Block]) -> Iterator[tuple[Field, Block]]:
    """Give every place to answer with the block it stands in, in reading order.

    Lines to write on come as the `Field` that says the same.
    """
    for block in walk(blocks):
        if isinstance(block, Answer):
            field = Field(block.kind, block.name, block.spoken, "", True, block.options)
            yield replace(field, span=block.span), block
        for line in own_inlines(block):
            yield from ((part, block) for part in walk_inlines(line) if isinstance(part, Field))


def plain(inlines: Iterable[Inline]) -> str:
    """Give the words of a line of text."""
    parts = []
    for inline in walk_inlines(inlines):
        if isinstance(inline, Text | Code):
            parts.append(inline.text)
        elif isinstance(inline, LineBreak):
            parts.append(" ")
    return "".join(parts)


def words(block: Block) -> str:
    """Give the words of a block and of everything inside it, one line of text a line."""
    lines = [plain(line) for inner in walk([block]) for line in own_inlines(inner)]
    if isinstance(block, CodeBlock):
        lines.append(block.text)
    return "\n".join(line for line in lines if line)


def rewrite_blocks(
    blocks: Iterable[Block], change: Callable[[Block], Iterable[Block]]
) -> tuple[Block, ...]:
    """Replace each block, inner ones first, by what `change` gives for it: none, one or several.

    What nothing changes in stays the same object, as does everything around it.
    """
    blocks, result = tuple(blocks), list[Block]()
    for block in blocks:
        names = _INNER[type(block)]
        inner = {name: rewrite_blocks(getattr(block, name), change) for name in names}
        result.extend(change(_with(block, inner) if inner else block))
    return _kept(blocks, result)


def rewrite_inlines(block: B, change: Callable[[Inline], Iterable[Inline]]) -> B:
    """Replace each inline of a block itself (not of blocks inside it), inner ones first."""
    changed: dict[str, tuple[object, ...]] = {
        name: _rewrite_line(getattr(block, name), change) for name in _LINES[type(block)]
    }
    if isinstance(block, Table):
        changed["header"] = _rewrite_cells(block.header, change)
        changed["rows"] = _kept(block.rows, [_rewrite_cells(row, change) for row in block.rows])
    return _with(block, changed)


def _rewrite_cells(
    cells: tuple[Cell, ...], change: Callable[[Inline], Iterable[Inline]]
) -> tuple[Cell, ...]:
    return _kept(
        cells, [_with(cell, {"inlines": _rewrite_line(cell.inlines, change)}) for cell in cells]
    )


def _rewrite_line(
    inlines: tuple[Inline, ...], change: Callable[[Inline], Iterable[Inline]]
) -> tuple[Inline, ...]:
    result: list[Inline] = []
    for inline in inlines:
        inner = {
            name: _rewrite_line(getattr(inline, name), change) for name in _LINES[type(inline)]
        }
        result.extend(change(_with(inline, inner) if inner else inline))
    return _kept(inlines, result)


def _kept(before: tuple[T, ...], after: list[T]) -> tuple[T, ...]:
    """Give the tuple as it was when it holds the same objects still."""
    same = len(before) == len(after) and all(map(is_, before, after))
    return before if same else tuple(after)


def _with(node: N, values: Mapping[str, tuple[object, ...]]) -> N:
    """Give a node with other values, or itself when it has these already."""
    if all(getattr(node, name) is value for name, value in values.items()):
        return node
    return replace(node, **values)  # type: ignore[arg-type]
