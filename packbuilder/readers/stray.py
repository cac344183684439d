"""Words that look like Markdown, and that the parser left as they are: a slip of the editor's."""

from __future__ import annotations

import re
from collections.abc import Iterator

_LITERAL = "; to print it as it stands, write a \\ before it"

_BEGINNINGS = (
    (r"#{1,4}(?=[^\W\d_])", "begins no heading", "put a space after it"),
    (r"-(?=[^\s\d-])", "begins no point of a list", "put a space after it"),
    (r"\d{1,3}[.)](?=[^\W\d_])", "begins no numbered list", "put a space after it"),
    (r"::(?!:)(?= ?[a-z])", "begins no block", "write three colons, as in “::: callout”"),
    (
        r"\|.*\|$",
        "is no row of a table",
        "below the header, write a line such as |---|---| with as many cells",
    ),
)
"""What a line of a paragraph may begin with by mistake."""

_ANYWHERE = (
    (
        r"\*\*|(?<![\w_])_(?=[^\W_])|(?<!\*)\*(?=[^\s*])|(?<=[^\s*])\*(?!\*)|^\*",
        "makes nothing bold",
        "write it before and behind the words, without spaces inside",
    ),
    (r"`", "is no beginning of words for a computer", "write it before and behind these words"),
    (r"~~", "strikes nothing out", "delete what is no longer true"),
    (r"\[[xX]\]", "is no box to tick", "write [ ] with a space in it"),
    (r"\{\{ ?\w+ ?\}\}", "is no value", "write it as [[venue]], in brackets"),
    (r"\[\[|\]\]", "is no value", "write it as [[venue]], in small letters, without spaces"),
    (
        r"\]\(|\] \((?=https?:|mailto:|#|[\w./-]+\.md)|\)\[(?=https?:|mailto:|#|[\w./-]+\.md)",
        "makes no link",
        "write it as [words](address), without spaces before and in the address",
    ),
    (r"\]\{", "marks no words", "write the language of words as [Tapadh leibh]{lang=gd}"),
    (
        r"\{#[^{}]*$|\{#[\w-]+[^{}]*\}(?=\s*\S)|(?<!\])\(#[\w-]+\)$",
        "is no id",
        "write it in braces at the end of a heading: {#power}",
    ),
    (r"_{3,}\{[^{}]*$", "is no list to choose from", "close the brace: ___{0-3}"),
)
"""What may stand in words by mistake."""


def stray_beginnings(lines: list[str]) -> Iterator[tuple[int, str, str]]:
    """Look at the lines of a paragraph: the number of each (from 0), what is wrong, what to do."""
    for number, line in enumerate(lines):
        for pattern, wrong, help in _BEGINNINGS:
            if found := re.match(pattern, line.strip()):
                yield number, f"“{_short(found[0])}” {wrong}", help + _LITERAL


def stray_signs(words: str) -> Iterator[tuple[str, str]]:
    """Look at words that are printed as they are: what is wrong, what to do."""
    for pattern, wrong, help in _ANYWHERE:
        if found := re.search(pattern, words):
            yield f"“{_short(found[0])}” {wrong}", help + _LITERAL


def _short(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:20]}…"
