"""Run sheets → a bar of their time, and a table with clock times."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from packbuilder.diagnostics import Code, Diagnostic
from packbuilder.model import (
    FACTS,
    Block,
    Cell,
    Document,
    Icon,
    Inline,
    LineBreak,
    Numeral,
    RunSheet,
    Strong,
    Table,
    Text,
    is_number,
    plain,
    rewrite_blocks,
)
from packbuilder.settings.dates import minutes_of
from packbuilder.theme import Labels
from packbuilder.transforms.agendas import clocked_agenda

_TOOL = re.compile(r"\b[A-Z]\d{1,2}\b")
_NAMED = 2
"""What a slot is called, and the end of its line, stand before its tools."""
_LEAST = 7
"""The least share of the bar, as wide as two digits."""


_STEP = 3
"""The columns of a run sheet that stay: minutes, what, and what to say and do. What is in others
comes below the last.
"""


def set_clocks(
    document: Document, values: Mapping[str, str], labels: Labels, icons: Mapping[str, str]
) -> tuple[Document, list[Diagnostic]]:
    """Turn run sheets into a bar of their time, and tables with clock times, counted from the
    edition's start; minutes that are no number, or do not add up, are problems. `icons` are the
    drawings of tools by their codes.
    """
    problems: list[Diagnostic] = []
    begins = values.get("start_time", "")
    start = minutes_of(begins) or 0

    def change(block: Block) -> Iterable[Block]:
        if not isinstance(block, RunSheet):
            return [block]
        if block.agenda:
            table, wrong = clocked_agenda(block, begins, labels)
            problems.extend(wrong)
            return [table]
        problems.extend(_wrong_minutes(block))
        return [_bar(block, labels), _clocked(block, start, labels, icons)]

    return replace(document, blocks=rewrite_blocks(document.blocks, change)), problems


def _minutes(row: Sequence[Cell]) -> int | None:
    """Return the minutes of a slot, if its first cell says so."""
    words = plain(row[0].inlines).strip()
    return int(words) if is_number(words) else None


def _wrong_minutes(sheet: RunSheet) -> Iterable[Diagnostic]:
    """Yield what is wrong with the minutes of a run sheet."""
    (table,) = sheet.blocks
    for row in table.rows:
        if _minutes(row) is None:
            yield Diagnostic(
                Code.MINUTES,
                row[0].span,
                f"“{plain(row[0].inlines).strip()}” is not a number of minutes",
                "write a whole number in the first column",
            )
    taken = sum(_minutes(row) or 0 for row in table.rows)
    if taken != sheet.minutes:
        yield Diagnostic(
            Code.MINUTES,
            sheet.span,
            f"the slots take {taken} minutes, but the run sheet says {sheet.minutes}",
            f"change a slot, or write minutes={taken}",
        )


def _clocked(sheet: RunSheet, start: int, labels: Labels, icons: Mapping[str, str]) -> Table:
    """Return the table of a run sheet with a column of clock times."""
    (table,), now, rows = sheet.blocks, start, []
    for row in table.rows:
        time = Text(f"{now // 60 % 24:02}:{now % 60:02}", span=row[0].span)
        clock = Cell((Numeral((time,), span=row[0].span),))
        rows.append((clock, *_slot(row, table.header, labels, icons)))
        now += _minutes(row) or 0
    header = (Cell((labels.inline("clock", sheet.span),)), *table.header[:_STEP])
    kept, below = table.widths[: _STEP + 1], table.widths[_STEP + 1 :]
    return replace(
        table,
        header=header,
        rows=tuple(rows),
        widths=(*kept[:-1], kept[-1] + sum(below)) if kept else (),
        header_column=True,
        look="run-sheet",
        span=sheet.span,
    )


def _slot(
    row: Sequence[Cell], header: Sequence[Cell], labels: Labels, icons: Mapping[str, str]
) -> tuple[Cell, ...]:
    """Return the cells of a slot: its length, what it is with a drawing, and what to say and do,
    below which the other columns stand with their names.
    """
    length, *rest = row[:_STEP]
    cells = [_length(length, labels)]
    if rest:
        cells.append(_what(rest[0], icons))
    if rest[1:]:
        said = _led(rest[1])
        for name, cell in zip(header[_STEP:], row[_STEP:], strict=False):
            lead = Text(f"{plain(name.inlines)}: ", span=cell.span)
            said = (*said, LineBreak(span=cell.span), lead, *cell.inlines)
        cells.append(replace(rest[1], inlines=said))
    return tuple(cells)


def _length(cell: Cell, labels: Labels) -> Cell:
    """Return how long a slot is, with its unit."""
    words = plain(cell.inlines).strip()
    before, number, after = labels.short_minutes.partition("{minutes}")
    if not is_number(words) or not number:
        return cell
    inlines = (Strong(cell.inlines, span=cell.span), Text(after, span=cell.span))
    return replace(cell, inlines=(Text(before, span=cell.span), *inlines) if before else inlines)


def _what(cell: Cell, icons: Mapping[str, str]) -> Cell:
    """Return what a slot is: the drawing of its tool, its name, and its tools below."""
    tools = _TOOL.findall(plain(cell.inlines))
    drawn = icons.get(tools[0], "") if tools and not tools[2:] else ""
    icon = Icon(drawn or FACTS["group"], span=cell.span)
    words = _led(cell, ":")
    if tools and len(words) > _NAMED:
        words = (*words[:_NAMED], Strong(words[_NAMED:], span=cell.span))
    return replace(cell, inlines=(icon, Text(" ", span=cell.span), *words))


def _led(cell: Cell, mark: str = "") -> tuple[Inline, ...]:
    """Return words with those after the strong ones that lead them, and after a mark, on a line of
    their own.
    """
    lead, *rest = cell.inlines or (Text(""),)
    if not isinstance(lead, Strong) or not rest or not isinstance(rest[0], Text):
        return cell.inlines
    words = rest[0].text.removeprefix(mark).lstrip()
    first = (replace(rest[0], text=words),) if words else ()
    if not first and not rest[1:]:
        return (lead,)
    return (lead, LineBreak(span=cell.span), *first, *rest[1:])


def _bar(sheet: RunSheet, labels: Labels) -> Table:
    """Return the time of a run sheet as a table of one row, whose columns are as wide as slots are
    long: minutes, and the tools in use.
    """
    (table,) = sheet.blocks
    header, row = [], []
    for slot in table.rows:
        span, tools = slot[0].span, _TOOL.findall(plain(slot[1].inlines)) if slot[1:] else []
        header.append(Cell((Numeral(slot[0].inlines, span=span),), span=span))
        used = Text(_in_short(tools), span=span) if tools else labels.inline("everybody", span)
        row.append(Cell((Strong((used,), span=span),), span=span))
    caption = (labels.inline("at_a_glance", sheet.span),)
    widths = _shares([_minutes(slot) or 0 for slot in table.rows])
    return Table(
        tuple(header), (tuple(row),), caption, widths=widths, look="time-bar", span=sheet.span
    )


def _in_short(tools: Sequence[str]) -> str:
    """Return one tool or two of a slot; the first of more."""
    return f"{tools[0]} …" if tools[2:] else ", ".join(tools)


def _shares(minutes: Sequence[int]) -> tuple[int, ...]:
    """Return shares of the width that add up to 100, none less than two digits need."""
    if len(minutes) * _LEAST > 100 or not sum(minutes):
        return ()
    spare, total = 100 - _LEAST * len(minutes), sum(minutes)
    reached = [round(spare * sum(minutes[:n]) / total) for n in range(len(minutes) + 1)]
    return tuple(_LEAST + end - start for start, end in itertools.pairwise(reached))
