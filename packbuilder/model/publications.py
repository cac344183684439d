"""What a writer turns into one file: one document, or all of a pack as its parts."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from packbuilder.model.nodes import Block

ABOUT = "about-this-document"
"""The id of the section that the program ends every document with."""

TOOL_NOTICE = "tool-notice"
"""The name of the few lines that end a tool in its place."""

PACK_SCHEME = "pack:"
"""Begins an address `pack:document#anchor`, which leads to another document of the same pack."""


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


@dataclass(frozen=True, slots=True)
class Picture:
    """An image fit for all formats: a drawing has `svg`, a photograph `bitmap` (PNG or JPEG); the
    other is empty.

    Width and height are in the picture's own coordinates: pixels for a photograph. A `drawn` bitmap
    shows a drawing, which has no natural size.
    """

    svg: bytes
    bitmap: bytes
    width: float
    height: float
    drawn: bool = False

    @property
    def ending(self) -> str:
        """The usual ending of a file that holds this picture."""
        if self.svg:
            return "svg"
        return "jpg" if self.bitmap.startswith(b"\xff\xd8") else "png"


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """A line under a title. `role` names its style: authors, date, edition, licence."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Opening:
    """What stands before the first block: a cover page, or a title at the top of page one.

    A tool's title begins with its `code`, and `icon` is the path of its drawing.

    `mark` and `logo` are paths of pictures; an empty one is left out. The mark is decorative.
    """

    title: str
    subtitle: str = ""
    lines: tuple[OpeningLine, ...] = ()
    full_page: bool = False
    mark: str = ""
    logo: str = ""
    logo_alt: str = ""
    code: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Footer:
    """The foot of every page: a title, the edition, and the page number at the right.

    A tool's title begins with its `code`.
    """

    title: str
    edition: str
    page: str = "Page"
    of: str = "of"
    code: str = ""


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
