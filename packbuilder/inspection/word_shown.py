"""What a Word file shows beside its words: pictures, and words that look unlike their styles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from packbuilder.inspection.word_drawn import pictures_of, read_targets
from packbuilder.inspection.word_xml import DRAWN, Element, W

_LOOKS: Final = tuple(
    f"{W}rPr/{W}{name}" for name in ("color", "highlight", "u", "strike", "sz", "rFonts")
)

_HASHED: Final = 16
"""So many characters of a hash distinguish pictures."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Pictures by their alternative text, each as the first characters of hashes of its drawing and
    its bitmap, of which some programs keep only one; and how many pieces of each paragraph have a
    colour, a font, a size, a mark or a line of their own, by its words.
    """

    pictures: Mapping[str, frozenset[str]] = field(default_factory=dict)
    looks: Mapping[str, int] = field(default_factory=dict)


def read_shown(parts: Mapping[str, Element], ids: Mapping[str, str]) -> Shown:
    """Read what a file shows; `ids` are hashes of its pictures by their names."""
    text = parts["word/document.xml"]
    targets = read_targets(parts, "document")
    pictures = {
        " ".join(words.split()): _short(pictures_of(drawing, targets, ids))
        for drawing in text.iter(f"{W}drawing")
        for drawn in drawing.iter(DRAWN)
        if (words := drawn.get("descr", ""))
    }
    looks = {
        "".join(t.text or "" for t in p.iter(f"{W}t")): sum(map(_is_marked, p.iter(f"{W}r")))
        for p in text.iter(f"{W}p")
    }
    return Shown(pictures, looks)


def _short(hashes: Iterable[str]) -> frozenset[str]:
    return frozenset(each[:_HASHED] for each in hashes)


def _is_marked(run: Element) -> bool:
    return run.find(f"{W}t") is not None and any(run.find(name) is not None for name in _LOOKS)
