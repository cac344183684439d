"""Edited units and current units → edits of files, and what people have to know of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from packbuilder.inspection.units import Unit
from packbuilder.round_trip.branches import branches
from packbuilder.round_trip.copies import copies_of
from packbuilder.round_trip.delivered import Delivered
from packbuilder.round_trip.fences import SAID_BY, Fencer
from packbuilder.round_trip.insertions import LISTED, Inserter
from packbuilder.round_trip.kinds import Reshaper
from packbuilder.round_trip.lines import has_minutes, is_own, maker_of, short
from packbuilder.round_trip.lists import Leads
from packbuilder.round_trip.matched import Matched, Pulled
from packbuilder.round_trip.places import Place
from packbuilder.round_trip.report import Conflict
from packbuilder.round_trip.tokens import likeness, same
from packbuilder.round_trip.values import new_value
from packbuilder.round_trip.words import Edit, Unplaced, WordChanges, change_words

_INSIDE: Final = re.compile(r"\]\(#([^)\s]*)")
_SIGN_OF_NOTE: Final = re.compile(r"\[\^([^\]\s]+)\]")
_BY: Final = re.compile(r'\s*\{by="[^"]*"\}|\bby="[^"]*"\s*')
_MOST_UNKNOWN: Final = 0.3
_FEWEST: Final = 10
_REMADE: Final = 0.4
"""How alike words are at least that the program made, where one is an edit of the other."""


class Puller:
    """Brings the edits of one Word file into the content, which is the `same` as the file was
    delivered with, or has changed since.
    """

    def __init__(self, matched: Matched, delivery: Delivered, same: bool) -> None:
        self._all, self._delivery = matched, delivery
        self._base, self._edited, self._found = matched.base, matched.edited, matched.found
        before = ((old, delivery.before(old)) for old in range(len(self._base)))
        self._outdated = {old: unit for old, unit in before if unit}
        leads = Leads(matched)
        self._inserter = Inserter(matched, leads)
        self._reshaper = Reshaper(matched, delivery, leads, same)
        self._fencer, self._same = Fencer(matched, delivery), same
        pairs = ((self._base[old], self._edited[new]) for old, new in matched.matches.items())
        self._became = {one.note: other.note for one, other in pairs if one.kind == "note"}
        self._broken_tables = frozenset(self._tables_of_other_shape())

    def pull(self) -> Pulled:
        """Return the edits of files and the report."""
        result, matches = self._all.result, self._all.matches
        if self._is_unknown():
            result.unknown = True
            return result
        still, settled = self._delivery.unmoved, self._settle_copies()
        self._all.settled.update(settled)
        self._reshaper.reshape(settled)
        settled = self._all.settled
        for old, new in sorted(matches.items()):
            if old in settled:
                continue
            self._change(old, new)
            if old not in still and self._base[old].kind not in ("note", "made"):
                self._move(old, new)
        for old in range(len(self._base)):
            if old not in matches and old not in settled:
                self._delete(old)
        for new in range(len(self._edited)):
            if new not in self._all.back and new not in self._all.taken:
                self._insert(new)
        for source, edit in self._all.notes.added():
            result.edits.setdefault(source.path, []).append(edit)
        return result

    def _settle_copies(self) -> set[int]:
        """Settle what became of copies of the same lines: return those of which nothing is carried
        over, as another copy has the same edit, or as two differ.
        """
        settled: set[int] = set()
        for copies in copies_of(self._base, self._found):
            edits = {old: edit for old in copies if (edit := self._edit_of(old)) is not None}
            if self._is_own(copies[0]) and len(edits) < len(copies):  # a card less has a back less
                settled.update(old for old, edit in edits.items() if not edit)
                edits = {old: edit for old, edit in edits.items() if edit}
            different = dict.fromkeys(edits.values())
            settled.update([*edits][1 if len(different) == 1 else 0 :])
            if len(different) > 1:
                versions = " and ".join(f"“{short(each, 300)}”" for each in different)
                words = f"copies of the same words became {versions}"
                self._all.say("CONFLICT", words, self._found[copies[0]])
        return settled

    def _edit_of(self, old: int) -> str | None:
        """Return the new words of a unit of the content; nothing where it is as it was."""
        unit, new = self._base[old], self._all.matches.get(old)
        if new is None:
            return None if self._delivery.is_new(old) else ""
        after = self._edited[new]
        same_words = same(unit.text, after.text) or self._delivery.is_untouched(old, new)
        return None if same_words else after.text

    def _is_own(self, old: int) -> bool:
        """Whether a unit stands in the file of its document, and not in one that is shared."""
        place = self._found[old]
        return not place or place.source.path == self._all.main_of(old).path

    def _is_unknown(self) -> bool:
        wanted = [n for n, unit in enumerate(self._edited) if unit.kind not in ("made", "figure")]
        fate, back = self._delivery.fate, self._all.back
        strange = [n for n in wanted if n not in back and fate(n) == "new"]
        return len(wanted) >= _FEWEST and len(strange) > _MOST_UNKNOWN * len(wanted)

    # Words ----------------------------------------------------------------------------------------

    def _change(self, old: int, new: int) -> None:
        """Carry over what changed in the words of a unit that is still there."""
        before, after, place = self._base[old], self._edited[new], self._found[old]
        say = self._all.say
        if after.filled and not same(before.filled, after.filled):
            say("CONTROL", f"answers are ignored, use collect: “{short(after.filled)}”")
        self._compare_targets(old, new)
        if self._delivery.is_untouched(old, new):
            return
        if before.kind == "row" and before.cells != after.cells:
            say("TABLE-SHAPE", f"the table has other columns: {short(after.text)}", place)
            return
        if same(before.text, after.text):
            return
        if before.kind == "made" and self._is_remade(before, after):
            return
        if place is None and (self._change_cells(old, after) or self._is_value(before, after)):
            return
        if place is None:
            words = f"“{short(before.raw)}” → “{short(after.raw)}”"
            say("GENERATED", f"{words}: the program makes these words, or settings do")
        elif was := self._outdated.get(old):
            self._merge(old, after, was, place)
        else:
            label = self._all.label(old)
            changes = change_words(before.text, after.text, place.text, place.start, label)
            self._apply(changes, old, after, place)

    def _compare_targets(self, old: int, new: int) -> None:
        """Say that a link inside the document, or the sign of a footnote, leads elsewhere in Word,
        and that a table begins elsewhere.
        """
        before, after, place = self._base[old], self._edited[new], self._found[old]
        if (
            self._same
            and before.kind == after.kind == "row"
            and bool(before.row) != bool(after.row)
        ):
            how = "parted before" if before.row else "joined with the one before at"
            words = f"a table was {how} “{short(after.text)}”"
            self._all.say("TABLE-SHAPE", f"{words}: do it by hand", place)
        said = [_INSIDE.findall(unit.text) for unit in (before, after)]
        if self._same and len(said[0]) == len(said[1]) and said[0] != said[1]:
            words = f"links in “{short(after.text)}” lead elsewhere in the document"
            self._all.say("NOTE", f"{words}: change them by hand", place)
        signs = [_SIGN_OF_NOTE.findall(unit.text) for unit in (before, after)]
        became = [self._became.get(id, "") for id in signs[0]]
        if len(became) == len(signs[1]) and all(became) and became != signs[1]:
            words = f"footnotes of “{short(after.text)}” are others now"
            self._all.say("NOTE", f"{words}: change their signs by hand", place)

    def _change_cells(self, old: int, after: Unit) -> bool:
        """Carry over what changed in the cells of a row that is made of keys of the front matter;
        return whether all of it was.
        """
        before = self._base[old]
        was = self._outdated.get(old, before)
        cells = [unit.text.split(" | ") for unit in (was, before, after)]
        if before.kind != "row" or len({*map(len, cells)}) > 1:
            return False
        edits = [(a, b, c) for a, b, c in zip(*cells, strict=True) if not same(a, c)]
        if any(not same(a, b) for a, b, _ in edits):  # changed on both sides
            return False
        pairs = [(b, c) for _, b, c in edits]
        units = [replace(before, kind="paragraph", text=a) for a, _ in pairs]
        places = [self._all.places.find(unit, self._all.main_of(old).path) for unit in units]
        found = [place for place in places if place and place.last < place.source.head]
        if len(found) < len(pairs):
            return False
        for (a, b), place in zip(pairs, found, strict=True):
            changes = change_words(a, b, place.text, place.start, self._all.label(old))
            self._apply(changes, old, after, place)
        return True

    def _is_remade(self, before: Unit, after: Unit) -> bool:
        """Whether another version of the program, or Word, wrote these words: in contents, Word
        writes the headings again.
        """
        headings = (unit.raw for unit in self._edited if unit.kind == "heading")
        return likeness(before.raw, after.raw) < _REMADE or any(
            after.raw.endswith(words) for words in headings
        )

    def _apply(self, changes: WordChanges, old: int, after: Unit, place: Place) -> None:
        say = self._all.say
        for edit in changes.edits:
            self._all.edit(old, place, edit)
        for lost in changes.unplaced:
            if lost.value:
                self._change_value(lost, self._base[old], after, place)
            else:
                line, maker = maker_of(place, lost.old)
                words = f"“{short(lost.old)}” → “{short(lost.new)}”: {maker} makes these words"
                say("GENERATED", words, replace(place, first=line))
        if changes.signs:
            say("CONTROL", "places to answer were added or taken away", place)
        if place.last < place.source.head and changes.edits:
            say("HEAD", f"{place.text.split(':', 1)[0]} changes", place)
        if has_minutes(changes, place):
            say("MINUTES", "minutes of a step change; check compares their sum", place)
        for words in branches(place, changes.edits):
            say("BRANCH", words, place)

    def _is_value(self, before: Unit, after: Unit) -> bool:
        """Note the new value of an edition that the program prints, as on covers; return whether
        nothing else was changed.
        """
        raw = before.raw.replace("\N{NO-BREAK SPACE}", " ")
        for name, printed in self._all.project.values.items():
            value = new_value(printed, raw, after.raw) if printed in raw else None
            if value and same(raw.replace(printed, value), after.raw):
                self._all.result.values.setdefault(name, {})[value] = None
                return True
        return False

    def _change_value(self, lost: Unplaced, before: Unit, after: Unit, place: Place) -> None:
        """Note the new value of an edition, or that it is not known."""
        printed = self._all.project.values.get(lost.value, "")
        value = new_value(printed, before.text, after.text) if printed else None
        if value is not None:
            self._all.result.values.setdefault(lost.value, {})[value] = None
        else:
            words = (
                f"“{short(lost.old)}” → “{short(lost.new)}”: [[{lost.value}]] prints these words"
            )
            self._all.say("VALUE", f"{words}; change them where they come from", place)

    def _merge(self, old: int, after: Unit, was: Unit, place: Place) -> None:
        """Carry words over into lines that have changed since the file was delivered."""
        said, label = map(self._delivery.said, (was, self._base[old], after)), self._all.label(old)
        delivered, now, new = said
        if same(new, delivered) or same(new, now):
            return
        changes = change_words(delivered, new, place.text, place.start, label)
        ours = change_words(now, delivered, place.text, place.start, label)
        clash = changes.unplaced or any(
            one.start <= other.end and other.start <= one.end
            for one in changes.edits
            for other in ours.edits
        )
        if clash:
            words = f"in Word “{short(new, 300)}”; in the content “{place.text}”"
            self._all.say("CONFLICT", words, place)
            self._offer(change_words(now, new, place.text, place.start, label), place)
            return
        self._apply(changes, old, after, place)
        self._all.say("MERGED", "these lines have changed in the content too", place)

    def _offer(self, changes: WordChanges, place: Place) -> None:
        """Note the lines that a Word file would have in place of those of the content."""
        if not changes.unplaced:
            theirs = place.text
            for edit in sorted(changes.edits, key=lambda each: -each.start):
                start, end = edit.start - place.start, edit.end - place.start
                theirs = theirs[:start] + edit.text + theirs[end:]
            found = Conflict(place.source.path, place.first, place.last, place.text, theirs)
            self._all.result.conflicts.append(found)

    # Whole units ----------------------------------------------------------------------------------

    def _move(self, old: int, new: int) -> None:
        place, edits = self._found[old], self._all.result.edits
        if place is None or self._base[old].kind in ("made", "figure"):
            self._all.say("GENERATED", f"“{short(self._base[old].text)}” was moved")
            return
        text = place.text
        for edit in sorted(edits.get(place.source.path, ()), key=lambda e: -e.start):
            if place.start <= edit.start and edit.end <= place.stop:
                at = edit.start - place.start
                text = text[:at] + edit.text + text[edit.end - place.start :]
                edits[place.source.path].remove(edit)
        before = len(edits.get(place.source.path, ()))
        self._inserter.put(new, text, self._base[old])
        if len(edits.get(place.source.path, ())) > before:
            self._remove(old, place)

    def _delete(self, old: int) -> None:
        unit, place, say = self._base[old], self._found[old], self._all.say
        had = self._delivery.had if place else self._delivery.had_made
        if unit.kind == "made" or not had(old):
            return
        if unit.kind == "figure":
            say("IMAGE", f"a picture was taken away: {short(unit.text)}")
        elif place is None or place.last < place.source.head:
            say("GENERATED", f"“{short(unit.text)}” was deleted; the program makes it")
        elif old in self._broken_tables:
            words = "a table has other columns, or its header is gone: it stays as it is"
            say("TABLE-SHAPE", f"{words}; row “{short(unit.text)}”", place)
        elif old in self._outdated:
            words = f"deleted in Word, changed in the content: “{place.text}”"
            say("CONFLICT", words, place)
        elif unit.style == SAID_BY and (by := _BY.search(place.text)):
            start, stop = place.start + by.start(), place.start + by.end()
            self._all.edit(old, place, Edit(start, stop, ""))
        elif not is_own(place, unit):
            say("NOTE", f"“{short(unit.text)}” was deleted; delete it by hand", place)
        else:
            self._remove(old, place)

    def _is_row(self, new: int) -> bool:
        old = self._all.back.get(new)
        return old is not None and self._base[old].kind == "row"

    def _tables_of_other_shape(self) -> Iterator[int]:
        """Yield the rows of tables whose header is gone or has other cells, or whose rows became
        something else.
        """
        table: list[int] = []
        for old, unit in enumerate((*self._base, Unit("made", ""))):
            if table and (unit.kind != "row" or unit.row == 0):
                new = (self._all.matches.get(each) for each in table)
                there = [None if each is None else self._edited[each] for each in new]
                other = [
                    each for each in there if each and each.cells != self._base[table[0]].cells
                ]
                if there[0] is None or other:
                    yield from table
                table = []
            if unit.kind == "row":
                table.append(old)

    def _remove(self, old: int, place: Place) -> None:
        source, first, last, kind = place.source, place.first, place.last, self._base[old].kind
        start, stop = source.starts[first - 1], min(source.starts[last], len(source.text))
        lines = source.lines
        blank_before = first < 2 or not lines[first - 2].strip()
        spaced = kind not in LISTED and blank_before and last < len(lines)
        if spaced and not lines[last].strip():
            stop = min(source.starts[last + 1], len(source.text))
        if stop == len(source.text) and kind == "note" and blank_before and first > 1:
            start = source.starts[first - 2]
        self._all.edit(old, place, Edit(start, stop, ""))

    def _insert(self, new: int) -> None:
        unit, say, fate = self._edited[new], self._all.say, self._delivery.fate(new)
        if fate == "changed" and unit.kind != "made":
            say("CONFLICT", f"changed in Word, deleted in the content: “{unit.raw}”")
        if fate != "new" or unit.kind == "note":
            return
        if unit.kind == "made":
            made = (n for n, each in enumerate(self._base) if each.kind == "made")
            if all(n in self._all.matches for n in made) and not self._is_remade(unit, unit):
                say("GENERATED", f"“{short(unit.text)}” was added where the program writes")
            return
        if unit.kind == "figure":
            self._all.result.pictures.append(new)
            return
        before = next((at for at in range(new, -1, -1) if at in self._all.back), new)
        if self._edited[before].kind != "row" and self._is_row(before):
            say("TABLE-SHAPE", f"words of a table are in no table now: “{short(unit.text)}”")
            return
        lines, taken = self._fencer.new_block(new, self._all.back.get(before, 0))
        if lines:
            self._all.taken.update(taken)
            unit = replace(unit, kind="paragraph", quoted=False, framed=False)
            self._inserter.put(new, lines, unit)
            return
        self._inserter.put(new, "", unit)
