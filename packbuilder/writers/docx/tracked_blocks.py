"""Two versions of paragraphs and tables → one, with what changed as tracked changes."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Final

from lxml import etree

from packbuilder.inspection.word_xml import Element, W, value_of
from packbuilder.writers.docx.tracked_words import (
    Atom,
    Story,
    Taken,
    Tracker,
    atoms_of,
    change_atoms,
    emptied,
)

_ALIKE: Final = {
    f"{W}p": 0.5,
    f"{W}tbl": 0.3,
    f"{W}tr": 0.3,
    f"{W}footnote": 0.4,
    f"{W}sdt": 0.0,
}
"""How alike two pieces have to be at least, for one to be the other with changes."""
_MOST: Final = 250_000
"""So many pairs are compared at most to find which is which; beyond it, all are exchanged."""
_OWN: Final = tuple(f"{W}{name}" for name in ("rPr", "sectPr", "pPrChange", "framePr"))

Pair = tuple["Piece | None", "Piece | None"]


@dataclass(frozen=True)
class Piece:
    """A paragraph, a table, a row or a control, and its words."""

    element: Element
    atoms: tuple[Atom, ...]

    @property
    def tag(self) -> str:
        """What it is."""
        return str(self.element.tag)

    @cached_property
    def words(self) -> Counter[str]:
        """Its words, and how often each stands in it."""
        return Counter(a.key for a in self.atoms if not a.silent and not a.key.isspace())

    @cached_property
    def key(self) -> tuple[str, ...]:
        """What it is compared by."""
        words = (f"{a.key}\0{a.target}" for a in self.atoms if not a.silent)
        return (self.tag, self.style, *words)

    @cached_property
    def style(self) -> str:
        """The style of a paragraph, or how many cells each row of a table has."""
        if self.tag == f"{W}p":
            return value_of(self.element.find(f"{W}pPr"), "pStyle")
        if self.tag == f"{W}tr":
            return str(len(self.element.findall(f"{W}tc")))
        rows = self.element.findall(f"{W}tr")
        return " ".join(sorted({str(len(row.findall(f"{W}tc"))) for row in rows}))

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not self.words


class Blocks:
    """Compares the blocks of two versions of a part: `renumber` turns lists of the old one into
    lists of the new one.
    """

    def __init__(
        self,
        old: Story,
        new: Story,
        tracker: Tracker,
        taken: Taken,
        renumber: Callable[[Element], Element],
    ) -> None:
        self._old, self._new = old, new
        self._tracker, self._taken, self._renumber = tracker, taken, renumber

    def compare(self, old: Iterable[Element], new: Iterable[Element]) -> list[Element]:
        """Return blocks that say what `new` say, and said what `old` say before."""
        written: list[Element] = []
        for one, other in self.pairs(old, new):
            for element in self._written(one, other):
                if written and element.tag == written[-1].tag == f"{W}tbl":
                    written.append(self._deleted_line())
                written.append(element)
        return written

    def pairs(self, old: Iterable[Element], new: Iterable[Element]) -> Iterator[Pair]:
        """Yield the pieces of both versions in order, each beside the one that it was."""
        return _pairs(list(_pieces(old, self._old)), list(_pieces(new, self._new)))

    def _changed(self, paragraph: Element, how: str) -> list[Element]:
        atoms = atoms_of(paragraph, self._old if how == "del" else self._new)
        sides: tuple[list[Atom], list[Atom]] = (atoms, []) if how == "del" else ([], atoms)
        return change_atoms(*sides, self._tracker, self._taken)

    def _written(self, old: Piece | None, new: Piece | None) -> Iterator[Element]:
        if old and new:
            yield {
                f"{W}p": self._paragraph,
                f"{W}tbl": self._table,
                f"{W}sdt": self._control,
                f"{W}tr": self._row,
            }[new.tag](old, new)
        elif new and new.is_empty and new.tag != f"{W}tr":
            yield copy.deepcopy(new.element)
        elif new:
            yield self._whole(new, "ins")
        elif old and not (old.is_empty and old.tag != f"{W}tr"):
            yield self._whole(old, "del")

    def _paragraph(self, old: Piece, new: Piece) -> Element:
        element = emptied(new.element)
        properties = new.element.find(f"{W}pPr")
        if properties is not None:
            kept = copy.deepcopy(properties)
            was = self._renumber(_plain(old.element.find(f"{W}pPr")))
            if _looks(was) != _looks(_plain(properties)):
                change = self._tracker.mark("pPrChange")
                change.append(was)
                kept.append(change)
            element.append(kept)
        changed = change_atoms(old.atoms, new.atoms, self._tracker, self._taken)
        if any(True for each in changed for _ in each.iter(f"{W}ins", f"{W}del")):
            _unframe(element.find(f"{W}pPr"))
        element.extend(changed)
        return element

    def _whole(self, piece: Piece, how: str) -> Element:
        """Return a piece that was added or deleted as a whole."""
        if piece.tag == f"{W}p":
            return self._whole_paragraph(piece.element, how)
        element = copy.deepcopy(piece.element)
        rows = [element] if piece.tag == f"{W}tr" else element.iter(f"{W}tr")
        for row in rows:
            properties = row.find(f"{W}trPr")
            if properties is None:
                properties = etree.Element(f"{W}trPr")
                row.insert(0, properties)
            properties.append(self._tracker.mark(how))
        for paragraph in list(element.iter(f"{W}p")):
            parent = paragraph.getparent()
            if parent is not None:
                parent.replace(paragraph, self._whole_paragraph(paragraph, how))
        return element

    def _whole_paragraph(self, paragraph: Element, how: str) -> Element:
        element = emptied(paragraph)
        found = paragraph.find(f"{W}pPr")
        properties = etree.Element(f"{W}pPr") if found is None else copy.deepcopy(found)
        _unframe(properties)
        if how == "del":
            properties = self._renumber(_plain(properties))
        look = properties.find(f"{W}rPr")
        if look is None:
            look = etree.Element(f"{W}rPr")
            section = properties.find(f"{W}sectPr")
            place = len(properties) if section is None else properties.index(section)
            properties.insert(place, look)
        look.insert(0, self._tracker.mark(how))
        element.append(properties)
        element.extend(self._changed(paragraph, how))
        return element

    def _table(self, old: Piece, new: Piece) -> Element:
        element = emptied(new.element)
        for child in new.element:
            if child.tag in (f"{W}tblPr", f"{W}tblGrid"):
                element.append(copy.deepcopy(child))
        sides = (piece.element.findall(f"{W}tr") for piece in (old, new))
        element.extend(self.compare(*sides))
        return element

    def _row(self, old: Piece, new: Piece) -> Element:
        element = emptied(new.element)
        for child in new.element:
            if child.tag != f"{W}tc":
                element.append(copy.deepcopy(child))
        cells = (piece.element.findall(f"{W}tc") for piece in (old, new))
        for before, after in zip(*cells, strict=True):
            cell = emptied(after)
            cell.extend(copy.deepcopy(each) for each in after if each.tag == f"{W}tcPr")
            cell.extend(self.compare(before, after))
            element.append(cell)
        return element

    def _control(self, old: Piece, new: Piece) -> Element:
        element = copy.deepcopy(new.element)
        content = element.find(f"{W}sdtContent")
        if content is not None:
            content[:] = self.compare(
                *(piece.element.iterfind(f"{W}sdtContent/*") for piece in (old, new))
            )
        return element

    def _deleted_line(self) -> Element:
        """Return an empty paragraph that keeps two tables apart until changes are settled."""
        paragraph = etree.Element(f"{W}p")
        look = etree.SubElement(etree.SubElement(paragraph, f"{W}pPr"), f"{W}rPr")
        look.append(self._tracker.mark("del"))
        return paragraph


def _pieces(elements: Iterable[Element], side: Story) -> Iterator[Piece]:
    for element in elements:
        if element.tag in _ALIKE:
            atoms = (atom for p in _paragraphs(element) for atom in atoms_of(p, side))
            yield Piece(element, tuple(atoms))


def _pairs(old: Sequence[Piece], new: Sequence[Piece]) -> Iterator[Pair]:
    matcher = SequenceMatcher(
        None, [piece.key for piece in old], [piece.key for piece in new], autojunk=False
    )
    for how, a, b, c, d in matcher.get_opcodes():
        if how == "equal":
            yield from zip(old[a:b], new[c:d], strict=True)
        else:
            yield from _likely_pairs(old[a:b], new[c:d])


def _likely_pairs(old: Sequence[Piece], new: Sequence[Piece]) -> Iterator[Pair]:
    """Yield pieces that differ, those beside one another that are most alike, in order."""
    if len(old) == len(new) == 1 and _kind(old[0]) == _kind(new[0]) and old[0].tag != f"{W}tbl":
        yield old[0], new[0]
        return
    best = _best_run(old, new) if len(old) * len(new) <= _MOST else []
    a = c = 0
    for one, other in [*best, (len(old), len(new))]:
        yield from ((piece, None) for piece in old[a:one])
        yield from ((None, piece) for piece in new[c:other])
        if one < len(old):
            yield old[one], new[other]
        a, c = one + 1, other + 1


def _best_run(old: Sequence[Piece], new: Sequence[Piece]) -> list[tuple[int, int]]:
    """Return the pairs in order whose likeness together is largest."""
    sums = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    alike = [[_likeness(one, other) for other in new] for one in old]
    for a in range(len(old) - 1, -1, -1):
        for c in range(len(new) - 1, -1, -1):
            paired = sums[a + 1][c + 1] + alike[a][c] if alike[a][c] else 0.0
            sums[a][c] = max(sums[a + 1][c], sums[a][c + 1], paired)
    found, a, c = [], 0, 0
    while a < len(old) and c < len(new):
        if alike[a][c] and sums[a][c] == sums[a + 1][c + 1] + alike[a][c]:
            found.append((a, c))
            a, c = a + 1, c + 1
        elif sums[a][c] == sums[a + 1][c]:
            a += 1
        else:
            c += 1
    return found


def _likeness(old: Piece, new: Piece) -> float:
    """Return how alike two pieces are; nothing for those that cannot be the same."""
    if _kind(old) != _kind(new):
        return 0.0
    if old.is_empty and new.is_empty:
        return 0.01
    same = 2 * (old.words & new.words).total() / (old.words.total() + new.words.total())
    return same + 0.01 if same >= _ALIKE[new.tag] else 0.0


def _kind(piece: Piece) -> tuple[str, str]:
    return piece.tag, piece.style


def _paragraphs(element: Element) -> Iterator[Element]:
    return iter([element]) if element.tag == f"{W}p" else element.iter(f"{W}p")


def _unframe(properties: Element | None) -> None:
    """Let a paragraph whose words change stand in the text: LibreOffice settles no changes in
    frames.
    """
    frame = None if properties is None else properties.find(f"{W}framePr")
    if frame is not None and properties is not None:
        properties.remove(frame)


def _plain(properties: Element | None) -> Element:
    """Return how a paragraph looks: its properties without those of its mark and its section."""
    if properties is None:
        return etree.Element(f"{W}pPr")
    plain = copy.deepcopy(properties)
    for child in list(plain):
        if child.tag in _OWN:
            plain.remove(child)
    return plain


def _looks(properties: Element) -> bytes:
    """Return properties as they are compared: lists have other numbers in another file."""
    compared = copy.deepcopy(properties)
    for id in compared.iter(f"{W}numId"):
        id.set(f"{W}val", "0" if id.get(f"{W}val") == "0" else "1")
    text: bytes = etree.tostring(compared, method="c14n", exclusive=True)
    return text
