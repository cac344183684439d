"""Rows and canvases in large print: lower, but never too low to write in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from helpers.model_builders import META, document

from packbuilder.model import Canvas, Cell, Table, Text
from packbuilder.transforms.large_print import LEAST_ROW, MOST_ROW, lower_rows


def table(rows: int, height: int) -> Table:
    cell = (Cell((Text("Words"),)),)
    return Table(cell, (cell,) * rows, row_height=height)


def lowered(block, orientation: str):
    made = replace(document(block), meta=replace(META, orientation=orientation))
    (found,) = lower_rows(made).blocks
    return found


@pytest.mark.parametrize(
    ("rows", "height", "portrait", "landscape"),
    [
        (3, 30, MOST_ROW, MOST_ROW),
        (5, 24, MOST_ROW, LEAST_ROW),
        (8, 20, 20, LEAST_ROW),
        (12, 10, 10, 10),
        (4, 0, 0, 0),
    ],
)
def test_high_rows_become_lower_and_low_ones_stay(rows, height, portrait, landscape):
    assert lowered(table(rows, height), "portrait").row_height == portrait
    assert lowered(table(rows, height), "landscape").row_height == landscape


def test_a_canvas_fits_a_landscape_page():
    canvas = Canvas("map", (), ("Here",), 150, "")
    assert lowered(canvas, "landscape").height < 150
    assert lowered(canvas, "portrait") == canvas
