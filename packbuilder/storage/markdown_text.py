"""Words that people wrote → Markdown that prints them, whatever they look like."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

_MEANT: Final = re.compile(r"([\\`*_\[\]{}<>|#~^=&$]|(?<=:):)")
"""What Markdown may take for more than a character; a backslash makes it one again."""

_BEGINNING: Final = re.compile(r"^(\d+(?=[.)])|)([-+.):])")
"""What makes a list of a line, or a block."""

UNPRINTABLE: Final = "(?)"
"""Stands for a character that the font does not have."""

_UNSEEN: Final = ("Cc", "Cf", "Cs", "Co", "Cn")
"""Categories of characters that are not seen, or turn others around."""


_DRAWN: Final = re.compile(
    "[\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]\ufe0f?"
)
"""Arrows, marks and emoji: small pictures, and no letters."""


def drawn_signs(text: str, letters: Collection[int]) -> list[str]:
    """Return the small pictures in a text that the font does not have."""
    return [sign for sign in _DRAWN.findall(text) if ord(sign[0]) not in letters]


def as_words(text: str, letters: Collection[int]) -> str:
    """Return text in one line, with “(?)” for characters that the font does not have."""
    return " ".join(as_printed(text, letters).split())


def as_printed(text: str, letters: Collection[int]) -> str:
    """Return text with its spaces, and “(?)” for letters that the font does not have."""
    return "".join(
        letter if ord(letter) in letters or letter.isspace() else UNPRINTABLE
        for letter in unicodedata.normalize("NFC", text)
        if letter.isspace() or unicodedata.category(letter) not in _UNSEEN
    )


def escape(text: str) -> str:
    """Return a line of text as Markdown in which nothing but its words has a meaning."""
    return escape_beginning(escape_within(text))


def escape_within(text: str) -> str:
    """Return part of a line as Markdown without a meaning, unless a line begins with it."""
    return _MEANT.sub(r"\\\1", text)


def escape_beginning(line: str) -> str:
    """Return a line of Markdown that begins no list and no block."""
    return _BEGINNING.sub(r"\1\\\2", line)


def quoted(text: str) -> str:
    """Return somebody's words as a quotation in a line."""
    inner = text.replace("“", "‘").replace("”", "’")
    return f"“{escape(inner)}”"


def list_of(said: Iterable[str], letters: Collection[int], times: str) -> Iterator[str]:
    """Yield what was written as a list; the same words once, with how many wrote them in the words
    of `times`.
    """
    counts = Counter(as_words(each, letters) for each in said)
    for words, number in counts.items():
        more = f" ({escape(times.format(number=number))})" if number > 1 else ""
        yield f"- {quoted(words)}{more}"


def table(rows: Iterable[Sequence[str]], numbers: int) -> list[str]:
    """Return rows as the lines of a table; its columns from `numbers` on are centred."""
    first, *rest = rows
    marks = [":-:" if number >= numbers else "---" for number in range(len(first))]
    return [_row(first), _row(marks), *map(_row, rest)]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def option(text: str) -> str:
    """Return text as the value of a block's option, which is in double quotes."""
    return '"' + text.replace("\\", "").replace('"', "”").replace("\n", " ") + '"'


_ORDINALS = ("st", "nd", "rd", "th", "e", "er", "re", "ère", "o", "a", "º", "ª")
_LOWERED = re.compile(r"(?<=[\w)\]])~([\d()]{1,6})~")
_RAISED = re.compile(r"(?<=[\w)\]])\^([\d()n]{1,6})\^")
_ORDINAL = re.compile(rf"(?<=\d)\^({'|'.join(_ORDINALS)})\^")
_LOW = str.maketrans("0123456789()", "₀₁₂₃₄₅₆₇₈₉₍₎")
_HIGH = str.maketrans("0123456789()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾ⁿ")


def with_small_figures(text: str) -> str:
    """Return words with raised and lowered figures as characters of their own: H~2~O is H₂O, 10^3^
    is 10³. Letters of 21^st^ stand on the line.
    """
    if "~" not in text and "^" not in text:
        return text
    text = _ORDINAL.sub(r"\1", text)
    text = _LOWERED.sub(lambda found: lowered(found[1]), text)
    return _RAISED.sub(lambda found: raised(found[1]), text)


def raised(text: str) -> str:
    """Return raised figures as characters of their own; other words stay as they are."""
    return text.translate(_HIGH) if _FIGURES.fullmatch(text) else text


def lowered(text: str) -> str:
    """Return lowered figures likewise."""
    return text.translate(_LOW) if _FIGURES.fullmatch(text) else text


_FIGURES = re.compile(r"[\d()n]{1,6}")
