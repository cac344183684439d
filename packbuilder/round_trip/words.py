"""What changed in the words of a unit → the same changes in the lines it was made from."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from packbuilder.inspection.word_markdown import SIGN
from packbuilder.round_trip.tokens import Token, opcodes, smart, tokens_of

_VALUE: Final = re.compile(r"\[\[(\w+)")


@dataclass(frozen=True, slots=True)
class Edit:
    """New text for a place in a file, from `start` up to `end`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Words that changed and that no words of the source stand for; `value` is the name of the
    edition's value that they come from, if they do.
    """

    old: str
    new: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class WordChanges:
    """What becomes of a unit's lines, and what could not be carried over.

    `signs` says that places to answer were added or taken away.
    """

    edits: tuple[Edit, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    signs: bool = False


def change_words(
    old: str, new: str, source: str, start: int, note: Callable[[str], str]
) -> WordChanges:
    """Apply what differs between two texts to the source that begins at `start` in its file.

    `note` gives the label of a new footnote by its id in the Word file.
    """
    before, after, there = tokens_of(old), tokens_of(new), tokens_of(source, start)
    where = _mapped(before, there)
    edits: list[Edit] = []
    unplaced: list[Unplaced] = []
    signs = False
    for how, a, b, c, d in opcodes(before, after):
        if how == "equal":
            continue
        out, inserted = before[a:b], after[c:d]
        if any(token.key == SIGN for token in (*out, *inserted)):
            signs = True
            continue
        place = _place(where, there, a, b, out)
        if place is None:
            unplaced.append(_unplaced(before, there, where, a, b, inserted))
            continue
        lead = source[: place[0] - start]
        edits.append(Edit(*place, written(inserted, lead, note)))
    return WordChanges(tuple(edits), tuple(unplaced), signs)


def written(tokens: Sequence[Token], before: str, note: Callable[[str], str]) -> str:
    """Return tokens of a Word file as they stand in the content."""
    parts = [
        f"[^{note(token.text[2:-1])}]" if token.key == "[^]" else token.text for token in tokens
    ]
    return smart("".join(parts), before)


def _mapped(before: list[Token], there: list[Token]) -> list[int | None]:
    """Return for each token of the one the token of the other that stands for it."""
    found: list[int | None] = [None] * len(before)
    for how, a, b, c, _ in opcodes(before, there):
        if how == "equal":
            for number in range(a, b):
                found[number] = c + number - a
    return found


def _place(
    where: list[int | None], there: list[Token], a: int, b: int, out: list[Token]
) -> tuple[int, int] | None:
    """Return which part of the file tokens `a` to `b` are, or where they would stand."""
    if a == b:
        left = where[a - 1] if a else None
        if left is not None:
            return there[left].end, there[left].end
        right = where[a] if a < len(where) else None
        return None if right is None else (there[right].start, there[right].start)
    known = [at for at in where[a:b] if at is not None]
    lost = [token for token, at in zip(out, where[a:b], strict=True) if at is None]
    if not known or any(not token.key.isspace() for token in lost):
        return None
    between = there[known[0] : known[-1] + 1]
    if any(token.key.startswith("[[") for token in between):
        return None
    return between[0].start, between[-1].end


def _unplaced(
    before: list[Token],
    there: list[Token],
    where: list[int | None],
    a: int,
    b: int,
    inserted: list[Token],
) -> Unplaced:
    """Say what was changed that is not in the source, and which value it is."""
    left = next((at for at in reversed(where[:a]) if at is not None), -1)
    right = next((at for at in where[b:] if at is not None), len(there))
    named = (_VALUE.match(token.text) for token in there[left + 1 : right])
    value = next((found[1] for found in named if found), "")
    old = "".join(token.text for token in before[a:b])
    return Unplaced(old, "".join(token.text for token in inserted), value)
