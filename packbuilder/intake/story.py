"""What a file of anybody says: pieces in reading order, its notes, and what became of the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from packbuilder.model import Counting

FindingKind = Literal[
    "ALT",
    "BOX",
    "COMMENT",
    "DROPPED",
    "FIELD",
    "GUESSED",
    "IMAGE",
    "LETTER",
    "LIST",
    "TABLE-SHAPE",
    "TRACKED",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know about an import: `line` of the new document, 0 where it has none."""

    kind: FindingKind
    words: str
    line: int = 0


Findings = tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Words that look alike, with line breaks in them; or, with a `note`, a footnote's place."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    note: str = ""


Line = tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. `fixed`: it is never taken for a heading or an item. `quoted`: it is a
    quotation, or a part of the one before.
    """

    line: Line
    caption: bool = False
    fixed: bool = False
    quoted: bool = False
    findings: Findings = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 0 is the title of the whole."""

    line: Line
    level: int
    findings: Findings = ()


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list, how deep it is nested, from 1, and its number, which bullets lack.
    `counting` is how the number is shown.
    """

    line: Line
    depth: int = 1
    number: int | None = None
    findings: Findings = ()
    counting: Counting = "figures"


@dataclass(frozen=True, slots=True)
class Table:
    """A table, the first of whose rows is its header."""

    rows: tuple[tuple[Line, ...], ...]
    caption: Line = ()
    findings: Findings = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its bytes, or the file beside the text that has them; what is said of it, and the
    name that stands for words it lacks.
    """

    data: bytes
    source: str = ""
    words: str = ""
    name: str = ""
    decorative: bool = False
    caption: Line = ()
    findings: Findings = ()


Piece = Paragraph | Heading | Item | Table | Picture


@dataclass(frozen=True, slots=True)
class Story:
    """All that a file says. `notes` are footnotes by the labels that words refer to."""

    pieces: tuple[Piece, ...]
    notes: Mapping[str, Line] = field(default_factory=dict)
    title: str = ""
    language: str = ""
    changed: str = ""
    findings: Findings = ()


def plain(line: Line) -> str:
    """Return the words of a line alone, in one line."""
    return " ".join("".join(words.text for words in line).split())


def joined(lines: Iterable[Line], between: str = " ") -> Line:
    """Return lines as one, with a space or a line break between them."""
    together: list[Words] = []
    for line in filter(None, lines):
        together += ([Words(between)] if together else []) + list(line)
    return tuple(together)


def lines_of(pieces: Iterable[Piece]) -> Iterator[Line]:
    """Yield the words of pieces, for places where only words can stand."""
    for piece in pieces:
        if isinstance(piece, Table):
            yield piece.caption
            yield from (cell for row in piece.rows for cell in row)
        elif not isinstance(piece, Picture):
            yield piece.line
