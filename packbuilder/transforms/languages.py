"""Blocks of one language → the same, marked, for a document in another one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from packbuilder.model import ABOUT, Block, Foreign, Heading, Inline
from packbuilder.model.walking import rewrite_blocks, rewrite_lines


def mark_language(blocks: Iterable[Block], language: str) -> tuple[Block, ...]:
    """Return blocks whose words are marked as those of a language, but for those that are marked
    already.
    """

    def mark(line: tuple[Inline, ...]) -> tuple[Inline, ...]:
        marked: list[Inline] = []
        for done, some in groupby(line, lambda inline: isinstance(inline, Foreign)):
            words = tuple(some)
            marked += words if done else [Foreign(words, language, span=words[0].span)]
        return tuple(marked)

    return rewrite_blocks(blocks, lambda block: [rewrite_lines(block, mark)])


def close_in(blocks: tuple[Block, ...], language: str, title: Inline | None) -> tuple[Block, ...]:
    """Return what closes every document, for one that is not in its `language`; its heading is
    `title`, if there is one.
    """
    first = blocks[0] if blocks else None
    if title and isinstance(first, Heading) and first.anchor == ABOUT:
        return (replace(first, inlines=(title,)), *mark_language(blocks[1:], language))
    return mark_language(blocks, language)
