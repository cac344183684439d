"""Inlines of the model → HTML."""

from __future__ import annotations

from types import MappingProxyType

from markupsafe import Markup, escape

from packbuilder import model as m
from packbuilder.writers.html.page import InlineWriters, Page, start, tag


def _text(_: Page, node: m.Text) -> Markup:
    return escape(node.text)


def _strong(page: Page, node: m.Strong) -> Markup:
    return tag("strong", page.inlines(node.inlines))


def _emphasis(page: Page, node: m.Emphasis) -> Markup:
    return tag("em", page.inlines(node.inlines))


def _code(_: Page, node: m.Code) -> Markup:
    return tag("code", escape(node.text))


def _link(page: Page, node: m.Link) -> Markup:
    href = f"#{node.target}" if node.internal else node.target
    return tag("a", page.inlines(node.inlines), href=href)


def _foreign(page: Page, node: m.Foreign) -> Markup:
    return tag("span", page.inlines(node.inlines), lang=node.language)


def _line_break(_: Page, __: m.LineBreak) -> Markup:
    return Markup("<br>")


def _blank(_: Page, __: m.Blank) -> Markup:
    return Markup('<span class="blank"></span>')


def _footnote(page: Page, node: m.FootnoteReference) -> Markup:
    notes = page.footnotes[node.number - 1]
    lines = [page.inlines(block.inlines) for block in notes if isinstance(block, m.Paragraph)]
    inner = Markup("").join(tag("span", line, class_="note-line") for line in lines)
    return tag("span", inner, class_="footnote")


def _field(page: Page, node: m.Field) -> Markup:
    """Draw a place to answer; on screen it is a form field of the same size."""
    style = {"tick": "tick", "choice": "choice", "text": "space" if node.fills else "blank"}[
        node.kind
    ]
    if not page.theme.fillable:
        return tag("span", Markup(""), class_=style)
    if node.kind == "text":
        if node.fills:
            return tag("textarea", Markup(""), name=node.name, class_=style)
        return start("input", type="text", name=node.name, class_=style)
    kind = {"tick": "checkbox", "choice": "radio"}[node.kind]
    return start("input", type=kind, name=node.name, value=node.value or "yes", class_=style)


INLINES: InlineWriters = MappingProxyType(
    {
        m.Text: _text,
        m.Strong: _strong,
        m.Emphasis: _emphasis,
        m.Code: _code,
        m.Link: _link,
        m.Foreign: _foreign,
        m.LineBreak: _line_break,
        m.Blank: _blank,
        m.Field: _field,
        m.FootnoteReference: _footnote,
    }
)
