"""HTML file → what assistive technology reads: text, notes, tables, pictures and places to answer.

What the page itself adds, such as a way to skip to the text, is marked in it and stands aside.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from types import MappingProxyType
from typing import Final

from packbuilder.inspection.reading import (
    BULLET,
    Conventions,
    FileReading,
    FormField,
    FoundLink,
    OutlineEntry,
    Piece,
    PieceKind,
    UnreadableError,
)
from packbuilder.model import Counting, FieldKind, counted

_CONVENTIONS = Conventions(
    counted=True,
    drawn_blanks=True,
    footers=False,
    structure=True,
    dates=False,
    flowing=True,
)
COUNTINGS: Final[Mapping[str, Counting]] = MappingProxyType(
    {"1": "figures", "a": "letters", "A": "capitals", "i": "roman", "I": "roman-capitals"}
)
"""How lists count, by their type."""
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_BLOCKS: Final = frozenset(
    (
        *("p", "li", "td", "th", "caption", "figcaption", "dt", "dd", "pre", "div", "blockquote"),
        *(
            "section",
            "nav",
            "header",
            "main",
            "footer",
            "form",
            "fieldset",
            "legend",
            "ul",
            "ol",
            "dl",
        ),
        *("table", "thead", "tbody", "tr", "figure", "body", *_HEADINGS),
    )
)
_VOID: Final = frozenset(["meta", "img", "input", "br", "col", "hr", "link"])
_SILENT: Final = frozenset(("style", "script", "svg", "textarea", "head", "option"))
_BOLD: Final = frozenset(("strong", "em", "th", "b", *_HEADINGS))
INPUTS: Final[dict[str, FieldKind]] = {"checkbox": "tick", "radio": "choice", "text": "text"}
"""What is asked for, by the type of an input."""


def read_html(data: bytes) -> FileReading:
    """Read an HTML file back; raises `UnreadableError`."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableError("it is not in UTF-8") from error
    walk = _Walk()
    walk.feed(text)
    walk.close()
    walk.flush()
    if not walk.whole:
        raise UnreadableError("it is not a complete HTML file")
    return walk.reading()


@dataclass(slots=True)
class _Open:
    """An element that is open: what it is, its attributes, its words, and items counted in it.

    `name` is what its end is written with: a part of a table may have that of a fieldset. What
    holds for all that stands in it is known when it opens: whether its words are read, are the
    page's own, or are bold, their language, and the elements that collect them.
    """

    tag: str
    name: str
    attributes: dict[str, str]
    silent: bool = False
    aside: bool = False
    bold: bool = False
    language: str = ""
    collecting: tuple[_Open, ...] = ()
    words: list[str] = field(default_factory=list)
    count: int = 0
    began: bool = False


