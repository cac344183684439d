"""An HTML page of anybody → its story; nothing is run, and no address is opened."""

from __future__ import annotations

import base64
import binascii
import contextlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final
from xml.etree.ElementTree import Element

import tinyhtml5

from packbuilder.inspection.html import COUNTINGS
from packbuilder.inspection.reading import UnreadableError
from packbuilder.intake.html_tables import placed, rows_of
from packbuilder.intake.story import (
    Finding,
    FindingKind,
    Heading,
    Item,
    Line,
    Paragraph,
    Picture,
    Piece,
    Story,
    Words,
    joined,
    lines_of,
    plain,
)
from packbuilder.intake.tables import Grid, as_pieces
from packbuilder.storage.markdown_text import lowered, raised

DEEPEST: Final = 200
LARGEST: Final = 50_000_000
"""Bytes of a page, most of which are pictures."""

_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_GONE: Final = frozenset(
    [
        "script",
        "style",
        "head",
        "template",
        "noscript",
        "svg",
        "iframe",
        "object",
        "audio",
        "video",
        "canvas",
        "data-value",
        "nav",
        "select",
        "datalist",
    ]
)
_SAID: Final[Mapping[str, tuple[FindingKind, str]]] = {
    "audio": ("DROPPED", "audio"),
    "data-value": ("DROPPED", "values before the text, such as its layout"),
    "del": ("TRACKED", "deleted words"),
    "field": ("FIELD", "form fields, each now a space to write in"),
    "iframe": ("DROPPED", "frames with other pages"),
    "link": ("DROPPED", "links that are neither web nor email addresses; their words are kept"),
    "nav": ("DROPPED", "navigation links"),
    "object": ("DROPPED", "embedded objects of other programs"),
    "outside": ("IMAGE", "pictures on the web, which were not downloaded"),
    "s": ("TRACKED", "words struck out"),
    "select": ("FIELD", "lists to choose from"),
    "strike": ("TRACKED", "words struck out"),
    "svg": ("IMAGE", "drawings inside the page (SVG)"),
    "template": ("DROPPED", "marks of other tools, such as {% include %} or {:toc}"),
    "video": ("DROPPED", "videos"),
}
"""What is counted while a page is read: its kind, and its words after “: ”."""
_INLINE: Final = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "button",
        "cite",
        "code",
        "data",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "rb",
        "ruby",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
    ]
)
_BOLD: Final = ("b", "strong")
_SMALL: Final[Mapping[str, Callable[[str], str]]] = {"sub": lowered, "sup": raised}
_ITALIC: Final = ("i", "em", "cite", "dfn", "var")
_STRUCK: Final = ("del", "s", "strike")
_HEAVY: Final = ("bold", "600", "700", "800", "900")
_WEB: Final = ("http://", "https://", "mailto:")
_DATA: Final = re.compile(r"data:image/[\w.+-]+;base64,", re.IGNORECASE)
_WHITE: Final = re.compile(r"[ \t\r\n\f]+")


def read_html_story(data: bytes) -> Story:
    """Read a page; raise `UnreadableError` for one that cannot be read."""
    if len(data) > LARGEST:
        raise UnreadableError("it is larger than 50 MB", "give a smaller page")
    root = tinyhtml5.parse(data, namespace_html_elements=False, transport_encoding=_encoding(data))
    if _depth(root) > DEEPEST:
        raise UnreadableError(f"it is nested deeper than {DEEPEST} levels", "give a simpler page")
    walk = _Walk(root)
    body = root.find("body")
    if body is not None:
        walk.inside(body, _Look())
        walk.flush()
    notes = {label: walk.note(label) for label in tuple(walk.referred)}
    title = "".join(root.findtext("head/title", "").split("\n"))
    return Story(
        tuple(walk.found),
        notes,
        title=" ".join(title.split()),
        language=root.get("lang", ""),
        findings=tuple(walk.findings()),
    )


