"""The blocks of tools: steps, places to answer, canvases, cards, timed plans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from packbuilder.model.blocks import ListItem, Table
from packbuilder.model.inlines import FieldKind, Text
from packbuilder.model.nodes import Block, Inline

SCISSORS = "templates/scissors.svg"
"""The drawing that says where to cut."""


_SHORT_QUESTION = 52
_SHORT_NAME = 40

DeckKind = Literal["questions", "badges", "place-cards", "certificates"]
"""What cards are there for: to talk about, to wear, to stand on a table, to keep."""

LARGE_CARDS = ("place-cards", "certificates")
"""Those with room for larger letters."""

ARROW, ARROW_LEFT = "templates/arrow.svg", "templates/arrow-left.svg"
"""The drawing that leads from one thing to the next."""

FACTS = {name: f"templates/fact-{name}.svg" for name in ("time", "group", "need", "leave")}
"""The drawings beside the facts of a tool."""


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
    """A way to a decision: conditions in order, each with what follows from it.

    With a `name`, one of them is ticked below the `label`, and it becomes a table.
    """

    items: tuple[ListItem, ...]
    name: str = ""
    label: tuple[Inline, ...] = ()


CanvasShape = Literal["", "distance"]
"""Zones side by side, or bands from near to far with the last zone outside."""


@dataclass(frozen=True, slots=True)
class Canvas(Block):
    """Large zones for sticky notes. `height` is in mm; `purpose` says what for."""

    name: str
    label: tuple[Inline, ...]
    zones: tuple[str, ...]
    height: int
    purpose: str
    shape: CanvasShape = ""


@dataclass(frozen=True, slots=True)
class Card(Block):
    """One card of a deck: its code, its theme, its words; none on a blank card.

    `icon` and `pattern` are drawings of the theme, which only add to the words. A card with a
    `label` holds no question: what was said, or lines to write on. Smaller words may stand `above`
    and `below`; a `large` card has room for larger letters.
    """

    code: str = ""
    theme: str = ""
    above: tuple[Inline, ...] = ()
    inlines: tuple[Inline, ...] = ()
    below: tuple[Inline, ...] = ()
    icon: str = ""
    pattern: str = ""
    label: str = ""
    large: bool = False

    @property
    def is_free(self) -> bool:
        """Whether nothing at all is printed on it."""
        words = (self.above, self.inlines, self.below)
        return not (self.code or self.theme or self.label or any(words))

    @property
    def is_short(self) -> bool:
        """Whether its words fit in the larger size."""
        letters = len("".join(i.text for i in self.inlines if isinstance(i, Text)))
        return letters <= (_SHORT_NAME if self.large else _SHORT_QUESTION)


@dataclass(frozen=True, slots=True)
class Deck(Block):
    """Cards of one kind, what their backs say, and how to print and cut them.

    `mark` is the path of the drawing on their backs, if there is one. A deck that says nothing
    there has no backs.
    """

    items: tuple[Card, ...]
    back: str = ""
    guide: str = ""
    mark: str = ""
    kind: DeckKind = "questions"


# Gone once a tool has all that it needs ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DeckList(Block):
    """Where the cards are listed with space for notes; gone once fields are named."""


@dataclass(frozen=True, slots=True)
class Place(Block):
    """Where the steps in short or the facts of a tool belong; gone once they stand there."""

    of: Literal["step-bar", "facts"]


@dataclass(frozen=True, slots=True)
class RunSheet(Block):
    """A timed plan: one table whose first column holds minutes; gone once clock times are worked
    out. An `agenda` is a plain one: its first column may also hold clock times, and it may say
    itself when it begins.
    """

    minutes: int
    blocks: tuple[Table]
    agenda: bool = False
    start: str = ""
