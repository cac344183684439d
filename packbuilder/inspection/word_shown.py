"""What a Word file shows beside its words: pictures, and words that look unlike their styles."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from packbuilder.inspection.word_drawn import BITMAP, bitmap_of, pictures_of, read_targets
from packbuilder.inspection.word_xml import DRAWN, FALLBACK, Element, W

_LOOKS: Final = frozenset(
    f"{W}{name}"
    for name in (
        *("color", "highlight", "shd", "u", "sz", "rFonts"),
        *("caps", "smallCaps", "vertAlign", "vanish"),
    )
)
_STRUCK: Final = frozenset((f"{W}strike", f"{W}dstrike"))
_MARGIN: Final = re.compile(r"word/(?:header|footer)\d*\.xml")
_DIGITS: Final = re.compile(r"\d+")
_BREAK: Final = f"{W}br"
_SAID: Final = (f"{W}t", _BREAK, f"{W}tab")
_BOX: Final = f"{W}txbxContent"
_EQUATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_SYMBOL: Final = f"{W}sym"
_OBJECTS: Final = (f"{W}object", f"{W}pict", f"{W}drawing")

_HASHED: Final = 16
"""So many characters of a hash distinguish pictures."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture where it stands: its alternative text, the first characters of hashes of its
    drawing and its bitmap, and the bitmap’s name in the Word file.
    """

    words: str
    hashes: frozenset[str]
    file: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Pictures by their alternative text, each as the first characters of hashes of its drawing and
    its bitmap, of which some programs keep only one; and how many pieces of each paragraph have a
    colour, a font, a size, a mark or a line of their own, or a break, by its words; those without
    words count together. `drawn` are all pictures in their order, `strange` text boxes, equations,
    objects and what is struck out, in words: we write none of them. `margins` are the words of
    headers and footers, without their numbers.
    """

    pictures: Mapping[str, frozenset[str]] = field(default_factory=dict)
    looks: Mapping[str, int] = field(default_factory=dict)
    drawn: tuple[Drawn, ...] = ()
    strange: tuple[str, ...] = ()
    margins: frozenset[str] = frozenset()


def read_shown(
    parts: Mapping[str, Element], ids: Mapping[str, str], gone: Collection[str] = ()
) -> Shown:
    """Read what a file shows; `ids` are hashes of its pictures by their names, `gone` the elements
    of tracked changes in which nothing counts.
    """
    text = parts["word/document.xml"]
    targets = read_targets(parts, "document")
    left_out = {FALLBACK, *gone}
    drawn = tuple(_drawn(text, targets, ids, left_out))
    pictures: dict[str, frozenset[str]] = {}
    for each in drawn:
        if each.words:
            pictures[each.words] = pictures.get(each.words, frozenset()) | each.hashes
    marks = [(_said(p), sum(map(_is_marked, p.iter(f"{W}r")))) for p in text.iter(f"{W}p")]
    looks = {words: count for words, count in marks if words.strip()}
    looks[""] = sum(count for words, count in marks if not words.strip())
    margins = frozenset(
        words
        for name, part in parts.items()
        if _MARGIN.fullmatch(name)
        for p in part.iter(f"{W}p")
        if (words := without_numbers(_said_in_runs(p)))
    )
    return Shown(pictures, looks, drawn, tuple(_strange(text, left_out)), margins)


def without_numbers(words: str) -> str:
    """Return the words of a header or footer as they are compared: pages have other numbers."""
    return " ".join(_DIGITS.sub("", words).split())


def _said(element: Element) -> str:
    """Return the words of a paragraph or a piece of it; a break stands for a space."""
    return "".join(each.text or " " for each in element.iter(f"{W}t", _BREAK))


def _said_in_runs(paragraph: Element) -> str:
    """Return the words of a paragraph; a tab between two of them parts them too."""
    pieces = (each for run in paragraph.iter(f"{W}r") for each in run)
    return "".join(each.text or " " for each in pieces if each.tag in _SAID)


def _drawn(
    text: Element, targets: Mapping[str, str], ids: Mapping[str, str], left_out: Collection[str]
) -> Iterator[Drawn]:
    for drawing in text.iter(f"{W}drawing"):
        file, hashes = bitmap_of(drawing, targets), _short(pictures_of(drawing, targets, ids))
        for words in (" ".join(drawn.get("descr", "").split()) for drawn in drawing.iter(DRAWN)):
            if (words or file) and not _is_in(drawing, left_out):
                yield Drawn(words, hashes, file)


def _strange(text: Element, left_out: Collection[str]) -> Iterator[str]:
    for paragraph in text.iter(f"{W}p"):
        struck = (run for run in paragraph.iter(f"{W}r") if _looks(run, _STRUCK))
        words = "".join(_said(run) for run in struck if not _is_in(run, left_out))
        if words.strip():
            yield f"text that is struck out, “{words.strip()}”,"
    for each in text.iter(_BOX, _EQUATION, _SYMBOL, *_OBJECTS):
        if _is_in(each, left_out):
            continue
        words = "".join(t.text or "" for t in each.iter() if t.tag.endswith("}t"))
        if each.tag == _BOX:
            yield f"a text box: “{words}”"
        elif each.tag == _SYMBOL:
            yield f"a symbol of the font {each.get(f'{W}font', '')}"
        elif each.tag == _EQUATION:
            yield f"an equation: “{words}”"
        elif next(each.iter(_BOX, BITMAP), None) is None:
            yield "a shape, a chart or an object of another program"


def _is_in(element: Element, tags: Collection[str]) -> bool:
    return any(each.tag in tags for each in element.iterancestors())


def _short(hashes: Iterable[str]) -> frozenset[str]:
    return frozenset(each[:_HASHED] for each in hashes)


def _is_marked(run: Element) -> bool:
    if run.find(_BREAK) is not None:
        return True
    return run.find(f"{W}t") is not None and _looks(run, _LOOKS)


def _looks(run: Element, tags: Collection[str]) -> bool:
    """Whether a piece has one of these properties of its own."""
    properties = run.find(f"{W}rPr")
    return properties is not None and any(each.tag in tags for each in properties)
