"""The drawings of covers: ringed circles, and in the white lens that they share, what is shared.

Two circles for a document, three for a pack of three parts. All is drawn from tokens; numerals are
outlines of the font, so that no word is ever hidden in a picture.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree

from packbuilder.model import Opening, Picture
from packbuilder.theme.fonts import outlines
from packbuilder.theme.theme import Theme

WIDTH, HEIGHT = 170.0, 130.0
"""Of the drawing, in mm; so are all measures below."""

_RADIUS, _CENTRES = 63.0, ((64.0, 65.0), (106.0, 65.0))
_THREE_RADIUS, _THREE_CENTRES = 44.5, ((85.0, 46.0), (59.0, 85.0), (111.0, 85.0))
_NUMBER_PLACES = ((85.0, 25.5), (36.5, 98.0), (133.5, 98.0))
_CLEARING = 11.0
_OUTLINE, _RING, _LENS = 1.25, 0.3, 1.6
_OUTER_RING, _INNER_RING = 0.94, 0.42
_LEAST_RINGS, _MOST_RINGS = 3, 14
_ROWS = {1: (1,), 2: (2,), 3: (1, 2), 4: (2, 2), 5: (2, 1, 2), 6: (2, 2, 2), 7: (2, 3, 2)}
_ROWS |= {8: (2, 2, 2, 2), 9: (2, 2, 2, 2, 1), 10: (2, 3, 3, 2), 11: (2, 3, 3, 3)}
_ROWS |= {12: (2, 2, 4, 2, 2), 13: (2, 3, 3, 3, 2), 14: (2, 3, 4, 3, 2)}
_SIZES = {1: 56.0, 2: 26.0, 3: 22.0, 6: 21.0, 8: 20.0, 14: 14.0}
"""How large up to so many drawings are at most."""
_PITCH, _GAP, _CLEAR = 1.45, 1.25, 1.5
"""From row to row, and from one item to the next at least, as shares of their size; what stays free
beside the outline.
"""

Item = Picture | str
"""A drawing, or a number."""


def draw_opening(opening: Opening, pictures: Mapping[str, Picture], theme: Theme) -> Picture:
    """Draw what a cover or a divider shows; `pictures` holds the drawings that it names."""
    colours, font = theme.tokens.colours, theme.fonts.get("black", theme.fonts["bold"])
    items = [pictures.get(item) or item for item in opening.art]
    if opening.three:
        mark = next((item for item in items if isinstance(item, Picture)), None)
        return pack_art(opening.rings, mark, colours, font)
    shown = [i for i in items if isinstance(i, Picture) or i.isdigit()]
    return cover_art(shown, opening.rings, colours, font)


def cover_art(items: Sequence[Item], rings: int, colours: Mapping[str, str], font: Path) -> Picture:
    """Draw two circles with so many rings, and items in the lens that they share."""
    lines = [_rings(x, y, _RADIUS, rings, colours) for x, y in _CENTRES]
    lens = _lens_path()
    lines.append(f'<path d="{lens}" fill="{colours["paper"]}"/>')
    lines += [_outline(x, y, _RADIUS, colours) for x, y in _CENTRES]
    lines.append(_accent(lens, colours))
    lines += _inside(items[: max(_ROWS)], colours, font)
    return _picture(lines)


def pack_art(rings: int, mark: Picture | None, colours: Mapping[str, str], font: Path) -> Picture:
    """Draw three circles, numbered 1 to 3, with the mark of the series in what they share."""
    radius, paper = _THREE_RADIUS, colours["paper"]
    lines = [_rings(x, y, radius, rings, colours, inner=0.1) for x, y in _THREE_CENTRES]
    for number, (x, y) in enumerate(_NUMBER_PLACES, 1):
        lines.append(f'<circle cx="{x:g}" cy="{y:g}" r="{_CLEARING:g}" fill="{paper}"/>')
        lines.append(_number(str(number), x, y, 17, colours, font))
    shared = _three_path()
    lines.append(f'<path d="{shared}" fill="{paper}"/>')
    lines += [_outline(x, y, radius, colours) for x, y in _THREE_CENTRES]
    lines.append(_accent(shared, colours))
    if mark:
        lines.append(_drawing(mark, 85, 72, 17))
    return _picture(lines)


def _picture(lines: Sequence[str]) -> Picture:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" '
        f'width="{WIDTH:g}" height="{HEIGHT:g}">{"".join(lines)}</svg>'
    )
    return Picture(svg.encode(), b"", WIDTH, HEIGHT)


def _rings(
    x: float,
    y: float,
    radius: float,
    count: int,
    colours: Mapping[str, str],
    inner: float = _INNER_RING,
) -> str:
    """Draw rings from just inside the outline inwards, evenly apart."""
    count = min(max(count, _LEAST_RINGS), _MOST_RINGS)
    step = (_OUTER_RING - inner) / max(count - 1, 1)
    circles = "".join(
        f'<circle cx="{x:g}" cy="{y:g}" r="{radius * (_OUTER_RING - n * step):.2f}"/>'
        for n in range(count)
    )
    return f'<g fill="none" stroke="{colours["primary"]}" stroke-width="{_RING}">{circles}</g>'


def _outline(x: float, y: float, radius: float, colours: Mapping[str, str]) -> str:
    return (
        f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="none" '
        f'stroke="{colours["primary"]}" stroke-width="{_OUTLINE}"/>'
    )


def _accent(path: str, colours: Mapping[str, str]) -> str:
    return (
        f'<path d="{path}" fill="none" stroke="{colours["accent"]}" stroke-width="{_LENS}" '
        'stroke-linejoin="round"/>'
    )


def _lens_path() -> str:
    """Return the outline of what two circles share."""
    (left, y), (right, _) = _CENTRES
    half = math.sqrt(_RADIUS**2 - ((right - left) / 2) ** 2)
    x, radius = (left + right) / 2, f"{_RADIUS:g} {_RADIUS:g} 0 0 1"
    return f"M{x:g} {y - half:.3f} A{radius} {x:g} {y + half:.3f} A{radius} {x:g} {y - half:.3f} Z"


def _three_path() -> str:
    """Return the outline of what three circles share, from the corner at the top."""
    top, left, right = _THREE_CENTRES
    corners = [_inner_corner(left, right, top), _inner_corner(top, left, right)]
    corners.append(_inner_corner(right, top, left))
    (x, y), (x2, y2), (x3, y3) = corners[0], corners[2], corners[1]
    radius = f"{_THREE_RADIUS:g} {_THREE_RADIUS:g} 0 0 1"
    return (
        f"M{x:.3f} {y:.3f} A{radius} {x3:.3f} {y3:.3f} A{radius} {x2:.3f} {y2:.3f} "
        f"A{radius} {x:.3f} {y:.3f} Z"
    )


Point = tuple[float, float]


def _inner_corner(one: Point, other: Point, third: Point) -> Point:
    """Return where two circles cross inside the third."""
    (ax, ay), (bx, by) = one, other
    apart = math.hypot(bx - ax, by - ay)
    height = math.sqrt(_THREE_RADIUS**2 - (apart / 2) ** 2)
    mx, my = (ax + bx) / 2, (ay + by) / 2
    dx, dy = (by - ay) / apart * height, (ax - bx) / apart * height
    crossings = ((mx + dx, my + dy), (mx - dx, my - dy))
    return min(crossings, key=lambda point: math.dist(point, third))


def _inside(items: Sequence[Item], colours: Mapping[str, str], font: Path) -> Iterator[str]:
    """Place items in rows in the lens, each row centred in it."""
    if not items:
        return
    rows, middle = _ROWS[len(items)], HEIGHT / 2
    largest = next(size for most, size in _SIZES.items() if len(items) <= most)
    size = next(s for s in (largest * part / 100 for part in range(100, 0, -2)) if _fits(rows, s))
    left = list(items)
    for number, count in enumerate(rows):
        y = middle + _PITCH * size * (number - (len(rows) - 1) / 2)
        half = _half_width(abs(y - middle) + size * 0.3)
        gap = max(min(2 * half / (count + 0.35), size * 1.75), size * _GAP)
        for column in range(count):
            x = WIDTH / 2 + gap * (column - (count - 1) / 2)
            item = left.pop(0)
            if isinstance(item, str):
                yield _number(item, x, y, size, colours, font)
            else:
                yield _drawing(item, x, y, size)


def _fits(rows: Sequence[int], size: float) -> bool:
    """Whether the corners of items of a size are inside the lens, in each of the rows."""
    return all(
        (_GAP * (count - 1) + 1) * size / 2 + _CLEAR
        <= _half_width((_PITCH * abs(number - (len(rows) - 1) / 2) + 0.45) * size)
        for number, count in enumerate(rows)
    )


def _half_width(y: float) -> float:
    """Return half the width of the lens so far above or below its middle."""
    return math.sqrt(max(0.0, _RADIUS**2 - y**2)) - (_CENTRES[1][0] - _CENTRES[0][0]) / 2


def _drawing(picture: Picture, x: float, y: float, size: float) -> str:
    """Place a drawing with its middle at a point."""
    ElementTree.register_namespace("", "http://www.w3.org/2000/svg")
    root = ElementTree.fromstring(picture.svg)  # checked when it was read
    inner = "".join(ElementTree.tostring(child, encoding="unicode") for child in root)
    scale = size / max(picture.width, picture.height)
    left, top = x - picture.width * scale / 2, y - picture.height * scale / 2
    return f'<g transform="translate({left:.3f} {top:.3f}) scale({scale:.4f})">{inner}</g>'


def _number(
    words: str, x: float, y: float, size: float, colours: Mapping[str, str], font: Path
) -> str:
    """Place a number as outlines, so high as its figures, with its middle at a point."""
    path, width, height = outlines((font,), words)
    scale = size * 0.72 / height
    left, base = x - width * scale / 2, y + height * scale / 2
    return (
        f'<g transform="translate({left:.3f} {base:.3f}) scale({scale:.5f} {-scale:.5f})">'
        f'<path d="{path}" fill="{colours["primary"]}"/></g>'
    )
