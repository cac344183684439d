"""Fields of a filled file × a form → its answers, and what is doubtful about them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from packbuilder.answers.form import AnswerForm, Question
from packbuilder.inspection.filled import FilledField, FilledFile, How, StatedForm

LONGEST: Final = 2_000
"""Characters of an answer; what is longer is for people to read."""

TICK: Final = "1"

UNNAMED: Final = "?"
"""Stands for the name of a control that has lost it."""

Status = Literal["read", "empty", "refused"]
"""A form with answers; one that came back without any; a file of which nothing counts."""

DoubtKind = Literal[
    "two answers",
    "no such option",
    "too long",
    "unknown fields",
    "missing fields",
    "other version",
    "same file",
    "same answers",
    "other form",
    "no form",
    "locked",
    "no-fields",
    "damaged",
    "refused",
    "scripts",
    "attachments",
    "outside",
]


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is doubtful: of which field, if of one, and the words that say more."""

    kind: DoubtKind
    field: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """What was answered, and what it was read from; a tick is “1”."""

    words: str
    how: How


@dataclass(frozen=True, slots=True)
class Returned:
    """A filled form: what file it came in, its answers by field name, and its doubts.

    `doubtful` are the fields with an answer that does not count.
    """

    file: str
    status: Status
    answers: Mapping[str, Answered] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()

    @property
    def doubtful(self) -> tuple[str, ...]:
        """The fields with an answer that does not count."""
        return tuple(doubt.field for doubt in self.doubts if doubt.field)

    @property
    def counts(self) -> bool:
        """Whether it is one of the forms that came back."""
        return self.status != "refused"


def refused(file: str, kind: DoubtKind, words: str = "") -> Returned:
    """Return a file of which nothing counts."""
    return Returned(file, "refused", {}, (Doubt(kind, "", words),))


def read_returned(
    file: str,
    fields: Iterable[FilledField],
    form: AnswerForm,
    filled: FilledFile,
    strict: bool = False,
) -> Returned:
    """Return the answers of one filled form; `strict` refuses other versions of it."""
    mine = _by_name(each for each in fields if form.owns(each.name))
    if not mine.keys() - {f"{form.prefix}.{UNNAMED}"}:
        others = {each.name.partition(".")[0] for each in fields} - {"edition", form.prefix}
        return refused(file, "other form", ", ".join(f"“{name}”" for name in sorted(others)))
    versions = tuple(_other_versions(filled.forms, form))
    doubts = [*versions, *_lists(mine, form), *(Doubt(kind) for kind in filled.oddities)]
    if strict and any(doubt.kind in _OF_VERSIONS for doubt in doubts):
        return Returned(file, "refused", {}, tuple(doubts))
    answers: dict[str, Answered] = {}
    for name, found in mine.items():
        if question := form.by_name.get(name):
            taken = _answer(found, question)
            if isinstance(taken, Doubt):
                doubts.append(taken)
            elif taken:
                answers[name] = taken
    unknown = any(each.chosen for name, each in mine.items() if name not in form.by_name)
    given = unknown or bool(answers) or any(doubt.field for doubt in doubts)
    return Returned(file, "read" if given else "empty", answers, tuple(doubts))


_OF_VERSIONS: Final = ("unknown fields", "missing fields", "other version")


def _by_name(fields: Iterable[FilledField]) -> dict[str, FilledField]:
    """Return fields by name; what came in two pieces has the answers of both."""
    found: dict[str, FilledField] = {}
    for each in fields:
        before = found.get(each.name)
        if before:
            chosen, options = (*before.chosen, *each.chosen), (*before.options, *each.options)
            how = before.how if before.chosen else each.how
            each = FilledField(each.name, before.kind, chosen, how, options, before.label)
        found[each.name] = each
    return found


def _other_versions(stated: Sequence[StatedForm], form: AnswerForm) -> Iterator[Doubt]:
    """Say that a file calls itself another version; one that says nothing is read by its names."""
    for each in stated:
        if each.name == form.stated.name and each.digest != form.stated.digest:
            yield Doubt("other version", "", each.version)


def _lists(fields: Mapping[str, FilledField], form: AnswerForm) -> Iterator[Doubt]:
    """List the fields that the form or the file does not have; answers to them are shown."""
    unknown = [_shown(each) for name, each in fields.items() if name not in form.by_name]
    missing = [name for name in form.by_name if name not in fields]
    if unknown:
        yield Doubt("unknown fields", "", "; ".join(unknown))
    if missing:
        yield Doubt("missing fields", "", ", ".join(missing))


def _shown(found: FilledField) -> str:
    said = " / ".join(map(_clean, found.chosen))
    return f"{found.name}: {said[:LONGEST]}" if said else found.name


def _answer(found: FilledField, question: Question) -> Answered | Doubt | None:
    """Return an answer, or why it cannot count; None where there is none."""
    chosen = tuple(dict.fromkeys(filter(None, map(_clean, found.chosen))))
    if not chosen:
        return None
    said = " / ".join(chosen)
    if question.kind == "tick":
        taken = TICK if chosen == (TICK,) else ""
        return Answered(TICK, found.how) if taken else Doubt("no such option", found.name, said)
    if len(chosen) > 1:
        return Doubt("two answers", found.name, said)
    words = chosen[0]
    if question.options and (words not in question.options or _has_other_options(found, question)):
        return Doubt("no such option", found.name, words[:LONGEST])
    if len(words) > LONGEST:
        return Doubt("too long", found.name, f"{words[:200]}…")
    return Answered(words, found.how)


def _has_other_options(found: FilledField, question: Question) -> bool:
    """Whether the file offered other options, which can mean something else by the same words."""
    return bool(set(found.options) - set(question.options)) or (
        found.how == "value" and bool(found.options) and set(found.options) != set(question.options)
    )


def _clean(words: str) -> str:
    """Return words without spaces around them, and without characters that nobody sees."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]", "", lines).strip()
