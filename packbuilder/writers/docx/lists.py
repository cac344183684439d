"""Lists, steps and answers → numbered paragraphs and ruled lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from packbuilder import model as m
from packbuilder.theme import MM_PER_PT
from packbuilder.writers.docx.arrangements import column_room, side_by_side
from packbuilder.writers.docx.context import WordContext
from packbuilder.writers.docx.controls import space_control
from packbuilder.writers.docx.elements import BodyItem, change_all
from packbuilder.writers.docx.frames import Borders
from packbuilder.writers.docx.layout_context import LayoutContext, Marker, WordLook
from packbuilder.writers.docx.numbering import LEVELS, list_hanging
from packbuilder.writers.docx.paragraphs import gap, hold, line_count, paragraph
from packbuilder.writers.docx.style_spec import LIST_LEVELS
from packbuilder.writers.docx.style_table import PARAGRAPH_STYLES
from packbuilder.writers.docx.styles import indents
from packbuilder.writers.docx.xml import on, points_of

_FIGURE_EM = 0.55
"""How wide a figure is at most, in em."""
_TILES, _TILE_ICON = 3, 9.0
"""How many tiles stand side by side, and how high their drawings are in mm."""


def bullets(node: m.BulletList, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write a list without order; tools on pages turned sideways have it in two columns."""
    if node.tiles:
        return _tiles(node, layout, context)
    turned = layout.width > context.sheet.width and not layout.depth
    if turned and context.part and context.part.landscape and len(node.items) > 1:
        return _columns(
            node.items, lambda items, room: _bullets(items, room, context), layout, context
        )
    return _bullets(node.items, layout, context)


def _bullets(
    items: Sequence[m.ListItem], layout: LayoutContext, context: WordContext
) -> list[BodyItem]:
    number = context.numbering.bullets(framed=_boxed(layout))
    return _items(items, _inside(layout, "ListBullet", number, context), layout, context)


