"""`:::` blocks of tools: steps, places to answer, run sheets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from packbuilder.diagnostics import Code, Span, fail
from packbuilder.model import (
    Answer,
    Arrangement,
    Block,
    BulletList,
    Canvas,
    CanvasShape,
    Choices,
    Field,
    Group,
    Inline,
    ListItem,
    OrderedList,
    Paragraph,
    Route,
    RunSheet,
    Step,
    Steps,
    Table,
    Text,
    plain,
    rewrite_blocks,
    rewrite_inlines,
)
from packbuilder.readers.inlines import read_answer
from packbuilder.readers.reader import BlockReader, read_each
from packbuilder.readers.text_blocks import (
    column_widths,
    only_block,
    only_table,
    refuse_content,
)
from packbuilder.settings.dates import minutes_of

_MINUTES = re.compile(r"(\d+) min(?:utes?)?: *")
_NAME = re.compile(r"[\w.-]+")
_MAP_WIDTHS = (63, 37)


@dataclass(frozen=True)
class StepsOptions:
    """`minutes` is what the steps must add up to."""

    minutes: int


@dataclass(frozen=True)
class AnswerOptions:
    """`name` is the field's name, `label` the question, `lines` how many to rule.

    `choose` is `date`, a range or options, as in the braces of `___{date}`.
    """

    name: str
    label: str
    lines: int = 1
    choose: str = ""


@dataclass(frozen=True)
class ChoicesOptions:
    """`name` is the field's name, `label` the question above the list."""

    name: str
    label: str


@dataclass(frozen=True)
class RouteOptions:
    """With a `name`, one decision can be ticked: that of the field; `label` is the question."""

    name: str = ""
    label: str = ""


@dataclass(frozen=True)
class RepeatOptions:
    """`count` times the same blocks; `{n}` in their words is the number of each."""

    name: str
    count: int


@dataclass(frozen=True)
class RunSheetOptions:
    """`minutes` is what the slots must add up to; `widths` count the clock column in."""

    minutes: int
    caption: str
    widths: str = ""


@dataclass(frozen=True)
class AgendaOptions:
    """`start` is when it begins, where its first column holds minutes."""

    caption: str = ""
    start: str = ""
    widths: str = ""
    id: str = ""


@dataclass(frozen=True)
class CanvasOptions:
    """`zones` are separated by commas, `height` is in mm, `purpose` says what the canvas is for.

    With the `shape` “distance” they are bands from near to far, the last one outside.
    """

    name: str
    label: str
    zones: str
    purpose: str
    height: int = 120
    shape: CanvasShape = ""


def _check_name(name: str, span: Span) -> None:
    """Refuse a name that no field can have."""
    if not _NAME.fullmatch(name):
        raise fail(
            Code.BLOCK_OPTION,
            span,
            f"“{name}” cannot be the name of an answer",
            "use letters, digits, hyphens and dots, for instance k2.score",
        )


