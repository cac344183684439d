"""A value of an edition that was edited where it is printed → the new value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from packbuilder.round_trip.tokens import keys, opcodes, tokens_of


def new_value(printed: str, before: str, after: str) -> str | None:
    """Return what became of a value that is printed in a text; nothing where it is not clear."""
    value, old, new = tokens_of(printed), tokens_of(before), tokens_of(after)
    steps = opcodes(old, new)
    for start in _places(keys(value), keys(old)):
        first, last = _images(start, steps), _images(start + len(value), steps)
        if first and last:  # what was put in beside a value is no part of it
            found = "".join(token.text for token in new[max(first) : min(last)]).strip()
            if found and found != printed:
                return found
    return None


def _places(wanted: Sequence[str], there: Sequence[str]) -> Iterator[int]:
    width = len(wanted)
    yield from (n for n in range(len(there) - width + 1) if there[n : n + width] == list(wanted))


def _images(place: int, steps: Sequence[tuple[str, int, int, int, int]]) -> list[int]:
    """Return where a place between tokens may be after a change: before and behind what was put in
    there; nothing when it is inside of what changed.
    """
    found = []
    for how, a, b, c, d in steps:
        if how == "equal" and a <= place <= b:
            found.append(c + place - a)
        elif how != "equal":
            found += [c] * (place == a) + [d] * (place == b)
    return found
