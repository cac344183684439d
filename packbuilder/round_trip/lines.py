"""Small questions about lines of the content, and how words stand in them."""

from __future__ import annotations

import re

from packbuilder.inspection.units import Unit
from packbuilder.round_trip.places import Fence, Place, Source
from packbuilder.round_trip.tokens import likeness
from packbuilder.round_trip.words import WordChanges

_FILE = re.compile(r'\bfile="([^"]+)"')
_OPTION = re.compile(r'\b(\w+)="([^"]*)"')
_STEPS = ("steps", "step")
"""`:::` blocks whose parts have minutes."""

OPEN = ("callout", "landscape", "small-print", "only", "excuse", "lead", "theme")
"""`:::` blocks in which a new paragraph may stand."""


def is_own(place: Place, unit: Unit) -> bool:
    """Whether the lines hold this unit and nothing else, so that they can go with it."""
    return likeness(unit.text, re.sub(r"\{[^}]*\}", "", place.text)) > 0.6 and (
        not place.text.lstrip().startswith(":::")
    )


def included(main: Source, fence: Fence) -> str:
    """Return the shared file that a `:::` block puts in its place; nothing for other blocks."""
    found = _FILE.search(main.lines[fence.first - 1]) if fence.name == "include" else None
    return f"content/{found[1]}" if found else ""


def maker_of(place: Place, words: str) -> tuple[int, str]:
    """Return the line that makes words which the lines of a unit do not hold, and what in it does:
    an option of a block around them, as the theme of cards is, else the program.
    """
    for fence in place.source.around(place.first):
        for option, value in _OPTION.findall(place.source.lines[fence.first - 1]):
            if words in value or (value and words.removeprefix(value).isdecimal()):
                return fence.first, f'{option}="{value}"'
    return place.first, "the program"


def has_minutes(changes: WordChanges, place: Place) -> bool:
    """Whether a change is one of the minutes of a step."""
    text = place.source.text
    in_steps = any(fence.name in _STEPS for fence in place.source.around(place.first))
    return in_steps and any(
        re.match(r"\d*\s*min", text[edit.end :]) or text[edit.start : edit.end].isdecimal()
        for edit in changes.edits
        if re.search(r"\d", text[edit.start : edit.end] + edit.text)
    )


def escaped(text: str) -> str:
    """Keep a paragraph from being read as a heading, a list or a quotation."""
    if re.match(r"(#{1,6}\s|[-+>]\s|\||~~~)", text):
        return f"\\{text}"
    return re.sub(r"^(\d+)([.)]\s)", r"\1\\\2", text)


def short(text: str, most: int = 60) -> str:
    """Return the beginning of a text, for a report."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"
