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


def draw_map(
    zones: tuple[str, ...], height: int, theme: Theme, *, mirrored: bool = False
) -> Picture:
    """Draw a map as high and wide as so many mm; `mirrored`, for words that run from right to left,
    around the corner at the right of the bottom.
    """
    *bands, outside = zones
    step = height * BANDS / max(len(bands), 1)
    shapes = [_band(step * n, n == 1, height, theme) for n in range(len(bands), 0, -1)]
    words: list[tuple[str, float, float]] = []
    for number, zone in enumerate(bands):
        bottom, room = (step * (number + _ABOVE), step * _ROOM)
        if not number:
            bottom, room = step * _NEAREST_TOP, step * _FIRST_ROOM
        words += _words(_lines(zone, room, theme), height - bottom, theme)
    words.append(_outside(outside, height, theme))
    turned = f'<g transform="matrix(-1 0 0 1 {height} 0)">', "</g>"
    start, end = turned if mirrored else ("", "")
    drawn = [start, *shapes, end]
    drawn += (_outlined(*each, theme, height if mirrored else 0) for each in words)
    drawn += [start, *_sides(height, theme), end]
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


def _words(lines: list[str], bottom: float, theme: Theme) -> list[tuple[str, float, float]]:
    """Return lines of words with their places, one above the other, the last of them just above
    `bottom`.
    """
    leading, left = theme.style(_PROFILE, _ROLE).leading * MM_PER_PT, theme.length("gap")
    last = len(lines) - 1
    return [
        (line, left, bottom - leading * (last - number) - leading / 4)
        for number, line in enumerate(lines)
    ]


def _outside(words: str, height: int, theme: Theme) -> tuple[str, float, float]:
    style = theme.style(_PROFILE, _ROLE)
    left = height - theme.width_of(words, style.size, bold=True) - theme.length("gap")
    return words, left, theme.length("small-gap") + style.size * MM_PER_PT


def _outlined(words: str, x: float, y: float, theme: Theme, wide: int) -> str:
    """Draw words as outlines, on a line that begins at a place; or that ends as far from the right
    of a map which is so `wide`.
    """
    shown = "".join(letter for letter in words if ord(letter) in theme.characters)
    shown = in_glyph_order(shown)
    path, width, _ = outlines(theme.font_files("bold"), shown)
    size = theme.width_of(shown, theme.style(_PROFILE, _ROLE).size, bold=True)
    scale = size / width if width else 0
    x = wide - x - size if wide else x
    place = f"translate({x:.2f} {y:.2f}) scale({scale:.5f} {-scale:.5f})"
    return f'<path transform="{place}" d="{path}" fill="{theme.colour("ink")}"/>'
