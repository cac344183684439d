"""Edits of words that only some editions show → which, and where the words of the others are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from packbuilder.round_trip.places import Fence, Place, Source
from packbuilder.round_trip.words import Edit

_INLINE: Final = re.compile(r"\[[^\[\]]*\]\{((?:has|unless|edition|document|missing)=[^}]*)\}")
_OPTIONS: Final = re.compile(r"\{([^}]*)\}")


def branches(place: Place, edits: Sequence[Edit]) -> Iterator[str]:
    """Yield for whom the words are that were edited, if not for all editions."""
    if not edits:
        return
    for fence in place.source.around(place.first):
        if fence.name == "only":
            yield _in_words(_options(place.source, fence), _others(place.source, fence))
    for found in _INLINE.finditer(place.text):
        start, end = place.start + found.start(), place.start + found.end()
        if any(start < edit.start and edit.end < end for edit in edits):
            near = (each for each in _INLINE.finditer(place.text) if _touch(each, found))
            yield _in_words(found[1], ", ".join(f"“{each[0]}”" for each in near))


def _in_words(options: str, others: str) -> str:
    rest = f"; the words for others stay: {others}" if others else ""
    return f"only editions with {options} show these words{rest}"


def _options(source: Source, fence: Fence) -> str:
    found = _OPTIONS.search(source.lines[fence.first - 1])
    return found[1] if found else ""


def _others(source: Source, fence: Fence) -> str:
    """Return the lines of the blocks beside an `only` that are for other editions."""
    near = (
        each
        for each in source.fences
        if each.name == "only"
        and (
            _are_blank(source, each.last, fence.first) or _are_blank(source, fence.last, each.first)
        )
    )
    return ", ".join(f"line {each.first}" for each in sorted(near, key=lambda each: each.first))


def _are_blank(source: Source, last: int, first: int) -> bool:
    """Whether one block ends and another begins with nothing between."""
    return last < first and not any(line.strip() for line in source.lines[last : first - 1])


def _touch(one: re.Match[str], other: re.Match[str]) -> bool:
    return one.end() == other.start() or other.end() == one.start()
