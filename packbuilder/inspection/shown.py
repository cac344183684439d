"""What a Word file shows beside its words, as records: pictures, headers, looks as marks.

A mark is a name with a value, such as “color b4531b”; those of paragraphs, rows and tables begin
with `BLOCK`. Those that begin with `LOOSE` are written in another way by programs other than Word,
so that they say nothing when these have saved a file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

Marks = Mapping[str, Mapping[str, int]]
"""Marks by what they belong to, with how many letters, or pieces, have each."""

LOOSE: Final = "loose "
BLOCK: Final = "block "
LANGUAGE: Final = "language "
"""What marks of words in another language begin with."""
MERGED: Final = "block merged"
HEADER: Final = "block header"
TIMES: Final = "times"
"""The mark that counts how many paragraphs or rows have the same words."""

_DIGITS: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture where it stands: its alternative text, the first characters of hashes of its
    drawing and its bitmap, the bitmap’s name in the Word file, its width and height in pt, and
    whether a part of it, or all, is not seen.
    """

    words: str
    hashes: frozenset[str]
    file: str
    size: tuple[int, int] = (0, 0)
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """Pictures by their alternative text, each as the first characters of hashes of its drawing and
    its bitmap, of which some programs keep only one; `looks` of words, paragraphs, rows and tables
    as marks, of `pages` of each section, of `styles` by their names, and whether a program saved
    the file that writes all of these as they were (`direct`). `drawn` are all pictures in their
    order, `strange` text boxes, equations, objects and what is struck out, in words: we write none
    of them. `margins` are the lines of headers and footers, with how many sections show them;
    `controls` what is said of fields, `facts` what is said of the whole file.
    """

    pictures: Mapping[str, frozenset[str]] = field(default_factory=dict)
    looks: Marks = field(default_factory=dict)
    drawn: tuple[Drawn, ...] = ()
    strange: tuple[str, ...] = ()
    margins: Mapping[str, int] = field(default_factory=dict)
    pages: tuple[str, ...] = ()
    styles: Mapping[str, str] = field(default_factory=dict)
    controls: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    direct: bool = True


def without_numbers(words: str) -> str:
    """Return the words of a header or footer as they are compared: pages have other numbers."""
    return " ".join(_DIGITS.sub("", words).split())
