"""What stands before a text: titles, and contents as a way through the page."""

from __future__ import annotations

from markupsafe import Markup, escape

from packbuilder import model as m
from packbuilder.writers.html.context import EMPTY, LINES, HtmlContext, spoken
from packbuilder.writers.markup import tag

_BEGIN_FACTS = ("kind", "edition")
"""Lines with which a column of facts begins, where there is room for columns."""


def page_header(shown: m.Opening | None) -> Markup:
    """Write what stands above the main part of a page: the name of the series."""
    return tag("header", _series(shown)) if shown and shown.label else EMPTY


def _series(shown: m.Opening) -> Markup:
    return tag("p", escape(shown.label), class_="series") if shown.label else EMPTY


def opening(
    context: HtmlContext, shown: m.Opening, anchor: str, deeper: int, first: bool
) -> Markup:
    """Write a title and what stands around it; of the `first` one, the page's header has the
    series.
    """
    written = [EMPTY if first else _series(shown)]
    if shown.icon:
        written.append(context.drawing(shown.icon, "tool-drawing"))
    title = escape(shown.title)
    if shown.code:
        name = shown.title.removeprefix(shown.code).strip()
        title = tag("span", escape(shown.code), class_="code") + " " + tag("span", escape(name))
    written.append(tag(f"h{1 + deeper}", title, id=anchor, class_="title"))
    if shown.subtitle:
        written.append(tag("p", escape(shown.subtitle), class_="subtitle"))
    pictures = [context.picture(each.image, each.alt, "logo") for each in shown.logos]
    if len(pictures) > 1:
        written.append(tag("div", Markup(" ").join(pictures), class_="logos"))
    else:
        written += pictures
    written.append(_facts(shown.lines, context.language))
    return tag("div", LINES.join(filter(None, written)), class_="opening")


def _facts(lines: tuple[m.OpeningLine, ...], language: str) -> Markup:
    """Write the lines below a title in groups, which stand side by side on wide screens."""
    groups: list[list[Markup]] = []
    for line in lines:
        if not groups or line.role in _BEGIN_FACTS:
            groups.append([])
        look = f"opening-line {line.role}"
        groups[-1].append(tag("p", spoken(line.text, line.language, language), class_=look))
    if not groups:
        return EMPTY
    return tag("div", LINES.join(tag("div", LINES.join(each)) for each in groups), class_="facts")


def contents(context: HtmlContext, listed: m.Contents, anchor: str) -> Markup:
    """Write a list of contents as navigation."""
    written = []
    if listed.title:
        written.append(
            tag(
                "p",
                spoken(listed.title, listed.language, context.language),
                class_="contents-title",
                id=anchor,
            )
        )
    if listed.lead:
        written.append(tag("p", spoken(listed.lead, listed.language, context.language)))
    items = EMPTY.join(_entry(context, entry) for entry in listed.entries)
    name = context.region(listed.title or context.theme.labels.contents)
    inner = LINES.join((*written, tag("ul", items)))
    return tag("nav", inner, class_=f"contents {listed.layout}", aria_label=name)


def _entry(context: HtmlContext, entry: m.ContentsEntry) -> Markup:
    words = escape(entry.text)
    if entry.anchor:
        words = tag("a", words, href=f"#{entry.anchor}")
    icon = context.drawing(entry.icon, "entry-icon") if entry.icon else EMPTY
    code = tag("span", escape(entry.code), class_="code") + " " if entry.code else EMPTY
    question = tag("strong", escape(entry.question)) + " " if entry.question else EMPTY
    time = " " + tag("span", escape(entry.time), class_="time") if entry.time else EMPTY
    return tag("li", icon + code + question + words + time, class_=f"contents-{entry.level}")
