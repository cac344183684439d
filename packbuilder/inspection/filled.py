"""What a filled form holds, as its file has it: before anyone has said what it means.

A PDF names its fields. A Word file may have lost names, or controls, so its lines and rows are
kept too: what stands beside a control, or in its place, can be an answer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from packbuilder.inspection.reading import UnreadableError
from packbuilder.model import FieldKind

_PROMPTS: Final = frozenset(
    (
        "click here to enter text.",
        "click or tap here to enter text.",
        "click or tap to enter a date.",
        "choose an item.",
    )
)
"""What Word says in an empty control, where nothing else tells it from an answer."""

MOST_FIELDS: Final = 5_000
"""Fields that are read of a file; the largest form that the program makes has a few hundred."""

How = Literal["value", "state", "control", "mark", "beside", "overwritten", "typed"]
"""What an answer was read from: the value of a field or the state of its button; a control of Word,
the mark shown in it, words beside it or in its place; a table that paper forms were typed into.
"""

Oddity = Literal["scripts", "attachments", "outside"]
"""What a form has no need of, and what is never opened or run."""


Refusal = Literal["locked", "damaged", "no-fields", "refused"]
"""Why nothing of a file is read."""


class RefusedError(UnreadableError):
    """Nothing of a filled file can be read, and which kind of reason that has."""

    def __init__(self, kind: Refusal, message: str, help: str) -> None:
        super().__init__(message, help)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class StatedForm:
    """What a file says that it is a copy of: a form, its version and the hash of its fields."""

    name: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class FilledField:
    """A named field and what was answered; two options `chosen` in one question are two answers."""

    name: str
    kind: FieldKind
    chosen: tuple[str, ...]
    how: How
    options: tuple[str, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Control:
    """A control of Word: what it is called, and the words in it; a box can be `checked`.

    `number` counts controls in reading order. `tag` and `alias` are empty where a program dropped
    them. A `prompt` stands for no answer.
    """

    number: int
    tag: str
    alias: str
    kind: FieldKind
    words: str
    checked: bool = False
    prompt: bool = False

    @property
    def typed(self) -> str:
        """Return the words typed into it: prompts and ruled blanks are none."""
        words = self.words.strip(" \t\n\u00a0\u2007\u200b\ufeff_")
        return "" if self.prompt or words.lower() in _PROMPTS else words


Token = str | Control
"""Words of a line, or a control in it, in reading order."""


@dataclass(frozen=True, slots=True)
class FilledLine:
    """A paragraph, by the name of its style; one of a table with a header is in a row too."""

    tokens: tuple[Token, ...]
    style: str = ""
    in_row: bool = False


@dataclass(frozen=True, slots=True)
class FilledRow:
    """A row of a table below its `header`."""

    header: tuple[str, ...]
    cells: tuple[tuple[Token, ...], ...]


@dataclass(frozen=True, slots=True)
class FilledFile:
    """All that a filled file holds of forms: `fields` of a PDF, or the `flow` of a Word file."""

    format: str
    fields: tuple[FilledField, ...] = ()
    flow: tuple[FilledLine | FilledRow, ...] = ()
    forms: tuple[StatedForm, ...] = ()
    oddities: tuple[Oddity, ...] = ()

    def with_oddity(self, oddity: Oddity) -> FilledFile:
        """Return the same with something more that a form has no need of."""
        return replace(self, oddities=(*self.oddities, oddity))
