"""`::: chart` blocks → figures and tables of the model, drawn from the table of their data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from packbuilder.diagnostics import Code, Severity, Span, fail, suggest
from packbuilder.model import (
    Block,
    Cell,
    Figure,
    Icon,
    Inline,
    LineBreak,
    Numeral,
    Paragraph,
    SmallPrint,
    Strong,
    Table,
    Text,
    is_number,
    marks,
    plain,
)
from packbuilder.readers.reader import BlockReader
from packbuilder.readers.report_blocks import LookOptions, with_look
from packbuilder.readers.text_blocks import only_table

_UNIT_HEIGHT = 4.0
_BAR_SHAPE, _BAR_HEIGHT = 134 / 40, 3.4
_TRACK_SHAPE, _TRACK_HEIGHT, _NARROW_TRACK_HEIGHT = 242 / 32, 3.0, 1.7
_PARTS_SHAPE, _LONG_TRACK_HEIGHT, _KEY_HEIGHT = 602 / 32, 2.6, 3.0
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_MOST_WIDE_BARS = 4
_MOST_UNITS = 1000
"""Columns with bars for which there is room at full length."""


@dataclass(frozen=True)
class ChartOptions:
    """`kind` is units, words, bars or stacked; `title` stands above, `alt` is read for units.

    `of` is how many answered; `scale` names words from the least to the most; `note` ends the
    legend, or stands below a table, and `widths` are those of a table.
    """

    kind: str
    title: str
    alt: str = ""
    of: int = 0
    note: str = ""
    scale: str = ""
    widths: str = ""
    id: str = ""


def chart(
    reader: BlockReader, options: ChartOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Read a chart from the table that holds its data."""
    if options.kind not in _CHARTS:
        raise fail(
            Code.BLOCK_OPTION,
            span,
            f"there is no chart “{options.kind}”",
            suggest(options.kind, _CHARTS),
        )
    table = only_table(blocks, span, "chart")
    drawn = _CHARTS[options.kind](reader, options, table, span)
    if isinstance(drawn, Figure) or not options.note:
        return [drawn]
    note = Paragraph(reader.line_of(options.note, span), span=span)
    return [drawn, SmallPrint((note,), span=span)]


def _units(reader: BlockReader, options: ChartOptions, table: Table, span: Span) -> Block:
    """Draw a mark for each of those counted: those of the first row filled, all others empty."""
    counts = [plain(row[-1].inlines).strip() for row in table.rows]
    if len(counts) != 2 or not all(is_number(count) for count in counts) or not options.alt:
        raise fail(
            Code.BLOCK_CONTENT,
            span,
            "a chart of units has two rows with a number each, and an alt text",
            'write what is filled, then what is empty; and alt="15 of 60 …"',
        )
    filled, empty = map(int, counts)
    if filled + empty > _MOST_UNITS:
        raise fail(
            Code.BLOCK_CONTENT,
            span,
            f"a chart of units draws at most {_MOST_UNITS} marks, not {filled + empty}",
            "write kind=bars: a bar shows any number",
        )
    legend: list[Inline] = []
    for row, image in zip(table.rows, (marks.UNIT, marks.EMPTY_UNIT), strict=True):
        words = f" {plain(row[0].inlines)} ({plain(row[-1].inlines).strip()})   "
        legend += [Icon(image, _UNIT_HEIGHT), Text(words, span=span)]
    if options.note:
        legend += reader.line_of(options.note, span)
    return Figure(
        marks.units(filled, filled + empty),
        options.alt,
        tuple(legend),
        title=reader.line_of(options.title, span),
        anchor=options.id,
        span=span,
    )


def _words(reader: BlockReader, options: ChartOptions, table: Table, span: Span) -> Block:
    """Put a bar before each word of the scale, which is as full as the word says."""
    found = {word: number for number, word in enumerate(options.scale.split(), 1)}
    folded = {word.casefold() for word in found}
    written = {plain(cell.inlines).strip() for row in table.rows for cell in row[1:]}
    if written.isdisjoint(found):
        raise fail(
            Code.BLOCK_CONTENT,
            span,
            "no cell of this chart is a word of its scale",
            'name the words in its braces, the least first: scale="Some Mostly All"',
        )
    _say_what_has_no_bar(
        reader,
        table,
        range(1, len(table.header)),
        lambda words: words in found or words.casefold() not in folded,
        f"write the word as it stands in the scale: {options.scale}",
    )
    rows = tuple(
        tuple(_with_bar(cell, found) if number else cell for number, cell in enumerate(row))
        for row in table.rows
    )
    look = LookOptions(options.title, options.widths, options.id)
    return with_look(reader, replace(table, rows=rows, header_column=True), "ratings", look, span)


def _with_bar(cell: Cell, words: Mapping[str, int]) -> Cell:
    filled = words.get(plain(cell.inlines).strip())
    if not filled:
        return cell
    bar = Icon(marks.word_bar(filled), _BAR_HEIGHT, _BAR_SHAPE)
    return replace(cell, inlines=(bar, Text(" "), Strong(cell.inlines)))


