"""Words as they are compared: what makes no difference is left out."""

from __future__ import annotations

import re
import unicodedata

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufe0f\ufeff]")
_LEFT_OUT = re.compile(
    "[\\s\u00ad\u2010\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufe0f\ufeff]+"
)
_TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")


def exact(text: str) -> str:
    """Keep every character but spaces, and the hyphens that a line may end with."""
    return _LEFT_OUT.sub("", unicodedata.normalize("NFC", text)).replace("\u2011", "-")


def dense(text: str) -> str:
    """Keep letters and digits alone, without case, so that texts can be compared."""
    return re.sub(r"[\W_]+", "", fold(text))


def fold(text: str) -> str:
    """Fold what looks alike, and drop marks that nobody sees."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text).casefold())


def split_words(text: str) -> list[str]:
    """Split a text into words, and the characters between them that are no spaces."""
    known = _UNSEEN.sub("", unicodedata.normalize("NFC", text)).replace("\u2010", "")
    return _TOKEN.findall(known.replace("\u2011", "-"))


def is_word(token: str) -> bool:
    """Whether a token has letters or digits."""
    return token[:1].isalnum()
