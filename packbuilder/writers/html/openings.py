"""What stands before a text: titles, and contents as a way through the page."""

from __future__ import annotations

from markupsafe import Markup, escape

from packbuilder import model as m
from packbuilder.writers.html.context import EMPTY, LINES, HtmlContext, spoken
from packbuilder.writers.markup import tag


def opening(context: HtmlContext, shown: m.Opening, anchor: str, deeper: int) -> Markup:
    """Write a title and what stands around it."""
    written = [tag("p", escape(shown.label), class_="series") if shown.label else EMPTY]
    if shown.icon:
        written.append(context.drawing(shown.icon, "tool-drawing"))
    title = escape(shown.title)
    if shown.code:
        name = shown.title.removeprefix(shown.code).strip()
        title = tag("span", escape(shown.code), class_="code") + " " + tag("span", escape(name))
    written.append(tag(f"h{1 + deeper}", title, id=anchor, class_="title"))
    if shown.subtitle:
        written.append(tag("p", escape(shown.subtitle), class_="subtitle"))
    if shown.logo:
        written.append(context.picture(shown.logo, shown.logo_alt, "logo"))
    written += [
        tag("p", spoken(line.text, line.language), class_=f"opening-line {line.role}")
        for line in shown.lines
    ]
    return tag("div", LINES.join(filter(None, written)), class_="opening")


def contents(context: HtmlContext, listed: m.Contents, anchor: str) -> Markup:
    """Write a list of contents as navigation."""
    written = []
    if listed.title:
        written.append(
            tag("p", spoken(listed.title, listed.language), class_="contents-title", id=anchor)
        )
    if listed.lead:
        written.append(tag("p", spoken(listed.lead, listed.language)))
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
