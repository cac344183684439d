"""The blocks of tools: steps, places to answer, canvases, cards, timed plans."""

from __future__ import annotations

from dataclasses import dataclass

from packbuilder.model.blocks import ListItem, Table
from packbuilder.model.inlines import FieldKind
from packbuilder.model.nodes import Block, Inline

SCISSORS = "templates/scissors.svg"
"""The drawing that says where to cut."""


@dataclass(frozen=True, slots=True)
class Step(Block):
    """One step of a tool: what to do, in how many minutes; numbering puts those into words."""

    minutes: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Steps(Block):
    """Numbered steps whose minutes add up to `minutes`."""

    minutes: int
    items: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Answer(Block):
    """A question and ruled lines to write on. `name` is the field's name when filled on screen.

    `spoken` is the question as assistive technology reads it, with the section it stands in.
    `kind` is text, date or list; a list has `options`.
    """

    name: str
    label: tuple[Inline, ...]
    lines: int = 1
    spoken: str = ""
    kind: FieldKind = "text"
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices(Block):
    """A list of things to tick or choose from; each item begins with its `Field`.

    In a `row` they stand side by side, as a scale.
    """

    name: str
    label: tuple[Inline, ...]
    items: tuple[ListItem, ...]
    row: bool = False


@dataclass(frozen=True, slots=True)
class Group(Block):
    """A box around blocks that belong together; its fields' names begin with `name`."""

    name: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Route(Block):
    """A way to a decision: conditions in order, each with what follows from it."""

    items: tuple[ListItem, ...]


@dataclass(frozen=True, slots=True)
class Canvas(Block):
    """Large zones for sticky notes. `height` is in mm; `purpose` says what for."""

    name: str
    label: tuple[Inline, ...]
    zones: tuple[str, ...]
    height: int
    purpose: str


@dataclass(frozen=True, slots=True)
class Card(Block):
    """One card of a deck: its code, its theme, its words; none on a blank card.

    `icon` is the drawing of the theme, which only adds to the words.
    """

    code: str
    theme: str
    inlines: tuple[Inline, ...]
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Deck(Block):
    """Cards of one theme, what their backs say, and how to print and cut them."""

    items: tuple[Card, ...]
    back: str = ""
    guide: str = ""


# Gone once a tool has all that it needs ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DeckList(Block):
    """Where the cards are listed with space for notes; gone once fields are named."""


@dataclass(frozen=True, slots=True)
class RunSheet(Block):
    """A timed plan: one table whose first column holds minutes; gone once clock times are worked
    out.
    """

    minutes: int
    blocks: tuple[Table]
