"""Markdown text → markdown-it's syntax tree: the one place that sets up the parser.

CommonMark plus tables, footnotes, definition lists, `{…}` attributes, `[[value]]` and `:::`
blocks. Raw HTML is parsed so that it can be refused with its line; it is never written.
"""

from __future__ import annotations

import re
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.attrs.parse import ParseError, parse
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

MAX_LEVEL = 60
"""Deepest nesting of the token stream; the parser drops text beyond `maxNesting` unseen."""

_VALUE = re.compile(r"\[\[([A-Za-z_][A-Za-z0-9_]*)\]\]")


@lru_cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 100}).enable("table")
    parser.use(front_matter_plugin)
    parser.use(container_plugin, "block", validate=lambda *_: True)
    parser.use(deflist_plugin)
    parser.use(footnote_plugin, inline=False)
    parser.use(attrs_plugin, spans=True)
    parser.inline.ruler.before("link", "value", _value_rule)
    parser.validateLink = _any_link  # type: ignore[method-assign]
    return parser


def parse_markdown(text: str) -> tuple[SyntaxTreeNode, list[str], int]:
    """Parse a file: its tree, the labels of footnotes nobody refers to, the deepest nesting."""
    environment: dict[str, dict[str, dict[str, int]]] = {}
    tokens = _parser().parse(text, environment)
    references = environment.get("footnotes", {}).get("refs", {})
    unused = [label.removeprefix(":") for label, number in references.items() if number < 0]
    return SyntaxTreeNode(tokens), unused, max((t.level for t in tokens), default=0)


def parse_line(text: str) -> list[SyntaxTreeNode]:
    """Parse one line of text, such as the title in a block's options."""
    root = SyntaxTreeNode(_parser().parseInline(text, {}))
    return root.children[0].children if root.children else []


def parse_attributes(text: str) -> dict[str, str]:
    """Parse `{#id .class key="value"}`; raises ValueError when it is not that."""
    try:
        end, attributes = parse(text)
    except ParseError as error:
        raise ValueError(str(error)) from None
    if text[end + 1 :].strip():
        raise ValueError("there is text after the closing brace")
    return attributes


def _any_link(url: str) -> bool:
    """Let every address through: it is refused later, with its line and a word of help."""
    del url
    return True


def _value_rule(state: StateInline, silent: bool) -> bool:
    match = _VALUE.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        token = state.push("value", "", 0)
        token.content = match[1]
    state.pos = match.end()
    return True
