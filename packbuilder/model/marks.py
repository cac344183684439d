"""Names of the small drawings that the program makes itself; `theme/marks.py` draws them."""

from __future__ import annotations

from collections.abc import Sequence

ART = "art/"
"""Begins the address of every drawing of the program."""

ARROW, ARROW_LEFT = f"{ART}arrow.svg", f"{ART}arrow-left.svg"
UNIT, EMPTY_UNIT = f"{ART}unit.svg", f"{ART}unit-empty.svg"
QUOTE = f"{ART}quote.svg"

CODE = f"{ART}code-"
"""Begins the name of every QR code, which ends with its address."""

STEPS = 3
"""Into so many steps a bar of words is divided."""


def units(counted: int, of: int) -> str:
    """Name a chart with a mark for each of so many, of which some are filled."""
    return f"{ART}units-{counted}-of-{of}.svg"


def word_bar(filled: int) -> str:
    """Name a bar of words such as “all”, “mostly”, “some”."""
    return f"{ART}words-{filled}-of-{STEPS}.svg"


def code(address: str) -> str:
    """Name the QR code of an address."""
    return f"{CODE}{address}"


def distances(zones: Sequence[str], height: int) -> str:
    """Name a map of zones from near to far, so many mm high."""
    return f"{ART}map-{height} {', '.join(zones)}.svg"


def bar(counted: int, of: int) -> str:
    """Name a bar on a track that stands for all who answered."""
    return f"{ART}bar-{counted}-of-{of}.svg"
