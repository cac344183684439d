"""Properties in a Word file → whether a paragraph or row is seen, a control open to answers."""

from __future__ import annotations

from collections.abc import Iterable

from packbuilder.inspection.word_directions import is_level
from packbuilder.inspection.word_xml import W14, Element, W, value_of, whole_number

_FAR = 8000
"""Twentieths of a point, about 14 cm: no frame that is read begins further in or out."""
_OUT = 600
"""How far a paragraph may reach out of its page's text, or its cell."""
_LEAST_ROOM = 1440
"""The least width and height of a page's text."""
_LEAST_CELL = 100
"""The width of a cell below which a letter of its words stands in each line."""
_FLAT = 40
"""The height in twentieths of a point below which a line or row is not seen."""
_LOCKED = ("contentLocked", "sdtContentLocked")


def is_paragraph_seen(properties: Element | None, room: int = _FAR) -> bool:
    """Whether a paragraph is neither turned, moved off the page nor too flat to be read; `room` is
    how wide its page's text, or its cell, is.
    """
    if properties is None:
        return True
    if not is_level(properties):
        return False
    indents, frame = properties.find(f"{W}ind"), properties.find(f"{W}framePr")
    if indents is not None and not _is_within(indents, room):
        return False
    if frame is not None and any(abs(_measure(frame, side)) > _FAR for side in "xy"):
        return False
    spacing = properties.find(f"{W}spacing")
    exact = spacing is not None and spacing.get(f"{W}lineRule") == "exact"
    return not (exact and _measure(spacing, "line") < _FLAT)


def _is_within(indents: Element, room: int) -> bool:
    """Whether indents leave place for words, and keep them on the page."""
    left = _measure(indents, "left") or _measure(indents, "start")
    right = _measure(indents, "right") or _measure(indents, "end")
    first = left + _measure(indents, "firstLine") - _measure(indents, "hanging")
    return min(left, right, first) >= -_OUT and max(left, first) + right < room


def room_of_section(section: Element | None) -> int:
    """Return how wide the text of a section is; 0 where its margins leave none on the page, and
    where its lines run up or down.
    """
    size, margins = (
        None if section is None else section.find(f"{W}{name}") for name in ("pgSz", "pgMar")
    )
    if size is None or margins is None:
        return _FAR
    left, top, right, bottom = (_measure(margins, e) for e in ("left", "top", "right", "bottom"))
    width, height = _measure(size, "w") - left - right, _measure(size, "h") - top - bottom
    inside = min(left, right, top, bottom) >= 0 and min(width, height) >= _LEAST_ROOM
    columns = None if section is None else section.find(f"{W}cols")
    width //= max(_measure(columns, "num"), 1)
    return width if inside and width >= _LEAST_ROOM and is_level(section) else 0


def room_of_cell(cell: Element, otherwise: int) -> int:
    """Return how wide a cell of a table is; 0 where it is too narrow for words, and where its lines
    run up or down.
    """
    if not is_level(cell.find(f"{W}tcPr")):
        return 0
    width = cell.find(f"{W}tcPr/{W}tcW")
    fixed = width is not None and width.get(f"{W}type") == "dxa"
    room = _measure(width, "w") if fixed else otherwise
    return room if room >= _LEAST_CELL else 0


def is_table_seen(properties: Element | None, room: int) -> bool:
    """Whether a table stands on its page; `room` is how wide the page's text is."""
    indent = None if properties is None else properties.find(f"{W}tblInd")
    return -_OUT <= _measure(indent, "w") < room


def is_row_seen(row: Element) -> bool:
    """Whether a row of a table is neither hidden nor too flat to be read."""
    properties = row.find(f"{W}trPr")
    if properties is None:
        return True
    height = properties.find(f"{W}trHeight")
    exact = height is not None and height.get(f"{W}hRule") == "exact"
    flat = exact and _measure(height, "val") < _FLAT
    return properties.find(f"{W}hidden") is None and not flat


def is_control_open(properties: Element) -> bool:
    """Whether a content control is a field, which has a tag, and takes what is typed in."""
    locked = value_of(properties, "lock") in _LOCKED
    return properties.find(f"{W}tag") is not None and not locked


def answer_of(properties: Element, content: Iterable[Element]) -> str:
    """Return what stands in a content control: its words, or the mark in its box."""
    shown = "".join(t.text or "" for part in content for t in part.iter(f"{W}t")).strip()
    box = properties.find(f"{W14}checkbox")
    if box is None:
        return shown
    empty, ticked = box.find(f"{W14}uncheckedState"), box.find(f"{W14}checked")
    sign = "" if empty is None else chr(int(empty.get(f"{W14}val", "0"), 16))
    is_empty = ticked is not None and ticked.get(f"{W14}val") in ("0", "false") and shown == sign
    return "" if is_empty else shown


def _measure(element: Element | None, attribute: str) -> int:
    return 0 if element is None else whole_number(element.get(f"{W}{attribute}", ""))
