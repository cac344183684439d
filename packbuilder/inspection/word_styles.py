"""Styles of a Word file → what they make of their paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from packbuilder.inspection.reading import PieceKind
from packbuilder.inspection.word_drawn import is_boxed
from packbuilder.inspection.word_seen import is_paragraph_seen
from packbuilder.inspection.word_xml import Element, W, value_of, whole_number

_NUMBERED: Final = ("List Bullet", "List Number", "List Continue")
_BODY_TEXT = 9
"""The level in the outline that is none (ISO 29500-1, 17.3.1.20)."""


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """What a paragraph style makes of its paragraphs."""

    kind: PieceKind = "paragraph"
    level: int = 0
    quoted: bool = False
    ruled: bool = False
    framed: bool = False
    starts_page: bool = False
    seen: bool = True


def read_styles(styles: Element) -> Mapping[str, ParagraphStyle]:
    """Return what each paragraph style means, by its id: lists and captions by name, headings by
    the level they have in the outline, as Word does.
    """
    return _Styles({style.get(f"{W}styleId", ""): style for style in styles.findall(f"{W}style")})


class _Styles(Mapping[str, ParagraphStyle]):
    """The styles of a file, most of which no paragraph has: each is looked at when it is met."""

    def __init__(self, known: Mapping[str, Element]) -> None:
        self._known, self._met = known, dict[str, ParagraphStyle]()

    def __getitem__(self, id: str) -> ParagraphStyle:
        if id not in self._met and id in self._known:
            self._met[id] = _style(list(_bases(id, self._known)))
        return self._met[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)


def _bases(id: str, known: Mapping[str, Element]) -> Iterator[Element]:
    """Yield a style, and those it is based on, one after another."""
    seen: set[str] = set()
    while id in known and id not in seen:
        seen.add(id)
        yield known[id]
        id = value_of(known[id], "basedOn")


def _style(styles: list[Element]) -> ParagraphStyle:
    """Return what a style means, which is given with those it is based on."""
    name, ids = value_of(styles[0], "name"), {style.get(f"{W}styleId", "") for style in styles}
    properties = [p for style in styles if (p := style.find(f"{W}pPr")) is not None]
    level = next(filter(None, (value_of(p, "outlineLvl") for p in properties)), "")
    names = {value_of(style, "name").lower() for style in styles}
    kind: PieceKind = "caption" if "caption" in names else "paragraph"
    depth = 0
    if 0 <= whole_number(level, -1) < _BODY_TEXT:
        kind, depth = "heading", whole_number(level) + 1
    elif stem := next((stem for stem in _NUMBERED if name.startswith(stem)), ""):
        number = name.removeprefix(stem).split()
        kind, depth = "item", whole_number(number[0], 1) if number else 1
    return ParagraphStyle(
        kind,
        depth,
        quoted=not ids.isdisjoint(("Quote", "QuoteSource")),
        ruled="AnswerLine" in ids,
        framed=any(is_boxed(p, False) for p in reversed(properties)),
        starts_page=any(p.find(f"{W}pageBreakBefore") is not None for p in properties),
        seen=all(map(is_paragraph_seen, properties)),
    )
