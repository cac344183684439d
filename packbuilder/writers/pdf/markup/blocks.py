"""Blocks of the model → HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from markupsafe import Markup, escape

from packbuilder import model as m
from packbuilder.model.marks import QUOTE
from packbuilder.theme import CardSheet
from packbuilder.theme.maps import BANDS
from packbuilder.theme.page_heights import Column
from packbuilder.theme.pictures import logo_width
from packbuilder.writers.markup import SHARED_BLOCKS, tag
from packbuilder.writers.pdf.markup.context import BlockWriters, MarkupContext, asset, background
from packbuilder.writers.pdf.markup.inlines import screen_field
from packbuilder.writers.pdf.markup.tables import table

_CARD_LINES = 3

_WIDE_MARK = 3
"""So many characters before an item need more room than a list has."""

_LIST_STYLES: Mapping[m.Counting, str] = MappingProxyType(
    {
        "letters": "lower-alpha",
        "capitals": "upper-alpha",
        "roman": "lower-roman",
        "roman-capitals": "upper-roman",
    }
)


def _heading(context: MarkupContext, node: m.Heading) -> Markup:
    """Write a heading one level lower than it looks, as the title is the first."""
    inner = context.inlines(node.inlines)
    if node.numeral:
        inner = tag("span", escape(node.numeral), class_="heading-numeral") + " " + inner
    elif node.number:
        inner = tag("span", escape(node.number), class_="number") + " " + inner
    look = f"heading-{node.level}" + (" with-numeral" if node.numeral else "")
    return tag(f"h{node.level + 1}", inner, id=node.anchor, class_=look)


def _paragraph(context: MarkupContext, node: m.Paragraph) -> Markup:
    return tag("p", context.inlines(node.inlines))


def _bullets(context: MarkupContext, node: m.BulletList) -> Markup:
    if not node.tiles:
        return tag("ul", context.blocks(node.items))
    # Blanks between items that stand side by side would be tagged as words of the list.
    return tag("ul", Markup("").join(context.blocks([item]) for item in node.items), class_="tiles")


def _ordered(context: MarkupContext, node: m.OrderedList) -> Markup:
    numbers = range(node.start, node.start + len(node.items))
    widest = max((len(m.counted(number, node.counting)) for number in numbers), default=0)
    styles = [] if node.start == 1 else [f"counter-reset:list-item {node.start - 1}"]
    if node.counting in _LIST_STYLES:
        styles.append(f"list-style-type:{_LIST_STYLES[node.counting]}")
    if widest >= _WIDE_MARK:
        side = "right" if context.right_to_left else "left"
        styles.append(f"padding-{side}:{widest + 1.5}ch")
    look = f"numerals columns-{node.columns}" if node.numerals else ""
    return tag("ol", context.blocks(node.items), class_=look, style=";".join(styles))


def _item(context: MarkupContext, node: m.ListItem) -> Markup:
    return _list_item(context.blocks(node.blocks))


def _list_item(inner: Markup) -> Markup:
    """Write an item. The engine tags a `dd` inside it as the item's body, which PDF/UA wants."""
    return tag("li", tag("dd", inner, class_="item"))


def _definition(context: MarkupContext, node: m.Definition) -> Markup:
    """Write a term and what it means, which is at least as high as the term beside it."""
    theme = context.theme
    beside = Column(theme, context.profile, theme.length("column") - theme.length("answer-gap"))
    high = beside.words(m.plain(node.term), "term")
    style = f"min-height:{high:.4g}mm" if high > beside.words("a", "term") else ""
    return tag("dt", context.inlines(node.term)) + tag(
        "dd", context.blocks(node.blocks), style=style
    )


def _callout(context: MarkupContext, node: m.Callout) -> Markup:
    title = tag("p", context.inlines(node.title), class_="callout-title")
    look = _boxed(context, node, "callout added" if node.added else "callout")
    return tag("div", title + context.blocks(node.blocks), class_=look)


def _boxed(context: MarkupContext, node: m.Block, look: str) -> str:
    """Return the classes of a box, which goes on over pages when it is too high for one."""
    return f"{look} high".strip() if context.is_high(node) else look


def _small_print(context: MarkupContext, node: m.SmallPrint) -> Markup:
    return tag("div", context.blocks(node.blocks), class_="small-print")


def _quotation(context: MarkupContext, node: m.Quotation) -> Markup:
    said = context.blocks(node.blocks)  # first, so that a note stands where it is first referred to
    by = tag("p", context.inlines(node.by), class_="by") if node.by else Markup("")
    mark = Markup("background-image:url('{}')").format(asset(QUOTE))
    return tag(
        "blockquote",
        tag("div", Markup(""), class_="mark decorative", style=mark)
        + tag("div", said + by, class_="said"),
        class_=_boxed(context, node, "leads" if node.leads else ""),
    )


