"""What a file says it was delivered with, against what the content says now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final, Literal

from packbuilder.inspection.units import SourceBlock, Unit
from packbuilder.round_trip.align import align, by_equal_words, unmoved
from packbuilder.round_trip.tokens import likeness, plain, same

_LEAVES: Final = ("Paragraph", "Heading", "KeySentence", "Table")
_BESIDE: Final = ("note", "made", "figure")
"""Kinds of units that are not distinguished from the others by their words alone."""
_BY_WORDS: Final = 0.5
"""How alike words are of which one comes from the other."""

Fate = Literal["new", "gone", "changed"]
"""What a unit of the Word file is that the content does not have: new in it; deleted in the content
since, and as it was delivered or not.
"""


class Delivered:
    """The units of the content (`now`) and of the Word file (`edited`), and those that it was
    delivered with (`then`): edits are what differs from these, and they are brought to what became
    of them in the content. Where nothing is known of the delivery, all that differs is an edit.

    `base` are the units of the content in the order in which they were delivered, `matches` says
    which of them is which of the Word file, and `unmoved` which of these stand where they stood, or
    behind what the content has put them behind since.
    """

    _says_looks = True

    def __init__(self, now: Sequence[Unit], edited: Sequence[Unit], then: Sequence[Unit]) -> None:
        self.edited, self._then = edited, then
        order = self._order_of(now)
        self.base = [now[number] for number in order]
        self.matches = self._match()
        followed = sorted(self.matches, key=lambda old: self.matches[old])
        self.unmoved = unmoved(self.matches)
        for before, old in pairwise(followed):
            if before in self.unmoved and order[old] == order[before] + 1:
                self.unmoved.add(old)

    def _order_of(self, now: Sequence[Unit]) -> list[int]:
        equal = list(now) == list(self._then)
        current = dict(enumerate(range(len(now)))) if equal else align(self._then, now, guess=False)
        ranks, then, last = dict[int, int](), {n: o for o, n in current.items()}, len(self._then)
        for number in reversed(range(len(now))):
            ranks[number] = last = then.get(number, last)  # new ones stand before what follows
        order = sorted(range(len(now)), key=lambda number: ranks[number])
        self._was = {old: then[number] for old, number in enumerate(order) if number in then}
        return order

    def _match(self) -> dict[int, int]:
        edits = align(self._then, self.edited)
        kept, taken = set(self._was.values()), set(edits.values())
        gone = {new: then for then, new in edits.items() if then not in kept}
        won = [old for old in range(len(self.base)) if old not in self._was]
        new = [n for n in range(len(self.edited)) if n not in taken or n in gone]
        equal = by_equal_words([self.base[o] for o in won], [self.edited[n] for n in new])
        both = {won[a]: new[b] for a, b in equal.items()}  # the same edit on both sides
        self._gone = {n: then for n, then in gone.items() if n not in set(both.values())}
        return {old: edits[then] for old, then in self._was.items() if then in edits} | both

    def before(self, old: int) -> Unit | None:
        """Return a unit of the content as it was delivered, if it has changed since."""
        if old not in self._was:
            return None
        unit, now = self._then[self._was[old]], self.base[old]
        return None if _are_alike(unit, now) else unit

    def said(self, unit: Unit) -> str:
        """Return the words of a unit as they can be compared with those that were delivered."""
        return unit.text

    def is_untouched(self, old: int, new: int) -> bool:
        """Whether a unit of the Word file is as it was delivered."""
        return old in self._was and _are_alike(self._then[self._was[old]], self.edited[new])

    def looks_alike(self, old: int) -> bool:
        """Whether the program still gives a unit the box, or none, that it was delivered with."""
        known = self._says_looks and old in self._was
        return known and self._then[self._was[old]].framed == self.base[old].framed

    def is_new(self, old: int) -> bool:
        """Whether the content has won a unit since."""
        return old not in self._was

    def had(self, old: int) -> bool:
        """Whether a unit of the content was delivered."""
        return old in self._was

    def had_made(self, old: int) -> bool:
        """Whether one was that stands in no line of the content."""
        return self.had(old)

    def fate(self, new: int) -> Fate:
        """Return what a unit of the Word file is that the content does not have."""
        if new not in self._gone:
            return "new"
        alike = _are_alike(self._then[self._gone[new]], self.edited[new])
        return "gone" if alike else "changed"


class DeliveredWords(Delivered):
    """The same where the file is older, and carries the words of its blocks by bookmark (`then`).
    `said_now` are the same as the content has them now, `order` the blocks as they were delivered.
    """

    _says_looks = False

    def __init__(
        self,
        now: Sequence[Unit],
        edited: Sequence[Unit],
        then: Mapping[str, str],
        said_now: Mapping[str, str],
        order: Sequence[SourceBlock],
    ) -> None:
        self._words, self._now, self._order = then, said_now, order
        super().__init__(now, edited, now)

    def _order_of(self, now: Sequence[Unit]) -> list[int]:
        """Another version of the program may have had another order."""
        order = {b.bookmark: n for n, b in enumerate(self._order) if b.kind in _LEAVES}
        ranks, last = [], len(order) + len(self._order)
        for unit in reversed(now):  # titles and terms stand before what has a place
            last = order.get(unit.within, last)
            ranks.append(last)
        ranks.reverse()
        return sorted(range(len(now)), key=lambda number: ranks[number])

    def _match(self) -> dict[int, int]:
        return align(self.base, self.edited)

    def said(self, unit: Unit) -> str:
        """Return the words of a unit, without markup."""
        return unit.raw

    def is_untouched(self, old: int, new: int) -> bool:
        """Whether the words of a unit of the Word file are those that its block was delivered with,
        where the content has others, or the program now writes it in another shape.
        """
        unit, reshaped = self.edited[new], self.base[old].cells != self.edited[new].cells
        there = self._words.get(unit.within)
        if there is None or (self._now.get(unit.within) == there and not reshaped):
            return False
        lines = [plain(line) for line in there.split("\n")]
        cells = [cell for each in unit.text.split(" | ") if (cell := plain(each))]
        return any(lines[n : n + len(cells)] == cells for n in range(len(lines)))

    def before(self, old: int) -> Unit | None:
        """Return a unit whose words have changed in the content since, with those delivered."""
        unit = self.base[old]
        near = self._nearest(unit) if self._is_fresh(unit) else ""
        return Unit(unit.kind, near, unit.level, cells=unit.cells, raw=near) if near else None

    def is_new(self, old: int) -> bool:
        """Whether a unit of the content is in a block that was not delivered, nor its words."""
        unit = self.base[old]
        return self._is_fresh(unit) or (unit.within not in self._words and not self._knew(unit))

    def had(self, old: int) -> bool:
        """Whether a unit was delivered; the file does not say it of what stands in no block."""
        won = self.is_new(old) and self.before(old) is None
        return not won and bool(self.base[old].within)

    def had_made(self, old: int) -> bool:
        """Whether one was that stands in no line of the content."""
        return self.had(old) and self._knew(self.base[old])

    def fate(self, new: int) -> Fate:
        """Return what a unit of the Word file is that the content does not have."""
        unit = self.edited[new]
        near = self._nearest(unit) if unit.kind not in _BESIDE else ""
        return "new" if not near else "gone" if plain(near) == plain(unit.text) else "changed"

    @cached_property
    def _current(self) -> frozenset[str]:
        return frozenset(plain(line) for line in _lines_of(self._now))

    @cached_property
    def _delivered(self) -> frozenset[str]:
        return frozenset(plain(line) for line in _lines_of(self._words))

    @cached_property
    def _lost(self) -> list[str]:
        """Lines that were delivered, and that the content has no more."""
        found = (line for line in _lines_of(self._words) if plain(line) not in self._current)
        return list(dict.fromkeys(found))

    def _is_fresh(self, unit: Unit) -> bool:
        """Whether a unit of the content was written, or changed, since delivery."""
        words = plain(unit.text)
        return words in self._current and words not in self._delivered

    def _knew(self, unit: Unit) -> bool:
        """Whether all words of a unit were delivered."""
        cells = [cell for each in unit.text.split(" | ") if (cell := plain(each))]
        return self._delivered.issuperset(cells)

    def _nearest(self, unit: Unit) -> str:
        """Return the delivered words of a unit, which the content has no more."""
        near = max(self._lost, key=lambda each: likeness(each, unit.raw), default="")
        return near if near and likeness(near, unit.raw) > _BY_WORDS else ""


def _are_alike(one: Unit, other: Unit) -> bool:
    """Whether two units say the same in the same shape."""
    shapes = [(unit.kind, unit.level, unit.cells) for unit in (one, other)]
    return shapes[0] == shapes[1] and same(one.text, other.text)


def _lines_of(words: Mapping[str, str]) -> Iterator[str]:
    for text in words.values():
        yield from text.split("\n")
