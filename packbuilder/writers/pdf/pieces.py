"""Publication → the publications that its PDF is laid out from, each once, and then joined."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from packbuilder.model import ContentsEntry, Part, Publication


def front_matter(pack: Publication, pages: Callable[[str, str], int]) -> Publication:
    """Make a publication of a pack's cover and contents alone, to be joined with its parts.

    `pages` gives the page of an anchor of a document, counted through the pack.
    """
    assert pack.contents is not None
    assert pack.footer is not None
    entries = []
    document = ""
    for entry in pack.contents.entries:
        document = entry.anchor.removesuffix(".") if entry.level == 1 else document
        entries.append(_placed(entry, document, pages(document, entry.anchor)))
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
    contents = replace(pack.contents, entries=tuple(entries))
    return replace(pack, parts=(part,), opening=None, footer=None, contents=contents)


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
    entries = (_placed(e, part.name, pages(e.anchor)) for e in document.contents.entries)
    return replace(
        document,
        parts=(replace(part, blocks=(), footnotes=(), opening=None),),
        contents=replace(document.contents, entries=tuple(entries)),
    )


def _placed(entry: ContentsEntry, document: str, page: int) -> ContentsEntry:
    """Say in which document of a joined file an entry's place is, and on which page."""
    anchor = entry.anchor.removeprefix(f"{document}.")
    return replace(entry, anchor=anchor, document=document, page=page)
