"""Pictures that a Word file was not delivered with → where they stand, and what they replace."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from packbuilder.inspection.units import WordText
from packbuilder.round_trip.matched import Matched
from packbuilder.round_trip.places import Place

_FILE: Final = re.compile(r"[\w./-]+\.(?:svg|png|jpe?g|gif|webp)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NewPicture:
    """A picture that is new in a Word file: its name in it, its alternative text, the file of the
    content that it replaces, without `content/`, and the lines that name that; maybe none.
    """

    file: str
    words: str
    replaces: str = ""
    place: Place | None = None
    is_added: bool = False


def new_pictures(matched: Matched, current: WordText, edited: WordText) -> Iterator[NewPicture]:
    """Yield the pictures that a file shows, and was not delivered with. One without alternative
    text, as logos are, is new where there are more of them than there were.
    """
    delivered = _united(current.shown.pictures, edited.origin.pictures)
    figures = defaultdict[str, list[int]](list)
    added_first = sorted(range(len(matched.edited)), key=lambda n: n not in matched.result.pictures)
    for number in added_first:
        if matched.edited[number].kind == "figure":
            figures[matched.edited[number].text].append(number)
    unnamed = sum(not each.words for each in edited.shown.drawn)
    unnamed -= sum(not each.words for each in current.shown.drawn)
    known = frozenset[str]().union(
        *(each.hashes for each in current.shown.drawn), *delivered.values()
    )
    same = edited.origin.build == current.origin.build
    for each in sorted(edited.shown.drawn, key=lambda each: not each.hashes.isdisjoint(known)):
        if not each.words:
            if each.hashes.isdisjoint(known) and (unnamed > 0 or same):
                yield NewPicture(each.file, "", is_added=unnamed > 0)
            continue
        new = figures[each.words].pop(0) if figures[each.words] else -1
        old = matched.back.get(new)
        words = each.words if old is None else matched.base[old].text
        before = delivered.get(each.words, delivered.get(words))
        added = before is None or new in matched.result.pictures
        if added or (each.hashes and each.hashes.isdisjoint(before or ())):
            place = None if old is None else matched.found[old]
            yield NewPicture(each.file, each.words, _file_in(place), place, added)


def _united(
    one: Mapping[str, frozenset[str]], other: Mapping[str, frozenset[str]]
) -> dict[str, frozenset[str]]:
    names = {**one, **other}
    return {name: one.get(name, frozenset()) | other.get(name, frozenset()) for name in names}


def _file_in(place: Place | None) -> str:
    found = _FILE.search(place.text) if place else None
    return found[0] if found else ""
