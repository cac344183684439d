"""`:::` blocks of running text: their options, and how each becomes blocks of the model."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from packbuilder.diagnostics import RULES, Code, Diagnostic, PackError, Span, fail, nearest, suggest
from packbuilder.model import (
    Block,
    Callout,
    Cell,
    Include,
    Landscape,
    Only,
    PageBreak,
    Quotation,
    SmallPrint,
    Table,
    Text,
    Waiver,
    is_number,
)
from packbuilder.readers.inlines import only_for
from packbuilder.readers.reader import BlockReader

B = TypeVar("B", bound=Block)

FREE_ROWS = range(101)
"""How many rows to write in may be added to a table."""


_TO_WRITE = 12
"""How many mm a row to sign in is high where nobody says."""


@dataclass(frozen=True)
class NoOptions:
    """A block without options."""


@dataclass(frozen=True)
class CalloutOptions:
    """`title` stands in bold above the text."""

    title: str


@dataclass(frozen=True)
class QuotationOptions:
    """`by` says whose words they are; the one that `leads` a page is largest."""

    by: str = ""
    leads: bool = False


@dataclass(frozen=True)
class TableOptions:
    """`caption` names it; `header_column` makes the first column headers; `widths` add up to 100.

    `row_height` is in mm; `choice` names what is chosen in a row of radio buttons. `rows` free
    rows and columns to `write` in are added, and all rows are then high enough for that.
    """

    caption: str = ""
    header_column: bool = False
    widths: str = ""
    row_height: int = 0
    rows: int = 0
    write: str = ""
    choice: str = "choice"
    id: str = ""


@dataclass(frozen=True)
class WaiverOptions:
    """`rule` does not count in this block, and `reason` says why."""

    rule: str
    reason: str


@dataclass(frozen=True)
class IncludeOptions:
    """`file` is a path below content/."""

    file: str


@dataclass(frozen=True)
class OnlyOptions:
    """Show for editions that have a value (`has`), lack it (`unless`), or are named (`edition`);
    that have a `document`, or leave the `missing` one out.
    """

    has: str = ""
    unless: str = ""
    edition: str = ""
    document: str = ""
    missing: str = ""


@dataclass(frozen=True)
class LocalOptions:
    """`edition` names whose addition it is; `title` says so to the reader."""

    edition: str
    title: str = "Added by [[short_name]]"


def callout(
    reader: BlockReader, options: CalloutOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Read boxed text."""
    return [Callout(reader.line_of(options.title, span), blocks, span=span)]


def quotation(
    reader: BlockReader, options: QuotationOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Read somebody else’s words."""
    return [Quotation(blocks, reader.line_of(options.by, span), options.leads, span=span)]


def table(
    reader: BlockReader, options: TableOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Return the table inside its caption, widths and row height."""
    table = _with_room(
        only_block(
            blocks,
            Table,
            span,
            "a table block has to hold one table and nothing else",
            "put other text before “::: table” or after its closing “:::”",
        ),
        options,
        span,
    )
    return [
        replace(
            table,
            caption=reader.line_of(options.caption, span),
            header_column=options.header_column,
            widths=column_widths(options.widths, len(table.header), span),
            anchor=options.id,
            row_height=options.row_height or (_TO_WRITE if options.rows or options.write else 0),
            choice=options.choice,
            span=span,
        )
    ]


def _with_room(table: Table, options: TableOptions, span: Span) -> Table:
    """Return a table with more columns and rows, to write in by hand."""
    if options.rows not in FREE_ROWS:
        raise fail(
            Code.BLOCK_OPTION,
            span,
            f"rows={options.rows} is not possible",
            f"use {FREE_ROWS[0]} to {FREE_ROWS[-1]}",
        )
    titles = filter(None, (title.strip() for title in options.write.split(",")))
    header = (*table.header, *(Cell((Text(title, span=span),), span=span) for title in titles))
    empty = (Cell((), span=span),)
    more = empty * (len(header) - len(table.header))
    rows = (*((*row, *more) for row in table.rows), *((empty * len(header),) * options.rows))
    return replace(table, header=header, rows=rows)


def column_widths(text: str, columns: int, span: Span) -> tuple[int, ...]:
    """Read shares of a table's width, one for each column; none at all means equal ones."""
    words = text.split()
    numbers = tuple(int(word) for word in words if is_number(word) and int(word) > 0)
    if words and (len(numbers) != len(words) or len(words) != columns or sum(numbers) != 100):
        raise fail(
            Code.BLOCK_OPTION,
            span,
            f'widths="{text}" does not fit a table of {columns} columns',
            f"write {columns} whole numbers that add up to 100",
        )
    return numbers


def waiver(
    _: BlockReader, options: WaiverOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Read blocks in which a rule does not count."""
    rule = options.rule
    if rule not in RULES:
        wrong = Diagnostic(
            *(Code.BLOCK_OPTION, span, f"there is no rule “{rule}” to excuse"),
            suggest(rule, RULES),
        )
        meant = Waiver(blocks, nearest(rule, RULES) or rule, options.reason, span=span)
        raise PackError([wrong], (meant,))
    return [Waiver(blocks, rule, options.reason or rule, span=span)]


def include(
    _: BlockReader, options: IncludeOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Ask for a shared file, where one is named."""
    refuse_content(blocks, span, "include")
    return [Include(options.file, span=span)] if options.file else []


def only(
    _: BlockReader, options: OnlyOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Read blocks for some editions."""
    wanted = only_for(vars(options))
    if not any(wanted):
        raise fail(
            Code.BLOCK_OPTION,
            span,
            "this block does not say which editions it is for",
            'write for instance ::: only {has="venue"} or ::: only {edition="riverbank"}',
        )
    return [Only(blocks, *wanted, span=span)]


def local(
    reader: BlockReader, options: LocalOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Read what an edition adds of its own: a box that says whose it is."""
    title = reader.line_of(options.title, span)
    editions = tuple(options.edition.replace(",", " ").split())
    added = (Callout(title, blocks, added=True, span=span),)
    return [Only(added, editions=editions, local=True, span=span)]


def page_break(
    _: BlockReader, __: NoOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Begin a new page."""
    refuse_content(blocks, span, "page-break")
    return [PageBreak(span=span)]


def landscape(
    _: BlockReader, __: NoOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Read blocks for pages turned sideways."""
    return [Landscape(blocks, span=span)]


def small_print(
    _: BlockReader, __: NoOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Read blocks in the smallest size."""
    return [SmallPrint(blocks, span=span)]


def only_block(blocks: tuple[Block, ...], kind: type[B], span: Span, message: str, help: str) -> B:
    """Return the one block that may stand in another; raises `PackError` with these words."""
    if len(blocks) != 1 or not isinstance(blocks[0], kind):
        raise fail(Code.BLOCK_CONTENT, span, message, help)
    return blocks[0]


def only_table(blocks: tuple[Block, ...], span: Span, name: str) -> Table:
    """Return the table that a block of this name holds, and nothing else."""
    return only_block(
        blocks,
        Table,
        span,
        f"a {name} block has to hold one table and nothing else",
        f"put other text before “::: {name}” or after its closing “:::”",
    )


def refuse_content(blocks: tuple[Block, ...], span: Span, name: str) -> None:
    """Refuse text in a block that holds none."""
    if blocks:
        raise fail(
            Code.BLOCK_CONTENT,
            span,
            f"the block “{name}” cannot hold text",
            "close it with “:::” on the next line and put the text after it",
        )
