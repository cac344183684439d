"""Controls, lines and rows of a Word file × a form → its fields with their answers.

A control is known by its tag; where programs dropped that, a box by its order when no box is lost,
anything else by its name when that is unique, and last by its place: its row and column, or the
line below its question. What stands beside a control, or in its place, can be the answer.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from packbuilder.answers.form import AnswerForm, Slot
from packbuilder.answers.returned import UNNAMED
from packbuilder.inspection.filled import (
    Control,
    FilledField,
    FilledFile,
    FilledLine,
    FilledRow,
    How,
    Token,
)
from packbuilder.model import LONGEST_LABEL, short_label

_TICKED: Final = frozenset("☑☒✓✔✗✘◉●xX×")
"""What stands in a box that is ticked, whichever program drew it."""

_MARKS: Final = frozenset((*"x×✓✔✗✘☑☒◉●", "yes"))
"""What people type beside a box to tick it; nothing else is taken for a tick."""


@dataclass(frozen=True)
class _Words:
    """Words found beside a control of a slot, or in its place."""

    words: str
    how: How


@dataclass
class _Finder:
    """Finds the control of each slot, and the words that stand beside it or in its place.

    `lost` are words that stand where a control was, but not of which row, by column.
    """

    form: AnswerForm
    file: FilledFile
    found: dict[int, int] = field(default_factory=dict)
    lost: list[tuple[str, str]] = field(default_factory=list)

    @cached_property
    def controls(self) -> dict[int, Control]:
        """The controls by number, in reading order."""
        tokens = (token for each in self.file.flow for token in _tokens(each))
        found = {token.number: token for token in tokens if isinstance(token, Control)}
        return dict(sorted(found.items()))

    @property
    def open_slots(self) -> Iterator[tuple[int, Slot]]:
        """Yield the slots that have no control yet."""
        taken = set(self.found.values())
        return ((n, slot) for n, slot in enumerate(self.form.slots) if n not in taken)

    def by_tags(self) -> None:
        """Find controls by the tags that the program gave them."""
        tags = {_tag(slot): number for number, slot in enumerate(self.form.slots)}
        counts = Counter(control.tag for control in self.controls.values())
        for number, control in self.controls.items():
            if control.tag in tags and counts[control.tag] == 1:
                self.found[number] = tags[control.tag]

    def by_order(self) -> None:
        """Find boxes by their order, where there are as many as the form has."""
        boxes = [number for number, each in self.controls.items() if each.kind == "tick"]
        slots = [n for n, slot in enumerate(self.form.slots) if slot.kind in ("tick", "choice")]
        if len(boxes) == len(slots):
            pairs = dict(zip(boxes, slots, strict=True))
            if all(
                pairs.get(number, slot) == slot
                for number, slot in self.found.items()
                if number in pairs
            ):
                self.found |= {n: s for n, s in pairs.items() if not self.controls[n].tag}

    def by_names(self) -> None:
        """Find controls by what they are called, where that leaves no doubt."""
        nameless = [c for n, c in self.controls.items() if n not in self.found and not c.tag]
        counts = Counter(_fold(control.alias) for control in nameless)
        for control in nameless:
            if not control.alias or counts[_fold(control.alias)] > 1:
                continue
            fits = [n for n, slot in self.open_slots if _is_called(control, slot)]
            if len(fits) == 1:
                self.found[control.number] = fits[0]

    def by_place(self) -> Mapping[int, _Words]:
        """Find words beside controls and in their place; words of a slot without a control show
        that it is there all the same, even when they are none.
        """
        found: dict[int, _Words] = {}
        for each in self.file.flow:
            if isinstance(each, FilledRow):
                found |= dict(self._in_row(each))
        for number, words in self._in_lines():
            found.setdefault(number, words)
        return found

    def _in_row(self, row: FilledRow) -> Iterator[tuple[int, _Words]]:
        known = {number for cell in row.cells for number in self._known(cell)}
        keys = {_key(self.form.slots[number]) for number in known}
        for column, cell in enumerate(row.cells):
            mine = self._known(cell)
            if mine:
                slot, words = self.form.slots[mine[0]], _loose(cell)
                if self._is_box(mine[0]):
                    yield mine[0], _Words(_without(words, _option(slot)), "beside")
                elif slot.fills:
                    yield mine[0], _Words(words, "beside")
            elif column < len(row.header) and not any(isinstance(t, Control) for t in cell):
                head, words = _fold(row.header[column]), _loose(cell)
                fits = False
                for number, slot in self.open_slots:
                    if not column and self._is_box(number):
                        continue  # rows begin with words or a number, whatever stands above them
                    beside_known = _key(slot) in keys and _fold(_option(slot)) == head
                    if beside_known or _fold(slot.label) in _labels(row, column):
                        fits = True
                        yield number, _Words(words, "overwritten")
                if words and not fits and self._is_column(head):
                    self.lost.append((row.header[column], words))

    def _is_column(self, head: str) -> bool:
        """Whether spaces below this heading have lost their controls."""
        return any(
            slot.kind not in ("tick", "choice")
            and f"{_fold(slot.label.rpartition(': ')[2])} ".startswith(f"{head} ")
            for _, slot in self.open_slots
        )

    def _known(self, tokens: Iterable[Token]) -> list[int]:
        """Return the slots of the controls among these."""
        numbers = (token.number for token in tokens if isinstance(token, Control))
        return [self.found[number] for number in numbers if number in self.found]

    def _is_box(self, number: int) -> bool:
        return self.form.slots[number].kind in ("tick", "choice")

    def _in_lines(self) -> Iterator[tuple[int, _Words]]:
        """Go through the lines: each belongs to the question above it, or to the control in it."""
        asked = ""
        current: int | None = None
        style = ""
        for line in self.file.flow:
            if isinstance(line, FilledRow):
                current, asked = None, ""
                continue
            mine = self._known(line.tokens)
            boxes = [n for n in mine if self._is_box(n)] or self._boxes_below(asked, line)
            if boxes:
                yield from self._in_choices(line, boxes)
                current = None
                continue
            words = _loose(line.tokens)
            if line.in_row:
                continue
            if mine:
                current, style = mine[0], line.style
                if self.form.slots[current].fills and len(mine) == 1:
                    yield current, _Words(words, "beside")
                asked = ""
            elif current is not None and words and line.style == style:
                yield current, _Words(words, "beside")
            else:
                current = self._space_below(asked)
                if current is not None:
                    style = line.style
                    yield current, _Words(words, "overwritten")
                asked = _fold(words)

    def _space_below(self, asked: str) -> int | None:
        """Return the slot for words whose question is this one, if it has lost its control."""
        fits = [
            number
            for number, slot in self.open_slots
            if asked and slot.fills and _fold(slot.asked) == asked
        ]
        return fits[0] if len(fits) == 1 else None

    def _boxes_below(self, asked: str, line: FilledLine) -> list[int]:
        """Return the boxes of a question that have all lost their controls."""
        words = _fold(_loose(line.tokens))
        return [
            number
            for number, slot in self.open_slots
            if asked
            and self._is_box(number)
            and _fold(slot.asked) == asked
            and f" {_fold(_option(slot))} " in f" {words} "
        ]

    def _in_choices(self, line: FilledLine, boxes: Sequence[int]) -> Iterator[tuple[int, _Words]]:
        """Find marks beside the boxes of a line, each of which has its words behind it."""
        groups = {self.form.slots[number].asked for number in boxes}
        lost = {
            _fold(_option(slot)): number
            for number, slot in self.open_slots
            if self._is_box(number) and slot.asked in groups
        }
        for control, words in _segments(line.tokens):
            if control is not None and control.number in self.found:
                number = self.found[control.number]
                yield number, _Words(_without(words, _option(self.form.slots[number])), "beside")
            elif control is None:
                for option, number in lost.items():
                    rest = _rest_before(words, option)
                    if rest is not None:
                        yield number, _Words(rest, "overwritten")


def read_word_fields(file: FilledFile, form: AnswerForm) -> tuple[FilledField, ...]:
    """Return the fields of a form that a Word file holds, and those that the form does not know."""
    finder = _Finder(form, file)
    finder.by_tags()
    finder.by_order()
    finder.by_names()
    beside = finder.by_place()
    slots = {slot: finder.controls[number] for number, slot in finder.found.items()}
    fields: dict[str, FilledField] = {}
    for number, slot in enumerate(form.slots):
        words = beside.get(number)
        if number in slots or words is not None:
            one = _answer(slot, slots.get(number), words)
            before = fields.get(slot.name)
            fields[slot.name] = _both(before, one) if before else one
    return (*fields.values(), *_unknown(finder))


def _unknown(finder: _Finder) -> Iterator[FilledField]:
    """Yield controls that the form does not know: those with its name, and answers without any;
    and words of which nobody can say what row they were written into.
    """
    unnamed = f"{finder.form.prefix}.{UNNAMED}"
    for column, words in finder.lost:
        yield FilledField(unnamed, "text", (f"{column}: {words}",), "overwritten")
    for number, control in finder.controls.items():
        name, _, option = control.tag.partition(":")
        words = (option or "1" if control.checked else "") if _is_box(control) else control.typed
        chosen = (words,) if words else ()
        if number in finder.found:
            continue
        if finder.form.owns(name):
            yield FilledField(name, control.kind, chosen, "control")
        elif chosen and not control.tag:
            yield FilledField(unnamed, control.kind, chosen, "control", (), control.alias)


def _is_box(control: Control) -> bool:
    return control.kind == "tick"


def _answer(slot: Slot, control: Control | None, beside: _Words | None) -> FilledField:
    words = " ".join(beside.words.split("\t")).strip() if beside else ""
    how: How = beside.how if beside else "control"
    if slot.kind in ("tick", "choice"):
        return _box(slot, control, words, how)
    typed = control.typed if control else ""
    given = " ".join(filter(None, (typed, words)))
    how = "control" if typed or not words else how
    return FilledField(slot.name, slot.kind, (given,) if given else (), how, (), slot.label)


def _box(slot: Slot, control: Control | None, words: str, how: How) -> FilledField:
    """Return a box: one that is ticked in any way, or with words beside it that are no tick."""
    chosen, options = slot.option or "1", (slot.option,) if slot.option else ()
    given: tuple[str, ...] = (words,) if words else ()
    if control and control.checked:
        given, how = (chosen,), "control"
    elif control and _TICKED & set(control.words):
        given, how = (chosen,), "mark"
    elif _is_mark(words):
        given = (chosen,)
    return FilledField(slot.name, slot.kind, given, how, options, slot.label)


def _both(before: FilledField, one: FilledField) -> FilledField:
    """Return the radio buttons of a question as one field."""
    how = one.how if one.chosen and not before.chosen else before.how
    chosen, options = (*before.chosen, *one.chosen), (*before.options, *one.options)
    return FilledField(before.name, before.kind, chosen, how, options, before.label)


def _tokens(each: FilledLine | FilledRow) -> Iterable[Token]:
    return (t for cell in each.cells for t in cell) if isinstance(each, FilledRow) else each.tokens


def _tag(slot: Slot) -> str:
    return (f"{slot.name}:{slot.option}" if slot.option else slot.name)[:LONGEST_LABEL]


def _key(slot: Slot) -> str:
    """Return what the names of a row's slots have in common."""
    return slot.name.rpartition(".")[0]


