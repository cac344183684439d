"""The units of a Word file beside those of the content, and what was found out about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from packbuilder.inspection.units import Provenance, Unit, UnitKind
from packbuilder.round_trip.inclusions import Inclusions
from packbuilder.round_trip.notes import Notes
from packbuilder.round_trip.places import Place, Places, Source
from packbuilder.round_trip.report import Conflict, Entry, ReportKind
from packbuilder.round_trip.words import Edit


@dataclass(frozen=True)
class Project:
    """What the content is: its files, who prints each of them, the edition's values as printed."""

    sources: Mapping[str, Source]
    printed_by: Mapping[str, tuple[str, ...]]
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Pulled:
    """Edits by file, and the report. `mains` are the files of the documents in which a shared file
    was edited, `values` the new values of an edition by name, `pictures` those that were added, by
    the numbers of their units, `conflicts` what somebody can decide between.
    """

    edits: dict[str, list[Edit]] = field(default_factory=dict)
    report: list[Entry] = field(default_factory=list)
    mains: dict[str, dict[str, None]] = field(default_factory=dict)
    values: dict[str, dict[str, None]] = field(default_factory=dict)
    pictures: list[int] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    unknown: bool = False


class Matched:
    """Units of the content (`base`) and of the Word file (`edited`), which of the one is which of
    the other (`matches`), and the lines that hold each of the content. `origin` says to which
    document the units of a pack belong, whose only one, or first, has the file `main`. `became`
    has the new kinds of those of the content that are of another kind from now on; `settled` are
    those with which all is done, and `taken` such units of the Word file; `reshaped` are units of
    it of another kind or style, of which that is said.
    """

    def __init__(
        self,
        base: Sequence[Unit],
        edited: Sequence[Unit],
        matches: Mapping[int, int],
        origin: Provenance,
        main: str,
        project: Project,
    ) -> None:
        self.base, self.edited, self.project = list(base), list(edited), project
        self._mains = _main_files(base, origin, main)
        self.places = Places(origin.blocks, project.sources)
        self.found = {
            number: self.places.find(unit, self._mains[number]) for number, unit in enumerate(base)
        }
        self.inclusions = Inclusions(self.found, self._mains, project.sources)
        self.matches = dict(matches)
        self.back = {new: old for old, new in self.matches.items()}
        self.notes = Notes(edited, self.place_of)
        self.became: dict[int, UnitKind] = {}
        self.settled: set[int] = set()
        self.taken: set[int] = set()
        self.reshaped: set[int] = set()
        self.result = Pulled()

    def main_of(self, old: int) -> Source:
        """Return the file of the document that a unit of the content belongs to."""
        return self.project.sources[self._mains[old]]

    def place_of(self, new: int) -> Place | None:
        """Return where an edited unit stands in the content; None for a new one."""
        old = self.back.get(new)
        return None if old is None else self.found[old]

    def label(self, old: int) -> Callable[[str], str]:
        """Return what gives the labels of footnotes in the document that a unit belongs to."""
        return partial(self.notes.label, main=self.main_of(old))

    def edit(self, old: int, place: Place, edit: Edit) -> None:
        """Note an edit of a file, for a unit of the content that it is about."""
        path = place.source.path
        edits = self.result.edits.setdefault(path, [])
        if edit not in edits:
            edits.append(edit)
        self.result.mains.setdefault(path, {})[self._mains[old]] = None

    def say(self, kind: ReportKind, words: str, place: Place | None = None) -> None:
        """Note what people have to know."""
        path, line = (place.source.path, place.first) if place else ("", 0)
        self.result.report.append(Entry(kind, words, path, line))


def _main_files(units: Sequence[Unit], origin: Provenance, main: str) -> list[str]:
    """Return the file of the document that each unit belongs to. Titles belong to the document
    whose blocks follow, and what stands behind all blocks to the last one.
    """
    parts = {block.bookmark: origin.parts.get(block.part, "") for block in origin.blocks}
    files = [parts.get(unit.within, "") for unit in units]
    following = next((file for file in reversed(files) if file), main)
    for number in reversed(range(len(files))):
        following = files[number] = files[number] or following
    return files
