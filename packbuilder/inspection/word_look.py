"""The parts of a Word file → the sizes and fonts of its words, and what is wrong with its make.

Of the inspection, only the modules whose names begin with `word` know lxml. Sizes are in pt.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from packbuilder.inspection.reading import Flaw, TextRun
from packbuilder.inspection.word_xml import W14, Element, W, switch_of, value_of, whole_number

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_BOX: Final = f"{W14}checkbox"
_SHOWN: Final = ("word/document", "word/footnotes", "word/footer", "word/header")
_COUNTS: Final = ("PAGE", "NUMPAGES")
_REFERS: Final = ("PAGEREF", "NOTEREF")
"""The fields of a footer, in their order, and those that lead to a place."""
_ENDS_BOTH: Final = frozenset(("both", "distribute", "highKashida", "lowKashida", "mediumKashida"))


def shown_parts(parts: Mapping[str, Element]) -> list[Element]:
    """Return the parts whose words are seen: the text, its notes, headers and footers."""
    return [parts[name] for name in sorted(parts) if name.startswith(_SHOWN)]


def read_look(parts: Mapping[str, Element], looks: Looks) -> Iterator[TextRun]:
    """Yield one run for each size and font that words have; those of check boxes are none."""
    seen: set[tuple[float, str]] = set()
    for part in shown_parts(parts):
        characters = {r for box in part.iter(_BOX) for r in _control(box).iter(f"{W}r")}
        for paragraph in part.iter(f"{W}p"):
            style = value_of(paragraph.find(f"{W}pPr"), "pStyle")
            for run in paragraph.iter(f"{W}r"):
                look = looks.of_run(run.find(f"{W}rPr"), style)
                key = (look.size, look.font)
                if run in characters:
                    continue
                if key not in seen and (words := _words(run).strip()):
                    seen.add(key)
                    yield TextRun(0, 0, 0, 0, look.size, look.font, words, 0)


def _control(box: Element) -> Element:
    """Return the content control that a check box is."""
    return next(box.iterancestors(f"{W}sdt"), box)


@dataclass(frozen=True, slots=True)
class Look:
    """What a style or run says of its words; 0, "" and None where it says nothing."""

    size: float = 0
    font: str = ""
    bold: bool | None = None
    vanishes: bool | None = None
    colour: str = ""
    language: str = ""
    ground: str = ""
    capitals: bool | None = None

    def over(self, other: Look) -> Look:
        """Return this look, with what it does not say from another."""
        return Look(
            self.size or other.size,
            self.font or other.font,
            other.bold if self.bold is None else self.bold,
            other.vanishes if self.vanishes is None else self.vanishes,
            self.colour or other.colour,
            self.language or other.language,
            self.ground or other.ground,
            other.capitals if self.capitals is None else self.capitals,
        )

    @property
    def is_bold(self) -> bool:
        """Whether the words are in bold letters."""
        return bool(self.bold) or self.font.endswith(("Black", "Bold", "Semibold"))

    def is_hidden(self, shade: str = "", ground: str = "") -> bool:
        """Whether nobody sees the words: too small, hidden, or in the colour of what is behind
        them, the `shade` of their paragraph or the `ground` of their cell.
        """
        if self.vanishes or 0 < self.size < _SMALLEST:
            return True
        below = self.ground or shade or ground
        return len(self.colour) == _DIGITS and (
            (_is_pale(self.colour) and _is_pale(below)) or _is_alike(self.colour, below)
        )


_SMALLEST = 1.0
"""The size in pt below which nobody sees letters."""
_PALE, _DARK, _ALIKE = 0xE6, 0x38, 0x18
"""From which share of white on a colour is pale, up to which it is dark, and how far apart colours
are that look alike.
"""
_DIGITS = 6
_INK, _PAPER = "000000", "FFFFFF"
_NAMED: Final = {"black": "000000", "darkBlue": "000080", "blue": "0000FF", "darkGray": "808080"}
"""Colours that words can be marked with; the others are lighter than ours."""
_THEMED: Final = {"background1": "FFFFFF", "light1": "FFFFFF"}
"""Colours of a theme that win over the colour beside them, where that may be another."""
_UNSEEN: Final = ("vanish", "webHidden", "specVanish", "strike", "dstrike", "emboss", "imprint")
_FITTED: Final = frozenset((f"{W}fitText", f"{W}eastAsianLayout"))
"""What squeezes or turns words."""
_USUAL_WIDTH, _SQUEEZED, _AWAY, _OVER = 100, 33, 60, -60
"""The width of letters in per cent, below which nobody reads them; half points up or down; how
close letters stand, in twentieths of a point.
"""
_TRACKED: Final = (
    f"{W}ins",
    f"{W}del",
    f"{W}moveFrom",
    f"{W}moveTo",
    f"{W}rPrChange",
    f"{W}pPrChange",
    f"{W}tblPrChange",
    f"{W}trPrChange",
    f"{W}tcPrChange",
    f"{W}sectPrChange",
    f"{W}cellIns",
    f"{W}cellDel",
    f"{W}commentReference",
)


_OTHER_FILES: Final = (f"{W}altChunk", f"{W}subDoc")


def _is_pale(colour: str) -> bool:
    """Whether a colour is nearly that of the paper; `auto` and none are that of the paper."""
    return len(colour) != _DIGITS or min(_tints(colour)) >= _PALE


def _is_alike(colour: str, ground: str) -> bool:
    if len(ground) != _DIGITS:
        return False
    one, other = _tints(colour), _tints(ground)
    are_near = all(abs(a - b) < _ALIKE for a, b in zip(one, other, strict=True))
    return are_near or max(*one, *other) < _DARK


@lru_cache(maxsize=256)
def _tints(colour: str) -> tuple[int, int, int]:
    """Return the shares of red, green and blue."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    return red, green, blue


