"""A collection → the tables that people open: answers, one by one, what the columns are, problems.

Names of columns are those of fields, and stay when labels are reworded. Of an anonymous form no
row leads to a file, and words stand apart from what was ticked beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from packbuilder.answers.collection import Collection
from packbuilder.answers.doubts import EXPLAINED
from packbuilder.answers.form import Question
from packbuilder.answers.returned import Returned

Row = Sequence[str | int]

_IN_WORDS: Final = ("text", "date")

_NAMES_FILES: Final = "this list names files, and so may say who filled in a form"
_DELETE: Final = "delete it when you have looked at them"
_EMPTY: Final = "it came back without an answer"
_STILL_COUNTS: Final = "it counts as a form that came back"


@dataclass(frozen=True)
class Tables:
    """Rows of every table by its name; the first row of each has the names of its columns."""

    answers: list[Row]
    words: list[Row]
    long: list[Row]
    fields: list[Row]
    problems: list[Row]


def make_tables(collection: Collection) -> Tables:
    """Make all tables."""
    return Tables(
        list(_answers(collection)),
        list(_words(collection)) if collection.anonymous else [],
        list(_long(collection)),
        list(_fields(collection)),
        list(_problems(collection)),
    )


def _columns(collection: Collection) -> list[Question]:
    """Return the questions that have a column: of an anonymous form, those without words."""
    return [
        each
        for each in collection.questions
        if not (collection.anonymous and each.kind in _IN_WORDS)
    ]


def _answers(collection: Collection) -> Iterator[Row]:
    """Yield a row for each form; an anonymous form has no name."""
    columns = _columns(collection)
    named = not collection.anonymous
    yield [*(["file"] if named else []), *(each.name for each in columns)]
    for each in () if collection.is_withheld else collection.counted:
        yield [*([each.file] if named else []), *(_cell(each, question) for question in columns)]


def _cell(form: Returned, question: Question) -> str | int:
    found = form.answers.get(question.name)
    if question.kind == "tick":
        return "" if question.name in form.doubtful else int(found is not None)
    return found.words if found else ""


def _words(collection: Collection) -> Iterator[Row]:
    """Yield the words written in an anonymous form, by question."""
    yield ["name", "question", "words"]
    for question in collection.questions:
        if question.kind in _IN_WORDS:
            for words in collection.words_of(question):
                yield [question.name, question.words, words]


def _long(collection: Collection) -> Iterator[Row]:
    """Yield a row for each answer, with what it was read from; words of an anonymous form have no
    number.
    """
    known = _columns(collection)
    yield ["form", "name", "answer", "read_from"]
    for number, each in enumerate(() if collection.is_withheld else collection.counted, 1):
        for question in known:
            if found := each.answers.get(question.name):
                named = number if collection.anonymous else each.file
                yield [named, question.name, found.words, found.how]
    for question in collection.questions if collection.anonymous else ():
        if question.kind in _IN_WORDS:
            said = sorted((a.words, a.how) for a in collection.answers_to(question))
            yield from (["", question.name, words, how] for words, how in said)


def _fields(collection: Collection) -> Iterator[Row]:
    """Yield what each column is."""
    yield ["name", "question", "kind", "options", "section", "form", "version"]
    stated = collection.form.stated
    for each in collection.form.questions:
        options = "; ".join(each.options) if each.kind != "tick" else "1; 0"
        yield [
            *(each.name, each.words, each.kind, options, each.section),
            *(stated.name, stated.version),
        ]


def _problems(collection: Collection) -> Iterator[Row]:
    """Yield what is doubtful in which file; of an anonymous form, say to delete the list."""
    yield ["file", "status", "problem", "name", "words", "help"]
    if collection.anonymous:
        yield ["", "", _NAMES_FILES, "", "", _DELETE]
    for each in collection.files:
        for doubt in each.doubts:
            found = EXPLAINED[doubt.kind]
            yield [each.file, each.status, found.message, doubt.field, doubt.words, found.help]
        if each.status == "empty":
            yield [each.file, each.status, _EMPTY, "", "", _STILL_COUNTS]
