"""The text of a Word file in units that can be compared, as records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from packbuilder.inspection.shown import Shown

UnitKind = Literal["paragraph", "heading", "item", "row", "card", "note", "made", "figure"]


@dataclass(frozen=True, slots=True)
class Unit:
    """One piece of a text. `ids` are the bookmarks of blocks that begin in it, outer ones first,
    `within` the bookmark of the innermost block it stands in; a row has its number in the table,
    the header being 0. `filled` are words in places to answer, `raw` are its words alone. `depth`
    is the level of an item in its list, which has bullets or is `numbered`; a paragraph may be
    `quoted`. `style` is the name of a paragraph's style, `mark` the number of the first item of a
    list. Files do not say these five of themselves (`UNSAID`).
    """

    kind: UnitKind
    text: str
    level: int = 0
    ids: tuple[str, ...] = ()
    within: str = ""
    framed: bool = False
    row: int = 0
    cells: int = 0
    filled: str = ""
    raw: str = ""
    note: str = ""
    depth: int = field(default=0, compare=False)
    numbered: bool = field(default=False, compare=False)
    quoted: bool = field(default=False, compare=False)
    style: str = field(default="", compare=False)
    mark: str = field(default="", compare=False)

    @property
    def shape(self) -> str:
        """What an item or a paragraph is, in words; nothing for other kinds."""
        if self.kind == "item":
            return f"{'a numbered' if self.numbered else 'an'} item of level {self.depth}"
        if self.kind != "paragraph":
            return ""
        return "a quotation" if self.quoted else "text in a box" if self.framed else "a paragraph"


UNSAID: Final = ("filled", "depth", "numbered", "quoted", "style", "mark")
"""Fields of a unit that files do not carry."""


@dataclass(frozen=True, slots=True)
class SourceBlock:
    """A block that a file says it was made from, and the document it is a part of."""

    bookmark: str
    kind: str
    file: str
    line: int
    end: int
    part: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a file says of itself: the name of the document or pack, its edition, the file of each
    of its documents by name, its blocks, its text and pictures as they were delivered
    (see `Shown`), and `build`, a hash of all of it. Older files have `words` of blocks by bookmark
    instead of units. `variant`, whom it was `handed_to`, the anchors that begin pages
    (`page_starts`) and the page numbers of its contents by anchor (`pages`) are what the pack that
    it was delivered in made of it.
    """

    name: str = ""
    edition: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    blocks: tuple[SourceBlock, ...] = ()
    units: tuple[Unit, ...] = ()
    pictures: Mapping[str, frozenset[str]] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    build: str = ""
    variant: str = ""
    handed_to: str = ""
    page_starts: frozenset[str] = frozenset()
    pages: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WordComment:
    """What somebody noted beside a text: `unit` is the number of the unit it stands at."""

    author: str
    text: str
    unit: int


@dataclass(frozen=True, slots=True)
class Tracked:
    """The tracked changes of a file: how many, and whose."""

    count: int = 0
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LastChange:
    """Who changed a file after it was delivered, as far as it says so, and the day (2027-01-31)."""

    by: tuple[str, ...] = ()
    day: str = ""


@dataclass(frozen=True, slots=True)
class WordText:
    """All that is compared of a Word file, where it says that it came from, and for which files
    elsewhere it asks.
    """

    units: tuple[Unit, ...]
    comments: tuple[WordComment, ...] = ()
    tracked: Tracked = Tracked()
    origin: Provenance = field(default_factory=Provenance)
    shown: Shown = field(default_factory=Shown)
    outside: tuple[str, ...] = ()
    changed: LastChange = LastChange()
