"""Where things are on the page of a PDF: matrices, boxes, edges that cut."""

from __future__ import annotations

from collections.abc import Sequence

from packbuilder.inspection.pdf_covers import Box, Point

Matrix = tuple[float, float, float, float, float, float]
UNMOVED: Matrix = (1, 0, 0, 1, 0, 0)

_OVER = 1.5
"""How far in pt words may reach over an edge that cuts: side bearings do."""


def read_matrix(line: bytes) -> Matrix:
    """Read the six numbers that a line begins with."""
    a, b, c, d, e, f = map(float, line.split()[:6])
    return a, b, c, d, e, f


def product(one: Matrix, other: Matrix) -> Matrix:
    """Return what moves as `one` does, then as `other`."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def around(boxes: Sequence[Box], points: Sequence[Point]) -> Box:
    """Return the box around boxes and points, of which there are some."""
    corners = [*points, *(box[:2] for box in boxes), *(box[2:] for box in boxes)]
    across, down = zip(*corners, strict=True)
    return min(across), min(down), max(across), max(down)


def common(one: Box, other: Box) -> Box:
    """Return what two boxes have in common."""
    return (
        max(one[0], other[0]),
        max(one[1], other[1]),
        min(one[2], other[2]),
        min(one[3], other[3]),
    )


def cut(words: tuple[float, float, float, float], clip: Box) -> bool:
    """Whether words, from their left end on their line, reach over an edge that cuts them off."""
    x, y, width, size = words
    left, top, right, bottom = clip
    return (
        x < left - _OVER
        or x + width > right + _OVER + 0.1 * size
        or y > bottom + _OVER
        or y - size / 2 < top - _OVER
    )
