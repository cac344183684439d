"""From marks to properties: page breaks, spaces and sections of a text that is written.

A mark leaves no empty paragraph behind, except beside a table, where Word itself wants one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from packbuilder.writers.docx.elements import (
    BodyItem,
    PageBreakMark,
    SectionMark,
    SpaceMark,
    WordParagraph,
    WordTable,
    change_first,
)
from packbuilder.writers.docx.xml import on

SectionProperties = Callable[[int, str], str]
Spaces = Mapping[str, float]
"""The space before each style, in pt."""

_EMPTY_LINE = "TableEnd"


@dataclass(frozen=True, slots=True)
class _FilledSection:
    """A section with content; `number` is that of its mark, `start` how it begins."""

    number: int
    start: str
    items: list[BodyItem]


def settle_marks(items: Sequence[BodyItem], befores: Spaces) -> list[BodyItem]:
    """Return the items with page breaks and spaces as properties; section marks stay.

    What begins a section begins a page, where there is no room above.
    """
    settled: list[BodyItem] = []
    waiting: list[SpaceMark | PageBreakMark] = []
    for item in items:
        if isinstance(item, SpaceMark | PageBreakMark):
            waiting.append(item)
            continue
        if not isinstance(item, SectionMark):
            for mark in waiting:
                spacers, item = _applied(mark, item, befores)
                settled += spacers
            first = bool(settled) and isinstance(settled[-1], SectionMark)
            if first and isinstance(item, WordParagraph) and befores.get(item.style):
                item = replace(item, spacing={"before": 0, **item.spacing})
        waiting = []
        settled.append(item)
    return settled


def end_sections(
    items: Sequence[BodyItem], starts: Sequence[str], properties: SectionProperties
) -> tuple[list[BodyItem], str]:
    """Return the items with each section's properties in its last paragraph, and the properties of
    the last section, which Word wants at the end of the body.

    Sections without content are left out. `starts` says how each section begins.
    """
    filled = _filled_sections(items, starts)
    ended: list[BodyItem] = []
    for section in filled[:-1]:
        before, last = _ending_with_paragraph(section.items)
        ended += [*before, last.having(sectPr=properties(section.number, section.start))]
    if not filled:
        return ended, ""
    before, last = _ending_with_paragraph(filled[-1].items)
    return [*ended, *before, last], properties(filled[-1].number, filled[-1].start)


def _filled_sections(items: Sequence[BodyItem], starts: Sequence[str]) -> list[_FilledSection]:
    """Part the items by their section marks; an empty section hands on how it begins."""
    filled: list[_FilledSection] = []
    start, content = "", list[BodyItem]()
    for item in items:
        if not isinstance(item, SectionMark):
            content.append(item)
            continue
        start = start or starts[item.number]
        if content:
            filled.append(_FilledSection(item.number, start, content))
            start, content = "", []
    return filled


def _applied(
    mark: SpaceMark | PageBreakMark, item: BodyItem, befores: Spaces
) -> tuple[list[BodyItem], BodyItem]:
    """Return empty paragraphs to stand before an item, and the item with what a mark asks for."""
    if isinstance(mark, PageBreakMark):
        return [], change_first([item], _on_new_page)[0]
    if mark.exact:
        return [], item.spaced(before=mark.twips) if isinstance(item, WordParagraph) else item
    if isinstance(item, WordTable):
        return [_leading(mark.twips)], item
    if not isinstance(item, WordParagraph):
        return [], item
    if _is_box(item):
        return [_empty(mark.twips)], item
    if "framePr" in item.properties:  # its space would part it from what it stands beside
        return [_leading(mark.twips)], item
    before = item.spacing.get("before", befores.get(item.style, 0) * 20)
    return [], item.spaced(before=mark.twips) if mark.twips > float(before) else item


def _on_new_page(paragraph: WordParagraph) -> WordParagraph:
    return paragraph.having(pageBreakBefore="<w:pageBreakBefore/>").spaced(before=0)


def _is_box(paragraph: WordParagraph) -> bool:
    """Whether a box begins here, whose colour Word would let run into the box before."""
    return paragraph.style.startswith("CalloutTitle")


def _ending_with_paragraph(items: Sequence[BodyItem]) -> tuple[list[BodyItem], WordParagraph]:
    """Return all items but the last, and a last paragraph that can end a section: LibreOffice drops
    an empty one, rule and all.
    """
    last = items[-1]
    if isinstance(last, WordParagraph) and last.content:
        return list(items[:-1]), last
    return list(items), _empty(0)


def _empty(before: int) -> WordParagraph:
    return WordParagraph(_EMPTY_LINE, spacing={"before": before} if before else {})


def _leading(before: int) -> WordParagraph:
    """Return an empty paragraph that stands on the page of what follows."""
    return _empty(before).having(keepNext=on("keepNext"))
