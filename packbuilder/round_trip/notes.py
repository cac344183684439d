"""Footnotes of an edited Word file → their labels in the content, and the notes that are new."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from packbuilder.inspection.word_units import Unit
from packbuilder.round_trip.places import Place, Source
from packbuilder.round_trip.tokens import smart, tokens_of
from packbuilder.round_trip.words import Edit, written


class Notes:
    """The footnotes of the `edited` units. `place_of` says where a unit stands in the content, and
    `main` is the file that new notes are added to.
    """

    def __init__(
        self, edited: Sequence[Unit], place_of: Callable[[int], Place | None], main: Source
    ) -> None:
        self._edited, self._place_of, self._main = edited, place_of, main
        self._labels: dict[str, str] = {}
        self._new: list[str] = []

    def label(self, id: str) -> str:
        """Return the label of a footnote of the Word file: the old one, or the next free one."""
        if id in self._labels:
            return self._labels[id]
        for new, unit in enumerate(self._edited):
            if unit.kind == "note" and unit.note == id:
                place = self._place_of(new)
                known = re.match(r"\[\^([^\]]+)\]", place.text) if place else None
                if known:
                    self._labels[id] = known[1]
                    return known[1]
                self._labels[id] = label = self._free_label()
                text = smart(written(tokens_of(unit.text), "", self.label), "")
                self._new.append(f"[^{label}]: {text}")
        return self._labels.get(id, id)

    def added(self) -> Edit | None:
        """Return the edit that puts new notes at the end of the file; None where there are none."""
        if not self._new:
            return None
        text = self._main.text
        lead = "" if text.endswith("\n") else "\n"
        return Edit(len(text), len(text), lead + "".join(f"\n{note}\n" for note in self._new))

    def _free_label(self) -> str:
        taken = {int(n) for n in re.findall(r"\[\^(\d+)\]", self._main.text)}
        taken |= {int(label) for label in self._labels.values() if label.isdigit()}
        return str(max(taken, default=0) + 1)
