"""What is drawn on the pages of a PDF: frames, check boxes, lines to write on, pictures."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import pikepdf

from packbuilder.inspection.pdf_covers import Box
from packbuilder.inspection.pdf_words import PageWords
from packbuilder.inspection.pictures import mark_of_pixels
from packbuilder.inspection.reading import TextRun

_TICK = (11.0, 30.0)
"""How wide in pt a place to tick is; the rules ask for 6.35 mm."""
_LINE = (20.0, 45.0)
"""How high in pt a line to write on is; the rules ask for 8 mm."""
_LINE_WIDTH = 60.0


def is_framed(pages: PageWords, run: TextRun) -> bool:
    """Whether words stand within a box that is drawn, away from its left edge."""
    return any(
        left + 2 < run.x < right and top < run.y - run.size / 2 and run.y < bottom
        for left, top, right, bottom in pages.boxes(run.page)
    )


def count_boxes(pages: PageWords) -> int:
    """Count the places to tick: squares and radio buttons."""
    least, most = _TICK
    return sum(
        1
        for _, (x, y, right, bottom) in _drawn(pages)
        if least < right - x < most and abs(right - x - bottom + y) < 1
    )


def count_rules(pages: PageWords) -> int:
    """Count the lines to write on: wide boxes with a rule below and without words."""
    least, most = _LINE
    found = 0
    for page, box in _drawn(pages):
        left, top, right, bottom = box
        if least < bottom - top < most and right - left > _LINE_WIDTH:
            found += not any(_within(run, box) for run in pages.contents[page - 1].runs)
    return found


def _drawn(pages: PageWords) -> Iterator[tuple[int, Box]]:
    """Yield each box that is drawn once, though its background and its border are two."""
    for page in pages.numbers.values():
        seen: set[tuple[int, int]] = set()
        for box, _ in pages.contents[page - 1].fills:
            place = round(box[0]), round(box[1])
            if place not in seen:
                seen.add(place)
                yield page, box


def _within(run: TextRun, box: Box) -> bool:
    left, top, right, bottom = box
    return left < run.x + run.width and run.x < right and top < run.y < bottom


def picture_of(element: Any, pages: PageWords, page: int) -> str:
    """Return what marks a picture: a hash of its bytes or size, or where its shapes begin; nothing
    where all of it is transparent.
    """
    kids = element.get("/K", [])
    marks = [int(kid) for kid in kids if isinstance(kid, int)] if len(kids) else []
    seen = [mark for mark in marks if mark in pages.contents[page - 1].seen]
    drawn = [line for mark in seen for line in pages.contents[page - 1].drawn.get(mark, ())]
    for line in drawn:
        if line.endswith(b" Do"):
            bitmap = pages.objects(page).get(line[:-3].decode())
            return "" if bitmap is None else _mark_of(bitmap)
    places = (b" ".join(line.split()[:2]).decode() for line in drawn)
    return "shapes:" + ",".join(dict.fromkeys(places)) if drawn else ""


def _mark_of(bitmap: Any) -> str:
    if bitmap.get("/Filter") == pikepdf.Name.DCTDecode:
        return hashlib.sha256(bitmap.read_raw_bytes()).hexdigest()
    channels = 1 if bitmap.ColorSpace == pikepdf.Name.DeviceGray else 3
    opaque, packed = "/SMask" not in bitmap, bitmap.read_raw_bytes()
    return mark_of_pixels(int(bitmap.Width), int(bitmap.Height), channels, packed, opaque)
