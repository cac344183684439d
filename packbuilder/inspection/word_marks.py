"""What a Word file says of its paragraphs, rows, tables and pages beside their words → marks that
can be compared with those of another file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Final

from packbuilder.inspection.shown import BLOCK, HEADER, LANGUAGE, LOOSE, MERGED, TIMES, Marks
from packbuilder.inspection.word_look import Looks
from packbuilder.inspection.word_xml import Element, W, value_of, whole_number

_OFF: Final = frozenset(("0", "false", "off", "none", "nil", "auto", "baseline", "clear"))
_NO_LOOK: Final = frozenset(
    f"{W}{name}"
    for name in (
        *("rStyle", "b", "bCs", "i", "iCs", "strike", "dstrike", "lang", "noProof", "kern", "del"),
        *("szCs", "ins", "rPrChange", "moveFrom", "moveTo", "rtl", "cs", "webHidden"),
    )
)
"""Properties of words that are marked otherwise, or that nobody sees."""
_SEEN: Final = frozenset(f"{W}{name}" for name in ("bidi", "framePr"))
_LOOSE: Final = frozenset(
    f"{W}{name}"
    for name in (
        *("ind", "spacing", "keepNext", "keepLines", "tabs", "contextualSpacing", "textDirection"),
        *("trHeight", "tblBorders", "tcBorders", "vAlign", "tblGrid", "tblW", "outlineLvl"),
        "pageBreakBefore",
    )
)
_USUAL: Final = ("left", "start", "both")
_BREAK: Final = f"{W}br"
_PAGED: Final = ("page", "column")
"""Breaks that may also be said of the paragraph behind them."""
_APPLICATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"
_DIRECT: Final = ("Microsoft", "packbuilder")
"""Programs that write all marks as they were."""


def read_marks(parts: Mapping[str, Element], stories: Collection[Element]) -> Marks:
    """Return the marks of some parts of a file: of its paragraphs and rows by their words, of its
    tables by those of their first row.
    """
    usual = _language_of(parts["word/styles.xml"])
    styles = {s.get(f"{W}styleId", ""): value_of(s, "name") for s in parts["word/styles.xml"]}
    found: dict[str, Counter[str]] = {}
    for story in stories:
        for element in story.iter(f"{W}p", f"{W}tr", f"{W}tbl"):
            kind = str(element.tag).removeprefix(W)
            first = element.find(f"{W}tr") if kind == "tbl" else element
            words = "" if first is None else words_of(first)
            marks = found.setdefault(f"{kind} {words}", Counter())
            marks[TIMES] += 1
            marks.update(_MARKS[kind](element, usual, styles))
    return {words: dict(marks) for words, marks in found.items()}


def words_of(element: Element) -> str:
    """Return the words of a paragraph, or of a piece of a text; a break stands for a space."""
    words = (each.text or " " for each in element.iter(f"{W}t", _BREAK))
    return " ".join("".join(words).split())


def is_direct(parts: Mapping[str, Element]) -> bool:
    """Whether a file was saved by a program that writes all marks as they were."""
    properties = parts.get("docProps/app.xml")
    program = None if properties is None else properties.findtext(f"{_APPLICATION}Application")
    return (program or "").startswith(_DIRECT)


def _language_of(styles: Element) -> str:
    usual = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    return value_of(usual, "lang").partition("-")[0]


def _of_paragraph(element: Element, usual: str, styles: Mapping[str, str]) -> Iterator[str]:
    properties = element.find(f"{W}pPr")
    yield from _of(properties)
    if next(element.iterancestors(f"{W}tc"), None) is not None:
        yield f"{BLOCK}style {styles.get(value_of(properties, 'pStyle'), '').lower()}"
    for run in element.iter(f"{W}r"):
        breaks = (each.get(f"{W}type", "") for each in run if each.tag == _BREAK)
        yield from (f"{LOOSE}break {kind}" if kind in _PAGED else "break" for kind in breaks)
        look = run.find(f"{W}rPr")
        if look is not None and (letters := len("".join(words_of(run).split()))):
            for mark in _of_words(look, usual):
                yield from (mark for _ in range(letters))


def _of_words(look: Element, usual: str) -> Iterator[str]:
    """Yield what is said of words beside their style."""
    language = value_of(look, "lang").partition("-")[0]
    if language and language != usual:
        yield f"{LANGUAGE}{language}"
    for each in look:
        if each.tag in (f"{W}b", f"{W}i") and each.get(f"{W}val") in _OFF:
            yield f"no {str(each.tag).removeprefix(W)}"
        elif each.tag not in _NO_LOOK and (value := _value(each)) not in _OFF:
            yield f"{str(each.tag).removeprefix(W)} {value}"
    if look.find(f"{W}rtl") is not None:
        yield f"{LOOSE}rtl"
    if (style := value_of(look, "rStyle")) and not style.endswith("Link"):
        yield f"{LOOSE}style {style}"


def _of(properties: Element | None) -> Iterator[str]:
    """Yield what is said of a paragraph, a row, a cell or a table beside its style."""
    for each in () if properties is None else properties:
        name, value = str(each.tag).removeprefix(W), _value(each)
        if each.tag == f"{W}jc" and value not in _USUAL:
            yield f"{BLOCK}aligned {value}"
        elif each.tag == f"{W}shd" and value not in _OFF:
            yield f"{BLOCK}shaded {value}"
        elif each.tag in _SEEN and value not in _OFF:
            yield f"{BLOCK}{name}"
        elif each.tag == f"{W}pBdr":
            seen = (side for side in each if side.tag != f"{W}between")
            sides = (side for side in seen if side.get(f"{W}val") not in _OFF)
            yield from (f"{BLOCK}line {str(side.tag).removeprefix(W)}" for side in sides)
        elif each.tag in _LOOSE:
            said = (f"{e.tag} {sorted(map(str, e.items()))}" for e in each.iter())
            yield f"{LOOSE}{name} {' '.join(said)}"


def _value(element: Element) -> str:
    said = (element.get(f"{W}{name}") for name in ("fill", "val", "ascii", "color"))
    value: str = next((each for each in said if each and each != "auto"), "on")
    return value.lower()


def _of_row(element: Element, *_: object) -> Iterator[str]:
    yield from _of(element.find(f"{W}trPr"))
    for cell in element.findall(f"{W}tc"):
        yield from _of(cell.find(f"{W}tcPr"))
        if cell.find(f"{W}tcPr/{W}vMerge") is not None:
            yield MERGED


def _of_table(element: Element, _: str, styles: Mapping[str, str]) -> Iterator[str]:
    properties = element.find(f"{W}tblPr")
    yield from _of(properties)
    yield f"{BLOCK}style {styles.get(value_of(properties, 'tblStyle'), '').lower()}"
    yield from (HEADER for _ in element.findall(f"{W}tr/{W}trPr/{W}tblHeader"))
    widths = (column.get(f"{W}w", "") for column in element.findall(f"{W}tblGrid/{W}gridCol"))
    yield f"{LOOSE}widths {' '.join(widths)}"


_Read = Callable[[Element, str, Mapping[str, str]], Iterator[str]]
_MARKS: Final[Mapping[str, _Read]] = {"p": _of_paragraph, "tr": _of_row, "tbl": _of_table}


_KINDS_OF_CONTROLS: Final = ("dropDownList", "comboBox", "date", "text", "richText", "picture")


def controls_of(text: Element) -> tuple[str, ...]:
    """Return what is said of each control that is a field, and the lists to choose from."""
    return tuple(said for each in text.iter(f"{W}sdtPr") for said in _control(each))


def _control(properties: Element) -> Iterator[str]:
    if properties.find(f"{W}tag") is not None:
        said = (value_of(properties, name) for name in ("alias", "tag", "lock"))
        kind = (name for name in _KINDS_OF_CONTROLS if properties.find(f"{W}{name}") is not None)
        yield f"{LOOSE}{' '.join((*said, *kind))}"
    for each in properties.iterfind(f"{W}dropDownList"):
        yield " | ".join(item.get(f"{W}displayText") or "" for item in each)


# Pages, and the file as a whole -------------------------------------------------------------------

_TWIPS = 56.7
"""Twentieths of a point in a mm."""


def pages_of(text: Element) -> tuple[str, ...]:
    """Return how the pages of each section of a text look, in mm, and how many pages are begun."""
    background = text.find(f"{W}background")
    colour = "" if background is None else background.get(f"{W}color", "").lower()
    breaks = sum(each.get(f"{W}type", "") in _PAGED for each in text.iter(_BREAK))
    begun = sum(each.get(f"{W}val") not in _OFF for each in text.iter(f"{W}pageBreakBefore"))
    sections = (f"{_pages(section)} {colour}".strip() for section in text.iter(f"{W}sectPr"))
    return (f"{breaks + begun} breaks", *sections)


def _pages(section: Element) -> str:
    said = [
        f"{name} {round(value / _TWIPS)}"
        for element, names in (("pgSz", ("w", "h")), ("pgMar", ("left", "right", "top", "bottom")))
        for name in names
        if (value := whole_number(_attribute(section, element, name)))
    ]
    columns, start = _attribute(section, "cols", "num"), _attribute(section, "pgNumType", "start")
    said += [f"columns {columns}"] if columns not in ("", "1") else []
    said += [f"from {start}"] if start else []
    flags = ("titlePg", "pgBorders", "lnNumType", "bidi")
    return " ".join([*said, *(each for each in flags if section.find(f"{W}{each}") is not None)])


def _attribute(section: Element, name: str, attribute: str) -> str:
    element = section.find(f"{W}{name}")
    return "" if element is None else element.get(f"{W}{attribute}", "")


_CORE: Final = "{http://purl.org/dc/elements/1.1/}"
_FACTS: Final = ("title", "subject", "description")


def facts_of(parts: Mapping[str, Element]) -> dict[str, str]:
    """Return what a file says of itself as a whole: its title and language among others."""
    core = parts.get("docProps/core.xml")
    facts = {name: "" if core is None else core.findtext(f"{_CORE}{name}") or "" for name in _FACTS}
    return {**facts, "language": _language_of(parts["word/styles.xml"])}


def styles_of(parts: Mapping[str, Element]) -> dict[str, str]:
    """Return how the words of each style look of which a text has paragraphs, by their names."""
    sheet, text = parts["word/styles.xml"], parts["word/document.xml"]
    looks = Looks(sheet, text)
    used = {each.get(f"{W}val", "") for each in text.iter(f"{W}pStyle")}
    found = {}
    for style in sheet.iter(f"{W}style"):
        id = style.get(f"{W}styleId", "")
        if id in used:
            paragraph = " ".join(_of(style.find(f"{W}pPr")))
            found[value_of(style, "name").lower()] = f"{looks.of_run(None, id)} {paragraph}"
    return found
