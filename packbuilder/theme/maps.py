"""Maps of distance: bands around a corner, for programs that cannot lay words over them.

In: the zones of a canvas, from near to far, the last one outside. Out: a picture whose words are
outlines of the font; its alternative text says them.
"""

from __future__ import annotations

from packbuilder.model import Picture
from packbuilder.theme.fonts import outlines
from packbuilder.theme.scripts import in_glyph_order
from packbuilder.theme.theme import Theme
from packbuilder.theme.tokens import MM_PER_PT

BANDS = 0.965
"""How much of a map the outermost band takes of its sides."""

_PROFILE, _ROLE = "handout", "table-head"
_NEAREST_TOP, _FIRST_ROOM, _ROOM = 0.06, 0.75, 1.2
_ABOVE = 0.1
"""Where words stand in a band, and how wide they are at most, as shares of its width."""


def draw_map(zones: tuple[str, ...], height: int, theme: Theme) -> Picture:
    """Draw a map as high and wide as so many mm."""
    *bands, outside = zones
    step = height * BANDS / max(len(bands), 1)
    drawn = [_band(step * n, n == 1, height, theme) for n in range(len(bands), 0, -1)]
    for number, zone in enumerate(bands):
        bottom, room = (step * (number + _ABOVE), step * _ROOM)
        if not number:
            bottom, room = step * _NEAREST_TOP, step * _FIRST_ROOM
        drawn += _words(_lines(zone, room, theme), height - bottom, theme)
    drawn += _outside(outside, height, theme)
    drawn += _sides(height, theme)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {height} {height}" '
    svg = f'{head}width="{height}" height="{height}">{"".join(drawn)}</svg>'
    return Picture(svg.encode(), b"", height, height, drawn=True)


def _band(radius: float, nearest: bool, height: int, theme: Theme) -> str:
    """Draw a quarter of a circle around the corner at the left of the bottom."""
    fill = theme.colour("tint") if nearest else "none"
    arc = f"M0 {height - radius:.2f} A{radius:.2f} {radius:.2f} 0 0 1 {radius:.2f} {height}"
    return f'<path d="{arc} L0 {height} Z" fill="{fill}" {_line("primary", "strong-rule", theme)}/>'


def _sides(height: int, theme: Theme) -> list[str]:
    """Draw the corner, and dashed lines at the two other sides."""
    inset = theme.length("section-rule") / 2
    corner = f"M{inset:.2f} 0 V{height - inset:.2f} H{height}"
    across = f"M0 {inset:.2f} H{height - inset:.2f} V{height}"
    dashed = f'{_line("rule", "table-rule", theme)} stroke-dasharray="1.5 1"'
    return [
        f'<path d="{across}" fill="none" {dashed}/>',
        f'<path d="{corner}" fill="none" {_line("primary", "section-rule", theme)}/>',
    ]


def _line(colour: str, length: str, theme: Theme) -> str:
    return f'stroke="{theme.colour(colour)}" stroke-width="{theme.length(length):.2f}"'


def _lines(words: str, room: float, theme: Theme) -> list[str]:
    """Part words into lines that are no wider than there is room, if no word is."""
    size, lines = theme.style(_PROFILE, _ROLE).size, [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and theme.width_of(longer, size, bold=True) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _words(lines: list[str], bottom: float, theme: Theme) -> list[str]:
    """Draw lines of words one above the other, the last of them just above `bottom`."""
    leading, left = theme.style(_PROFILE, _ROLE).leading * MM_PER_PT, theme.length("gap")
    last = len(lines) - 1
    return [
        _outlined(line, left, bottom - leading * (last - number) - leading / 4, theme)
        for number, line in enumerate(lines)
    ]


def _outside(words: str, height: int, theme: Theme) -> list[str]:
    style = theme.style(_PROFILE, _ROLE)
    left = height - theme.width_of(words, style.size, bold=True) - theme.length("gap")
    return [_outlined(words, left, theme.length("small-gap") + style.size * MM_PER_PT, theme)]


def _outlined(words: str, x: float, y: float, theme: Theme) -> str:
    """Draw words as outlines, on a line that begins at a place."""
    shown = "".join(letter for letter in words if ord(letter) in theme.characters)
    shown = in_glyph_order(shown)
    path, width, _ = outlines(theme.font_files("bold"), shown)
    size = theme.width_of(shown, theme.style(_PROFILE, _ROLE).size, bold=True)
    scale = size / width if width else 0
    place = f"translate({x:.2f} {y:.2f}) scale({scale:.5f} {-scale:.5f})"
    return f'<path transform="{place}" d="{path}" fill="{theme.colour("ink")}"/>'
