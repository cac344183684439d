"""What the body of a Word file is made of: paragraphs, tables and controls as records.

Writers of blocks return lists of these. Whoever needs to change one that is written already, such
as a box that closes below its last paragraph, changes the record; `xml_of` writes them all once, at
the end. Runs are text from the start, as nothing changes them later.

Between them stand marks, which say what the next paragraph needs or where a section ends;
section_marks.py turns them into properties.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from packbuilder.writers.docx.xml import attributes_element, borders_element, paragraph_properties

Attributes = Mapping[str, int | str]
"""Attributes of a property, by their names without the prefix `w:`."""


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """One paragraph.

    `style` is its id in styles.xml, `content` the XML of its runs. `properties` holds the XML of
    its direct formatting by element name, but for borders (XML by side) and spacing, which later
    steps look into. `start` and `end` hold bookmarks that begin before the runs or end after them.
    """

    style: str
    content: str = ""
    properties: Mapping[str, str] = field(default_factory=dict)
    borders: Mapping[str, str] = field(default_factory=dict)
    spacing: Attributes = field(default_factory=dict)
    start: str = ""
    end: str = ""

    def having(self, **properties: str) -> WordParagraph:
        """Return the same paragraph with more properties."""
        return replace(self, properties={**self.properties, **properties})

    def lacking(self, name: str) -> WordParagraph:
        """Return the same paragraph without a property."""
        kept = {known: xml for known, xml in self.properties.items() if known != name}
        return replace(self, properties=kept)

    def spaced(self, **spacing: int) -> WordParagraph:
        """Return the same paragraph with other spacing, in twips."""
        return replace(self, spacing={**self.spacing, **spacing})

    def xml(self) -> str:
        """Return `w:p`."""
        pieces = {**self.properties, "pStyle": f'<w:pStyle w:val="{self.style}"/>'}
        if self.borders:
            pieces["pBdr"] = borders_element(self.borders)
        if self.spacing:
            pieces["spacing"] = attributes_element("spacing", self.spacing)
        return f"<w:p>{paragraph_properties(pieces)}{self.start}{self.content}{self.end}</w:p>"


@dataclass(frozen=True, slots=True)
class WordCell:
    """One cell of a table; `properties` is the XML inside `w:tcPr`."""

    properties: str
    items: Sequence[BodyItem]

    def xml(self) -> str:
        """Return `w:tc`."""
        return f"<w:tc><w:tcPr>{self.properties}</w:tcPr>{xml_of(self.items)}</w:tc>"


@dataclass(frozen=True, slots=True)
class WordRow:
    """One row of a table; `properties` is the XML inside `w:trPr`."""

    properties: str
    items: Sequence[WordCell]

    def xml(self) -> str:
        """Return `w:tr`."""
        return f"<w:tr><w:trPr>{self.properties}</w:trPr>{xml_of(self.items)}</w:tr>"


@dataclass(frozen=True, slots=True)
class WordTable:
    """One table: `properties` is the XML inside `w:tblPr`, `widths` are those of its columns."""

    properties: str
    widths: Sequence[int]
    items: Sequence[WordRow]

    def xml(self) -> str:
        """Return `w:tbl`."""
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in self.widths)
        return (
            f"<w:tbl><w:tblPr>{self.properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
            f"{xml_of(self.items)}</w:tbl>"
        )


@dataclass(frozen=True, slots=True)
class WordControl:
    """A content control around whole paragraphs; `properties` is the XML inside `w:sdtPr`."""

    properties: str
    items: Sequence[BodyItem]

    def xml(self) -> str:
        """Return `w:sdt`."""
        return (
            f"<w:sdt><w:sdtPr>{self.properties}</w:sdtPr>"
            f"<w:sdtContent>{xml_of(self.items)}</w:sdtContent></w:sdt>"
        )


@dataclass(frozen=True, slots=True)
class SpaceMark:
    """Asks for space before what comes next, in twips: at least so much, or exactly."""

    twips: int
    exact: bool = False


@dataclass(frozen=True, slots=True)
class PageBreakMark:
    """Asks for a new page before what comes next."""


@dataclass(frozen=True, slots=True)
class SectionMark:
    """Ends a section; `number` is its index among those that `Sections` closed."""

    number: int


Container = WordTable | WordRow | WordCell | WordControl
Element = WordParagraph | Container
Mark = SpaceMark | PageBreakMark | SectionMark
BodyItem = WordParagraph | WordTable | WordControl | Mark
Change = Callable[[WordParagraph], WordParagraph]

_Item = TypeVar("_Item", BodyItem, WordRow)


def xml_of(items: Sequence[Element | Mark]) -> str:
    """Return the XML of elements; marks have none."""
    return "".join(item.xml() for item in items if isinstance(item, Element))


def paragraphs(items: Sequence[Element | Mark]) -> Iterator[WordParagraph]:
    """Return all paragraphs in reading order, those in tables among them."""
    for item in items:
        if isinstance(item, WordParagraph):
            yield item
        elif isinstance(item, Container):
            yield from paragraphs(item.items)


def change_all(items: Sequence[_Item], change: Change) -> list[_Item]:
    """Return the same items with every paragraph changed."""
    return [_change_within(item, change) for item in items]


def change_first(items: Sequence[_Item], change: Change) -> list[_Item]:
    """Return the same items with the first paragraph changed, if there is one."""
    return _change_one(items, 0, change)


def change_last(
    items: Sequence[_Item],
    change: Change,
    wanted: Callable[[WordParagraph], bool] = lambda _: True,
) -> list[_Item]:
    """Return the same items with the last paragraph of those `wanted` changed, if there is one."""
    found = [number for number, known in enumerate(paragraphs(items)) if wanted(known)]
    return _change_one(items, found[-1], change) if found else list(items)


def _change_one(items: Sequence[Any], index: int, change: Change) -> list[Any]:
    """Change one paragraph by its place, as equal ones may stand elsewhere; all that it does not
    stand in stays the same object.
    """
    changed = list(items)
    for number, item in enumerate(items):
        if isinstance(item, WordParagraph):
            if index == 0:
                changed[number] = change(item)
                break
            index -= 1
        elif not isinstance(item, Mark):
            count = sum(1 for _ in paragraphs(item.items))
            if index < count:
                changed[number] = replace(item, items=_change_one(item.items, index, change))
                break
            index -= count
    return changed


def _change_within(item: Any, change: Change) -> Any:
    if isinstance(item, WordParagraph):
        return change(item)
    if isinstance(item, Mark):
        return item
    return replace(item, items=change_all(item.items, change))
