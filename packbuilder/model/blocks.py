"""The pieces of a page: headings, text, lists, tables, boxes, pictures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from packbuilder.model.counting import Counting
from packbuilder.model.inlines import Field, Text
from packbuilder.model.nodes import Block, Inline, Node
from packbuilder.storage.records import memoized_by_object

MARKS = ("tick", "choice", "figure")
"""What cells are for that hold marks rather than words."""

_MOST_ROWS_TOGETHER, _MOST_NUMERALS_TOGETHER = 6, 8
"""So many rows are kept on one page, and so many with large numerals, which are counted off."""

_NUMBER = re.compile(r"[A-Z]?\d{1,2}\.?")


@dataclass(frozen=True, slots=True)
class Heading(Block):
    """A heading of level 1–5. `anchor` is what cross-references and contents lead to.

    `trace` are the codes of the findings that its section rests on. A `numeral` is one that its
    author gave it, printed large.
    """

    level: int
    inlines: tuple[Inline, ...]
    anchor: str = ""
    numbered: bool = True
    number: str = ""
    trace: tuple[str, ...] = ()
    numeral: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph(Block):
    """Running text."""

    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class ListItem(Block):
    """One item of a list."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class BulletList(Block):
    """A list without order. `tiles` stand side by side, each with its drawing."""

    items: tuple[ListItem, ...]
    tiles: bool = False


