"""What a Word file says of where it came from: its blocks, and their words as delivered.

It is input like all else: whoever reads it checks that files and lines hold what it says.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from packbuilder.inspection.word_xml import Element

_PART: Final = "customXml/item"
_SCHEMAS: Final = ("{urn:packbuilder:provenance:2}", "{urn:packbuilder:provenance:1}")
"""The first has editions and parts too."""
_LARGEST: Final = 20_000_000


@dataclass(frozen=True, slots=True)
class SourceBlock:
    """A block that a file says it was made from, and the document it is a part of."""

    bookmark: str
    kind: str
    file: str
    line: int
    end: int
    part: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a file says of itself: the name of the document or pack, its edition, the file of each
    of its documents by name, its blocks, and their words by bookmark.
    """

    name: str = ""
    edition: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    blocks: tuple[SourceBlock, ...] = ()
    base: Mapping[str, str] = field(default_factory=dict)


def read_provenance(parts: Mapping[str, Element]) -> Provenance:
    """Return what a file says of itself; nothing of one that has lost it."""
    for part, root in parts.items():
        schema = root.tag.removesuffix("pack")
        if part.startswith(_PART) and schema in _SCHEMAS:
            return Provenance(
                root.get("name", ""),
                root.get("edition", ""),
                {each.get("name", ""): each.get("file", "") for each in root.iter(f"{schema}part")},
                tuple(_block(each) for each in root.iter(f"{schema}block")),
                _unpacked(root.findtext(f"{schema}base") or ""),
            )
    return Provenance()


def _block(element: Element) -> SourceBlock:
    line, end = (element.get(name, "0") for name in ("line", "end"))
    return SourceBlock(
        element.get("bookmark", ""),
        element.get("kind", ""),
        element.get("file", ""),
        int(line) if line.isdigit() else 0,
        int(end) if end.isdigit() else 0,
        element.get("part", ""),
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
