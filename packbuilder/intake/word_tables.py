"""Tables of Word files → their cells in a grid."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from packbuilder.inspection.word_xml import Element, W, held, value_of, whole_number
from packbuilder.intake.story import Piece, lines_of, plain
from packbuilder.intake.tables import MOST_COLUMNS, Grid, Placed

Blocks = Callable[[Iterable[Element]], list[Piece]]

_EDGES: Final = ("top", "left", "start", "bottom", "right", "end", "insideH", "insideV")


def read_grid(element: Element, blocks: Blocks) -> Grid:
    """Read a table."""
    return Grid(_rows(element, blocks), _is_ruled(element))


def _rows(element: Element, blocks: Blocks) -> list[list[Placed]]:
    """Read the rows of a table, with merged cells repeated."""
    rows: list[list[Placed]] = []
    for row in held(element, f"{W}tr"):
        if row.find(f"{W}trPr/{W}del") is not None:
            continue
        above = rows[-1] if rows else []
        placed = [Placed([]) for _ in range(_count(row.find(f"{W}trPr"), "gridBefore", 0))]
        for cell in held(row, f"{W}tc"):
            properties = cell.find(f"{W}tcPr")
            pieces, repeats = blocks(cell), False
            merge = None if properties is None else properties.find(f"{W}vMerge")
            on = merge is not None and merge.get(f"{W}val", "continue") == "continue"
            if on and not any(map(plain, lines_of(pieces))) and len(placed) < len(above):
                pieces, repeats = above[len(placed)].pieces, True
            span = _count(properties, "gridSpan", 1)
            placed += [Placed(pieces, repeats or bool(at)) for at in range(span)]
        rows.append(placed)
    return rows


def _count(properties: Element | None, name: str, usual: int) -> int:
    stated = value_of(properties, name)
    return min(max(whole_number(stated), usual), MOST_COLUMNS)


def _is_ruled(element: Element) -> bool:
    properties = element.find(f"{W}tblPr")
    if properties is None:
        return False
    if properties.find(f"{W}tblStyle") is not None:
        return True
    borders = [
        properties.find(f"{W}tblBorders"),
        *element.iterfind(f"{W}tr/{W}tc/{W}tcPr/{W}tcBorders"),
    ]
    edges = [
        edge
        for each in borders
        if each is not None
        for name in _EDGES
        if (edge := each.find(f"{W}{name}")) is not None
    ]
    return any(edge.get(f"{W}val") not in ("nil", "none") for edge in edges)
