"""What a Word file shows beside its words: pictures, headers, looks, and what is strange to us."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from packbuilder.inspection.shown import Drawn, Shown, without_numbers
from packbuilder.inspection.word_drawn import (
    BITMAP,
    bitmap_of,
    file_at,
    is_cut,
    pictures_of,
    read_targets,
    size_of,
)
from packbuilder.inspection.word_marks import (
    controls_of,
    facts_of,
    is_direct,
    pages_of,
    read_marks,
    styles_of,
    words_of,
)
from packbuilder.inspection.word_xml import DRAWN, FALLBACK, RELATION_ID, STORY, Element, W

_STRUCK: Final = frozenset((f"{W}strike", f"{W}dstrike"))
_REFERENCES: Final = (f"{W}headerReference", f"{W}footerReference")
_BREAK: Final = f"{W}br"
_SAID: Final = (f"{W}t", _BREAK, f"{W}tab")
_BOX: Final = f"{W}txbxContent"
_EQUATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_SYMBOL: Final = f"{W}sym"
_OBJECTS: Final = (f"{W}object", f"{W}pict", f"{W}drawing")
_FILE: Final = f"{W}altChunk"
_ABOVE: Final = f"{W}rt"
_COUNTED: Final = re.compile(r"\s*(PAGE|NUMPAGES|SECTION\w*|SEQ|AUTONUM\w*|LISTNUM|NOTEREF)\b")
_INSTRUCTIONS: Final = (f"{W}instrText", f"{W}fldSimple")

_HASHED: Final = 16
"""So many characters of a hash distinguish pictures."""


def read_shown(
    parts: Mapping[str, Element], ids: Mapping[str, str], gone: Collection[str] = ()
) -> Shown:
    """Read what a file shows; `ids` are hashes of its pictures by their names, `gone` the elements
    of tracked changes in which nothing counts.
    """
    text = parts["word/document.xml"]
    targets = read_targets(parts, "document")
    left_out = {FALLBACK, *gone}
    drawn = tuple(_drawn(text, targets, ids, left_out))
    stories = [part for name, part in parts.items() if STORY.fullmatch(name)]
    notes = (parts[name] for name in ("word/footnotes.xml",) if name in parts)
    strange = (each for story in (text, *notes) for each in _strange(story, left_out))
    return Shown(
        _by_words(drawn),
        read_marks(parts, stories),
        drawn,
        (*strange, *_endnotes(parts)),
        _margins(parts, targets),
        pages_of(text),
        styles_of(parts),
        controls_of(text),
        facts_of(parts),
        is_direct(parts),
    )


def read_pictures(
    parts: Mapping[str, Element], ids: Mapping[str, str]
) -> Mapping[str, frozenset[str]]:
    """Read which pictures a file shows by the words that describe them, as hashes; `ids` are those
    of all by their names.
    """
    targets = read_targets(parts, "document")
    return _by_words(_drawn(parts["word/document.xml"], targets, ids, {FALLBACK}))


def _by_words(drawn: Iterable[Drawn]) -> dict[str, frozenset[str]]:
    pictures: dict[str, frozenset[str]] = {}
    for each in drawn:
        if each.words:
            pictures[each.words] = pictures.get(each.words, frozenset()) | each.hashes
    return pictures


def _margins(parts: Mapping[str, Element], targets: Mapping[str, str]) -> dict[str, int]:
    """Count in how many sections each line of a header or footer stands; a section that names none
    has those of the section before.
    """
    found, shown = Counter[str](), dict[tuple[str, str], str]()
    for section in parts["word/document.xml"].iter(f"{W}sectPr"):
        for each in section.iter(*_REFERENCES):
            file = file_at(targets.get(each.get(RELATION_ID, ""), ""))
            shown[str(each.tag), each.get(f"{W}type", "")] = file
        for file in shown.values():
            found.update(_lines_of(parts[file]) if file in parts else ())
    return dict(found)


def _lines_of(margin: Element) -> Iterator[str]:
    for p in margin.iter(f"{W}p"):
        if without_numbers(words := " ".join(_said_in_runs(p).split())):
            yield words
    yield from ("a picture or a shape" for _ in margin.iter(*_OBJECTS))
    for each in margin.iter(*_INSTRUCTIONS):
        yield from _counted(each)


def _counted(instruction: Element) -> Iterator[str]:
    """Yield what a field shows that Word counts."""
    if counted := _COUNTED.match(instruction.text or instruction.get(f"{W}instr") or ""):
        yield f"a number that Word counts ({counted[1]})"


def _endnotes(parts: Mapping[str, Element]) -> Iterator[str]:
    for note in parts.get("word/endnotes.xml", ()):
        if not note.get(f"{W}type") and (words := words_of(note)):
            yield f"an endnote: “{words}”"


def _said_in_runs(paragraph: Element) -> str:
    """Return the words of a paragraph; a tab between two of them parts them too."""
    runs = (run for run in paragraph.iter(f"{W}r") if not _looks(run, _STRUCK))
    pieces = (each for run in runs for each in run)
    return "".join(each.text or " " for each in pieces if each.tag in _SAID)


def _drawn(
    text: Element, targets: Mapping[str, str], ids: Mapping[str, str], left_out: Collection[str]
) -> Iterator[Drawn]:
    for drawing in text.iter(f"{W}drawing"):
        file, hashes = bitmap_of(drawing, targets), _short(pictures_of(drawing, targets, ids))
        for words in (" ".join(drawn.get("descr", "").split()) for drawn in drawing.iter(DRAWN)):
            if (words or file) and not _is_in(drawing, left_out):
                yield Drawn(words, hashes, file, size_of(drawing), is_cut(drawing))


def _strange(text: Element, left_out: Collection[str]) -> Iterator[str]:
    for paragraph in text.iter(f"{W}p"):
        struck = (run for run in paragraph.iter(f"{W}r") if _looks(run, _STRUCK))
        words = " ".join(words_of(run) for run in struck if not _is_in(run, left_out))
        if words.strip():
            yield f"text that is struck out, “{words.strip()}”,"
    for each in text.iter(_BOX, _EQUATION, _SYMBOL, _FILE, _ABOVE, *_INSTRUCTIONS, *_OBJECTS):
        if _is_in(each, left_out):
            continue
        words = "".join(t.text or "" for t in each.iter() if t.tag.endswith("}t"))
        if each.tag in _INSTRUCTIONS:
            yield from _counted(each)
        elif each.tag == _FILE:
            yield "another file that was put in"
        elif each.tag == _ABOVE:
            yield f"small words above others: “{words}”"
        elif each.tag == _BOX:
            yield f"a text box: “{words}”"
        elif each.tag == _SYMBOL:
            yield f"a symbol of the font {each.get(f'{W}font', '')}"
        elif each.tag == _EQUATION:
            yield f"an equation: “{words}”"
        elif next(each.iter(_BOX, BITMAP), None) is None:
            yield "a shape, a chart or an object of another program"


def _is_in(element: Element, tags: Collection[str]) -> bool:
    return any(each.tag in tags for each in element.iterancestors())


def _short(hashes: Iterable[str]) -> frozenset[str]:
    return frozenset(each[:_HASHED] for each in hashes)


def _looks(run: Element, tags: Collection[str]) -> bool:
    """Whether a piece has one of these properties of its own."""
    properties = run.find(f"{W}rPr")
    return properties is not None and any(each.tag in tags for each in properties)
