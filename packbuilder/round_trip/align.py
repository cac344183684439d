"""Two versions of a text → which unit of the one is which of the other."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from packbuilder.inspection.units import Unit
from packbuilder.round_trip.tokens import folded, likeness

_BY_ID, _BY_WORDS = 0.3, 0.6
"""How alike two units have to be that share a bookmark, and that do not."""


def align(old: Sequence[Unit], new: Sequence[Unit], guess: bool = True) -> dict[int, int]:
    """Match units by all their words, by bookmarks, by most words, and, if one may `guess`, where
    one is left on each side of a gap.
    """
    found = by_equal_words(old, new)
    _by_bookmarks(old, new, found)
    _in_gaps(old, new, found, guess)
    return found


def by_equal_words(old: Sequence[Unit], new: Sequence[Unit]) -> dict[int, int]:
    """Match units that say the same: in their order, and others where there is one of them."""
    old_keys, new_keys = ([_key(unit) for unit in units] for units in (old, new))
    matcher = SequenceMatcher(None, old_keys, new_keys, autojunk=False)
    found = {a + n: b + n for a, b, size in matcher.get_matching_blocks() for n in range(size)}
    left: dict[tuple[str, str], list[int]] = defaultdict(list)
    taken = set(found.values())
    for number, key in enumerate(new_keys):
        if number not in taken:
            left[key].append(number)
    counts = Counter(old_keys)
    for number, key in enumerate(old_keys):
        if number not in found and left[key] and counts[key] == 1:
            found[number] = left[key].pop(0)
    return found


def unmoved(matches: Mapping[int, int]) -> set[int]:
    """Return the old units that still stand in their order: the longest run that grows."""
    pairs = sorted(matches.items())
    tails: list[int] = []
    ends: list[int] = []
    before: dict[int, int] = {}
    for index, (_, new) in enumerate(pairs):
        place = bisect_left(tails, new)
        if place == len(tails):
            tails.append(new)
            ends.append(index)
        else:
            tails[place], ends[place] = new, index
        before[index] = ends[place - 1] if place else -1
    kept, index = set[int](), ends[-1] if ends else -1
    while index >= 0:
        kept.add(pairs[index][0])
        index = before[index]
    return kept


def _by_bookmarks(old: Sequence[Unit], new: Sequence[Unit], found: dict[int, int]) -> None:
    taken = set(found.values())
    places: dict[str, list[int]] = defaultdict(list)
    for number, unit in enumerate(new):
        if number not in taken:
            for id in unit.ids:
                places[id].append(number)
    for number, unit in enumerate(old):
        if number in found:
            continue
        near = [place for id in unit.ids[-1:] for place in places[id] if place not in taken]
        scored = [(likeness(unit.text, new[place].text), -place) for place in near]
        if scored and max(scored)[0] >= _BY_ID:
            found[number] = -max(scored)[1]
            taken.add(found[number])


def _in_gaps(old: Sequence[Unit], new: Sequence[Unit], found: dict[int, int], guess: bool) -> None:
    """Match what is left between two units that are matched in order."""
    fixed = sorted((number, found[number]) for number in unmoved(found))
    ends = [(-1, -1), *fixed, (len(old), len(new))]
    taken = set(found.values())
    for (a, b), (c, d) in pairwise(ends):
        olds = [number for number in range(a + 1, c) if number not in found]
        news = [number for number in range(b + 1, d) if number not in taken]
        for score, x, y in sorted(
            ((likeness(old[x].text, new[y].text), x, y) for x in olds for y in news),
            key=lambda each: (-each[0], each[1], each[2]),
        ):
            if score >= _BY_WORDS and x not in found and y not in taken:
                found[x] = y
                taken.add(y)
        olds = [number for number in olds if number not in found]
        news = [number for number in news if number not in taken]
        if guess and len(olds) == len(news) == 1 and old[olds[0]].kind == new[news[0]].kind:
            found[olds[0]] = news[0]
            taken.add(news[0])


def _key(unit: Unit) -> tuple[str, str]:
    return ("note" if unit.kind == "note" else "", folded(unit.text))
