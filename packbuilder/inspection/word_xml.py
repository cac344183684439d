"""The XML of Word files: its names, its elements, and how values stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

Element = etree._Element

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
RELATIONS: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELATION_ID: Final = f"{RELATIONS}id"
DRAWN: Final = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
"""The element that has a picture's number and words."""
FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
"""What older programs show in place of what they do not know."""
STORY: Final = re.compile(r"word/(?:document|footnotes|endnotes|(?:header|footer)\d*)\.xml")
"""The parts that hold words."""
_OFF: Final = frozenset(("0", "false", "off"))
_NUMBER = re.compile(r"-?[0-9]{1,15}")


def value_of(element: Element | None, name: str) -> str:
    """Return the value of a child element such as `<w:jc w:val="center"/>`, if there is one."""
    child = None if element is None else element.find(f"{W}{name}")
    return "" if child is None else child.get(f"{W}val", "")


def whole_number(said: str, otherwise: int = 0) -> int:
    """Return the number that an attribute says; `otherwise` if that is none, or too long."""
    return int(said) if _NUMBER.fullmatch(said) else otherwise


def switch_of(properties: Element | None, name: str) -> bool | None:
    """Return whether a property such as `<w:b/>` is on or off; None where nothing is said of it."""
    child = None if properties is None else properties.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val") not in _OFF


def held(element: Element, tag: str) -> Iterator[Element]:
    """Yield rows of a table, or cells of a row, also those in controls and tracked changes."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag == f"{W}sdt":
            for content in child.findall(f"{W}sdtContent"):
                yield from held(content, tag)
        elif child.tag in (f"{W}ins", f"{W}moveTo", f"{W}customXml"):
            yield from held(child, tag)
