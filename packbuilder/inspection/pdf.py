"""Tagged PDF → what assistive technology reads, by walking its structure tree."""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

import pikepdf

from packbuilder.inspection.pdf_claims import find_flaws
from packbuilder.inspection.pdf_drawn import count_boxes, count_rules, is_framed, picture_of
from packbuilder.inspection.pdf_fields import read_field, widgets_shown
from packbuilder.inspection.pdf_places import Places
from packbuilder.inspection.pdf_text import join_runs
from packbuilder.inspection.pdf_words import PageWords, pages_of
from packbuilder.inspection.reading import (
    BULLET,
    Conventions,
    FileReading,
    Flaw,
    FormField,
    FoundLink,
    OutlineEntry,
    PageEdges,
    Piece,
    PieceKind,
    TextRun,
    UnreadableError,
)

_INLINE = {"Span", "NonStruct", "Link", "Form"}
_KINDS: dict[str, PieceKind] = {"Lbl": "label", "Caption": "caption", "Note": "note"}


def read_pdf(data: bytes) -> FileReading:
    """Read a PDF back; raises `UnreadableError`."""
    try:
        return _read(data)
    except pikepdf.PasswordError:
        raise UnreadableError("it has a password", "save it without a password") from None
    except (pikepdf.PdfError, AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        if isinstance(error, UnreadableError):
            raise
        raise UnreadableError(
            "it is not a complete PDF, or was not made by this program"
        ) from error


def count_pages(data: bytes) -> int:
    """Count the pages of a PDF; raise `UnreadableError` when it does not open."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            return len(pdf.pages)
    except pikepdf.PdfError as error:
        raise UnreadableError("it is not a complete PDF") from error


_CONVENTIONS = Conventions(
    counted=True,
    backs_once=True,
    drawn_blanks=True,
    fields="fillable",
    structure=True,
    dates=False,
)


def _read(data: bytes) -> FileReading:
    with pikepdf.open(io.BytesIO(data)) as document:
        runs = PageWords(document)
        walk = _Walk(runs, document)
        tree = document.Root.get("/StructTreeRoot")
        if tree is not None:
            walk.children(tree)
        walk.close()
        words_at = walk.words_at(document)
        return FileReading(
            format="pdf",
            conventions=_CONVENTIONS,
            title=str(document.docinfo.get("/Title", "")),
            language=str(document.Root.get("/Lang", "")),
            pieces=walk.pieces(),
            fields=tuple(walk.fields),
            outline=tuple(_outline(document, words_at)),
            links=tuple(walk.links_inside(words_at)),
            aside=tuple(runs.unread()),
            runs=tuple(runs.all()),
            pages=len(document.pages),
            tagged=tree is not None,
            sheets=tuple(_sheet(page) for page in pages_of(document)),
            flaws=(*find_flaws(document), *runs.flaws(), *walk.flaws),
            bold="".join(walk.bold),
            foreign={language: "".join(words) for language, words in walk.foreign.items()},
            boxes=count_boxes(runs),
            rules=count_rules(runs),
        )


def _sheet(page: Any) -> PageEdges:
    """Measure from the top left corner of the media, as runs are."""
    height = float(page.MediaBox[3])
    trim = [float(edge) for edge in page.get("/TrimBox", page.MediaBox)]
    bleed = [float(edge) for edge in page.get("/BleedBox", trim)]
    left, bottom, right, top = trim
    beyond = min(left - bleed[0], bottom - bleed[1], bleed[2] - right, bleed[3] - top)
    return PageEdges(left, height - top, right, height - bottom, beyond)


class _Inside(NamedTuple):
    """What words are that stand directly inside an element, in the words of `Piece`."""

    kind: PieceKind = "paragraph"
    level: int = 0
    table: int = 0
    row: int = 0
    column: int = 0
    header: bool = False
    quoted: bool = False

    def piece(self, text: str, page: int = 0, framed: bool = False) -> Piece:
        """Return a piece with these words."""
        return Piece(
            *(self.kind, text, page, self.level, self.table, self.row, self.column, self.header),
            quoted=self.quoted,
            framed=framed,
        )


class _Walk:
    """Walks the structure tree, and keeps what it meets."""

    def __init__(self, runs: PageWords, document: pikepdf.Pdf) -> None:
        self.fields: list[FormField] = []
        self.flaws: list[Flaw] = []
        self.links: list[FoundLink] = []
        self.bold: list[str] = []
        self.foreign: dict[str, list[str]] = defaultdict(list)
        self._shown = widgets_shown(document)
        self._places = Places()
        self._destinations: list[Any] = []
        self._language, self._replaced = "", False
        self._marker = ""
        self._last = 1
        self._pieces: list[Piece] = []
        self._headers: dict[int, tuple[str, ...]] = {}
        self._ids: dict[str, int] = {}
        self._runs = runs
        self._open: list[TextRun] = []
        self._now = _Inside()
        self._tables = 0
        self._page = 0

    def pieces(self) -> tuple[Piece, ...]:
        """Return all pieces; cells with the words of their headers."""
        words = {id: self._pieces[place].text for id, place in self._ids.items()}
        return tuple(
            replace(piece, headers=tuple(words.get(id, "") for id in self._headers[place]))
            if place in self._headers
            else piece
            for place, piece in enumerate(self._pieces)
        )

    def words_at(self, document: pikepdf.Pdf) -> Callable[[Any], str]:
        """Return what gives the words at a destination."""
        return self._places.resolve(document, self._runs.numbers, self._pieces)

    def links_inside(self, words_at: Callable[[Any], str]) -> Iterator[FoundLink]:
        """Yield the links, those inside the file with the words that they lead to."""
        for link, destination in zip(self.links, self._destinations, strict=True):
            yield link if destination is None else replace(link, inside=words_at(destination))

    def children(self, element: Any) -> None:
        """Read what is inside an element, in order."""
        before = self._language, self._replaced
        if "/Lang" in element:
            self._language = str(element.Lang)
        if "/ActualText" in element or "/E" in element:  # read aloud in place of the words inside
            self._replaced = True
        self._kids(element)
        self._language, self._replaced = before

    def _kids(self, element: Any) -> None:
        kids = element.get("/K")
        for kid in kids if isinstance(kids, pikepdf.Array) else [] if kids is None else [kids]:
            if isinstance(kid, int):
                self._text(element, kid)
            elif (tag := kid.get("/S")) is not None:
                self._element(kid, str(tag)[1:])
            elif "/MCID" in kid:
                self._text(kid if "/Pg" in kid else element, int(kid.MCID))
            elif "/Obj" in kid:
                self._object(kid.Obj)

    def close(self) -> None:
        """End the piece that is open, if there are words in it."""
        if self._open:
            first, words = self._open[0], join_runs(self._open)
            framed = is_framed(self._runs, first)
            self._add(self._now.piece(words, first.page, framed), first)
        self._open = []

    def _add(self, piece: Piece, run: TextRun | None = None) -> None:
        if piece.kind == "label":
            number = piece.text.rstrip(".")
            self._marker = number if number[:1].isalnum() else BULLET
        elif self._marker and piece.kind not in ("field", "figure"):  # an item may begin with one
            if piece.kind == "item":
                piece = replace(piece, marker=self._marker)
            self._marker = ""
        if piece.page > self._last:
            self._last = piece.page
            piece = replace(piece, starts_page=True)
        self._places.note(run)
        self._pieces.append(piece)

    def _text(self, element: Any, mark: int) -> None:
        self._page = self._number(element)
        taken = self._runs.take(self._page, mark)
        if self._replaced:
            return  # something else is read aloud
        self._open += taken
        for run in taken:
            if self._language:
                self.foreign[self._language].append(run.text)
            if is_bold(run.font):
                self.bold.append(run.text)

    def _element(self, element: Any, tag: str) -> None:
        if tag == "Link":
            self._link(element)
        elif tag == "Figure":
            self._figure(element)
        elif tag == "NonStruct" and _is_foot_of_page(element):
            self._block(element, "Note")
        elif tag in _INLINE:
            self.children(element)
        else:
            self._block(element, tag)

    def _block(self, element: Any, tag: str) -> None:
        self.close()
        before = self._now
        self._now = self._inside(element, tag)
        start = len(self._pieces)
        self.children(element)
        self.close()
        if tag in ("TH", "TD"):
            self._cell(element, start)
            before = before._replace(column=self._now.column)
        elif tag in ("TR", "THead", "TBody"):
            before = before._replace(row=self._now.row)
        self._now = before

    def _inside(self, element: Any, tag: str) -> _Inside:
        """Return what words directly inside an element are; a list in columns is a list of
        lists.
        """
        now = self._now
        if tag == "Table":
            self._tables += 1
            return _Inside("cell", table=self._tables)
        if tag == "TR":
            return now._replace(row=now.row + 1, column=0)
        if tag in ("TH", "TD"):
            return now._replace(kind="cell", column=now.column + 1, header=tag == "TH")
        if tag == "L":
            deeper = element.P.get("/S") != "/L"
            return _Inside("item", now.level + deeper if now.kind == "item" else 1)
        if tag == "LI":
            self._marker = BULLET  # it may be drawn; a number follows in words
        if tag[0] == "H" and tag[1:].isdecimal():
            return _Inside("heading", int(tag[1:]))
        if tag in _KINDS:
            return now._replace(kind=_KINDS[tag])
        return now._replace(quoted=True) if tag == "BlockQuote" else now

    def _cell(self, element: Any, start: int) -> None:
        if len(self._pieces) == start:
            self._add(self._now.piece("", self._number(element)))
        if "/ID" in element:
            self._ids[str(element.ID)] = start
        attributes = element.get("/A")
        if attributes is not None and any(
            attributes.get(span, 1) != 1 for span in ("/RowSpan", "/ColSpan")
        ):
            self.flaws.append(Flaw("merged", self._pieces[start].text, self._page))
        headers: Any = attributes.get("/Headers") if attributes is not None else None
        if headers:
            self._headers[start] = tuple(map(str, headers))

    def _figure(self, element: Any) -> None:
        self.close()
        self.children(element)
        self._open = []
        page = self._number(element)
        piece = Piece(
            *("figure", str(element.get("/Alt", "")), page, 0),
            *(self._now.table, self._now.row, self._now.column),
            picture=picture_of(element, self._runs, page),
        )
        if not piece.text:
            self.flaws.append(Flaw("no-alternative", page=piece.page))
        self._add(piece)

    def _link(self, element: Any) -> None:
        start = len(self._open)
        self.children(element)
        words = join_runs(self._open[start:])
        for annotation in _objects(element):
            if annotation.objgen not in self._shown:
                continue
            action = annotation.get("/A", {})
            destination = annotation.get("/Dest")
            name = "" if isinstance(destination, pikepdf.Array) else str(destination or "")
            target = str(action.get("/URI", "")) or name
            self._destinations.append(destination)
            noted = self._now.kind == "note"
            self.links.append(FoundLink(words, target, self._number(element), noted=noted))

    def _object(self, annotation: Any) -> None:
        """Keep a form field; what a link leads to is kept by its element."""
        if annotation.get("/Subtype") != "/Widget" or annotation.objgen not in self._shown:
            return
        self.close()
        found = read_field(annotation, self._page or 1)
        self.fields.append(found)
        self._add(self._now._replace(kind="field").piece(found.label, found.page))

    def _number(self, element: Any) -> int:
        page = element.get("/Pg")
        return self._page if page is None else self._runs.numbers.get(page.objgen, 0)


_BOLD = re.compile(
    r"(?:Bold|Semibold|Black)(?:-(?:All-)?(?:Small|Petite|Title)-Caps|-Unicase|-Italic|-Oblique)*$"
)


@lru_cache
def is_bold(font: str) -> bool:
    """Whether a font has bold letters, by its name: Sans-Bold, Sans-Semibold-Small-Caps."""
    return _BOLD.search(font) is not None


def _is_foot_of_page(element: Any) -> bool:
    """Whether this is where the engine puts a page's footnotes: beside its sections, untagged."""
    kids = element.get("/K", [])
    return element.P.get("/S") in ("/Document", "/Part") and all(
        kid.get("/S") == "/Span" for kid in kids
    )


def _objects(element: Any) -> Iterator[Any]:
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/Obj" in kid:
            yield kid.Obj


def _outline(document: pikepdf.Pdf, words_at: Callable[[Any], str]) -> Iterator[OutlineEntry]:
    numbers = {page.objgen: number for number, page in enumerate(pages_of(document), 1)}

    def entries(items: Any, level: int) -> Iterator[OutlineEntry]:
        for item in items:
            place = item.destination
            page = numbers.get(place[0].objgen, 0) if isinstance(place, pikepdf.Array) else 0
            yield OutlineEntry(level, item.title, page, words_at(place) if page else "")
            yield from entries(item.children, level + 1)

    with document.open_outline() as outline:
        yield from entries(outline.root, 1)
