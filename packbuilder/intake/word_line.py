"""A paragraph of a Word file → its words, and the pictures and text boxes anchored in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from packbuilder.inspection.word_xml import (
    DRAWN,
    FALLBACK,
    RELATION_ID,
    RELATIONS,
    Element,
    W,
    value_of,
)
from packbuilder.intake.story import Line, Picture, Piece, Words
from packbuilder.storage.markdown_text import lowered, raised

_MC: Final = FALLBACK.replace("Fallback", "")
_MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_V: Final = "{urn:schemas-microsoft-com:vml}"
_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_BLIP: Final = f"{_A}blip"
_DECORATIVE: Final = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_GONE: Final = frozenset(f"{W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr"))
_SPACES: Final = {f"{W}tab": " ", f"{W}ptab": " ", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_ADDRESS: Final = re.compile(r'HYPERLINK\s+"([^"]+)"')
_WEB: Final = ("http://", "https://", "mailto:")
_PRINTED: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")
_TICKED: Final = {"F06F": "\u2610", "F0A8": "\u2610", "F0FE": "\u2611", "F052": "\u2611"}
"""Boxes as Word writes them with the letters of Wingdings."""
_SMALL: Final[Mapping[str, Callable[[str], str]]] = {"subscript": lowered, "superscript": raised}
BLANK: Final = "___"
_RULED: Final = re.compile("[\u2007\u00a0_]{3,}")
"""Spaces to write on, as they are typed."""
_CIRCLES: Final = dict.fromkeys(map(ord, "\u25cb\u25ef\u274d\u2751"), "\u2610")
"""Places to tick that few fonts have."""

Blocks = Callable[[Iterable[Element]], list[Piece]]


def in_line(element: Element) -> Iterable[Element]:
    """Return what stands in an element that only wraps it; nothing of what is gone."""
    if element.tag == f"{W}sdt":
        return [child for content in element.findall(f"{W}sdtContent") for child in content]
    if element.tag == f"{_MC}AlternateContent":
        choices = [*element.findall(f"{_MC}Choice"), *element.findall(FALLBACK)]
        return list(choices[0]) if choices else []
    return [] if element.tag in _GONE else list(element)


class LineReader:
    """Reads paragraphs; fields may begin in one and end in another."""

    def __init__(
        self,
        styles: Mapping[str, Element],
        targets: Mapping[str, str],
        blocks: Blocks,
        counts: Counter[str],
    ) -> None:
        self._sheet, self._targets, self._blocks, self._counts = styles, targets, blocks, counts
        self._pictures: Mapping[str, bytes] = {}
        self._fields: list[_Field] = []
        self._line: list[Words] = []
        self._beside: list[Piece] = []
        self._bold: dict[str, bool] = {}
        self._small: Callable[[str], str] = str

    def enter(self, targets: Mapping[str, str], pictures: Mapping[str, bytes]) -> None:
        """Go on with another part of the file: where its links lead, and its pictures."""
        self._targets, self._pictures, self._fields = targets, pictures, []

    def read(self, paragraph: Element, bold: bool) -> tuple[Line, list[Piece]]:
        """Return the words of a paragraph, and what is anchored in it; `bold`: its style is."""
        kept = self._line, self._beside
        self._line, self._beside = [], []
        self._inline(in_line(paragraph), bold, "")
        found = tuple(self._line), self._beside
        self._line, self._beside = kept
        return found

    def is_bold(self, id: str) -> bool:
        """Whether a style, or one it is based on, makes words bold."""
        if id not in self._bold:
            self._bold[id] = False  # a style that rests on itself ends here
            style = self._sheet.get(id)
            if style is not None:
                own = _switch(style.find(f"{W}rPr"), "b")
                self._bold[id] = self.is_bold(value_of(style, "basedOn")) if own is None else own
        return self._bold[id]

    def _inline(self, elements: Iterable[Element], bold: bool, link: str) -> None:
        for child in elements:
            tag = child.tag
            if tag == f"{W}r":
                self._run(child, bold, link)
            elif tag == f"{W}hyperlink":
                self._inline(child, bold, self._address(child))
            elif tag == f"{W}fldSimple":
                self._fields.append(_Field(child.get(f"{W}instr", ""), True))
                self._inline(child, bold, link or self._of_field())
                self._fields.pop()
            elif tag in (f"{_MATH}oMath", f"{_MATH}oMathPara"):
                self._counts["EQUATION"] += 1
                self._add("".join(each.text or "" for each in child.iter(f"{_MATH}t")), link=link)
            else:
                self._inline(in_line(child), bold, link)

    def _address(self, element: Element) -> str:
        target = self._targets.get(element.get(RELATION_ID, ""), "")
        if target.lower().startswith(_WEB):
            return target
        self._counts["LINK" if target else "INSIDE"] += 1
        return ""

    def _of_field(self) -> str:
        """Return where the words of the fields that are open lead to."""
        for each in reversed(self._fields):
            found = _ADDRESS.search(each.instruction)
            if found and found[1].lower().startswith(_WEB):
                return found[1]
        return ""

    def _run(self, element: Element, styled: bool, link: str) -> None:
        look = element.find(f"{W}rPr")
        if _switch(look, "vanish") and not _switch(look, "specVanish"):
            self._counts["HIDDEN"] += any(element.iter(f"{W}t"))
            return
        self._counts["COLOUR"] += _is_coloured(look) and element.find(f"{W}t") is not None
        style = value_of(look, "rStyle")
        own, named = _switch(look, "b"), self.is_bold(style) if style else False
        bold = not styled and (named if own is None else own)
        italic = bool(_switch(look, "i")) or style == "Emphasis"
        self._small = _SMALL.get(value_of(look, "vertAlign"), str)
        for child in element:
            self._part(child, bold, italic, link)
        self._small = str

    def _part(self, child: Element, bold: bool, italic: bool, link: str) -> None:
        tag = child.tag
        if tag == f"{W}fldChar":
            self._field(child)
        elif tag == f"{W}instrText":
            if self._fields:
                self._fields[-1].instruction += child.text or ""
        elif any(each.is_contents for each in self._fields):
            return
        elif tag == f"{W}t":
            words = self._small(child.text or "")
            self._add(words, bold, italic, link or self._of_field())
        elif tag == f"{W}br":
            self._add("\n" if child.get(f"{W}type", "textWrapping") == "textWrapping" else " ")
        elif tag in _SPACES:
            self._add(_SPACES[tag], bold, italic, link)
        elif tag == f"{W}sym":
            self._add(_TICKED.get(child.get(f"{W}char", "").upper(), " "), bold, italic, link)
        elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            kind = "footnote" if "foot" in str(tag) else "endnote"
            self._line.append(Words("", note=f"{kind} {child.get(f'{W}id', '')}"))
        elif tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
            self._drawn(child)
        elif tag == f"{_MC}AlternateContent":
            for each in in_line(child):
                self._part(each, bold, italic, link)
        elif tag == f"{W}ruby":
            for base in child.findall(f"{W}rubyBase"):
                self._inline(base, bold, link)

    def _field(self, element: Element) -> None:
        kind = element.get(f"{W}fldCharType", "")
        if kind == "begin":
            self._fields.append(_Field())
            self._counts["FIELD"] += element.find(f"{W}ffData") is not None
            if element.find(f"{W}ffData/{W}checkBox") is not None:
                self._add("\u2610")
        elif kind == "separate" and self._fields:
            self._fields[-1].shown = True
            self._fields[-1].start = sum(len(words.text.strip()) for words in self._line)
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            shown = sum(len(words.text.strip()) for words in self._line) > ended.start
            if "FORMTEXT" in ended.instruction and not shown:
                self._add(f" {BLANK} ")
            if ended.is_contents:
                self._counts["CONTENTS"] += not self._counts["CONTENTS"]

    def _drawn(self, element: Element) -> None:
        """Keep the pictures of a drawing, and the text boxes in it."""
        found = False
        for box in _outermost(element, f"{W}txbxContent"):
            self._counts["BOX"] += 1
            line, self._line = self._line, []
            self._beside += self._blocks(box)
            self._line, found = line, True
        for blip in (*element.iter(_BLIP), *element.iter(f"{_V}imagedata")):
            if not any(each.tag == f"{W}txbxContent" for each in blip.iterancestors()):
                self._picture(element, blip)
                found = True
        if element.tag == f"{W}object":
            self._counts["OBJECT"] += 1
        elif not found:
            words = next((d.get("descr", "") for d in element.iter(DRAWN)), "")
            self._counts["UNKNOWN"] += bool(words) or element.tag == f"{W}drawing"

    def _picture(self, element: Element, blip: Element) -> None:
        id = blip.get(f"{RELATIONS}embed") or blip.get(RELATION_ID) or ""
        data = self._pictures.get(id, b"")
        drawn = next(element.iter(DRAWN), None)
        words = "" if drawn is None else drawn.get("descr", "")
        name = "" if drawn is None else drawn.get("title", "") or drawn.get("name", "")
        decorative = any(each.get("val") in ("1", "true") for each in element.iter(_DECORATIVE))
        if not data:
            self._counts["OUTSIDE"] += 1
        elif not data.startswith(_PRINTED):
            self._counts["UNKNOWN"] += 1
        else:
            self._beside.append(Picture(data, "", words, name, decorative and not words))

    def _add(self, text: str, bold: bool = False, italic: bool = False, link: str = "") -> None:
        text = _RULED.sub(f" {BLANK} ", text.replace("\u00ad", "").translate(_CIRCLES))
        self._line.append(Words(text, bold, italic, link))


class _Field:
    """A field that is open: its instruction, whether its result has begun, the words before it."""

    def __init__(self, instruction: str = "", shown: bool = False) -> None:
        self.instruction, self.shown, self.start = instruction, shown, 0

    @property
    def is_contents(self) -> bool:
        """Whether it is a list of contents."""
        return self.instruction.split()[:1] == ["TOC"]


def _switch(look: Element | None, name: str) -> bool | None:
    """Return whether a look has something on or off, and nothing where it does not say."""
    found = None if look is None else look.find(f"{W}{name}")
    return None if found is None else found.get(f"{W}val", "1") not in ("0", "false", "off")


def _is_coloured(look: Element | None) -> bool:
    """Whether words have a colour or a highlight that is not that of their style."""
    colour, mark = value_of(look, "color").lower(), value_of(look, "highlight")
    return colour not in ("", "auto", "000000") or mark not in ("", "none")


def _outermost(element: Element, tag: str) -> Iterator[Element]:
    """Yield elements of a name that stand in no other of it, nor in what only old programs show."""
    for child in in_line(element):
        if child.tag == tag:
            yield child
        else:
            yield from _outermost(child, tag)
