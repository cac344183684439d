"""What a writer turns into one file: one document, or all of a pack as its parts."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Literal

from packbuilder.model.nodes import Block
from packbuilder.model.walking import images_of

ABOUT = "about-this-document"
"""The id of the section that the program ends every document with."""

TOOL_NOTICE = "tool-notice"
"""The name of the few lines that end a tool in its place."""

PACK_SCHEME = "pack:"
"""Begins an address `pack:document#anchor`, which leads to another document of the same pack."""


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """One line of a contents list.

    `page` is 0 while nobody knows it. `document` is the one it leads to, if that is elsewhere, and
    `part` the one whose place it is. Without an anchor it only names what follows: a group of
    tools, a part of the pack. `code`, the drawing `icon`, `question` and `time` are what readers
    choose a tool by; a code without an icon is the number of a part.
    """

    level: int
    text: str
    anchor: str = ""
    page: int = 0
    document: str = ""
    part: str = ""
    code: str = ""
    icon: str = ""
    question: str = ""
    time: str = ""

    @property
    def words(self) -> str:
        """All that stands in the line, but for its page."""
        return " ".join(filter(None, (self.code, self.question, self.text, self.time)))

    @property
    def address(self) -> str:
        """Where the line leads: `#anchor`, or `pack:document#anchor` in a pack to be joined."""
        return f"{PACK_SCHEME}{self.document}#{self.anchor}" if self.document else f"#{self.anchor}"


ContentsLayout = Literal["list", "parts", "finder", "columns"]
"""A plain list; the parts of a pack; tools by what people ask; short lists side by side."""


@dataclass(frozen=True, slots=True)
class Contents(Block):
    """The contents list, with its title, which may be empty, and a line below that.

    In a document it stands before the heading whose anchor is `before`, or at the very beginning.
    `language` is that of title and lead where it is not that of the document. One that is `held` is
    not written here: an odd number of pages is put in where it stands, so that those behind are the
    other sides of sheets.
    """

    title: str
    entries: tuple[ContentsEntry, ...]
    layout: ContentsLayout = "list"
    lead: str = ""
    before: str = ""
    language: str = ""
    held: bool = False


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

    @property
    def media_type(self) -> str:
        """What the web calls this kind of picture."""
        return {"svg": "image/svg+xml", "jpg": "image/jpeg", "png": "image/png"}[self.ending]


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """A line under a title. `role` names its style: authors, date, edition, licence.

    `language` is that of its words where it is not that of the document.
    """

    role: str
    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class OpeningLogo:
    """A logo of an opening: the path of its picture, and alternative text."""

    image: str
    alt: str


@dataclass(frozen=True, slots=True)
class Opening:
    """What stands before the first block: a cover page, or a title at the top of page one.

    A tool's title begins with its `code`, and `icon` is the path of its drawing.

    `mark` is the path of a picture, which is decorative; an empty one is left out. A cover may have
    several `logos`, side by side.
    `label` stands above the title: the name of the series, or “Part 2”. A `divider` begins a part
    of a pack, and has a footer, as its contents stand on the same page. `art` is what the drawing
    of a cover shows, paths of drawings or numbers, and `rings` how many rings it has; `three` is
    the drawing of a pack of three parts. Then `mark` is the address of that drawing.
    """

    title: str
    subtitle: str = ""
    label: str = ""
    divider: bool = False
    art: tuple[str, ...] = ()
    rings: int = 0
    three: bool = False
    lines: tuple[OpeningLine, ...] = ()
    full_page: bool = False
    mark: str = ""
    logos: tuple[OpeningLogo, ...] = ()
    code: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Footer:
    """The footer of every page: a title, the edition, and the page number at the right.

    A tool's title begins with its `code`. `language` is that of all but the title where it is not
    that of the document.
    """

    title: str
    edition: str
    page: str = "Page"
    of: str = "of"
    code: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a publication, ready to be written. `profile` names its type sizes, `file`
    the text that it was read from; what the program makes has none.

    One with `contents` of its own is a guide that the program makes: a divider, or a page to find
    a tool with. It is laid out when the pages of all others are known. One that `follows` a divider
    has no title of its own, and begins on the page behind that.
    """

    name: str
    title: str
    profile: str
    blocks: tuple[Block, ...]
    footnotes: tuple[tuple[Block, ...], ...]
    footer: Footer
    language: str
    opening: Opening | None = None
    landscape: bool = False
    contents: Contents | None = None
    follows: bool = False
    file: str = ""


@dataclass(frozen=True, slots=True)
class Publication:
    """What a writer turns into one file.

    `opening` and `footer` belong to the cover and contents of a combined pack in Word; each part
    has its own. A combined PDF is joined from files of one part each.

    `edition` is the name of the edition it was made for; `handed_to` the kind of people it was made
    for, if pages are left out that they are not handed.

    `page_starts` are the anchors of headings that begin a page in a format that has pages. One
    without pages of its own begins a page there too, so that page numbers in contents are right.
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
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    page_starts: frozenset[str] = frozenset()
    edition: str = ""
    handed_to: str = ""


def openings_of(publication: Publication) -> Iterator[Opening]:
    """Yield what stands before the first block of a publication, and of each of its parts."""
    for opening in (publication.opening, *(part.opening for part in publication.parts)):
        if opening:
            yield opening


def pictures_of(publication: Publication) -> set[str]:
    """Return the paths of the pictures that a publication shows."""
    blocks = (chain(part.blocks, *part.footnotes) for part in publication.parts)
    listed = (publication.contents, *(part.contents for part in publication.parts))
    openings = tuple(openings_of(publication))
    return {
        *(item for each in openings for item in each.art if not item.isdigit()),
        *(each.icon for each in openings),
        *(logo.image for each in openings for logo in each.logos),
        *(path for each in blocks for path, _ in images_of(each)),
        *(entry.icon for contents in listed if contents for entry in contents.entries),
    } - {""}


def number_contents(
    publication: Publication, pages: Mapping[str, int], starts: frozenset[str] = frozenset()
) -> Publication:
    """Return the publication with page numbers in its contents and in those of its guides, as far
    as `pages` has them, and with pages that begin at the anchors in `starts`.
    """
    parts = tuple(
        replace(part, contents=_numbered(part.contents, pages)) if part.contents else part
        for part in publication.parts
    )
    contents = publication.contents and _numbered(publication.contents, pages)
    return replace(publication, contents=contents, parts=parts, page_starts=starts)


def page_numbers(publication: Publication) -> dict[str, int]:
    """Return the page numbers that the contents of a publication show, by anchor."""
    listed = (publication.contents, *(part.contents for part in publication.parts))
    entries = (entry for contents in listed if contents for entry in contents.entries)
    return {entry.anchor: entry.page for entry in entries if entry.page}


def _numbered(contents: Contents, pages: Mapping[str, int]) -> Contents:
    entries = (replace(entry, page=pages.get(entry.anchor, 0)) for entry in contents.entries)
    return replace(contents, entries=tuple(entries))
