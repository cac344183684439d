"""Paragraphs that became quotations or text in a box in Word, or are so no more → the signs before
their lines, and where their box ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from packbuilder.inspection.units import Unit
from packbuilder.inspection.word_markdown import SIGN
from packbuilder.round_trip.branches import branches
from packbuilder.round_trip.delivered import Delivered
from packbuilder.round_trip.lines import OPEN, is_own
from packbuilder.round_trip.matched import Matched
from packbuilder.round_trip.places import Fence, Place, Source
from packbuilder.round_trip.words import Edit

_SIGN: Final = re.compile(r" {0,3}> ?")
_BOX: Final = "callout"


def is_wrapped(before: Unit, after: Unit) -> bool:
    """Whether a paragraph became a quotation or text in a box, or is so no more; or whether an item
    without number came into a box, or left it.
    """
    if before.kind == after.kind == "item":
        framed = before.framed != after.framed
        return framed and before.shape == after.shape and not before.numbered
    kinds = {before.kind, after.kind} == {"paragraph"} and not (before.level or after.level)
    return kinds and (before.quoted != after.quoted) != (before.framed != after.framed)


class Wrapper:
    """Carries such changes over: quotations whose lines begin with `>`, and boxes that grow or
    shrink at their end. `sure` says that quotations are as they were delivered, which files do not
    carry.
    """

    def __init__(self, matched: Matched, delivery: Delivered, sure: bool) -> None:
        self._all, self._delivery, self._sure = matched, delivery, sure
        self._asked: Mapping[int, int] = {}

    def wrap(self, asked: Mapping[int, int]) -> set[int]:
        """Carry over what became of units of the Word file, each with that of the content; return
        those for which it is done.
        """
        self._asked = asked
        done = set[int]()
        for new in sorted(asked):
            if self._stands_alone(asked[new]) and self._quote(new):
                done.add(new)
        for run in self._runs(framed=False):
            if self._move_out(run):
                done.update(run)
        for run in self._runs(framed=True):
            if self._move_in(run):
                done.update(run)
        return done

    def _stands_alone(self, old: int) -> bool:
        unit, place = self._all.base[old], self._all.found[old]
        return (
            place is not None
            and place.last > place.source.head
            and old in self._delivery.unmoved
            and SIGN not in unit.text
            and is_own(place, unit)
            and all(fence.name in OPEN for fence in place.source.around(place.first))
        )

    def _place(self, new: int) -> Place:
        place = self._all.found[self._asked[new]]
        assert place is not None  # it stands alone
        return place

    def _edit(self, old: int, place: Place, edit: Edit) -> None:
        self._all.edit(old, place, edit)
        for words in branches(place, (edit,)):
            self._all.say("BRANCH", words, place)

    # Quotations -----------------------------------------------------------------------------------

    def _quote(self, new: int) -> bool:
        """Begin the lines of a paragraph with the sign of a quotation, or do so no more."""
        old, place = self._asked[new], self._place(new)
        before, after = self._all.base[old], self._all.edited[new]
        if before.quoted == after.quoted or not self._sure:
            return False
        lines = place.source.lines[place.first - 1 : place.last]
        signs = [_SIGN.match(line) for line in lines]
        if before.quoted and not all(signs):
            return False
        for number, sign in enumerate(signs, place.first - 1):
            at = place.source.starts[number]
            width = len(sign[0]) if sign and before.quoted else 0
            self._edit(old, place, Edit(at, at + width, "> " if after.quoted else ""))
        for other in (new - 1, new + 1):
            self._join(new, other)
        return True

    def _join(self, new: int, other: int) -> None:
        """Let the empty line between two quotations be one of theirs, and no other."""
        place, beside = self._place(new), self._all.place_of(other)
        if beside is None or beside.source is not place.source:
            return
        first, second = sorted((place, beside), key=lambda each: each.start)
        between = place.source.text[first.stop : second.start]
        signed = self._is_signed(other, beside) and self._all.edited[new].quoted
        wanted = "\n>\n" if signed else "\n\n"
        if re.fullmatch(r"\n *>? *\n", between) and between != wanted:
            self._edit(self._asked[new], place, Edit(first.stop, second.start, wanted))

    def _is_signed(self, new: int, place: Place) -> bool:
        """Whether a unit of the Word file will be a quotation whose lines begin with the sign."""
        alone = new in self._asked and self._stands_alone(self._asked[new])
        return self._all.edited[new].quoted and (alone or bool(_SIGN.match(place.text)))

    # Boxes ----------------------------------------------------------------------------------------

    def _runs(self, framed: bool) -> Iterator[list[int]]:
        """Yield the units that left a box, or that came into one, by those that follow one another
        with nothing but an empty line between them.
        """
        run: list[int] = []
        for new in sorted(self._asked):
            old = self._asked[new]
            changed = self._all.edited[new].framed == framed != self._all.base[old].framed
            if not changed or not self._stands_alone(old):
                continue
            if run and (run[-1] != new - 1 or not self._is_next(run[-1], new)):
                yield run
                run = []
            run.append(new)
        if run:
            yield run

    def _is_next(self, new: int, following: int) -> bool:
        one, other = self._place(new), self._place(following)
        return one.source is other.source and not one.source.text[one.stop : other.start].strip()

    def _move_out(self, run: list[int]) -> bool:
        """Let a box end before the last units in it."""
        first, last = self._place(run[0]), self._place(run[-1])
        source, kept = first.source, self._all.place_of(run[0] - 1)
        box = next((each for each in source.around(first.first) if each.name == _BOX), None)
        if not box or not kept or kept.source is not source or kept.text.startswith(":::"):
            return False
        end = source.starts[box.last] - 1
        inside = box.first < kept.first and kept.last < first.first
        if not inside or source.text[last.stop : end].strip() != (colons := _closing(source, box)):
            return False
        old = self._asked[run[0]]
        self._edit(old, first, Edit(kept.stop, first.start, f"\n{colons}\n\n"))
        self._edit(old, first, Edit(last.stop, end, ""))
        return True

    def _move_in(self, run: list[int]) -> bool:
        """Let the box before some units end behind them."""
        first, last, before = self._place(run[0]), self._place(run[-1]), run[0] - 1
        source, beside = first.source, self._all.place_of(before)
        if not beside or beside.source is not source or not self._all.edited[before].framed:
            return False
        around = source.around(beside.first)
        box = next((each for each in around if each.name == _BOX), None)
        outside = [each for each in around if each != box]
        if not box or outside != source.around(first.first):
            return False
        if source.text[source.starts[box.last] : first.start].strip():
            return False
        old, end = self._asked[run[0]], source.starts[box.last - 1] - 1
        listed = self._all.edited[before].kind == self._all.edited[run[0]].kind == "item"
        self._edit(old, first, Edit(end, first.start, "\n" if listed else "\n\n"))
        self._edit(old, first, Edit(last.stop, last.stop, f"\n{_closing(source, box)}"))
        return True


def _closing(source: Source, box: Fence) -> str:
    return source.lines[box.last - 1].strip()
