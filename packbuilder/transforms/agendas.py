"""Agendas → tables whose rows begin with the time of day, set or worked out from lengths."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from packbuilder.diagnostics import Code, Diagnostic
from packbuilder.model import Cell, RunSheet, Table, Text, is_number, plain
from packbuilder.settings.dates import minutes_of
from packbuilder.theme import Labels

_TIMES = 18
"""The share of the width that times of day get, in percent."""
_TO = re.compile(r"\s*[-–—]\s*")


def clocked_agenda(sheet: RunSheet, start: str, labels: Labels) -> tuple[Table, list[Diagnostic]]:
    """Return an agenda as a table, and what is wrong with its times.

    Where the first column holds lengths, these become times of day that follow its own start, or
    else that of the event.
    """
    (table,) = sheet.blocks
    widths = table.widths or _widths(len(table.header))
    table = replace(table, header_column=True, widths=widths, span=sheet.span)
    lengths = [_words(row) for row in table.rows]
    if not any(is_number(words) for words in lengths):
        return table, list(_wrong_times(table))
    problems = list(_wrong_lengths(table))
    now, rows = minutes_of(sheet.start or start) or 0, []
    for row, words in zip(table.rows, lengths, strict=True):
        after = now + (int(words) if is_number(words) else 0)
        time = Text(f"{_clock(now)}–{_clock(after)}", span=row[0].span)
        rows.append((replace(row[0], inlines=(time,), align="left"), *row[1:]))
        now = after
    header = (Cell((labels.inline("agenda_time", sheet.span),)), *table.header[1:])
    return replace(table, header=header, rows=tuple(rows)), problems


def _widths(columns: int) -> tuple[int, ...]:
    """Return the shares of the width that columns get: what happens has twice as much as others."""
    if columns == 1:
        return ()
    part = round((100 - _TIMES) / columns)
    return (_TIMES, 100 - _TIMES - part * (columns - 2), *[part] * (columns - 2))


def _words(row: Sequence[Cell]) -> str:
    return plain(row[0].inlines).strip()


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def _wrong_lengths(table: Table) -> Iterator[Diagnostic]:
    for row in table.rows:
        if not is_number(_words(row)):
            yield Diagnostic(
                Code.MINUTES,
                row[0].span,
                f"“{_words(row)}” is not a number of minutes, as other rows have",
                "write a whole number in the first column, or a time such as 9:30 in all rows",
            )


def _wrong_times(table: Table) -> Iterator[Diagnostic]:
    """Yield the rows that begin with no time of day, or with one before that of the row above."""
    before = 0
    for row in table.rows:
        times = [minutes_of(words) for words in _TO.split(_words(row))]
        if None in times or len(times) > 2:
            yield Diagnostic(
                Code.MINUTES,
                row[0].span,
                f"“{_words(row)}” is not a time of day, nor a number of minutes",
                "begin the row with a time, as in 9:30 or 9:30–10:15, or with its minutes",
            )
            continue
        known = [time for time in times if time is not None]
        if known != sorted(known) or known[0] < before:
            yield Diagnostic(
                Code.AGENDA,
                row[0].span,
                f"“{_words(row)}” is earlier than the row above, or ends before it begins",
                "correct the time, or put the row where it belongs",
            )
        before = known[0]
