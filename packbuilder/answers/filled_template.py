"""A document with blanks for results × a collection → its text with the blanks filled in.

Only blanks and answer blocks are replaced; every other line stays as somebody wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from packbuilder.answers.collection import Collection
from packbuilder.answers.form import Question
from packbuilder.model import Answer, Document, Field, Table, plain, walk
from packbuilder.storage.markdown_text import escape, list_of

_BLANK: Final = re.compile(r"_{3,}(\{[^{}]*\})?")
_COLLECT: Final = re.compile(r"^collect:.*\n(?:[ \t]+.*\n)*", re.MULTILINE)
_SLUG: Final = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True)
class FilledTemplate:
    """A document whose front matter says from which form it is filled, and what its rows are.

    `times` says in words how many people wrote the same.
    """

    document: Document
    collection: Collection
    letters: AbstractSet[int]
    times: str

    def fill(self, text: str) -> str:
        """Return the text of the document with what the collection says."""
        lines = text.split("\n")
        path = self.document.span.path
        blocks = [b for b in walk(self.document.blocks) if b.span.path == path]
        for block in sorted(blocks, key=lambda block: -block.span.line):
            if isinstance(block, Table):
                self._fill_rows(block, lines)
            elif isinstance(block, Answer):
                said = list(self._said(block))
                if said:
                    lines[block.span.line - 1 : block.span.end_line] = said
        return _COLLECT.sub("", "\n".join(lines), count=1)

    def _fill_rows(self, table: Table, lines: list[str]) -> None:
        for row in table.rows:
            fields = [part for cell in row for part in cell.inlines if isinstance(part, Field)]
            at = row[0].span.line - 1
            counts = [f for f in fields if _column(f) not in self.document.meta.collect.of]
            values = [self._value(field, len(counts) == 1) for field in fields]
            lines[at] = _filled(lines[at], values)

    def _value(self, field: Field, alone: bool) -> str:
        """Return the number that belongs in a blank, `alone` in its row but for those of how many
        answered; nothing where the form does not have it.
        """
        key, column = field.name.split(".")[-2], _column(field)
        said = self.document.meta.collect
        question = self._question(said.rows.get(key, key))
        if question is None:
            return ""
        answers = [answer.words for answer in self.collection.answers_to(question)]
        if column in said.of:
            return str(self._answered(question))
        if question.kind == "tick":
            return str(len(answers)) if alone else ""
        options = {_slug(option): option for option in question.options}
        return str(answers.count(options[column])) if column in options else ""

    def _answered(self, question: Question) -> int:
        """Return how many answered a question: of boxes in a row, how many ticked any of them."""
        names = {question.name}
        if question.kind == "tick":
            names = {q.name for q in self.collection.questions if q.key == question.key}
        return sum(1 for each in self.collection.counted if names & each.answers.keys())

    def _question(self, key: str) -> Question | None:
        """Return the question that a row is about, by its name or that of its row."""
        short = self.collection.form.short
        found = [q for q in self.collection.questions if key in (short(q.name), short(q.key))]
        return found[0] if len(found) == 1 else None

    def _said(self, block: Answer) -> Iterator[str]:
        """Yield what takes the place of lines to write on."""
        key = block.name.rpartition(".")[2]
        question = self._question(key)
        if key == self.document.meta.collect.returned:
            yield f"**{escape(plain(block.label))}:** {len(self.collection.counted)}"
        elif question and question.kind == "text":
            yield f"**{escape(plain(block.label))}**"
            yield ""
            words = self.collection.words_of(question)
            yield from list_of(words, self.letters, self.times)


def _column(field: Field) -> str:
    return field.name.rpartition(".")[2]


def _filled(line: str, values: list[str]) -> str:
    """Return a row with values in its blanks; one without a value stays blank."""
    left = iter(values)
    return _BLANK.sub(lambda blank: next(left, "") or blank[0], line)


def _slug(words: str) -> str:
    return "-".join(_SLUG.findall(words.lower().replace("’", ""))[:3])
