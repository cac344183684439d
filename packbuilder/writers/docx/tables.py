"""Tables → `w:tbl`: a repeated header row, rows that stay whole, fixed widths, no merged cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from packbuilder import model as m
from packbuilder.storage.records import memoized_by_object
from packbuilder.theme import MM_PER_PT
from packbuilder.theme.columns import BY_HAND, share_out
from packbuilder.theme.heights import high_rows
from packbuilder.writers.docx.context import WordContext
from packbuilder.writers.docx.elements import (
    BodyItem,
    WordCell,
    WordRow,
    WordTable,
    change_all,
)
from packbuilder.writers.docx.layout_context import LayoutContext
from packbuilder.writers.docx.paragraphs import gap, kept_with_next, paragraph
from packbuilder.writers.docx.report import cell_style, word_look
from packbuilder.writers.docx.style_table import TABLE_STYLE
from packbuilder.writers.docx.styles import AROUND_MARK, indents
from packbuilder.writers.docx.xml import border, dxa, on, points_of, shading, value, xml_attribute

_WHERE_LINES_END = re.compile(r"\s+|(?<=[^\W\d_][-–—])(?=[^\W\d_])")
"""Between words, and after a hyphen between letters."""
_BORDER = 0.4
"""What the lines of a table take of a cell’s width, and letters that stand out of line, in mm."""


def table(node: m.Table, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write a table below its caption."""
    layout = layout.unmarked()
    caption: list[BodyItem] = []
    if node.caption:
        line = context.line(node.caption, layout, bold=True)
        caption = [
            paragraph("Caption", line, layout, context, properties={"keepNext": on("keepNext")})
        ]
    widths = column_widths(node, dxa(layout.room), _least_widths(node, layout, context))
    high = {n + 1 for n in high_rows(node, context.theme, layout.profile, layout.room)}
    rows = [_row(node, 0, node.header, widths, layout, context)]
    rows += [
        _row(node, n, row, widths, layout, context, whole=n not in high)
        for n, row in enumerate(node.rows, 1)
    ]
    kept = _kept(rows, node.stays_together, high)
    written = WordTable(_properties(node, widths, layout, context), widths, kept)
    anchored = context.bookmarks.anchor(node.anchor, [*caption, written])
    below = "answer-gap" if _is_brief(node) else "gap"
    return [*anchored, gap(points_of(context.theme.length(below)))]


def _is_brief(node: m.Table) -> bool:
    """Whether it holds the facts of a tool, or its steps in short."""
    return node.strip or node.look in ("step-bar", "time-bar")


def _kept(rows: list[WordRow], together: bool, high: set[int]) -> list[WordRow]:
    """Keep rows on one page: all of them, or so that the first and last never stand alone.

    What is next to a row that is too high for a page stays where it is.
    """
    alone = {1, len(rows) - 2} - high - {number - 1 for number in high}
    kept = [(together and not high) or number in alone for number in range(len(rows) - 1)]
    return [
        *(
            change_all([row], kept_with_next)[0] if keep else row
            for row, keep in zip(rows, kept, strict=False)
        ),
        *rows[-1:],
    ]


def column_widths(node: m.Table, width: int, least: Sequence[int] = ()) -> list[int]:
    """Share out a width in dxa, without losing any by rounding.

    No column is narrower than its `least`, if the others can give what it needs.
    """
    shares = share_out(node.widths or (1,) * len(node.header), least, width)
    whole, edges, reached = sum(shares), [0], 0.0
    for share in shares:
        reached += share
        edges.append(round(width * reached / whole))
    return [right - left for left, right in pairwise(edges)]


def _least_widths(node: m.Table, layout: LayoutContext, context: WordContext) -> Sequence[int]:
    """Return the least width of each column, in dxa. Where there is not enough room for all, lines
    and the space before the first column do not count.
    """
    least = [
        max(width, dxa(BY_HAND) if column in node.by_hand else 0)
        for column, width in enumerate(_longest_words(node, layout, context))
    ]
    if sum(least) <= dxa(layout.room):
        return least
    if _is_brief(node) or node.look:
        return ()
    padding = dxa(context.theme.length("cell-padding"))
    tight = [width - dxa(_BORDER) if width else 0 for width in least]
    return [max(tight[0] - padding, 0), *tight[1:]]


