"""What the functions for blocks and inlines share: the tables, the part, what the file collects."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup, escape

from packbuilder.inspection.reading import LOWEST
from packbuilder.model import Block, Inline, Part, Picture, Publication
from packbuilder.settings.dates import runs_right_to_left
from packbuilder.theme import Theme
from packbuilder.writers.markup import direction_in, tag

BlockWriters = Mapping[type[Block], Callable[["HtmlContext", Any], Markup]]
InlineWriters = Mapping[type[Inline], Callable[["HtmlContext", Any], Markup]]

EMPTY = Markup("")
LINES = Markup("\n")


@dataclass(slots=True)
class Collected:
    """What the whole file has to hold besides its text: shares of widths, for its styles; small
    drawings, each once; names of regions, which have to differ.
    """

    shares: set[int] = field(default_factory=set)
    drawings: dict[str, str] = field(default_factory=dict)
    names: Counter[str] = field(default_factory=Counter)


class HtmlContext:
    """Writes blocks and inlines by their tables; knows the part, its notes and its pictures.

    `deeper` says how many levels lower than in a document alone the headings are.
    """

    def __init__(
        self,
        part: Part,
        publication: Publication,
        theme: Theme,
        collected: Collected,
        writers: tuple[BlockWriters, InlineWriters],
    ) -> None:
        self.name = part.name
        self.language = part.language
        self.right_to_left = runs_right_to_left(part.language)
        self.footnotes = part.footnotes
        self.noted: dict[int, int] = {}  # numbers of notes as they are shown
        self.pictures = publication.pictures
        self.theme = theme
        self.profile = part.profile
        self.deeper = 1 if publication.opening else 0
        self.before: dict[str, Markup] = {}
        self._collected = collected
        self._blocks, self._inlines = writers

    def inlines(self, inlines: Iterable[Inline]) -> Markup:
        """Write a line of text."""
        return EMPTY.join(self._inlines[type(inline)](self, inline) for inline in inlines)

    def blocks(self, blocks: Iterable[Block]) -> Markup:
        """Write blocks."""
        return LINES.join(self._blocks[type(block)](self, block) for block in blocks)

    def heading(self, level: int, inner: Markup, /, **attributes: Any) -> Markup:
        """Write a heading of a level of this part, whose title has the level 0."""
        return tag(f"h{min(level + 1 + self.deeper, LOWEST)}", inner, **attributes)

    def anchor(self, name: str) -> str:
        """Return the address of a place in this part; a colon keeps it apart from a heading's."""
        return f"{self.name}.{name}"

    def share(self, share: int) -> str:
        """Return the class of what takes a share of the width, in per cent."""
        self._collected.shares.add(share)
        return f"share-{share}"

    def region(self, name: str) -> str:
        """Return the name of a region, with a number where it is not the first of its name."""
        name = " ".join(name.split())
        self._collected.names[name] += 1
        count = self._collected.names[name]
        return name if count == 1 else f"{name} ({count})"

    def drawing(self, path: str, look: str, /, **attributes: Any) -> Markup:
        """Show a drawing that only adds to the words beside it; the file holds it once."""
        if path not in self.pictures:
            return EMPTY
        drawings = self._collected.drawings
        name = drawings.setdefault(path, f"drawing:{len(drawings) + 1}")
        used = tag("use", EMPTY, href=f"#{name}")
        return tag("svg", used, class_=look, aria_hidden="true", focusable="false", **attributes)

    def picture(self, path: str, alt: str, look: str = "") -> Markup:
        """Show a picture that has a description of its own, or an empty one."""
        picture = self.pictures[path]
        size = f'width="{picture.width:.0f}" height="{picture.height:.0f}"'
        return Markup('<img src="{}" alt="{}" class="{}" {}>').format(
            data_of(picture), alt, look or "picture", Markup(size)
        )


def data_of(picture: Picture) -> str:
    """Return a picture as an address that holds all of it."""
    data = picture.svg or picture.bitmap
    return f"data:{picture.media_type};base64,{base64.b64encode(data).decode()}"


def spoken(words: str, language: str, around: str = "") -> Markup:
    """Return words, marked where their `language` is not that of the text `around` them."""
    if not language:
        return escape(words)
    return tag("span", escape(words), lang=language, dir=direction_in(language, around))
