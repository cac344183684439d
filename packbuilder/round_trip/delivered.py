"""What a file says it was delivered with, against what the content says now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from packbuilder.inspection.units import Unit
from packbuilder.inspection.word_provenance import SourceBlock
from packbuilder.round_trip.tokens import likeness, plain

_LEAVES: Final = ("Paragraph", "Heading", "KeySentence", "Table")
_BY_WORDS: Final = 0.5
"""How alike words are of which one comes from the other."""


@dataclass(frozen=True)
class Delivered:
    """The words of blocks by bookmark, as the content has them now and as they were delivered; the
    latter are empty when the file does not say.
    """

    now: Mapping[str, str]
    then: Mapping[str, str]
    order: Sequence[SourceBlock] = ()

    @cached_property
    def _current(self) -> frozenset[str]:
        return frozenset(plain(line) for line in _lines_of(self.now))

    @cached_property
    def _delivered(self) -> frozenset[str]:
        return frozenset(plain(line) for line in _lines_of(self.then))

    @cached_property
    def _gone(self) -> list[str]:
        """Lines that were delivered, and that the content has no more."""
        found = (line for line in _lines_of(self.then) if plain(line) not in self._current)
        return list(dict.fromkeys(found))

    def in_order(self, units: Sequence[Unit]) -> list[Unit]:
        """Return the units of the content in the order in which they were delivered, as another
        version of the program may have had another.
        """
        order = {b.bookmark: n for n, b in enumerate(self.order) if b.kind in _LEAVES}
        ranks, last = [], len(order) + len(self.order)
        for unit in reversed(units):  # titles and terms stand before what has a place
            last = order.get(unit.within, last)
            ranks.append(last)
        ranks.reverse()
        return [
            unit for _, unit in sorted(zip(ranks, units, strict=True), key=lambda each: each[0])
        ]

    def is_untouched(self, unit: Unit, reshaped: bool) -> bool:
        """Whether the words of a unit of the Word file are those that its block was delivered with,
        where the content has others, or the program now writes it in another shape.
        """
        there = self.then.get(unit.within)
        if there is None or (self.now.get(unit.within) == there and not reshaped):
            return False
        lines = [plain(line) for line in there.split("\n")]
        cells = [cell for each in unit.text.split(" | ") if (cell := plain(each))]
        return any(lines[n : n + len(cells)] == cells for n in range(len(lines)))

    def outdated(self, units: Sequence[Unit]) -> dict[int, str]:
        """Return the units whose words have changed in the content since delivery, each with the
        words as delivered.
        """
        found = {}
        for number, unit in enumerate(units if self.then else ()):
            if not self.is_fresh(unit):
                continue
            near = max(self._gone, key=lambda each: likeness(each, unit.raw), default="")
            if near and likeness(near, unit.raw) > _BY_WORDS:
                found[number] = near
        return found

    def is_fresh(self, unit: Unit) -> bool:
        """Whether a unit of the content was written, or changed, since delivery."""
        words = plain(unit.text)
        return bool(self.then) and words in self._current and words not in self._delivered

    def is_new(self, unit: Unit) -> bool:
        """Whether a unit of the content is in a block that was not delivered, nor its words."""
        unknown = bool(self.then) and unit.within not in self.then
        return self.is_fresh(unit) or (unknown and not self.was_delivered(unit))

    def was_delivered(self, unit: Unit) -> bool:
        """Whether all words of a unit were delivered, as far as the file says."""
        cells = [cell for each in unit.text.split(" | ") if (cell := plain(each))]
        return not self.then or self._delivered.issuperset(cells)

    def gone_words(self, unit: Unit) -> str:
        """Return the delivered words of a unit of the Word file that the content has no more."""
        near = max(self._gone, key=lambda each: likeness(each, unit.raw), default="")
        return near if near and likeness(near, unit.raw) > _BY_WORDS else ""


def _lines_of(words: Mapping[str, str]) -> Iterator[str]:
    for text in words.values():
        yield from text.split("\n")
