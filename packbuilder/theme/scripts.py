"""Scripts that run from right to left: which words have them, and their letters as they join.

Engines that lay out text join letters themselves; the program does it where it draws words glyph by
glyph: page numbers, and drawings.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby

_RIGHT_TO_LEFT = frozenset(("R", "AL"))
_TO_LEFT, LEFT_TO_RIGHT = "\u200f", "\u200e"
MARKS = _TO_LEFT + LEFT_TO_RIGHT
"""Marks that nobody sees; as to direction, they are letters."""
_JOINED = range(0xFE80, 0xFEFD)
"""Characters that are a letter in one of its forms: alone, at an end, between two others."""


def is_right_to_left(character: str) -> bool:
    """Whether a character belongs to a script that runs from right to left."""
    return character > "\u0590" and unicodedata.bidirectional(character) in _RIGHT_TO_LEFT


def runs_right_to_left(words: str) -> bool:
    """Whether words have letters that run from right to left."""
    return not words.isascii() and any(map(is_right_to_left, set(words)))


def directions(words: str, base: bool) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of words with whether they run from right to left: letters as they do, all
    between two of one direction with them, and what is left as `base` says.
    """
    own = [_direction(character) for character in words]
    before, after = _carried(own, base), reversed(_carried(own[::-1], base))
    runs = [one if one == other else base for one, other in zip(before, after, strict=True)]
    for direction, piece in groupby(zip(words, runs, strict=True), key=lambda pair: pair[1]):
        yield "".join(character for character, _ in piece), bool(direction)


def _carried(directions: list[bool | None], first: bool) -> list[bool]:
    """Return directions, for what has none the one before it."""
    carried = []
    for direction in directions:
        first = first if direction is None else direction
        carried.append(first)
    return carried


def _direction(character: str) -> bool | None:
    """Return whether a letter runs from right to left; nothing for figures and marks."""
    if is_right_to_left(character):
        return True
    return False if unicodedata.bidirectional(character) == "L" else None


def apart(words: str, right_to_left: bool) -> str:
    """Return words that others follow in a line of one direction: where they run the other way, a
    mark that nobody sees ends them, or a figure after them would stand before them.
    """
    runs = [found for found in map(_direction, words) if found is not None]
    if not runs or runs[-1] == right_to_left:
        return words
    return words + (_TO_LEFT if right_to_left else LEFT_TO_RIGHT)


def closed(words: str) -> str:
    """Return words from left to right for a line from right to left: where no letter ends them, a
    mark that nobody sees does, so that a full stop stays at their end.
    """
    last = words.rstrip()[-1:]
    return words + LEFT_TO_RIGHT if last and _direction(last) is None else words


def in_glyph_order(words: str) -> str:
    """Return words as their glyphs stand from left to right, letters joined; others as they are.

    Where any run from right to left, all do, but for letters and figures of other scripts.
    """
    if not runs_right_to_left(words):
        return words
    pieces = re.findall(r"[^\W_\u0590-\u08ff\ufb1d-\ufefc]+|.", _joined(words), re.DOTALL)
    return "".join(reversed(pieces))


def _joined(words: str) -> str:
    """Return words with each letter in the form that it has between its neighbours."""
    forms, shown = _forms(), ""
    for number, letter in enumerate(words):
        own = forms.get(letter, {})
        before = forms.get(words[number - 1], {}) if number else {}
        after = forms.get(words[number + 1], {}) if number + 1 < len(words) else {}
        to_before = "initial" in before and "final" in own
        to_after = "initial" in own and "final" in after
        if to_before:
            form = "medial" if to_after else "final"
        else:
            form = "initial" if to_after else "isolated"
        shown += own.get(form, letter)
    return shown


@cache
def _forms() -> dict[str, dict[str, str]]:
    """Return the forms of each letter that joins others, by their names."""
    found: dict[str, dict[str, str]] = {}
    for code in _JOINED:
        form, _, letters = unicodedata.decomposition(chr(code)).partition("> ")
        if len(letters) == 4:
            found.setdefault(chr(int(letters, 16)), {})[form.removeprefix("<")] = chr(code)
    return found
