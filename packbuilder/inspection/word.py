"""Word file → what assistive technology reads: text, notes, tables, pictures and controls."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from lxml import etree

from packbuilder.inspection.reading import (
    Conventions,
    FileReading,
    FormField,
    FoundLink,
    OutlineEntry,
    Piece,
    PieceKind,
    UnreadableError,
)
from packbuilder.inspection.word_directions import Directions
from packbuilder.inspection.word_drawn import file_at, is_boxed, picture_of, read_ids, read_targets
from packbuilder.inspection.word_gate import check_depth, check_xml, files_outside
from packbuilder.inspection.word_look import Looks, find_flaws, find_tracked, ground_of, read_look
from packbuilder.inspection.word_numbers import ListNumbers
from packbuilder.inspection.word_seen import (
    answer_of,
    is_control_open,
    is_paragraph_seen,
    is_row_seen,
    is_table_seen,
    room_of_cell,
    room_of_section,
)
from packbuilder.inspection.word_styles import ParagraphStyle, read_styles
from packbuilder.inspection.word_xml import DRAWN, FALLBACK, RELATION_ID, W14, Element, W, value_of
from packbuilder.model import FieldKind

_CORE = "{http://purl.org/dc/elements/1.1/}"
_SPACES: Final = {f"{W}tab": " ", f"{W}br": " ", f"{W}cr": " ", f"{W}noBreakHyphen": "-"}
_SKIPPED: Final = frozenset(
    f"{W}{name}" for name in ("del", "moveFrom", "instrText", "pPr", "bdo", "dir")
) | {FALLBACK}
_CONTROLS: Final[dict[str, FieldKind]] = {
    f"{W14}checkbox": "tick",
    f"{W}dropDownList": "list",
    f"{W}date": "date",
}
_LARGEST: Final = 100_000_000
_PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)


_CONVENTIONS = Conventions(structure=True, pictured_maps=True)


def read_word(data: bytes) -> FileReading:
    """Read a .docx back; raises `UnreadableError`."""
    parts = read_parts(data)
    looks = Looks(parts["word/styles.xml"], parts["word/document.xml"])
    walk = _Walk(parts, looks, read_ids(data))
    body = parts["word/document.xml"].find(f"{W}body")
    walk.sections([] if body is None else body)
    notes = parts.get("word/footnotes.xml")
    walk.notes([] if notes is None else notes, read_targets(parts, "footnotes"))
    core = parts.get("docProps/core.xml")
    footers = [parts[name] for name in _footers(parts) if name in parts]
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
        links=tuple(replace(link, inside=walk.places.get(link.target, "")) for link in walk.links),
        aside=tuple(
            text for footer in footers for p in footer.iter(f"{W}p") if (text := _words(p))
        ),
        runs=tuple(read_look(parts, looks)),
        flaws=tuple(find_flaws(parts)),
        bold="".join(walk.bold),
        foreign={language: "".join(words) for language, words in walk.foreign.items()},
        boxes=sum(field.kind in ("tick", "choice") for field in walk.fields),
        rules=walk.rules,
        tracked=find_tracked(parts),
        outside=files_outside(parts, templates=True),
        conventions=_CONVENTIONS,
    )


def read_parts(data: bytes) -> dict[str, Element]:
    """Parse the parts that hold words, styles, relations and properties; raise `UnreadableError`
    for what is no Word file.
    """
    try:
        parts = {name: etree.fromstring(part, _PARSER) for name, part in _parts(data)}
    except (zipfile.BadZipFile, zlib.error, RuntimeError, etree.XMLSyntaxError) as error:
        raise UnreadableError("it is not a complete Word file") from error
    for part in parts.values():
        check_depth(part)
    if not {"word/document.xml", "word/styles.xml"} <= parts.keys():
        raise UnreadableError("it is a zip, but not a Word file", "give a file that ends in .docx")
    return parts


def _footers(parts: Mapping[str, Element]) -> list[str]:
    """Name the headers and footers that sections show."""
    targets, text = read_targets(parts, "document"), parts["word/document.xml"]
    ids = [e.get(RELATION_ID, "") for e in text.iter(f"{W}footerReference", f"{W}headerReference")]
    return sorted({file_at(targets[id]) for id in ids if id in targets})


def _parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the parts that are read; raise `UnreadableError` for one that defines entities."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        wanted = [
            info
            for info in package.infolist()
            if info.filename.startswith(("word/", "docProps/", "customXml/item"))
            and info.filename.endswith((".xml", ".rels"))
        ]
        if sum(info.file_size for info in wanted) > _LARGEST:
            raise UnreadableError("its text is larger than 100 MB", "give a smaller file")
        for info in wanted:
            part = package.read(info)
            check_xml(part)
            yield info.filename, part


Cell = tuple[int, int, int, bool, tuple[str, ...]]
"""A table, row and column, from 1, whether it is a header, and the words of its headers."""
_NO_CELL: Final[Cell] = (0, 0, 0, False, ())


class _Walk:
    """Walks the text, and keeps what it meets."""

    def __init__(self, parts: Mapping[str, Element], looks: Looks, ids: Mapping[str, str]) -> None:
        self.pieces: list[Piece] = []
        self.fields: list[FormField] = []
        self.links: list[FoundLink] = []
        self.bold: list[str] = []
        self.foreign: dict[str, list[str]] = defaultdict(list)
        self.places: dict[str, str] = {}
        self.rules = 0
        styles = parts["word/styles.xml"]
        self._styles = read_styles(styles)
        self._looks = looks
        known = {style.get(f"{W}styleId", ""): style for style in styles.iter(f"{W}style")}
        self._lists = ListNumbers(parts.get("word/numbering.xml"), known)
        self._language = _language(styles)
        self._directions = Directions(styles, self._language, looks.language_of)
        self._targets = read_targets(parts, "document")
        self._ids = ids
        self._numbers: dict[str, int] = {}
        self._count = 0
        self._words: list[str] = []
        self._style = ""
        self._ground = self._shade = ""
        self._room = 0
        self._named: list[str] = []
        self._fresh = False
        self._shown = ParagraphStyle()
        self._framed, self._marker = False, ""
        self._cell = self._table_cell = _NO_CELL
        self._tables = 0

    def sections(self, body: Iterable[Element]) -> None:
        """Read the text; in some sections footnotes count from 1 again."""
        elements = list(body)
        ends = [end for element in elements for end in element.iter(f"{W}sectPr")]
        fresh = [end.find(f"{W}footnotePr/{W}numRestart") is not None for end in ends]
        rooms = [*map(room_of_section, ends), room_of_section(None)]
        for element in elements:
            self._room = rooms[-1 - len(fresh)]
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
            start, first = len(self.pieces), len(self.links)
            self.blocks(known.get(id, ()))
            self.links[first:] = [replace(link, noted=True) for link in self.links[first:]]
            self.pieces[start:] = [
                replace(piece, kind="note") if piece.kind in ("paragraph", "item") else piece
                for piece in self.pieces[start:]
            ]

    def _paragraph(self, element: Element) -> None:
        properties = element.find(f"{W}pPr")
        self._style = "" if properties is None else value_of(properties, "pStyle")
        style = self._styles.get(self._style, ParagraphStyle())
        seen = self._room and style.seen and is_paragraph_seen(properties, self._room)
        if not (seen and self._directions.fit(element, self._style)):
            return
        self._shown, self._cell = style, self._table_cell
        if style.kind == "caption":
            self._cell = _NO_CELL
        self._framed, self._marker, self._shade = style.framed, "", ""
        if properties is not None:
            self._framed = is_boxed(properties, style.framed)
            self._shade = ground_of(properties)
            self._marker = self._lists.marker(properties, self._style)
            if style.starts_page or properties.find(f"{W}pageBreakBefore") is not None:
                self._fresh = True
        self.rules += style.ruled
        self._inline(element)
        self._close()
        if properties is not None and properties.find(f"{W}sectPr") is not None:
            self._fresh = True

    def _piece(self, text: str, kind: PieceKind | None = None) -> Piece:
        """Make a piece of the paragraph or cell that is read."""
        style, (table, row, column, header, headers) = self._shown, self._cell
        return Piece(
            kind or ("cell" if table else style.kind),
            text,
            level=0 if table else style.level,
            table=table,
            row=row,
            column=column,
            header=header,
            headers=headers,
            marker="" if table else self._marker,
            quoted=style.quoted,
            framed=self._framed,
            starts_page=self._fresh,
        )

    def _add(self, piece: Piece) -> None:
        """Keep a piece, and what names lead to it."""
        if piece.text and self._named:
            for name in self._named:
                self.places[name] = piece.text
            self._named = []
        self.pieces.append(piece)
        self._fresh = False

    def _run(self, element: Element) -> None:
        """Read the words of a run, unless nobody sees them."""
        look = self._looks.of_run(element.find(f"{W}rPr"), self._style)
        start = len(self._words)
        self._inline(element)
        if look.is_hidden(self._shade, self._ground or self._looks.page):
            del self._words[start:]
        elif look.capitals:
            self._words[start:] = [word.upper() for word in self._words[start:]]
        words = self._words[start:]
        if words and look.is_bold:
            self.bold += words
        if words and look.language != self._language:
            self.foreign[look.language] += words

    def _inline(self, element: Element) -> None:
        for child in element:
            tag = child.tag
            if tag == f"{W}r":
                self._run(child)
            elif tag == f"{W}t":
                self._words.append(child.text or "")
            elif tag in _SPACES:
                self._fresh |= child.get(f"{W}type") == "page"
                self._words.append(_SPACES[str(tag)])
            elif tag == f"{W}bookmarkStart":
                self._named.append(child.get(f"{W}name", ""))
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
            self._add(self._piece(text))
            self._marker = ""

    def _link(self, element: Element) -> None:
        start = len(self._words)
        self._inline(element)
        target = element.get(f"{W}anchor") or self._targets.get(element.get(RELATION_ID, ""), "")
        self.links.append(FoundLink("".join(self._words[start:]), target))

    def _picture(self, element: Element) -> None:
        """Keep what stands in for a picture; one without words is decorative, and skipped."""
        for drawn in element.iter(DRAWN):
            if words := drawn.get("descr", ""):
                self._close()
                picture = picture_of(element, self._targets, self._ids)
                self._add(Piece("figure", words, picture=picture, starts_page=self._fresh))

    def _control(self, element: Element) -> None:
        properties = element.find(f"{W}sdtPr")
        if properties is None or not is_control_open(properties):
            for content in element.findall(f"{W}sdtContent"):
                self._inline(content)
            return
        self._close()
        kinds = (kind for name, kind in _CONTROLS.items() if properties.find(name) is not None)
        kind: FieldKind = next(kinds, "text")
        options = properties.iterfind(f"{W}dropDownList/{W}listItem")
        field = FormField(
            value_of(properties, "tag"),
            value_of(properties, "alias"),
            kind,
            options=tuple(option.get(f"{W}displayText", "") for option in options),
            answer=answer_of(properties, element.findall(f"{W}sdtContent")),
        )
        self.fields.append(field)
        self._add(self._piece(field.label, "field"))

    def _table(self, element: Element) -> None:
        if element.find(f"{W}tblPr/{W}tblStyle") is None:  # it only puts blocks side by side
            for cell in element.iterfind(f"{W}tr/{W}tc"):
                self.blocks(cell if room_of_cell(cell, self._room) else ())
            return
        if not is_table_seen(element.find(f"{W}tblPr"), self._room):
            return
        self._tables += 1
        number, before = self._tables, self._table_cell
        look = element.find(f"{W}tblPr/{W}tblLook")
        first = look is not None and look.get(f"{W}firstColumn") == "1"
        headers: dict[int, str] = {}
        room, below = self._room, ground_of(element.find(f"{W}tblPr"))
        for row, line in enumerate(filter(is_row_seen, element.findall(f"{W}tr")), 1):
            head = line.find(f"{W}trPr/{W}tblHeader") is not None
            side = ""
            for column, cell in enumerate(line.findall(f"{W}tc"), 1):
                header = head or (first and column == 1)
                over = tuple(filter(None, (side, headers.get(column, ""))))
                self._table_cell = number, row, column, header, () if header else over
                self._ground = ground_of(cell.find(f"{W}tcPr")) or below
                self._room = room_of_cell(cell, room)
                words = self._cell_words(cell)
                self._ground = ""
                if head:
                    headers[column] = words
                elif header:
                    side = words
        self._table_cell = self._cell = before
        self._room = room

    def _cell_words(self, cell: Element) -> str:
        start = len(self.pieces)
        self.blocks(cell)
        if len(self.pieces) == start:
            self.pieces.append(Piece("cell", "", 0, 0, *self._table_cell))
        return " ".join(p.text for p in self.pieces[start:] if p.kind == "cell")


def _words(element: Element) -> str:
    found = (
        (node.text or "") if node.tag == f"{W}t" else _SPACES.get(str(node.tag), "")
        for node in element.iter()
    )
    return " ".join("".join(found).split())


def _language(styles: Element) -> str:
    language = next(styles.iter(f"{W}lang"), None)
    return "" if language is None else language.get(f"{W}val", "")