@dataclass(frozen=True, slots=True)
class OrderedList(Block):
    """A numbered list; every list starts again at `start`, and counts in figures or letters.

    One with large `numerals` has lines between its items, and may have two `columns`.
    """

    items: tuple[ListItem, ...]
    start: int = 1
    counting: Counting = "figures"
    numerals: bool = False
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Definition(Block):
    """A term and what it means."""

    term: tuple[Inline, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class DefinitionList(Block):
    """Terms and their meanings."""

    items: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class Cell(Node):
    """A cell of a table. `align` is left, center or right; `key` names the row it begins."""

    inlines: tuple[Inline, ...]
    align: str = "left"
    key: str = ""

    @property
    def answers(self) -> tuple[Field, ...]:
        """The places to answer in it."""
        return tuple(inline for inline in self.inlines if isinstance(inline, Field))

    @property
    def kind(self) -> str:
        """Return what it is there for: a tick, a choice, a figure, words, or nothing to fill in."""
        for field in self.answers:
            kind = "figure" if field.is_figure else field.kind
            return kind if kind in MARKS else "words"
        return ""

    @property
    def is_mark(self) -> bool:
        """Whether it is there for a mark: a tick, a choice, or a figure of a short list."""
        return self.kind in MARKS


TableLook = Literal[
    "",
    "step-bar",
    "steps",
    "route",
    "chain",
    "figures",
    "stages",
    "points",
    "big-numbers",
    "ratings",
    "theme-map",
    "time-bar",
    "run-sheet",
]
"""The steps of a tool in short, and in full; ways to a decision; links that lead to one another.

Figures with large numerals, stages joined by arrows, points with a label each, rows with a large
number each, answers with a bar each, and themes with their tools. The time of a plan as a bar, and
the plan itself.
"""


@dataclass(frozen=True, slots=True)
class Table(Block):
    """A table without merged cells: its header row repeats on every page.

    `widths` are shares of the width that add up to 100; empty means equal. A table of few rows
    stays on one page, but for one that `goes_on` over several. `row_height` is in mm, 0 for as
    high as the words; `choice` names what is chosen in a row of radio buttons. A `strip` has the
    facts of a tool. `look` names what it is meant to look like where it is more than a table; in a
    chain, names of fields begin with the column.
    """

    header: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: tuple[Inline, ...] = ()
    header_column: bool = False
    widths: tuple[int, ...] = ()
    anchor: str = ""
    row_height: int = 0
    choice: str = "choice"
    strip: bool = False
    look: TableLook = ""
    goes_on: bool = False

    @property
    def stays_together(self) -> bool:
        """Whether it is short enough to be kept on one page."""
        large = self.look == "big-numbers"
        most = _MOST_NUMERALS_TOGETHER if large else _MOST_ROWS_TOGETHER
        return not self.goes_on and len(self.rows) <= most

    @property
    def numbered(self) -> bool:
        """Whether its rows begin with a number or a code, such as 3 or K3; those of a bar do not:
        it has columns.
        """
        return self.look != "time-bar" and _is_numbered(self)

    @property
    def column_kinds(self) -> tuple[str, ...]:
        """Return what most cells of each column are for: words, tick, choice, figure, or
        nothing.
        """
        return _kinds_of(self)

    @property
    def by_hand(self) -> frozenset[int]:
        """The columns, beside others with words, that have none in high rows: people write there,
        and no field is meant.
        """
        used = {n for row in self.rows for n, cell in enumerate(row) if cell.inlines}
        unused = frozenset(range(len(self.header))) - used
        return unused if self.row_height and used else frozenset()

    @property
    def signs(self) -> tuple[str, ...]:
        """Return the one letter or figure that heads each column to choose in, else nothing: it
        stands in the circles, too.
        """
        heads = (_words(cell).strip() for cell in self.header)
        return tuple(
            head if kind == "choice" and len(head) == 1 else ""
            for head, kind in zip(heads, self.column_kinds, strict=False)
        )


@dataclass(frozen=True, slots=True)
class Callout(Block):
    """Boxed text with a title; `added` is one that an edition adds to the text."""

    title: tuple[Inline, ...]
    blocks: tuple[Block, ...]
    added: bool = False


@dataclass(frozen=True, slots=True)
class SmallPrint(Block):
    """Legal text and the like, in the smallest size that is allowed."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Quotation(Block):
    """Somebody else's words, and whose they are; the one that leads a page is largest."""

    blocks: tuple[Block, ...]
    by: tuple[Inline, ...] = ()
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Figure(Block):
    """A picture: `image` is its path, `alt` what it shows (empty only when decorative).

    `width` is a share of the text width in per cent. A chart has its `title` above.
    """

    image: str
    alt: str
    caption: tuple[Inline, ...] = ()
    width: int = 100
    anchor: str = ""
    title: tuple[Inline, ...] = ()


@dataclass(frozen=True, slots=True)
class Logos(Block):
    """Logos side by side, each `height` mm high, or as high as it can be without being coarse."""

    items: tuple[Figure, ...]
    height: float


@dataclass(frozen=True, slots=True)
class KeySentence(Block):
    """What a reader should remember, in large letters."""

    inlines: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Lead(Block):
    """What a page is about, in letters larger than those of its text."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ThemePage(Block):
    """A page for a theme: below a band, its drawing, and a heading with what belongs to it.

    `label` stands above the heading; `band` and `icon` are paths of drawings; `code` names the
    colour of its lines.
    """

    blocks: tuple[Block, ...]
    code: str
    name: str
    label: tuple[Inline, ...] = ()
    icon: str = ""
    band: str = ""


@dataclass(frozen=True, slots=True)
class CodeBlock(Block):
    """Lines for a computer, kept as they are."""

    text: str


@dataclass(frozen=True, slots=True)
class PageBreak(Block):
    """What follows starts on a new page."""


@dataclass(frozen=True, slots=True)
class Landscape(Block):
    """Blocks on pages turned sideways."""

    blocks: tuple[Block, ...]


ArrangementLook = Literal[
    "row", "photos", "beside", "stack", "side", "one-thing", "scale", "notice", "sheet"
]
"""Questions side by side; one below the other in such a row; a heading in the margin column; what
will be done; what marks mean; whose work a tool is; three stacks on one large sheet, of which the
second stands at the right.
"""


@dataclass(frozen=True, slots=True)
class Arrangement(Block):
    """Blocks that stand together in one way, which `look` names.

    `widths` are shares of a row that add up to 100; empty means equal.
    """

    look: ArrangementLook
    blocks: tuple[Block, ...]
    widths: tuple[int, ...] = ()


@memoized_by_object
def _is_numbered(table: Table) -> bool:
    """Whether all rows begin with a number: asked for each row, and worked out once."""
    leads = [_words(row[0]) for row in table.rows if row]
    return bool(leads) and all(map(_NUMBER.fullmatch, leads))


@memoized_by_object
def _kinds_of(table: Table) -> tuple[str, ...]:
    rows = [row for row in table.rows if any(cell.answers for cell in row)]
    return tuple(_most([row[n].kind for row in rows if n < len(row)]) for n in _columns(table))


def _columns(table: Table) -> range:
    return range(len(table.header))


def _most(kinds: list[str]) -> str:
    """Return what more than half of a column's cells are for, if they are for the same."""
    return next((kind for kind in kinds if 2 * kinds.count(kind) > len(kinds)), "")


def _words(cell: Cell) -> str:
    return "".join(inline.text for inline in cell.inlines if isinstance(inline, Text)).strip()


# Gone once a document has an edition's form ------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Include(Block):
    """A shared file that belongs here; gone once includes are resolved."""

    file: str


@dataclass(frozen=True, slots=True)
class Only(Block):
    """Blocks for some editions; gone once an edition is selected.

    Shown when the edition has a value for `has`, has none for `lacks`, its name is among
    `editions`, it has the `document`, and leaves the `missing` one out (each only when given; of
    several documents, between commas, all). A `local` one adds something to the text.
    """

    blocks: tuple[Block, ...]
    has: str = ""
    lacks: str = ""
    editions: tuple[str, ...] = ()
    document: str = ""
    missing: str = ""
    local: bool = False


@dataclass(frozen=True, slots=True)
class Waiver(Block):
    """Blocks in which a rule does not count, and why; gone once an edition is selected.

    Where `extent` is no block, it holds none and counts in all of its document, or of the project.
    """

    blocks: tuple[Block, ...]
    rule: str
    reason: str
    extent: Literal["block", "document", "project"] = "block"
