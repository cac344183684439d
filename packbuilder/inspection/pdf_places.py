"""Destinations in a PDF → the words that a link to them leads to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pikepdf

from packbuilder.inspection.reading import Piece, TextRun

_LINE = 3.0
"""How far apart in pt lines of words that stand side by side may be."""


class Places:
    """Where each piece of the text begins."""

    def __init__(self) -> None:
        self._starts: list[TextRun | None] = []

    def note(self, run: TextRun | None) -> None:
        """Keep the first words of the next piece, if it has any on the page."""
        self._starts.append(run)

    def resolve(
        self, document: pikepdf.Pdf, numbers: Mapping[Any, int], pieces: list[Piece]
    ) -> Callable[[Any], str]:
        """Return what gives the words at a destination: those of the first line below it."""
        tops: dict[int, list[tuple[float, str]]] = {}
        for run, piece in zip(self._starts, pieces, strict=True):
            if run is not None:
                tops.setdefault(run.page, []).append((run.y, piece.text))
        for starts in tops.values():
            starts.sort()
        names = named_places(document)

        def words_at(destination: Any) -> str:
            place = destination
            if not isinstance(place, pikepdf.Array):
                place = names.get(str(destination))
            if place is None:
                return ""
            page, _, _, y, *_ = place
            below = float(page.MediaBox[3]) - float(y)
            return _words_below(tops.get(numbers.get(page.objgen, 0), []), below)

        return words_at


def named_places(document: pikepdf.Pdf) -> dict[str, Any]:
    """Return the places that links lead to by name: the page, and how it is shown."""
    tree: Any = document.Root.get("/Names", pikepdf.Dictionary()).get("/Dests")
    found = dict(_entries(tree)) if tree is not None else {}
    return {
        name: place if isinstance(place, pikepdf.Array) else place.D
        for name, place in found.items()
    }


def _words_below(starts: list[tuple[float, str]], top: float) -> str:
    below = [(y, words) for y, words in starts if y > top]
    return " ".join(words for y, words in below if y < below[0][0] + _LINE)


def _entries(tree: Any) -> Iterator[tuple[str, Any]]:
    names = tree.get("/Names", [])
    for at in range(0, len(names), 2):
        yield str(names[at]), names[at + 1]
    for kid in tree.get("/Kids", []):
        yield from _entries(kid)
