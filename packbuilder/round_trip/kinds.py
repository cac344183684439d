"""Paragraphs, headings and items that became one of the others in Word → what begins their lines,
and the space between them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

from packbuilder.inspection.units import Unit
from packbuilder.inspection.word_markdown import SIGN
from packbuilder.model import counted, counting_of
from packbuilder.round_trip.branches import branches
from packbuilder.round_trip.copies import copies_of
from packbuilder.round_trip.delivered import Delivered
from packbuilder.round_trip.fences import Fencer
from packbuilder.round_trip.lines import OPEN, is_own, short
from packbuilder.round_trip.lists import ITEM, Leads, is_in_item
from packbuilder.round_trip.matched import Matched
from packbuilder.round_trip.places import Place
from packbuilder.round_trip.words import Edit
from packbuilder.round_trip.wraps import Wrapper, is_wrapped

_KINDS: Final = frozenset(("paragraph", "heading", "item"))
_HEADING: Final = re.compile(r"#{1,6}\s+")
_OPTIONS: Final = re.compile(r"\s*\{[^{}]*\}\s*$")
_NO_WORDS: Final = (" ", "\t", ">", "|", ":")
"""What lines begin with that are no paragraph of their own."""


class Reshaper:
    """Carries over which units are of another kind in Word, or of another level, and says which of
    these changes it cannot carry over. `sure` says that lists of the content have their kind of
    delivery, which files do not carry.
    """

    def __init__(self, matched: Matched, delivery: Delivered, leads: Leads, sure: bool) -> None:
        self._all, self._delivery, self._leads, self._sure = matched, delivery, leads, sure
        self._base, self._edited, self._found = matched.base, matched.edited, matched.found
        self._asked: dict[int, int] = {}

    def reshape(self, settled: Collection[int]) -> None:
        """Carry over all of it, but for units that are `settled` already."""
        wrapped: dict[int, int] = {}
        for old, new in sorted(self._all.matches.items(), key=lambda each: each[1]):
            place = self._found[old]
            if place is None or old in settled or not self._is_reshaped(old, new):
                self._compare_styles(old, new)
                continue
            self._all.reshaped.add(new)
            if self._can_be_carried(old, new, place):
                self._asked[new] = old
            elif is_wrapped(self._base[old], self._edited[new]):
                wrapped[new] = old
            else:
                self._refuse(old, new)
        whole = set(Fencer(self._all, self._delivery).settle(wrapped)) if self._sure else set()
        wrapped = {new: old for new, old in wrapped.items() if new not in whole}
        done = Wrapper(self._all, self._delivery, self._sure).wrap(wrapped)
        for new, old in wrapped.items():
            self._say(old) if new in done else self._refuse(old, new)
        self._settle_copies()
        while broken := [new for run in self._runs() for new in self._broken(run)]:
            for new in broken:
                self._refuse(self._asked.pop(new), new)
        numbers = dict(self._numbers())
        listed = (new for run in self._runs() for new in run)
        for new in sorted({*self._asked, *numbers, *listed}):
            if self._leads.unit(new).kind == "item":
                self._lead(new, numbers.get(new, ""))
            elif new in self._asked:
                level = self._edited[new].level - 1
                heading = self._edited[new].kind == "heading"
                self._begin(new, "#" * max(level, 1) + " " if heading else "")
        self._space()

    def _is_reshaped(self, old: int, new: int) -> bool:
        """Whether a unit became one of another kind in Word."""
        before, after = self._base[old], self._edited[new]
        was = self._delivery.before(old) or before
        if {before.kind, after.kind} & {"row", "made"}:
            return False
        if _form(was) != _form(before):  # the content changed it
            return _form(after) not in (_form(was), _form(before))
        kinds = {before.kind, after.kind}
        if kinds <= {"heading", "paragraph"} and kinds != {"paragraph"}:
            return not self._delivery.is_untouched(old, new) and _form(before) != _form(after)
        if "item" in kinds and kinds != {"item"}:
            return True
        if kinds == {"item"} and before.framed != after.framed:
            return self._sure and before.depth == after.depth
        known = before.kind != "paragraph" or self._delivery.looks_alike(old)
        return known and bool(before.shape and after.shape) and before.shape != after.shape

    def _can_be_carried(self, old: int, new: int, place: Place) -> bool:
        before, after = self._base[old], self._edited[new]
        was = self._delivery.before(old) or before
        kinds = {before.kind, after.kind}
        stands_alone = (
            kinds <= _KINDS
            and _form(was) == _form(before)
            and not (before.quoted or after.quoted)
            and place.last > place.source.head
            and is_own(place, before)
            and SIGN not in before.text
        )
        if not stands_alone or "item" not in kinds:
            return stands_alone and kinds != {"paragraph"}
        begins = ITEM.match(place.text) or not place.text.startswith(_NO_WORDS)
        beside = self._base[old : old + 2] if before.kind == "item" else [before]
        return (
            bool(begins)
            and not any(map(is_in_item, (*beside, after)))
            and (before.framed == after.framed or "heading" in kinds)
            and (self._sure or kinds != {"item"} or before.numbered == after.numbered)
            and old in self._delivery.unmoved
            and all(fence.name in OPEN for fence in place.source.around(place.first))
        )

    def _compare_styles(self, old: int, new: int) -> None:
        """Say that a unit has another style in Word, or that its list counts otherwise, where that
        makes it no other kind.
        """
        before, after = self._base[old], self._edited[new]
        if not self._sure or before.kind == "figure":
            return
        words, by_hand = f"“{short(after.text)}”", _by_hand(before, after)
        if before.style != after.style and before.cells == after.cells == 0:
            self._all.reshaped.add(new)
            styles = f"the style “{after.style}” in Word and had “{before.style}”"
            self._all.say("NOTE", f"{words} has {styles}: {by_hand}", self._found[old])
        numbered = before.numbered and after.numbered and before.depth == after.depth
        first = before.mark and after.mark
        if numbered and first and before.mark != after.mark:
            counts = f"counts from “{after.mark}” in Word and from “{before.mark}” in the content"
            self._all.say("NOTE", f"the list of {words} {counts}: {by_hand}", self._found[old])

    def _refuse(self, old: int, new: int) -> None:
        before, after, place = self._base[old], self._edited[new], self._found[old]
        self._leads.kept[new] = before
        if _form(self._delivery.before(old) or before) != _form(before) and place:
            words = f"in Word {_said(after)}; in the content “{place.text}”"
            self._all.say("CONFLICT", words, place)
            return
        by_hand = _by_hand(before, after)
        words = f"{_said(before)} → {_said(after)}: “{short(after.text)}”; {by_hand}"
        self._all.say("NOTE", words, place)

    def _say(self, old: int) -> None:
        before, after = self._base[old], self._edited[self._all.matches[old]]
        words = f"{_said(before)} becomes {_said(after)}"
        self._all.say("KIND", words, self._found[old])

    def _settle_copies(self) -> None:
        """Of copies of the same lines, change one; none where two of them became different."""
        olds = {old: new for new, old in self._asked.items()}
        for copies in copies_of(self._base, self._found):
            asked = [olds[old] for old in copies if old in olds]
            became = dict.fromkeys(_said(self._edited[new]) for new in asked)
            for new in asked[len(became) == 1 :]:
                del self._asked[new]
            if len(became) > 1:
                words = f"copies of the same words became {' and '.join(became)}"
                self._all.say("CONFLICT", words, self._found[copies[0]])

    # Lists ----------------------------------------------------------------------------------------

    def _runs(self) -> Iterator[list[int]]:
        """Yield the items that follow one another, where one of them, or the unit before them,
        became another kind; with that unit.
        """
        run: list[int] = []
        for new in range(len(self._edited)):
            unit = self._leads.unit(new)
            if unit.kind == "item":
                run = [*(run or range(max(new - 1, 0), new)), new]
            elif run and not is_in_item(unit):
                yield from [] if self._asked.keys().isdisjoint(run) else [run]
                run = []
        yield from [] if self._asked.keys().isdisjoint(run) else [run]

    def _broken(self, run: list[int]) -> list[int]:
        """Return what became another kind so that an item of a run is too deep for the one before:
        the item itself, or those before it.
        """
        last = 0
        for at, new in enumerate(run):
            unit = self._leads.unit(new)
            if unit.kind == "item" and unit.depth > last + 1:
                reason = run[at : at + 1] if new in self._asked else run[:at]
                return [each for each in reason if each in self._asked]
            last = unit.depth
        return []

    def _numbers(self) -> Iterator[tuple[int, str]]:
        """Yield new numbers of items whose lists have lost one that is an item no more, or one of
        another list.
        """
        for olds in self._numbered_lists():
            leads = {old: ITEM.match(self._text_of(old)) for old in olds}
            marks = [re.sub(r"\W", "", found[2]) if found else "" for found in leads.values()]
            begun = counting_of(*marks[:2]) if len(marks) > 1 else None
            if begun is None or self._asked.keys().isdisjoint(map(self._new, olds)):
                continue
            counting, number = begun
            for old, mark in zip(olds, marks, strict=True):
                new = self._new(old)
                if new < 0 or new in self._asked:
                    continue
                if mark != (wanted := counted(number, counting)):
                    yield new, wanted
                number += 1

    def _numbered_lists(self) -> Iterator[list[int]]:
        """Yield the items of each list of the content that has numbers."""
        lists: dict[int, list[int]] = {}
        for old, unit in enumerate((*self._base, Unit("made", ""))):
            if is_in_item(unit):
                continue
            depth = unit.depth if unit.kind == "item" else 0
            ended = [at for at in lists if at > depth or (at == depth and not unit.numbered)]
            yield from (lists.pop(at) for at in ended)
            if unit.numbered:
                lists.setdefault(depth, []).append(old)

    def _new(self, old: int) -> int:
        return self._all.matches.get(old, -1)

    def _text_of(self, old: int) -> str:
        place = self._found[old]
        return place.text if place else ""

    def _lead(self, new: int, number: str) -> None:
        """Give an item the lead that it needs, if it has another one."""
        lead, wanted = self._leads.of(new), self._leads.wanted(new)
        if wanted is None:
            if new in self._asked:
                self._refuse(self._asked.pop(new), new)
            return
        if new not in self._asked:
            own = re.sub(r"\w+", number, lead, count=1) if number else lead
            if not lead or (own == lead and self._leads.holds(new, lead)):
                return
            space = lead if self._leads.holds(new, lead) else wanted
            wanted = " " * (len(space) - len(space.lstrip())) + own.lstrip()
        self._begin(new, wanted)

    def _begin(self, new: int, lead: str) -> None:
        """Let the lines of a unit begin with a lead, in the place of what they begin with."""
        old = self._all.back[new]
        before, after, place = self._base[old], self._edited[new], self._found[old]
        assert place is not None  # such a unit is never asked for
        had = (ITEM if before.kind == "item" else _HEADING).match(place.text)
        width = len(had[0]) if had else 0
        edits = [Edit(place.start, place.start + width, lead)]
        options = _OPTIONS.search(place.text)
        if options and before.kind == "heading" != after.kind:
            edits.append(Edit(place.start + options.start(), place.stop, ""))
        inside = " " * len(lead) if after.kind == "item" else ""
        for line in range(place.first, place.last):
            text, at = place.source.lines[line], place.source.starts[line]
            space = min(len(text) - len(text.lstrip(" ")), width)
            if space != len(inside):
                edits.append(Edit(at, at + space, inside))
        if after.kind == "item":
            self._leads.given[new] = lead
        for edit in edits:
            self._all.edit(old, place, edit)
        if new in self._asked:
            self._all.became[old] = after.kind
            self._say(old)
            for words in branches(place, edits):
                self._all.say("BRANCH", words, place)

    def _space(self) -> None:
        """Part units that became others from those beside them, and join items of one list."""
        for new in range(1, len(self._edited)):
            asked = [each for each in (new - 1, new) if each in self._asked]
            one, other = self._all.place_of(new - 1), self._all.place_of(new)
            if not asked or not one or not other or one.source is not other.source:
                continue
            first, second = self._leads.unit(new - 1), self._leads.unit(new)
            joined = first.kind == second.kind == "item"
            if joined and all(self._base[self._asked[each]].kind == "item" for each in asked):
                continue
            apart = not joined or (first.depth, first.numbered) != (second.depth, second.numbered)
            begins = one.text.startswith(":::")
            between = "" if begins else one.source.text[one.stop : max(one.stop, other.start)]
            wanted = "\n\n" if apart else "\n"
            if between and not between.strip() and between != wanted:
                edit = Edit(one.stop, other.start, wanted)
                self._all.edit(self._all.back[new], other, edit)


def _form(unit: Unit) -> tuple[str, int]:
    """Return what files say of the kind of a unit: its level too, if it has one."""
    if unit.kind == "item":
        return "item", unit.depth or unit.level
    return unit.kind, unit.level if unit.kind == "heading" else 0


_BLOCKS: Final = {
    "callout title": '::: callout {title="…"}',
    "callout text": '::: callout {title="…"}',
    "quote source": '::: quotation {by="…"}',
    "key sentence": "::: key",
    "small print": "::: small-print",
    "lead": "::: lead",
}
"""What begins the blocks whose words have a style of their own in Word."""


def _by_hand(before: Unit, after: Unit) -> str:
    """Return what somebody has to write so that the content has what Word has."""
    had, has = _BLOCKS.get(before.style), _BLOCKS.get(after.style)
    if after.style != before.style and has:
        return f"write {has} before it and ::: behind it by hand"
    if after.style != before.style and had:
        return f"take it out of the block {had} by hand"
    if after.quoted and not before.quoted:
        return "begin its lines with > by hand"
    return "change it by hand"


def _said(unit: Unit) -> str:
    """Return what a unit is, in words."""
    heading = f"a heading of level {max(unit.level - 1, 1)}"
    boxed = " in a box" if unit.kind == "item" and unit.framed else ""
    return heading if unit.kind == "heading" else f"{unit.shape or f'a {unit.kind}'}{boxed}"
