"""What a document says of how it is printed for an event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Per = Literal["person", "table", "table-using", "facilitator", "room", "event"]
"""For whom there is a copy each; `table-using` is a table that chose the document.

A print order lists handouts in this order.
"""

Section = Literal["", "cards", "sheet", "poster"]
"""The part of a document to print: its sheets of cards, all other pages, its posters."""

Paper = Literal["A4", "A3", "card", "heavy"]
"""`card` and `heavy` are A4 too: card, and what stands in for it where there is none."""

PAPERS: tuple[Paper, ...] = ("A4", "A3", "card", "heavy")


@dataclass(frozen=True, slots=True)
class Spare:
    """Copies beyond the need: `percent` of it rounded up, and `least` at least."""

    percent: int = 0
    least: int = 0

    def of(self, number: int) -> int:
        """Return how many copies more there are when `number` are needed."""
        return max(self.least, -(-number * self.percent // 100))


@dataclass(frozen=True, slots=True)
class PrintRole:
    """One way in which an event needs a document; a document may have several.

    `until` is the id of the heading from which on pages are for facilitators: they are not handed
    out. `large_print` says whether people ask for it in large print; left open, what each person
    or table uses is.
    """

    per: Per
    part: Section = ""
    spare: Spare = Spare()
    paper: Literal["A4", "A3", "card"] = "A4"
    finish: Literal["", "cut", "booklet", "half", "wall"] = ""
    until: str = ""
    large_print: bool | None = None

    @property
    def in_large_print(self) -> bool:
        """Whether copies in large print belong to the order."""
        if self.large_print is None:
            return self.per in ("person", "table-using")
        return self.large_print


POSTER = "poster"
"""The id of a heading whose page is a poster; with a hyphen and a word when there are several."""


def is_poster(anchor: str) -> bool:
    """Whether an anchor, with or without its document's name, leads to a poster."""
    name = anchor.rpartition(".")[2]
    return name == POSTER or name.startswith(f"{POSTER}-")
