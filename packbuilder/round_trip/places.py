"""A unit of a Word file → the lines of the content that it was made from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from packbuilder.inspection.units import SourceBlock, Unit
from packbuilder.round_trip.tokens import opcodes, tokens_of

_FENCE: Final = re.compile(r" {0,3}(:{3,})\s*([\w-]*)")
_ROW: Final = re.compile(r"\s*\|")
_RULE: Final = re.compile(r"[\s|:-]+")
_ENOUGH: Final = 0.5
"""So many of a unit's words have to stand in the lines that are said to hold it."""
_WHOLE: Final = ("Paragraph", "Heading", "KeySentence")


@dataclass(frozen=True, slots=True)
class Fence:
    """A `:::` block: its name, its first and its last line, from 1."""

    name: str
    first: int
    last: int


@dataclass(frozen=True)
class Source:
    """A file of the content, as it was read."""

    path: str
    text: str

    @cached_property
    def lines(self) -> list[str]:
        """Its lines, without their ends."""
        return self.text.split("\n")

    @cached_property
    def starts(self) -> list[int]:
        """Where each line begins, and one more."""
        found = [0]
        for line in self.lines:
            found.append(found[-1] + len(line) + 1)
        return found

    @cached_property
    def fences(self) -> list[Fence]:
        """All `:::` blocks of it."""
        opened: list[tuple[str, str, int]] = []
        found = []
        for number, line in enumerate(self.lines, 1):
            if match := _FENCE.match(line):
                if match[2]:
                    opened.append((match[1], match[2], number))
                elif opened:
                    _, name, first = opened.pop()
                    found.append(Fence(name, first, number))
        return found

    @cached_property
    def head(self) -> int:
        """The last line of the front matter; 0 without one."""
        if self.lines[0] != "---":
            return 0
        ends = (number for number, line in enumerate(self.lines[1:], 2) if line == "---")
        return next(ends, 0)

    def around(self, line: int) -> list[Fence]:
        """Return the `:::` blocks that a line stands in, inner ones first."""
        found = [fence for fence in self.fences if fence.first <= line <= fence.last]
        return sorted(found, key=lambda fence: -fence.first)


@dataclass(frozen=True, slots=True)
class Place:
    """Lines of a file, from 1, which hold a unit."""

    source: Source
    first: int
    last: int

    @property
    def start(self) -> int:
        """Where it begins in the file."""
        return self.source.starts[self.first - 1]

    @property
    def stop(self) -> int:
        """Where its last line ends, before the line break."""
        return self.source.starts[self.last] - 1

    @property
    def text(self) -> str:
        """Its lines."""
        return self.source.text[self.start : self.stop]


class Places:
    """Finds units in the content, by the blocks of the file that is made from it now."""

    def __init__(self, blocks: Sequence[SourceBlock], sources: Mapping[str, Source]) -> None:
        self._blocks = {block.bookmark: block for block in blocks}
        self._sources = sources

    def find(self, unit: Unit, main: str) -> Place | None:
        """Return the lines that hold a unit of the document with the file `main`; nothing when no
        lines do, as the program made it.
        """
        best, most = None, 0.0
        for place in self._candidates(unit, main):
            held = _held(unit, place)
            if held > most:
                best, most = place, held
            if held >= 1:  # no other lines hold more
                break
        return best if most >= _ENOUGH else None

    def _candidates(self, unit: Unit, path: str) -> Iterator[Place]:
        block = self._blocks.get(unit.within)
        source = self._sources.get(block.file) if block else None
        if block is None or source is None:
            main = self._sources[path]
            yield from (Place(main, line, line) for line in range(2, main.head))
            return
        last = min(max(block.end, block.line), len(source.lines))
        if block.kind in _WHOLE:
            yield Place(source, block.line, last)
            return
        lines = range(block.line, last + 1)
        if block.line == last == 1:
            lines = range(1, source.head + 1)
        if unit.kind == "row":
            rows = [n for n in lines if _is_row(source.lines[n - 1])]
            if unit.row < len(rows):
                yield Place(source, rows[unit.row], rows[unit.row])
            yield from (Place(source, number, number) for number in rows)
        yield from (Place(source, number, number) for number in lines)


def _is_row(line: str) -> bool:
    return bool(_ROW.match(line)) and not _RULE.fullmatch(line)


def _held(unit: Unit, place: Place) -> float:
    """Return which share of a unit's words its lines hold, in order."""
    wanted, there = tokens_of(unit.text), tokens_of(place.text)
    words = [token.key for token in wanted if token.is_word]
    if not words:
        return float(unit.text.strip() in place.text)
    most = (Counter(words) & Counter(token.key for token in there)).total()
    if most < _ENOUGH * len(words):  # in no order are there enough
        return 0.0
    held = sum(
        token.is_word
        for how, a, b, _, _ in opcodes(wanted, there)
        if how == "equal"
        for token in wanted[a:b]
    )
    return held / len(words)
