"""`:::` blocks of reports: their options, and how each becomes blocks of the model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from packbuilder.diagnostics import Code, Span, fail
from packbuilder.model import (
    Arrangement,
    Block,
    BulletList,
    Cell,
    Figure,
    Heading,
    Icon,
    Inline,
    KeySentence,
    Lead,
    LineBreak,
    Link,
    ListItem,
    Logos,
    OrderedList,
    Paragraph,
    Strong,
    Table,
    TableLook,
    Text,
    ThemePage,
    marks,
)
from packbuilder.readers.reader import BlockReader, read_each
from packbuilder.readers.text_blocks import NoOptions, column_widths, only_block, only_table
from packbuilder.settings.addresses import slip_in

_CODE_WIDTHS = (30, 70)
"""A code is 25 mm wide or more, even on A5."""
LONGEST_CODE = 150
"""Letters of an address: a longer one makes a code too fine for cameras."""

_STAGE_ICON, _ARROW_HEIGHT, _ARROW_SHAPE = 9.0, 4.5, 2.2


@dataclass(frozen=True)
class KeyOptions(NoOptions):
    """The first paragraph is what to remember; others say a little more."""


@dataclass(frozen=True)
class PointsOptions:
    """The titles of the two columns: of the labels, and of what is said of each."""

    label: str
    text: str
    caption: str = ""


@dataclass(frozen=True)
class NumbersOptions:
    """`columns` may be 2."""

    columns: int = 1


@dataclass(frozen=True)
class ThemeOptions:
    """`code` names the theme’s colour, and `name` is its short name; `label` stands above."""

    code: str
    name: str
    label: str = ""
    icon: str = ""
    band: str = ""


@dataclass(frozen=True)
class LookOptions:
    """`caption` says what a table is, where no heading does; `widths` add up to 100."""

    caption: str = ""
    widths: str = ""
    id: str = ""


@dataclass(frozen=True)
class LogosOptions:
    """`height` is that of all logos, in mm."""

    height: int = 15


@dataclass(frozen=True)
class PhotosOptions:
    """`columns` is how many photos are side by side."""

    columns: int = 2


@dataclass(frozen=True)
class CodeOptions:
    """`address` is what the code leads to; it is printed beside it."""

    address: str


PHOTO_COLUMNS = range(2, 5)

LOGO_HEIGHTS = range(5, 51)


def key(_: BlockReader, __: KeyOptions, blocks: tuple[Block, ...], span: Span) -> Iterable[Block]:
    """Read what to remember, and what is added to it."""
    if not blocks or not isinstance(blocks[0], Paragraph):
        raise fail(
            Code.BLOCK_CONTENT,
            span,
            "a key block has to begin with a sentence",
            "write the sentence to remember, then an empty line, then the rest",
        )
    rest = blocks[1:]
    sentence = KeySentence(blocks[0].inlines, span=span)
    return [sentence, Lead(rest, span=span)] if rest else [sentence]


def lead(_: BlockReader, __: NoOptions, blocks: tuple[Block, ...], span: Span) -> Iterable[Block]:
    """Read what a page is about."""
    return [Lead(blocks, span=span)]


def logos(
    _: BlockReader, options: LogosOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Read logos that stand side by side at one height."""
    figures = tuple(block for block in blocks if isinstance(block, Figure))
    if not figures or figures != blocks or any(f.caption or not f.alt for f in figures):
        raise fail(
            Code.BLOCK_CONTENT,
            span,
            "a logos block holds images with a description and no caption, and nothing else",
            "write each on a line of its own: ![Name of the partner](images/logo.svg)",
        )
    if options.height not in LOGO_HEIGHTS:
        raise fail(
            Code.BLOCK_OPTION,
            span,
            f"logos cannot be {options.height} mm high",
            f"give a height in mm from {LOGO_HEIGHTS[0]} to {LOGO_HEIGHTS[-1]}, as in height=15",
        )
    return [Logos(figures, options.height, span=span)]


