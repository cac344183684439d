"""What Word counts: the number or bullet before each paragraph of a list, from numbering.xml; and
numbers in the text, of pages among others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from packbuilder.inspection.reading import BULLET
from packbuilder.inspection.word_look import look_of
from packbuilder.inspection.word_seen import is_paragraph_seen
from packbuilder.inspection.word_xml import Element, W, value_of
from packbuilder.model import Counting, counted

COUNTINGS: Mapping[str, Counting] = MappingProxyType(
    {
        "decimal": "figures",
        "lowerLetter": "letters",
        "upperLetter": "capitals",
        "lowerRoman": "roman",
        "upperRoman": "roman-capitals",
    }
)
"""How lists count, by their w:numFmt (ECMA-376, 17.18.59)."""
_COUNTED: Final = ("PAGE", "NUMPAGES", "PAGEREF", "SEQ")
_LEVEL = re.compile(r"%(\d)")


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list: how it counts, from where, and what it shows."""

    format: str
    start: int
    shown: str


class ListNumbers:
    """Counts as Word does: lists that share a definition go on, unless they start again."""

    def __init__(self, numbering: Element | None, styles: Mapping[str, Element]) -> None:
        self._styles = styles
        self._definitions: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, tuple[str, dict[int, int]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._styled: dict[str, tuple[str, int]] = {}
        for definition in [] if numbering is None else numbering.iter(f"{W}abstractNum"):
            levels = {int(level.get(f"{W}ilvl", "0")): _level(level) for level in definition}
            self._definitions[definition.get(f"{W}abstractNumId", "")] = levels
        for num in [] if numbering is None else numbering.iter(f"{W}num"):
            again = {
                int(each.get(f"{W}ilvl", "0")): int(value_of(each, "startOverride") or 1)
                for each in num.iter(f"{W}lvlOverride")
            }
            self._lists[num.get(f"{W}numId", "")] = value_of(num, "abstractNumId"), again

    def marker(self, properties: Element | None, style: str) -> str:
        """Return what stands before the next paragraph: a number without its full stop, or “•”."""
        id, level = self.place(properties, style)
        return self._count(id, level) if id in self._lists else ""

    def first_marker(self, properties: Element | None, style: str) -> str:
        """Return what stands before the next paragraph, where it is the first of its list."""
        begun = self.place(properties, style) in self._begun
        marker = self.marker(properties, style)
        return "" if begun else marker

    def counting(self, properties: Element | None, style: str) -> Counting:
        """Return how the list of a paragraph counts; one with signs counts in figures."""
        id, level = self.place(properties, style)
        known = self._definitions.get(self._lists.get(id, ("", {}))[0], {}).get(level)
        return COUNTINGS.get(known.format, "figures") if known else "figures"

    def is_numbered(self, properties: Element | None, style: str) -> bool:
        """Whether the list of a paragraph has numbers, and not bullets."""
        id, level = self.place(properties, style)
        known = self._definitions.get(self._lists.get(id, ("", {}))[0], {}).get(level)
        return known is not None and (known.format in COUNTINGS or "%" in known.shown)

    def place(self, properties: Element | None, style: str) -> tuple[str, int]:
        """Return the list that a paragraph belongs to, and its level in it, from 0."""
        own = None if properties is None else properties.find(f"{W}numPr")
        id, level = self._of_style(style)
        if own is not None:
            id, level = value_of(own, "numId") or id, int(value_of(own, "ilvl") or level)
        return id, level

    def _of_style(self, style: str) -> tuple[str, int]:
        """Return the list of a style, or of the next one it is based on, and the level in it."""
        if style not in self._styled:
            self._styled[style] = "", 0  # a style that rests on itself ends here
            element = self._styles.get(style)
            if element is not None:
                own = element.find(f"{W}pPr/{W}numPr")
                id, level = self._of_style(value_of(element, "basedOn"))
                if own is not None:
                    id, level = value_of(own, "numId") or id, int(value_of(own, "ilvl") or level)
                self._styled[style] = id, level
        return self._styled[style]

    def _count(self, id: str, level: int) -> str:
        definition, again = self._lists[id]
        levels = self._definitions.get(definition, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(definition, {})
        if level in again and (id, level) not in self._begun:
            counts[level] = again[level] - 1
        self._begun.add((id, level))
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [known for known in counts if known > level]:
            del counts[deeper]
        shown = levels[level].shown.strip().rstrip(".")
        drawn = levels[level].format == "bullet"  # maybe one that is not seen
        if drawn or (shown and not any(map(str.isalnum, shown))):  # or the format is “none”
            return BULLET
        return _LEVEL.sub(lambda at: self._number(counts, levels, int(at[1]) - 1), shown)

    def _number(self, counts: Mapping[int, int], levels: Mapping[int, _Level], level: int) -> str:
        known = levels.get(level, _Level("", 1, ""))
        number = counts.get(level, known.start)
        counting = COUNTINGS.get(known.format)
        return counted(number, counting) if counting else f"{known.format} {number}"


def _level(element: Element) -> _Level:
    hidden = look_of(element.find(f"{W}rPr")).is_hidden()
    if hidden or not is_paragraph_seen(element.find(f"{W}pPr")):
        return _Level("", 1, "")
    start = value_of(element, "start")
    return _Level(value_of(element, "numFmt"), int(start or 1), value_of(element, "lvlText"))


def is_taken_out(properties: Element | None) -> bool:
    """Whether a paragraph is taken out of the list of its style: it has the list of number 0
    (ECMA-376, 17.9.18).
    """
    own = None if properties is None else properties.find(f"{W}numPr")
    return own is not None and value_of(own, "numId") == "0"


def is_counted(instruction: str, shown: str) -> bool:
    """Whether a field shows a number that Word counts; LibreOffice also makes one of the words of a
    link to a heading.
    """
    name = instruction.strip().split(" ", 1)[0]
    return name in _COUNTED and (name != "PAGEREF" or not any(map(str.isalpha, shown)))


def page_number_of(entry: Element) -> Element | None:
    """Return the page number of a line of contents, which LibreOffice may write without a field."""
    shown = list(entry.iter(f"{W}t", f"{W}tab"))
    if [each.tag for each in shown[-2:]] != [f"{W}tab", f"{W}t"]:
        return None
    return shown[-1] if (shown[-1].text or "").strip().isdecimal() else None
