"""Inlines of the model → HTML."""

from __future__ import annotations

from types import MappingProxyType

from markupsafe import Markup, escape

from packbuilder import model as m
from packbuilder.writers.html.context import EMPTY, HtmlContext, InlineWriters
from packbuilder.writers.markup import SHARED_INLINES, start, tag

_PIXELS_PER_MM = 96 / 25.4


def _text(_: HtmlContext, node: m.Text) -> Markup:
    return escape(node.text)


def _code(_: HtmlContext, node: m.InlineCode) -> Markup:
    return tag("code", escape(node.text))


def _link(context: HtmlContext, node: m.Link) -> Markup:
    """Write a link; one whose words are its address is not followed by it again on paper."""
    words = m.plain(node.inlines).strip()
    bare = bool(words) and not node.internal and node.target.rstrip("/").endswith(words.rstrip("/"))
    href = f"#{node.target}" if node.internal else node.target
    return tag("a", context.inlines(node.inlines), href=href, class_="address" if bare else "")


def _blank(context: HtmlContext, node: m.Blank) -> Markup:
    label = context.theme.labels.blank_field.format(label=node.label)
    return tag("span", EMPTY, class_="blank", role="img", aria_label=label)


def _icon(context: HtmlContext, node: m.Icon) -> Markup:
    if not node.height:
        return context.drawing(node.image, "icon")
    height = node.height * _PIXELS_PER_MM
    size = {"width": f"{height * node.shape:.0f}", "height": f"{height:.0f}"}
    return context.drawing(node.image, "icon sized", **size)


def _footnote(context: HtmlContext, node: m.FootnoteReference) -> Markup:
    """Write the number of a note as a link to it; the first one is what the note leads back to."""
    first = node.number not in context.noted
    number = context.noted.setdefault(node.number, len(context.noted) + 1)
    back = context.anchor(f"reference:{number}") if first else ""
    to = f"#{context.anchor(f'note:{number}')}"
    label = context.theme.labels.web["note"].format(number=number)
    link = tag("a", escape(number), href=to, id=back, role="doc-noteref", aria_label=label)
    return tag("sup", link)


def _field(context: HtmlContext, node: m.Field) -> Markup:
    del context
    return screen_field(node)


def label_of(node: m.Field) -> str:
    """Return what is read aloud of a place to answer, as in the other formats."""
    words = f"{node.label}: {node.value}" if node.kind == "choice" else node.label
    return " ".join(words.split())


def screen_field(node: m.Field, lines: int = 2, labelled: bool = False) -> Markup:
    """Write a place to answer; `labelled` says that the words around it are its label."""
    label = "" if labelled else label_of(node)
    if node.kind == "list":
        none = tag("option", EMPTY, value="", label="–")
        options = none + EMPTY.join(tag("option", escape(option)) for option in node.options)
        return tag("select", options, name=node.name, aria_label=label)
    if node.kind == "text" and node.fills:
        return tag("textarea", EMPTY, name=node.name, aria_label=label, rows=lines)
    kind = {"tick": "checkbox", "choice": "radio"}.get(node.kind, "text")
    chosen = node.value or "yes" if kind != "text" else ""
    return start("input", type=kind, name=node.name, value=chosen, aria_label=label)


INLINES: InlineWriters = MappingProxyType(
    {
        **SHARED_INLINES,
        m.Text: _text,
        m.InlineCode: _code,
        m.Link: _link,
        m.Blank: _blank,
        m.Icon: _icon,
        m.Field: _field,
        m.FootnoteReference: _footnote,
    }
)
