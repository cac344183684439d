"""Bookmarks: a hidden one around every block, by which an edited document finds its source again,
and one for every anchor that links and contents lead to.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from packbuilder.model import Block, Heading, Publication, walk
from packbuilder.writers.docx.elements import BodyItem, change_first, change_last, paragraphs

_ID = re.compile("[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class BlockBookmark:
    """A block, the name of the bookmark around it, and the document that it is a part of."""

    name: str
    block: Block
    part: str = ""


class Bookmarks:
    """The bookmarks of one document. Names are unique, start with `_` (hidden in Word's lists) and
    are no longer than the 40 characters that Word keeps.
    """

    def __init__(self, publication: Publication) -> None:
        self.marks: list[BlockBookmark] = []
        self._part = ""
        self._names: set[str] = set()
        self._turns: Counter[str] = Counter()
        self._count = 0
        self._anchors: dict[str, str] = {}
        self._placed: set[str] = set()
        for anchor, prefix in _anchors(publication):
            if anchor not in self._anchors:
                self._anchors[anchor] = self._free(prefix, f"{prefix}\0{anchor}")

    def begin_part(self, name: str) -> None:
        """Begin a part: the blocks that follow are in it."""
        self._part = name

    def mark(self, block: Block, items: list[BodyItem]) -> list[BodyItem]:
        """Put a block's bookmark around its paragraphs, if it has any."""
        if not block.id or next(paragraphs(items), None) is None:
            return items
        name = f"_pb_{block.id}" if _ID.fullmatch(block.id) else f"_pb_{_hash(block.id)}"
        while name in self._names:
            self._turns[block.id] += 1
            name = f"_pb_{_hash(f'{block.id}/{self._turns[block.id]}')}"
        self._names.add(name)
        self.marks.append(BlockBookmark(name, block, self._part))
        return self._around(name, items)

    def anchor(self, anchor: str, items: list[BodyItem]) -> list[BodyItem]:
        """Put the bookmark of an anchor around paragraphs, the first time it is met."""
        name = self._anchors.get(anchor)
        if not anchor or name is None or name in self._placed:
            return items
        self._placed.add(name)
        return self._around(name, items)

    def target(self, anchor: str) -> str:
        """Return the bookmark that a link to an anchor leads to; empty when there is none."""
        return self._anchors.get(anchor.removeprefix("#"), "")

    def around_run(self, name: str, xml: str) -> str:
        """Put a named bookmark around runs."""
        self._count += 1
        start = f'<w:bookmarkStart w:id="{self._count}" w:name="{name}"/>'
        return f'{start}{xml}<w:bookmarkEnd w:id="{self._count}"/>'

    def _around(self, name: str, items: list[BodyItem]) -> list[BodyItem]:
        """Begin in the first paragraph, end in the last one."""
        self._count += 1
        start = f'<w:bookmarkStart w:id="{self._count}" w:name="{name}"/>'
        end = f'<w:bookmarkEnd w:id="{self._count}"/>'
        begun = change_first(items, lambda first: replace(first, start=start + first.start))
        return change_last(begun, lambda last: replace(last, end=last.end + end))

    def _free(self, prefix: str, key: str) -> str:
        """Return a name such as Word makes: a prefix and eight digits."""
        number = int(hashlib.sha256(key.encode()).hexdigest()[:15], 16) % 10**8
        while f"{prefix}{number:08d}" in self._names:
            number = (number + 1) % 10**8
        name = f"{prefix}{number:08d}"
        self._names.add(name)
        return name


def title_anchor(name: str) -> str:
    """Return the anchor of a document itself, which its title is."""
    return f"{name}."


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _anchors(publication: Publication) -> Iterable[tuple[str, str]]:
    for part in publication.parts:
        for block in walk(part.blocks):
            anchor = getattr(block, "anchor", "")
            if anchor:
                yield anchor, "_Toc" if isinstance(block, Heading) else "_Ref"
    for part in publication.parts:
        if part.opening or part.contents:
            yield title_anchor(part.name), "_Ref"
