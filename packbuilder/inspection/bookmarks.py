"""What style sheets of a designer's own change in the bookmarks of a PDF."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from packbuilder.theme.style_rules import read_rules

_HEADING = re.compile(r"h([1-6])(?![\w-])[^\s>+~]*$")
_ANY = frozenset(range(1, 7))
_USUAL_LABELS = ("content()", "content(text)")


@dataclass(frozen=True, slots=True)
class BookmarkStyles:
    """Levels of headings whose bookmarks may be of another level or missing, and of those whose
    bookmarks may have other words.
    """

    moved: frozenset[int] = frozenset()
    renamed: frozenset[int] = frozenset()


def read_bookmark_styles(sheets: Iterable[str]) -> BookmarkStyles:
    """Return what rules change; those that say what is usual, or are about no heading, nothing."""
    moved, renamed = set[int](), set[int]()
    for sheet in sheets:
        for rule in read_rules(sheet) if "bookmark-" in sheet.lower() else ():
            level = rule.properties.get("bookmark-level", "")
            label = rule.properties.get("bookmark-label", "content()")
            for selector in rule.selectors:
                found = _HEADING.search(selector)
                levels = {int(found[1])} if found else _ANY
                moved |= levels if level and level != (found[1] if found else "") else set()
                renamed |= levels if label not in _USUAL_LABELS else set()
    return BookmarkStyles(frozenset(moved), frozenset(renamed))
