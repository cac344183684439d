"""Names of the small drawings that the program makes itself; `theme/marks.py` draws them."""

from __future__ import annotations

from collections.abc import Sequence

ART = "art/"
"""Begins the address of every drawing of the program."""

ARROW, ARROW_LEFT = f"{ART}arrow.svg", f"{ART}arrow-left.svg"
UNIT, EMPTY_UNIT = f"{ART}unit.svg", f"{ART}unit-empty.svg"
QUOTE = f"{ART}quote.svg"

MOST_PARTS = 4
"""Into so many parts a stacked bar is divided at most: each has a pattern of its own."""

SIGN = f"{ART}sign-"
"""Begins the name of every letter that stands in a circle to choose; it ends with the letter."""

CODE = f"{ART}code-"
"""Begins the name of every QR code, which ends with its address."""

TURNED = "-turned.svg"
"""Ends the name of a chart that begins on the right."""

STEPS = 3
"""Into so many steps a bar of words is divided."""


def units(counted: int, of: int) -> str:
    """Name a chart with a mark for each of so many, of which some are filled."""
    return f"{ART}units-{counted}-of-{of}.svg"


def word_bar(filled: int) -> str:
    """Name a bar of words such as “all”, “mostly”, “some”."""
    return f"{ART}words-{filled}-of-{STEPS}.svg"


def sign(letter: str) -> str:
    """Name the letter in a circle to choose."""
    return f"{SIGN}{letter}"


def code(address: str) -> str:
    """Name the QR code of an address."""
    return f"{CODE}{address}"


def distances(zones: Sequence[str], height: int) -> str:
    """Name a map of zones from near to far, so many mm high."""
    return f"{ART}map-{height} {', '.join(zones)}.svg"


def bar(counted: int, of: int) -> str:
    """Name a bar on a track that stands for all who answered."""
    return f"{ART}bar-{counted}-of-{of}.svg"


def stacked(counts: Sequence[int], of: int) -> str:
    """Name a bar of several parts, on a track that stands for all."""
    return f"{ART}stacked-{'-'.join(map(str, counts))}-of-{of}.svg"


def turned(path: str) -> str:
    """Name a chart as it begins on the right, for words from right to left; any other drawing as it
    is.
    """
    chart = path.startswith(tuple(f"{ART}{kind}-" for kind in ("bar", "stacked", "words", "units")))
    return path.removesuffix(".svg") + TURNED if chart else path


def part_key(number: int) -> str:
    """Name the pattern of a part of a stacked bar, counted from 1."""
    return f"{ART}part-{number}-of-{MOST_PARTS}.svg"
