"""Word file → what assistive technology reads: text, notes, tables, pictures and controls."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from lxml import etree

from packbuilder.inspection.reading import (
    FileReading,
    FormField,
    FoundLink,
    OutlineEntry,
    Piece,
    PieceKind,
    UnreadableError,
)
from packbuilder.inspection.word_look import W, find_flaws, read_look
from packbuilder.model import FieldKind

Element = etree._Element

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CORE = "{http://purl.org/dc/elements/1.1/}"
_SPACES: Final = {f"{W}tab": " ", f"{W}br": " ", f"{W}cr": " ", f"{W}noBreakHyphen": "-"}
_SKIPPED: Final = frozenset((f"{W}del", f"{W}moveFrom", f"{W}instrText", _FALLBACK, f"{W}pPr"))
_CONTROLS: Final[dict[str, FieldKind]] = {
    f"{_W14}checkbox": "tick",
    f"{W}dropDownList": "list",
    f"{W}date": "date",
}
_LARGEST: Final = 100_000_000
_NUMBERED: Final = ("List Bullet", "List Number", "List Continue")


def read_word(data: bytes) -> FileReading:
    """Read a .docx back; raises `UnreadableError`."""
    try:
        parts = _read_parts(data)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, etree.XMLSyntaxError) as error:
        raise UnreadableError("it is not a complete Word file") from error
    if not {"word/document.xml", "word/styles.xml"} <= parts.keys():
        raise UnreadableError("it is a zip, but not a Word file", "give a file that ends in .docx")
    walk = _Walk(_read_styles(parts["word/styles.xml"]), _read_targets(parts, "document"))
    body = parts["word/document.xml"].find(f"{W}body")
    walk.sections([] if body is None else body)
    notes = parts.get("word/footnotes.xml")
    walk.notes([] if notes is None else notes, _read_targets(parts, "footnotes"))
    core = parts.get("docProps/core.xml")
    feet = [parts[n] for n in sorted(parts) if n.startswith(("word/footer", "word/header"))]
    return FileReading(
        format="docx",
        title="" if core is None else core.findtext(f"{_CORE}title", ""),
        language=_language(parts["word/styles.xml"]),
        pieces=tuple(walk.pieces),
        fields=tuple(walk.fields),
        outline=tuple(
            OutlineEntry(piece.level, piece.text)
            for piece in walk.pieces
            if piece.kind == "heading"
        ),
        links=tuple(walk.links),
        aside=tuple(text for foot in feet for p in foot.iter(f"{W}p") if (text := _words(p))),
        runs=tuple(read_look(parts)),
        flaws=tuple(find_flaws(parts)),
    )


def _read_parts(data: bytes) -> dict[str, Element]:
    """Parse the parts that hold words, styles and relations."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        wanted = [
            info
            for info in package.infolist()
            if info.filename.startswith(("word/", "docProps/core"))
            and info.filename.endswith((".xml", ".rels"))
        ]
        if sum(info.file_size for info in wanted) > _LARGEST:
            raise UnreadableError("its text is larger than 100 MB", "give a smaller file")
        return {info.filename: etree.fromstring(package.read(info), parser) for info in wanted}


@dataclass(frozen=True, slots=True)
class _Style:
    """What a paragraph style makes of its paragraphs."""

    kind: PieceKind = "paragraph"
    level: int = 0