class Looks:
    """Works out how words look: by their run, its style, their paragraph’s, and the defaults.
    `page` is the colour behind all pages; nothing where it is that of the paper.
    """

    def __init__(self, styles: Element, text: Element) -> None:
        page = text.find(f"{W}background")
        self.page = "" if page is None else _painted(page, "color", "themeColor")
        self._styles = {s.get(f"{W}styleId", ""): s for s in styles.iter(f"{W}style")}
        self._default = look_of(styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        usual = (id for id, style in self._styles.items() if _is_usual_paragraph(style))
        self._usual = next(usual, "")
        self._known: dict[str, Look] = {}
        self._plain: dict[tuple[str, str], Look] = {}

    def of_run(self, properties: Element | None, style: str) -> Look:
        """Return the look of a run in a paragraph of a style."""
        if properties is None:
            return self._styled("", style)
        named = value_of(properties, "rStyle")
        if len(properties) == (1 if named else 0):
            return self._styled(named, style)
        own = look_of(properties)
        if value_of(properties, "vertAlign") not in ("", "baseline"):  # 102 is not 10²
            own = replace(own, vanishes=True)
        return own.over(self._styled(named, style))

    def language_of(self, run: Element, style: str) -> str:
        """Return the language of a run in a paragraph of a style."""
        return self.of_run(run.find(f"{W}rPr"), style).language

    def _styled(self, character: str, paragraph: str) -> Look:
        """Return the look of a character style in a paragraph style."""
        key = character, paragraph
        if key not in self._plain:
            own, below = self._style(character), self._style(paragraph or self._usual)
            if own.bold and below.bold:  # two bold styles switch one another off
                own = replace(own, bold=False)  # (ISO 29500-1, 17.7.3)
            self._plain[key] = own.over(below).over(self._default)
        return self._plain[key]

    def _style(self, id: str) -> Look:
        if id not in self._known:
            self._known[id] = Look()  # a style that rests on itself ends here
            style = self._styles.get(id)
            if style is not None:
                below = self._style(value_of(style, "basedOn"))
                own = look_of(style.find(f"{W}rPr"))
                ground = ground_of(style.find(f"{W}pPr"))
                self._known[id] = replace(own, ground=own.ground or ground).over(below)
        return self._known[id]


def _is_usual_paragraph(style: Element) -> bool:
    return style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") == "1"


def look_of(properties: Element | None) -> Look:
    """Return what the properties of a run or a style say."""
    if properties is None:
        return Look()
    size, fonts = value_of(properties, "sz"), properties.find(f"{W}rFonts")
    colour = properties.find(f"{W}color")
    return Look(
        whole_number(size) / 2,
        "" if fonts is None else fonts.get(f"{W}ascii", ""),
        switch_of(properties, "b"),
        _is_unseen(properties),
        "" if colour is None else _painted(colour, "val", "themeColor"),
        value_of(properties, "lang"),
        _NAMED.get(value_of(properties, "highlight"), "") or ground_of(properties),
        switch_of(properties, "caps") or switch_of(properties, "smallCaps"),
    )


def _is_unseen(properties: Element) -> bool | None:
    """Return whether words are hidden, struck out, squeezed or moved away, where it is said."""
    switches = [switch_of(properties, name) for name in _UNSEEN]
    squeezed = _number(properties, "w", _USUAL_WIDTH) < _SQUEEZED
    close = _number(properties, "spacing", 0) < _OVER
    if any(switches) or squeezed or close or abs(_number(properties, "position", 0)) > _AWAY:
        return True
    if any(each.tag in _FITTED or str(each.tag).startswith(W14) for each in properties):
        return True  # the latter are effects, which may paint them in any colour
    return switches[0]


def _number(properties: Element, name: str, otherwise: int) -> int:
    return whole_number(value_of(properties, name).removesuffix("%"), otherwise)


def ground_of(properties: Element | None) -> str:
    """Return the colour behind words, where their run, paragraph or cell has one of its own."""
    shade = None if properties is None else properties.find(f"{W}shd")
    if shade is None:
        return ""
    pattern, ink = shade.get(f"{W}val", ""), _painted(shade, "color", "themeColor")
    if pattern == "solid":
        return ink
    ground = _painted(shade, "fill", "themeFill")
    share = whole_number(pattern.removeprefix("pct"))
    return _mixed(ink, ground, share) if share > 0 else ground


def _mixed(ink: str, ground: str, share: int) -> str:
    """Return the colour of a pattern, of which `share` per cent are inked."""
    inked = ink if len(ink) == _DIGITS else _INK
    pairs = zip(_tints(inked), _tints(ground if len(ground) == _DIGITS else _PAPER), strict=True)
    return "".join(f"{round((a * share + b * (100 - share)) / 100):02X}" for a, b in pairs)


def _painted(element: Element, own: str, themed: str) -> str:
    """Return a colour, which may be one of the theme."""
    own_colour: str = element.get(f"{W}{own}", "")
    return _THEMED.get(element.get(f"{W}{themed}", ""), own_colour)


def find_tracked(parts: Mapping[str, Element]) -> str | None:
    """Return the first words that a tracked change or a comment is about, if there is any."""
    for part in shown_parts(parts):
        if (change := next(part.iter(*_TRACKED), None)) is not None:
            return _words(change) or _words(next(change.iterancestors(f"{W}p"), None))
    return None


def find_flaws(parts: Mapping[str, Element]) -> Iterator[Flaw]:
    """Find what is wrong with how a file is made."""
    places = parts["word/document.xml"].iter(f"{W}bookmarkStart")
    marks = {place.get(f"{W}name", "") for place in places}
    yield from _settings(parts)
    yield from _fonts(parts)
    for part in shown_parts(parts):
        yield from _tables(part)
        yield from _pictures(part)
        if part.find(f".//{W}txbxContent") is not None:
            yield Flaw("floating", _words(part.find(f".//{W}txbxContent")))
        yield from _fields(part, marks)
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
    if switch_of(settings, "autoHyphenation"):
        yield Flaw("spread")


def _fonts(parts: Mapping[str, Element]) -> Iterator[Flaw]:
    table = parts.get("word/fontTable.xml")
    for font in [] if table is None else table.findall(f"{W}font"):
        if font.find(f"{W}embedRegular") is None:
            yield Flaw("unembedded", font.get(f"{W}name", ""))


def _fields(part: Element, marks: Collection[str]) -> Iterator[Flaw]:
    """Look at what Word works out by itself: numbers of pages, and of places that have a mark."""
    counted: list[str] = []
    for code in part.iter(f"{W}instrText"):
        name, target, *_ = [*(code.text or "").split(), "", ""]
        link = next(code.iterancestors(f"{W}hyperlink"), None)
        aims = target in marks and (link is None or link.get(f"{W}anchor") == target)
        if name in _COUNTS:
            counted.append(name)
        elif name != "TOC" and not (name in _REFERS and aims):
            yield Flaw("field", _words(next(code.iterancestors(f"{W}p"), None)))
    simple = part.find(f".//{W}fldSimple")
    if simple is not None or counted != [*_COUNTS] * (len(counted) // 2):
        yield Flaw("field", _words(part.find(f".//{W}p")))


def _tables(part: Element) -> Iterator[Flaw]:
    """Look at tables of data: sheets of cards have no style of tables."""
    for table in part.iter(f"{W}tbl"):
        if table.find(f"{W}tblPr/{W}tblStyle") is None:
            continue
        if table.find(f"{W}tr/{W}trPr/{W}tblHeader") is None:
            yield Flaw("no-header", _words(table.find(f".//{W}tc")))
        for cell in table.iter(f"{W}gridSpan", f"{W}vMerge", f"{W}hMerge"):
            yield Flaw("merged", _words(next(cell.iterancestors(f"{W}tc"), None)))


def _pictures(part: Element) -> Iterator[Flaw]:
    for drawn in part.iter(f"{_DRAWING}docPr"):
        if not drawn.get("descr") and next(drawn.iter(_DECORATIVE), None) is None:
            yield Flaw("no-alternative")
    for anchored in part.iter(
        f"{_DRAWING}anchor", f"{W}pict", f"{W}object", f"{W}tblpPr", *_OTHER_FILES
    ):
        yield Flaw("floating", _words(next(anchored.iterancestors(f"{W}p", f"{W}tbl"), None)))


def _words(element: Element | None) -> str:
    return "" if element is None else "".join(t.text or "" for t in element.iter(f"{W}t"))
