"""Tables → HTML: real ones, and those whose rows ask something, of which each row is a fieldset.

What stands for a part of a table says so in `data-part`, as readers of files need to know.
"""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup, escape

from packbuilder import model as m
from packbuilder.writers.html.context import EMPTY, HtmlContext
from packbuilder.writers.html.inlines import label_of, screen_field
from packbuilder.writers.markup import tag

_FEW_COLUMNS = 3
"""On small screens, the rows of a table with so many columns become blocks."""
_FEW_ROWS = 2
"""A table of more columns with so many rows becomes tiles, a tile a column; others scroll."""
_MOST_TILES = 8
_PAIR = 2


def table(context: HtmlContext, node: m.Table) -> Markup:
    """Write a table in the way that is easiest to read and to answer on a small screen."""
    if node.rows and all(_questioned(row) for row in node.rows):
        return _questions(context, node)
    form = _form(node)
    written = _table(context, node, form)
    if form:
        return written
    words = m.plain(node.caption) or ", ".join(m.plain(cell.inlines) for cell in node.header)
    name = context.region(words.strip() or context.theme.labels.web["table"])
    return tag("div", written, class_="scroll", role="region", tabindex="0", aria_label=name)


def _looks(node: m.Table, *others: str) -> str:
    looks = [node.look, "strip" if node.strip else "", "grid" if any(node.column_kinds) else ""]
    looks.append("by-hand" if node.by_hand else "")
    return " ".join(filter(None, (*looks, *others)))


def _form(node: m.Table) -> str:
    """Return what a table becomes on small screens; nothing of one that stays as it is."""
    if len(node.header) <= _FEW_COLUMNS:
        return "blocks pairs" if _is_pairs(node) else "blocks"
    asks = any(cell.answers for row in node.rows for cell in row)
    short = len(node.rows) <= _FEW_ROWS and len(node.header) <= _MOST_TILES
    return "tiled" if short and not (node.header_column or asks) else ""


def _is_pairs(node: m.Table) -> bool:
    """Whether each row is a name and what belongs to it, which need no label in every row."""
    return len(node.header) == _PAIR and node.header_column


def _table(context: HtmlContext, node: m.Table, form: str) -> Markup:
    """Write a table; its `form` is what it becomes on small screens."""
    caption = tag("caption", context.inlines(node.caption)) if node.caption else EMPTY
    columns = EMPTY.join(
        Markup('<col class="{}">').format(context.share(width)) for width in node.widths
    )
    with_names = form == "blocks"
    head = tag("thead", _row(context, node, node.header, head=True))
    rows = (_row(context, node, row, with_names) for row in node.rows)
    body = tag("tbody", EMPTY.join(rows))
    columns = tag("colgroup", columns) if columns else EMPTY
    inner = caption + columns + head + body
    return tag("table", inner, id=node.anchor, class_=_looks(node, form))


def _row(
    context: HtmlContext,
    node: m.Table,
    cells: tuple[m.Cell, ...],
    with_names: bool = False,
    head: bool = False,
) -> Markup:
    """Write a row; a header cell without words is an ordinary one, as it says nothing."""
    headers = len(cells) if head else int(node.header_column)
    written = []
    for number, cell in enumerate(cells):
        inner = context.inlines(cell.inlines)
        name = "th" if number < headers and m.plain(cell.inlines).strip() else "td"
        scope = ("col" if head else "row") if name == "th" else ""
        usual = "right" if context.right_to_left else "left"
        look = "mark" if cell.is_mark else f"align-{cell.align}" if cell.align != usual else ""
        if with_names and name == "td":
            inner = _column_name(node, number) + inner
        written.append(tag(name, inner, scope=scope, class_=look))
    return tag("tr", EMPTY.join(written))


def _column_name(node: m.Table, number: int) -> Markup:
    """Write the name of a column for where its cells no longer stand below it."""
    words = m.plain(node.header[number].inlines).strip()
    if not words:
        return EMPTY
    return tag("span", escape(words), class_="column", aria_hidden="true", data_page="column")


# Rows that ask something ----------------------------------------------------------------------


def _asked(row: tuple[m.Cell, ...]) -> int:
    """Return how many cells at the beginning of a row say what it asks."""
    return next((n for n, cell in enumerate(row) if cell.answers), len(row))


def _questioned(row: tuple[m.Cell, ...]) -> bool:
    """Whether a row asks to tick or choose, and says what before that."""
    marks = [f for cell in row for f in cell.answers if f.kind in ("tick", "choice")]
    said = any(m.plain(cell.inlines).strip() for cell in row[: _asked(row)])
    alone = all(not m.plain(cell.inlines).strip() for cell in row if cell.answers)
    return said and alone and len(marks) > 1


def _questions(context: HtmlContext, node: m.Table) -> Markup:
    caption = EMPTY
    if node.caption:
        caption = tag("p", context.inlines(node.caption), class_="caption", data_part="caption")
    shares = node.widths or (100 // len(node.header),) * len(node.header)
    asked = _asked(node.rows[0])
    head = EMPTY.join(
        tag("span", context.inlines(cell.inlines), class_=look, data_part=_part(cell, True))
        for cell, look in zip(node.header, _columns(context, node, shares), strict=True)
    )
    rows = [tag("div", head, class_="head", data_part="tr")]
    rows += [_question(context, node, row, shares, asked) for row in node.rows]
    inner = caption + EMPTY.join(rows)
    return tag("div", inner, id=node.anchor, class_=_looks(node, "questions"), data_part="table")


def _columns(context: HtmlContext, node: m.Table, shares: tuple[int, ...]) -> Iterator[str]:
    """Yield how each column looks: how wide it is, and what it is for."""
    for number, share in enumerate(shares):
        answers = node.rows[0][number].answers
        kind = "mark" if node.rows[0][number].is_mark else "words" if answers else "asked"
        yield f"{context.share(share)} {kind}"


def _part(cell: m.Cell, header: bool) -> str:
    return "th" if header and m.plain(cell.inlines).strip() else "td"


def _question(
    context: HtmlContext,
    node: m.Table,
    row: tuple[m.Cell, ...],
    shares: tuple[int, ...],
    asked: int,
) -> Markup:
    """Write a row as a fieldset: what it asks, and each place to answer with its label."""
    words = " ".join(m.plain(cell.inlines).strip() for cell in row[:asked])
    said = Markup(" ").join(
        tag(
            "span",
            context.inlines(cell.inlines),
            data_part=_part(cell, node.header_column and number == 0),
            class_="number" if number == 0 and asked > 1 else "",
        )
        for number, cell in enumerate(row[:asked])
    )
    written = [tag("legend", said, class_=context.share(sum(shares[:asked])))]
    looks = list(_columns(context, node, shares))
    for number, cell in list(enumerate(row))[asked:]:
        inner = context.inlines(cell.inlines)
        if cell.answers:
            inner = _labelled(cell.answers[0], m.plain(node.header[number].inlines), words)
        written.append(tag("div", inner, class_=looks[number], data_part="td"))
    return tag("fieldset", EMPTY.join(written), data_part="tr")


def _labelled(field: m.Field, head: str, asked: str) -> Markup:
    """Write a place to answer with its label: its own words, as the row says the others."""
    whole = label_of(field)
    own = whole.removeprefix(f"{' '.join(asked.split())}: ")
    shown = tag("span", escape(own if whole != own else head), class_="label", data_page="label")
    return tag("label", shown + screen_field(field, labelled=whole != own))