def _figure(context: MarkupContext, node: m.Figure) -> Markup:
    picture = context.pictures[node.image]
    size = f"width:{node.width}%;max-width:{context.widest(picture):.2f}mm"
    image = Markup('<img src="{}" alt="{}" style="{}">').format(asset(node.image), node.alt, size)
    if not node.alt:  # a background is an artifact, which is how PDF says “decorative”
        image = Markup(
            '<div style="{}"><div class="decorative" style="background-image:url(\'{}\');'
            'padding-bottom:{:.2f}%"></div></div>'
        ).format(size, asset(node.image), 100 * picture.height / picture.width)
    caption = tag("figcaption", context.inlines(node.caption)) if node.caption else Markup("")
    title = (
        tag("p", context.inlines(node.title), class_="chart-title") if node.title else Markup("")
    )
    look = "chart" if node.title else ""
    return tag("figure", title + image + caption, id=node.anchor, class_=look)


def _logos(context: MarkupContext, node: m.Logos) -> Markup:
    """Write logos in lines: what is not wide enough for all of them goes on below."""
    written = []
    for logo in node.items:
        width = logo_width(context.pictures[logo.image], node.height)
        written.append(
            Markup('<img src="{}" alt="{}" style="width:{:.2f}mm">').format(
                asset(logo.image), logo.alt, width
            )
        )
    return tag("div", Markup(" ").join(written), class_="logos")


def _lead(context: MarkupContext, node: m.Lead) -> Markup:
    return tag("div", context.blocks(node.blocks), class_="lead")


def _theme(context: MarkupContext, node: m.ThemePage) -> Markup:
    """Write a theme: band and drawing are backgrounds, which are artifacts."""
    drawn = [
        tag(
            "div",
            Markup(""),
            class_=f"{name} decorative",
            style=Markup("background-image:url('{}')").format(asset(path)),
        )
        for name, path in (("theme-band", node.band), ("theme-icon", node.icon))
        if path
    ]
    label = (
        tag("p", context.inlines(node.label), class_="theme-label") if node.label else Markup("")
    )
    inner = Markup("").join(drawn) + label + context.blocks(node.blocks)
    return tag("div", inner, class_=f"theme theme-{node.code}")


def _landscape(context: MarkupContext, node: m.Landscape) -> Markup:
    return tag("div", context.turned().blocks(node.blocks), class_="landscape")


def _step(context: MarkupContext, node: m.Step) -> Markup:
    return _list_item(context.blocks(node.blocks))


def _answer(context: MarkupContext, node: m.Answer) -> Markup:
    label = tag("p", context.inlines(node.label), class_="answer-label")
    lines = Markup('<div class="writing-line"></div>') * node.lines
    if context.theme.fillable:
        lines += screen_field(m.Field(node.kind, node.name, fills=True, options=node.options))
    return tag("div", label + tag("div", lines, class_="lines"), class_="answer")


def _choices(context: MarkupContext, node: m.Choices) -> Markup:
    label = tag("p", context.inlines(node.label), class_="answer-label")
    style = "choices in-row" if node.row else "choices"
    return tag("div", label + tag("ul", context.blocks(node.items), class_=style), class_="answer")


def _group(context: MarkupContext, node: m.Group) -> Markup:
    return tag("div", context.blocks(node.blocks), class_=_boxed(context, node, "group"))


def _route(context: MarkupContext, node: m.Route) -> Markup:
    return tag("ol", context.blocks(node.items), class_="route")


def _frame(context: MarkupContext, node: m.Arrangement) -> Markup:
    """Write blocks that stand together; those of a row are the cells of a layout without a tag."""
    if node.look not in ("row", "photos", "beside"):
        return tag("div", context.blocks(node.blocks), class_=node.look)
    shares: Sequence[float] = node.widths
    if node.look == "photos":
        shares = context.photo_shares(node)
    widths = [f"width:{share:.4g}%" for share in shares] or [""] * len(node.blocks)
    cells = (
        tag("div", context.blocks([block]), class_="row-cell", style=width)
        for block, width in zip(node.blocks, widths, strict=True)
    )
    look = "row" if node.look == "row" else f"row {node.look}"
    return tag("div", Markup("").join(cells), class_=look)


def _canvas(context: MarkupContext, node: m.Canvas) -> Markup:
    label = (
        tag("p", context.inlines(node.label), class_="answer-label") if node.label else Markup("")
    )
    use = tag("p", escape(node.purpose)) if node.purpose else Markup("")
    if node.shape == "distance":
        return label + use + _distances(node)
    height = f"height:{node.height}mm"
    zones = Markup("").join(
        tag("div", tag("p", escape(zone)), class_="zone", style=height) for zone in node.zones
    )
    return label + use + tag("div", tag("div", zones, class_="zones"), class_="canvas")


def _distances(node: m.Canvas) -> Markup:
    """Draw bands around a corner, from near to far; what is in none of them has another corner."""
    *bands, outside = node.zones
    step = node.height * BANDS / max(len(bands), 1)
    drawn = []
    for number in range(len(bands), 0, -1):  # the smallest is painted last
        size = f"width:{step * number:.1f}mm;height:{step * number:.1f}mm"
        drawn.append(tag("div", Markup(""), class_=f"band band-{number}", style=size))
    for number, zone in enumerate(bands):
        bottom, room = (step * (number + 0.1), step * 1.2) if number else (step * 0.06, step * 0.75)
        place = f"bottom:{bottom:.1f}mm;max-width:{room:.1f}mm"
        drawn.append(tag("p", escape(zone), class_="band-name", style=place))
    drawn.append(tag("p", escape(outside), class_="outside"))
    size = f"width:{node.height}mm;height:{node.height}mm"
    return tag("div", Markup("").join(drawn), class_="map", style=size)


