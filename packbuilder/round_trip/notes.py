"""Footnotes of an edited Word file → their labels in the content, and the notes that are new."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from packbuilder.inspection.units import Unit
from packbuilder.round_trip.places import Place, Source
from packbuilder.round_trip.tokens import smart, tokens_of
from packbuilder.round_trip.words import Edit, written


class Notes:
    """The footnotes of the `edited` units. `place_of` says where a unit stands in the content."""

    def __init__(self, edited: Sequence[Unit], place_of: Callable[[int], Place | None]) -> None:
        self._edited, self._place_of = edited, place_of
        self._labels: dict[str, str] = {}
        self._new: dict[str, list[str]] = {}
        self._files: dict[str, Source] = {}
        self._last: dict[str, int] = {}

    def label(self, id: str, main: Source) -> str:
        """Return the label of a footnote of the Word file: the old one, or the next that is free in
        the file of its document, which gets the note.
        """
        if id in self._labels:
            return self._labels[id]
        for new, unit in enumerate(self._edited):
            if unit.kind == "note" and unit.note == id:
                place = self._place_of(new)
                known = re.match(r"\[\^([^\]]+)\]", place.text) if place else None
                if known:
                    self._labels[id] = known[1]
                    return known[1]
                self._labels[id] = label = self._free_label(main)
                tokens = tokens_of(unit.text)
                text = smart(written(tokens, "", lambda each: self.label(each, main)), "")
                self._files[main.path] = main
                self._new.setdefault(main.path, []).append(f"[^{label}]: {text}")
        return self._labels.get(id, id)

    def added(self) -> Iterator[tuple[Source, Edit]]:
        """Yield the files that get new notes, each with the edit that puts them at its end."""
        for path, notes in self._new.items():
            source = self._files[path]
            text, lines = source.text, "".join(f"\n{note}\n" for note in notes)
            lead = "" if text.endswith("\n") else "\n"
            yield source, Edit(len(text), len(text), lead + lines)

    def _free_label(self, main: Source) -> str:
        if main.path not in self._last:
            taken = (int(number) for number in re.findall(r"\[\^(\d+)\]", main.text))
            self._last[main.path] = max(taken, default=0)
        self._last[main.path] += 1
        return str(self._last[main.path])
