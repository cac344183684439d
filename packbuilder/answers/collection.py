"""Filled forms that came back → those that count, each once, in an order that says nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from packbuilder.answers.form import AnswerForm, Question
from packbuilder.answers.returned import Answered, Doubt, Returned, refused

FEWEST: Final = 5
"""Anonymous forms of which more is said than how many came back."""

FEWEST_TO_IDENTIFY: Final = 10
"""Anonymous forms with which answers are shown that say who may have written them."""


@dataclass(frozen=True)
class Collection:
    """All files of a form, as they came; `show_small` shows what small numbers would keep back."""

    form: AnswerForm
    files: tuple[Returned, ...]
    show_small: bool = False

    @cached_property
    def counted(self) -> tuple[Returned, ...]:
        """The forms that came back: those of an anonymous form in the order of their hashes, as
        that of files can say who was first.
        """
        found = [each for each in self.files if each.counts]
        return tuple(sorted(found, key=_hash) if self.anonymous else found)

    @property
    def anonymous(self) -> bool:
        """Whether nothing may say who filled in a form."""
        return self.form.collecting.anonymous

    @property
    def is_withheld(self) -> bool:
        """Whether so few came back that answers would say who gave them."""
        return self.anonymous and not self.show_small and len(self.counted) < FEWEST

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions whose answers are shown."""
        if self.is_withheld:
            return ()
        hidden = set(self.hidden)
        return tuple(each for each in self.form.questions if each not in hidden)

    @cached_property
    def hidden(self) -> tuple[Question, ...]:
        """The questions whose answers are kept back, as few came back."""
        enough = not self.anonymous or self.show_small or len(self.counted) >= FEWEST_TO_IDENTIFY
        marked = () if enough else self.form.collecting.identifying
        return tuple(
            each
            for each in self.form.questions
            if any(
                self.form.short(each.name) == key or self.form.short(each.key) == key
                for key in marked
            )
        )

    def answers_to(self, question: Question) -> Iterator[Answered]:
        """Yield the answers to a question that count."""
        for each in self.counted:
            if question.name in each.answers:
                yield each.answers[question.name]

    def words_of(self, question: Question) -> list[str]:
        """Return the words that people wrote, in an order that is the same for the same words."""
        return sorted((each.words for each in self.answers_to(question)), key=_sortable)

    def doubtful(self, question: Question) -> int:
        """Return of how many forms an answer does not count."""
        return sum(1 for each in self.counted if question.name in each.doubtful)


def gather(
    form: AnswerForm, files: Iterable[tuple[str, Returned]], show_small: bool = False
) -> Collection:
    """Gather files, each with the hash of its bytes: the same bytes count once, and the same
    answers with words in them are doubtful.
    """
    seen: dict[str, str] = {}
    found: list[Returned] = []
    for digest, each in sorted(files, key=lambda file: file[1].file):
        if digest and digest in seen and each.counts:
            found.append(refused(each.file, "same file", seen[digest]))
        else:
            found.append(each)
            seen.setdefault(digest, each.file)
    return Collection(form, tuple(_with_doubles(form, found)), show_small)


def _with_doubles(form: AnswerForm, files: Sequence[Returned]) -> Iterator[Returned]:
    """Say which forms have the same answers, words among them: ticks alone are often the same."""
    alike: dict[str, list[str]] = {}
    for each in files:
        if _has_words(form, each):
            alike.setdefault(_hash(each), []).append(each.file)
    for each in files:
        others = [other for other in alike.get(_hash(each), ()) if other != each.file]
        same = tuple(Doubt("same answers", "", other) for other in others[:1])
        yield replace(each, doubts=(*each.doubts, *same)) if same else each


def _has_words(form: AnswerForm, each: Returned) -> bool:
    return each.counts and any(form.by_name[name].kind == "text" for name in each.answers)


def _hash(each: Returned) -> str:
    said = {name: answered.words for name, answered in sorted(each.answers.items())}
    return hashlib.sha256(json.dumps(said, ensure_ascii=True).encode()).hexdigest()


def _sortable(words: str) -> tuple[str, str]:
    return words.casefold(), words
