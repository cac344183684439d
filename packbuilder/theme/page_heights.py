"""How high the blocks of a page of a tool come out, in mm: whether all of it fits on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from packbuilder.model import (
    MARKS,
    Answer,
    Arrangement,
    Block,
    BulletList,
    Canvas,
    Cell,
    Choices,
    Group,
    Heading,
    Inline,
    ListItem,
    Numeral,
    OrderedList,
    Paragraph,
    Part,
    SmallPrint,
    Table,
    nested_blocks,
    own_inlines,
    plain,
)
from packbuilder.storage.records import memoized_by_object
from packbuilder.theme.columns import column_shares
from packbuilder.theme.heights import between_breaks, foot_is_high
from packbuilder.theme.theme import Theme
from packbuilder.theme.tokens import MM_PER_PT, millimetres

_SIDE_BY_SIDE = ("row", "photos", "beside")


@dataclass(frozen=True, slots=True)
class Column:
    """Where blocks stand: the look of a profile, and a width in mm."""

    theme: Theme
    profile: str
    width: float

    def lines(self, inlines: Iterable[Inline], role: str, room: float = 0) -> float:
        """Return how high words in a role are, in as much room as the column has, or less."""
        return sum(self.words(text, role, room) for text in between_breaks(inlines))

    def words(self, text: str, role: str, room: float = 0) -> float:
        """Return how high a text is."""
        style = self.theme.style(self.profile, role)
        count, filled = 0, 0.0
        space = self.theme.width_of(" ", style.size, style.bold)
        for word in text.split():
            width = self.theme.width_of(word, style.size, style.bold)
            if set(word) == {"_"}:
                width = self.length("blank")
            if not count or filled + space + width > (room or self.width):
                count, filled = count + 1, width
            else:
                filled += space + width
        return count * style.leading * MM_PER_PT

    def after(self, role: str) -> float:
        """Return the space behind a role."""
        return self.theme.style(self.profile, role).after * MM_PER_PT

    def length(self, name: str) -> float:
        """Return a length of the look."""
        return self.theme.length(name)


class Pages:
    """The pages of a part of a tool."""

    def __init__(self, part: Part, theme: Theme) -> None:
        paper = theme.paper(part.profile, part.landscape)
        width = millimetres(paper.width) - millimetres(paper.left) - millimetres(paper.right)
        height = millimetres(paper.height) - millimetres(paper.top) - millimetres(paper.bottom)
        if foot_is_high(part.footer, theme, part.profile, part.landscape):
            height -= theme.length("foot-gap")
        self._column, self._height = Column(theme, part.profile, width), height
        self._title = _title(part, self._column)
        self._block = _heights_in(self._column)

    def spare(self, page: Iterable[Block], first: bool) -> float:
        """Return how much of the height of a page is left below these blocks, about; less than
        nothing where they need more than a page. The `first` one begins with the title.
        """
        blocks = list(page)
        title = self._title if first else -sum(map(self.before, blocks[:1]))
        behind = sum(map(self.behind, blocks[-1:]))
        return self._height - title - sum(map(self.height, blocks)) + behind

    def height(self, block: Block) -> float:
        """Return how high a block is, with the space behind it."""
        return self._block(block)

    def before(self, block: Block) -> float:
        """Return the space above a heading, which there is none of at the top of a page."""
        if not isinstance(block, Heading):
            return 0
        style = self._column.theme.style(self._column.profile, f"heading-{block.level}")
        return style.before * MM_PER_PT

    def behind(self, block: Block) -> float:
        """Return the space behind a block that there may be none of at the end of a page."""
        wide = isinstance(block, Table | Group) or getattr(block, "look", "") == "one-thing"
        return self._column.length("gap" if wide else "answer-gap")


def _heights_in(column: Column) -> Callable[[Block], float]:
    """Return what says how high a block comes out, worked out once: a document and a pack that it
    is in have the same blocks.
    """
    known, key = column.theme.heights, (column.profile, column.width)
    if key not in known:
        known[key] = memoized_by_object(lambda block: _stack([block], column), _REMEMBERED)
    return known[key]


_REMEMBERED = 4096


def _title(part: Part, column: Column) -> float:
    """Return how high the head of a tool is: its drawing and a logo stand at the right."""
    opening = part.opening
    if opening is None:
        return 0
    room = column.width - column.length("title-indent")
    room -= (column.length("drawing") + column.length("gap")) if opening.icon else 0
    role = "title-wide" if part.landscape else "title"
    words = column.words(opening.title.removeprefix(opening.code).strip(), role, room)
    words += column.after(role)
    drawn = column.length("drawing") if opening.icon else 0
    room = column.width - column.length("title-indent") if words >= drawn else room
    words += column.words(opening.subtitle, "subtitle", room)
    for line in opening.lines:
        words += column.words(line.text, "opening-line", room)
    above = column.length("title-rule") + column.length("small-gap")
    return above + max(words, drawn) + column.length("answer-gap")


def _stack(blocks: Iterable[Block], column: Column) -> float:
    return sum(_HEIGHTS.get(type(block), _other)(block, column) for block in blocks)


def _other(block: Block, column: Column) -> float:
    """Return how high any other block is: its words, and the blocks inside it."""
    words = sum(column.lines(line, "text") for line in own_inlines(block))
    return words + _stack(nested_blocks(block), column)


def _heading(block: Heading, column: Column) -> float:
    role = f"heading-{block.level}"
    style = column.theme.style(column.profile, role)
    rule = column.length("section-rule") + column.length("small-gap") if block.level == 1 else 0
    words = column.lines(block.inlines, role) + column.after(role)
    return style.before * MM_PER_PT + rule + words


def _paragraph(block: Paragraph, column: Column) -> float:
    return column.lines(block.inlines, "text") + column.after("text")


def _list(block: BulletList | OrderedList, column: Column) -> float:
    inner = replace(column, width=column.width - column.length("list-indent"))
    if isinstance(block, OrderedList) and block.numerals:
        return _numerals(block, column)
    if isinstance(block, BulletList) and block.tiles:
        return _tiles(block, column)
    items = sum(
        _words(item, "list-item", inner) + column.after("list-item") for item in block.items
    )
    return items + column.after("text")


def _numerals(block: OrderedList, column: Column) -> float:
    """Return how high a list with large numerals and thin lines is; columns are as high."""
    gaps = (block.columns - 1) * column.length("gap")
    room = (column.width - gaps) / block.columns - column.length("numeral-indent")
    around = 2 * column.length("numeral-gap") + column.length("hairline")
    inner = replace(column, width=room)
    items = sum(_words(item, "numeral-item", inner) + around for item in block.items)
    return items / block.columns + column.after("text")


def _tiles(block: BulletList, column: Column) -> float:
    """Return how high tiles one below the other are: their words hang beside a drawing and a
    code, and their lines are as high as the drawing.
    """
    beside = column.length("list-indent") + column.length("answer-gap")
    beside += 2 * column.length("tick") + column.length("small-gap")
    inner = replace(column, width=column.width - beside)
    line = column.theme.style(column.profile, "text").leading * MM_PER_PT
    around = 2 * column.length("tight") + column.length("hairline")
    lines = sum(_words(item, "text", inner) for item in block.items) / line
    items = lines * column.length("list-indent") + len(block.items) * around
    return items + 2 * column.length("strong-rule") + column.after("text")


def _words(item: ListItem, role: str, column: Column) -> float:
    return sum(column.lines(line, role) for each in item.blocks for line in own_inlines(each))


def _answer(block: Answer, column: Column) -> float:
    before = column.theme.style(column.profile, "answer-label").before * MM_PER_PT
    lines = block.lines * (column.length("writing-line") + column.length("hairline"))
    label = column.lines(block.label, "answer-label")
    return before + label + lines + column.length("answer-gap")


def _choices(block: Choices, column: Column) -> float:
    label = column.lines(block.label, "answer-label")
    line = column.length("tick") + column.length("small-gap")
    rows = 1 if block.row else len(block.items)
    around = column.length("small-gap") if block.row else 0
    return label + rows * line + around + column.after("text")


def _arrangement(block: Arrangement, column: Column) -> float:
    if block.look in _SIDE_BY_SIDE:
        shares = block.widths or (1,) * len(block.blocks)
        gap = column.length("gap")
        rooms = (column.width * share / sum(shares) for share in shares)
        return max(
            _stack([inner], replace(column, width=room - (gap if number else 0)))
            for number, (inner, room) in enumerate(zip(block.blocks, rooms, strict=True))
        )
    if block.look == "one-thing":
        around = column.length("answer-gap") + column.length("cell-padding") + column.length("gap")
        around += 2 * column.length("strong-rule")
        return around + sum(_in_one_thing(inner, column) for inner in block.blocks)
    if block.look == "side":
        inner = replace(column, width=column.width - column.length("column"))
        return 2 * column.length("small-gap") + _stack(block.blocks[1:], inner)
    if block.look == "scale":
        return _scale(block, column) + column.length("small-gap")
    if block.look == "notice":
        return column.length("answer-gap") + column.length("small-gap") + _notice(block, column)
    return _stack(block.blocks, column)


def _scale(block: Arrangement, column: Column) -> float:
    """Return how high it is what marks mean: each meaning stays whole, with a gap to the next."""
    theme, style = column.theme, column.theme.style(column.profile, "table-text")
    large = theme.style(column.profile, "callout-title").size
    lines, filled = 1, 0.0
    for words in (words for each in block.blocks for words in own_inlines(each)):
        width = sum(
            theme.width_of(plain((inline,)), large if bold else style.size, bold)
            for inline in words
            for bold in (isinstance(inline, Numeral),)
        )
        if filled and filled + width > column.width:
            lines, filled = lines + 1, 0.0
        filled += width + column.length("gap") + theme.width_of(" ", style.size, False)
    return lines * style.leading * MM_PER_PT


def _in_one_thing(block: Block, column: Column) -> float:
    """Return how high a block is whose heading, if it is one, has nothing around it."""
    if isinstance(block, Heading):
        return column.lines(block.inlines, "callout-title")
    return _stack([block], column)


def _notice(block: Block, column: Column) -> float:
    """Return how high the lines that end a tool are: what is not small print says whom to ask."""
    return sum(
        _small_print(inner, column)
        if isinstance(inner, SmallPrint)
        else sum(column.lines(words, "contact") + column.after("contact") for words in texts)
        for inner in nested_blocks(block)
        for texts in [tuple(own_inlines(inner))]
    )


def _small_print(block: SmallPrint, column: Column) -> float:
    return sum(
        column.lines(words, "small-print") for each in block.blocks for words in own_inlines(each)
    )


def _group(block: Group, column: Column) -> float:
    """Return how high blocks below a rule are: a space is left behind them, no line's own."""
    rule = column.length("strong-rule") + column.length("cell-padding")
    behind = column.length("gap") - column.length("answer-gap")
    return rule + _stack(block.blocks, column) + behind


