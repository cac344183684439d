"""Boxes made of paragraphs: bars, borders and backgrounds that keep to the text when it is edited.

Word joins neighbouring paragraphs into one box only when borders and indents agree, and may leave
white stripes between them otherwise. So the paragraphs of a callout have no space between them:
a band in the colour of the background, above each, takes that place, and the box is whole whether
they join or not.
"""

from __future__ import annotations

from dataclasses import dataclass

from packbuilder.theme import Style, Theme
from packbuilder.writers.docx.xml import border, points_of, shading

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

    def borders(self, gap: float) -> str:
        """Give `w:pBdr` of a paragraph with a gap above it, in pt."""
        top = border("top", HAIR, self.tint, gap) if self.tint else ""
        between = border("between", HAIR, self.tint, gap) if self.tint else ""
        return f"<w:pBdr>{top}{self.left}{self.right_side}{between}</w:pBdr>"

    def ruled(self, theme: Theme) -> str:
        """Give `w:pBdr` of a line to write on inside the box."""
        bottom, between = rule_below("bottom", theme), rule_below("between", theme)
        return f"<w:pBdr>{self.left}{bottom}{self.right_side}{between}</w:pBdr>"

    def close(self, xml: str, bottom: str) -> str:
        """Put the lower border under the last paragraph, unless it has one."""
        before, found, after = xml.rpartition(self.left)
        ruled = after.startswith("<w:bottom")
        return xml if not found or ruled else f"{before}{found}{bottom}{after}"


def callout_frame(theme: Theme, indent: float) -> Frame:
    """Give the box of a callout that begins `indent` mm from the margin."""
    return Frame(
        style="CalloutText",
        left=_bar(theme, "accent"),
        right_side=callout_edge("right", theme),
        edge=indent + theme.length("box-bar") + theme.length("box-padding"),
        right=theme.length("box-padding"),
        tint=theme.colour("tint"),
    )


def quotation_frame(theme: Theme, indent: float) -> Frame:
    """Give the bar of a quotation that begins `indent` mm from the margin."""
    edge = indent + theme.length("box-bar") + theme.length("box-padding")
    return Frame("Quote", _bar(theme, "rule"), "", edge)


def group_frame(theme: Theme, indent: float) -> Frame:
    """Give the bar beside blocks that belong together."""
    edge = indent + theme.length("box-bar") + theme.length("box-padding")
    return Frame("", _bar(theme, "rule"), "", edge)


def callout_edge(side: str, theme: Theme) -> str:
    """Give the thin border of a callout on one side."""
    padding = points_of(theme.length("box-padding"))
    return border(side, points_of(theme.length("hairline")), theme.colour("rule"), padding)


def frame_borders(name: str, theme: Theme, style: Style) -> str:
    """Give `w:pBdr` that a style has by itself, by the name of its frame."""
    return _BORDERS[name](theme, style)


def frame_shade(name: str, theme: Theme) -> str:
    """Give the background that goes with it."""
    return shading(theme.colour("tint")) if name.startswith(("callout", "code")) else ""


def rule_below(side: str, theme: Theme) -> str:
    """Give the rule of a line to write on."""
    return border(side, points_of(theme.length("hairline")), theme.colour("rule"))


def _bar(theme: Theme, colour: str) -> str:
    padding = points_of(theme.length("box-padding"))
    return border("left", points_of(theme.length("box-bar")), theme.colour(colour), padding)


def _callout(theme: Theme, style: Style) -> str:
    return callout_frame(theme, 0).borders(style.after)


def _callout_top(theme: Theme, _: Style) -> str:
    frame = callout_frame(theme, 0)
    return f"<w:pBdr>{callout_edge('top', theme)}{frame.left}{frame.right_side}</w:pBdr>"


def _quotation(theme: Theme, _: Style) -> str:
    return quotation_frame(theme, 0).borders(0)


def _code(theme: Theme, _: Style) -> str:
    padding, tint = points_of(theme.length("cell-padding")), theme.colour("tint")
    sides = (border(side, HAIR, tint, padding) for side in ("top", "left", "bottom", "right"))
    return f"<w:pBdr>{''.join(sides)}</w:pBdr>"


def _rule(theme: Theme, _: Style) -> str:
    return f"<w:pBdr>{rule_below('bottom', theme)}{rule_below('between', theme)}</w:pBdr>"


def _foot(theme: Theme, _: Style) -> str:
    width, space = points_of(theme.length("hairline")), points_of(theme.length("cell-padding"))
    return f"<w:pBdr>{border('top', width, theme.colour('rule'), space)}</w:pBdr>"


def _cover_bar(theme: Theme, _: Style) -> str:
    width = points_of(theme.length("box-bar"))
    return f"<w:pBdr>{border('top', width, theme.colour('accent'))}</w:pBdr>"


def _under_title(theme: Theme, style: Style) -> str:
    width = points_of(theme.length("strong-rule"))
    return f"<w:pBdr>{border('bottom', width, theme.colour('accent'), style.after)}</w:pBdr>"


def _title_rule(theme: Theme, _: Style) -> str:
    width, space = points_of(theme.length("title-rule")), points_of(theme.length("small-gap"))
    return f"<w:pBdr>{border('top', width, theme.colour('primary'), space)}</w:pBdr>"


_BORDERS = {
    "callout": _callout,
    "callout-top": _callout_top,
    "quotation": _quotation,
    "code": _code,
    "rule": _rule,
    "foot": _foot,
    "bar": _cover_bar,
    "under-title": _under_title,
    "title-rule": _title_rule,
}