def _tiles(node: m.BulletList, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write items between two rules, each with its drawing: side by side, in handouts one below the
    other with thin lines between them.
    """
    marker = Marker("ListTile", context.numbering.tiles(), 0)
    inside = replace(
        layout,
        column=0,
        text="ListTile",
        marker=marker,
        words=WordLook(numeral="SmallNumeral", icon=_TILE_ICON),
    )
    across = _TILES if layout.column else 1
    cells = [hold(context.blocks([_with_code(item, across)], inside)) for item in node.items]
    if across == 1:
        beside = _TILE_ICON + 2 * context.theme.length("tick")
        hung = {"ind": indents(beside, 0, beside)}
        cells = [change_all(cell, lambda known: known.having(**hung)) for cell in cells]
    rows = [cells[first : first + across] for first in range(0, len(cells), across)]
    rules = {"top": "primary", "bottom": "primary", "insideH": "hair"}
    if layout.column:
        del rules["insideH"]
    written = side_by_side(rows, [1] * across, layout, context, rules=rules)
    return [written, gap(points_of(context.theme.length("gap")))]


def _with_code(item: m.ListItem, across: int) -> m.ListItem:
    """Let strong words right behind the drawing of a tile stand out as its code. In rows, what is
    behind the code begins at a place of its own.
    """
    first, *others = item.blocks
    if not isinstance(first, m.Paragraph):
        return item
    start, code, *_ = [
        piece for piece in first.inlines if not isinstance(piece, m.Text) or piece.text.strip()
    ] + [None, None]
    if not isinstance(start, m.Icon) or not isinstance(code, m.Strong):
        return item
    line = [m.Numeral(code.inlines, span=code.span) if p is code else p for p in first.inlines]
    behind = first.inlines.index(code) + 1
    after = line[behind] if behind < len(line) else None
    if across == 1 and isinstance(after, m.Text):
        line[behind] = replace(after, text="\t" + after.text.lstrip(" "))
    return replace(item, blocks=(replace(first, inlines=tuple(line)), *others))


def _columns(
    items: Sequence[m.ListItem],
    write: Callable[[Sequence[m.ListItem], LayoutContext], list[BodyItem]],
    layout: LayoutContext,
    context: WordContext,
) -> list[BodyItem]:
    """Write items in two columns, which are as short as they can be."""
    inside = column_room(layout, context)
    half = _half(items, inside, context)
    cells = [write(part, inside) for part in (items[:half], items[half:])]
    return [side_by_side([cells], [1, 1], layout, context), gap(_after(layout, context))]


def _half(items: Sequence[m.ListItem], layout: LayoutContext, context: WordContext) -> int:
    """Return how many items stand in the first of two columns; it is no shorter, if it can be."""
    theme, look = context.theme, context.theme.style(layout.profile, "list-item")
    room = layout.width - theme.length("list-indent")
    lines = [
        sum(line_count(m.words(block), room, look, theme) for block in m.walk(item.blocks))
        for item in items
    ]
    return min(range(len(items), 0, -1), key=lambda half: max(sum(lines[:half]), sum(lines[half:])))


def _after(layout: LayoutContext, context: WordContext) -> float:
    return context.theme.style(layout.profile, "text").after


def ordered(node: m.OrderedList, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write a numbered list, which starts again."""
    if node.numerals:
        return _with_numerals(node, layout, context)
    level = min(layout.depth, LEVELS - 1)
    number = context.numbering.numbers(level, node.start, _boxed(layout), node.counting)
    inside = _inside(layout, "ListNumber", number, context, _more_room(node, layout, context))
    return _items(node.items, inside, layout, context)


def _more_room(node: m.OrderedList, layout: LayoutContext, context: WordContext) -> float:
    """Return how much wider the indent of a list is whose numbers have three figures or more, in
    mm. In a box there is no indent but no-break spaces before the number.
    """
    figures = len(str(node.start + len(node.items) - 1))
    if node.counting != "figures" or figures < 3 or layout.frame:
        return 0
    size = context.theme.style(layout.profile, "list-item").size
    return (figures - 2) * size * _FIGURE_EM * MM_PER_PT


def _with_numerals(
    node: m.OrderedList, layout: LayoutContext, context: WordContext
) -> list[BodyItem]:
    """Write a list with large numerals and a thin line above each item."""
    number = context.numbering.numerals(node.start)

    def write(items: Sequence[m.ListItem], room: LayoutContext) -> list[BodyItem]:
        indent = room.indent + context.theme.length("numeral-indent")
        hanging = context.theme.length("numeral-indent")
        marker = Marker("ListNumeral", number, 0, hanging)
        inside = replace(room, indent=indent, depth=1, text="ListContinue", marker=marker)
        return context.blocks(items, inside)

    if node.columns > 1:
        return _columns(node.items, write, layout, context)
    return [*write(node.items, layout), gap(_after(layout, context))]


def item(node: m.ListItem, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write one item."""
    return _numbered(node.blocks, layout, context)


def steps(node: m.Steps, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write the steps of a tool as a numbered list."""
    number = context.numbering.numbers(0, 1, framed=_boxed(layout))
    inside = _inside(replace(layout, depth=0), "ListNumber", number, context)
    return _items(node.items, inside, layout, context)


def step(node: m.Step, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write one step, whose first paragraph begins with its minutes in words."""
    return _numbered(node.blocks, layout, context)


def answer(node: m.Answer, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write a question and the lines to write on: paragraphs, each ruled below."""
    label = paragraph("AnswerLabel", context.line(node.label, layout, bold=True), layout, context)
    unmarked = layout.unmarked()
    spoken = node.spoken or m.plain(node.label)
    field = m.Field(node.kind, node.name, spoken, options=node.options)
    lines = [
        paragraph(
            "AnswerLine",
            space_control(field, layout.language) if not number else "",
            unmarked,
            context,
            borders=_rules(layout, context),
            properties=_together(number, node.lines),
        )
        for number in range(node.lines)
    ]
    return [label, *lines, gap(points_of(context.theme.length("answer-gap")))]


def _numbered(
    blocks: tuple[m.Block, ...], layout: LayoutContext, context: WordContext
) -> list[BodyItem]:
    """Number the first paragraph; what follows stands below it without a number."""
    if not blocks or not isinstance(blocks[0], m.Paragraph):
        return [paragraph("", "", layout, context), *context.blocks(blocks, layout.unmarked())]
    return [*context.block(blocks[0], layout), *context.blocks(blocks[1:], layout.unmarked())]


def _together(number: int, lines: int) -> dict[str, str]:
    """Keep the lines of one answer on one page."""
    return {"keepNext": on("keepNext")} if number < lines - 1 else {}


def _rules(layout: LayoutContext, context: WordContext) -> Borders | None:
    """Return the rule of lines to write on in a box, whose sides would take its place."""
    return layout.frame.ruled(context.theme) if layout.frame else None


def _boxed(layout: LayoutContext) -> bool:
    return layout.frame is not None


def _inside(
    layout: LayoutContext, stem: str, number: int, context: WordContext, more: float = 0
) -> LayoutContext:
    """Return the layout of a list's items: one level deeper, with its marker. Its indent is `more`
    mm wider than that of its style.
    """
    shown = min(layout.depth + 1, LIST_LEVELS)
    turn = str(shown) if shown > 1 else ""
    numbering = PARAGRAPH_STYLES[stem].numbering
    hanging = list_hanging(context.theme, numbering, layout.profile) + more
    outer = layout.column and layout.indent == layout.column and not layout.frame
    marker = Marker(f"{stem}{turn}", number, min(layout.depth, LEVELS - 1), hanging)
    return replace(
        layout,
        indent=layout.indent + (hanging if outer else context.theme.length("list-indent") + more),
        depth=layout.depth + 1,
        text=f"ListContinue{shown if shown > 1 else ''}",
        marker=marker,
    )


def _items(
    items: Sequence[m.Block], inside: LayoutContext, layout: LayoutContext, context: WordContext
) -> list[BodyItem]:
    inner = context.blocks(items, inside)
    if layout.depth or layout.frame:
        return inner
    return [*inner, gap(_after(layout, context))]