def _bars(reader: BlockReader, options: ChartOptions, table: Table, span: Span) -> Block:
    """Put a bar below each number, on a track as long as the number who answered: the same for
    all, or the one that ends the row and has no bar.
    """
    last = len(table.header) - (0 if options.of else 1)
    height = _TRACK_HEIGHT if last <= _MOST_WIDE_BARS + 1 else _NARROW_TRACK_HEIGHT
    _say_what_has_no_bar(
        reader,
        table,
        range(1, last),
        is_number,
        "write a whole number without commas",
    )
    totals = [plain(row[-1].inlines).strip() for row in table.rows]
    if not options.of and (last == 1 or not all(map(is_number, totals))):
        raise fail(
            Code.BLOCK_CONTENT,
            span,
            "a chart of bars does not say how many answered",
            "add of=60 to its braces, or a last column with that number in each row",
        )
    _check_answers(reader, options, table, span, last)
    alone = last == 2 and not options.widths
    track = _long_track if alone else partial(_track, height)
    rows = tuple(
        tuple(
            _with_track(cell, options.of or _last_number(row), track) if 0 < number < last else cell
            for number, cell in enumerate(row)
        )
        for row in table.rows
    )
    look = LookOptions(options.title, options.widths, options.id)
    return with_look(reader, replace(table, rows=rows, header_column=True), "ratings", look, span)


def _check_answers(
    reader: BlockReader, options: ChartOptions, table: Table, span: Span, last: int
) -> None:
    """Report bars that are longer than all who answered, and when only bars say how many these are;
    the columns before the `last` have bars.
    """
    for row in table.rows:
        of = options.of or _last_number(row)
        for cell in row[1:last]:
            words = plain(cell.inlines).strip()
            if of and is_number(words) and int(words) > of:
                message = f"“{words}” is more than the {of} who answered"
                help = "correct the number, or how many answered"
                reader.problem(Code.BLOCK_CONTENT, cell.span.line - 1, message, help)
    said = [options.title, *(plain(cell.inlines) for cell in table.header)]
    if options.of and str(options.of) not in re.findall(r"\d+", " ".join(said)):
        message = f"only its bars say that the numbers are of {options.of}"
        help = f"write it in the title, or above the numbers: “… of {options.of}”"
        reader.problem(Code.BLOCK_CONTENT, span.line - 1, message, help, Severity.WARNING)


def _say_what_has_no_bar(
    reader: BlockReader, table: Table, columns: range, drawn: Callable[[str], bool], help: str
) -> None:
    """Report cells of a chart that stay without a bar, unless they are empty or a dash."""
    for row in table.rows:
        for number in columns:
            words = plain(row[number].inlines).strip()
            if _LETTER_OR_DIGIT.search(words) and not drawn(words):
                line = row[number].span.line - 1
                message = f"“{words}” has no bar"
                reader.problem(Code.BLOCK_CONTENT, line, message, help, Severity.WARNING)


def _last_number(row: Sequence[Cell]) -> int:
    words = plain(row[-1].inlines).strip()
    return int(words) if is_number(words) else 0


def _with_track(cell: Cell, of: int, track: Callable[[int, int], Icon]) -> Cell:
    words = plain(cell.inlines).strip()
    if not is_number(words) or not of:
        return cell
    number = Numeral(cell.inlines, span=cell.span)
    return replace(cell, inlines=(number, LineBreak(), track(int(words), of)))


def _track(height: float, counted: int, of: int) -> Icon:
    return Icon(marks.bar(counted, of), height, _TRACK_SHAPE)


def _long_track(counted: int, of: int) -> Icon:
    """Return a bar for half the width of a page, which a column of its own has."""
    return Icon(marks.stacked([counted], of), _LONG_TRACK_HEIGHT, _PARTS_SHAPE)


def _stacked(reader: BlockReader, options: ChartOptions, table: Table, span: Span) -> Block:
    """Put a bar of several parts below the words of each row; its numbers stand beside it."""
    counts = [[_number(cell) for cell in row[1:]] for row in table.rows]
    of = options.of or max((sum(row) for row in counts), default=0)
    wrong = [row for row, own in zip(table.rows, counts, strict=True) if sum(own) > of]
    if not 1 < len(table.header) - 1 <= marks.MOST_PARTS or any(-1 in row for row in counts):
        raise fail(
            Code.BLOCK_CONTENT,
            span,
            f"a stacked chart has 2 to {marks.MOST_PARTS} columns of whole numbers",
            "write what each row is about, then a number for each part",
        )
    if wrong:
        raise fail(
            Code.BLOCK_CONTENT,
            wrong[0][0].span,
            f"the numbers of “{plain(wrong[0][0].inlines)}” are more than the {of} of “of”",
            "correct the numbers, or “of”",
        )
    rows = tuple(
        (_with_parts(row[0], own, of), *row[1:])
        for row, own in zip(table.rows, counts, strict=True)
    )
    header = tuple(
        replace(cell, inlines=(Icon(marks.part_key(n), _KEY_HEIGHT), Text(" "), *cell.inlines))
        if n
        else cell
        for n, cell in enumerate(table.header)
    )
    look = LookOptions(options.title, options.widths or _usual_widths(len(header)), options.id)
    filled = replace(table, header=header, rows=rows, header_column=True)
    return with_look(reader, filled, "ratings", look, span)


def _number(cell: Cell) -> int:
    """Return the whole number in a cell; -1 where there is none."""
    words = plain(cell.inlines).strip()
    return int(words) if is_number(words) else -1


def _with_parts(cell: Cell, counts: Sequence[int], of: int) -> Cell:
    bar = Icon(marks.stacked(counts, of), _TRACK_HEIGHT, _PARTS_SHAPE)
    return replace(cell, inlines=(*cell.inlines, LineBreak(), bar))


def _usual_widths(columns: int) -> str:
    """Return widths that leave room for a bar of parts."""
    own = 48 // (columns - 1)
    return " ".join(map(str, (100 - own * (columns - 1), *[own] * (columns - 1))))


_CHARTS = {"units": _units, "words": _words, "bars": _bars, "stacked": _stacked}