class _Walk:
    """Walks the text, and keeps what it meets."""

    def __init__(self, styles: dict[str, _Style], targets: dict[str, str]) -> None:
        self.pieces: list[Piece] = []
        self.fields: list[FormField] = []
        self.links: list[FoundLink] = []
        self._styles = styles
        self._targets = targets
        self._numbers: dict[str, int] = {}
        self._count = 0
        self._words: list[str] = []
        self._now = Piece("paragraph", "")
        self._cell = Piece("cell", "")
        self._tables = 0

    def sections(self, body: Iterable[Element]) -> None:
        """Read the text; in some sections footnotes count from 1 again."""
        elements = list(body)
        ends = [end for element in elements for end in element.iter(f"{W}sectPr")]
        fresh = [end.find(f"{W}footnotePr/{W}numRestart") is not None for end in ends]
        for element in elements:
            if fresh and fresh[0]:
                self._count, fresh[0] = 0, False
            self.blocks([element])
            fresh = fresh[sum(1 for _ in element.iter(f"{W}sectPr")) :]

    def blocks(self, elements: Iterable[Element]) -> None:
        """Read paragraphs and tables, also those in controls."""
        for element in elements:
            if element.tag == f"{W}p":
                self._paragraph(element)
            elif element.tag == f"{W}tbl":
                self._table(element)
            elif element.tag == f"{W}sdt":
                self.blocks(element.findall(f"{W}sdtContent/*"))

    def notes(self, elements: Iterable[Element], targets: dict[str, str]) -> None:
        """Read footnotes in the order in which the text refers to them."""
        self._targets = targets
        known = {note.get(f"{W}id", ""): note for note in elements}
        for id in list(self._numbers):
            start = len(self.pieces)
            self.blocks(known.get(id, ()))
            self.pieces[start:] = [
                replace(piece, kind="note") if piece.kind in ("paragraph", "item") else piece
                for piece in self.pieces[start:]
            ]

    def _paragraph(self, element: Element) -> None:
        named = element.find(f"{W}pPr/{W}pStyle")
        style = self._styles.get("" if named is None else named.get(f"{W}val", ""), _Style())
        self._now = replace(self._cell, text="") if self._cell.table else Piece("paragraph", "")
        if not self._cell.table or style.kind == "caption":
            self._now = Piece(style.kind, "", level=style.level)
        self._inline(element)
        self._close()

    def _inline(self, element: Element) -> None:
        for child in element:
            tag = child.tag
            if tag == f"{W}t":
                self._words.append(child.text or "")
            elif tag in _SPACES:
                self._words.append(_SPACES[str(tag)])
            elif tag == f"{W}footnoteReference":
                self._words.append(self._number(child.get(f"{W}id", "")))
            elif tag == f"{W}sdt":
                self._control(child)
            elif tag == f"{W}drawing":
                self._picture(child)
            elif tag == f"{W}hyperlink":
                self._link(child)
            elif tag not in _SKIPPED:
                self._inline(child)

    def _number(self, id: str) -> str:
        if id not in self._numbers:
            self._count += 1
            self._numbers[id] = self._count
        return str(self._numbers[id])

    def _close(self) -> None:
        text = " ".join("".join(self._words).split())
        self._words = []
        if text:
            self.pieces.append(replace(self._now, text=text))

    def _link(self, element: Element) -> None:
        start = len(self._words)
        self._inline(element)
        target = element.get(f"{W}anchor") or self._targets.get(element.get(_RELATION, ""), "")
        self.links.append(FoundLink("".join(self._words[start:]), target))

    def _picture(self, element: Element) -> None:
        """Keep what stands in for a picture; one without words is decorative, and skipped."""
        for drawn in element.iter(_DRAWN):
            if words := drawn.get("descr", ""):
                self._close()
                self.pieces.append(Piece("figure", words))

    def _control(self, element: Element) -> None:
        properties = element.find(f"{W}sdtPr")
        if properties is None or properties.find(f"{W}tag") is None:
            for content in element.findall(f"{W}sdtContent"):
                self._inline(content)
            return
        self._close()
        kinds = (kind for name, kind in _CONTROLS.items() if properties.find(name) is not None)
        kind: FieldKind = next(kinds, "text")
        field = FormField(_value(properties, "tag"), _value(properties, "alias"), kind)
        self.fields.append(field)
        self.pieces.append(replace(self._now, kind="field", text=field.label))

    def _table(self, element: Element) -> None:
        self._tables += 1
        number, before = self._tables, self._cell
        look = element.find(f"{W}tblPr/{W}tblLook")
        first = look is not None and look.get(f"{W}firstColumn") == "1"
        heads: dict[int, str] = {}
        for row, line in enumerate(element.findall(f"{W}tr"), 1):
            head = line.find(f"{W}trPr/{W}tblHeader") is not None
            side = ""
            for column, cell in enumerate(line.findall(f"{W}tc"), 1):
                header = head or (first and column == 1)
                over = tuple(filter(None, (side, heads.get(column, ""))))
                self._cell = Piece(
                    "cell",
                    "",
                    table=number,
                    row=row,
                    column=column,
                    header=header,
                    headers=() if header else over,
                )
                words = self._cell_words(cell)
                if head:
                    heads[column] = words
                elif header:
                    side = words
        self._cell = before

    def _cell_words(self, cell: Element) -> str:
        start = len(self.pieces)
        self.blocks(cell)
        if len(self.pieces) == start:
            self.pieces.append(self._cell)
        return " ".join(p.text for p in self.pieces[start:] if p.kind == "cell")


def _words(element: Element) -> str:
    found = (
        (node.text or "") if node.tag == f"{W}t" else _SPACES.get(str(node.tag), "")
        for node in element.iter()
    )
    return " ".join("".join(found).split())


_BODY_TEXT = 9
"""The level in the outline that is none (ISO 29500-1, 17.3.1.20)."""


def _value(element: Element, name: str) -> str:
    child = element.find(f"{W}{name}")
    return "" if child is None else child.get(f"{W}val", "")


def _language(styles: Element) -> str:
    language = next(styles.iter(f"{W}lang"), None)
    return "" if language is None else language.get(f"{W}val", "")


def _read_targets(parts: dict[str, Element], story: str) -> dict[str, str]:
    """List where links of the text or of its notes lead, by the id of the relation."""
    relations = parts.get(f"word/_rels/{story}.xml.rels")
    kinds = [] if relations is None else relations
    return {relation.get("Id", ""): relation.get("Target", "") for relation in kinds}


def _read_styles(styles: Element) -> dict[str, _Style]:
    """Say what each paragraph style means, by its id: lists and captions by name, headings by the
    level they have in the outline, as Word does.
    """
    known = {style.get(f"{W}styleId", ""): style for style in styles.findall(f"{W}style")}
    return {id: _style(style, _outline_level(style, known)) for id, style in known.items()}


def _outline_level(style: Element, known: Mapping[str, Element]) -> str:
    """Return the level that a style has, or the next one it is based on."""
    seen: set[str] = set()
    while True:
        properties = style.find(f"{W}pPr")
        if properties is not None and (level := _value(properties, "outlineLvl")):
            return level
        base = _value(style, "basedOn")
        if base in seen or base not in known:
            return ""
        seen.add(base)
        style = known[base]


def _style(style: Element, level: str) -> _Style:
    name = _value(style, "name")
    if level.isdigit() and int(level) < _BODY_TEXT:
        return _Style("heading", int(level) + 1)
    for stem in _NUMBERED:
        if name.startswith(stem):
            number = name.removeprefix(stem).split()
            return _Style("item", int(number[0]) if number and number[0].isdigit() else 1)
    return _Style("caption" if name.lower() == "caption" else "paragraph")