def _deck(context: MarkupContext, node: m.Deck) -> Markup:
    """Write sheets of cards, each with a sheet of backs that all look alike."""
    sheet = context.theme.cards_on_sheet(node.kind)
    sheets = []
    for number, cards in enumerate(_batches(node.items, sheet.size)):
        rows = [context.blocks(row) for row in _batches(cards, sheet.across)]
        width = min(len(cards), sheet.across) * sheet.width
        kind = "cards" if node.back else "fronts"
        name = context.anchor(f"{kind}:{cards[0].code or f'{node.id}-{number}'}")
        sheets.append(_sheet(rows, width, name, node.kind, sheet, "" if number else node.guide))
        if node.back:
            backs = [_back(node) * sheet.across] * len(rows)
            sheets.append(_sheet(backs, width, f"{name}:back", node.kind, sheet))
    return Markup("\n").join(sheets)


def _batches(cards: tuple[m.Card, ...], size: int) -> list[tuple[m.Card, ...]]:
    return [cards[first : first + size] for first in range(0, len(cards), size)]


def _sheet(
    rows: list[Markup],
    width: float,
    name: str,
    kind: m.DeckKind,
    sheet: CardSheet,
    guide: str = "",
) -> Markup:
    """Write a sheet as wide as its cards: the engine would measure every word to find that out. A
    `guide` is for the foot of this page and those that follow.
    """
    high = f"height:{sheet.height:g}mm" if kind == "certificates" else ""
    written = Markup("").join(tag("div", row, class_="card-row", style=high) for row in rows)
    cards = tag("div", written, class_="cards", style=f"width:{width:g}mm")
    foot = _foot(guide) if guide else Markup("")
    return tag("div", foot + cards, class_=f"card-sheet {kind}", id=name)


def _foot(guide: str) -> Markup:
    """Write how to print and cut cards, beside a ruler."""
    drawn = Markup("background-image:url('{}')").format(asset(m.SCISSORS))
    cut = tag("span", Markup(""), class_="scissors", style=drawn)
    ruler = tag("span", Markup(""), class_="ruler") + cut + tag("span", escape(guide))
    return tag("div", ruler, class_="card-foot")


def _back(node: m.Deck) -> Markup:
    """Write the back of a card: the mark, the name of the cards, whose work they are."""
    name, dot, rest = node.back.partition(". ")
    words = tag("strong", escape(name + dot.strip())) + escape(f" {rest}" if rest else "")
    mark = _drawing("mark", node.mark)
    return tag("div", mark + tag("p", words), class_="card back")


def _card(context: MarkupContext, node: m.Card) -> Markup:
    """Write a card; its drawings are backgrounds, which are artifacts: they only add to words."""
    head = _drawing("card-icon", node.icon)
    if node.code or node.theme:
        code = tag("span", escape(node.code), class_="code") + " " if node.code else Markup("")
        low = "" if node.code or node.icon else " low"
        head += tag("p", code + tag("span", escape(node.theme)), class_=f"card-code{low}")
    words = tag("p", escape(node.label), class_="card-label") if node.label else Markup("")
    beside = "card-line" if node.large else "card-text"
    for line, look in ((node.above, ""), (node.inlines, _card_look(node)), (node.below, "")):
        words += tag("p", context.inlines(line), class_=look or beside) if line else Markup("")
    if node.label and not node.inlines:
        words += Markup('<div class="writing-line"></div>') * _CARD_LINES
    inner = head + words + _drawing("pattern", node.pattern)
    return tag("div", tag("div", inner, class_="face"), class_="card")


def _card_look(node: m.Card) -> str:
    if node.label:
        return "card-text"
    return f"{'name' if node.large else 'question'}{'' if node.is_short else ' long'}"


def _drawing(style: str, image: str) -> Markup:
    return tag("div", Markup(""), class_=style, style=background(image)) if image else Markup("")


BLOCKS: BlockWriters = MappingProxyType(
    {
        **SHARED_BLOCKS,
        m.Heading: _heading,
        m.Paragraph: _paragraph,
        m.BulletList: _bullets,
        m.OrderedList: _ordered,
        m.ListItem: _item,
        m.Definition: _definition,
        m.Table: table,
        m.Callout: _callout,
        m.SmallPrint: _small_print,
        m.Quotation: _quotation,
        m.Figure: _figure,
        m.Logos: _logos,
        m.Lead: _lead,
        m.ThemePage: _theme,
        m.Landscape: _landscape,
        m.Step: _step,
        m.Answer: _answer,
        m.Choices: _choices,
        m.Group: _group,
        m.Route: _route,
        m.Arrangement: _frame,
        m.Canvas: _canvas,
        m.Deck: _deck,
        m.Card: _card,
    }
)
