"""Footnotes of two versions of a Word file, and what becomes of pieces that refer to them."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from packbuilder.inspection.word_xml import Element, W
from packbuilder.writers.docx.tracked_blocks import Blocks

_REFERENCE: Final = f"{W}footnoteReference"
_ID: Final = f"{W}id"
_BOOKMARKS: Final = (f"{W}bookmarkStart", f"{W}bookmarkEnd")


class FootnoteChanges:
    """The footnotes of both versions. `same` says which old one is which new one; `relate` lets
    links of old ones lead where they led.
    """

    def __init__(
        self,
        old: Sequence[Element],
        new: Sequence[Element],
        relate: Callable[[Element], Element],
    ) -> None:
        self._relate = relate
        self._blocks: Blocks | None = None
        self._old = {note.get(_ID, ""): note for note in old}
        self._new = {note.get(_ID, ""): note for note in new}
        self.same: dict[str, str] = {}
        self._written: dict[str, Element] = {}

    def pair(self, blocks: Blocks) -> None:
        """Find which old footnote is which new one; `blocks` compares their words."""
        self._blocks = blocks
        self.same = {id: f"before {id}" for id in self._old}
        for one, other in blocks.pairs(self._old.values(), self._new.values()):
            if one and other:
                self.same[one.element.get(_ID, "")] = other.element.get(_ID, "")

    def keep(self, old: str, new: str) -> None:
        """Write a footnote whose reference stays."""
        if old in self._old and new in self._new and self._blocks:
            note = copy.deepcopy(self._new[new])
            note[:] = self._blocks.compare(self._old[old], self._new[new])
            self._written[new] = note

    def add(self, id: str) -> None:
        """Write a footnote that was added, as its reference says."""
        if id in self._new:
            self._written[id] = self._new[id]

    def delete(self, id: str) -> str:
        """Write a footnote that was deleted, as its reference says; return its new number."""
        if id not in self._old:
            return id
        taken = (*self._new, *self._written)
        number = str(max((int(each) for each in taken if each.isdecimal()), default=0) + 1)
        note = self._relate(copy.deepcopy(self._old[id]))
        for mark in list(note.iter(*_BOOKMARKS)):
            mark.getparent().remove(mark)  # type: ignore[union-attr]
        note.set(_ID, number)
        self._written[number] = note
        return number

    def settle(self, body: Element) -> list[Element]:
        """Return all that were written, with the others after them, numbered in the order of their
        references in a text, as LibreOffice wants them.
        """
        others = {id: note for id, note in self._new.items() if id not in self._written}
        notes = {**self._written, **others}
        numbers = {id: str(number) for number, id in enumerate(notes, 1)}
        for id, note in notes.items():
            note.set(_ID, numbers[id])
        for reference in body.iter(_REFERENCE):
            id = reference.get(_ID, "")
            reference.set(_ID, numbers.get(id, id))
        return list(notes.values())


class TakenPieces:
    """What becomes of pieces: `relate` lets links and pictures of the old version lead where they
    led.
    """

    def __init__(self, relate: Callable[[Element], Element], notes: FootnoteChanges | None) -> None:
        self._relate, self._notes = relate, notes

    def old(self, element: Element) -> Iterable[Element]:
        """Return a piece of the old version as it may stand in the new file; of a control, its
        words.
        """
        element = copy.deepcopy(element)
        if element.tag == f"{W}sdt":
            return [self._relate(run) for run in element.iterfind(f"{W}sdtContent/{W}r")]
        if self._notes:
            for reference in element.iter(_REFERENCE):
                reference.set(_ID, self._notes.delete(reference.get(_ID, "")))
        return [self._relate(element)]

    def added(self, element: Element) -> Element:
        """Return a piece that was added."""
        if self._notes:
            for reference in element.iter(_REFERENCE):
                self._notes.add(reference.get(_ID, ""))
        return element

    def kept(self, old: Element, new: Element) -> Element:
        """Return a piece that both versions have."""
        if self._notes:
            for one, other in zip(old.iter(_REFERENCE), new.iter(_REFERENCE), strict=False):
                self._notes.keep(one.get(_ID, ""), other.get(_ID, ""))
        return new
