"""The XML of Word files: its namespace, its elements, and how values stand in it."""

from __future__ import annotations

from typing import Final

from lxml import etree

Element = etree._Element

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def value_of(element: Element | None, name: str) -> str:
    """Return the value of a child element such as `<w:jc w:val="center"/>`, if there is one."""
    child = None if element is None else element.find(f"{W}{name}")
    return "" if child is None else child.get(f"{W}val", "")
