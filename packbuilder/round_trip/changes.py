"""Edited units and current units → edits of files, and what people have to know of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from packbuilder.inspection.word_markdown import SIGN
from packbuilder.inspection.word_units import Unit
from packbuilder.round_trip.align import align, unmoved
from packbuilder.round_trip.delivered import Delivered
from packbuilder.round_trip.lines import escaped, has_minutes, includes, is_own, short
from packbuilder.round_trip.notes import Notes
from packbuilder.round_trip.places import Place, Places, Source
from packbuilder.round_trip.report import Entry
from packbuilder.round_trip.tokens import likeness, plain, same, smart, tokens_of
from packbuilder.round_trip.words import Edit, WordChanges, change_words, written

_ITEM: Final = re.compile(r"(\s*(?:[-*+]|\d+[.)])\s+)")
_OPEN: Final = ("callout", "landscape", "small-print", "only", "excuse", "lead", "theme")
"""`:::` blocks in which a new paragraph may stand."""
_MOST_UNKNOWN: Final = 0.3
_FEWEST: Final = 10
_REMADE: Final = 0.4
"""How alike words are at least that the program made, where one is an edit of the other."""


@dataclass(frozen=True)
class Project:
    """What the content is: its files, the one of the document, who prints the others."""

    sources: Mapping[str, Source]
    main: str
    printed_by: Mapping[str, tuple[str, ...]]


@dataclass
class Pulled:
    """Edits by file, and the report."""

    edits: dict[str, list[Edit]] = field(default_factory=dict)
    report: list[Entry] = field(default_factory=list)
    unknown: bool = False


class Puller:
    """Brings the edits of one Word file into the content."""

    def __init__(
        self,
        base: Sequence[Unit],
        edited: Sequence[Unit],
        places: Places,
        project: Project,
        delivery: Delivered,
    ) -> None:
        self._base, self._edited = delivery.in_order(base), list(edited)
        self._places, self._project = places, project
        self._delivery = delivery
        self._outdated = delivery.outdated(self._base)
        self._found = {n: places.find(unit) for n, unit in enumerate(self._base)}
        self._matches = align(self._base, self._edited)
        self._back = {new: old for old, new in self._matches.items()}
        main = project.sources[project.main]
        self._notes = Notes(self._edited, self._place_of, main)
        self._touched: set[str] = set()
        self.result = Pulled()

    def pull(self) -> Pulled:
        """Return the edits of files and the report."""
        if self._is_unknown():
            self.result.unknown = True
            return self.result
        still = unmoved(self._matches)
        for old, new in sorted(self._matches.items()):
            self._change(old, new)
            if old not in still and self._base[old].kind not in ("note", "made"):
                self._move(old, new)
        for old in range(len(self._base)):
            if old not in self._matches:
                self._delete(old)
        for new in range(len(self._edited)):
            if new not in self._back:
                self._insert(new)
        if edit := self._notes.added():
            self.result.edits.setdefault(self._project.main, []).append(edit)
            self._touched.add(self._project.main)
        for path in sorted(self._touched - {self._project.main}):
            others = ", ".join(self._project.printed_by.get(path, ()))
            self._say("SHARED", f"these words are also printed in: {others}", path)
        return self.result

    def _is_unknown(self) -> bool:
        wanted = [n for n, unit in enumerate(self._edited) if unit.kind not in ("made", "figure")]
        strange = [n for n in wanted if n not in self._back]
        return len(wanted) >= _FEWEST and len(strange) > _MOST_UNKNOWN * len(wanted)

    def _say(self, kind: str, words: str, file: str = "", line: int = 0) -> None:
        self.result.report.append(Entry(kind, words, file, line))  # type: ignore[arg-type]

    def _edit(self, place: Place, edit: Edit) -> None:
        edits = self.result.edits.setdefault(place.source.path, [])
        if edit not in edits:
            edits.append(edit)
        self._touched.add(place.source.path)

    # Words ----------------------------------------------------------------------------------------

    def _change(self, old: int, new: int) -> None:
        """Carry over what changed in the words of a unit that is still there."""
        before, after, place = self._base[old], self._edited[new], self._found[old]
        if after.filled and not before.filled:
            self._say("CONTROL", f"answers are ignored, use collect: “{short(after.filled)}”")
        if self._delivery.is_untouched(after, before.cells != after.cells):
            return
        if before.kind == "row" and before.cells != after.cells:
            where = self._where(place)
            self._say("TABLE-SHAPE", f"the table has other columns: {short(after.text)}", *where)
            return
        if place and {before.kind, after.kind} <= {"heading", "paragraph"}:
            self._change_kind(before, after, place)
        if same(before.text, after.text):
            return
        if before.kind == "made" and self._is_remade(before, after):
            return
        if place is None:
            self._say(
                "GENERATED",
                f"“{short(before.text)}” → “{short(after.text)}”: "
                "the program makes these words, or settings do",
            )
            return
        source = self._outdated.get(old)
        if source is not None:
            self._merge(old, after, source, place)
            return
        changes = change_words(before.text, after.text, place.text, place.start, self._notes.label)
        self._apply(changes, place)

    def _is_remade(self, before: Unit, after: Unit) -> bool:
        """Whether another version of the program, or Word, wrote these words: in contents, Word
        writes the headings again.
        """
        headings = (unit.raw for unit in self._edited if unit.kind == "heading")
        return likeness(before.raw, after.raw) < _REMADE or any(
            after.raw.endswith(words) for words in headings
        )

    def _apply(self, changes: WordChanges, place: Place) -> None:
        path, line = self._where(place)
        for edit in changes.edits:
            self._edit(place, edit)
        for lost in changes.unplaced:
            if lost.value:
                words = f"“{lost.old}” → “{lost.new}”: change {lost.value} in the edition’s file"
                self._say("VALUE", words, path, line)
            else:
                words = f"“{short(lost.old)}” → “{short(lost.new)}” is not in the text"
                self._say("GENERATED", words, path, line)
        if changes.signs:
            self._say("CONTROL", "places to answer were added or taken away", path, line)
        if place.last < place.source.head and changes.edits:
            self._say(
                "HEAD", f"{place.source.lines[line - 1].split(':', 1)[0]} changes", path, line
            )
        if has_minutes(changes, place):
            self._say("MINUTES", "minutes of a step change; check compares their sum", path, line)

    def _change_kind(self, before: Unit, after: Unit, place: Place) -> None:
        """Turn a paragraph into a heading, or the reverse, or change a heading's level."""
        marks = re.match(r"#*\s*", place.text)
        now = marks[0] if marks else ""
        wanted = "#" * max(after.level - 1, 1) + " " if after.kind == "heading" else ""
        if (before.kind, before.level) != (after.kind, after.level):
            self._edit(place, Edit(place.start, place.start + len(now), wanted))
            self._say("KIND", f"{before.kind} becomes {after.kind}", *self._where(place))

    def _merge(self, old: int, after: Unit, delivered: str, place: Place) -> None:
        """Carry words over into lines that have changed since the file was delivered."""
        plain = after.raw
        path, line = self._where(place)
        if same(plain, delivered) or same(plain, self._base[old].raw):
            return
        changes = change_words(delivered, plain, place.text, place.start, self._notes.label)
        ours = change_words(
            self._base[old].raw, delivered, place.text, place.start, self._notes.label
        )
        clash = changes.unplaced or any(
            one.start <= other.end and other.start <= one.end
            for one in changes.edits
            for other in ours.edits
        )
        if clash:
            words = f"in Word “{short(plain, 300)}”; in the content “{place.text}”"
            self._say("CONFLICT", words, path, line)
            return
        self._apply(changes, place)
        self._say("MERGED", "these lines have changed in the content too", path, line)

    # Whole units ----------------------------------------------------------------------------------

    def _move(self, old: int, new: int) -> None:
        place = self._found[old]
        if place is None or self._base[old].kind in ("made", "figure"):
            self._say("GENERATED", f"“{short(self._base[old].text)}” was moved")
            return
        text = place.text
        for edit in sorted(self.result.edits.get(place.source.path, ()), key=lambda e: -e.start):
            if place.start <= edit.start and edit.end <= place.stop:
                at = edit.start - place.start
                text = text[:at] + edit.text + text[edit.end - place.start :]
                self.result.edits[place.source.path].remove(edit)
        del_before = len(self.result.edits.get(place.source.path, ()))
        self._put(new, text, self._base[old])
        if len(self.result.edits.get(place.source.path, ())) > del_before:
            self._remove(place, self._base[old].kind)

    def _delete(self, old: int) -> None:
        unit, place = self._base[old], self._found[old]
        if unit.kind == "made" or self._delivery.is_fresh(unit):
            return
        if self._delivery.then and not unit.within:
            return  # the file does not say whether it had this
        if place is None and not self._delivery.was_delivered(unit):
            return
        if unit.kind == "figure":
            self._say("IMAGE", f"a picture was taken away: {short(unit.text)}")
        elif place is None or place.last < place.source.head:
            self._say("GENERATED", f"“{short(unit.text)}” was deleted; the program makes it")
        elif unit.kind == "row" and unit.row == 0:
            self._say("TABLE-SHAPE", "a table’s header was deleted", *self._where(place))
        elif old in self._outdated:
            self._say(
                "CONFLICT",
                f"deleted in Word, changed in the content: “{place.text}”",
                *self._where(place),
            )
        elif not is_own(place, unit):
            self._say(
                "NOTE", f"“{short(unit.text)}” was deleted; delete it by hand", *self._where(place)
            )
        else:
            self._remove(place, unit.kind)

    def _remove(self, place: Place, kind: str) -> None:
        source, first, last = place.source, place.first, place.last
        start, stop = source.starts[first - 1], min(source.starts[last], len(source.text))
        lines = source.lines
        blank_before = first < 2 or not lines[first - 2].strip()
        spaced = kind not in ("item", "row") and blank_before and last < len(lines)
        if spaced and not lines[last].strip():
            stop = min(source.starts[last + 1], len(source.text))
        if stop == len(source.text) and kind == "note" and blank_before and first > 1:
            start = source.starts[first - 2]
        self._edit(place, Edit(start, stop, ""))

    def _insert(self, new: int) -> None:
        unit = self._edited[new]
        if unit.kind == "note":
            return
        if unit.kind == "made":
            made = (n for n, each in enumerate(self._base) if each.kind == "made")
            if all(n in self._matches for n in made) and not self._is_remade(unit, unit):
                self._say("GENERATED", f"“{short(unit.text)}” was added where the program writes")
            return
        if unit.kind == "figure":
            self._say("IMAGE", f"a picture was added: “{short(unit.text)}”")
            return
        gone = self._delivery.gone_words(unit)
        if not gone:
            self._put(new, "", unit)
        elif plain(gone) != plain(unit.text):
            self._say("CONFLICT", f"changed in Word, deleted in the content: “{unit.raw}”")

    def _put(self, new: int, raw: str, unit: Unit) -> None:
        """Put a unit after the one before it; `raw` are its lines when it comes from elsewhere."""
        for before in range(new - 1, -1, -1):
            old = self._back.get(before)
            place = None if old is None else self._found[old]
            if old is not None and place and self._may_follow(old, place):
                self._put_after(old, place, new, raw, unit)
                return
        for after in range(new + 1, len(self._edited)):
            old = self._back.get(after)
            place = None if old is None else self._found[old]
            if old is not None and place and place.last > place.source.head:
                text = raw or self._lines(new, unit, place, self._base[old])
                end = "\n" if unit.kind in ("item", "row") else "\n\n"
                self._edit(place, Edit(place.start, place.start, text + end))
                return
        self._say("NOTE", f"no place was found for “{short(unit.text)}”")

    def _may_follow(self, old: int, place: Place) -> bool:
        unit = self._base[old]
        return place.last > place.source.head and unit.kind not in ("made", "note", "figure")

    def _put_after(self, old: int, place: Place, new: int, raw: str, unit: Unit) -> None:
        previous = self._base[old]
        if unit.kind == "row" and (previous.kind != "row" or previous.cells != unit.cells):
            words = f"a table or a row of another shape was added: {short(unit.text)}"
            self._say("TABLE-SHAPE", words, *self._where(place))
            return
        text = raw or self._lines(new, unit, place, previous)
        if unit.kind == previous.kind and unit.kind in ("item", "row"):
            at = min(place.source.starts[place.last], len(place.source.text))
            lead = "" if place.source.text[:at].endswith("\n") else "\n"
            self._edit(place, Edit(at, at, f"{lead}{text}\n"))
            return
        if unit.kind == "item" and (following := self._next_item(new)):
            self._edit(following, Edit(following.start, following.start, f"{text}\n"))
            return
        line, source = self._end_of(place, unit, new)
        at = min(source.starts[line], len(source.text))
        lead = "" if source.text[:at].endswith("\n") else "\n"
        blank = line < len(source.lines) and source.lines[line].strip()
        end = "\n\n" if blank and not source.lines[line].startswith(":::") else "\n"
        self._edit(replace(place, source=source), Edit(at, at, f"{lead}\n{text}{end}"))

    def _next_item(self, new: int) -> Place | None:
        old = self._back.get(new + 1)
        if old is None or self._base[old].kind != "item":
            return None
        return self._found[old]

    def _end_of(self, place: Place, unit: Unit, new: int) -> tuple[int, Source]:
        """Return the last line of what a new paragraph stands after, and in which file."""
        source, line = place.source, place.last
        following = next(
            (
                p
                for n in range(new + 1, len(self._edited))
                if (old := self._back.get(n)) is not None and (p := self._found[old])
            ),
            None,
        )
        main = self._project.sources[self._project.main]
        if source.path != main.path and (not following or following.source.path != source.path):
            ends = [fence.last for fence in main.fences if includes(main, fence.first, source)]
            if ends:
                return ends[0], main
        while (
            line < len(source.lines)
            and source.lines[line].strip()
            and not source.lines[line].lstrip().startswith(":::")
        ):
            if unit.kind in ("item", "row"):
                break
            line += 1
        for fence in source.around(place.last):
            if fence.name not in _OPEN or (fence.name == "callout" and not unit.framed):
                line = max(line, fence.last)
        return line, source

    def _lines(self, new: int, unit: Unit, place: Place, previous: Unit) -> str:
        """Write the lines of a new unit."""
        text = smart(written(tokens_of(unit.text), "", self._notes.label), "")
        if unit.kind == "heading":
            return "#" * max(unit.level - 1, 1) + f" {text}"
        if unit.kind == "row":
            if SIGN in text:
                signs = re.findall(r"\[ \]|\( \)|_{3,}", place.text)
                for sign in signs:
                    text = text.replace(SIGN, sign, 1)
                self._say(
                    "CONTROL",
                    "a row with places to answer was added: give it a key",
                    *self._where(place),
                )
            return f"| {text} |"
        if unit.kind == "item":
            marker = _ITEM.match(place.text)
            lead = marker[1] if marker and previous.kind == "item" else "- "
            number = re.search(r"\d+", lead)
            if number and new - 1 in self._back:
                lead = lead.replace(number[0], str(int(number[0]) + 1), 1)
            return f"{lead}{text}"
        return escaped(text)

    def _place_of(self, new: int) -> Place | None:
        """Return where an edited unit stands in the content; None for a new one."""
        old = self._back.get(new)
        return None if old is None else self._found[old]

    def _where(self, place: Place | None) -> tuple[str, int]:
        return (place.source.path, place.first) if place else ("", 0)
