"""WordprocessingML as text: escaping, the order of elements, units.

In: Python text and lengths in mm or pt. Out: pieces of XML that other modules join. Word wants
lengths in dxa (1/20 pt), type sizes in half points, borders in eighths of a point, pictures in EMU.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

NAMESPACES: Final = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}

W: Final = f"{{{NAMESPACES['w']}}}"

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

PARAGRAPH_ORDER: Final = [
    "pStyle",
    "keepNext",
    "keepLines",
    "pageBreakBefore",
    "framePr",
    "widowControl",
    "numPr",
    "pBdr",
    "shd",
    "tabs",
    "suppressAutoHyphens",
    "bidi",
    "spacing",
    "ind",
    "contextualSpacing",
    "jc",
    "textAlignment",
    "outlineLvl",
    "rPr",
    "sectPr",
]
"""CT_PPr of ISO 29500-1, A.1: what stands out of order makes a file that Word will not open."""

RUN_ORDER: Final = [
    "rStyle",
    "rFonts",
    "b",
    "bCs",
    "noProof",
    "color",
    "kern",
    "position",
    "sz",
    "szCs",
    "u",
    "vertAlign",
    "rtl",
    "lang",
]
"""CT_RPr, likewise."""


BORDER_ORDER: Final = ["top", "left", "bottom", "right", "between"]
"""CT_PBdr, likewise."""


def xml_text(text: str) -> str:
    """Escape text for an element; a control character is a `ValueError`."""
    found = _FORBIDDEN.search(text)
    if found:
        raise ValueError(f"U+{ord(found.group()):04X} is not allowed in a Word document")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def xml_attribute(text: str) -> str:
    """Escape text for a quoted attribute, where XML allows no line ends and no tabs."""
    return re.sub(r"\r\n|[\t\n\r]", " ", xml_text(text)).replace('"', "&quot;")


def document(name: str, inner: str, *prefixes: str, attributes: str = "") -> bytes:
    """Return a whole part: its root element with the namespaces asked for."""
    declared = "".join(f' xmlns:{p}="{NAMESPACES[p]}"' for p in prefixes)
    return f"{DECLARATION}<{name}{declared}{attributes}>{inner}</{name}>".encode()


def story(name: str, inner: str, *prefixes: str, attributes: str = "") -> bytes:
    """Return a whole part in ASCII, other characters as references."""
    written = document(name, inner, *prefixes, attributes=attributes)
    return written.decode().encode("ascii", "xmlcharrefreplace")


def on(name: str) -> str:
    """Return a property that is simply there: `<w:keepNext/>`."""
    return f"<w:{name}/>"


def value(name: str, val: object) -> str:
    """Return a property with a value: `<w:jc w:val="right"/>`."""
    return f'<w:{name} w:val="{val}"/>'


def paragraph_properties(pieces: Mapping[str, str]) -> str:
    """Return `w:pPr`, its pieces (by element name) in the order Word wants."""
    return f"<w:pPr>{_in_order(pieces, PARAGRAPH_ORDER)}</w:pPr>"


def run_properties(pieces: Mapping[str, str]) -> str:
    """Return `w:rPr`, likewise; nothing when there is none."""
    return f"<w:rPr>{_in_order(pieces, RUN_ORDER)}</w:rPr>" if pieces else ""


def run_text(text: str) -> str:
    """Return `w:t` with escaped words, all blanks kept; nothing when there are none."""
    return f'<w:t xml:space="preserve">{text}</w:t>' if text else ""


def _in_order(pieces: Mapping[str, str], order: list[str]) -> str:
    return "".join(pieces[name] for name in sorted(pieces, key=order.index))


def attributes_element(name: str, attributes: Mapping[str, int | str]) -> str:
    """Return a property with attributes: `<w:spacing w:before="0" w:after="0"/>`."""
    written = "".join(f' w:{known}="{given}"' for known, given in attributes.items())
    return f"<w:{name}{written}/>"


def borders_element(sides: Mapping[str, str]) -> str:
    """Return `w:pBdr` with its sides in the order Word wants."""
    return f"<w:pBdr>{_in_order(sides, BORDER_ORDER)}</w:pBdr>"


def border(side: str, points: float, colour: str, space: float = 0, kind: str = "single") -> str:
    """Return one side of a box: width and distance from the text in pt, colour as #rrggbb.

    Word allows widths of 1/4–12 pt and distances up to 31 pt.
    """
    width = min(max(round(points * 8), 2), 96)
    gap = min(round(space), 31)
    shade = colour.removeprefix("#")
    return f'<w:{side} w:val="{kind}" w:sz="{width}" w:space="{gap}" w:color="{shade}"/>'


NO_BORDER_ABOVE: Final = '<w:top w:val="nil"/>'
NO_BORDER_BELOW: Final = '<w:bottom w:val="nil"/>'


def shading(colour: str) -> str:
    """Return a background."""
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{colour.removeprefix("#")}"/>'


def fonts_of(family: str, script: str = "") -> str:
    """Return the fonts of letters of all kinds: one family, or another for those of a script."""
    font, other = xml_attribute(family), xml_attribute(script or family)
    names = " ".join(f'w:{name}="{font}"' for name in ("ascii", "hAnsi", "eastAsia"))
    return f'<w:rFonts {names} w:cs="{other}"/>'


def twips(points: float) -> int:
    """Return pt in dxa."""
    return round(points * 20)


def dxa(mm: float) -> int:
    """Return mm in dxa."""
    return round(mm * 1440 / 25.4)


def emu(mm: float) -> int:
    """Return mm in English Metric Units."""
    return round(mm * 36000)


def points_of(mm: float) -> float:
    """Return mm in pt."""
    return mm * 72 / 25.4
