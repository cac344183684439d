"""Properties in a Word file → whether a paragraph or row is seen, a control open to answers."""

from __future__ import annotations

from packbuilder.inspection.word_xml import Element, W, value_of

_FAR = 8000
"""Twentieths of a point, about 14 cm: no paragraph that is read begins further in or out."""
_FLAT = 40
"""The height in twentieths of a point below which a line or row is not seen."""
_LOCKED = ("contentLocked", "sdtContentLocked")


def is_paragraph_seen(properties: Element | None) -> bool:
    """Whether a paragraph is neither moved off the page nor too flat to be read."""
    if properties is None:
        return True
    places = [(name, side) for name in ("ind",) for side in ("left", "start", "right", "end")]
    places += [("framePr", "x"), ("framePr", "y")]
    if any(abs(_measure(properties, name, side)) > _FAR for name, side in places):
        return False
    exact = _attribute(properties, "spacing", "lineRule") == "exact"
    return not (exact and _measure(properties, "spacing", "line") < _FLAT)


def is_row_seen(row: Element) -> bool:
    """Whether a row of a table is neither hidden nor too flat to be read."""
    properties = row.find(f"{W}trPr")
    if properties is None:
        return True
    exact = _attribute(properties, "trHeight", "hRule") == "exact"
    flat = exact and _measure(properties, "trHeight", "val") < _FLAT
    return properties.find(f"{W}hidden") is None and not flat


def is_control_open(properties: Element) -> bool:
    """Whether a content control is a field, which has a tag, and takes what is typed in."""
    locked = value_of(properties, "lock") in _LOCKED
    return properties.find(f"{W}tag") is not None and not locked


def _attribute(properties: Element, name: str, attribute: str) -> str:
    child = properties.find(f"{W}{name}")
    return "" if child is None else child.get(f"{W}{attribute}", "")


def _measure(properties: Element, name: str, attribute: str) -> int:
    said = _attribute(properties, name, attribute)
    return int(said) if said.lstrip("-").isdigit() else 0
