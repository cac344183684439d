"""How wide the columns of a table come out: as given, but none cuts its longest word."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from packbuilder.model import MARKS, Table, plain
from packbuilder.theme.theme import Theme

_BREAKS = re.compile(r"[\s\u00ad\u200b]+|(?<=[-–—/])")
_ADDRESS = re.compile(r"://|@|^www\.")
"""Addresses are long, and may be cut anywhere."""

ROUNDING = 0.2
"""In mm: what a word may be wider than its column."""

_APART = 1.5
"""In mm: how far the heads of columns to mark stand apart, where there is room for that."""
BY_HAND = 40
"""In mm: what people need to write by hand, such as to sign."""

_SLACK = 0.1
"""In mm: what shares lose when they are rounded, so that a word still fits its column."""


def column_shares(table: Table, theme: Theme, profile: str, room: float) -> tuple[float, ...]:
    """Return the shares of the width that columns get, nothing where they are equal.

    They are shared out again when a column would cut a word. `room` is the width in mm.
    """
    if table.strip or table.look:
        return table.widths
    kinds = table.column_kinds
    needed = [
        width
        for _, width in longest_words(table, theme, lambda role: theme.style(profile, role).size)
    ]
    apart = [width + _APART * (kind in MARKS) for width, kind in zip(needed, kinds, strict=False)]
    if sum(apart) <= room:
        needed = apart
    given = table.widths or (1,) * len(table.header)
    if all(
        width <= share * room / sum(given) + ROUNDING
        for share, width in zip(given, needed, strict=False)
    ):
        return table.widths
    shared = share_out(given, [width + _SLACK for width in needed], room)
    return tuple(round(100 * share / sum(shared), 2) for share in shared)


def share_out(given: Sequence[float], least: Sequence[float], room: float) -> list[float]:
    """Share out a width as `given`, but give no column less than its `least`. Where there is not
    enough for all, only the columns that need most get less.
    """
    if sum(least) > room:
        return _capped(least, room)
    shares, narrow = [share * room / sum(given) for share in given], dict[int, float]()
    while too_narrow := {
        column: wanted
        for column, wanted in enumerate(least)
        if column not in narrow and shares[column] < wanted
    }:
        narrow |= too_narrow
        rest = sum(share for column, share in enumerate(shares) if column not in narrow)
        left = room - sum(narrow.values())
        shares = [
            narrow[column] if column in narrow else share * left / rest
            for column, share in enumerate(shares)
        ]
    return shares


def _capped(least: Sequence[float], room: float) -> list[float]:
    """Give each column what it needs, but none more than is left for the widest ones."""
    left, cap = room, room
    for number, need in enumerate(sorted(least)):
        cap = left / (len(least) - number)
        if need > cap:
            break
        left -= need
    return [min(need, cap) for need in least]


def longest_words(
    table: Table, theme: Theme, size_of: Callable[[str], float]
) -> list[tuple[str, float]]:
    """Return the word of each column that needs most width, and how much its cell needs, in mm.

    `size_of` gives the size of a role in pt.
    """
    kinds = table.column_kinds  # worked out from all rows, so once
    return [_longest_word(table, kinds, n, theme, size_of) for n in range(len(table.header))]


def _longest_word(
    table: Table,
    kinds: Sequence[str],
    column: int,
    theme: Theme,
    size_of: Callable[[str], float],
) -> tuple[str, float]:
    kind = kinds[column] if column < len(kinds) else ""
    padding = theme.length("cell-padding") * (2 if column else 1)
    found = [("", BY_HAND if column in table.by_hand else 0.0)]
    for number, row in enumerate((table.header, *table.rows)):
        bold = number == 0 or (table.header_column and column == 0)
        statement = any(kinds) and column == 0 and number
        size = size_of("statement" if statement else "table-head" if bold else "table-text")
        beside = 0 if kind in MARKS and not number else padding
        words = _BREAKS.split(plain(row[column].inlines)) if column < len(row) else []
        longest = sorted((w for w in words if not _ADDRESS.search(w)), key=len)[-3:]
        found += [(word, theme.width_of(word, size, bold) + beside) for word in longest if word]
    return max(found, key=lambda word_and_width: word_and_width[1])
