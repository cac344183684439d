"""The parts of a Word file → the sizes and fonts of its words, and what is wrong with its make.

Only this module and `word.py` of the inspection know lxml. Sizes are in pt.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from packbuilder.inspection.reading import Flaw, TextRun

Element = etree._Element

_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W: Final = f"{{{_MAIN}}}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_BOX: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}checkbox"
_SHOWN: Final = ("word/document", "word/footnotes", "word/footer", "word/header")
_ENDS_BOTH: Final = frozenset(("both", "distribute", "highKashida", "lowKashida", "mediumKashida"))
_OFF: Final = frozenset(("0", "false", "off"))


def shown_parts(parts: Mapping[str, Element]) -> list[Element]:
    """Give the parts whose words are seen: the text, its notes, heads and feet."""
    return [parts[name] for name in sorted(parts) if name.startswith(_SHOWN)]


def read_look(parts: Mapping[str, Element]) -> Iterator[TextRun]:
    """Give one run for each size and font that words have; signs of boxes to tick are none."""
    looks = _Looks(parts["word/styles.xml"])
    seen: set[tuple[float, str]] = set()
    for part in shown_parts(parts):
        signs = {t for box in part.iter(_BOX) for t in _control(box).iter(f"{W}t")}
        for text in part.iter(f"{W}t"):
            if text in signs:
                continue
            look = looks.of(text)
            key = (look.size, look.font)
            if key not in seen and (words := (text.text or "").strip()):
                seen.add(key)
                yield TextRun(0, 0, 0, 0, look.size, look.font, words, 0)


def _control(box: Element) -> Element:
    """Give the content control that a box to tick is."""
    return next(box.iterancestors(f"{W}sdt"), box)


@dataclass(frozen=True, slots=True)
class _Look:
    """What a style or run says of its words; 0 and "" where it says nothing."""

    size: float = 0
    font: str = ""

    def over(self, other: _Look) -> _Look:
        return _Look(self.size or other.size, self.font or other.font)


class _Looks:
    """Works out how words look: by their run, its style, their paragraph’s, and the defaults."""

    def __init__(self, styles: Element) -> None:
        self._styles = {s.get(f"{W}styleId", ""): s for s in styles.iter(f"{W}style")}
        self._default = _look(styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        usual = (id for id, style in self._styles.items() if _is_usual_paragraph(style))
        self._usual = next(usual, "")
        self._known: dict[str, _Look] = {}

    def of(self, text: Element) -> _Look:
        run = text.getparent()
        properties = None if run is None else run.find(f"{W}rPr")
        paragraph = next(text.iterancestors(f"{W}p"), None)
        named = None if paragraph is None else paragraph.find(f"{W}pPr/{W}pStyle")
        own = _look(properties).over(self._style(_value(properties, "rStyle")))
        style = self._usual if named is None else named.get(f"{W}val", "")
        return own.over(self._style(style)).over(self._default)

    def _style(self, id: str) -> _Look:
        if id not in self._known:
            self._known[id] = _Look()  # a style that rests on itself ends here
            style = self._styles.get(id)
            if style is not None:
                below = self._style(_value(style, "basedOn"))
                self._known[id] = _look(style.find(f"{W}rPr")).over(below)
        return self._known[id]


def _is_usual_paragraph(style: Element) -> bool:
    return style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") == "1"


def _look(properties: Element | None) -> _Look:
    if properties is None:
        return _Look()
    size, fonts = _value(properties, "sz"), properties.find(f"{W}rFonts")
    font = "" if fonts is None else fonts.get(f"{W}ascii", "")
    return _Look(int(size) / 2 if size.isdigit() else 0, font)


def _value(element: Element | None, name: str) -> str:
    child = None if element is None else element.find(f"{W}{name}")
    return "" if child is None else child.get(f"{W}val", "")


def find_flaws(parts: Mapping[str, Element]) -> Iterator[Flaw]:
    """Find what is wrong with how a file is made."""
    yield from _settings(parts)
    yield from _fonts(parts)
    for part in shown_parts(parts):
        yield from _tables(part)
        yield from _pictures(part)
        if part.find(f".//{W}txbxContent") is not None:
            yield Flaw("floating", _words(part.find(f".//{W}txbxContent")))
    for part in (parts["word/styles.xml"], *shown_parts(parts)):
        for aligned in part.iter(f"{W}jc"):
            if aligned.get(f"{W}val") in _ENDS_BOTH:
                yield Flaw("spread", _words(next(aligned.iterancestors(f"{W}p"), None)))


def _settings(parts: Mapping[str, Element]) -> Iterator[Flaw]:
    settings = parts.get("word/settings.xml")
    if settings is None:
        return
    if settings.find(f"{W}documentProtection") is not None:
        yield Flaw("protected")
    hyphenation = settings.find(f"{W}autoHyphenation")
    if hyphenation is not None and hyphenation.get(f"{W}val") not in _OFF:
        yield Flaw("spread")


def _fonts(parts: Mapping[str, Element]) -> Iterator[Flaw]:
    table = parts.get("word/fontTable.xml")
    for font in [] if table is None else table.findall(f"{W}font"):
        if font.find(f"{W}embedRegular") is None:
            yield Flaw("unembedded", font.get(f"{W}name", ""))


def _tables(part: Element) -> Iterator[Flaw]:
    """Look at tables of data: sheets of cards have no style of tables."""
    for table in part.iter(f"{W}tbl"):
        if table.find(f"{W}tblPr/{W}tblStyle") is None:
            continue
        if table.find(f"{W}tr/{W}trPr/{W}tblHeader") is None:
            yield Flaw("no-header", _words(table.find(f".//{W}tc")))
        for cell in table.iter(f"{W}gridSpan", f"{W}vMerge"):
            yield Flaw("merged", _words(next(cell.iterancestors(f"{W}tc"), None)))


def _pictures(part: Element) -> Iterator[Flaw]:
    for drawn in part.iter(f"{_DRAWING}docPr"):
        if not drawn.get("descr") and next(drawn.iter(_DECORATIVE), None) is None:
            yield Flaw("no-alternative")
    for anchored in part.iter(f"{_DRAWING}anchor"):
        yield Flaw("floating", _words(next(anchored.iterancestors(f"{W}p"), None)))


def _words(element: Element | None) -> str:
    return "" if element is None else "".join(t.text or "" for t in element.iter(f"{W}t"))
