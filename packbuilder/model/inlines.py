"""The pieces of a line of text, from plain words to places to answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from packbuilder.model.counting import is_number
from packbuilder.model.nodes import Inline

FieldKind = Literal["tick", "choice", "text", "date", "list"]
"""A check box, a radio button, words, a date, or one of the options of a drop-down list."""


@dataclass(frozen=True, slots=True)
class Text(Inline):
    """Plain words; straight quotation marks with a backslash before them are `as_typed`."""

    text: str
    as_typed: bool = False


@dataclass(frozen=True, slots=True)
class Strong(Inline):
    """Words of importance: bold."""

    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Numeral(Inline):
    """A number or a sign that leads the words beside it, in large letters."""

    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Emphasis(Inline):
    """Stressed words: semibold, as italics are hard to read."""

    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class InlineCode(Inline):
    """Words for a computer."""

    text: str


@dataclass(frozen=True, slots=True)
class Link(Inline):
    """A link to an address (`https://…`, `mailto:…`) or to an anchor of this publication."""

    inlines: tuple[Inline, ...]
    target: str
    internal: bool = False


@dataclass(frozen=True, slots=True)
class Foreign(Inline):
    """Words in another language, as a BCP 47 tag: `gd`, `cy`."""

    inlines: tuple[Inline, ...]
    language: str


@dataclass(frozen=True, slots=True)
class OnlyWords(Inline):
    """Words for some editions, as `Only` has blocks; gone once an edition is selected."""

    inlines: tuple[Inline, ...]
    has: str = ""
    lacks: str = ""
    editions: tuple[str, ...] = ()
    document: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class FootnoteReference(Inline):
    """The place a footnote belongs to. `label` is its key; `number` is given by numbering."""

    label: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class LineBreak(Inline):
    """A forced new line."""


@dataclass(frozen=True, slots=True)
class Icon(Inline):
    """A small drawing in a line. It only adds to the words beside it.

    It is `height` mm high, or else as high as the letters, and `shape` times as wide as high.
    """

    image: str
    height: float = 0
    shape: float = 1


@dataclass(frozen=True, slots=True)
class Value(Inline):
    """A value of the edition, by name; gone once values are filled in."""

    name: str


def alert_value(kind: str) -> str:
    """Return the name of the value that is the word for “Note”, “Tip” and the like, which stands
    above a box that begins with `> [!NOTE]`.
    """
    return f"alert_{kind}"


@dataclass(frozen=True, slots=True)
class Blank(Inline):
    """A ruled space to write in, where an edition has no value. `label` says what belongs there."""

    label: str


@dataclass(frozen=True, slots=True)
class Field(Inline):
    """A place to answer: a check box, a radio button, or a space to write in.

    `name` is the field's name on screen and `label` what assistive technology reads; both are
    given by `transforms/fields.py`. Circles of the same name exclude each other; `value` is what
    choosing this one means. A space for words that fills its cell takes several lines. A list
    has `options`; on paper it and a date are spaces to write in.
    """

    kind: FieldKind
    name: str = ""
    label: str = ""
    value: str = ""
    fills: bool = False
    options: tuple[str, ...] = ()

    @property
    def is_figure(self) -> bool:
        """Whether it asks for one of some figures, such as 0 to 3."""
        return bool(self.options) and all(map(is_number, self.options))
