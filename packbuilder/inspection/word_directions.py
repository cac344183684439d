"""Paragraphs of a Word file → whether they run in the direction of their words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from packbuilder.inspection.word_xml import Element, W, switch_of, value_of
from packbuilder.settings.dates import runs_right_to_left as is_turned
from packbuilder.theme.scripts import runs_right_to_left

_LEVEL: Final = ("", "lrTb", "lrTbV")
"""Directions of text whose lines run across the page (ISO 29500-1, 17.18.93)."""


def is_level(properties: Element | None) -> bool:
    """Whether lines of a paragraph, a cell or a section run across the page, and not up or down."""
    return value_of(properties, "textDirection") in _LEVEL


class Directions:
    """Says of paragraphs whether they run as their words do. `language_of` gives the language of a
    run in a paragraph of a style, `language` is that of the file.
    """

    def __init__(
        self, styles: Element, language: str, language_of: Callable[[Element, str], str]
    ) -> None:
        self._turned, self._language_of = is_turned(language), language_of
        self._styles = {style.get(f"{W}styleId", ""): style for style in styles.iter(f"{W}style")}
        usual = styles.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr")
        self._usual = bool(switch_of(usual, "bidi"))
        self._known: dict[str, bool] = {}

    def fit(self, paragraph: Element, style: str) -> bool:
        """Whether a paragraph is read from the side that its words are read from. Where a file runs
        from left to right, one of another direction has words of a language that does; where it
        runs from right to left, one that does not has words of other languages.
        """
        own = switch_of(paragraph.find(f"{W}pPr"), "bidi")
        turned = self._of_style(style) if own is None else own
        if turned == self._turned:
            return True
        runs = [run for run in paragraph.iter(f"{W}r") if any(map(str.isalpha, _words(run)))]
        foreign = (is_turned(self._language_of(run, style)) == turned for run in runs)
        return not runs or any(foreign) or runs_right_to_left(_words(paragraph)) == turned

    def _of_style(self, id: str) -> bool:
        if id not in self._known:
            self._known[id] = self._usual  # a style that rests on itself ends here
            style: Element | None = self._styles.get(id)
            if style is not None:
                own = switch_of(style.find(f"{W}pPr"), "bidi")
                self._known[id] = self._of_style(value_of(style, "basedOn")) if own is None else own
        return self._known[id]


def _words(element: Element) -> str:
    return "".join(t.text or "" for t in element.iter(f"{W}t"))
