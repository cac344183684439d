"""Inlines of the model → HTML."""

from __future__ import annotations

import re
from types import MappingProxyType

from markupsafe import Markup, escape

from packbuilder import model as m
from packbuilder.writers.markup import SHARED_INLINES, start, tag
from packbuilder.writers.pdf.markup.context import InlineWriters, MarkupContext, asset

_UNBROKEN = re.compile("([^\\s\u2011]*\u2011[^\\s]*)")
"""A word with a non-breaking hyphen."""


_ADDRESS = re.compile(r"((?:https?://|www\.)[!-~]*[\w/]|[\w.+-]+@[\w.-]*\w)", re.ASCII)


def _text(context: MarkupContext, node: m.Text) -> Markup:
    """Write words; in a text from right to left, addresses run from left to right by themselves, as
    the engine forgets at the end of a line what was before.
    """
    if not context.right_to_left:
        return _unbroken(node.text)
    return Markup("").join(
        tag("span", _unbroken(piece), dir="ltr") if number % 2 else _unbroken(piece)
        for number, piece in enumerate(_ADDRESS.split(node.text))
    )


def _unbroken(text: str) -> Markup:
    """Write words; those with a non-breaking hyphen (U+2011) stay on one line, as the font may not
    have it.
    """
    if "\u2011" not in text:
        return escape(text)
    pieces = _UNBROKEN.split(text)
    return Markup("").join(
        tag("span", escape(piece.replace("\u2011", "-")), class_="unbroken")
        if number % 2
        else escape(piece)
        for number, piece in enumerate(pieces)
    )


def _code(_: MarkupContext, node: m.InlineCode) -> Markup:
    return tag("code", _unbroken(node.text))


def _blank(context: MarkupContext, node: m.Blank) -> Markup:
    """Draw a ruled space as a picture, as only pictures have words that stand in for them."""
    title = tag("title", escape(context.theme.labels.blank_field.format(label=node.label)))
    return tag("svg", title, class_="blank")


def _icon(_: MarkupContext, node: m.Icon) -> Markup:
    """Draw as a background, which is an artifact, as it only adds to the words."""
    style = Markup("background-image:url('{}')").format(asset(node.image))
    if node.height:
        width = node.height * node.shape
        style += Markup(";width:{:g}mm;height:{:g}mm").format(width, node.height)
    return tag("span", Markup(""), class_="icon", style=style)


def _footnote(context: MarkupContext, node: m.FootnoteReference) -> Markup:
    """Write a footnote, and where it is referred to again, its number with a link to it."""
    name = context.anchor(f"note:{node.number}")
    if node.number in context.noted:
        return tag("a", escape(context.noted[node.number]), href=f"#{name}", class_="noted")
    context.noted[node.number] = len(context.noted) + 1
    notes = context.footnotes[node.number - 1]
    lines = [context.inlines(block.inlines) for block in notes if isinstance(block, m.Paragraph)]
    inner = Markup("").join(tag("span", line, class_="note-line") for line in lines)
    return tag("span", inner, id=name, class_="footnote")


def _field(context: MarkupContext, node: m.Field) -> Markup:
    """Draw a place to answer; on screen a form field lies over it, and moves nothing."""
    style = "space" if node.fills else FIELD_STYLES.get(node.kind, "blank")
    inner = screen_field(node) if context.theme.fillable else Markup("")
    return tag("span", inner, class_=style)


def screen_field(node: m.Field) -> Markup:
    """Write what is filled in on screen, as large as what it lies over."""
    if node.kind == "list":
        options = Markup("").join(
            tag("option", escape(option), value=option) for option in ("", *node.options)
        )
        return tag("select", options, name=node.name, class_="over")
    if node.kind == "text" and node.fills:
        return tag("textarea", Markup(""), name=node.name, class_="over")
    kind = {"tick": "checkbox", "choice": "radio"}.get(node.kind, "text")
    chosen = node.value or "yes" if kind != "text" else ""
    return start("input", type=kind, name=node.name, value=chosen, class_="over")


FIELD_STYLES = {"tick": "tick", "choice": "choice"}

INLINES: InlineWriters = MappingProxyType(
    {
        **SHARED_INLINES,
        m.Text: _text,
        m.InlineCode: _code,
        m.Blank: _blank,
        m.Icon: _icon,
        m.Field: _field,
        m.FootnoteReference: _footnote,
    }
)
