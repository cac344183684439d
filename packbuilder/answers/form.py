"""A document with places to answer → the questions it asks, in reading order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from packbuilder.inspection.filled import StatedForm
from packbuilder.model import (
    Answer,
    Block,
    Collecting,
    Document,
    Field,
    FieldKind,
    Heading,
    digest_fields,
    own_fields,
    plain,
    walk,
)


@dataclass(frozen=True, slots=True)
class Slot:
    """A place to answer: a space, a box, or the radio button of one `option`.

    `label` is what assistive technology reads, with the option; `asked` is what is printed above
    it. `fills` says that its line or cell holds nothing else, so that other words there were
    written by whoever filled it in.
    """

    name: str
    kind: FieldKind
    label: str
    asked: str
    option: str = ""
    fills: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked under one name. `words` leave out the section, which stands apart.

    `row` and `column` are its words before and after the last colon; `anchor` names the section.
    """

    name: str
    words: str
    kind: FieldKind
    options: tuple[str, ...] = ()
    section: str = ""
    anchor: str = ""

    @property
    def row(self) -> str:
        """Return the words of its row in a table."""
        row, separator, _ = self.words.rpartition(": ")
        return row if separator else self.words

    @property
    def column(self) -> str:
        """Return the words of its column in a table."""
        return self.words.rpartition(": ")[2]

    @property
    def key(self) -> str:
        """Return the name of its row: all but the last part of its own."""
        return self.name.rpartition(".")[0]

    @property
    def part(self) -> str:
        """Return the last part of its name, which names its column."""
        return self.name.rpartition(".")[2]


@dataclass(frozen=True)
class AnswerForm:
    """A form: its name, what names of its fields begin with, its questions and
    the slots to answer them in.
    """

    name: str
    prefix: str
    title: str
    stated: StatedForm
    slots: tuple[Slot, ...]
    questions: tuple[Question, ...]
    collecting: Collecting = field(default_factory=Collecting)
    language: str = "en-GB"

    @cached_property
    def by_name(self) -> Mapping[str, Question]:
        """The questions by name."""
        return {question.name: question for question in self.questions}

    def owns(self, name: str) -> bool:
        """Whether a field belongs to this form, by the first part of its name."""
        return name.startswith(f"{self.prefix}.")

    def short(self, name: str) -> str:
        """Return a name without that of the form."""
        return name.removeprefix(f"{self.prefix}.")


def read_form(document: Document, prefix: str) -> AnswerForm | None:
    """Return the form that a document is, whose fields have names that begin with `prefix`; None
    where nothing is asked.
    """
    meta, found = document.meta, list(_fields(document.blocks))
    if not found:
        return None
    questions: dict[str, Question] = {}
    for asked, _, heading in found:
        known = questions.get(asked.name)
        options = (asked.value,) if asked.kind == "choice" else asked.options
        if known:
            questions[asked.name] = replace(known, options=(*known.options, *options))
        else:
            questions[asked.name] = _question(asked, heading, options)
    stated = StatedForm(document.name, meta.version, digest_fields(document.blocks))
    slots = tuple(_slot(*each) for each in found)
    every = tuple(questions.values())
    return AnswerForm(
        document.name, prefix, meta.title, stated, slots, every, meta.collect, meta.language
    )


def _fields(blocks: tuple[Block, ...]) -> Iterator[tuple[Field, Block, Heading | None]]:
    """Yield every place to answer with its block and the heading that it stands below."""
    heading: Heading | None = None
    for block in walk(blocks):
        if isinstance(block, Heading):
            heading = block
        yield from ((field, block, heading) for field in own_fields(block))


def _slot(field: Field, block: Block, heading: Heading | None) -> Slot:
    if field.kind == "choice":
        label = f"{field.label}: {field.value}"
        asked = _without_section(field.label, heading)
        return Slot(field.name, field.kind, label, asked, field.value)
    asked = _without_section(field.label.rpartition(": ")[0], heading)
    asked = plain(block.label) if isinstance(block, Answer) else asked
    return Slot(field.name, field.kind, field.label, asked, fills=field.fills)


def _question(field: Field, heading: Heading | None, options: tuple[str, ...]) -> Question:
    words = _without_section(field.label, heading)
    anchor = heading.anchor if heading else ""
    return Question(field.name, words, field.kind, options, _section(heading), anchor)


def _section(heading: Heading | None) -> str:
    return plain(heading.inlines).replace("\u00a0", " ") if heading else ""


def _without_section(label: str, heading: Heading | None) -> str:
    """Return what is printed of a label: the section that it begins with stands in its heading."""
    section = _section(heading)
    return label.removeprefix(f"{section}: ") if section else label