def _longest_words(node: m.Table, layout: LayoutContext, context: WordContext) -> list[int]:
    """Return the width that each column's longest word needs, in dxa: Word would cut it. The head
    of a fact stands beside its drawing.
    """
    theme = context.theme
    size = theme.style(layout.profile, "table-head").size
    padding = 2 * theme.length("cell-padding") + _BORDER
    drawn = (theme.style(layout.profile, "text").size + size / 2) * MM_PER_PT
    longest = []
    for column, cells in enumerate(zip(node.header, *node.rows, strict=False)):
        widths = [0]
        for number, cell in enumerate(cells):
            head = number == 0 or (node.header_column and column == 0)
            beside = (
                drawn if node.strip and isinstance(next(iter(cell.inlines), None), m.Icon) else 0
            )
            for word in filter(None, _WHERE_LINES_END.split(m.plain(cell.inlines))):
                widths.append(dxa(beside + theme.width_of(word, size, head) + padding))
                beside = 0
        longest.append(max(widths))
    return longest


def _thin_lines(context: WordContext) -> str:
    """Return thin lines above and below, for facts and for steps in short."""
    width, colour = points_of(context.theme.length("hairline")), context.theme.colour("hair")
    sides = border("top", width, colour) + border("bottom", width, colour)
    sides += _NO_INNER_LINE
    return f"<w:tblBorders>{sides}</w:tblBorders>"


def _lines(node: m.Table, layout: LayoutContext, context: WordContext) -> str:
    """Return the lines of a table, where they are not those of its style."""
    if _is_brief(node):
        return _thin_lines(context)
    if node.look == "figures":
        return f"<w:tblBorders>{_NO_INNER_LINE}</w:tblBorders>"
    if node.look == "stages":
        outer = '<w:top w:val="nil"/><w:bottom w:val="nil"/>'
        return f"<w:tblBorders>{outer}{_NO_INNER_LINE}</w:tblBorders>"
    return _coloured_lines(layout, context)


_NO_INNER_LINE = '<w:insideH w:val="nil"/>'


def _coloured_lines(layout: LayoutContext, context: WordContext) -> str:
    """Return the rules of a theme above and below, which have its colour."""
    if layout.rules == "primary":
        return ""
    width, colour = (
        points_of(context.theme.length("strong-rule")),
        context.theme.colour(layout.rules),
    )
    sides = border("top", width, colour) + border("bottom", width, colour)
    return f"<w:tblBorders>{sides}</w:tblBorders>"


def _properties(
    node: m.Table, widths: list[int], layout: LayoutContext, context: WordContext
) -> str:
    words = xml_attribute(m.plain(node.caption))
    described = value("tblCaption", words) if words else ""
    lines = _lines(node, layout, context)
    return (
        f"{value('tblStyle', TABLE_STYLE)}"
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblInd w:w="{dxa(layout.indent)}" w:type="dxa"/>{lines}<w:tblLayout w:type="fixed"/>'
        f"{_low_cells(node, context)}{header_look(node.header_column)}{described}"
    )


_ABOVE_FIGURE, _BELOW_FIGURE = 0.5, 1.0
"""The room above and below what stands in a row of large figures or stages, in mm."""


def _low_cells(node: m.Table, context: WordContext) -> str:
    """Return the margins of cells where they are not those of the style: a label, its figure or
    drawing and the lines below it are one thing.
    """
    if node.look not in ("figures", "stages"):
        return ""
    sides = {
        "top": _ABOVE_FIGURE,
        "left": 0,
        "bottom": _BELOW_FIGURE,
        "right": context.theme.length("cell-padding"),
    }
    margins = (f'<w:{side} w:w="{dxa(mm)}" w:type="dxa"/>' for side, mm in sides.items())
    return f"<w:tblCellMar>{''.join(margins)}</w:tblCellMar>"


