"""What changed in a Word file beside its words → what people have to know: none of it is carried
over.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Final

from packbuilder.inspection.shown import (
    BLOCK,
    HEADER,
    LANGUAGE,
    LOOSE,
    MERGED,
    TIMES,
    Drawn,
    Marks,
    Shown,
    without_numbers,
)
from packbuilder.inspection.units import Unit
from packbuilder.round_trip.lines import short
from packbuilder.round_trip.report import Entry

_MOST_NAMED: Final = 3
_ALIKE: Final = 0.5
_NEAR: Final = 0.02
"""The share by which sizes of pictures may differ that are the same: programs round them."""
_BOTTOM: Final = re.compile(r"bottom -?\d+")


def report_beside(
    now: Shown,
    edited: Shown,
    same: bool,
    pairs: Collection[tuple[Unit, Unit]] = (),
    reshaped: Collection[Unit] = (),
    known: Collection[str] = (),
    renamed: Iterable[tuple[str, str]] = (),
) -> Iterator[Entry]:
    """Yield what changed in a Word file beside its words, whose `pairs` are units of the content
    and what became of them; of those that are `reshaped` it is said that they are other paragraphs.
    `same` says that the content is as it was when the file was delivered, in the form of today. If
    it is not, no more is known to be an edit than looks of words, and words that were added to
    headers and footers and do not stand in the text as it was delivered (`known`). `renamed` are
    titles and values as the content has them, each with another that was delivered or edited:
    headers and footers may have these too.
    """
    yield from _margins(now, edited, same, known, [*renamed])
    for words, times in (Counter(edited.strange) - Counter(now.strange)).items():
        yield Entry("NOTE", f"{words} is not carried over" + f" ({times} times)" * (times > 1))
    changed = list(_changed(now.looks, edited.looks, edited.direct, same, pairs, reshaped))
    yield from _more_than_looks(changed)
    looks = [
        subject for subject, mark in changed if not mark.startswith((LANGUAGE, MERGED, HEADER))
    ]
    if same:
        looks += _other_looks(now, edited)
        yield from _facts(now, edited)
    if looks:
        named = dict.fromkeys(f"“{short(words)}”" for words in map(_words_in, looks) if words)
        more = ", …" if len(named) > _MOST_NAMED else ""
        where = f", as in {', '.join([*named][:_MOST_NAMED])}{more}" if named else ""
        words = "looks of words, paragraphs, tables, pictures or pages are not carried over"
        yield Entry("LOOK", f"{words}: {len(looks)}{where}")


def _margins(
    now: Shown,
    edited: Shown,
    same: bool,
    known: Collection[str],
    renamed: list[tuple[str, str]],
) -> Iterator[Entry]:
    were, are = _compared(now.margins), _compared(edited.margins)
    said = {without_numbers(words): words for words in (*now.margins, *edited.margins)}
    margins, made = _with_names(were, renamed), "which the program makes"
    added = sorted(are.keys() - margins)
    for words in added:
        if same or (known and _were_added(words, margins, known)):
            yield Entry("GENERATED", f"“{said[words]}” was written in a header or footer, {made}")
    fewer = len(edited.pages) < len(now.pages)
    for words, times in sorted(were.items() if same else ()):
        left = sum(are[each] for each in _with_names([words], renamed))
        left += sum(are[each] for each in added if _is_of(words, each))
        if left < (1 if fewer else times):
            words = said[words]
            yield Entry("GENERATED", f"“{words}” was taken out of a header or footer, {made}")


def _compared(margins: Mapping[str, int]) -> Counter[str]:
    """Count lines of headers and footers without their numbers: pages have others."""
    found = Counter[str]()
    for words, times in margins.items():
        found[without_numbers(words)] += times
    return found


def _is_of(before: str, after: str) -> bool:
    """Whether words of a header or footer are others with edits in them."""
    matcher = SequenceMatcher(None, before.split(), after.split(), autojunk=False)
    return matcher.ratio() >= _ALIKE


def _changed(
    now: Marks,
    edited: Marks,
    direct: bool,
    same: bool,
    pairs: Collection[tuple[Unit, Unit]],
    reshaped: Collection[Unit],
) -> Iterator[tuple[str, str]]:
    """Yield what has other marks, and these: each that was given to words which were there, or
    taken from them, and those of new words which nothing had. What became another kind of
    paragraph has other marks as such, and is said elsewhere.
    """
    known = {mark for marks in now.values() for mark in marks}
    names = {mark.partition(" ")[0] for mark in known}
    others = {*map(_subject, reshaped)}
    were = {_subject(new): _subject(old) for old, new in pairs}
    for subject, after in edited.items():
        before = now.get(subject) or now.get(were.get(subject, ""), {})
        alike = before.get(TIMES) == after[TIMES]
        for mark in sorted((after.keys() | before.keys()) - {TIMES}):
            had, has = before.get(mark, 0), after.get(mark, 0)
            if mark.startswith((BLOCK, LOOSE)):
                certain = same and alike and (direct or not mark.startswith(LOOSE))
                if not certain or subject in others:
                    continue
            if not same and (not before or mark.partition(" ")[0] in names):
                continue
            if (has > had and (alike or mark not in known)) or (
                has < had and alike and same and not mark.startswith(LOOSE)
            ):
                yield subject, mark


def _subject(unit: Unit) -> str:
    """Return what marks of a paragraph are called after."""
    return f"p {' '.join(unit.raw.split())}"


def _more_than_looks(changed: Iterable[tuple[str, str]]) -> Iterator[Entry]:
    """Yield what is said by marks that are more than looks."""
    for subject, mark in changed:
        words = short(_words_in(subject))
        if mark.startswith(LANGUAGE):
            name = mark.removeprefix(LANGUAGE)
            help = f"write [words]{{lang={name}}}, or take it away, by hand"
            yield Entry("NOTE", f"other words in “{words}” are marked as “{name}” now: {help}")
        elif mark == MERGED:
            yield Entry("TABLE-SHAPE", f"cells were merged with those below: “{words}”")
        elif mark == HEADER:
            yield Entry("TABLE-SHAPE", f"other rows than before are headers: “{words}”")


def _words_in(subject: str) -> str:
    return subject.partition(" ")[2]


def _other_looks(now: Shown, edited: Shown) -> Iterator[str]:
    """Yield what looks otherwise as a whole, by its kind and words: pages, styles, pictures."""
    if not edited.direct:  # it splits sections, and counts some footers as a margin
        one, other = ({_BOTTOM.sub("", page) for page in each.pages[1:]} for each in (now, edited))
        yield from ("pages " for _ in one ^ other)
    else:
        yield from ("pages " for a, b in zip_longest(now.pages, edited.pages) if a != b)
        known = edited.styles
        yield from (f"style {n}" for n, look in now.styles.items() if known.get(n, look) != look)
    for before, after in _same_pictures(now.drawn, edited.drawn):
        if before.is_cut != after.is_cut or not _are_alike(before, after):
            yield f"picture {after.words}"


def _same_pictures(now: Iterable[Drawn], edited: Iterable[Drawn]) -> Iterator[tuple[Drawn, Drawn]]:
    """Yield the pictures of both sides that have the same words, if there are as many of each."""
    sides: list[dict[str, list[Drawn]]] = [{}, {}]
    for side, drawn in zip(sides, (now, edited), strict=True):
        for each in drawn:
            side.setdefault(each.words, []).append(each)
    for words, before in sides[0].items():
        after = sides[1].get(words, [])
        yield from zip(before, after, strict=True) if len(before) == len(after) else ()


def _are_alike(one: Drawn, other: Drawn) -> bool:
    """Whether two pictures have the same size."""
    pairs = zip(one.size, other.size, strict=True)
    return all(abs(a - b) <= max(1, _NEAR * a) for a, b in pairs)


def _facts(now: Shown, edited: Shown) -> Iterator[Entry]:
    """Yield what a file says otherwise of itself, the lists of its fields, pictures that are gone
    and had no words.
    """
    for name, value in edited.facts.items():
        if value != now.facts.get(name):
            words = f"the {name} that the file has in its properties became “{short(value)}”"
            yield Entry("NOTE", f"{words}: change it in the front matter or the settings")
    for said, other, what in ((now, edited, "gone or changed"), (edited, now, "new or changed")):
        for words in Counter(said.controls) - Counter(other.controls):
            if edited.direct or (said is edited and not words.startswith(LOOSE)):
                field = short(words.removeprefix(LOOSE))
                yield Entry("CONTROL", f"a field is {what}: “{field}”; change it by hand")
    named = Counter(each.words for each in now.drawn)
    had, has = named[""], sum(not each.words for each in edited.drawn)
    if has < had:
        yield Entry("IMAGE", f"pictures without alternative text were taken away: {had - has}")


def _with_names(margins: Iterable[str], renamed: Iterable[tuple[str, str]]) -> set[str]:
    """Return lines of headers and footers, and these with other names in them."""
    found = {*margins}
    for now, other in renamed:
        here, there = without_numbers(now), without_numbers(other)
        found |= {line.replace(here, there) for line in found if here and here in line}
    return found


def _were_added(words: str, margins: Collection[str], known: Collection[str]) -> bool:
    """Whether a line of a header or footer has more strange words, at one place, than the line of
    today that is most like it has others there: another date or title is no edit.
    """
    said = words.split()
    compared = [SequenceMatcher(None, line.split(), said, autojunk=False) for line in margins]
    nearest = max(compared, key=SequenceMatcher.ratio, default=None)
    pieces = nearest.get_opcodes() if nearest else [("insert", 0, 0, 0, len(said))]
    printed = {word for text in known for word in text.split()}
    return any(
        len([word for word in said[c:d] if word not in printed]) > b - a
        for how, a, b, c, d in pieces
        if how != "equal"
    )