def photos(
    _: BlockReader, options: PhotosOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Read photos that stand side by side, each with its caption."""
    found = tuple(block for block in blocks if isinstance(block, Figure))
    if not found or found != blocks:
        raise fail(
            Code.BLOCK_CONTENT,
            span,
            "a photos block holds images, and nothing else",
            'write each on a line of its own: ![What it shows](images/day.jpg "Its caption")',
        )
    count = options.columns
    if count not in PHOTO_COLUMNS:
        raise fail(
            Code.BLOCK_OPTION,
            span,
            f"photos cannot be in {count} columns",
            f"write columns={PHOTO_COLUMNS[0]} to {PHOTO_COLUMNS[-1]}",
        )
    for first in range(0, len(found), count):
        row = found[first : first + count]
        free = (Arrangement("stack", (), span=span),) * (count - len(row))
        yield Arrangement("photos", (*row, *free), span=span)


def code(
    _: BlockReader, options: CodeOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Read an address as a QR code, with words and the address itself beside it."""
    address = options.address
    if len(address) > LONGEST_CODE or not re.fullmatch(r"https?://[!-~]+|mailto:[!-~]+", address):
        raise fail(
            Code.QR,
            span,
            f"“{address}” cannot be the address of a code",
            f"write one that begins with https://, in at most {LONGEST_CODE} plain letters",
        )
    if slip := slip_in(address):
        raise fail(Code.QR, span, slip.message, slip.help)
    shown = Figure(marks.code(address), "", span=span)
    words = Link((Text(address.partition("://")[2] or address, span=span),), address, span=span)
    said = Arrangement("stack", (*blocks, Paragraph((words,), span=span)), span=span)
    yield Arrangement("beside", (shown, said), _CODE_WIDTHS, span=span)


def figures(
    reader: BlockReader, options: LookOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Read figures: labels in the header, numbers below, and a row of words."""
    table = only_table(blocks, span, "figures")
    if len(table.rows) not in (1, 2):
        raise fail(
            Code.BLOCK_CONTENT,
            span,
            f"figures have a row of numbers and one of words, not {len(table.rows)} rows",
            "write the labels in the header, the numbers in the first row, words in the second",
        )
    return [with_look(reader, table, "figures", options, span)]


def stages(
    reader: BlockReader, options: LookOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Read stages: their drawings and names in the header, joined by arrows, and words below."""
    table = only_table(blocks, span, "stages")
    last = len(table.header) - 1
    header = tuple(
        replace(cell, inlines=_stage(cell.inlines, number < last))
        for number, cell in enumerate(table.header)
    )
    return [with_look(reader, replace(table, header=header), "stages", options, span)]


def _stage(inlines: Sequence[Inline], arrow: bool) -> tuple[Inline, ...]:
    icons = [replace(i, height=_STAGE_ICON) for i in inlines if isinstance(i, Icon)]
    words = tuple(inline for inline in inlines if not isinstance(inline, Icon))
    if not icons:
        return words
    joint = [Icon(marks.ARROW, _ARROW_HEIGHT, _ARROW_SHAPE)] if arrow else []
    return (*icons, *joint, LineBreak(), *_stripped(words))


def _stripped(words: Sequence[Inline]) -> tuple[Inline, ...]:
    """Leave out the space that parted words from a drawing."""
    first, *rest = words or (Text(""),)
    if isinstance(first, Text):
        first = replace(first, text=first.text.lstrip())
    return (first, *rest)


def numbered(
    reader: BlockReader, options: LookOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Read rows with a large number each; the bold words that begin a cell stand on their own."""
    table = only_table(blocks, span, "numbered")
    rows = tuple(
        tuple(replace(cell, inlines=tuple(begin_lines(titled(cell.inlines)))) for cell in row)
        for row in table.rows
    )
    table = replace(table, rows=rows, header_column=True)
    return [with_look(reader, table, "big-numbers", options, span)]


def begin_lines(inlines: Sequence[Inline]) -> Iterator[Inline]:
    """Begin a line with each drawing but the first."""
    drawn = False
    for inline in inlines:
        if isinstance(inline, Icon) and drawn:
            yield LineBreak()
        drawn = drawn or isinstance(inline, Icon)
        yield inline


def titled(inlines: Sequence[Inline]) -> tuple[Inline, ...]:
    """Let the bold words that begin a cell stand in a line of their own."""
    if len(inlines) > 1 and isinstance(inlines[0], Strong):
        return (inlines[0], LineBreak(), *_stripped(inlines[1:]))
    return tuple(inlines)


def points(
    reader: BlockReader, options: PointsOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Read a list whose items begin with a bold label as rows: the label, and what is said."""
    bullets = only_block(
        blocks,
        BulletList,
        span,
        "a points block has to hold one list and nothing else",
        "write each point as “- **Label:** what is said”",
    )
    rows = read_each(_point, bullets.items)
    header = tuple(Cell(reader.line_of(t, span), span=span) for t in (options.label, options.text))
    caption = reader.line_of(options.caption, span)
    return [Table(header, rows, caption, True, (22, 78), look="points", span=span)]


def _point(item: ListItem) -> tuple[Cell, ...]:
    paragraph = item.blocks[0] if len(item.blocks) == 1 else None
    if not isinstance(paragraph, Paragraph) or not isinstance(paragraph.inlines[0], Strong):
        raise fail(
            Code.BLOCK_CONTENT,
            item.span,
            "this point does not begin with a label",
            "write each point as “- **Label:** what is said”",
        )
    label, *said = paragraph.inlines
    assert isinstance(label, Strong)
    words = tuple(_without_colon(inline) for inline in label.inlines)
    return (Cell(words, span=item.span), Cell(_stripped(said), span=item.span))


def _without_colon(inline: Inline) -> Inline:
    return replace(inline, text=inline.text.rstrip(":")) if isinstance(inline, Text) else inline


def numerals(
    _: BlockReader, options: NumbersOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Read a numbered list with large numerals."""
    found = only_block(
        blocks,
        OrderedList,
        span,
        "a numerals block has to hold one numbered list and nothing else",
        "number the list 1., 2., 3., and put other text before or after the block",
    )
    if options.columns not in (1, 2):
        raise fail(
            Code.BLOCK_OPTION,
            span,
            f"a list cannot have {options.columns} columns",
            "write columns=1 or columns=2",
        )
    return [replace(found, numerals=True, columns=options.columns, span=span)]


def tiles(_: BlockReader, __: NoOptions, blocks: tuple[Block, ...], span: Span) -> Iterable[Block]:
    """Read a list whose items stand side by side, each with its drawing."""
    found = only_block(
        blocks,
        BulletList,
        span,
        "a tiles block has to hold one list and nothing else",
        "begin each item with its drawing: - ![](images/name.svg){.decorative} Words",
    )
    return [replace(found, tiles=True, span=span)]


def theme(
    reader: BlockReader, options: ThemeOptions, blocks: tuple[Block, ...], span: Span
) -> Iterable[Block]:
    """Read the page of a theme."""
    if not blocks or not isinstance(blocks[0], Heading):
        raise fail(
            Code.BLOCK_CONTENT,
            span,
            "a theme block has to begin with a heading",
            "put the theme’s heading in the line after “::: theme”",
        )
    label = reader.line_of(options.label, span)
    code = options.code.lower()
    return [ThemePage(blocks, code, options.name, label, options.icon, options.band, span=span)]


def with_look(
    reader: BlockReader, table: Table, look: TableLook, options: LookOptions, span: Span
) -> Table:
    """Return a table with a look, a caption and widths."""
    return replace(
        table,
        look=look,
        caption=reader.line_of(options.caption, span),
        widths=column_widths(options.widths, len(table.header), span),
        anchor=options.id,
        span=span,
    )