def header_look(header_column: bool = False) -> str:
    """Return what says that the first row of a table, or its first column too, is a header."""
    column = int(header_column)
    return (
        f'<w:tblLook w:val="{0x0420 | 0x0080 * column | 0x0200:04X}" w:firstRow="1" '
        f'w:lastRow="0" w:firstColumn="{column}" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
    )


def _row(
    node: m.Table,
    number: int,
    cells: tuple[m.Cell, ...],
    widths: list[int],
    layout: LayoutContext,
    context: WordContext,
    whole: bool = True,
) -> WordRow:
    header = number == 0
    kinds = node.column_kinds
    inner = [
        _cell(node, number, column, cell, width, kinds, layout, context)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=False))
    ]
    repeated = on("tblHeader") if header else ""
    height = ""
    if node.row_height and not header:
        height = f'<w:trHeight w:val="{dxa(node.row_height)}" w:hRule="atLeast"/>'
    return WordRow(f"{on('cantSplit') if whole else ''}{height}{repeated}", inner)


def _cell(
    node: m.Table,
    row: int,
    column: int,
    cell: m.Cell,
    width: int,
    kinds: tuple[str, ...],
    layout: LayoutContext,
    context: WordContext,
) -> WordCell:
    """Write a cell. Keeping the header's paragraphs with what follows keeps the rows together."""
    inside = LayoutContext(
        layout.profile,
        layout.language,
        layout.width,
        story=layout.story,
        words=word_look(node, row, column),
    )
    header = row == 0
    mark = column < len(kinds) and kinds[column] in m.MARKS and (header or cell.is_mark)
    tinted = mark or (cell.is_mark and not header)
    extra = {"keepNext": on("keepNext")} if header else {}
    align = "center" if mark and node.look != "route" else cell.align
    if align in ("center", "right"):
        extra["jc"] = value("jc", align)
    style = cell_style(node, row, column) or _style(node, column, header, bool(any(kinds)))
    if layout.dense and style == "RowNumber":
        style = "TableName"
    if _is_bare_mark(cell):
        style = "Mark"
    bold = style in ("TableHead", "TableName", "StepMinutes")
    line = context.line(_signed(cell, header and mark), inside, bold=bold)
    lead, lengths = _LEADS.get(node.look, (m.Inline, ()))
    if lengths and not header and cell.inlines and isinstance(cell.inlines[0], lead):
        line, extra["ind"] = _beside_lead(cell, lengths, inside, context)
    content = paragraph(style, line, inside, context, properties=extra)
    return WordCell(
        _cell_properties(node, column, width, tinted, header, kinds, layout, context), [content]
    )


_LEADS: dict[str, tuple[type[m.Inline], tuple[str, ...]]] = {
    "run-sheet": (m.Icon, ("score", "small-gap")),
    "route": (m.Numeral, ("list-indent",)),
}
"""What leads cells of a table, and the lengths behind which all their words begin."""


def _beside_lead(
    cell: m.Cell, lengths: tuple[str, ...], inside: LayoutContext, context: WordContext
) -> tuple[str, str]:
    """Write what leads a cell, and its words behind it, with their indent."""
    edge = sum(map(context.theme.length, lengths))
    lead, rest = context.line(cell.inlines[:1], inside), context.line(cell.inlines[2:], inside)
    return f"{lead}<w:r><w:tab/></w:r>{rest}", indents(edge, 0, edge)


def _is_bare_mark(cell: m.Cell) -> bool:
    """Whether a check box is all there is."""
    return cell.is_mark and cell.kind != "figure" and not m.plain(cell.inlines).strip()


def _signed(cell: m.Cell, wanted: bool) -> tuple[m.Inline, ...]:
    """Return the words of a cell; a head of one sign stands out, such as a figure of a scale."""
    if wanted and len(m.plain(cell.inlines).strip()) == 1:
        return (m.Numeral(cell.inlines),)
    return cell.inlines


