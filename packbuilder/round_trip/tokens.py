"""Text → tokens that can be compared: words, spaces, markup, places to answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from packbuilder.inspection.word_markdown import SIGN
from packbuilder.storage.markdown_text import with_small_figures

_TOKEN: Final = re.compile(
    r"[«‹][\xa0\u202f]|[\xa0\u202f][»›]|\\."
    r"|\*\*|\*|\[\^[^\]\s]+\]|\[\[[^\]\n]*\]\]|\[ \]|\( \)|_{3,}"
    r"|\]\([^)\s]*(?:\s+\"[^\"]*\")?\)|\[|\s+|\w+(?:[’'.\-]\w+|(?:~[\d()]+~|\^[\d()n]+\^|(?<=\d)\^[a-zèºª]+\^)\w*)*"
    r"|(?<=[)\]])(?:~[\d()]+~|\^[\d()n]+\^)|.",
    re.DOTALL,
)
_MARKUP: Final = frozenset(("**", "*", "[", "[^]", SIGN))
_FOLDED: Final = str.maketrans("‘’‚‹›“”„«»–—\u2010\u2011", "'" * 5 + '"' * 5 + "----")


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a text: as written, where, and as it is compared."""

    text: str
    start: int
    end: int
    key: str

    @property
    def is_word(self) -> bool:
        """Whether it is a word, and not markup, a space or a full stop."""
        return self.key[:1].isalnum()


def tokens_of(text: str, start: int = 0) -> list[Token]:
    """Cut a text into tokens; `start` is where it begins in its file."""
    if not start:
        return list(_tokens(text))
    return [Token(t.text, start + t.start, start + t.end, t.key) for t in _tokens(text)]


@lru_cache(maxsize=8192)
def _tokens(text: str) -> tuple[Token, ...]:
    """Cut a text that begins at 0; the same texts are compared with many others."""
    return tuple(
        Token(found[0], found.start(), found.end(), _key(found[0]))
        for found in _TOKEN.finditer(text)
    )


def keys(tokens: Sequence[Token]) -> list[str]:
    """Return what tokens are compared by."""
    return [token.key for token in tokens]


def opcodes(old: Sequence[Token], new: Sequence[Token]) -> list[tuple[str, int, int, int, int]]:
    """Return how one text becomes the other, as difflib does."""
    return list(SequenceMatcher(None, keys(old), keys(new), autojunk=False).get_opcodes())


def likeness(old: str, new: str) -> float:
    """Return how alike two texts are in their words, from 0 to 1."""
    old_words = [token.key for token in tokens_of(old) if token.is_word]
    new_words = [token.key for token in tokens_of(new) if token.is_word]
    return SequenceMatcher(None, old_words, new_words, autojunk=False).ratio()


def same(old: str, new: str) -> bool:
    """Whether two texts say the same, apart from quotes, dashes and spaces."""
    return folded(old) == folded(new)


def folded(text: str) -> str:
    """Return a text as it is compared."""
    return "".join(keys(tokens_of(text))).strip()


def plain(text: str) -> str:
    """Return a text as it is compared, without its markup and places to answer."""
    kept = (t.key for t in tokens_of(text) if t.key not in _MARKUP and not t.key.startswith("]("))
    return " ".join("".join(kept).split())


def smart(text: str, before: str) -> str:
    """Return words that were typed with the quotes that the content has."""
    written = ""
    for character in text:
        last = (written or before)[-1:]
        opens = not last or last.isspace() or last in "([“‘*"
        if character == '"':
            character = "“" if opens else "”"
        elif character == "'":
            character = "‘" if opens else "’"
        written += character
    return written


def _key(text: str) -> str:
    if text.isspace():
        return " "
    if text in ("[ ]", "( )") or text.startswith("___"):
        return SIGN
    if text.startswith("[^"):
        return "[^]"
    if text.startswith("]("):
        target = text[2:-1].split(" ", 1)[0]
        return "](#)" if target.startswith("#") else f"]({target.rstrip('/')})"
    if text.startswith("\\") and len(text) == 2:
        text = text[1:]
    if text[0] in "~^":
        text = with_small_figures(f"x{text}")[1:]  # they stand behind a bracket
    return with_small_figures(text).translate(_FOLDED).strip()
