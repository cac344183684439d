"""A unit that is new, or stands elsewhere → the lines it needs, and where they go."""

from __future__ import annotations

import re
from typing import Final

from packbuilder.inspection.units import Unit
from packbuilder.inspection.word_markdown import SIGN
from packbuilder.model import following
from packbuilder.round_trip.branches import branches
from packbuilder.round_trip.lines import OPEN, escaped, short
from packbuilder.round_trip.lists import ITEM, Leads
from packbuilder.round_trip.matched import Matched
from packbuilder.round_trip.places import Place, Source
from packbuilder.round_trip.tokens import smart, tokens_of
from packbuilder.round_trip.words import Edit, written

LISTED: Final = ("item", "row", "card")
"""Kinds that stand on the line after the one before, without an empty line between."""


class Inserter:
    """Puts units into the content."""

    def __init__(self, matched: Matched, leads: Leads) -> None:
        self._all, self._leads = matched, leads

    def put(self, new: int, raw: str, unit: Unit) -> None:
        """Put a unit after the one before it; `raw` are its lines when it comes from elsewhere."""
        base, back, found = self._all.base, self._all.back, self._all.found
        for before in range(new - 1, -1, -1):
            old = back.get(before)
            place = None if old is None else found[old]
            if old is not None and place and self._may_follow(old, place):
                self._put_after(old, place, new, raw, unit)
                return
        for after in range(new + 1, len(self._all.edited)):
            old = back.get(after)
            place = None if old is None else found[old]
            if old is not None and place and place.last > place.source.head:
                text = raw or self._lines(new, unit, place, old)
                end = "\n" if unit.kind in LISTED and base[old].kind == unit.kind else "\n\n"
                if end == "\n\n" and (chain := self._all.inclusions.of(old)):
                    source, fence = chain[0]
                    place = Place(source, fence.first, fence.last)
                self._all.edit(old, place, Edit(place.start, place.start, text + end))
                return
        self._all.say("NOTE", f"no place was found for “{short(unit.text)}”")

    def _may_follow(self, old: int, place: Place) -> bool:
        unit = self._all.base[old]
        return place.last > place.source.head and unit.kind not in ("made", "note", "figure")

    def _put_after(self, old: int, place: Place, new: int, raw: str, unit: Unit) -> None:
        previous = self._all.base[old]
        other_table = previous.kind != "row" or previous.cells != unit.cells
        if unit.kind == "row" and (other_table or new - unit.row not in self._all.back):
            words = f"a table or a row of another shape was added: {short(unit.text)}"
            self._all.say("TABLE-SHAPE", words, place)
            return
        text = raw or self._lines(new, unit, place, old)
        if unit.kind == self._all.became.get(old, previous.kind) and unit.kind in LISTED:
            at = min(place.source.starts[place.last], len(place.source.text))
            lead = "" if place.source.text[:at].endswith("\n") else "\n"
            self._add(old, place, Edit(at, at, f"{lead}{text}\n"))
            return
        if unit.kind == "item" and (following := self._next_item(new)):
            at = following.start
            self._add(old, following, Edit(at, at, f"{text}\n"))
            return
        if unit.quoted and place.text.startswith(">"):  # both are parts of one quotation
            self._add(old, place, Edit(place.stop, place.stop, f"\n>\n{text}"))
            return
        if unit.kind == "paragraph" and (edit := self._in_block(new, unit, place, text)):
            self._add(old, place, edit)
            return
        line, source = self._end_of(place, unit, new, old)
        if self._stands_before(new, place, line):
            words = f"“{short(unit.text)}” stands in a block, or a table, and was put behind it"
            self._all.say("NOTE", f"{words}: move it by hand", place)
        at = min(source.starts[line], len(source.text))
        lead = "" if source.text[:at].endswith("\n") else "\n"
        blank = line < len(source.lines) and source.lines[line].strip()
        end = "\n\n" if blank and not source.lines[line].startswith(":::") else "\n"
        if unit.framed and not any(each.name == "callout" for each in source.around(line)):
            words = "new text in a box becomes a paragraph, as a box needs a title"
            self._all.say("NOTE", f"{words}: “{short(unit.text)}”", place)
        edit = Edit(at, at, f"{lead}\n{text}{end}")
        self._add(old, Place(source, line, line), edit)

    def _add(self, old: int, place: Place, edit: Edit) -> None:
        self._all.edit(old, place, edit)
        for words in branches(place, (edit,)):
            self._all.say("BRANCH", words, place)

    def _in_block(self, new: int, unit: Unit, place: Place, text: str) -> Edit | None:
        """Return the edit for a paragraph that is the first in a box, or stands in a quotation
        before the name of who said it; nothing for any other.
        """
        source, following = place.source, self._all.place_of(new + 1)
        block = next(iter(source.around(place.first)), None)
        if block and unit.framed and block.name == "callout" and place.first == block.first:
            at = source.starts[block.first]
            return Edit(at, at, f"{text}\n\n")
        named = (
            following and following.source is source and block and following.first == block.first
        )
        if block and named and unit.quoted and block.name == "quotation":
            at = source.starts[block.last - 1]
            return Edit(at, at, f"\n{text.removeprefix('> ')}\n")
        return None

    def _next_item(self, new: int) -> Place | None:
        old = self._all.back.get(new + 1)
        if old is None or self._all.base[old].kind != "item":
            return None
        return self._all.found[old]

    def _end_of(self, place: Place, unit: Unit, new: int, old: int) -> tuple[int, Source]:
        """Return the last line of what a new paragraph stands after, and in which file."""
        source, line = place.source, place.last
        following = (self._all.back.get(n) for n in range(new + 1, len(self._all.edited)))
        beside = (each for each in following if each is not None and self._all.found[each])
        if left := self._all.inclusions.left(old, next(beside, None)):
            source, line = left[0], left[1].last
        while (
            not left
            and line < len(source.lines)
            and source.lines[line].strip()
            and not source.lines[line].lstrip().startswith(":::")
        ):
            if unit.kind in ("item", "row"):
                break
            line += 1
        for fence in source.around(line):
            if fence.name not in OPEN or (fence.name == "callout" and not unit.framed):
                line = max(line, fence.last)
        return line, source

    def _stands_before(self, new: int, place: Place, line: int) -> bool:
        """Whether a unit that comes behind a line stands before what is in that line, or before it,
        in Word.
        """
        places = (self._all.place_of(n) for n in range(new + 1, len(self._all.edited)))
        return any(
            each is not None and each.source is place.source and place.last < each.first <= line
            for each in places
        )

    def _lines(self, new: int, unit: Unit, place: Place, old: int) -> str:
        """Write the lines of a new unit."""
        text = smart(written(tokens_of(unit.text), "", self._all.label(old)), "")
        if unit.kind == "heading":
            return "#" * max(unit.level - 1, 1) + f" {text}"
        if unit.kind == "row":
            return self._row(text, place)
        if unit.kind == "card":
            text = text.rsplit(" | ", 1)[-1]
        if unit.kind in ("item", "card"):
            return f"{self._marker(new, unit, place, self._all.base[old])}{text}"
        return f"> {text}" if unit.quoted else escaped(text)

    def _row(self, text: str, place: Place) -> str:
        """Write a row, with the places to answer of the row above it."""
        if SIGN in text:
            for sign in re.findall(r"\[ \]|\( \)|_{3,}", place.text):
                text = text.replace(SIGN, sign, 1)
            words = "a row with places to answer was added: give it a key"
            self._all.say("CONTROL", words, place)
        return f"| {text} |"

    def _marker(self, new: int, unit: Unit, place: Place, previous: Unit) -> str:
        """Return what an item or a card begins with: the bullet, or the next number."""
        if unit.kind == "item":
            lead = self._leads.wanted(new)
            if lead is None:
                words = f"an item of level {unit.depth}, which no item before it holds, was added"
                self._all.say("NOTE", f"{words}: “{short(unit.text)}”; move it by hand", place)
            self._leads.given[new] = lead or "- "
            return lead or "- "
        found = ITEM.match(place.text)
        lead = found[0] if found and previous.kind == unit.kind else "- "
        number = re.search(r"\w+", lead)
        if number and new - 1 in self._all.back:
            lead = lead.replace(number[0], following(number[0]), 1)
        return lead
