"""Word file → its text in units that can be compared: paragraphs, headings, items, rows, notes.

The words of a unit are Markdown in one form: bold as `**`, links as `[…](…)`, a footnote as
`[^ID]`, a place to answer as one neutral character. Tracked changes are taken as accepted, or as
rejected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from typing import Final

from packbuilder.inspection.units import Unit, UnitKind, WordText
from packbuilder.inspection.word import read_parts
from packbuilder.inspection.word_drawn import is_boxed, read_ids, read_targets
from packbuilder.inspection.word_gate import files_outside
from packbuilder.inspection.word_markdown import SIGN, TextRun, markdown_of
from packbuilder.inspection.word_marks import is_direct
from packbuilder.inspection.word_numbers import (
    ListNumbers,
    is_counted,
    is_taken_out,
    page_number_of,
)
from packbuilder.inspection.word_provenance import read_last_change, read_provenance
from packbuilder.inspection.word_reviewed import TRACKED, read_comments, read_tracked
from packbuilder.inspection.word_shown import read_shown
from packbuilder.inspection.word_styles import ParagraphStyle, read_styles
from packbuilder.inspection.word_xml import (
    DRAWN,
    FALLBACK,
    RELATION_ID,
    Element,
    W,
    held,
    switch_of,
    value_of,
)

_BOXES: Final = "\u2610\u2611\u2612\u25cb\u25c9\u25cf"
_TICKED: Final = "\u2611\u2612\u25c9"
_NEVER: Final = frozenset((FALLBACK, f"{W}pPr", f"{W}rPr", f"{W}instrText", f"{W}delInstrText"))
_HOLDING: Final = TRACKED | {f"{W}customXml", f"{W}smartTag"}
"""What paragraphs stand in as if it were not there."""
_EITHER: Final = FALLBACK.replace("Fallback", "AlternateContent")
_RULED: Final = re.compile("[\u2007\u00a0]{3,}")
"""Spaces to write on; some programs keep these of a control, and nothing else of it."""
_COPY: Final = re.compile(r"_Copy_\d+$")
"""LibreOffice puts a bookmark of a footnote twice, and says so."""
_CARD: Final = "Card "
"""What the names of the styles on cards begin with."""
_MADE: Final = ("toc", "opening", "cover", "subtitle", "logo")


def read_units(data: bytes, reject: bool = False) -> WordText:
    """Read the text of a Word file; raise `UnreadableError` for one that cannot be read."""
    return text_of(read_parts(data), read_ids(data), reject)


def text_of(parts: Mapping[str, Element], ids: Mapping[str, str], reject: bool = False) -> WordText:
    """Return the text of the parts of a Word file; `ids` are hashes of its pictures."""
    walk = _walk_through(parts, reject)
    comments, shown = tuple(read_comments(parts, walk.noted)), read_shown(parts, ids, walk.gone)
    tracked = read_tracked(parts)
    return WordText(
        tuple(walk.units),
        comments,
        tracked,
        read_provenance(parts),
        shown,
        files_outside(parts),
        read_last_change(parts, tracked),
    )


def units_of(parts: Mapping[str, Element]) -> tuple[Unit, ...]:
    """Return the units of the parts of a Word file alone."""
    return tuple(_walk_through(parts).units)


def _walk_through(parts: Mapping[str, Element], reject: bool = False) -> _Walk:
    walk = _Walk(parts, reject)
    body = parts["word/document.xml"].find(f"{W}body")
    walk.blocks([] if body is None else body)
    notes = parts.get("word/footnotes.xml")
    if notes is not None:
        referred = {each.get(f"{W}id", "") for each in _references(parts)}
        walk.notes(notes, read_targets(parts, "footnotes"), referred)
    return walk


def _references(parts: Mapping[str, Element]) -> Iterator[Element]:
    return parts["word/document.xml"].iter(f"{W}footnoteReference")


class _Walk:
    """Walks a text, and keeps its units."""

    def __init__(self, parts: Mapping[str, Element], reject: bool) -> None:
        self.units: list[Unit] = []
        self.noted: dict[str, int] = {}
        sheet = parts["word/styles.xml"]
        self._styles = read_styles(sheet)
        known = {style.get(f"{W}styleId", ""): style for style in sheet.iter(f"{W}style")}
        self._names = {id: value_of(style, "name") for id, style in known.items()}
        self._lists = ListNumbers(parts.get("word/numbering.xml"), known)
        self._bold = cache(partial(_is_bold, known=known))
        self.gone = {f"{W}ins", f"{W}moveTo"} if reject else {f"{W}del", f"{W}moveFrom"}
        self._mark = f"{W}ins" if reject else f"{W}del"
        self._cell_mark = f"{W}cellIns" if reject else f"{W}cellDel"
        self._reject = reject
        self._cuts = not is_direct(parts)
        self._targets = read_targets(parts, "document")
        self._runs: list[TextRun] = []
        self._open: dict[str, str] = {}
        self._begun: list[str] = []
        self._fields: list[str] = []
        self._page_number: Element | None = None
        self._filled: list[str] = []
        self._story: UnitKind | None = None
        self._cell: list[str] | None = None
        self._referred: set[str] = set()
        self._note = ""
        self._joined: Element | None = None

    def blocks(self, elements: Iterable[Element]) -> None:
        """Read paragraphs and tables, also those in controls."""
        for element in elements:
            if element.tag == f"{W}p":
                self._paragraph(element)
            elif element.tag == f"{W}tbl":
                self._table(element)
            elif element.tag == f"{W}sdt":
                made = element.find(f"{W}sdtPr/{W}docPartObj") is not None
                before, self._story = self._story, "made" if made else self._story
                self.blocks(element.findall(f"{W}sdtContent/*"))
                self._story = before
            elif element.tag in _HOLDING and element.tag not in self.gone:
                self.blocks(element)
            else:
                self._bookmark(element)

    def notes(self, notes: Element, targets: dict[str, str], referred: set[str]) -> None:
        """Read footnotes, each as one unit, but those whose references are gone: `referred` are all
        that have one.
        """
        self._targets = targets
        for note in notes:
            id = note.get(f"{W}id", "")
            if note.get(f"{W}type") or (id in referred and id not in self._referred):
                continue
            self._note, self._story = id, "note"
            start = len(self.units)
            self.blocks(note)
            found = self.units[start:]
            if found:
                text = " ".join(unit.text for unit in found if unit.text)
                ids = tuple(id for unit in found for id in unit.ids)
                self.units[start:] = [replace(found[0], text=text, ids=ids, note=self._note)]

    def _bookmark(self, element: Element) -> None:
        if element.tag == f"{W}bookmarkStart":
            name = element.get(f"{W}name", "")
            if name.startswith("_pb_"):
                name = _COPY.sub("", name)
                self._open[element.get(f"{W}id", "")] = name
                self._begun.append(name)
        elif element.tag == f"{W}bookmarkEnd":
            self._open.pop(element.get(f"{W}id", ""), None)
        elif element.tag == f"{W}commentRangeStart":
            self.noted[element.get(f"{W}id", "")] = len(self.units)

    def _paragraph(self, element: Element) -> None:
        properties = self._properties(element)
        within = list(self._open.values())
        if self._joined is None:
            self._joined = properties
        style_id = "" if self._joined is None else value_of(self._joined, "pStyle")
        if self._names.get(style_id, "").lower().startswith("toc"):
            self._page_number = page_number_of(element)
        self._inline(element, self._bold(style_id))
        if element.find(f"{W}pPr/{W}rPr/{self._mark}") is not None or self._is_cut(element):
            if not self._runs:  # all of it is gone, and what follows keeps its own look
                self._joined = None
            return
        properties, self._joined = self._joined, None
        runs, self._runs = self._runs, []
        text, raw = markdown_of(runs), "".join(run.text for run in runs)
        if self._cell is not None:
            if text:
                self._cell.append(text)
            return
        begun, self._begun = tuple(self._begun), []
        if not text:
            self._begun = list(begun)
            return
        style = self._styles.get(style_id, ParagraphStyle())
        framed = properties is not None and is_boxed(properties, style.framed)
        kind = self._kind(style, style_id, properties)
        innermost = begun[-1] if begun else within[-1] if within else ""
        level = 0 if kind == "paragraph" and is_taken_out(properties) else style.level
        unit = Unit(kind, text, level, begun, innermost, framed, raw=raw, note=self._note)
        name = self._names.get(style_id, "").lower()
        unit = replace(unit, filled=self._answers(), quoted=style.quoted, style=name)
        if kind == "item":
            numbered = self._lists.is_numbered(properties, style_id)
            depth = self._lists.place(properties, style_id)[1] + 1
            mark = self._lists.first_marker(properties, style_id)
            unit = replace(unit, depth=depth, numbered=numbered, mark=mark)
        self.units.append(unit)

    def _is_cut(self, element: Element) -> bool:
        """Whether a page ends in a paragraph: LibreOffice may end a section and a paragraph there,
        and leaves the space before the next line.
        """
        if not self._cuts or not self._runs or not self._runs[-1].text.endswith(" "):
            return False
        return element.find(f"{W}pPr/{W}sectPr") is not None

    def _properties(self, element: Element) -> Element | None:
        """Return how a paragraph looks, or looked before changes that are rejected."""
        properties = element.find(f"{W}pPr")
        earlier = None if properties is None else properties.find(f"{W}pPrChange/{W}pPr")
        return earlier if self._reject and earlier is not None else properties

    def _kind(self, style: ParagraphStyle, id: str, properties: Element | None) -> UnitKind:
        if self._story:
            return self._story
        if self._names.get(id, "").lower().startswith(_MADE):
            return "made"
        if style.kind == "heading":
            return "heading"
        if properties is not None and properties.find(f"{W}numPr") is not None:
            return "paragraph" if is_taken_out(properties) else "item"
        listed = style.kind == "item" and not self._names.get(id, "").startswith("List Continue")
        return "item" if listed else "paragraph"

    def _answers(self) -> str:
        filled, self._filled = " ".join("".join(self._filled).split()), []
        return filled

    def _table(self, element: Element) -> None:
        if element.find(f"{W}tblPr/{W}tblStyle") is None:  # it only puts blocks side by side
            for cell in (c for row in held(element, f"{W}tr") for c in held(row, f"{W}tc")):
                start = len(self.units)
                self.blocks(cell)
                if self._is_card(cell):
                    self.units[start:] = _as_card(self.units[start:])
            return
        number = 0
        for row in held(element, f"{W}tr"):
            tracked = row.find(f"{W}trPr/{self._mark}")
            cells, within = list[str](), list(self._open.values())
            for cell in held(row, f"{W}tc"):
                if cell.find(f"{W}tcPr/{self._cell_mark}") is not None:
                    continue
                self._cell, before = [], self._cell
                self.blocks(cell)
                cells.append(" ".join(self._cell))
                self._cell = before
            if tracked is not None:
                continue
            if self._cell is not None:  # a table in a cell
                self._cell += cells
                continue
            begun, self._begun = tuple(self._begun), []
            innermost = begun[-1] if begun else within[-1] if within else ""
            kind = self._story or "row"
            text = " | ".join(cells)
            unit = Unit(kind, text, 0, begun, innermost, row=number, cells=len(cells), raw=text)
            self.units.append(replace(unit, filled=self._answers()))
            number += 1

    def _is_card(self, cell: Element) -> bool:
        """Whether the paragraphs of a cell are all those of a card to cut out."""
        styles = [value_of(p.find(f"{W}pPr"), "pStyle") for p in cell.iterfind(f"{W}p")]
        return bool(styles) and all(self._names.get(s, "").startswith(_CARD) for s in styles)

    def _inline(self, element: Element, bold: bool, link: str = "") -> None:
        for child in element:
            tag = child.tag
            if tag == f"{W}r":
                self._run(child, bold, link)
            elif tag == f"{W}hyperlink":
                anchor, relation = child.get(f"{W}anchor"), child.get(RELATION_ID, "")
                target = f"#{anchor}" if anchor else self._targets.get(relation, "")
                self._inline(child, bold, target)
            elif tag == f"{W}sdt":
                self._control(child, bold)
            elif tag not in _NEVER and tag not in self.gone:
                self._bookmark(child)
                self._inline(child, bold, link)

    def _control(self, element: Element, bold: bool) -> None:
        if element.find(f"{W}sdtPr/{W}tag") is None:
            for content in element.findall(f"{W}sdtContent"):
                self._inline(content, bold)
            return
        start = len(self._runs)
        self._runs.append(TextRun(SIGN))
        for content in element.findall(f"{W}sdtContent"):
            self._inline(content, bold)
        held = "".join(run.text for run in self._runs[start:])
        self._filled.append(held.replace(SIGN, "").strip() + " ")
        self._runs[start:] = [TextRun(SIGN)]

    def _run(self, element: Element, styled: bool, link: str) -> None:
        look = element.find(f"{W}rPr")
        earlier = None if look is None else look.find(f"{W}rPrChange/{W}rPr")
        if self._reject and earlier is not None:
            look = earlier
        style = value_of(look, "rStyle")
        name = self._names.get(style, "")
        bold = not styled and bool(switch_of(look, "b") or name == "Strong")
        italic = bool(switch_of(look, "i")) or name == "Emphasis"
        if name == "Blank":
            if not (self._runs and self._runs[-1].text == SIGN):
                self._runs.append(TextRun(SIGN))
            return
        for child in element:
            tag = child.tag
            if tag == f"{W}fldChar":
                self._field(child.get(f"{W}fldCharType", ""))
            elif tag == f"{W}instrText" and self._fields:
                self._fields[-1] += child.text or ""
            elif child is self._page_number or any(
                is_counted(each, child.text or "") for each in self._fields
            ):
                continue
            elif tag in (f"{W}t", f"{W}delText"):
                self._add(child.text or "", bold, italic, link)
            elif tag in (f"{W}tab", f"{W}br", f"{W}cr"):
                self._add(" ", bold, italic, link)
            elif tag == f"{W}noBreakHyphen":
                self._add("-", bold, italic, link)
            elif tag == f"{W}footnoteReference":
                id = child.get(f"{W}id", "")
                self._referred.add(id)
                self._runs.append(TextRun(f"[^{id}]"))
            elif tag == f"{W}drawing":
                self._picture(child)
            elif tag == _EITHER and next(child.iter(DRAWN), None) is None:  # as emoji are
                for words in child.iterfind(f"{FALLBACK}/{W}t"):
                    self._add(words.text or "", bold, italic, link)
            elif tag == f"{W}ruby":
                for base in child.findall(f"{W}rubyBase"):
                    self._inline(base, styled, link)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append("")
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _picture(self, element: Element) -> None:
        for drawn in element.iter(DRAWN):
            if (words := drawn.get("descr", "")) and self._cell is None:
                within = list(self._open.values())
                innermost = self._begun[-1] if self._begun else within[-1] if within else ""
                escaped = " ".join(words.split())
                self.units.append(Unit("figure", escaped, within=innermost, raw=words))

    def _add(self, text: str, bold: bool, italic: bool, link: str) -> None:
        text = _RULED.sub(SIGN, text.replace("\u00ad", ""))
        self._filled += [f"{box} " for box in _TICKED if box in text]
        for box in _BOXES:
            text = text.replace(box, SIGN)
        last = self._runs[-1] if self._runs else None
        alike = last and (last.bold, last.italic, last.link) == (bold, italic, link)
        if last and alike and not last.text.startswith("[^") and last.text != SIGN:
            last.text += text
            return
        self._runs.append(TextRun(text, bold, italic, link))


def _as_card(units: list[Unit]) -> list[Unit]:
    """Make one unit of those of a card; pictures stay apart. The words of a card stand last."""
    said = [unit for unit in units if unit.kind != "figure"]
    if not said:
        return units
    text, raw = (" | ".join(words) for words in zip(*((u.text, u.raw) for u in said), strict=True))
    ids = tuple(id for unit in said for id in unit.ids)
    within = next((unit.within for unit in said if unit.within), "")
    card = replace(said[0], kind="card", text=text, raw=raw, ids=ids, within=within)
    return [*(unit for unit in units if unit.kind == "figure"), card]


def _is_bold(id: str, known: Mapping[str, Element]) -> bool:
    seen: set[str] = set()
    while id in known and id not in seen:
        seen.add(id)
        bold = switch_of(known[id].find(f"{W}rPr"), "b")
        if bold is not None:
            return bold
        id = value_of(known[id], "basedOn")
    return False
