"""Tables of the model → HTML: headers, places to mark, and what is more than a table."""

from __future__ import annotations

from markupsafe import Markup

from packbuilder import model as m
from packbuilder.model.marks import sign
from packbuilder.writers.markup import tag
from packbuilder.writers.pdf.markup.context import MarkupContext, asset


def table(context: MarkupContext, node: m.Table) -> Markup:
    """Write a table; its classes say what its columns are for."""
    caption = tag("caption", context.inlines(node.caption)) if node.caption else Markup("")
    columns = Markup("").join(
        Markup('<col style="width:{}%">').format(width) for width in context.column_shares(node)
    )
    kinds, signs = node.column_kinds, node.signs
    high = context.high_rows(node)
    head = tag("thead", _row(context, node, node.header, kinds, head=True))
    body = Markup("").join(
        _row(context, node, row, kinds, signs=signs, high=number in high)
        for number, row in enumerate(node.rows)
    )
    return tag(
        "table",
        caption + columns + head + tag("tbody", body),
        id=node.anchor,
        class_=" ".join(_looks(context, node, kinds, parted=bool(high))),
    )


def _looks(
    context: MarkupContext, node: m.Table, kinds: tuple[str, ...], parted: bool
) -> list[str]:
    grid = any(kinds)
    looks = {
        "together": node.stays_together and not parted,
        "strip": node.strip,
        "fit": context.fits_columns(node),
        "grid": grid,
        "roomy": kinds.count("words") > 1,
        "signed": any(_is_one_character(cell) for cell in node.header),
        "matrix": "figure" in kinds,
        "numbered": node.numbered and node.look != "big-numbers",
        "big": node.numbered
        and not node.look
        and bool(node.rows[0][1:])
        and node.rows[0][1].kind == "words",
        node.look: bool(node.look),
    }
    return [name for name, on in looks.items() if on]


def _row(
    context: MarkupContext,
    node: m.Table,
    cells: tuple[m.Cell, ...],
    kinds: tuple[str, ...],
    signs: tuple[str, ...] = (),
    head: bool = False,
    high: bool = False,
) -> Markup:
    headers = len(cells) if head else int(node.header_column)
    written = []
    for number, cell in enumerate(cells):
        name = "th" if number < headers else "td"
        scope = ("col" if head else "row") if name == "th" else ""
        looks = _cell(number, cell, kinds, head, context.right_to_left)
        letter = signs[number] if number < len(signs) and cell.kind == "choice" else ""
        written.append(
            tag(
                name,
                context.inlines(cell.inlines),
                scope=scope,
                class_=" ".join(looks),
                style=Markup("--sign:url('{}')").format(asset(sign(letter))) if letter else "",
            )
        )
    height = 0 if head else node.row_height
    style = f"height:{height}mm;--row-height:{height}mm" if height else ""
    return tag("tr", Markup("").join(written), style=style, class_="high" if high else "")


def _cell(
    number: int, cell: m.Cell, kinds: tuple[str, ...], head: bool, right_to_left: bool
) -> list[str]:
    """Return the looks of a cell; from right to left, words stand at the right anyway."""
    kind = kinds[number] if number < len(kinds) else ""
    before = kinds[number - 1] if 0 < number <= len(kinds) else ""
    mark = kind in m.MARKS if head else cell.is_mark
    looks = {
        f"align-{cell.align}": cell.align != ("right" if right_to_left else "left"),
        "mark": mark,
        "parted": not head and _parted(before, kind),
        "sign": head and mark and _is_one_character(cell),
    }
    return [name for name, on in looks.items() if on]


def _parted(before: str, kind: str) -> bool:
    """Whether a dotted line parts two columns: both to write in, or to mark in two ways."""
    return (before == kind and kind in ("words", "figure")) or {before, kind} == {"tick", "choice"}


def _is_one_character(cell: m.Cell) -> bool:
    """Whether a header is one character: a figure of a scale, or a partner’s letter."""
    return len(m.plain(cell.inlines).strip()) == 1