def _canvas(block: Canvas, column: Column) -> float:
    label = column.lines(block.label, "answer-label")
    use = column.words(block.purpose, "text") + column.after("text") if block.purpose else 0
    return label + use + block.height + column.length("gap")


def _table(block: Table, column: Column) -> float:
    rooms = _rooms(block, column)
    head = max(
        column.lines(cell.inlines, "table-head", room)
        for cell, room in zip(block.header, rooms, strict=False)
    )
    if block.look == "chain":  # its numerals are higher than words
        head += column.words(".", "row-number") - column.words(".", "table-head")
    roles, around = _roles(block), _around(block, column)  # worked out from all rows, so once
    rows = (_row(block, row, roles, rooms, around, column) for row in block.rows)
    caption = column.lines(block.caption, "caption") + column.after("caption")
    inner = (caption if block.caption else 0) + head + sum(rows)
    if block.strip or block.look == "step-bar":
        return inner + column.length("answer-gap") + 2 * column.length("hairline")
    padding, rules = column.length("cell-padding"), 2 * column.length("strong-rule")
    return inner + 2 * padding + rules + column.length("gap")


def _rooms(table: Table, column: Column) -> list[float]:
    """Return how wide the words in each column can be; places to mark have no padding above."""
    shares = column_shares(table, column.theme, column.profile, column.width)
    shares = shares or (1,) * len(table.header)
    padding = column.length("cell-padding")
    beside = [0 if kind in MARKS else 2 * padding for kind in table.column_kinds]
    return [
        column.width * share / sum(shares) - (beside[number] if number else padding)
        for number, share in enumerate(shares)
    ]


