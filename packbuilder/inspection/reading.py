"""What a finished file says, in the order in which assistive technology meets it.

The same records for PDF and Word, so that both can be compared with the model and shown alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from packbuilder.model import FieldKind

PieceKind = Literal[
    "heading", "paragraph", "item", "label", "cell", "figure", "caption", "note", "field"
]
FlawKind = Literal[
    "no-shown-title",
    "no-claim",
    "loose",
    "spread",
    "unembedded",
    "unmapped",
    "merged",
    "no-header",
    "no-alternative",
    "floating",
    "protected",
    "foreign",
    "renamed",
    "tabs",
    "twice",
    "unsaid",
    "field",
]
BULLET = "\u2022"
"""What stands for all bullets, whatever they look like."""
DEEPEST = 5
"""The deepest list that has a level of its own in every format."""
LOWEST = 6
"""The lowest heading there is."""
LOOSE = -2
"""The number of marked content that words have which stand in none."""


_GET_ANOTHER = "save it again where it was made, or get another copy"


class UnreadableError(ValueError):
    """A file cannot be read back: why, and in `help` what to do."""

    def __init__(self, message: str, help: str = _GET_ANOTHER) -> None:
        super().__init__(message)
        self.help = help


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the text. `page` counts from 1, and is 0 where a format has no fixed pages.

    `level` is that of a heading, or how deep a list is nested, from 1. `text` of a figure is what
    stands in for it, of a field its name for assistive technology. A cell, and a field in it,
    knows its `table`, `row` and `column`, all from 1; `headers` are the words of the header cells
    a cell belongs to. `marker` is the number before a list item or heading, or a bullet (“•”).
    What is `quoted` stands in a quotation, what is `framed` in a box; `starts_page` says that it is
    the first on a new page. `picture` is a hash of what a figure shows.
    """

    kind: PieceKind
    text: str
    page: int = 0
    level: int = 0
    table: int = 0
    row: int = 0
    column: int = 0
    header: bool = False
    headers: tuple[str, ...] = ()
    marker: str = ""
    quoted: bool = False
    framed: bool = False
    starts_page: bool = False
    picture: str = ""


@dataclass(frozen=True, slots=True)
class FormField:
    """A place to fill in: `name` is for programs, `label` what is read aloud.

    Circles of one question share their name; `value` is what choosing this one means. Measures are
    those of a PDF in pt: `size` of the words typed in, 0 where they shrink to fit, and `side`, the
    shorter side of the place. `options` are those of a drop-down list; `answer` is what stands in
    the field already.
    """

    name: str
    label: str
    kind: FieldKind
    page: int = 0
    value: str = ""
    size: float = 0
    side: float = 0
    options: tuple[str, ...] = ()
    answer: str = ""


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A line of the outline, with the page it leads to (0 where a format has no fixed pages), and
    the words `inside` the file at that place.
    """

    level: int
    text: str
    page: int = 0
    inside: str = ""


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link: its words, and an address or the name of a place in the same file.

    `inside` are the words at that place, of a link that leads to another place in the file.
    `noted` links are in footnotes, whose place in reading order differs by format.
    """

    text: str
    target: str
    page: int = 0
    inside: str = ""
    noted: bool = False


@dataclass(frozen=True, slots=True)
class TextRun:
    """Words of one line set in one font; all measures in pt, from the page's top left corner.

    `y` is that of the line the letters stand on. `mark` is the number of the marked content it
    stands in, -1 for what assistive technology skips, `LOOSE` for what is not marked at all.
    `turned` words do not run from left to right, `hidden` ones are not seen. In Word, page and
    places are 0, and a run stands for all of its size and font.
    """

    page: int
    x: float
    y: float
    width: float
    size: float
    font: str
    text: str
    mark: int
    turned: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class PageEdges:
    """The edges of a page as printed and cut, in pt from its top left corner; `bleed` beyond."""

    left: float
    top: float
    right: float
    bottom: float
    bleed: float = 0


@dataclass(frozen=True, slots=True)
class Flaw:
    """What only a reader of this format can see to be wrong: which kind, and in or by which words.

    `page` counts from 1, and is 0 where it is not known.
    """

    kind: FlawKind
    words: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class Conventions:
    """How a format shows what a publication holds; the default is what Word does.

    `counted` formats have numbers of headings and notes in their text, where others leave counting
    to the program that shows them; such a note is there once for each reference. `backs_once` says
    that of a sheet of cards only one back is read aloud. `drawn_blanks` are pictures with an
    alternative text, not fields. `fields` exist always, only in fillable variants, or never;
    `pictures` and `footers` may have no place at all. `structure` formats keep what is bold,
    quoted, framed, in another language, numbered or on a new page, where others have words alone;
    those without `dates` ask for them as words. `flowing` formats know no pages and sheets: they
    have one title, below which those of parts stand, contents at the beginning, and once what the
    backs of cards say. `pictured_maps` have the words of a map as its alternative text, where
    others have them on the map.
    """

    counted: bool = False
    backs_once: bool = False
    drawn_blanks: bool = False
    fields: Literal["always", "fillable", "never"] = "always"
    pictures: bool = True
    footers: bool = True
    structure: bool = False
    dates: bool = True
    flowing: bool = False
    pictured_maps: bool = False


@dataclass(frozen=True, slots=True)
class FileReading:
    """A file read back: `pieces` in reading order, and what stands apart from them.

    `aside` are headers and footers of pages. Pages and sheets are those of a PDF; `tagged` says
    whether it has a structure at all. `bold` are all words in bold letters, in reading order;
    `foreign` are words by the language they are marked with, where it is not that of the file.
    `boxes` are the places to tick that are seen, `rules` the lines to write on. `tracked` are the
    first words that somebody's tracked changes or comments are about. `outside` are files elsewhere
    that a Word file asks for, such as “picture https://…”; nobody opened them.
    """

    format: str
    title: str
    language: str
    pieces: tuple[Piece, ...]
    fields: tuple[FormField, ...] = ()
    outline: tuple[OutlineEntry, ...] = ()
    links: tuple[FoundLink, ...] = ()
    aside: tuple[str, ...] = ()
    runs: tuple[TextRun, ...] = ()
    pages: int = 0
    tagged: bool = True
    sheets: tuple[PageEdges, ...] = ()
    flaws: tuple[Flaw, ...] = ()
    bold: str = ""
    foreign: Mapping[str, str] = field(default_factory=dict)
    boxes: int = 0
    rules: int = 0
    tracked: str | None = None
    outside: tuple[str, ...] = ()
    conventions: Conventions = Conventions()
