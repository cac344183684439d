"""A table of an HTML page → rows of equal grid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from packbuilder.intake.story import Piece
from packbuilder.intake.tables import MOST_COLUMNS, Placed


def rows_of(element: Element) -> Iterator[list[Element]]:
    """Yield the rows of a table, each as its cells, and not those of tables in them."""
    for child in element:
        if child.tag == "tr":
            yield [cell for cell in child if cell.tag in ("td", "th")]
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from rows_of(child)


def placed(rows: Iterable[Iterable[tuple[Element, list[Piece]]]]) -> list[list[Placed]]:
    """Return rows of equal grid, in which cells over several columns or rows are repeated."""
    found: list[list[Placed]] = []
    going_on: dict[int, tuple[int, Placed]] = {}  # by column: rows that a cell still covers
    for row in rows:
        cells: list[Placed] = []
        for element, pieces in row:
            _go_on(cells, going_on)
            over, down = _span(element, "colspan"), _span(element, "rowspan")
            for number in range(over):
                if down > 1:
                    going_on[len(cells)] = (down - 1, Placed(pieces, True))
                cells.append(Placed(pieces, number > 0))
        _go_on(cells, going_on)
        found.append(cells)
    return found


def _go_on(cells: list[Placed], going_on: dict[int, tuple[int, Placed]]) -> None:
    """Put the cells of earlier rows where they still stand."""
    while len(cells) in going_on:
        left, cell = going_on.pop(len(cells))
        if left > 1:
            going_on[len(cells)] = (left - 1, cell)
        cells.append(cell)


def _span(element: Element, name: str) -> int:
    stated = element.get(name, "1")
    return max(1, min(int(stated), MOST_COLUMNS)) if stated.isdecimal() and len(stated) < 5 else 1