class _Walk(HTMLParser):
    """Walks the text, and keeps what it meets."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self.fields: list[FormField] = []
        self.bold: list[str] = []
        self.foreign: dict[str, list[str]] = defaultdict(list)
        self.aside: list[str] = []
        self.links: list[FoundLink] = []
        self.places: dict[str, str] = {}
        self.rules, self.boxes, self.tables = 0, 0, 0
        self.title, self.language, self.whole = "", "", False
        self._open: list[_Open] = []
        self._words: list[str] = []
        self._options: list[str] = []
        self._place = (0, 0)
        self._heads: dict[int, str] = {}
        self._asked = ""
        self._fresh = False

    def reading(self) -> FileReading:
        """Return what was read."""
        return FileReading(
            format="html",
            title=self.title,
            language=self.language,
            pieces=tuple(self.pieces),
            fields=tuple(self.fields),
            outline=tuple(
                OutlineEntry(piece.level, piece.text)
                for piece in self.pieces
                if piece.kind == "heading"
            ),
            links=tuple(replace(a, inside=self.places.get(a.target, "")) for a in self.links),
            aside=tuple(self.aside),
            bold=" ".join(self.bold),
            foreign={language: " ".join(words) for language, words in self.foreign.items()},
            boxes=self.boxes,
            rules=self.rules,
            conventions=_CONVENTIONS,
        )

    # What the parser meets -----------------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        attributes = {name: value or "" for name, value in attrs}
        name, tag = tag, attributes.get("data-part", tag)
        if tag == "br":
            self.handle_data(" ")
        if tag in _BLOCKS:
            self.flush()
        if tag == "html":
            self.language = attributes.get("lang", "")
        self._meet(tag, attributes)
        if tag not in _VOID:
            self._open.append(_opened(tag, name, attributes, self._open))

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and what was left open in it."""
        is_ = next((each.tag for each in reversed(self._open) if each.name == tag), tag)
        if is_ in _BLOCKS:
            self.flush()
        if is_ in ("td", "th") and self._open:
            self._end_cell()
        while self._open:
            element = self._open.pop()
            self._close(element)
            if element.name == tag:
                break
        self.whole = tag == "html"

    def handle_data(self, data: str) -> None:
        """Take words, as what they stand in says."""
        inner = self._open[-1] if self._open else None
        if inner and inner.tag == "title":
            self.title += data
        if inner and inner.tag == "option":
            inner.words.append(data)
        if inner is None or inner.silent:
            return
        if inner.aside:
            self.aside.append(data)
            if label := self._inner("label"):
                label.words.append(data)
            return
        self._words.append(data)
        if inner.bold:
            self.bold.append(data)
        if inner.language != self.language:
            self.foreign[inner.language].append(data)
        for element in inner.collecting:
            element.words.append(data)

    # Pieces --------------------------------------------------------------------------------------

    def flush(self) -> None:
        """End a piece of the text."""
        text = " ".join("".join(self._words).split())
        self._words = []
        if not text or not self._open:
            return
        kind, level, marker = self._kind()
        header = self._inner("th") is not None
        cell = self._inner("td") or self._inner("th")
        row, column = self._place if cell else (0, 0)
        if header and row == 1:
            self._heads[column] = text
        if kind == "note":
            text = f"{marker}. {text}"
        self.pieces.append(
            Piece(
                kind,
                text,
                level=level,
                marker="" if kind == "note" else marker,
                table=self.tables if cell else 0,
                row=row,
                column=column,
                header=header,
                headers=(self._heads[column],)
                if cell and row > 1 and column in self._heads
                else (),
                quoted=self._inner("blockquote") is not None,
                framed=self._has_class("callout"),
                starts_page=self._fresh,
            )
        )
        self._fresh = False

    def _end_cell(self) -> None:
        """Keep a cell without words, which others are counted with."""
        row, column = self._place
        last = self.pieces[-1] if self.pieces else None
        place = ("cell", self.tables, row, column)
        if not last or (last.kind, last.table, last.row, last.column) != place:
            self.pieces.append(Piece("cell", "", table=self.tables, row=row, column=column))

    def _kind(self) -> tuple[PieceKind, int, str]:
        """Return what the words that end here are, their level, and their number or bullet."""
        if self._has_class("notes"):
            return "note", 0, str(self._number())
        for element in reversed(self._open):
            if element.tag in _HEADINGS:
                return "heading", _HEADINGS[element.tag], ""
            if element.tag in ("td", "th"):
                return "cell", 0, ""
            if element.tag in ("caption", "figcaption"):
                return "caption", 0, ""
            if element.tag == "li" and not element.began:
                element.began = True
                depth = sum(each.tag in ("ul", "ol") for each in self._open)
                bullet = self._list().tag == "ul"
                return "item", depth, BULLET if bullet else self._shown_number()
            if element.tag in ("li", "dd", "div"):
                break
        return "paragraph", 0, ""

    def _list(self) -> _Open:
        return next(each for each in reversed(self._open) if each.tag in ("ul", "ol"))

    def _shown_number(self) -> str:
        counting = COUNTINGS.get(self._list().attributes.get("type", "1"), "figures")
        return counted(self._number(), counting)

    def _number(self) -> int:
        found = self._list()
        return found.count + int(found.attributes.get("start", "1")) - 1

    def _meet(self, tag: str, attributes: dict[str, str]) -> None:
        """Count rows and items; keep pictures and places to answer."""
        if "page-break" in attributes.get("class", ""):
            self._fresh = True
        if tag == "table":
            self.tables, self._place, self._heads = self.tables + 1, (0, 0), {}
        elif tag == "tr":
            self._place = self._place[0] + 1, 0
        elif tag in ("td", "th"):
            self._place = self._place[0], self._place[1] + 1
        elif tag == "li":
            self._list().count += 1
        elif tag == "img" or attributes.get("role") == "img":
            self._picture(attributes)
        elif tag == "textarea":
            self.rules += int(attributes.get("rows", "1"))
            self._field(attributes, "text")
        elif tag == "input":
            kind = INPUTS.get(attributes.get("type", "text"), "text")
            self.rules += kind == "text"
            self._field(attributes, kind)
        elif tag == "select":
            self._options = []

    def _close(self, element: _Open) -> None:
        attributes, words = element.attributes, " ".join("".join(element.words).split())
        if "id" in attributes and element.tag != "main":
            self.places[attributes["id"]] = words
        if element.tag == "a" and not element.aside:
            target = attributes.get("href", "")
            noted = self._has_class("notes")
            self.links.append(FoundLink(words, target.removeprefix("#"), noted=noted))
        elif element.tag == "option" and words:
            self._options.append(words)
        elif element.tag == "legend":
            self._asked = words
        elif element.tag in ("tr", "fieldset"):
            self._asked = ""
        elif element.tag == "select":
            self.rules += 1
            self._field(attributes, "list")

    def _picture(self, attributes: dict[str, str]) -> None:
        alt = attributes.get("alt", attributes.get("aria-label", ""))
        if alt:
            self.pieces.append(Piece("figure", alt, picture=_hash(attributes.get("src", ""))))

    def _field(self, attributes: dict[str, str], kind: FieldKind) -> None:
        label = attributes.get("aria-label") or self._label()
        options = tuple(self._options) if kind == "list" else ()
        value, answer = attributes.get("value", ""), ""
        if kind in ("tick", "choice"):
            answer = value if "checked" in attributes else ""
        else:
            value, answer = "", value
        self.boxes += kind in ("tick", "choice")
        self.fields.append(
            FormField(
                *(attributes.get("name", ""), label, kind, 0, value),
                options=options,
                answer=answer,
            )
        )
        self.pieces.append(Piece("field", label))

    def _label(self) -> str:
        """Return what names a place to answer: what its row asks, and its own label before it."""
        label = self._inner("label")
        own = " ".join("".join(label.words).split()) if label else ""
        return ": ".join(filter(None, (self._asked, own)))

    def _inner(self, tag: str) -> _Open | None:
        return next((each for each in reversed(self._open) if each.tag == tag), None)

    def _has_class(self, name: str) -> bool:
        return any(name in each.attributes.get("class", "").split() for each in self._open)


def _opened(tag: str, name: str, attributes: dict[str, str], around: list[_Open]) -> _Open:
    """Open an element in those that are open around it."""
    outer = around[-1] if around else _Open("", "", {})
    element = _Open(
        tag,
        name,
        attributes,
        silent=outer.silent or tag in _SILENT or "hidden" in attributes,
        aside=outer.aside or "data-page" in attributes,
        bold=outer.bold or tag in _BOLD,
        language=attributes.get("lang", outer.language),
        collecting=outer.collecting,
    )
    if tag in ("a", "legend") or "id" in attributes:
        element.collecting += (element,)
    return element


def _hash(address: str) -> str:
    """Hash the picture that an address holds."""
    try:
        return hashlib.sha256(base64.b64decode(address.partition(",")[2])).hexdigest()
    except binascii.Error:
        return ""