@memoized_by_object
def _is_big(node: m.Table) -> bool:
    """Whether the numbers of its rows are large, as there is a place to write beside one."""
    return any(row[1:] and row[1].kind == "words" for row in node.rows)


def _style(node: m.Table, column: int, header: bool, grid: bool) -> str:
    if header:
        return "TableName" if node.strip or node.look == "step-bar" else "TableHead"
    if node.numbered and column == 0:
        return "BigNumber" if _is_big(node) else "RowNumber"
    if grid and column <= int(node.numbered) and node.look != "chain":
        return "Statement"
    return "TableHead" if node.header_column and column == 0 else "TableText"


def _cell_properties(
    node: m.Table,
    column: int,
    width: int,
    tinted: bool,
    header: bool,
    kinds: tuple[str, ...],
    layout: LayoutContext,
    context: WordContext,
) -> str:
    theme = context.theme
    borders = ""
    before, kind = kinds[column - 1] if column else "", kinds[column]
    if node.look == "time-bar":
        rule = points_of(theme.length("table-rule"))
        borders = border("left", rule, theme.colour("primary"))
    elif _is_brief(node) or node.look in ("figures", "stages"):
        borders = '<w:bottom w:val="nil"/>' if header else '<w:top w:val="nil"/>'
    elif not header and before == kind and kind in ("words", "figure"):
        colour = theme.colour("hair").removeprefix("#")
        borders = f'<w:left w:val="dotted" w:sz="4" w:space="0" w:color="{colour}"/>'
    margins = _cell_margins(node, header, kinds, layout, context)
    high = kinds.count("words") > 1 and not tinted
    middle = (any(kinds) and not high) or node.look == "steps"
    stand = value("vAlign", "center") if middle and not header else ""
    if node.look == "chain" and header:
        stand = value("vAlign", "top")
    return (
        f'<w:tcW w:w="{width}" w:type="dxa"/>'
        f"{f'<w:tcBorders>{borders}</w:tcBorders>' if borders else ''}"
        f"{shading(theme.colour('tint')) if tinted else ''}{margins}{stand}"
    )


_LOW_PADDING = 0.7
"""What stays free above and below in rows of which many have to stand on a page, in mm."""
_BESIDE_NUMERALS = 0.4
"""The same beside large numerals, whose lines have air of their own."""


def _above_and_below(space: float) -> str:
    """Return margins of a cell: so many mm above and below its words."""
    sides = "".join(f'<w:{side} w:w="{dxa(space)}" w:type="dxa"/>' for side in ("top", "bottom"))
    return f"<w:tcMar>{sides}</w:tcMar>"


def _cell_margins(
    node: m.Table, header: bool, kinds: tuple[str, ...], layout: LayoutContext, context: WordContext
) -> str:
    """Return the space above and below the words of a cell, where it is not that of the style."""
    turned = layout.width > context.sheet.width
    low = (
        node.look in ("big-numbers", "run-sheet")
        or (node.look == "steps" and turned)
        or layout.dense
    )
    if not header and low and not any(kinds):
        return _above_and_below(_BESIDE_NUMERALS if node.look == "big-numbers" else _LOW_PADDING)
    if not header and set(kinds) == {"", "tick"} and not node.row_height:
        return _above_and_below(context.theme.length("tight") - AROUND_MARK / 2)
    if node.look == "time-bar":
        beside = dxa(context.theme.length("card-foot-rise"))
        sizes = (("top", 0), ("left", beside), ("bottom", 0))
        written = "".join(f'<w:{side} w:w="{size}" w:type="dxa"/>' for side, size in sizes)
        return f"<w:tcMar>{written}</w:tcMar>"
    short, tight = _is_brief(node), "figure" in kinds
    above = (short or tight) and not header
    below = (short and header) or (tight and not header)
    none = [side for side, wanted in (("top", above), ("bottom", below)) if wanted]
    sides = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in none)
    return f"<w:tcMar>{sides}</w:tcMar>" if sides else ""
