"""Check that the pack's font has every character of a document."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from packbuilder.diagnostics import Code, Diagnostic, Severity, Span
from packbuilder.model import Document, placed_texts
from packbuilder.settings.schema import Where
from packbuilder.theme import Labels
from packbuilder.theme.fonts import SCRIPTS, script_font_of
from packbuilder.theme.scripts import is_right_to_left

_DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_OVERRIDES = frozenset("\u202d\u202e")
"""They turn letters around, so that a printed word no longer is the one that was written."""
_MARKS = frozenset("\u061c\u200e\u200f")
"""They turn nothing around: they say beside words of both directions where a figure belongs."""
_NEEDS_NO_GLYPH = frozenset("\n\t\u00ad\u200b\u2011\u2060") | _DIRECTIONS


def check_characters(document: Document, font: frozenset[int]) -> Iterator[Diagnostic]:
    """Name each character of a document that the font does not have."""
    return check_characters_of(_words(document), font)


def check_characters_of(
    passages: Iterable[tuple[Span, str]], font: frozenset[int]
) -> Iterator[Diagnostic]:
    """Name each character that would be printed as an empty box, where it stands first (G1)."""
    reported: set[str] = set()
    passages = list(passages)
    letters = {letter for _, words in passages for letter in words} - _MARKS
    odd = _DIRECTIONS - _MARKS if any(map(is_right_to_left, letters)) else _DIRECTIONS
    for span, words in passages:
        if font.issuperset(map(ord, words)):
            continue
        for character in words:
            if character in odd and character not in reported:
                reported.add(character)
                yield Diagnostic(
                    Code.DIRECTION,
                    span,
                    f"an invisible character, U+{ord(character):04X} "
                    f"({unicodedata.name(character).lower()}), changes the direction of the text, "
                    "so that it may read differently from what is stored",
                    "delete the text around this place and type it again",
                    Severity.ERROR if character in _OVERRIDES else Severity.WARNING,
                )
        for word in words.split():
            yield from _missing(word, span, font, reported)


def _missing(
    word: str, span: Span, font: frozenset[int], reported: set[str]
) -> Iterator[Diagnostic]:
    """Name what the font lacks in a word: a script once, at its first word, or else each character.

    `reported` are the scripts and characters that were named before.
    """
    lacking = [c for c in word if ord(c) not in font and c not in _NEEDS_NO_GLYPH]
    letters = [character for character in lacking if character.isalpha()]
    script = _script(letters[0]) if len(letters) > 1 else ""
    if script and script not in reported:
        reported.add(script)
        yield Diagnostic(
            Code.GLYPH_MISSING,
            span,
            f"the font does not have the letters of “{word.strip('.,:;()')}”, nor others of this "
            f"script ({script})",
            _help_for(letters[0]),
        )
    for character in lacking:
        if character in reported or (script and _script(character) == script):
            continue
        reported.add(character)
        name = unicodedata.name(character, "a character without a name").lower()
        yield Diagnostic(
            Code.GLYPH_MISSING,
            span,
            f"the font does not have “{character}” (U+{ord(character):04X}, {name})",
            "write it in words, or use another character",
        )


def _help_for(letter: str) -> str:
    """Return what to do where letters of a script are missing: there may be a font for it."""
    if script_font_of(letter):
        return f'install a font for it: pip install "{SCRIPTS}"'
    return "write it in letters of the Latin, Cyrillic or Greek alphabet"


def _script(character: str) -> str:
    """Return what the names of a script's characters begin with, such as “Arabic”."""
    first = unicodedata.name(character, "").partition(" ")[0]
    return "Chinese, Japanese" if first in _CHINESE else first.title()


_CHINESE = ("CJK", "HIRAGANA", "KATAKANA")


def check_labels(labels: Labels, where: Where, font: frozenset[int]) -> Iterator[Diagnostic]:
    """Name each character of the program's own words that the font does not have."""
    return check_characters_of(
        (
            (where(*name.split(".")), text)
            for name, text in labels.texts.items()
            if not font.issuperset(map(ord, text))
        ),
        font,
    )


def _words(document: Document) -> Iterator[tuple[Span, str]]:
    for key in ("title", "subtitle"):
        yield document.at(key), getattr(document.meta, key)
    yield document.at("authors"), "".join(document.meta.authors)
    yield from placed_texts(document.blocks_and_notes)
