"""`::: name {options}` blocks → blocks of the model.

Each directive is a record of its options and one function; the table `DIRECTIVES` names them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from packbuilder.diagnostics import Code, Span, fail, suggest
from packbuilder.model import (
    Answer,
    Block,
    Callout,
    Include,
    Landscape,
    ListItem,
    Only,
    OrderedList,
    PageBreak,
    Paragraph,
    Quotation,
    Step,
    Steps,
    Table,
    Text,
)
from packbuilder.readers.syntax import parse_attributes
from packbuilder.schema import to_type
from packbuilder.strict_yaml import Node

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

    from packbuilder.readers.blocks import BlockReader

_OPENING = re.compile(r"([a-z][a-z-]*)?\s*(\{.*\})?$", re.DOTALL)
_MINUTES = re.compile(r"(\d+) min(?:utes?)?: *")


@dataclass(frozen=True)
class NoOptions:
    """A block without options."""


@dataclass(frozen=True)
class CalloutOptions:
    """`title` stands in bold above the text."""

    title: str


@dataclass(frozen=True)
class QuotationOptions:
    """`by` says whose words they are."""

    by: str = ""


@dataclass(frozen=True)
class TableOptions:
    """`caption` names the table; `header_column` makes the first column headers; `widths` add up to 100."""

    caption: str
    header_column: bool = False
    widths: str = ""
    id: str = ""


@dataclass(frozen=True)
class IncludeOptions:
    """`file` is a path below content/."""

    file: str


@dataclass(frozen=True)
class OnlyOptions:
    """Show for editions that have a value (`has`), lack it (`unless`), or are named (`edition`)."""

    has: str = ""
    unless: str = ""
    edition: str = ""


@dataclass(frozen=True)
class StepsOptions:
    """`minutes` is what the steps must add up to."""

    minutes: int


@dataclass(frozen=True)
class AnswerOptions:
    """`name` is the field's name, `label` the question, `lines` how many to rule."""

    name: str
    label: str
    lines: int = 1


def read_directive(reader: BlockReader, node: SyntaxTreeNode) -> Iterable[Block]:
    """Read one `:::` block; raises `PackError` when its opening line is wrong."""
    span = reader.span(node).at(reader.line_index(node) + 1)
    blocks = reader.read(node.children)
    name, attributes = _opening(node.info.strip(), span)
    if name not in DIRECTIVES:
        raise fail(
            Code.BLOCK_UNKNOWN, span, f"there is no block “{name}”", suggest(name, DIRECTIVES)
        )
    if not _closed(reader, node):
        raise fail(
            Code.BLOCK_UNCLOSED,
            span,
            f"the block “{name}” is never closed",
            f"end it with a line “{node.markup}”; an outer block needs more colons than an inner one",
        )
    options, read = DIRECTIVES[name]
    values = {key.replace("-", "_"): Node(value, span, span) for key, value in attributes.items()}
    checked = to_type(Node(dict(values), span), options, add='add {key}="…" to the braces')
    return read(reader, checked, blocks, span)


def _opening(info: str, span: Span) -> tuple[str, dict[str, str]]:
    match = _OPENING.fullmatch(info)
    if match is None or not match[1]:
        problem = (
            "a “:::” line closes nothing" if not info else f"“::: {info}” cannot be understood"
        )
        raise fail(
            Code.BLOCK_UNKNOWN,
            span,
            problem,
            'open a block with its name, for instance ::: callout {title="Mind the date"}',
        )
    try:
        return match[1], parse_attributes(match[2]) if match[2] else {}
    except ValueError:
        raise fail(
            Code.BLOCK_OPTION,
            span,
            f"the options {match[2]} cannot be understood",
            'write each as name="text", in straight quotes',
        ) from None


def _closed(reader: BlockReader, node: SyntaxTreeNode) -> bool:
    """Say whether the line after the block is its closing one; the parser closes it in any case."""
    after = node.map[1] if node.map else 0
    colons = reader.lines[after].strip().lstrip("> ") if after < len(reader.lines) else ""
    return len(colons) >= len(node.markup) and set(colons) == {":"}


