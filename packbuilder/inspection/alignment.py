"""Two lists of words, or of passages → where one differs from the other, also where most of them
are the same.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

_MOST_PAIRS: Final = 4_000_000
"""So many pairs of equal items are looked at one by one. A text of 20,000 words has about half as
many; thousands of passages with the same words have hundreds of times as many.
"""
_WINDOW: Final = 24
"""So many items in a row say that two lists go on alike."""
_FAR: Final = 2000
"""So many items may stand between two places where they do."""

Stretch = tuple[bool, int, int, int, int]
"""Whether both lists are the same, from where to where in one, from where to where in the other."""


def align(
    wanted: Sequence[str], found: Sequence[str], *, autojunk: bool = False
) -> Iterator[Stretch]:
    """Yield the stretches in which two lists are the same, and those in which they are not."""
    counts, others = Counter(wanted), Counter(found)
    if sum(count * others[item] for item, count in counts.items()) > _MOST_PAIRS:
        yield from _by_windows(wanted, found)
        return
    for kind, *place in SequenceMatcher(None, wanted, found, autojunk=autojunk).get_opcodes():
        yield kind == "equal", *place  # type: ignore[misc]


def _by_windows(wanted: Sequence[str], found: Sequence[str]) -> Iterator[Stretch]:
    """Go through both lists side by side; where they part, go on where enough items in a row are
    the same again. Takes time in proportion to their length.
    """
    end, last = len(wanted), len(found)
    while end and last and wanted[end - 1] == found[last - 1]:
        end, last = end - 1, last - 1
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in range(len(wanted) - _WINDOW + 1):
        places[tuple(wanted[at : at + _WINDOW])].append(at)
    one = other = 0
    while one < end or other < last:
        begun = one, other
        while one < end and other < last and wanted[one] == found[other]:
            one, other = one + 1, other + 1
        if one > begun[0]:
            yield True, begun[0], one, begun[1], other
        inside = one < end and other < last
        to, until = (_next_alike(places, found, one, other) if inside else None) or (end, last)
        to, until = min(to, end), min(until, last)
        if to > one or until > other:
            yield False, one, to, other, until
        one, other = to, until
    if end < len(wanted):
        yield True, end, len(wanted), last, len(found)


def _next_alike(
    places: dict[tuple[str, ...], list[int]], found: Sequence[str], one: int, other: int
) -> tuple[int, int] | None:
    """Return the nearest places from which both lists go on alike."""
    best: tuple[int, int, int] | None = None
    for at in range(other, min(other + _FAR, len(found) - _WINDOW + 1)):
        if best and at - other >= best[0]:
            break
        known = places.get(tuple(found[at : at + _WINDOW]), [])
        if (number := bisect_left(known, one)) < len(known):
            away = known[number] - one + at - other
            best = min(best or (away + 1, 0, 0), (away, known[number], at))
    return best[1:] if best else None
