"""Slips of typing in English: doubled words, spaces on the wrong side of a mark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from packbuilder.diagnostics import Code, Diagnostic, Severity
from packbuilder.rules.content.prose import Prose

_DOUBLED = re.compile(r"(?<![\w’'-])([^\W\d_]++) \1(?![\w’'-])", re.IGNORECASE)

_TWICE = (
    "that had so very no bye ha hear there now again really far many much long more is was do did "
    "her you knock tut blah yes well come on in"
)
MAY_STAND_TWICE = frozenset(_TWICE.split())
"""“All that that means”, “she had had enough”, “he moved in in May”."""

_SPACE_BEFORE = re.compile(r"(?<=[^\W\d_]) (?:[,;]|[.:!?](?=\s|$)(?!\s[.!?]))")
_SPACE_INSIDE = re.compile(r"(?<=\() (?=[^\W_])|(?<=[^\W_]) (?=\))")
_NO_SPACE = re.compile(
    r"(?<![\w./@=&-])[^\W\d_]{3,40}+(?:[,;][^\W\d_]{3,}|[.!?][A-Z][a-z]{1,})(?![\w./@=&])"
)


def check_doubled_words(prose: Prose) -> Iterator[Diagnostic]:
    """Find a word that stands twice, one after the other, as in “of of”."""
    for passage in prose.passages:
        for match in _DOUBLED.finditer(passage.text):
            if not _is_meant(match):
                yield Diagnostic(
                    Code.TYPING,
                    passage.span,
                    f"“{match[0]}”: the word is repeated",
                    "delete one of them; if both are meant, put &nbsp; in place of the space",
                    Severity.WARNING,
                )


def _is_meant(match: re.Match[str]) -> bool:
    """Accept words such as “that that”, letters, and names such as Baden Baden."""
    first, second = match[0].split(" ")
    if first.lower() in MAY_STAND_TWICE or (len(first) == 1 and first.lower() != "a"):
        return True
    name = first[0].isupper() and second[0].isupper()
    return name and first.lower() not in _SMALL_WORDS


_SMALL = "a an and are as at be by for from if it of or the this to we with"
_SMALL_WORDS = frozenset(_SMALL.split())


def check_spaces(prose: Prose) -> Iterator[Diagnostic]:
    """Find spaces before commas and stops, inside brackets, and those that are missing."""
    for passage in prose.passages:
        for pattern, what, help in (
            (_SPACE_BEFORE, "a space before a punctuation mark", "delete the space"),
            (_SPACE_INSIDE, "a space inside brackets", "delete the space"),
            (_NO_SPACE, "no space after a punctuation mark", "put a space after it"),
        ):
            if found := pattern.search(passage.text):
                yield Diagnostic(
                    Code.TYPING,
                    passage.span,
                    f"{what}: “{_with_words_around(passage.text, found)}”",
                    help,
                    Severity.WARNING,
                )


def _with_words_around(text: str, found: re.Match[str]) -> str:
    """Return what was found with the words beside it, to find it by."""
    before = text[max(0, found.start() - 20) : found.start()].split(" ")[-1]
    after = text[found.end() : found.end() + 20].split(" ")[0]
    return f"{before}{found[0]}{after}"
