"""What all markup shares: how tags are written, and inlines and blocks that are the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Protocol

from markupsafe import Markup, escape

from packbuilder import model as m
from packbuilder.settings.dates import runs_right_to_left


class Context(Protocol):
    """Writes what stands inside an inline or a block, in a text of a language."""

    language: str

    def inlines(self, inlines: Iterable[m.Inline], /) -> Markup:
        """Write a line of text."""

    def blocks(self, blocks: Iterable[m.Block], /) -> Markup:
        """Write blocks."""


def tag(name: str, inner: Markup, /, **attributes: Any) -> Markup:
    """Write one element; attributes that are empty are left out, `class_` is `class`."""
    return Markup(f"{start(name, **attributes)}{escape(inner)}</{name}>")


def start(name: str, /, **attributes: Any) -> Markup:
    """Write the opening tag of an element, all there is of `input` or `img`."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value != ""
    )
    return Markup(f"<{name}{written}>")


def direction_in(language: str, around: str = "") -> str:
    """Return the direction of words in a language, where it is not that of the text around them."""
    runs = runs_right_to_left(language)
    return "" if runs == runs_right_to_left(around) else "rtl" if runs else "ltr"


def _strong(context: Context, node: m.Strong) -> Markup:
    return tag("strong", context.inlines(node.inlines))


def _numeral(context: Context, node: m.Numeral) -> Markup:
    return tag("span", context.inlines(node.inlines), class_="numeral")


def _emphasis(context: Context, node: m.Emphasis) -> Markup:
    return tag("em", context.inlines(node.inlines))


def _link(context: Context, node: m.Link) -> Markup:
    href = f"#{node.target}" if node.internal else node.target
    return tag("a", context.inlines(node.inlines), href=href)


def _foreign(context: Context, node: m.Foreign) -> Markup:
    direction = direction_in(node.language, context.language)
    return tag("span", context.inlines(node.inlines), lang=node.language, dir=direction)


def _line_break(_: Context, __: m.LineBreak) -> Markup:
    return Markup("<br>")


def _definitions(context: Context, node: m.DefinitionList) -> Markup:
    return tag("dl", context.blocks(node.items))


def _key_sentence(context: Context, node: m.KeySentence) -> Markup:
    return tag("p", context.inlines(node.inlines), class_="key-sentence")


def _code_block(_: Context, node: m.CodeBlock) -> Markup:
    return tag("pre", escape(node.text))


def _page_break(_: Context, __: m.PageBreak) -> Markup:
    return Markup('<div class="page-break"></div>')


def _steps(context: Context, node: m.Steps) -> Markup:
    return tag("ol", context.blocks(node.items), class_="steps")


SHARED_INLINES: Mapping[type[m.Inline], Callable[[Context, Any], Markup]] = MappingProxyType(
    {
        m.Strong: _strong,
        m.Numeral: _numeral,
        m.Emphasis: _emphasis,
        m.Link: _link,
        m.Foreign: _foreign,
        m.LineBreak: _line_break,
    }
)
SHARED_BLOCKS: Mapping[type[m.Block], Callable[[Context, Any], Markup]] = MappingProxyType(
    {
        m.DefinitionList: _definitions,
        m.KeySentence: _key_sentence,
        m.CodeBlock: _code_block,
        m.PageBreak: _page_break,
        m.Steps: _steps,
    }
)
