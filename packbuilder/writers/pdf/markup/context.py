"""What the functions for blocks and inlines share: the tables, the part, small tools."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from packbuilder.model import Arrangement, Block, Inline, Part, Picture, Publication, Table
from packbuilder.settings.dates import runs_right_to_left
from packbuilder.theme import Theme, millimetres
from packbuilder.theme.columns import column_shares
from packbuilder.theme.heights import high_rows, is_high
from packbuilder.theme.pictures import photo_widths, widest_print

BlockWriters = Mapping[type[Block], Callable[["MarkupContext", Any], Markup]]
InlineWriters = Mapping[type[Inline], Callable[["MarkupContext", Any], Markup]]


_NARROW = 200
"""Pages less wide than this have hardly room for the words of many columns, in mm."""


class MarkupContext:
    """Writes blocks and inlines by their tables; knows the part's notes, pictures and theme."""

    def __init__(
        self,
        part: Part,
        publication: Publication,
        theme: Theme,
        block_writers: BlockWriters,
        inline_writers: InlineWriters,
    ) -> None:
        self.name = part.name
        self.language = part.language
        self.right_to_left = runs_right_to_left(part.language)
        self.footnotes = part.footnotes
        self.noted: dict[int, int] = {}  # the numbers printed of notes that stand already
        self.pictures = publication.pictures
        self.theme = theme
        self.landscape = part.landscape
        self.profile = part.profile
        self._blocks = block_writers
        self._inlines = inline_writers

    def turned(self) -> MarkupContext:
        """Return the same for pages in landscape."""
        turned = copy.copy(self)
        turned.landscape = True
        return turned

    def widest(self, picture: Picture) -> float:
        """Return how wide in mm a picture may be at most."""
        return widest_print(picture, self.theme, self.landscape)

    def high_rows(self, table: Table) -> frozenset[int]:
        """Return the rows of a table that are too high to be kept on one page."""
        return high_rows(table, self.theme, self.profile, self._room())

    def column_shares(self, table: Table) -> tuple[float, ...]:
        """Return the shares of the width that columns get, nothing where they are equal."""
        if self.fits_columns(table):
            return table.widths
        return column_shares(table, self.theme, self.profile, self._room())

    def fits_columns(self, table: Table) -> bool:
        """Whether the engine gives columns more than `widths` says: in large letters and on small
        pages, where long words need it.
        """
        narrow = self.theme.page("width") < _NARROW
        return bool(table.widths) and (self.theme.traits.large or narrow)

    def _room(self) -> float:
        """Return how wide a table can be in mm."""
        paper = self.theme.paper(self.profile, self.landscape)
        return millimetres(paper.width) - millimetres(paper.left) - millimetres(paper.right)

    def photo_shares(self, row: Arrangement) -> tuple[float, ...]:
        """Return the shares of the width that photos side by side get, each with a gap."""
        room, gap = self._room(), self.theme.length("gap")
        widths = photo_widths(row, self.pictures, room, gap)
        return tuple(100 * (width + gap) / (room + gap) for width in widths)

    def is_high(self, block: Block) -> bool:
        """Whether a box is too high to be kept on one page."""
        return is_high(block, self.theme, self.profile)

    def inlines(self, inlines: Iterable[Inline]) -> Markup:
        """Write a line of text."""
        return Markup("").join(self._inlines[type(inline)](self, inline) for inline in inlines)

    def anchor(self, name: str) -> str:
        """Return the address of a place in this part; a colon keeps it apart from a heading's."""
        return f"{self.name}.{name}"

    def blocks(self, blocks: Iterable[Block]) -> Markup:
        """Write blocks."""
        return Markup("\n").join(self._blocks[type(block)](self, block) for block in blocks)


def asset(path: str) -> str:
    """Return the address of a picture of the publication."""
    return f"asset:/{quote(path)}"


def background(path: str) -> Markup:
    """Return the style that shows a picture of the publication as an artifact."""
    return Markup("background-image:url('{}')").format(asset(path))