def _encoding(data: bytes) -> str | None:
    """Return UTF-8 for a page that is in it, whatever it says; else it may say."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _depth(root: Element) -> int:
    deepest, left = 0, [(root, 1)]
    while left:
        element, depth = left.pop()
        deepest = max(deepest, depth)
        left += [(child, depth + 1) for child in element]
    return deepest


class _Walk:
    """Walks a page, and keeps its pieces in `found`."""

    def __init__(self, root: Element) -> None:
        self.found: list[Piece] = []
        self.counts: Counter[str] = Counter()
        self.referred: dict[str, None] = {}
        self._notes = dict(_notes(root))
        self._line: list[Words] = []
        self._beside: list[Piece] = []
        self._make: Callable[[Line], Piece] | None = None
        self._depth = 0

    def findings(self) -> Iterator[Finding]:
        """Yield what is said of the whole page."""
        for name, (kind, words) in _SAID.items():
            if self.counts[name]:
                yield Finding(kind, f"{words}: {self.counts[name]}")

    def pieces_of(self, element: Element) -> list[Piece]:
        """Return the pieces of an element alone, such as a cell or a note."""
        kept = self.found, self._line, self._beside, self._make
        self.found, self._line, self._beside, self._make = [], [], [], None
        self.inside(element, _Look())
        self.flush()
        found = self.found
        self.found, self._line, self._beside, self._make = kept
        return found

    def note(self, label: str) -> Line:
        """Return the words of a footnote."""
        return joined(list(lines_of(self.pieces_of(self._notes[label]))))

    def inside(self, element: Element, look: _Look) -> None:
        """Read the words and elements in an element."""
        self._add(element.text, look)
        for child in element:
            if isinstance(child.tag, str):  # comments have none
                self._element(child, child.tag, look)
            self._add(child.tail, look)

    def flush(self, make: Callable[[Line], Piece] = Paragraph) -> None:
        """End a line, if it has words."""
        line, beside = tuple(self._line), self._beside
        self._line, self._beside = [], []
        if plain(line) or any(words.note for words in line):
            make, self._make = self._make or make, None
            self.found.append(make(line))
        self.found += beside

    def _add(self, text: str | None, look: _Look) -> None:
        if text:
            shown = text if look.kept else _WHITE.sub(" ", text)
            self._line.append(Words(shown, look.bold, look.italic, look.link))

    def _element(self, element: Element, tag: str, look: _Look) -> None:
        if tag in _GONE or tag in _STRUCK:
            self.counts[tag] += 1
        elif tag == "br":
            self._line.append(Words("\n"))
        elif tag == "img":
            self._picture(element)
        elif tag in ("input", "textarea"):
            self._field(element, look)
        elif tag in _INLINE:
            self._inline(element, tag, look)
        elif element not in self._notes.values() and not _is_notes(element):
            self._block(element, tag, look)

    def _inline(self, element: Element, tag: str, look: _Look) -> None:
        address = element.get("href", "").strip()
        label = address.removeprefix("#")
        if tag == "a" and address.startswith("#") and label in self._notes:
            self.referred[label] = None
            self._line.append(Words("", note=label))
            return
        if tag == "a" and "footnote-back" in element.get("class", ""):
            return
        if tag == "a" and address.lower().startswith(_WEB):
            look = replace(look, link=address)
        elif tag == "a" and address:
            self.counts["link"] += 1
        if tag in _SMALL and len(element) == 0:
            self._add(_SMALL[tag](element.text or ""), look)
            return
        bold = look.bold or tag in _BOLD or _is_styled(element, "font-weight", _HEAVY)
        italic = look.italic or tag in _ITALIC or _is_styled(element, "font-style", ("italic",))
        self.inside(element, replace(look, bold=bold, italic=italic))

    def _block(self, element: Element, tag: str, look: _Look) -> None:
        self.flush()
        if tag == "table":
            self._table(element)
        elif tag in ("ul", "ol", "menu"):
            self._list(element, look)
        elif tag in _HEADINGS:
            self._whole(element, look, lambda line: Heading(line, _HEADINGS[tag]))
        elif tag in ("figcaption", "caption"):
            self._whole(element, look, lambda line: Paragraph(line, caption=True))
        elif tag == "dt":
            self._whole(element, replace(look, bold=True), lambda line: Paragraph(line, fixed=True))
        elif tag == "pre":
            self._whole(element, replace(look, kept=True), lambda line: Paragraph(line, fixed=True))
        else:
            first = len(self.found)
            self.inside(element, look)
            self.flush()
            if tag == "blockquote":
                self.found[first:] = map(_quoted, self.found[first:])

    def _whole(self, element: Element, look: _Look, make: Callable[[Line], Piece]) -> None:
        self._make = make
        self.inside(element, look)
        self.flush()
        self._make = None

    def _list(self, element: Element, look: _Look) -> None:
        self._depth += 1
        start = element.get("start", "1")
        counting = COUNTINGS.get(element.get("type", ""), "figures")
        number = int(start) if start.isdecimal() and len(start) < 7 else 1
        for child in element:
            if child.tag == "li":
                value = child.get("value", "")
                number = int(value) if value.isdecimal() and len(value) < 7 else number
                shown, depth = number if element.tag == "ol" else None, self._depth
                item = Item((), depth, shown, (), counting)
                self._whole(child, look, partial(_with_line, item))
                number += 1
            elif isinstance(child.tag, str):
                self._element(child, child.tag, look)
            self._add(child.tail, look)
        self.flush()
        self._depth -= 1

    def _picture(self, element: Element) -> None:
        source, words = element.get("src", "").strip(), element.get("alt")
        data = b""
        if found := _DATA.match(source):
            with contextlib.suppress(binascii.Error, ValueError):
                data = base64.b64decode(source[found.end() :])
            source = ""
        elif "://" in source or source.startswith(("//", "data:")):
            self.counts["outside"] += 1
            self._add(words, _Look())
            return
        name = element.get("title", "") or source.rsplit("/", 1)[-1]
        self._beside.append(Picture(data, source, words or "", name, words == ""))

    def _field(self, element: Element, look: _Look) -> None:
        kind = element.get("type", "text").lower()
        if kind in ("hidden", "submit", "button", "reset", "image", "file"):
            return
        self.counts["field"] += 1
        self._add(" \u2610 " if kind in ("checkbox", "radio") else " ___ ", look)

    def _table(self, element: Element) -> None:
        rows = [row for row in rows_of(element) if len(row)]
        caption = element.find("caption")
        words = () if caption is None else joined(list(lines_of(self.pieces_of(caption))))
        cells = [[(cell, self.pieces_of(cell)) for cell in row] for row in rows]
        grid = Grid(placed(cells))
        found = as_pieces(grid, words)
        self.found += found


@dataclass(frozen=True, slots=True)
class _Look:
    """How words look that are met, and whether their line breaks are kept."""

    bold: bool = False
    italic: bool = False
    link: str = ""
    kept: bool = False


def _is_styled(element: Element, name: str, values: Iterable[str]) -> bool:
    style = element.get("style", "").replace(" ", "").lower()
    return any(f"{name}:{value}" in style for value in values)


def _quoted(piece: Piece) -> Piece:
    return replace(piece, fixed=True, quoted=True) if isinstance(piece, Paragraph) else piece


def _is_notes(element: Element) -> bool:
    """Whether an element holds the footnotes of a page."""
    return "footnotes" in element.get("class", "").split() or element.get("role") == "doc-endnotes"


def _notes(root: Element) -> Iterator[tuple[str, Element]]:
    """Yield the footnotes of a page, as programs write them, by their ids."""
    for holder in filter(_is_notes, root.iter()):
        for element in holder.iter("li"):
            if id := element.get("id", ""):
                yield id, element


def _with_line(item: Item, line: Line) -> Item:
    return replace(item, line=line)
