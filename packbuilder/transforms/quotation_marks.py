"""Straight quotation marks and apostrophes → those of the language that the words are in.

Feet and inches, and a mark between spaces, which stands for “the same as above”, stay straight.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from packbuilder.model import (
    Document,
    FootnoteReference,
    Foreign,
    Inline,
    LineBreak,
    Text,
    join_texts,
    plain,
    rewrite_document,
    rewrite_lines,
)

_APOSTROPHE = "’"
_STRAIGHT = re.compile("[\"']")
_OPENS_BEHIND = frozenset("([{“„«‘‚‹–—/-")
_IN_HEAD: Final = (
    *("title", "subtitle", "description", "credit", "purpose", "question", "label"),
    *("group", "needs", "result"),
)
"""What is printed of a document's head; names of people stay as they were typed."""

Marks = Mapping[str, str]
"""The marks of a language: `open`, `close`, `inner_open`, `inner_close`."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some characters of a line, with the marks that are right for them."""

    text: str
    marks: Marks
    written: bool = True


def set_quotation_marks(document: Document, marks_of: Callable[[str], Marks]) -> Document:
    """Write the marks of each language in a document's words and in its front matter. `marks_of`
    gives them for a language such as `pl` or `en-GB`.
    """
    usual = marks_of(document.meta.language)

    def change(line: tuple[Inline, ...]) -> tuple[Inline, ...]:
        if not _STRAIGHT.search(plain(line)):
            return line
        pieces = [*_pieces(line, usual, marks_of)]
        return _with_texts(line, iter(_set(pieces)))

    changed = rewrite_document(document, lambda block: [rewrite_lines(block, change)])
    head = {name: getattr(document.meta, name) for name in _IN_HEAD}
    typed = {name: text for name, text in head.items() if _STRAIGHT.search(text)}
    printed: dict[str, Any] = {
        name: "".join(_set([_Piece(text, usual)])) for name, text in typed.items()
    }
    return replace(changed, meta=replace(document.meta, **printed))


def _pieces(
    line: Iterable[Inline], marks: Marks, marks_of: Callable[[str], Marks]
) -> Iterator[_Piece]:
    """Yield what a line consists of: texts, and one letter for what is no text."""
    for inline in line:
        if isinstance(inline, Text):
            yield _Piece("x" if inline.as_typed else inline.text, marks, not inline.as_typed)
        elif isinstance(inline, Foreign):
            yield from _pieces(inline.inlines, marks_of(inline.language), marks_of)
        elif inner := getattr(inline, "inlines", ()):
            yield from _pieces(inner, marks, marks_of)
        elif isinstance(inline, LineBreak):
            yield _Piece("\n", marks, written=False)
        elif not isinstance(inline, FootnoteReference):
            yield _Piece("x", marks, written=False)


def _with_texts(line: Iterable[Inline], texts: Iterator[str]) -> tuple[Inline, ...]:
    """Put texts in place of those of a line, in its order; what stays as typed is like the rest."""
    changed: list[Inline] = []
    for inline in line:
        if isinstance(inline, Text):
            text = inline.text if inline.as_typed else next(texts)
            changed.append(replace(inline, text=text, as_typed=False))
        elif inner := getattr(inline, "inlines", ()):
            changed.append(replace(inline, inlines=_with_texts(inner, texts)))  # type: ignore[call-arg]
        else:
            changed.append(inline)
    return tuple(join_texts(changed))


def _set(pieces: Iterable[_Piece]) -> list[str]:
    """Return the texts of pieces with the right marks."""
    pieces = [*pieces]
    line = "".join(piece.text for piece in pieces)
    marks = [piece.marks for piece in pieces for _ in piece.text]
    written = list(line)
    opened: dict[str, list[int]] = {'"': [], "'": []}
    starts = set[int]()
    for found in _STRAIGHT.finditer(line):
        at, before, after = found.start(), line[: found.start()][-1:], line[found.end() :][:1]
        waiting, inner = opened[found[0]], "inner_" * (found[0] == "'")
        free = not before or before.isspace() or before in _OPENS_BEHIND or at - 1 in starts
        if free and after and not after.isspace():
            waiting.append(at)
            starts.add(at)
            # A mark that is never closed begins a quotation of several paragraphs, or a word.
            written[at] = _APOSTROPHE if inner else marks[at]["open"]
        elif before.isalnum() and after.isalnum() and inner:
            written[at] = "'" if before.isdigit() and after.isdigit() else _APOSTROPHE
        elif waiting:
            start = waiting.pop()
            written[start] = marks[start][f"{inner}open"]
            written[at] = marks[start][f"{inner}close"]
        elif before and not before.isspace() and not before.isdigit():
            written[at] = _APOSTROPHE if inner else marks[at]["close"]
    ends = itertools.accumulate(len(piece.text) for piece in pieces)
    return [
        "".join(written[end - len(piece.text) : end])
        for piece, end in zip(pieces, ends, strict=True)
        if piece.written
    ]