def _callout(
    reader: BlockReader, options: CalloutOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    return [Callout(reader.line_of(options.title, span), blocks, span=span)]


def _quotation(
    reader: BlockReader, options: QuotationOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    return [Quotation(blocks, reader.line_of(options.by, span), span=span)]


def _table(
    reader: BlockReader, options: TableOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    if len(blocks) != 1 or not isinstance(blocks[0], Table):
        raise fail(
            Code.BLOCK_CONTENT,
            span,
            "a table block has to hold one table and nothing else",
            "put other text before “::: table” or after its closing “:::”",
        )
    table = blocks[0]
    return [
        replace(
            table,
            caption=reader.line_of(options.caption, span),
            header_column=options.header_column,
            widths=_widths(options.widths, len(table.header), span),
            anchor=options.id,
            span=span,
        )
    ]


def _widths(text: str, columns: int, span: Span) -> tuple[int, ...]:
    words = text.split()
    numbers = tuple(int(word) for word in words if word.isdigit() and int(word) > 0)
    if words and (len(numbers) != len(words) or len(words) != columns or sum(numbers) != 100):
        raise fail(
            Code.BLOCK_OPTION,
            span,
            f'widths="{text}" does not fit a table of {columns} columns',
            f"write {columns} whole numbers that add up to 100",
        )
    return numbers


def _include(
    _: BlockReader, options: IncludeOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    _refuse_content(blocks, span, "include")
    return [Include(options.file, span=span)]


def _only(
    _: BlockReader, options: OnlyOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    editions = tuple(options.edition.replace(",", " ").split())
    return [Only(blocks, options.has, options.unless, editions, span=span)]


def _page_break(
    _: BlockReader, __: NoOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    _refuse_content(blocks, span, "page-break")
    return [PageBreak(span=span)]


def _landscape(
    _: BlockReader, __: NoOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    return [Landscape(blocks, span=span)]


def _steps(
    _: BlockReader, options: StepsOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    if len(blocks) != 1 or not isinstance(blocks[0], OrderedList):
        raise fail(
            Code.BLOCK_CONTENT,
            span,
            "a steps block has to hold one numbered list and nothing else",
            "write the steps as lines “1. 3 min: Name the issue.”",
        )
    return [Steps(options.minutes, tuple(_step(item) for item in blocks[0].items), span=span)]


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
    lead = replace(first, inlines=(rest, *first.inlines[1:]))
    return Step(int(match[1]), (lead, *item.blocks[1:]), span=item.span)


def _answer(
    reader: BlockReader, options: AnswerOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    _refuse_content(blocks, span, "answer")
    if not 1 <= options.lines <= 30:
        raise fail(
            Code.BLOCK_OPTION, span, f"lines={options.lines} does not fit a page", "use 1 to 30"
        )
    return [Answer(options.name, reader.line_of(options.label, span), options.lines, span=span)]


def _refuse_content(blocks: tuple[Block, ...], span: Span, name: str) -> None:
    if blocks:
        raise fail(
            Code.BLOCK_CONTENT,
            span,
            f"the block “{name}” holds no text",
            "close it with “:::” in the next line and put the text after it",
        )


Read = Callable[["BlockReader", Any, tuple[Block, ...], Span], Iterable[Block]]

DIRECTIVES: Mapping[str, tuple[type[Any], Read]] = MappingProxyType(
    {
        "answer": (AnswerOptions, _answer),
        "callout": (CalloutOptions, _callout),
        "include": (IncludeOptions, _include),
        "landscape": (NoOptions, _landscape),
        "only": (OnlyOptions, _only),
        "page-break": (NoOptions, _page_break),
        "quotation": (QuotationOptions, _quotation),
        "steps": (StepsOptions, _steps),
        "table": (TableOptions, _table),
    }
)
