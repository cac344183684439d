"""A collection → its results as Markdown: a document like any other, and the part of it that other
documents can include.

Every number is n of N, those who gave an answer of those who answered the question; there is no
per cent, average or total.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Collection as Some
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from packbuilder.answers.collection import FEWEST, FEWEST_TO_IDENTIFY, Collection
from packbuilder.answers.form import Question
from packbuilder.answers.special import special_tables
from packbuilder.storage.markdown_text import as_words, escape, list_of, option, table

MARK: Final = "<!-- packbuilder collect "
"""Begins the line that says what a results document held when it was written."""

_TABLE: Final = 100
_MOST_COLUMNS: Final = 6
_LONGEST_WORD: Final = 14
"""Options, and letters of their words, for which columns side by side have room."""


@dataclass(frozen=True)
class ResultsText:
    """Where results are written, and their words: `counts` is the part that others can include."""

    document: str
    counts: str


@dataclass(frozen=True)
class ResultsWriter:
    """Writes the results of a collection in the words of `labels`.

    `letters` are the characters that can be printed, `expected` is how many people were to come,
    and `counts_file` where the part is that others can include.
    """

    collection: Collection
    labels: Mapping[str, str]
    letters: Some[int]
    language: str
    updated: datetime.date
    counts_file: str
    expected: int | None = None

    def write(self) -> ResultsText:
        """Write the document, and its part."""
        counts = "\n".join(self._counts())
        return ResultsText("\n".join(self._document()), counts)

    def say(self, name: str, **values: object) -> str:
        """Return a label, filled in, as Markdown."""
        return escape(self.labels[name].format(**values))

    def words(self, text: str) -> str:
        """Return words of the form or of people as Markdown."""
        return escape(as_words(text, self.letters))

    # The document ---------------------------------------------------------------------------------

    def _document(self) -> Iterator[str]:
        collection, form = self.collection, self.collection.form
        title = as_words(form.title, self.letters)
        number = len(collection.counted)
        yield "---"
        yield f"title: {_yaml(self.labels['results_title'].format(title=title))}"
        yield f"subtitle: {_yaml(self.labels['results_subtitle'].format(number=number))}"
        yield "kind: report"
        yield "numbered: false"
        yield f"language: {self.language}"
        yield f"version: {_yaml(form.stated.version)}"
        yield f"updated: {self.updated.isoformat()}"
        yield f"description: {_yaml(self.labels['results_description'].format(title=title))}"
        yield "---"
        yield ""
        yield from self._came_back(number)
        if not collection.is_withheld:
            yield f"# {self.say('results_answers')} {{#answers}}"
            yield ""
            yield f'::: include {{file="{self.counts_file}"}}'
            yield ":::"
            yield ""
            yield from self._in_words()

    def _came_back(self, number: int) -> Iterator[str]:
        yield f"# {self.say('results_returned')} {{#returned}}"
        yield ""
        if self.expected and number <= self.expected and not self.collection.is_withheld:
            yield from self._units(number, self.expected)
        for line in self._facts(number):
            yield f"- {line}"
        yield ""

    def _units(self, number: int, expected: int) -> Iterator[str]:
        said = {"number": number, "expected": expected}
        title = self.labels["results_units"].format(**said)
        alt = self.labels["results_units_alt"].format(**said)
        yield f"::: chart {{kind=units title={option(title)} alt={option(alt)}}}"
        yield from table(
            [
                [self.say("results_mark"), self.say("results_number")],
                [self.say("results_came"), str(number)],
                [self.say("results_out"), str(expected - number)],
            ],
            _TABLE,
        )
        yield ":::"
        yield ""

    def _facts(self, number: int) -> Iterator[str]:
        """Yield what can be said of the files, so that nothing is missing without a word."""
        collection = self.collection
        empty = sum(each.status == "empty" for each in collection.counted)
        unread = [each for each in collection.files if not each.counts]
        copies = sum(each.doubts[0].kind == "same file" for each in unread if each.doubts)
        doubtful = sum(len(each.doubtful) for each in collection.counted)
        alike = sum(
            any(doubt.kind == "same answers" for doubt in each.doubts)
            for each in collection.counted
        )
        yield self.say("fact_returned", number=number)
        if collection.is_withheld:
            yield self.say("fact_withheld", fewest=FEWEST)
            return
        counts = {
            "fact_empty": empty,
            "fact_unread": len(unread) - copies,
            "fact_copies": copies,
            "fact_doubtful": doubtful,
            "fact_alike": alike,
        }
        yield from (self.say(name, number=count) for name, count in counts.items() if count)
        if collection.hidden:
            yield self.say("fact_hidden", number=len(collection.hidden), fewest=FEWEST_TO_IDENTIFY)

    # What was chosen ------------------------------------------------------------------------------

    def _counts(self) -> Iterator[str]:
        """Yield the tables and charts, below headings of the second level."""
        if self.collection.is_withheld:
            yield self.say("fact_withheld", fewest=FEWEST)
            yield ""
            return
        charts = list(self._charts())
        if any(line.startswith("::: chart") for line in charts):
            yield self.say("results_how")
            yield ""
        yield from charts

    def _charts(self) -> Iterator[str]:
        special = special_tables(self.collection, self.say, self.words)
        taken = {name for each in special for name in each.takes}
        for each in special:
            yield from self._heading(each.title, each.key)
            yield from each.lines
        left = [q for q in self.collection.questions if q.name not in taken and _is_counted(q)]
        for section, questions in groupby(left, lambda q: (q.section, q.anchor)):
            asked = list(questions)
            if any(list(self.collection.answers_to(q)) for q in asked) or not special:
                title = self.words(section[0]) if section[0] else self.say("results_chosen")
                yield from self._heading(title, section[1] or "chosen")
                yield from self._section(asked)

    def _heading(self, title: str, key: str) -> Iterator[str]:
        yield f"## {title} {{#{self.collection.form.prefix}-{key}}}"
        yield ""

    def _section(self, questions: Sequence[Question]) -> Iterator[str]:
        """Yield a chart for each run of questions with the same options, and of ticks in a row."""
        for (kind, key), group in groupby(questions, _alike):
            asked = list(group)
            lines = self._ticks(asked) if kind == "tick" else self._choices(asked, key)
            yield from lines
            doubtful = sum(self.collection.doubtful(question) for question in asked)
            if doubtful:
                yield self.say("results_doubtful", number=doubtful)
                yield ""

    def _choices(self, questions: Sequence[Question], options: object) -> Iterator[str]:
        assert isinstance(options, tuple)
        if _is_wide(options):
            for question in questions:
                yield from self._choices_below(question, options)
            return
        head = [self.say("results_question"), *map(self.words, options), self.say("results_of")]
        rows = [self._choice_row(question, options) for question in questions]
        yield from self._chart(self.say("results_choices"), [head, *rows])

    def _choices_below(self, question: Question, options: Sequence[str]) -> Iterator[str]:
        """Yield charts with a row for each option, where columns have no room for them."""
        said = [answer.words for answer in self.collection.answers_to(question)]
        head = [self.words(question.words), self.say("results_number"), self.say("results_of")]
        rows = [[self.words(each), str(said.count(each)), str(len(said))] for each in options]
        yield from self._chart(self.say("results_choices"), [head, *rows])

    def _choice_row(self, question: Question, options: Sequence[str]) -> list[str]:
        said = [answer.words for answer in self.collection.answers_to(question)]
        counts = [str(said.count(each)) for each in options]
        return [self.words(question.words), *counts, str(len(said))]

    def _ticks(self, questions: Sequence[Question]) -> Iterator[str]:
        """Yield how many ticked each, of those who ticked any of them."""
        names = {question.name for question in questions}
        of = sum(1 for each in self.collection.counted if names & each.answers.keys())
        head = [self.words(questions[0].row), self.say("results_ticks"), self.say("results_of")]
        rows = [
            [self.words(q.column), str(len(list(self.collection.answers_to(q)))), str(of)]
            for q in questions
        ]
        yield from self._chart(self.say("results_several"), [head, *rows])

    def _chart(self, title: str, rows: Sequence[Sequence[str]]) -> Iterator[str]:
        yield f"::: chart {{kind=bars title={option(title)} widths={option(widths(rows[0]))}}}"
        yield from table(rows, _TABLE)
        yield ":::"
        yield ""

    # What was written -----------------------------------------------------------------------------

    def _in_words(self) -> Iterator[str]:
        """Yield what people wrote, question by question."""
        special = special_tables(self.collection, self.say, self.words)
        taken = {name for each in special for name in each.takes}
        asked = [
            question
            for question in self.collection.questions
            if question.kind in ("text", "date") and question.name not in taken
        ]
        written = [(q, self.collection.words_of(q)) for q in asked]
        written = [(q, said) for q, said in written if said]
        if not written:
            return
        yield f"# {self.say('results_words')} {{#words}}"
        yield ""
        yield self.say("results_read_first")
        yield ""
        for (key, title), group in groupby(written, lambda each: self._row_of(each[0])):
            short = self.collection.form.short(key).replace(".", "-")
            yield f"## {self.words(title)} {{#words-{short}}}"
            yield ""
            for question, said in group:
                yield from self._answers_to(question, said, question.name != key)

    def _row_of(self, question: Question) -> tuple[str, str]:
        """Return the name and the title of what a question stands below: of one in a row of
        several, the row.
        """
        form = self.collection.form
        several = sum(each.key == question.key for each in form.questions) > 1
        if question.key == form.prefix or question.row == question.words or not several:
            return question.name, question.words
        return question.key, question.row.removesuffix(".")

    def _answers_to(self, question: Question, said: Sequence[str], in_row: bool) -> Iterator[str]:
        if in_row:
            key = self.collection.form.short(question.name).replace(".", "-")
            yield f"### {self.words(question.column)} {{#words-{key}}}"
            yield ""
        of = len(self.collection.counted)
        yield self.say("results_wrote", number=len(said), of=of)
        yield ""
        yield from list_of(said, self.letters, self.labels["results_times"])
        yield ""


def _is_counted(question: Question) -> bool:
    return question.kind in ("choice", "list", "tick")


def _is_wide(options: Sequence[str]) -> bool:
    """Whether options need more room than the columns of a table have."""
    return len(options) > _MOST_COLUMNS or any(
        len(word) > _LONGEST_WORD for option in options for word in option.split()
    )


def _alike(question: Question) -> tuple[str, object]:
    """Return what questions have in common that stand in one table."""
    return ("tick", question.key) if question.kind == "tick" else ("choice", question.options)


def widths(head: Sequence[str]) -> str:
    """Return the widths of a chart's columns: words, a bar for each option, who answered."""
    bars = len(head) - 2
    last = 8
    each = min(16, (100 - last - 26) // bars)
    return " ".join(map(str, (100 - last - each * bars, *([each] * bars), last)))


def _yaml(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def sealed(text: str) -> str:
    """Return a results document with a line that says what it holds, so that a later run sees what
    people have changed.
    """
    front, fence, rest = text.partition("\n---\n")
    seal = f"{MARK}{_digest(text)} -->"
    return f"{front}{fence}\n{seal}\n{rest}" if fence else f"{seal}\n\n{text}"


def is_untouched(text: str) -> bool:
    """Whether a results document holds what was written into it."""
    found = [line for line in text.split("\n") if line.startswith(MARK)]
    if len(found) != 1:
        return False
    for cut in (f"\n{found[0]}\n", f"{found[0]}\n\n"):
        if found[0] == f"{MARK}{_digest(text.replace(cut, '', 1))} -->":
            return True
    return False


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
