"""What reviewers left in a Word file: tracked changes and comments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from packbuilder.inspection.units import Tracked, WordComment
from packbuilder.inspection.word_xml import STORY, Element, W

TRACKED: Final = frozenset(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
"""What words stand in that were added, deleted or moved."""
_ABOUT_CELLS: Final = frozenset(f"{W}{name}" for name in ("cellIns", "cellDel", "cellMerge"))


def read_tracked(parts: Mapping[str, Element]) -> Tracked:
    """Count the tracked changes of a file in all that is read, and name who made them."""
    found = [
        element
        for name in parts
        if STORY.fullmatch(name)
        for element in parts[name].iter(*TRACKED, *_ABOUT_CELLS)
    ]
    authors = dict.fromkeys(each.get(f"{W}author", "") or "somebody" for each in found)
    return Tracked(len(found), tuple(authors))


def read_comments(parts: Mapping[str, Element], places: Mapping[str, int]) -> Iterator[WordComment]:
    """Yield the comments of a file; `places` are the numbers of the units they stand at."""
    for comment in parts.get("word/comments.xml", ()):
        words = " ".join("".join(part.text or "" for part in comment.iter(f"{W}t")).split())
        unit = places.get(comment.get(f"{W}id", ""), -1)
        yield WordComment(comment.get(f"{W}author", ""), words, unit)
