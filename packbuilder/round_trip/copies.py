"""Lines that are printed several times → the units that are copies of one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from packbuilder.inspection.units import Unit
from packbuilder.round_trip.places import Place
from packbuilder.round_trip.tokens import folded


def copies_of(units: Sequence[Unit], found: Mapping[int, Place | None]) -> Iterator[list[int]]:
    """Yield units that have the same words and the same lines, by their numbers: those of shared
    files in a pack, or of the backs of cards.
    """
    groups: dict[tuple[str, int, int, str], list[int]] = defaultdict(list)
    for number, unit in enumerate(units):
        if place := found[number]:
            key = (place.source.path, place.first, place.last, folded(unit.text))
            groups[key].append(number)
    yield from (group for group in groups.values() if len(group) > 1)
