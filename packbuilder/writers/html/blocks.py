"""Blocks of the model → HTML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from markupsafe import Markup, escape

from packbuilder import model as m
from packbuilder.model.marks import QUOTE
from packbuilder.theme.pictures import photo_widths
from packbuilder.writers.html.context import EMPTY, BlockWriters, HtmlContext
from packbuilder.writers.html.inlines import screen_field
from packbuilder.writers.html.tables import table
from packbuilder.writers.markup import SHARED_BLOCKS, tag

_COLUMN = 608
"""How wide the column of text is in px: a photograph with fewer is not blown up to fill it."""

_PHOTOS = 1000
"""What the widths of photos side by side add up to: whole numbers of more than a hundred are finer.
"""

_LIST_TYPES: Mapping[m.Counting, str] = MappingProxyType(
    {"letters": "a", "capitals": "A", "roman": "i", "roman-capitals": "I"}
)


def _heading(context: HtmlContext, node: m.Heading) -> Markup:
    inner = context.inlines(node.inlines)
    number = node.numeral or node.number
    if number:
        look = "heading-numeral" if node.numeral else "number"
        inner = tag("span", escape(number), class_=look) + " " + inner
    look = f"heading-{node.level}" + (" with-numeral" if node.numeral else "")
    return context.heading(node.level, inner, id=node.anchor, class_=look)


def _paragraph(context: HtmlContext, node: m.Paragraph) -> Markup:
    """Write a line; words behind a box to tick are part of what can be clicked."""
    first, *rest = node.inlines or (None,)
    if not isinstance(first, m.Field) or first.kind not in ("tick", "choice"):
        return tag("p", context.inlines(node.inlines))
    others = [n for n, inline in enumerate(rest) if any(map(_is_active, m.walk_inlines([inline])))]
    end = others[0] if others else len(rest)
    label = tag("label", context.inlines([first]) + context.inlines(rest[:end]))
    return tag("p", label + context.inlines(rest[end:]), class_="to-tick")


def _is_active(inline: m.Inline) -> bool:
    return isinstance(inline, m.Field | m.Link | m.FootnoteReference)


def _bullets(context: HtmlContext, node: m.BulletList) -> Markup:
    return tag("ul", context.blocks(node.items), class_="tiles" if node.tiles else "")


def _ordered(context: HtmlContext, node: m.OrderedList) -> Markup:
    first = node.start if node.start != 1 else ""
    look = f"numerals columns-{node.columns}" if node.numerals else ""
    kind = _LIST_TYPES.get(node.counting, "")
    return tag("ol", context.blocks(node.items), class_=look, start=first, type=kind)


def _item(context: HtmlContext, node: m.ListItem | m.Step) -> Markup:
    return tag("li", context.blocks(node.blocks))


def _definition(context: HtmlContext, node: m.Definition) -> Markup:
    return tag("dt", context.inlines(node.term)) + tag("dd", context.blocks(node.blocks))


def _callout(context: HtmlContext, node: m.Callout) -> Markup:
    title = tag("p", tag("strong", context.inlines(node.title)), class_="callout-title")
    look = "callout added" if node.added else "callout"
    return tag("div", title + context.blocks(node.blocks), class_=look)


def _inside(look: str, blocks: Iterable[m.Block], context: HtmlContext) -> Markup:
    return tag("div", context.blocks(blocks), class_=look)


def _small_print(context: HtmlContext, node: m.SmallPrint) -> Markup:
    return _inside("small-print", node.blocks, context)


def _quotation(context: HtmlContext, node: m.Quotation) -> Markup:
    """Write a quotation; whose words they are is no part of it."""
    mark = context.drawing(QUOTE, "quote-mark")
    by = tag("figcaption", context.inlines(node.by), class_="by") if node.by else EMPTY
    said = tag("blockquote", context.blocks(node.blocks))
    return tag("figure", mark + said + by, class_="said leads" if node.leads else "said")


def _figure(context: HtmlContext, node: m.Figure) -> Markup:
    title = tag("p", context.inlines(node.title), class_="chart-title") if node.title else EMPTY
    picture = context.pictures[node.image]
    drawn = picture.svg or picture.drawn
    widest = 100 if drawn else max(1, round(100 * picture.width / _COLUMN))
    image = context.picture(node.image, node.alt, context.share(min(node.width, widest)))
    caption = tag("figcaption", context.inlines(node.caption)) if node.caption else EMPTY
    look = "chart" if node.title else ""
    return tag("figure", title + image + caption, id=node.anchor, class_=look)


def _logos(context: HtmlContext, node: m.Logos) -> Markup:
    shown = [context.picture(logo.image, logo.alt, "logo") for logo in node.items]
    return tag("div", Markup(" ").join(shown), class_="logos")


def _lead(context: HtmlContext, node: m.Lead) -> Markup:
    return _inside("lead", node.blocks, context)


def _theme(context: HtmlContext, node: m.ThemePage) -> Markup:
    band = context.drawing(node.band, "theme-band", preserveAspectRatio="xMinYMid slice")
    icon = context.drawing(node.icon, "theme-icon")
    label = tag("p", context.inlines(node.label), class_="theme-label") if node.label else EMPTY
    inner = band + icon + label + context.blocks(node.blocks)
    return tag("div", inner, class_=f"theme theme-{node.code}")


def _landscape(context: HtmlContext, node: m.Landscape) -> Markup:
    return _inside("wide", node.blocks, context)


def _answer(context: HtmlContext, node: m.Answer) -> Markup:
    label = tag("p", context.inlines(node.label), class_="answer-label")
    spoken = node.spoken or m.plain(node.label)
    field = m.Field(node.kind, node.name, spoken, fills=True, options=node.options)
    return tag("div", label + screen_field(field, node.lines), class_="answer")


def _choices(context: HtmlContext, node: m.Choices) -> Markup:
    label = tag("legend", context.inlines(node.label)) if node.label else EMPTY
    items = tag(
        "ul", context.blocks(node.items), class_="choices in-row" if node.row else "choices"
    )
    return tag("fieldset", label + items, class_="answer")


def _group(context: HtmlContext, node: m.Group) -> Markup:
    return _inside("group", node.blocks, context)


def _route(context: HtmlContext, node: m.Route) -> Markup:
    label = tag("p", context.inlines(node.label), class_="answer-label") if node.label else EMPTY
    return label + tag("ol", context.blocks(node.items), class_="route")


def _arrangement(context: HtmlContext, node: m.Arrangement) -> Markup:
    if node.look == "photos":
        widths = photo_widths(node, context.pictures, _PHOTOS, 0)
        cells = (
            tag("div", context.blocks([block]), class_=context.share(round(width)))
            for block, width in zip(node.blocks, widths, strict=True)
        )
        return tag("div", EMPTY.join(cells), class_=node.look)
    return _inside(node.look, node.blocks, context)


def _canvas(context: HtmlContext, node: m.Canvas) -> Markup:
    label = tag("p", context.inlines(node.label), class_="answer-label") if node.label else EMPTY
    use = tag("p", escape(node.purpose)) if node.purpose else EMPTY
    zones = EMPTY.join(tag("p", escape(zone), class_="zone") for zone in node.zones)
    return label + use + tag("div", zones, class_=f"zones {node.shape}".strip())


def _deck(context: HtmlContext, node: m.Deck) -> Markup:
    """Write the cards, and once what their backs say."""
    cards = EMPTY.join(context.blocks([card]) for card in node.items if not card.is_free)
    back = tag("p", escape(node.back), class_="back") if node.back else EMPTY
    return tag("div", cards, class_="cards") + back


def _card(context: HtmlContext, node: m.Card) -> Markup:
    head = context.drawing(node.icon, "card-icon")
    if node.code or node.theme:
        head += tag("strong", escape(node.code)) + " " + escape(node.theme)
    head = tag("p", head, class_="card-code") if head else EMPTY
    label = tag("p", escape(node.label), class_="card-label") if node.label else EMPTY
    words = EMPTY.join(
        tag("p", context.inlines(line), class_=look)
        for line, look in ((node.above, ""), (node.inlines, "question"), (node.below, ""))
        if line
    )
    return tag("div", head + label + words, class_="card")


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
        m.Step: _item,
        m.Answer: _answer,
        m.Choices: _choices,
        m.Group: _group,
        m.Route: _route,
        m.Arrangement: _arrangement,
        m.Canvas: _canvas,
        m.Deck: _deck,
        m.Card: _card,
    }
)
