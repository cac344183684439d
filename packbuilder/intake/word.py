"""A Word file of anybody → its story: every word of the body, tracked changes taken as accepted."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from packbuilder.inspection.word import read_parts
from packbuilder.inspection.word_drawn import file_at, read_targets
from packbuilder.inspection.word_gate import check_package, files_outside
from packbuilder.inspection.word_numbers import ListNumbers
from packbuilder.inspection.word_styles import ParagraphStyle, read_styles
from packbuilder.inspection.word_xml import Element, W, value_of, whole_number
from packbuilder.intake.story import (
    Finding,
    Findings,
    Heading,
    Item,
    Line,
    Paragraph,
    Piece,
    Story,
    Words,
    joined,
    lines_of,
)
from packbuilder.intake.tables import as_pieces
from packbuilder.intake.word_line import LineReader, in_line
from packbuilder.intake.word_tables import read_grid
from packbuilder.model import number_of

_DC: Final = "{http://purl.org/dc/"
_TITLE: Final = f"{_DC}elements/1.1/}}title"
_MODIFIED: Final = f"{_DC}terms/}}modified"
_TRACKED: Final = frozenset(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
_QUOTED: Final = ("quote", "intense quote")
"""The names of styles of quotations."""
_NOTES: Final = (("footnotes", "footnote"), ("endnotes", "endnote"))
_SAID: Final[Mapping[str, tuple[str, str]]] = {
    "BOX": ("BOX", "text boxes; their words are where they were anchored"),
    "COLOUR": ("DROPPED", "pieces of text with a colour or highlight of their own; they are plain"),
    "CONTENTS": ("DROPPED", "tables of contents, which packbuilder makes itself"),
    "EQUATION": ("FIELD", "equations; only their words are kept"),
    "FIELD": ("FIELD", "form fields, each now a space to write in"),
    "HIDDEN": ("DROPPED", "pieces of hidden text"),
    "INSIDE": ("DROPPED", "links to places in the file; their words are kept"),
    "LINK": ("DROPPED", "links that are neither web nor email addresses; their words are kept"),
    "OBJECT": ("DROPPED", "embedded objects of other programs"),
    "OUTSIDE": ("IMAGE", "pictures that are not in the file"),
    "UNKNOWN": ("IMAGE", "drawings or pictures of a kind that cannot be printed"),
}
"""What is counted while a file is read: its kind, and its words after “: ”."""


def read_word_story(data: bytes) -> Story:
    """Read a Word file; raise `UnreadableError` for one that cannot be read."""
    check_package(data)
    parts = read_parts(data)
    walk = _Walk(parts, _media(data))
    body = parts["word/document.xml"].find(f"{W}body")
    pieces = tuple(walk.blocks([] if body is None else body))
    core = parts.get("docProps/core.xml")
    return Story(
        pieces,
        dict(_notes(parts, walk)),
        title="" if core is None else core.findtext(_TITLE, ""),
        language=_language(parts["word/styles.xml"]),
        changed="" if core is None else core.findtext(_MODIFIED, "")[:10],
        findings=(*_findings(parts), *_counted(walk.counts)),
    )


def _media(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {
            name: package.read(name)
            for name in package.namelist()
            if name.startswith("word/media/")
        }


def _language(styles: Element) -> str:
    stated = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    return "" if stated is None else stated.get(f"{W}val", "")


def _counted(counts: Counter[str]) -> Iterator[Finding]:
    for name, (kind, words) in _SAID.items():
        if counts[name]:
            yield Finding(kind, f"{words}: {counts[name]}")  # type: ignore[arg-type]


def _findings(parts: Mapping[str, Element]) -> Iterator[Finding]:
    """Yield what is said of the whole file."""
    stories = [
        parts["word/document.xml"],
        *(parts[f"word/{each}.xml"] for each, _ in _NOTES if f"word/{each}.xml" in parts),
    ]
    tracked = [element for part in stories for element in part.iter(*_TRACKED)]
    if tracked:
        names = dict.fromkeys(each.get(f"{W}author", "") or "somebody" for each in tracked)
        words = f"tracked changes of {', '.join(names)}, taken as accepted: {len(tracked)}"
        yield Finding("TRACKED", words)
    for comment in parts.get("word/comments.xml", ()):
        yield Finding(
            "COMMENT", f"{comment.get(f'{W}author', '') or 'somebody'}: {_on_one_line(comment)}"
        )
    for kind in ("header", "footer"):
        named = [part for name, part in parts.items() if name.startswith(f"word/{kind}")]
        for text in dict.fromkeys(filter(None, map(_on_one_line, named))):
            yield Finding("DROPPED", f"the {kind} of pages: {text}")
    for file in files_outside(parts):
        yield Finding("DROPPED", f"a reference to another file, which was not opened: {file}")


def _on_one_line(part: Element) -> str:
    """Return the words of paragraphs for a report, with spaces between them and at tabs."""
    pieces = part.iter(f"{W}t", f"{W}tab", f"{W}br", f"{W}p")
    return " ".join("".join(each.text or " " for each in pieces).split())


def _notes(parts: Mapping[str, Element], walk: _Walk) -> Iterator[tuple[str, Line]]:
    for story, kind in _NOTES:
        walk.enter(story)
        for note in parts.get(f"word/{story}.xml", ()):
            if not note.get(f"{W}type"):
                pieces = walk.blocks(note)
                yield f"{kind} {note.get(f'{W}id', '')}", joined(list(lines_of(pieces)))


class _Walk:
    """Walks a text, and returns its pieces."""

    def __init__(self, parts: Mapping[str, Element], media: Mapping[str, bytes]) -> None:
        sheet = parts["word/styles.xml"]
        known = {style.get(f"{W}styleId", ""): style for style in sheet.iter(f"{W}style")}
        self._styles = read_styles(sheet)
        self._names = {id: value_of(style, "name").lower() for id, style in known.items()}
        self._default = next(
            (
                id
                for id, s in known.items()
                if s.get(f"{W}default") in ("1", "true") and s.get(f"{W}type") == "paragraph"
            ),
            "",
        )
        self._numbers = ListNumbers(parts.get("word/numbering.xml"), known)
        self._parts, self._media = parts, media
        self.counts: Counter[str] = Counter()
        self._reader = LineReader(known, {}, self.blocks, self.counts)
        self.enter("document")

    def enter(self, story: str) -> None:
        """Go on with the text, or with the footnotes or endnotes."""
        targets = read_targets(self._parts, story)
        pictures = {id: self._media.get(file_at(target), b"") for id, target in targets.items()}
        self._reader.enter(targets, pictures)

    def blocks(self, elements: Iterable[Element]) -> list[Piece]:
        """Return the pieces of paragraphs and tables, also of those in controls."""
        found: list[Piece] = []
        waiting: list[Element] = []
        for element in elements:
            if element.tag == f"{W}p":
                waiting.append(element)
                if element.find(f"{W}pPr/{W}rPr/{W}del") is None:  # else it goes on in the next one
                    found += self._paragraph(waiting)
                    waiting = []
            elif element.tag == f"{W}tbl":
                found += self._table(element)
            elif element.tag == f"{W}sdt" and _is_contents(element):
                self.counts["CONTENTS"] += 1
            elif inner := list(in_line(element)):
                found += self.blocks(inner)
        return found + (self._paragraph(waiting) if waiting else [])

    def _paragraph(self, elements: list[Element]) -> list[Piece]:
        """Return what a paragraph gives, of one element or of several that were joined."""
        properties = elements[-1].find(f"{W}pPr")
        id = value_of(properties, "pStyle") or self._default
        line: list[Words] = []
        beside: list[Piece] = []
        for each in elements:
            words, drawn = self._reader.read(each, self._reader.is_bold(id))
            line += words
            beside += drawn
        if self._names.get(id, "").startswith("toc "):
            self.counts["CONTENTS"] += not self.counts["CONTENTS"]
            return beside
        return [*self._of_style(id, properties, tuple(line)), *beside]

    def _of_style(self, id: str, properties: Element | None, line: Line) -> Iterator[Piece]:
        name, style = self._names.get(id, ""), self._styles.get(id, ParagraphStyle())
        marker = self._numbers.marker(properties, id)
        own = value_of(properties, "outlineLvl")
        if name == "title":
            yield Heading(line, 0)
        elif whole_number(own, 9) in range(9):  # the tenth level is that of ordinary text
            yield Heading(line, whole_number(own) + 1)
        elif style.kind == "heading" and not own:
            yield Heading(line, style.level)
        elif marker:
            yield self._item(properties, id, line, marker)
        else:
            quoted = style.quoted or name in _QUOTED
            yield Paragraph(line, style.kind == "caption", fixed=quoted, quoted=quoted)

    def _item(self, properties: Element | None, id: str, line: Line, marker: str) -> Item:
        _, level = self._numbers.place(properties, id)
        styled = self._styles.get(id, ParagraphStyle())
        depth = max(level + 1, styled.level if styled.kind == "item" else 1)
        last = marker.split(".")[-1]
        digits = "".join(filter(str.isdigit, last))
        counting = self._numbers.counting(properties, id)
        if counting != "figures":
            letters = re.sub(r"[^A-Za-z]", "", last)
            return Item(line, depth, number_of(letters, counting) or 1, (), counting)
        lettered = not last.isdecimal() and digits != ""
        found: Findings = ()
        if lettered and digits == "1":
            found = (Finding("LIST", "a list with letters or signs, counted with numbers here"),)
        return Item(line, depth, int(digits[:9]) if digits else None, found)

    def _table(self, element: Element) -> list[Piece]:
        return as_pieces(read_grid(element, self.blocks))


def _is_contents(element: Element) -> bool:
    gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(f"{W}val") == "Table of Contents"
