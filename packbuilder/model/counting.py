"""How the items of a list are counted: in figures, letters or Roman numerals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal

Counting = Literal["figures", "letters", "capitals", "roman", "roman-capitals"]

_ROMAN: Final = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_LETTERS: Final = 26
_IN_LETTERS: Final[tuple[Counting, ...]] = ("roman", "letters", "roman-capitals", "capitals")
_MOST_ROMAN: Final = 3999
_LONGEST: Final = 9
_TYPED: Final = re.compile(r"\s*(\d{1,2})((?:\.\d{1,2})*)([.)]?)\s+(?=[^\W\d_])")


def is_number(words: str) -> bool:
    """Whether words are a whole number to count with, in the figures of any script."""
    return words.isdecimal() and len(words) <= _LONGEST


def counted(number: int, counting: Counting) -> str:
    """Return a number from 1 as items show it: 3, c, C, iii or III. After z comes aa, then bb, as
    in Word (ECMA-376, 17.18.59); what has no Roman numeral is written in figures.
    """
    if counting == "figures" or number < 1:
        return str(number)
    if counting.startswith("roman"):
        shown = _roman(number) if number <= _MOST_ROMAN else str(number)
    else:
        turns, letter = divmod(number - 1, _LETTERS)
        shown = chr(ord("a") + letter) * (turns + 1)
    return shown.upper() if counting.endswith("capitals") else shown


def number_of(written: str, counting: Counting) -> int:
    """Return the number that figures or letters stand for; 0 when they stand for none."""
    if counting == "figures":
        return int(written) if written.isdecimal() and written.isascii() else 0
    capitals = counting.endswith("capitals")
    if not written.isascii() or not (written.isupper() if capitals else written.islower()):
        return 0
    small = written.lower()
    if not counting.startswith("roman"):
        number = (len(small) - 1) * _LETTERS + ord(small[0]) - ord("a") + 1
        return number if len(set(small)) == 1 and small.isalpha() else 0
    number, rest = 0, small
    for value, numeral in _ROMAN:
        while rest.startswith(numeral):
            number, rest = number + value, rest[len(numeral) :]
    return number if not rest and _roman(number) == small else 0


def counting_of(first: str, second: str) -> tuple[Counting, int] | None:
    """Return how a list counts whose items begin so, and its first number: the second item is the
    one after the first. Return None if they make no list.
    """
    if first.isdecimal() and first.isascii():
        return "figures", int(first)
    for counting in _IN_LETTERS:
        number = number_of(first, counting)
        if number and number_of(second, counting) == number + 1:
            return counting, number
    return None


def following(written: str) -> str:
    """Return what an item begins with that stands after this one, whose list is not known: i, v and
    x are taken for Roman numerals, c, d, l and m for letters.
    """
    if written.isdecimal():
        return str(int(written) + 1)
    capitals = written.isupper()
    roman: Counting = "roman-capitals" if capitals else "roman"
    letters: Counting = "capitals" if capitals else "letters"
    is_roman = len(written) > 1 or written.lower() in "ivx"
    for counting in (roman, letters) if is_roman else (letters,):
        if number := number_of(written, counting):
            return counted(number + 1, counting)
    return written


def typed_numbers(headings: Sequence[tuple[int, str]]) -> list[int]:
    """Return how many characters of each heading, given with its level, are a number that somebody
    typed: 2.1, 3) or 4. A number alone counts where one before or after it has the same level: the
    10 of “10 golden rules” is none.
    """
    found = [(level, _TYPED.match(words)) for level, words in headings]
    firsts = {(level, int(each[1])) for level, each in found if each and not each[2]}
    lengths = []
    for level, each in found:
        near = each and {(level, int(each[1]) + step) for step in (-1, 1)}
        is_typed = each and near is not None and (each[2] or each[3] or near & firsts)
        lengths.append(each.end() if each and is_typed else 0)
    return lengths


def _roman(number: int) -> str:
    written = ""
    for value, numeral in _ROMAN:
        times, number = divmod(number, value)
        written += numeral * times
    return written
