"""Documents → what the drawings of their covers show."""

from __future__ import annotations

from collections.abc import Sequence

from packbuilder.model import ABOUT, Document, Heading, ThemePage, walk

THREE = 3
"""So many parts of a pack are drawn as circles of their own."""

_MOST_NUMBERS = 9


def art_of(document: Document) -> tuple[str, ...]:
    """Return the drawings or numbers on the cover of a document: as it says itself, or else those
    of its themes, the drawing of a tool, or the numbers of its chapters.
    """
    meta = document.meta
    themes = tuple(b.icon for b in walk(document.blocks) if isinstance(b, ThemePage) and b.icon)
    if meta.art or themes or meta.icon:
        return meta.art or themes or (meta.icon,)
    return numbers(count_chapters(document))


def count_chapters(document: Document) -> int:
    """Count the main sections, without the one that each document ends with."""
    return sum(
        isinstance(block, Heading) and block.level == 1 and block.anchor.rpartition(".")[2] != ABOUT
        for block in document.blocks
    )


def pack_items(documents: Sequence[Document], dividers: int) -> tuple[str, ...]:
    """Return what the cover of a pack shows: the numbers of parts with dividers, drawings of tools,
    or the numbers of its documents.
    """
    if dividers:
        return numbers(dividers)
    icons = tuple(document.meta.icon for document in documents if document.meta.icon)
    return icons or numbers(len(documents) - 1)


def numbers(count: int) -> tuple[str, ...]:
    """Return the numbers from 1."""
    return tuple(str(number) for number in range(1, min(count, _MOST_NUMBERS) + 1))
