"""What a Word file says of where it came from: its blocks, and their words as delivered.

It is input like all else: whoever reads it checks that files and lines hold what it says.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from packbuilder.inspection.word_xml import Element

_PART: Final = "customXml/item"
_SCHEMA: Final = "{urn:packbuilder:provenance:1}"
_LARGEST: Final = 20_000_000


@dataclass(frozen=True, slots=True)
class SourceBlock:
    """A block that a file says it was made from."""

    bookmark: str
    kind: str
    file: str
    line: int
    end: int


Provenance = tuple[str, tuple[SourceBlock, ...], dict[str, str]]


def read_provenance(parts: Mapping[str, Element]) -> Provenance:
    """Return the name of the document, its blocks, and their words by bookmark; nothing of a file
    that has lost them.
    """
    for part, root in parts.items():
        if part.startswith(_PART) and root.tag == f"{_SCHEMA}pack":
            blocks = tuple(_block(each) for each in root.iter(f"{_SCHEMA}block"))
            base = _unpacked(root.findtext(f"{_SCHEMA}base") or "")
            return root.get("name", ""), blocks, base
    return "", (), {}


def _block(element: Element) -> SourceBlock:
    line, end = (element.get(name, "0") for name in ("line", "end"))
    return SourceBlock(
        element.get("bookmark", ""),
        element.get("kind", ""),
        element.get("file", ""),
        int(line) if line.isdigit() else 0,
        int(end) if end.isdigit() else 0,
    )


def _unpacked(packed: str) -> dict[str, str]:
    """Return the words by bookmark; nothing when they are damaged, or far too many."""
    try:
        unpacking = zlib.decompressobj()
        words = unpacking.decompress(base64.b64decode(packed), _LARGEST)
        found = json.loads(words) if not unpacking.unconsumed_tail else {}
    except (binascii.Error, zlib.error, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {str(name): text for name, text in found.items() if isinstance(text, str)}
