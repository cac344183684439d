"""A paragraph style as a record, and the families of styles that differ by their level alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

LIST_LEVELS: Final = 5
"""Word has List Bullet … List Bullet 5; deeper lists keep the last style and their own indent."""

HEADING_STYLES: Final = tuple(f"Heading{level}" for level in range(2, 7))
"""The styles of headings below a title, from the highest; a list may count them."""

RULED_HEADING: Final = HEADING_STYLES[0]
"""The style of headings with a rule above, in reports and tools."""

THEME_LEVEL: Final = 2
"""The level of headings that a theme's title has in the outline."""

COLUMN_PROFILE: Final = "reading"
"""The profile whose pages have a margin column."""

LOW_HEADINGS: Final = 2
"""So many levels of headings have a lower form, where they begin a part of a form."""

CONTENTS_LEVELS: Final = 3
"""How deep contents go; Word names the style of an entry after the level of its heading."""


@dataclass(frozen=True, slots=True)
class StyleSpec:
    """One paragraph style. `indent`, `before` and `after` name lengths of tokens.yaml.

    `measure`: lines are no longer than the profile allows. `tight`: no space of its own before
    and after. `frame`: its borders and background, see frames.py. `level`: outline level from 1.
    `numbering`: the bullets or numbers new paragraphs in this style get, at the style's level.
    `column`: where pages have a margin column, lines begin behind it.
    """

    id: str
    name: str
    role: str
    based: str = "Normal"
    following: str = ""
    measure: bool = False
    tight: bool = False
    bold: bool | None = None
    keep_next: bool = False
    keep_lines: bool = False
    indent: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    frame: str = ""
    level: int = 0
    numbering: str = ""
    tab: str = ""
    quick: bool = False
    custom: bool = True
    least_line: str = ""
    column: bool = False


def heading_style(level: int) -> StyleSpec:
    """Return a style of Word's own; the first is that of titles, which headings stand below."""
    return StyleSpec(
        f"Heading{level}",
        f"heading {level}",
        f"heading-{level - 1}" if level > 1 else "title",
        following="BodyText" if level > 1 else "Subtitle",
        keep_next=True,
        keep_lines=True,
        level=level,
        quick=True,
        custom=False,
        column=level > 1,
    )


def low_heading_style(level: int) -> StyleSpec:
    """Return a heading that begins what will be done, or stands in the margin."""
    return replace(
        heading_style(level),
        id=f"Heading{level}Low",
        name=f"Heading {level} Low",
        role="callout-title",
        based=f"Heading{level}",
        quick=False,
        custom=True,
    )


def list_styles(stem: str, numbering: str) -> list[StyleSpec]:
    """Return the five levels of a list style."""
    styles = []
    for level in range(1, LIST_LEVELS + 1):
        number = str(level) if level > 1 else ""
        spec = StyleSpec(
            f"List{stem}{number}",
            f"List {stem} {number}".strip(),
            "list-item",
            measure=True,
            indent=("list-indent",) * level,
            column=True,
            numbering=numbering,
            quick=level == 1,
            custom=False,
        )
        styles.append(spec)
    return styles


def contents_styles(first: int, parts: bool = False) -> list[StyleSpec]:
    """Return the styles of a contents list whose upper level is `first` of Word's three. In a list
    of `parts`, these have a number each in the margin column.
    """
    depths = {level: max(level - first, 0) for level in range(1, CONTENTS_LEVELS + 1)}
    return [
        StyleSpec(
            f"TOC{level}",
            f"toc {level}",
            f"contents-{depth + 1}" if depth or not parts else "contents-part",
            tab="right",
            custom=False,
            keep_next=parts and not depth,
            indent=("column",) if parts else (),
            frame="row" if depth or not parts else "section",
        )
        for level, depth in depths.items()
    ]
