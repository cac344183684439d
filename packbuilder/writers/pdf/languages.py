"""What the engine leaves out of a PDF: the language of words in the structure (PDF/UA-1, 7.2), and
the order of words that run from right to left, whose glyphs stand from left to right.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from packbuilder.theme.fonts import SCRIPT_FONTS, letters_of_glyphs
from packbuilder.theme.scripts import runs_right_to_left


def keep_languages(tags: Any, pydyf: Any) -> None:
    """Have the engine's module that writes the structure note the `lang` of elements in the text.

    The structure itself does not say which element of the page a tag was made from.
    """
    build = tags._build_box_tree

    def build_with_languages(box: Any, *others: Any) -> Iterator[Any]:
        box = getattr(box, "_box", box)  # one that is placed elsewhere
        element = box.element
        for tag in build(box, *others):
            if element is not None and element.tag == "span" and element.get("lang"):
                tag["Lang"] = pydyf.String(element.get("lang"))
            yield tag

    tags._build_box_tree = build_with_languages


def keep_order(text: Any) -> None:
    """Have the engine's module that draws words note them as they are read, where some run from
    right to left: the place of figures between two directions cannot be found again.

    PDF readers turn such glyphs around themselves, so nothing that they know is said, such as
    `ActualText`, which they would turn around, too.
    """
    draw = text.draw_first_line

    def draw_in_order(stream: Any, textbox: Any, *others: Any) -> Any:
        turned = textbox.style["direction"] == "rtl"
        if not turned and not runs_right_to_left(textbox.text):
            return draw(stream, textbox, *others)
        words = textbox.text.encode("utf-16-be").hex()
        stream.begin_marked_content("Span", f"<</PackWords <{words}>>>".encode())
        try:
            return draw(stream, textbox, *others)
        finally:
            stream.end_marked_content()

    text.draw_first_line = draw_in_order


def keep_marks(fonts: Any) -> None:
    """Have the engine's module of fonts note the letter of each glyph, where a mark stands above or
    below it: the engine takes both for the letters of the glyph that is drawn first.
    """
    begin = fonts.Font.__init__

    def begin_with_marks(font: Any, *others: Any) -> None:
        begin(font, *others)
        for each in SCRIPT_FONTS:
            if font.family == each.family:
                bold = font.weight >= _BOLD
                known = letters_of_glyphs(each.files["bold" if bold else "regular"])
                font.to_unicode = _GlyphLetters(known)

    fonts.Font.__init__ = begin_with_marks


_BOLD = 600


class _GlyphLetters(dict[int, str]):
    """The letters of glyphs, as the engine finds them in what it draws; those of `known` glyphs
    where letters have marks.
    """

    def __init__(self, known: Mapping[int, str]) -> None:
        super().__init__()
        self._known = known

    def __setitem__(self, glyph: int, letters: str) -> None:
        """Note the letters of a glyph."""
        if not letters or any(unicodedata.combining(letter) for letter in letters):
            letters = self._known.get(glyph, letters)
        super().__setitem__(glyph, letters)
