"""Where things stand: a block on its page, words in their line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from packbuilder.writers.docx.frames import Frame

DOCUMENT, FOOTNOTES, GUIDES = "document", "footnotes", "guides"
"""The parts of a file that have relations of their own; all footers of cards have the same."""


@dataclass(frozen=True, slots=True)
class Marker:
    """The bullet or number that the next paragraph gets. `level` counts from 0, and `hanging` is
    how far it stands before the words, in mm, 0 for as in all lists.
    """

    style: str
    number: int
    level: int
    hanging: float = 0


@dataclass(frozen=True, slots=True)
class WordLook:
    """How words stand out: the styles of numerals and of strong words, the length that names how
    long a ruled space is, and how high drawings are in mm, 0 for as high as letters.
    """

    numeral: str = "Numeral"
    strong: str = "Strong"
    blank: str = "blank"
    icon: float = 0


PLAIN: Final = WordLook()


@dataclass(frozen=True, slots=True)
class LayoutContext:
    """Where a block stands: in mm, `width` between the margins and `indent` from the left one.

    `text` is the style of running text here, `small_text` that of small print, `depth` that of
    lists; `story` is the part of the file, whose relations links belong to. `words` say how words
    stand out here. Where `low_headings` is set, headings are no higher than the title of a box.
    `column` is where text begins on a page with a margin column, and `rules` the colour of the
    rules of tables. The heading of a `theme` is its title.
    Rows of tables are low where the text is `dense`.
    """

    profile: str
    language: str
    width: float
    indent: float = 0
    depth: int = 0
    text: str = "BodyText"
    small_text: str = "SmallPrint"
    frame: Frame | None = None
    marker: Marker | None = None
    story: str = DOCUMENT
    words: WordLook = PLAIN
    low_headings: bool = False
    column: float = 0
    rules: str = "primary"
    theme: bool = False
    dense: bool = False

    @property
    def room(self) -> float:
        """The width for tables and pictures, in mm."""
        return self.width - self.indent

    def unmarked(self) -> LayoutContext:
        """The same place once the bullet or number has been used."""
        return replace(self, marker=None)

    def speaking(self, language: str) -> LayoutContext:
        """The same place for words in another language, if one is given."""
        return replace(self, language=language) if language else self


@dataclass(frozen=True, slots=True)
class Run:
    """How words stand in their line. `language` is empty for that of the publication.

    `bold` says that the style of their paragraph is; `strong` that they themselves have to be.
    They may be `raised` above their line, by so many pt.
    """

    story: str
    profile: str
    language: str = ""
    bold: bool = False
    strong: bool = False
    style: str = ""
    words: WordLook = PLAIN
    raised: float = 0
