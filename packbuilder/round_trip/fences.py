"""Boxes and quotations that are new, gone or no more as a whole → the `:::` lines around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final

from packbuilder.inspection.units import Unit
from packbuilder.round_trip.delivered import Delivered
from packbuilder.round_trip.lines import escaped
from packbuilder.round_trip.matched import Matched
from packbuilder.round_trip.places import Fence, Place, Source
from packbuilder.round_trip.tokens import smart, tokens_of
from packbuilder.round_trip.words import Edit, written

TITLE: Final = "callout title"
SAID_BY: Final = "quote source"
"""Names of styles in Word: what a box is called, who said a quotation."""
_BLOCKS: Final = ("callout", "quotation")
_PLAIN: Final = ("paragraph", "item")


class Fencer:
    """Carries over whole boxes and quotations. `delivery` says which units were there at all."""

    def __init__(self, matched: Matched, delivery: Delivered) -> None:
        self._all, self._delivery = matched, delivery

    def settle(self, asked: Mapping[int, int]) -> Iterator[int]:
        """Carry over what became of whole blocks, where units of the Word file, each with that of
        the content, came into them or left them; yield those of the Word file that are done.
        """
        for old, place in self._all.found.items():
            for fence in () if place is None else place.source.around(place.first):
                if place and fence.name in _BLOCKS and fence.first == place.first:
                    yield from self._settle_block(old, place.source, fence, asked)
        for run in list(self._runs(asked)):
            yield from self._enclose(run, asked)

    # Blocks that are gone, or whose words are in none now ----------------------------------------

    def _settle_block(
        self, head: int, source: Source, fence: Fence, asked: Mapping[int, int]
    ) -> Iterator[int]:
        """Take away the lines around a block; `head` is the unit of its title, or who said it."""
        held = {n: place for n, place in self._all.found.items() if place and n != head}
        inner = [
            old
            for old, place in held.items()
            if place.source is source and fence.first <= place.first <= fence.last
        ]
        if not inner or any(
            n != fence and fence.first < n.first < fence.last for n in source.fences
        ):
            return
        news = [self._all.matches.get(old) for old in inner]
        if all(new is None for new in (*news, self._all.matches.get(head))):
            if all(map(self._delivery.had, (head, *inner))):
                self._take_out(head, inner, source, fence)
            return
        if any(new is None or new not in asked for new in news):
            return
        title = self._all.matches.get(head)
        if title is not None and (title not in asked or self._is_wrapped(self._all.edited[title])):
            return
        if any(self._is_wrapped(self._all.edited[new]) for new in news if new is not None):
            return
        words = "" if title is None else self._words(title, head)
        first = fence.name == "callout"
        before = f"{words}\n\n" if words and first else ""
        self._replace(head, source, fence.first, before)
        self._replace(head, source, fence.last, f"\n{words}\n" if words and not first else "")
        self._all.settled.add(head)
        place = Place(source, fence.first, fence.last)
        self._all.say("KIND", f"the {fence.name} block is gone; its words stay", place)
        yield from (new for new in (*news, title) if new is not None)

    def _take_out(self, head: int, inner: list[int], source: Source, fence: Fence) -> None:
        start, stop = (
            source.starts[fence.first - 1],
            min(source.starts[fence.last], len(source.text)),
        )
        if fence.last < len(source.lines) and not source.lines[fence.last].strip():
            stop = min(source.starts[fence.last + 1], len(source.text))
        self._all.edit(head, Place(source, fence.first, fence.last), Edit(start, stop, ""))
        self._all.settled.update((head, *inner))

    def _replace(self, old: int, source: Source, line: int, text: str) -> None:
        start, stop = source.starts[line - 1], min(source.starts[line], len(source.text))
        self._all.edit(old, Place(source, line, line), Edit(start, stop, text))

    @staticmethod
    def _is_wrapped(unit: Unit) -> bool:
        return unit.quoted or unit.framed or unit.kind not in _PLAIN

    def _words(self, new: int, old: int) -> str:
        """Return the words of a unit of the Word file as a paragraph of their own."""
        text = written(tokens_of(self._all.edited[new].text), "", self._all.label(old))
        return escaped(smart(text, ""))

    # Blocks that are new ------------------------------------------------------------------------

    def _runs(self, asked: Mapping[int, int]) -> Iterator[list[int]]:
        """Yield units of the Word file that follow one another and came into one block: the title
        of a box and what is in it, or a quotation and who said it. One of these two may be new.
        """
        edited, back = self._all.edited, self._all.back
        for new, unit in enumerate(edited):
            if unit.style == TITLE and (new in asked or new not in back):
                run = [new]
                while run[-1] + 1 in asked and self._is_inner(edited[run[-1] + 1]):
                    run.append(run[-1] + 1)
                if len(run) > 1:
                    yield run
            elif unit.style == SAID_BY and (new in asked or new not in back):
                run = [new]
                while run[0] - 1 in asked and edited[run[0] - 1].quoted:
                    run.insert(0, run[0] - 1)
                if len(run) > 1:
                    yield run

    @staticmethod
    def _is_inner(unit: Unit) -> bool:
        return unit.framed and unit.style != TITLE

    def _enclose(self, run: list[int], asked: Mapping[int, int]) -> Iterator[int]:
        """Put the lines of a block around its units, where these stand by themselves."""
        named = next(n for n in run if self._all.edited[n].style in (TITLE, SAID_BY))
        places = {new: self._all.place_of(new) for new in run if new in asked}
        known = [place for place in places.values() if place]
        inner = [place for new, place in places.items() if place and new != named]
        source = known[0].source
        alone = len(known) == len(places) and all(
            place.source is source
            and place.last > source.head
            and not source.around(place.first)
            and re.match(r"[^\s>|:#]", place.text)
            for place in known
        )
        between = (source.text[a.stop : b.start] for a, b in pairwise(known))
        if not alone or any(space.strip() for space in between):
            return
        old, own = asked[next(iter(places))], places.get(named)
        block, words, opening = self._opening(named)
        start = min(place.start for place in known)
        self._all.edit(old, inner[0], Edit(start, inner[0].start, f"{opening}\n"))
        end = max(place.stop for place in known)
        self._all.edit(old, inner[-1], Edit(inner[-1].stop, end, "\n:::"))
        if own and named in asked:
            self._all.settled.add(asked[named])
        else:
            self._all.taken.add(named)
        self._all.say("KIND", f"a new {block}: “{words}”", inner[0])
        yield from places

    def _opening(self, named: int) -> tuple[str, str, str]:
        """Return the name of a block, its title or who said it, and the line that begins it."""
        unit = self._all.edited[named]
        block, option = ("callout", "title") if unit.style == TITLE else ("quotation", "by")
        words = unit.raw.replace('"', "”").strip()
        return block, words, f'::: {block} {{{option}="{words}"}}'

    def new_block(self, new: int, old: int) -> tuple[str, list[int]]:
        """Return the lines of a block all of whose units are new, that begins with a unit, and
        these; nothing where none begins. `old` is a unit of its document.
        """
        edited, back = self._all.edited, self._all.back
        run, titled = [new], edited[new].style == TITLE
        while run[-1] + 1 < len(edited) and run[-1] + 1 not in back:
            unit = edited[run[-1] + 1]
            if unit.kind not in _PLAIN or not (self._is_inner(unit) if titled else unit.quoted):
                break
            run.append(run[-1] + 1)
        named, inner = (run[0], run[1:]) if titled else (run[-1], run[:-1])
        if not inner or not (titled or (edited[new].quoted and edited[named].style == SAID_BY)):
            return "", []
        lines = [self._opening(named)[2]]
        for at, each in enumerate(inner):
            item = "- " if edited[each].kind == "item" else ""
            listed = bool(item) and at > 0 and edited[inner[at - 1]].kind == "item"
            lines += [] if at == 0 or listed else [""]
            lines.append(f"{item}{self._words(each, old)}")
        return "\n".join([*lines, ":::"]), run
