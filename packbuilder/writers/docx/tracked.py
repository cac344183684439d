"""Two versions of a Word file → one with tracked changes: accepted, it says what the new one says,
rejected, what the old one says.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from lxml import etree

from packbuilder.inspection.units import Unit
from packbuilder.inspection.word_units import read_units
from packbuilder.inspection.word_xml import Element, W
from packbuilder.writers.docx.archive import write_archive
from packbuilder.writers.docx.tracked_blocks import Blocks
from packbuilder.writers.docx.tracked_notes import FootnoteChanges, TakenPieces
from packbuilder.writers.docx.tracked_parts import Imports, OpenedFile
from packbuilder.writers.docx.tracked_words import Tracker

_FIRST: Final = 900_001
"""The first number of a change: above those of bookmarks."""
_NOTES: Final = "word/footnotes.xml"
_MODIFIED: Final = "{http://purl.org/dc/terms/}modified"
_TYPE: Final = f"{W}type"
_NOTE: Final = re.compile(r"\[\^[^\]]+\]")
_NOWHERE: Final = "1980-01-01T00:00:00Z"


@dataclass(frozen=True)
class TrackedFile:
    """A Word file with tracked changes; references to files `outside` were left out."""

    data: bytes
    outside: tuple[str, ...]


def track_changes(old: bytes, new: bytes, author: str) -> TrackedFile:
    """Return the new file with what it changes as tracked changes, on the date of the new one."""
    before, after = OpenedFile(old), OpenedFile(new)
    outside = tuple(dict.fromkeys((*before.outside, *after.outside)))
    return TrackedFile(_Comparison(before, after, author).write(), outside)


def says_the_same(tracked: bytes, old: bytes, new: bytes) -> bool:
    """Whether a file with changes says the one when they are rejected, the other when accepted."""
    return all(
        _said(read_units(tracked, reject).units) == _said(read_units(plain).units)
        for reject, plain in ((True, old), (False, new))
    )


def _said(units: Sequence[Unit]) -> list[tuple[str, int, str]]:
    """Return what units say, in order; footnotes have other numbers in another file, and may stand
    in another order in it than in the text.
    """
    notes = {f"[^{unit.note}]": f"[^{unit.text}]" for unit in units if unit.note}
    said = [
        (unit.kind, unit.level, _NOTE.sub(lambda at: notes.get(at[0], at[0]), unit.text))
        for unit in units
    ]
    return sorted(said, key=lambda each: each if each[0] == "note" else ("", 0, ""))


class _Comparison:
    """Compares two files, and writes the new one with the changes."""

    def __init__(self, old: OpenedFile, new: OpenedFile, author: str) -> None:
        self._old, self._new = old, new
        core = new.parts.get("docProps/core.xml")
        date = _NOWHERE if core is None else core.findtext(_MODIFIED, _NOWHERE)
        self._tracker = Tracker(author, date, _FIRST)
        self._imports = Imports(old, new)
        relate = partial(self._imports.relations, story="footnotes")
        self._notes = FootnoteChanges(_notes(old), _notes(new), relate)

    def write(self) -> bytes:
        """Return the file."""
        if _NOTES in self._old.parts and _NOTES not in self._new.parts:
            self._new.add_part("footnotes", _without_notes(self._old.parts[_NOTES]))
        self._notes.pair(self._blocks("footnotes"))
        text = self._blocks("document", self._notes)
        old, new = (_body(file) for file in (self._old, self._new))
        for one, other in text.pairs(old, new):
            if one and other:
                self._imports.same_list(one.element, other.element)
        self._imports.styles()
        sections = [each for each in new if each.tag == f"{W}sectPr"]
        new[:] = [*text.compare(list(old), list(new)), *sections]
        if _NOTES in self._new.parts:
            root = self._new.parts[_NOTES]
            root[:] = [*(note for note in root if note.get(_TYPE)), *self._notes.settle(new)]
        return write_archive(self._new.packed())

    def _blocks(self, story: str, notes: FootnoteChanges | None = None) -> Blocks:
        old, new = (file.story(story) for file in (self._old, self._new))
        if notes:
            old.notes = notes.same
        taken = TakenPieces(partial(self._imports.relations, story=story), notes)
        return Blocks(old, new, self._tracker, taken, self._imports.renumbered)


def _body(file: OpenedFile) -> Element:
    body = file.parts["word/document.xml"].find(f"{W}body")
    return etree.Element(f"{W}body") if body is None else body


def _notes(file: OpenedFile) -> list[Element]:
    return [note for note in file.parts.get(_NOTES, ()) if not note.get(_TYPE)]


def _without_notes(notes: Element) -> Element:
    """Return the footnotes of a file that has none but the lines above them."""
    copied = copy.deepcopy(notes)
    copied[:] = [note for note in copied if note.get(_TYPE)]
    return copied