def _roles(table: Table) -> list[str]:
    """Return the role of the words in each column."""
    numbered, asks = table.numbered, any(table.column_kinds) and table.header_column
    usual = "list-item" if table.look == "steps" else "table-text"
    columns = range(max(map(len, (table.header, *table.rows))))
    return ["statement" if numbered or (asks and not n) else usual for n in columns]


def _around(table: Table, column: Column) -> float:
    """Return how much room there is above and below the words of a cell."""
    if "figure" in table.column_kinds:
        return 0
    return 2 * column.length("answer-gap" if table.look == "route" else "cell-padding")


def _row(
    table: Table,
    row: Iterable[Cell],
    roles: Iterable[str],
    rooms: Iterable[float],
    around: float,
    column: Column,
) -> float:
    """Return how high a row is: its highest cell, or what the table asks for."""
    cells = zip(row, roles, rooms, strict=False)
    heights = (_cell(cell, role, room, column) + around for cell, role, room in cells)
    return max(table.row_height, *heights) + column.length("hairline")


def _cell(cell: Cell, role: str, room: float, column: Column) -> float:
    """Return how high the words of a cell are, or what is marked in it."""
    marks = sum(field.kind in MARKS for field in cell.answers)
    tick = column.length("tick") + column.length("cell-padding")
    return max(column.lines(cell.inlines, role, room), marks * tick)


_HEIGHTS: Mapping[type[Block], Callable[..., float]] = MappingProxyType(
    {
        Heading: _heading,
        Paragraph: _paragraph,
        BulletList: _list,
        OrderedList: _list,
        Answer: _answer,
        Choices: _choices,
        Arrangement: _arrangement,
        Canvas: _canvas,
        Group: _group,
        SmallPrint: _small_print,
        Table: _table,
    }
)
