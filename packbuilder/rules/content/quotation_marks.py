"""Quotation marks without their other half: “Tea and cake, she said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from packbuilder.diagnostics import Code, Diagnostic, Severity, Span
from packbuilder.rules.content.prose import Passage, Prose
from packbuilder.settings.dates import runs_right_to_left

_CURLY = re.compile("[“”„]")
_POINTED = re.compile("[«»]")
_INWARD, _OUTWARD = re.compile(r"»(?=\w)"), re.compile(r"«(?=[\w\u00a0\u202f])")
_STRAIGHT = re.compile(r'(?<=\S)"|"(?=\S|$)')
_GO_ON = 4
"""How many passages, such as paragraphs or list items, a quotation goes on for at most."""
_SHOWN = 30


@dataclass(frozen=True, slots=True)
class _Half:
    """A mark without its other half: where it is, the words beside it, and which half it is."""

    span: Span
    words: str
    opens: bool
    place: int


def check_quotation_marks(prose: Prose) -> Iterator[Diagnostic]:
    """Find quotation marks that are never closed, or close nothing; a quotation may go on in the
    next paragraphs, each of which may begin with a mark.
    """
    either_way = runs_right_to_left(prose.document.meta.language)
    habits = _habits("\n".join(passage.text for passage in prose.passages))
    waiting: _Half | None = None
    for place, passage in enumerate(prose.passages):
        if waiting and waiting.place + _GO_ON < place:
            yield _say(waiting)
            waiting = None
        text = passage.text.lstrip()
        if waiting and text[:1] in _GOES_ON:
            waiting = replace(waiting, place=place) if text[0] == "»" else None
            text = text.removeprefix("»")
        for half in _halves(replace(passage, text=text), place, habits, either_way):
            if waiting and not half.opens:
                waiting = None
                continue
            if waiting:
                yield _say(waiting)
                waiting = None
            if half.opens:
                waiting = half
            else:
                yield _say(half)
    if waiting:
        yield _say(waiting)


_GOES_ON = frozenset("“„«»")
"""What a paragraph of a quotation that goes on begins with; in French it is the closing mark too.
"""


def _halves(
    passage: Passage, place: int, habits: frozenset[str], either_way: bool
) -> Iterator[_Half]:
    text = passage.text
    if not any(map(str.isalpha, text)):
        return  # marks that stand for “the same as above”
    for kind in (_CURLY, _POINTED, _STRAIGHT):
        marks = list(kind.finditer(text))
        opening = _opening({mark[0] for mark in marks}, marks[0][0], habits) if marks else ""
        if not opening or either_way:  # one mark for both halves
            odd = len(marks) % 2 and not any(_is_inches(text, mark) for mark in marks)
            unpaired = [(mark, _begins_word(text, mark)) for mark in marks[-1:] if odd]
        else:
            found = list(_without_other(marks, opening))
            unpaired = [half for half in found if not half[1]][:1]
            unpaired += [half for half in found if half[1]][-1:]
        for mark, opens in unpaired:
            if not opens and _is_inches(text, mark):
                continue
            yield _Half(passage.span, _beside(text, mark, opens), opens, place)


def _beside(text: str, mark: re.Match[str], opens: bool) -> str:
    """Return the words next to a mark, to find it by."""
    if opens:
        words = text[mark.end() : mark.end() + _SHOWN]
        whole = mark.end() + _SHOWN >= len(text)
        return (words if whole else words.rpartition(" ")[0] or words).strip()
    words = text[max(mark.start() - _SHOWN, 0) : mark.start()]
    whole = mark.start() <= _SHOWN
    return (words if whole else words.partition(" ")[2] or words).strip()


def _habits(text: str) -> frozenset[str]:
    """Return which of the marks that may do either open quotations in a document: »so« in German,
    «so» in French; „so“ in German, “so” in English.
    """
    inward, outward = (len(pattern.findall(text)) for pattern in (_INWARD, _OUTWARD))
    inwards = inward > outward and "«" in text
    return frozenset(({"»"} if inwards else set()) | ({"„"} & set(text)))


def _opening(used: set[str], first: str, habits: frozenset[str]) -> str:
    """Return the mark that opens quotations in a text, by those it has and by what the document
    does; nothing where one mark does both: ”so” in Swedish.
    """
    if "„" in used or ("„" in habits and used == {"“"}):
        return "„"
    if "“" in used:
        return "“"
    if "»" in habits and used and used <= {"«", "»"}:
        return "»"
    return first if used == {"«", "»"} else "«" if used == {"«"} else ""


def _without_other(
    marks: list[re.Match[str]], opening: str
) -> Iterator[tuple[re.Match[str], bool]]:
    waiting: list[re.Match[str]] = []
    for mark in marks:
        if mark[0] == opening:
            waiting.append(mark)
        elif waiting:
            waiting.pop()
        else:
            yield mark, False
    yield from ((mark, True) for mark in waiting)


def _is_inches(text: str, mark: re.Match[str]) -> bool:
    """Whether a mark may stand for inches."""
    return text[max(mark.start() - 1, 0) : mark.start()].isdigit()


def _begins_word(text: str, mark: re.Match[str]) -> bool:
    return text[mark.end() : mark.end() + 1].isalnum()


def _say(half: _Half) -> Diagnostic:
    what = "is never closed, before" if half.opens else "closes nothing, after"
    return Diagnostic(
        Code.TYPING,
        half.span,
        f"a quotation mark {what} “{half.words}”",
        "add its other half, or delete it",
        Severity.WARNING,
    )
