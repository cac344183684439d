"""A Word file that people filled in → its controls, and the lines and rows that they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from packbuilder.inspection.filled import (
    MOST_FIELDS,
    Control,
    FilledFile,
    FilledLine,
    FilledRow,
    StatedForm,
    Token,
)
from packbuilder.inspection.reading import UnreadableError
from packbuilder.inspection.word_xml import FALLBACK, W14, Element, W, value_of
from packbuilder.model import FieldKind

_VT: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes}"
_SPACES: Final = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_SKIPPED: Final = frozenset((f"{W}del", f"{W}moveFrom", f"{W}instrText", FALLBACK, f"{W}pPr"))
_KINDS: Final[dict[str, FieldKind]] = {
    f"{W14}checkbox": "tick",
    f"{W}dropDownList": "list",
    f"{W}comboBox": "list",
    f"{W}date": "date",
}
_ON: Final = ("1", "true", "on")


def read_filled_word(parts: Mapping[str, Element]) -> FilledFile:
    """Read the controls of a Word file, given as its parts by name."""
    styles = {
        style.get(f"{W}styleId", ""): value_of(style, "name")
        for style in parts["word/styles.xml"].iter(f"{W}style")
    }
    walk = _Walk(styles)
    body = parts["word/document.xml"].find(f"{W}body")
    walk.blocks([] if body is None else body)
    forms = tuple(_stated(parts.get("docProps/custom.xml")))
    return FilledFile("docx", flow=tuple(walk.flow), forms=forms)


class _Walk:
    """Walks the text, and keeps lines, rows and controls."""

    def __init__(self, styles: Mapping[str, str]) -> None:
        self.flow: list[FilledLine | FilledRow] = []
        self._styles = styles
        self._count = 0

    def blocks(self, elements: Iterable[Element], alias: str = "") -> list[Token]:
        """Read paragraphs and tables, also those in controls; return all that is in them."""
        found: list[Token] = []
        for element in elements:
            if element.tag == f"{W}p":
                found += [*self._line(element, alias), "\n"]
            elif element.tag == f"{W}tbl":
                found += self._table(element)
            elif element.tag == f"{W}sdt":
                found += self._block_control(element)
        return found

    def _line(self, element: Element, alias: str) -> list[Token]:
        style = value_of(element.find(f"{W}pPr"), "pStyle")
        tokens = list(_join(self._inline(element, alias)))
        self.flow.append(FilledLine(tuple(tokens), self._styles.get(style, style)))
        return tokens

    def _block_control(self, element: Element) -> list[Token]:
        """Read a control around paragraphs; one around other controls only lends its name."""
        inner = sum(1 for _ in element.iterfind(f".//{W}sdtContent//{W}sdt"))
        if inner or not _is_control(element):
            alias = value_of(element.find(f"{W}sdtPr"), "alias") if inner == 1 else ""
            return self.blocks(element.findall(f"{W}sdtContent/*"), alias)
        tokens: list[Token] = [self._control(element, "")]
        self.flow.append(FilledLine(tuple(tokens)))
        return tokens

    def _table(self, element: Element) -> list[Token]:
        header: tuple[str, ...] = ()
        found: list[Token] = []
        for row in element.iterfind(f"{W}tr"):
            at = len(self.flow)
            cells = [tuple(_join(_parted(self.blocks(cell)))) for cell in _cells(row)]
            if not header and row.find(f"{W}trPr/{W}tblHeader") is not None:
                header = tuple(_words_in(cell) for cell in cells)
                del self.flow[at:]
            elif header:
                lines = [_in_row(each) for each in self.flow[at:]]
                self.flow[at:] = [FilledRow(header, tuple(cells)), *lines]
            found += [token for cell in cells for token in cell]
        return found

    def _inline(self, element: Element, alias: str = "") -> Iterator[Token]:
        for child in element:
            tag = child.tag
            if tag == f"{W}t":
                yield child.text or ""
            elif tag in _SPACES:
                yield _SPACES[str(tag)]
            elif tag == f"{W}sdt":
                yield from self._inline_control(child, alias)
            elif tag not in _SKIPPED:
                yield from self._inline(child, alias)

    def _inline_control(self, element: Element, alias: str) -> Iterator[Token]:
        inner = element.find(f".//{W}sdtContent//{W}sdt") is not None
        if inner or not _is_control(element):
            for content in element.findall(f"{W}sdtContent"):
                yield from self._inline(content, alias)
        else:
            yield self._control(element, alias)

    def _control(self, element: Element, alias: str) -> Control:
        self._count += 1
        if self._count > MOST_FIELDS:
            raise UnreadableError(
                f"it has more than {MOST_FIELDS:,} fields", "send the form as it was made"
            )
        properties = element.find(f"{W}sdtPr")
        assert properties is not None
        kinds = (kind for name, kind in _KINDS.items() if properties.find(name) is not None)
        return Control(
            self._count,
            value_of(properties, "tag"),
            value_of(properties, "alias") or alias,
            next(kinds, "text"),
            "".join(_shown(element.find(f"{W}sdtContent"))),
            _is_checked(properties),
            self._is_prompt(element, properties),
        )

    def _is_prompt(self, element: Element, properties: Element) -> bool:
        """Whether it shows what to do, in the style that Word has for this."""
        if properties.find(f"{W}showingPlcHdr") is None:
            return False
        used = (value_of(run, "rStyle") for run in element.iter(f"{W}rPr"))
        return any(self._styles.get(id, "").lower() == "placeholder text" for id in used)


def _is_control(element: Element) -> bool:
    """Whether something can be answered in it: contents and the like are controls too."""
    properties = element.find(f"{W}sdtPr")
    return properties is not None and properties.find(f"{W}docPartObj") is None


def _is_checked(properties: Element) -> bool:
    box = properties.find(f"{W14}checkbox/{W14}checked")
    return box is not None and box.get(f"{W14}val", "1") in _ON


def _in_row(each: FilledLine | FilledRow) -> FilledLine | FilledRow:
    return replace(each, in_row=True) if isinstance(each, FilledLine) else each


def _cells(row: Element) -> Iterator[Element]:
    """Yield the cells of a row, also those in controls."""
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag == f"{W}sdt":
            yield from child.iterfind(f"{W}sdtContent/{W}tc")


def _parted(tokens: list[Token]) -> list[Token]:
    """Leave out the line break that ends a cell."""
    return tokens[:-1] if tokens and tokens[-1] == "\n" else tokens


def _words_in(tokens: Iterable[Token]) -> str:
    return " ".join("".join(token for token in tokens if isinstance(token, str)).split())


def _shown(element: Element | None) -> Iterator[str]:
    """Yield the words that an element shows."""
    for child in () if element is None else element:
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in _SPACES:
            yield _SPACES[str(child.tag)]
        elif child.tag not in _SKIPPED:
            yield from _shown(child)
            if child.tag == f"{W}p" and child.getnext() is not None:
                yield "\n"


def _stated(properties: Element | None) -> Iterator[StatedForm]:
    """Yield what the custom properties say of forms: `Form t12`, `version 1.0, fields 3f…`."""
    for each in () if properties is None else properties:
        name = str(each.get("name", ""))
        said = each.findtext(f"{_VT}lpwstr", "")
        version, separator, digest = said.removeprefix("version ").partition(", fields ")
        if name.startswith("Form ") and separator:
            yield StatedForm(name.removeprefix("Form "), version, digest)


def _join(tokens: Iterable[Token]) -> Iterator[Token]:
    """Join the words between controls."""
    words: list[str] = []
    for token in tokens:
        if isinstance(token, str):
            words.append(token)
            continue
        if words:
            yield "".join(words)
            words = []
        yield token
    if words:
        yield "".join(words)
