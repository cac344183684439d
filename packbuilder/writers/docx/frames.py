"""Boxes made of paragraphs: bars and rules that keep to the text when it is edited.

Word joins neighbouring paragraphs into one box only when borders and indents agree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from packbuilder.theme import Style, Theme
from packbuilder.writers.docx.xml import NO_BORDER_BELOW, border, points_of, shading

Borders = Mapping[str, str]
"""The sides of a box, as XML by their names."""

_TIGHT = 1
"""How far lines of a list stand from the rule between them, in pt."""

_ROOMY = 3
"""The same where items have several lines, in pt."""

NO_BAR: Final = {"left": '<w:left w:val="nil"/>'}
"""Of a paragraph whose style has a bar."""

HAIR = 0.25
"""The thinnest border Word knows, in pt."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What every paragraph of a box has: the bar at its left.

    `style` is that of its running text, `title` that of its title, if it has any: these have the
    bar themselves. `edge` is where the text begins, in mm.
    """

    style: str
    left: str
    edge: float
    title: str = ""

    def borders(self) -> Borders:
        """Return the borders of a paragraph."""
        return {"left": self.left, "bottom": NO_BORDER_BELOW}

    def ruled(self, theme: Theme) -> Borders:
        """Return the borders of a line to write on inside the box."""
        bottom, between = rule_below("bottom", theme), rule_below("between", theme)
        return {"left": self.left, "bottom": bottom, "between": between}


def callout_frame(theme: Theme, indent: float) -> Frame:
    """Return the bar of a callout that begins `indent` mm from the margin."""
    bar = _bar(theme, "accent", theme.length("title-rule"))
    return Frame("CalloutText", bar, indent + theme.length("box-padding"), "CalloutTitle")


def group_frame(theme: Theme, indent: float) -> Frame:
    """Return the bar beside blocks that belong together."""
    edge = indent + theme.length("box-bar") + theme.length("box-padding")
    return Frame("", _bar(theme, "rule", theme.length("box-bar")), edge)


def frame_borders(name: str, theme: Theme, style: Style) -> Borders:
    """Return the borders that a style has by itself, by the name of its frame."""
    return _BORDERS[name](theme, style)


def frame_shade(name: str, theme: Theme) -> str:
    """Return the background that goes with it."""
    return shading(theme.colour("tint")) if name == "tint" else ""


def rule_below(side: str, theme: Theme) -> str:
    """Return the rule of a line to write on."""
    return border(side, points_of(theme.length("hairline")), theme.colour("rule"))


def _bar(theme: Theme, colour: str, width: float) -> str:
    padding = points_of(theme.length("box-padding"))
    return border("left", points_of(width), theme.colour(colour), padding)


def _callout(theme: Theme, _: Style) -> Borders:
    return callout_frame(theme, 0).borders()


def _tint(theme: Theme, _: Style) -> Borders:
    padding, tint = points_of(theme.length("cell-padding")), theme.colour("tint")
    return {side: border(side, HAIR, tint, padding) for side in ("top", "left", "bottom", "right")}


def _rule(theme: Theme, _: Style) -> Borders:
    return {side: rule_below(side, theme) for side in ("bottom", "between")}


def _footer(theme: Theme, _: Style) -> Borders:
    width, space = points_of(theme.length("hairline")), points_of(theme.length("cell-padding"))
    return {"top": border("top", width, theme.colour("hair"), space)}


def _cover_bar(theme: Theme, _: Style) -> Borders:
    return {"top": border("top", points_of(theme.length("box-bar")), theme.colour("accent"))}


def _row(theme: Theme, _: Style) -> Borders:
    """Return a thin line below, and between such lines."""
    width, colour = points_of(theme.length("hairline")), theme.colour("hair")
    return {side: border(side, width, colour, _TIGHT) for side in ("bottom", "between")}


def _item(theme: Theme, _: Style) -> Borders:
    """Return a thin line above, and between such items."""
    width, colour = points_of(theme.length("hairline")), theme.colour("hair")
    above = {side: border(side, width, colour, _ROOMY) for side in ("top", "between")}
    return {**above, "bottom": NO_BORDER_BELOW}


def _under(theme: Theme, _: Style) -> Borders:
    width = points_of(theme.length("strong-rule"))
    return {"bottom": border("bottom", width, theme.colour("primary"), _TIGHT)}


def _section(theme: Theme, _: Style) -> Borders:
    width = points_of(theme.length("strong-rule"))
    above = border("top", width, theme.colour("primary"), _TIGHT)
    return {"top": above, "bottom": NO_BORDER_BELOW}


def _above_title(theme: Theme, _: Style) -> Borders:
    width = points_of(theme.length("title-rule"))
    return {"top": border("top", width, theme.colour("primary"), points_of(1))}


_BORDERS: Final[Mapping[str, Callable[[Theme, Style], Borders]]] = {
    "callout": _callout,
    "tint": _tint,
    "rule": _rule,
    "footer": _footer,
    "bar": _cover_bar,
    "title": _above_title,
    "row": _row,
    "item": _item,
    "under": _under,
    "section": _section,
}
