"""What is painted over the words of a PDF's page → which of these words nobody sees.

Shapes, thick lines, gradients and bitmaps are boxes here, given in the order in which they are
painted. Words are looked up by the squares of the page they stand on, so a page costs as much as
it holds, not its boxes times its words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from packbuilder.inspection.reading import TextRun

Box = tuple[float, float, float, float]
"""Left, top, right and bottom in pt, from the page's top left corner."""
Point = tuple[float, float]
Cover = tuple[int, Box, bytes]
"""How many runs were painted before, the box, and the line that draws a bitmap with a mask."""

_MOST, THIN, _MIDDLE = 0.7, 3.0, 0.3
"""What hides words: the share of its box that it fills, its height in pt, how far up words. What is
thinner underlines them, or strikes them out.
"""
SOLID = 0.7
"""The share of its colour above which something hides what is below it."""
_SQUARE = 36.0
"""The side in pt of the squares by which words are found."""
_FINE, _INSIDE = 6.0, 0.7
"""How closely a transparent bitmap is looked at, in pt; the square in the round end of a line."""
_SAMPLES = 64
"""So many rows of a mask are looked at, at most, and as many columns."""


@dataclass(frozen=True, slots=True)
class Mask:
    """Where something shines through a bitmap: 0 for nothing to 255 for all of its colour, row by
    row from the top.
    """

    width: int
    height: int
    levels: bytes


Bitmaps = Mapping[bytes, Callable[[], Mask | None] | None]
"""The lines that draw bitmaps, with what reads the mask of those that something shines through."""


def is_full(points: Sequence[Point]) -> bool:
    """Whether a shape fills most of the box around it; one without corners is a box."""
    if not points:
        return True
    following = [*points[1:], points[0]]
    area = sum(x * v - u * y for (x, y), (u, v) in zip(points, following, strict=True)) / 2
    across, down = zip(*points, strict=True)
    around = (max(across) - min(across)) * (max(down) - min(down))
    return bool(abs(area) > _MOST * around)


def boxes_of_lines(
    boxes: Sequence[Box], paths: Sequence[Sequence[Point]], width: float
) -> Iterator[Box]:
    """Yield boxes that the lines around boxes and along paths paint over, `width` pt wide."""
    around = ([(a, b), (c, b), (c, d), (a, d), (a, b)] for a, b, c, d in boxes)
    for points in (*around, *paths):
        yield from _boxes_of_line(points, width)


def _boxes_of_line(points: Sequence[Point], width: float) -> Iterator[Box]:
    for (x, y), (u, v) in pairwise(points):
        across, down = abs(u - x), abs(v - y)
        if min(across, down) < 1:
            half = width / 2
            wide, high = (0.0, half) if across > down else (half, 0.0)
            yield min(x, u) - wide, min(y, v) - high, max(x, u) + wide, max(y, v) + high
            continue
        half, steps = width * _INSIDE / 2, int(max(across, down) // (width / 4)) + 1
        for step in range(steps + 1):
            part = step / steps
            at, down_at = x + (u - x) * part, y + (v - y) * part
            yield at - half, down_at - half, at + half, down_at + half


def boxes_of_mask(mask: Mask, box: Box) -> Iterator[Box]:
    """Yield boxes of the pieces of a bitmap, drawn in a box, that nothing shines through."""
    left, top, right, bottom = box
    rows = max(1, min(_SAMPLES, mask.height, int((bottom - top) // _FINE)))
    columns = max(1, min(_SAMPLES, mask.width, int((right - left) // _FINE)))
    wide, high = (right - left) / columns, (bottom - top) / rows
    for row in range(rows):
        start = int((row + 0.5) * mask.height / rows) * mask.width
        y, first = top + row * high, -1
        for column in range(columns + 1):
            at = start + int((column + 0.5) * mask.width / columns)
            solid = column < columns and mask.levels[at] > SOLID * 255
            if solid and first < 0:
                first = column
            elif not solid and first >= 0:
                yield left + first * wide, y, left + column * wide, y + high
                first = -1


def hide_covered(runs: list[TextRun], covers: Sequence[Cover], bitmaps: Bitmaps) -> None:
    """Mark the words as hidden that something was painted over."""
    words = _Words(runs)
    for count, box, bitmap in sorted(covers, key=lambda cover: cover[0]):
        if box[2] - box[0] < THIN or box[3] - box[1] < THIN:
            continue
        if not bitmap:
            words.hide(count, box)
        elif (read := bitmaps[bitmap]) and words.some_under(count, box) and (mask := read()):
            for piece in boxes_of_mask(mask, box):
                words.hide(count, piece)


class _Words:
    """The words of a page by the squares they stand on, those that are hidden left out."""

    def __init__(self, runs: list[TextRun]) -> None:
        self._runs = runs
        self._squares: dict[tuple[int, int], list[int]] = defaultdict(list)
        for place, run in enumerate(runs):
            if not run.hidden:
                for column in _steps(run.x, run.x + run.width):
                    self._squares[column, int(_middle(run) // _SQUARE)].append(place)

    def some_under(self, count: int, box: Box) -> bool:
        """Whether one of the first words stands below a box."""
        return any(
            place < count and is_over(self._runs[place], box)
            for square in self._below(box)
            for place in self._squares[square]
        )

    def hide(self, count: int, box: Box) -> None:
        """Mark those of the first words as hidden that a box covers."""
        for square in self._below(box):
            self._squares[square] = list(self._left_over(self._squares[square], count, box))

    def _below(self, box: Box) -> list[tuple[int, int]]:
        columns, rows = _steps(box[0], box[2]), _steps(box[1], box[3])
        if len(columns) * len(rows) > len(self._squares):
            return [s for s in self._squares if s[0] in columns and s[1] in rows]
        return [(x, y) for x in columns for y in rows if (x, y) in self._squares]

    def _left_over(self, places: list[int], count: int, box: Box) -> Iterator[int]:
        runs = self._runs
        for number, place in enumerate(places):
            if place >= count:
                yield from places[number:]
                return
            if runs[place].hidden:
                continue
            if is_over(runs[place], box):
                runs[place] = replace(runs[place], hidden=True)
            else:
                yield place


def is_over(run: TextRun, box: Box) -> bool:
    """Whether a box hides at least a letter of words."""
    left, top, right, bottom = box
    width = min(run.x + run.width, right) - max(run.x, left)
    return top < _middle(run) < bottom and width > min(run.width / 2, run.size)


def _middle(run: TextRun) -> float:
    return run.y - run.size * _MIDDLE


def _steps(first: float, last: float) -> range:
    return range(int(first // _SQUARE), int(last // _SQUARE) + 1)
