"""The small drawings that the program makes itself: arrows, marks and bars of charts.

In: a name of `model/marks.py`, colours, a font. Out: a picture, in tenths of a millimetre.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from packbuilder.model import Picture, marks
from packbuilder.theme.codes import draw_code
from packbuilder.theme.fonts import outlines

_COUNTED = re.compile(rf"{marks.ART}(units|words|bar|part)-(\d+)-of-(\d+)\.svg")
_ACROSS, _UNIT, _PITCH = 20, 60, 85
"""Marks in a row of a chart, how wide one is, and from one to the next."""
_STEP, _STEP_GAP, _STEP_HEIGHT = 40, 5, 36
_STACKED = re.compile(rf"{marks.ART}stacked-([\d-]+)-of-(\d+)\.svg")
_TRACK, _TRACK_HEIGHT = 240, 30
_LONG_TRACK, _KEY, _BETWEEN = 600, 34, 9
"""A track for several parts, the sample of a part, and from one line of a pattern to the next."""

_CIRCLE, _SIGN_HEIGHT = 80, 34
"""A circle to choose, and how high a letter in it is: as high as text may be at the least, also in
large print and on posters.
"""


def is_drawn(path: str) -> bool:
    """Whether the program draws a picture of this name."""
    return path.startswith(marks.ART)


def draw_marks(paths: Iterable[str], colours: Mapping[str, str], font: Path) -> dict[str, Picture]:
    """Draw those of the program’s own pictures that are among these, in order of their names."""
    drawn = {path: draw_mark(path, colours, font) for path in sorted(paths) if is_drawn(path)}
    return {path: picture for path, picture in drawn.items() if picture}


def draw_mark(path: str, colours: Mapping[str, str], font: Path) -> Picture | None:
    """Draw one of the program’s own pictures; nothing when there is none of this name. Letters are
    those of `font`, a TrueType file.
    """
    if path.endswith(marks.TURNED):
        name = f"{path.removesuffix(marks.TURNED)}.svg"
        if (found := _COUNTED.fullmatch(name)) and found[1] == "units":
            return _units(int(found[2]), int(found[3]), colours, to_left=True)
        drawn = draw_mark(name, colours, font)
        return drawn and _turned(drawn)
    if path.startswith(marks.SIGN):
        return _sign(path.removeprefix(marks.SIGN), colours, font)
    if path.startswith(marks.CODE):
        return draw_code(path.removeprefix(marks.CODE), colours)
    found = _COUNTED.fullmatch(path)
    if found:
        return _COUNTS[found[1]](int(found[2]), int(found[3]), colours)
    if parts := _STACKED.fullmatch(path):
        return _stacked([int(count) for count in parts[1].split("-")], int(parts[2]), colours)
    draw = _FIXED.get(path)
    return draw(colours) if draw else None


def _turned(picture: Picture) -> Picture:
    """Return a drawing as it is seen in a mirror."""
    inner = picture.svg.decode().partition(">")[2].removesuffix("</svg>")
    turn = f"translate({picture.width:g} 0) scale(-1 1)"
    return _svg(picture.width, picture.height, f'<g transform="{turn}">{inner}</g>')


def _svg(width: float, height: float, inner: str) -> Picture:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
    text = f'{head}width="{width:g}" height="{height:g}">{inner}</svg>'
    return Picture(text.encode(), b"", width, height)


def _arrow(colours: Mapping[str, str], path: str = "M4 25 H106 M88 8 L106 25 L88 42") -> Picture:
    style = 'fill="none" stroke-width="5" stroke-linecap="round" stroke-linejoin="round"'
    return _svg(110, 50, f'<g {style} stroke="{colours["accent"]}"><path d="{path}"/></g>')


def _arrow_left(colours: Mapping[str, str]) -> Picture:
    return _arrow(colours, "M106 25 H4 M22 8 L4 25 L22 42")


def _quote(colours: Mapping[str, str]) -> Picture:
    """Draw two marks, each a drop with a tail."""
    drop = (
        "M84 20 L104 54 C80 68 66 86 64 106 C90 108 108 128 108 158 C108 194 84 220 54 220 "
        "C20 220 0 192 0 148 C0 92 32 44 84 20 Z"
    )
    twice = f'<path d="{drop}"/><path transform="translate(132 0)" d="{drop}"/>'
    return _svg(240, 240, f'<g fill="{colours["primary"]}">{twice}</g>')


def _one(colours: Mapping[str, str], filled: bool) -> Picture:
    return _svg(_UNIT, _UNIT, _unit(_UNIT / 2, _UNIT / 2, filled, colours))


def _unit(x: float, y: float, filled: bool, colours: Mapping[str, str]) -> str:
    """Draw a mark: a disc with a tick, or an empty circle."""
    radius = _UNIT / 2 - 2
    if not filled:
        line = f'fill="none" stroke="{colours["rule"]}" stroke-width="3"'
        return f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" {line}/>'
    tick = f"M{x - 13:g} {y + 1:g} L{x - 4:g} {y + 10:g} L{x + 13:g} {y - 9:g}"
    style = 'fill="none" stroke-width="6" stroke-linecap="round" stroke-linejoin="round"'
    return (
        f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{colours["primary"]}"/>'
        f'<path d="{tick}" {style} stroke="{colours["paper"]}"/>'
    )


def _units(counted: int, of: int, colours: Mapping[str, str], to_left: bool = False) -> Picture:
    """Draw rows of marks, which run to the left for words from right to left; a tick is a tick in
    every language.
    """
    rows = max(math.ceil(of / _ACROSS), 1)
    drawn = "".join(
        _unit(
            _UNIT / 2 + _PITCH * (_ACROSS - 1 - across if to_left else across),
            _UNIT / 2 + _PITCH * row,
            row * _ACROSS + across < counted,
            colours,
        )
        for row, across in (divmod(number, _ACROSS) for number in range(of))
    )
    return _svg(_PITCH * _ACROSS, _PITCH * rows - (_PITCH - _UNIT), drawn)


def _words(filled: int, of: int, colours: Mapping[str, str]) -> Picture:
    """Draw boxes side by side, the first ones filled."""
    boxes = "".join(
        f'<rect x="{2 + number * (_STEP + _STEP_GAP)}" y="2" width="{_STEP}" '
        f'height="{_STEP_HEIGHT}" stroke="{colours["primary"]}" stroke-width="3" '
        f'fill="{colours["primary"] if number < filled else colours["paper"]}"/>'
        for number in range(of)
    )
    return _svg(of * (_STEP + _STEP_GAP) - _STEP_GAP + 4, _STEP_HEIGHT + 4, boxes)


def _bar(counted: int, of: int, colours: Mapping[str, str]) -> Picture:
    width = _TRACK * min(counted, of) / max(of, 1)
    track = (
        f'<rect x="1" y="1" width="{_TRACK}" height="{_TRACK_HEIGHT}" '
        f'fill="{colours["paper"]}" stroke="{colours["rule"]}" stroke-width="2"/>'
    )
    filled = (
        f'<rect x="1" y="1" width="{width:g}" height="{_TRACK_HEIGHT}" '
        f'fill="{colours["primary"]}"/>'
    )
    return _svg(_TRACK + 2, _TRACK_HEIGHT + 2, track + filled)


def _stacked(counts: Sequence[int], of: int, colours: Mapping[str, str]) -> Picture:
    """Draw parts one after another on a track."""
    track = (
        f'<rect x="1" y="1" width="{_LONG_TRACK}" height="{_TRACK_HEIGHT}" '
        f'fill="{colours["paper"]}" stroke="{colours["rule"]}" stroke-width="2"/>'
    )
    left, drawn = 1.0, track
    for number, count in enumerate(counts, 1):
        width = _LONG_TRACK * count / max(of, 1)
        drawn += _part(number, left, width, _TRACK_HEIGHT, colours) if count else ""
        left += width
    return _svg(_LONG_TRACK + 2, _TRACK_HEIGHT + 2, drawn)


def _part_key(number: int, _: int, colours: Mapping[str, str]) -> Picture:
    return _svg(_KEY + 2, _KEY + 2, _part(number, 1, _KEY, _KEY, colours))


def _part(number: int, x: float, width: float, height: float, colours: Mapping[str, str]) -> str:
    """Draw a part in the pattern of its number, which is seen without colours: filled, empty,
    upright lines, level lines.
    """
    place = f'x="{x:g}" y="1" width="{width:g}" height="{height:g}"'
    edge = f'stroke="{colours["primary"]}" stroke-width="2"'
    fill = colours["primary"] if number == 1 else colours["paper"]
    lines = ""
    if number == 3:
        places = range(_BETWEEN, math.ceil(width), _BETWEEN)
        lines = "".join(f"M{x + at:g} 1 V{1 + height:g}" for at in places)
    if number == 4:
        places = range(_BETWEEN, math.ceil(height), _BETWEEN)
        lines = "".join(f"M{x:g} {1 + at:g} H{x + width:g}" for at in places)
    return f'<rect {place} fill="{fill}" {edge}/>' + (
        f'<path d="{lines}" fill="none" stroke="{colours["primary"]}" stroke-width="3"/>'
        if lines
        else ""
    )


def _sign(letter: str, colours: Mapping[str, str], font: Path) -> Picture:
    """Draw a letter in the middle of a circle."""
    path, width, height = outlines((font,), letter)
    scale = _SIGN_HEIGHT / height
    left, base = (_CIRCLE - width * scale) / 2, (_CIRCLE + _SIGN_HEIGHT) / 2
    place = f"translate({left:.2f} {base:.2f}) scale({scale:.5f} {-scale:.5f})"
    drawn = f'<path transform="{place}" d="{path}" fill="{colours["rule"]}"/>'
    return _svg(_CIRCLE, _CIRCLE, drawn)


Draw = Callable[[Mapping[str, str]], Picture]
_COUNTS: Mapping[str, Callable[[int, int, Mapping[str, str]], Picture]] = {
    "units": _units,
    "words": _words,
    "bar": _bar,
    "part": _part_key,
}
_FIXED: Mapping[str, Draw] = {
    marks.ARROW: _arrow,
    marks.ARROW_LEFT: _arrow_left,
    marks.QUOTE: _quote,
    marks.UNIT: lambda colours: _one(colours, True),
    marks.EMPTY_UNIT: lambda colours: _one(colours, False),
}
