"""Items of lists → what stands before their words: white space, and a bullet or a number."""

from __future__ import annotations

import re
from typing import Final

from packbuilder.inspection.units import Unit
from packbuilder.model import following
from packbuilder.round_trip.matched import Matched

ITEM: Final = re.compile(r"( *)((?:[-*+]|\d+[.)]|\(?[A-Za-z]{1,8}[.)])\s+)")
"""What a line begins with that begins an item."""


class Leads:
    """What stands before the words of items, as the content has it or is to have it. `given` has
    the items of the Word file that get another lead, by their numbers, `kept` the units that stay
    of the kind that the content has.
    """

    def __init__(self, matched: Matched) -> None:
        self._all = matched
        self.given: dict[int, str] = {}
        self.kept: dict[int, Unit] = {}

    def unit(self, new: int) -> Unit:
        """Return a unit of the Word file, of the kind that it is to have in the content."""
        return self.kept.get(new, self._all.edited[new])

    def of(self, new: int) -> str:
        """Return what stands before an item of the Word file; nothing where it is not known."""
        if new in self.given:
            return self.given[new]
        old = self._all.back.get(new)
        place = None if old is None or self._all.base[old].kind != "item" else self._all.found[old]
        found = ITEM.match(place.text) if place else None
        return found[0] if found else ""

    def wanted(self, new: int) -> str | None:
        """Return what has to stand before an item so that it has the level that it has in Word,
        and a bullet or number; None where no item before it could hold it.
        """
        unit, (beside, above) = self.unit(new), self._nearest(new)
        if not beside and not above and unit.depth > 1:
            return None
        space = " " * (_indent(beside) if beside else len(above))
        marks = [_next(beside.lstrip()), self._mark_of(new + 1, unit)]
        marks += [] if unit.numbered else [self._mark_of(new, unit)]
        fits = (mark for mark in marks if mark and is_numbered(mark) == unit.numbered)
        return space + next(fits, "1. " if unit.numbered else "- ")

    def _mark_of(self, new: int, beside: Unit) -> str:
        """Return the bullet or number of an item, if it stands in the list of one beside it."""
        if new == len(self._all.edited):
            return ""
        there = self.unit(new)
        alike = (there.kind, there.depth) == (beside.kind, beside.depth)
        return self.of(new).lstrip() if alike else ""

    def holds(self, new: int, lead: str) -> bool:
        """Whether an item has the level that it has in Word with a lead, as it stands."""
        beside, above = self._nearest(new)
        inside = not beside or _indent(lead) < len(beside)
        return inside and _indent(lead) - len(above) in range(4)

    def _nearest(self, new: int) -> tuple[str, str]:
        """Return the leads of the nearest item before one in its list, and of the one that holds
        both of them.
        """
        depth, beside = self.unit(new).depth, ""
        for before in range(new - 1, -1, -1):
            other = self.unit(before)
            if other.kind != "item":
                if is_in_item(other):
                    continue
                break
            lead = self.of(before)
            if other.depth == depth and not beside:
                beside = lead
            elif other.depth < depth:
                return beside, lead if other.depth == depth - 1 else ""
        return beside, ""


def is_in_item(unit: Unit) -> bool:
    """Whether a unit is a further paragraph of an item."""
    return unit.kind == "paragraph" and unit.level > 0


def is_numbered(lead: str) -> bool:
    """Whether what stands before an item is a number, or a letter."""
    return bool(re.search(r"\w", lead))


def _next(mark: str) -> str:
    """Return what the item after one begins with."""
    number = re.search(r"\w+", mark)
    return mark.replace(number[0], following(number[0]), 1) if number else mark


def _indent(lead: str) -> int:
    return len(lead) - len(lead.lstrip())
