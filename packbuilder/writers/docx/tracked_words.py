"""Two versions of the words of a paragraph → its runs, with what changed as tracked changes.

A paragraph is cut into atoms: words, spaces, and whatever else a run holds. Atoms that only look
different stay, and say how they looked.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Protocol

from lxml import etree

from packbuilder.inspection.word_xml import Element, W

_TOKEN: Final = re.compile(r"\s+|\w+(?:[’'.\-]\w+)*|.", re.DOTALL)
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_SPELLING: Final = f"{W}proofErr"
_PAGE_ENDED: Final = f"{W}lastRenderedPageBreak"
_FEW: Final = 1
"""So many unchanged atoms between two changes are changed with them, unless they hold a word."""

_COMMON: Final = 0.3
"""The share of words that two versions of a paragraph have in common at least, to be compared."""

Opcode = tuple[str, int, int, int, int]


@dataclass(frozen=True, slots=True)
class Atom:
    """A piece of a paragraph that is changed as a whole.

    `key` is what it is compared by; `link` is the link around it. A silent one belongs to no words,
    such as a bookmark: it is never tracked.
    """

    key: str
    elements: tuple[Element, ...]
    link: Element | None = None
    target: str = ""
    silent: bool = False


class Story(Protocol):
    """What atoms need to know of the part of a file that they stand in."""

    def target(self, link: Element) -> str:
        """Return where a link leads."""

    def drawing(self, element: Element) -> str:
        """Return what a picture is compared by."""

    def note(self, id: str) -> str:
        """Return what the reference of a footnote is compared by."""


def atoms_of(paragraph: Element, story: Story) -> list[Atom]:
    """Cut a paragraph into atoms."""
    return _whole_fields(list(_atoms(paragraph, story, None, "")))


def _atoms(parent: Element, story: Story, link: Element | None, target: str) -> Iterator[Atom]:
    for child in _whole_words(parent):
        if child.tag == f"{W}r":
            yield from _run_atoms(child, story, link, target)
        elif child.tag == f"{W}hyperlink":
            yield from _atoms(child, story, child, story.target(child))
        elif child.tag == f"{W}sdt":
            yield Atom("\0control" + _text(child), (child,), link, target)
        elif child.tag != f"{W}pPr":
            yield Atom(child.tag, (child,), link, target, silent=True)


def _whole_words(parent: Element) -> list[Element]:
    """Return what stands in a paragraph, runs that look the same as one: Word cuts words anywhere,
    where it marks their spelling or saves them.
    """
    found: list[Element] = []
    for child in parent:
        if child.tag == _SPELLING:
            continue
        held = [each for each in child if each.tag not in (f"{W}rPr", _PAGE_ENDED)]
        if [each.tag for each in held] == [f"{W}t"] and found and _joins(found[-1], child):
            last = copy.deepcopy(found[-1])
            last[-1].text = (last[-1].text or "") + (held[0].text or "")
            found[-1] = last
        else:
            found.append(child)
    return found


def _run_atoms(run: Element, story: Story, link: Element | None, target: str) -> Iterator[Atom]:
    """Yield the atoms of a run, each as a run of its own that looks the same."""
    look = run.find(f"{W}rPr")
    for child in run:
        if child.tag in (f"{W}rPr", _PAGE_ENDED):
            continue
        if child.tag == f"{W}t":
            for token in _TOKEN.findall(child.text or ""):
                text = etree.Element(f"{W}t")
                text.text = token
                text.set(_SPACE, "preserve")
                yield Atom(token, (_run(look, text),), link, target)
        else:
            key, own = _key(child, story), child.tag == f"{W}footnoteRef"
            yield Atom(key, (_run(look, copy.deepcopy(child)),), link, target, silent=own)


def _key(child: Element, story: Story) -> str:
    if child.tag == f"{W}drawing":
        return f"\0drawing {story.drawing(child)}"
    if child.tag == f"{W}footnoteReference":
        return f"\0note {story.note(child.get(f'{W}id', ''))}"
    kind = child.get(f"{W}fldCharType", "")
    return f"\0{etree.QName(child).localname} {kind}{child.text or ''}"


def _run(look: Element | None, content: Element) -> Element:
    run = etree.Element(f"{W}r")
    if look is not None:
        run.append(copy.deepcopy(look))
    run.append(content)
    return run


def _whole_fields(atoms: list[Atom]) -> list[Atom]:
    """Make one atom of each field, and silent ones of what belongs to a field of more paragraphs,
    as the contents are.
    """
    found: list[Atom] = []
    begun: list[int] = []
    for atom in atoms:
        found.append(atom)
        if atom.key == "\0fldChar begin":
            begun.append(len(found) - 1)
        elif atom.key == "\0fldChar end" and begun:
            start = begun.pop()
            held = found[start:]
            elements = tuple(each for piece in held for each in piece.elements)
            key = "".join(piece.key for piece in held)
            found[start:] = [Atom(key, elements, atom.link, atom.target)]
    return [
        Atom(a.key, a.elements, a.link, a.target, silent=True)
        if a.key.startswith(("\0fldChar", "\0instrText")) and len(a.elements) == 1
        else a
        for a in found
    ]


def _text(element: Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t"))


class Tracker:
    """Writes tracked changes, each by an author on a date, with a number of its own."""

    def __init__(self, author: str, date: str, first: int) -> None:
        self._author, self._date, self._next = author, date, first

    def mark(self, name: str) -> Element:
        """Return an empty element that says who changed something, and when."""
        element = etree.Element(f"{W}{name}")
        element.set(f"{W}id", str(self._next))
        element.set(f"{W}author", self._author)
        element.set(f"{W}date", self._date)
        self._next += 1
        return element

    def number(self) -> int:
        """Return a number that nothing else has."""
        self._next += 1
        return self._next - 1


def change_atoms(
    old: Sequence[Atom], new: Sequence[Atom], tracker: Tracker, taken: Taken
) -> list[Element]:
    """Return what a paragraph holds that says `new`, and said `old` before."""
    writing = _Writing(tracker, taken)
    before = [atom for atom in old if not atom.silent]
    after = [atom for atom in new if not atom.silent]
    silent = _silent_places(new)
    for how, a, b, c, d in _opcodes(before, after):
        if how == "equal":
            for one, other, place in zip(before[a:b], after[c:d], range(c, d), strict=True):
                writing.silent(silent.pop(place, ()))
                writing.keep(one, other)
            continue
        writing.silent(silent.pop(c, ()))
        for atom in before[a:b]:
            writing.change("del", atom)
        for place in range(c, d):
            writing.silent(silent.pop(place, ()))
            writing.change("ins", after[place])
    writing.silent(atom for place in sorted(silent) for atom in silent[place])
    return writing.elements


class Taken(Protocol):
    """What becomes of pieces of the old version, and of new ones, in the file that is written."""

    def old(self, element: Element) -> Iterable[Element]:
        """Return a piece of the old version as it may stand in the new file."""

    def added(self, element: Element) -> Element:
        """Return a piece that was added."""

    def kept(self, old: Element, new: Element) -> Element:
        """Return a piece that both versions have."""


class _Writing:
    """Puts pieces one after another, each in the link and the change that it belongs to."""

    def __init__(self, tracker: Tracker, taken: Taken) -> None:
        self.elements: list[Element] = []
        self._tracker, self._taken = tracker, taken
        self._link: tuple[str, Element] | None = None
        self._mark: tuple[str, Element] | None = None

    def silent(self, atoms: Iterable[Atom]) -> None:
        for atom in atoms:
            self._mark = None
            parent = self._place(atom.link, atom.target)
            for element in atom.elements:
                _add(parent, copy.deepcopy(element))

    def keep(self, old: Atom, new: Atom) -> None:
        self._mark = None
        parent = self._place(new.link, new.target)
        for number, element in enumerate(new.elements):
            was = old.elements[min(number, len(old.elements) - 1)]
            kept = self._taken.kept(was, copy.deepcopy(element))
            if kept.tag == f"{W}r" and was.tag == f"{W}r":
                self._say_how_it_looked(was, kept)
            _add(parent, kept)

    def _say_how_it_looked(self, old: Element, new: Element) -> None:
        before, after = old.find(f"{W}rPr"), new.find(f"{W}rPr")
        if _as_text(before) == _as_text(after):
            return
        if after is None:
            after = etree.Element(f"{W}rPr")
            new.insert(0, after)
        change = self._tracker.mark("rPrChange")
        change.append(etree.Element(f"{W}rPr") if before is None else copy.deepcopy(before))
        after.append(change)

    def change(self, name: str, atom: Atom) -> None:
        link = atom.link
        if name == "del" and link is not None:
            (link,) = self._taken.old(link)
        parent = self._place(link, atom.target)
        if self._mark is None or self._mark[0] != name:
            self._mark = name, self._tracker.mark(name)
            _add(parent, self._mark[1])
        for element in atom.elements:
            if name == "ins":
                _add(self._mark[1], self._taken.added(copy.deepcopy(element)))
            else:
                for piece in self._taken.old(copy.deepcopy(element)):
                    _add(self._mark[1], as_deleted(piece))

    def _place(self, link: Element | None, target: str) -> Element | list[Element]:
        """Return what the next piece is put into: the link that is open, a new one, or nothing."""
        if link is None:
            if self._link is not None:
                self._mark = None
            self._link = None
            return self.elements
        if self._link is None or self._link[0] != target:
            opened = emptied(link)
            self.elements.append(opened)
            self._link, self._mark = (target, opened), None
        return self._link[1]


def emptied(element: Element) -> Element:
    """Return an element with the same attributes, and nothing in it."""
    made = etree.Element(element.tag)
    for name, value in element.attrib.items():
        made.set(name, value)
    return made


def _add(parent: Element | list[Element], element: Element) -> None:
    """Put a piece at the end; words that look like the ones before go into the same run."""
    last = parent[-1] if len(parent) else None
    if last is None or not _joins(last, element):
        parent.append(element)
        return
    text = last[-1]
    text.text = (text.text or "") + (element[-1].text or "")


def _joins(last: Element, element: Element) -> bool:
    return (
        last.tag == element.tag == f"{W}r"
        and len(last) > 0
        and len(element) > 0
        and last[-1].tag == element[-1].tag
        and last[-1].tag in (f"{W}t", f"{W}delText")
        and _as_text(last.find(f"{W}rPr")) == _as_text(element.find(f"{W}rPr"))
    )


def _as_text(element: Element | None) -> bytes:
    """Return XML that can be compared; numbers of changes do not count."""
    if element is None or not len(element):
        return b""
    text: bytes = etree.tostring(element, method="c14n")
    return re.sub(rb' w:id="\d+" w:author', b" w:author", re.sub(rb' xmlns:\w+="[^"]*"', b"", text))


def as_deleted(element: Element) -> Element:
    """Turn the words of a piece into deleted ones."""
    for name, deleted in (("t", "delText"), ("instrText", "delInstrText")):
        for text in list(element.iter(f"{W}{name}")):
            text.tag = f"{W}{deleted}"
            text.set(_SPACE, "preserve")
    return element


def _silent_places(atoms: Sequence[Atom]) -> dict[int, list[Atom]]:
    """Return silent atoms by the number of the atom of words that they stand before."""
    places: dict[int, list[Atom]] = {}
    number = 0
    for atom in atoms:
        if atom.silent:
            places.setdefault(number, []).append(atom)
        else:
            number += 1
    return places


def _opcodes(before: Sequence[Atom], after: Sequence[Atom]) -> list[Opcode]:
    """Return how one list becomes the other; a space between two changes is changed with them."""
    old, new = ([(atom.key, atom.target) for atom in atoms] for atoms in (before, after))
    if _differ(before, after):
        return [("replace", 0, len(old), 0, len(new))]
    codes = list(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())
    joined: list[Opcode] = []
    for number, (how, a, b, c, d) in enumerate(codes):
        between = 0 < number < len(codes) - 1 and how == "equal" and b - a <= _FEW
        if between and before[a].key.isspace():
            how = "replace"
        if joined and how != "equal" and joined[-1][0] != "equal":
            _, start, _, there, _ = joined.pop()
            joined.append(("replace", start, b, there, d))
        else:
            joined.append((how, a, b, c, d))
    return joined


def _differ(before: Sequence[Atom], after: Sequence[Atom]) -> bool:
    """Whether two texts have so few words in common that one was written in place of the other."""
    old, new = (Counter(a.key for a in atoms if a.key[:1].isalnum()) for atoms in (before, after))
    common = 2 * (old & new).total()
    return bool(old and new) and common < _COMMON * (old.total() + new.total())
