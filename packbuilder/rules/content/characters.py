"""Check that the pack's font has every character of a document."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from packbuilder.diagnostics import Code, Diagnostic, Severity, Span
from packbuilder.model import Document, placed_texts
from packbuilder.settings.schema import Where
from packbuilder.theme import Labels

_DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_OVERRIDES = frozenset("\u202d\u202e")
"""They turn letters around, so that a printed word no longer is the one that was written."""
_NEEDS_NO_GLYPH = frozenset("\n\t\u00ad\u200b\u2011\u2060") | _DIRECTIONS


def check_characters(document: Document, font: frozenset[int]) -> Iterator[Diagnostic]:
    """Name each character of a document that the font does not have."""
    return check_signs(_words(document), font)


def check_signs(passages: Iterable[tuple[Span, str]], font: frozenset[int]) -> Iterator[Diagnostic]:
    """Name each character that would be printed as an empty box, where it stands first (G1)."""
    told: set[str] = set()
    for span, words in passages:
        if font.issuperset(map(ord, words)):
            continue
        for sign in words:
            if sign in _DIRECTIONS and sign not in told:
                told.add(sign)
                yield Diagnostic(
                    Code.DIRECTION,
                    span,
                    f"an invisible character, U+{ord(sign):04X} "
                    f"({unicodedata.name(sign).lower()}), changes the direction of the text, so "
                    "that it may read differently from what is stored",
                    "delete the text around this place and type it again",
                    Severity.ERROR if sign in _OVERRIDES else Severity.WARNING,
                )
            if ord(sign) in font or sign in _NEEDS_NO_GLYPH or sign in told:
                continue
            told.add(sign)
            name = unicodedata.name(sign, "a character without a name").lower()
            yield Diagnostic(
                Code.GLYPH_MISSING,
                span,
                f"the font does not have “{sign}” (U+{ord(sign):04X}, {name})",
                "write it in words, or use another character",
            )


def check_labels(labels: Labels, where: Where, font: frozenset[int]) -> Iterator[Diagnostic]:
    """Name each character of the program's own words that the font does not have."""
    return check_signs(
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
    blocks = [*document.blocks, *(b for note in document.footnotes.values() for b in note)]
    yield from placed_texts(blocks)
