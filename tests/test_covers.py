"""The drawings of covers: all that stands in the lens is inside its outline."""

from __future__ import annotations

import math
import re

import pytest
from helpers.projects import shipped_theme

from packbuilder.model import Picture
from packbuilder.theme.art import cover_art

THEME = shipped_theme()
SQUARE = Picture(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"/>', b"", 10, 10)
PLACED = re.compile(r"translate\(([-\d.]+) ([-\d.]+)\) scale\(([\d.]+)\)")
CIRCLES = re.compile(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)" fill="none"')


@pytest.mark.parametrize("count", range(1, 15))
def test_drawings_stand_inside_what_the_circles_share(count):
    art = cover_art([SQUARE] * count, 8, THEME.tokens.colours, THEME.fonts["bold"]).svg.decode()
    circles = [tuple(map(float, found)) for found in CIRCLES.findall(art)]
    placed = [tuple(map(float, found)) for found in PLACED.findall(art)]
    assert (len(circles), len(placed)) == (2, count)
    for left, top, scale in placed:
        side = 10 * scale
        # Drawings are round or have free corners: nine tenths of their height count.
        for x, y in (
            (left, top),
            (left + side, top),
            (left, top + side),
            (left + side, top + side),
        ):
            y = top + side / 2 + (y - top - side / 2) * 0.9
            assert all(math.dist((x, y), circle[:2]) < circle[2] for circle in circles)
