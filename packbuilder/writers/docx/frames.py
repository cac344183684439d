"""Boxes made of paragraphs: bars, borders and backgrounds that keep to the text when it is edited.

Word joins neighbouring paragraphs into one box only when borders and indents agree, and may leave
white stripes between them otherwise. So the paragraphs of a callout have no space between them:
a band in the colour of the background, above each, takes that layout, and the box is whole whether
they join or not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from packbuilder.theme import Style, Theme
from packbuilder.writers.docx.elements import BodyItem, change_last
from packbuilder.writers.docx.xml import border, points_of, shading

Borders = Mapping[str, str]
"""The sides of a box, as XML by their names."""

HAIR = 0.25
"""The thinnest border Word knows, in pt."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What every paragraph of a box has: its sides, and the band above it when it is filled.

    `style` is that of its running text. `edge`: where the text begins, `right`: how far from the
    right margin it ends, both in mm. `tint` is the colour of the background, if any.
    """

    style: str
    left: str
    right_side: str
    edge: float
    right: float = 0
    tint: str = ""

    def borders(self, gap: float) -> Borders:
        """Return the borders of a paragraph with a gap above it, in pt."""
        sides = self._sides()
        if not self.tint:
            return sides
        between = border("between", HAIR, self.tint, gap)
        return {"top": border("top", HAIR, self.tint, gap), **sides, "between": between}

    def ruled(self, theme: Theme) -> Borders:
        """Return the borders of a line to write on inside the box."""
        bottom, between = rule_below("bottom", theme), rule_below("between", theme)
        return {**self._sides(), "bottom": bottom, "between": between}

    def close(self, items: Sequence[BodyItem], bottom: str) -> list[BodyItem]:
        """Put the lower border under the last paragraph of the box, unless it has one."""
        return change_last(
            items,
            lambda last: replace(last, borders={"bottom": bottom, **last.borders}),
            lambda known: known.borders.get("left") == self.left,
        )

    def _sides(self) -> dict[str, str]:
        right = {"right": self.right_side} if self.right_side else {}
        return {"left": self.left, **right}


def callout_frame(theme: Theme, indent: float) -> Frame:
    """Return the box of a callout that begins `indent` mm from the margin."""
    return Frame(
        style="CalloutText",
        left=_bar(theme, "accent"),
        right_side=callout_edge("right", theme),
        edge=indent + theme.length("box-bar") + theme.length("box-padding"),
        right=theme.length("box-padding"),
        tint=theme.colour("tint"),
    )


def quotation_frame(theme: Theme, indent: float) -> Frame:
    """Return the bar of a quotation that begins `indent` mm from the margin."""
    edge = indent + theme.length("box-bar") + theme.length("box-padding")
    return Frame("Quote", _bar(theme, "rule"), "", edge)


def group_frame(theme: Theme, indent: float) -> Frame:
    """Return the bar beside blocks that belong together."""
    edge = indent + theme.length("box-bar") + theme.length("box-padding")
    return Frame("", _bar(theme, "rule"), "", edge)


def callout_edge(side: str, theme: Theme) -> str:
    """Return the thin border of a callout on one side."""
    padding = points_of(theme.length("box-padding"))
    return border(side, points_of(theme.length("hairline")), theme.colour("rule"), padding)


def frame_borders(name: str, theme: Theme, style: Style) -> Borders:
    """Return the borders that a style has by itself, by the name of its frame."""
    return _BORDERS[name](theme, style)


def frame_shade(name: str, theme: Theme) -> str:
    """Return the background that goes with it."""
    return shading(theme.colour("tint")) if name.startswith(("callout", "code")) else ""


def rule_below(side: str, theme: Theme) -> str:
    """Return the rule of a line to write on."""
    return border(side, points_of(theme.length("hairline")), theme.colour("rule"))


def _bar(theme: Theme, colour: str) -> str:
    padding = points_of(theme.length("box-padding"))
    return border("left", points_of(theme.length("box-bar")), theme.colour(colour), padding)


def _callout(theme: Theme, style: Style) -> Borders:
    return callout_frame(theme, 0).borders(style.after)


def _callout_top(theme: Theme, _: Style) -> Borders:
    frame = callout_frame(theme, 0)
    return {"top": callout_edge("top", theme), "left": frame.left, "right": frame.right_side}


def _quotation(theme: Theme, _: Style) -> Borders:
    return quotation_frame(theme, 0).borders(0)


def _code(theme: Theme, _: Style) -> Borders:
    padding, tint = points_of(theme.length("cell-padding")), theme.colour("tint")
    return {side: border(side, HAIR, tint, padding) for side in ("top", "left", "bottom", "right")}


def _rule(theme: Theme, _: Style) -> Borders:
    return {side: rule_below(side, theme) for side in ("bottom", "between")}


def _footer(theme: Theme, _: Style) -> Borders:
    width, space = points_of(theme.length("hairline")), points_of(theme.length("cell-padding"))
    return {"top": border("top", width, theme.colour("hair"), space)}


def _cover_bar(theme: Theme, _: Style) -> Borders:
    return {"top": border("top", points_of(theme.length("box-bar")), theme.colour("accent"))}


def _under_title(theme: Theme, style: Style) -> Borders:
    width = points_of(theme.length("strong-rule"))
    return {"bottom": border("bottom", width, theme.colour("accent"), style.after)}


def _above_title(theme: Theme, _: Style) -> Borders:
    width = points_of(theme.length("title-rule"))
    return {"top": border("top", width, theme.colour("primary"), points_of(1))}


_BORDERS: Final[Mapping[str, Callable[[Theme, Style], Borders]]] = {
    "callout": _callout,
    "callout-top": _callout_top,
    "quotation": _quotation,
    "code": _code,
    "rule": _rule,
    "footer": _footer,
    "bar": _cover_bar,
    "under-title": _under_title,
    "title": _above_title,
}