def steps(
    _: BlockReader, options: StepsOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Read the timed steps of a tool."""
    written = only_block(
        blocks,
        OrderedList,
        span,
        "a steps block has to hold one numbered list and nothing else",
        "write the steps as lines “1. 3 min: Name the issue.”",
    )
    return [Steps(options.minutes, read_each(_step, written.items), span=span)]


def _step(item: ListItem) -> Step:
    first = item.blocks[0] if item.blocks else None
    start = first.inlines[0] if isinstance(first, Paragraph) and first.inlines else None
    match = _MINUTES.match(start.text) if isinstance(start, Text) else None
    if match is None or not isinstance(start, Text) or not isinstance(first, Paragraph):
        raise fail(
            Code.MINUTES,
            item.span,
            "the step does not say how long it takes",
            "begin it with its minutes: “1. 3 min: Name the issue.”",
        )
    rest = replace(start, text=start.text[match.end() :])
    lead = replace(first, inlines=(*([rest] if rest.text else []), *first.inlines[1:]))
    return Step(int(match[1]), (lead, *item.blocks[1:]), span=item.span)


def answer(
    reader: BlockReader, options: AnswerOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Read a question with ruled lines."""
    refuse_content(blocks, span, "answer")
    _check_name(options.name, span)
    if not 1 <= options.lines <= 30:
        raise fail(
            Code.BLOCK_OPTION, span, f"lines={options.lines} does not fit a page", "use 1 to 30"
        )
    kind, choice = read_answer(options.choose, span)
    label = reader.line_of(options.label, span)
    return [Answer(options.name, label, options.lines, kind=kind, options=choice, span=span)]


def choices(
    reader: BlockReader, options: ChoicesOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Read things to tick or choose from."""
    _check_name(options.name, span)
    items = _only_list(blocks, BulletList, span, "choices", "- [ ] Lead” or “- ( ) Go ahead")
    items = read_each(_choice, items)
    return [Choices(options.name, reader.line_of(options.label, span), items, span=span)]


def _choice(item: ListItem) -> ListItem:
    if not isinstance(_first_inline(item), Field):
        raise fail(
            Code.BLOCK_CONTENT,
            item.span,
            "this line has nothing to tick or choose",
            "begin it with [ ] to tick, or ( ) to choose one: “- [ ] Lead”",
        )
    return item


def scale(
    reader: BlockReader, options: ChoicesOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Read choices that stand side by side."""
    for block in choices(reader, options, blocks, span):
        yield replace(block, row=True) if isinstance(block, Choices) else block


def repeat(
    _: BlockReader, options: RepeatOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Write the same blocks several times, each in a box of its own."""
    _check_name(options.name, span)
    if not 1 <= options.count <= 20:
        raise fail(Code.BLOCK_OPTION, span, f"count={options.count} is not possible", "use 1 to 20")
    for number in range(1, options.count + 1):
        inner = rewrite_blocks(blocks, lambda block, n=number: [_numbered(block, n)])  # type: ignore[misc]
        yield Group(f"{options.name}{number}", inner, span=span)


def _numbered(block: Block, number: int) -> Block:
    def change(inline: Inline) -> Iterable[Inline]:
        if isinstance(inline, Text):
            return [replace(inline, text=inline.text.replace("{n}", str(number)))]
        return [inline]

    block = rewrite_inlines(block, change)
    anchor = getattr(block, "anchor", "")
    return replace(block, anchor=f"{anchor}-{number}") if anchor else block  # type: ignore[call-arg]


def route(
    reader: BlockReader, options: RouteOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Read the way to a decision."""
    items = _only_list(blocks, OrderedList, span, "route", "1. Yes to question 1 → **Go ahead.**")
    if not options.name:
        return [Route(items, span=span)]
    _check_name(options.name, span)
    items = read_each(_way, items)
    return [Route(items, options.name, reader.line_of(options.label, span), span=span)]


def _way(item: ListItem) -> ListItem:
    circles = [i for i in _line(item) if isinstance(i, Field) and i.kind == "choice"]
    if len(circles) != 1 or plain(_line(item)).count("→") != 2:
        raise fail(
            Code.BLOCK_CONTENT,
            item.span,
            "this line does not say what is decided and what happens then",
            "write it with ( ), to choose one: “1. Question 1 is yes → ( ) **Yes** → Begin.”",
        )
    return item


def run_sheet(
    reader: BlockReader, options: RunSheetOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Read a timed plan."""
    table = only_block(
        blocks,
        Table,
        span,
        "a run sheet must contain one table and nothing else",
        "write it as a table whose first column gives the minutes",
    )
    widths = column_widths(options.widths, len(table.header) + 1, span)
    caption = reader.line_of(options.caption, span)
    table = replace(table, caption=caption, widths=widths)
    return [RunSheet(options.minutes, (table,), span=span)]


def agenda(
    reader: BlockReader, options: AgendaOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Read what happens when: one table whose first column holds times or minutes."""
    table = only_table(blocks, span, "agenda")
    if options.start and minutes_of(options.start) is None:
        raise fail(
            Code.BLOCK_OPTION,
            span,
            f"“{options.start}” is not a time of day",
            'write it as start="9:30"',
        )
    caption, widths = reader.line_of(options.caption, span), options.widths
    shares = column_widths(widths, len(table.header), span)
    table = replace(table, caption=caption, widths=shares, anchor=options.id)
    return [RunSheet(0, (table,), agenda=True, start=options.start, span=span)]


def canvas(
    reader: BlockReader, options: CanvasOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Read a canvas, and write its linear twin after it: an answer for each zone."""
    _check_name(options.name, span)
    refuse_content(blocks, span, "canvas")
    zones = tuple(zone.strip() for zone in options.zones.split(",") if zone.strip())
    label = reader.line_of(options.label, span)
    purpose = options.purpose
    twin = tuple(
        Answer(f"{options.name}{number}", (Text(zone, span=span),), 2, span=span)
        for number, zone in enumerate(zones, 1)
    )
    if not options.shape:
        yield Canvas(options.name, label, zones, options.height, purpose, span=span)
        yield from twin
        return
    drawn = Canvas(options.name, (), zones, options.height, "", options.shape, span=span)
    words = (Paragraph(label, span=span), Paragraph((Text(purpose, span=span),), span=span))
    beside = Arrangement("stack", (*words, *twin), span=span)
    yield Arrangement("row", (drawn, beside), _MAP_WIDTHS, span=span)


def _only_list(
    blocks: tuple[Block, ...],
    kind: type[BulletList | OrderedList],
    span: Span,
    name: str,
    example: str,
) -> tuple[ListItem, ...]:
    message = f"the block “{name}” must contain one list and nothing else"
    return only_block(blocks, kind, span, message, f"write lines such as “{example}”").items


def _line(item: ListItem) -> tuple[Inline, ...]:
    first = item.blocks[0] if item.blocks else None
    return first.inlines if isinstance(first, Paragraph) else ()


def _first_inline(item: ListItem) -> Inline | None:
    return next(iter(_line(item)), None)
