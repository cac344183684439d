"""Publication → the publications that its PDF is laid out from, each once, and then joined."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from packbuilder.model import Contents, ContentsEntry, Part, Publication

LINES_ON_A_PAGE = 31
"""About so many lines of contents fit on a page. Where their pages are not as many as thought, they
are laid out again with the right numbers.
"""

Pages = Callable[[str, str], int]
"""Gives the page of an anchor of a document, counted through the pack."""


def front_matter(pack: Publication, pages: Pages) -> Publication:
    """Make a publication of a pack's cover and contents alone, to be joined with its parts."""
    assert pack.contents is not None
    assert pack.footer is not None
    part = Part(
        name=pack.name,
        title=pack.title,
        profile=pack.parts[0].profile,
        blocks=(),
        footnotes=(),
        footer=pack.footer,
        language=pack.language,
        opening=pack.opening,
    )
    contents = _placed(pack.contents, pages)
    return replace(pack, parts=(part,), opening=None, footer=None, contents=contents)


def is_guide(publication: Publication) -> bool:
    """Whether it is a guide of a pack, which is laid out when the pages of all others are known."""
    return publication.parts[0].contents is not None


def placed_guide(guide: Publication, pages: Pages) -> Publication:
    """Return a guide with the pages that its lines lead to."""
    (part,) = guide.parts
    assert part.contents is not None
    return replace(guide, parts=(replace(part, contents=_placed(part.contents, pages)),))


def usual_contents(publication: Publication) -> int:
    """Guess the pages of contents."""
    entries = publication.contents.entries if publication.contents else ()
    return math.ceil(len(entries) / LINES_ON_A_PAGE)


def without_contents(document: Publication, count: int | None = None) -> Publication:
    """Take out the contents that stand on pages of their own, behind a cover or the sections that
    lead in.

    `count` is how many pages they have, if that is known. With an even number, what is left is the
    same in a pack.
    """
    opening, contents = document.parts[0].opening, document.contents
    if contents is None or not (opening and opening.full_page):
        return document
    pages = usual_contents(document) if count is None else count
    held = replace(contents, entries=(), held=True) if pages % 2 else None
    return replace(document, contents=held)


def contents_alone(document: Publication, pages: Callable[[str], int], first: int) -> Publication:
    """Make a publication of a document's contents, to be put in as page `first` and those behind.

    `pages` gives the page of an anchor.
    """
    assert document.contents is not None
    (part,) = document.parts
    back = first % 2 == 0
    return replace(
        document,
        parts=(replace(part, blocks=(), footnotes=(), opening=None, follows=back),),
        contents=_placed(document.contents, lambda _, anchor: pages(anchor)),
    )


def _placed(contents: Contents, pages: Pages) -> Contents:
    """Return contents whose lines name the document and the page that they lead to."""

    def place(entry: ContentsEntry) -> ContentsEntry:
        if not entry.anchor:
            return entry
        anchor, page = entry.anchor.removeprefix(f"{entry.part}."), pages(entry.part, entry.anchor)
        return replace(entry, anchor=anchor, document=entry.part, page=page)

    return replace(contents, entries=tuple(map(place, contents.entries)))