def _option(slot: Slot) -> str:
    return slot.option or slot.label.rpartition(": ")[2]


def _is_called(control: Control, slot: Slot) -> bool:
    """Whether a control is called like a slot, whose name was cut where it was too long."""
    if _fold(control.alias) in (_fold(slot.label), _fold(short_label(slot.label))):
        return True
    start, cut, end = control.alias.partition("…")
    whole = _fold(slot.label)
    return bool(cut) and whole.startswith(_fold(start)) and whole.endswith(_fold(end))


def _labels(row: FilledRow, column: int) -> set[str]:
    """Return what the slot of a cell may be called: its row and column, or the other way round."""
    head = row.header[column]
    texts = [_loose(cell) for cell in row.cells]
    rows = [" ".join(texts[:number]) for number in (1, 2)]
    return {_fold(f"{a} {b}") for words in rows for a, b in ((words, head), (head, words))}


def _loose(tokens: Iterable[Token]) -> str:
    """Return the words that stand in no control."""
    return "".join(token if isinstance(token, str) else " " for token in tokens).strip()


def _segments(tokens: Sequence[Token]) -> Iterator[tuple[Control | None, str]]:
    """Yield each control with the words behind it, and the words that stand before a tab alone."""
    control: Control | None = None
    for token in tokens:
        if isinstance(token, Control):
            if control is not None:
                yield control, ""
            control = token
            continue
        first, *others = re.split(r"[\t\n]+", token)
        if control is not None or first.strip():
            yield control, first
        yield from ((None, words) for words in others if words.strip())
        control = None
    if control is not None:
        yield control, ""


def _without(words: str, option: str) -> str:
    """Return what was added to the words of an option, before or behind them."""
    folded, known = _fold(words).split(), _fold(option).split()
    for at in range(len(folded) - len(known) + 1):
        if folded[at : at + len(known)] == known:
            return " ".join((*folded[:at], *folded[at + len(known) :]))
    return " ".join(folded)


def _rest_before(words: str, option: str) -> str | None:
    """Return what stands before an option; None when these are not its words."""
    folded, known = _fold(words).split(), option.split()
    if not known or folded[-len(known) :] != known:
        return None
    return " ".join(folded[: -len(known)])


def _is_mark(words: str) -> bool:
    found = words.strip(" \u00a0()[]{}.,;:!").casefold()
    return found in _MARKS


def _fold(words: str) -> str:
    """Return words without what programs change: spaces, capitals, marks that end or part them."""
    return " ".join(re.findall(r"[^\W_]+|[?×✓✔✗✘☑☒◉●]", words.casefold()))
