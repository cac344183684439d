"""Publication → the publications that its PDF is laid out from, each once, and then joined."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from packbuilder.model import Contents, ContentsEntry, Part, Publication

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


def without_contents(document: Publication) -> Publication:
    """Take out the contents that stand on pages of their own, behind a cover: what is left is the
    same in a pack.
    """
    opening = document.parts[0].opening
    return replace(document, contents=None) if opening and opening.full_page else document


def contents_alone(document: Publication, pages: Callable[[str], int]) -> Publication:
    """Make a publication of a document's contents, to be put in behind its cover.

    `pages` gives the page of an anchor.
    """
    assert document.contents is not None
    (part,) = document.parts
    return replace(
        document,
        parts=(replace(part, blocks=(), footnotes=(), opening=None),),
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
