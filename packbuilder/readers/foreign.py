"""Markdown of anybody → HTML: CommonMark with tables, footnotes and lists of terms."""

from __future__ import annotations

import re
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from packbuilder.readers.pasted import kept_lines, pasted_items
from packbuilder.storage.markdown_text import with_small_figures

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_VALUE = re.compile(r"""^([\w-]+):[ \t]*(['"]?)(.*?)\2[ \t]*$""", re.MULTILINE)
_MARKS = re.compile(
    r"\{:[^{}\n]*\}|\{%.*?%\}|\{\{.*?\}\}|\{[#.][\w-]+[^{}\n]*\}"
    r"|\[{1,2}(?:_?TOC_?|toc)\]{1,2}|^:{3,}.*$|\\(?:(?:new|clear)page|pagebreak|tableofcontents)\b"
)
"""Marks of other tools, which are no words: attributes, shortcodes, values, places for contents."""
_WITH_MARKDOWN = re.compile(r"<([a-z]+)\b[^<>]*\bmarkdown=")
_BEGINS_WORDS = re.compile(r"^[ \t]*(<(?:i|b|em|strong)>)[ \t]*\n[ \t]*", re.MULTILINE)
_ENDS_WORDS = re.compile(r"[ \t]*\n[ \t]*(</(?:i|b|em|strong)>)")
_CONTENTS = "{:toc}"
"""Stands for contents, as do the words of the item that it is in."""


@lru_cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable(("table", "strikethrough"))
    return parser.use(front_matter_plugin).use(deflist_plugin).use(footnote_plugin)


def markdown_to_html(text: str) -> str:
    """Return the page that Markdown means; HTML in it stays, but comments, which nobody sees.

    Marks of other tools are in `template`, and values of the front matter that say nothing here in
    `data-value`, so that both can be counted.
    """
    tokens = _parser().parse(_parted(text))
    values: dict[str, str] = {}
    for token in tokens:
        whole = _CONTENTS in token.content
        _keep_lines(token)
        for each in (token, *(token.children or ())):
            if each.type in ("html_block", "html_inline"):
                each.content = _COMMENT.sub("", each.content)
            elif each.type == "text":
                words = with_small_figures(each.content)
                marked = _marked(words, whole)
                each.type, each.content = ("html_inline", marked) if marked else ("text", words)
        if token.type == "front_matter":
            values = {found[1]: found[3] for found in _VALUE.finditer(token.content)}
    title, language = values.pop("title", ""), values.pop("lang", "")
    unused = "".join(f"<data-value>{_escaped(name)}</data-value>" for name in values)
    body = _parser().renderer.render(tokens, _parser().options, {})
    head = f'<html lang="{_escaped(language)}"><title>{_escaped(title)}</title>'
    return f"{head}<body>{unused}{body}"


def _keep_lines(token: Token) -> None:
    """Let lines that begin as clauses or items do, such as 1.2, and those of an address, begin on
    their own: Markdown joins them, and nobody would see where they began.
    """
    lines = token.content.split("\n")
    items = pasted_items(lines) if token.type == "inline" and len(lines) > 1 else {}
    whole = not items and token.type == "inline" and any(kept_lines(lines))
    breaks = [each for each in token.children or () if each.type in ("softbreak", "hardbreak")]
    for number, each in enumerate(breaks, 1):
        if whole or number in items:
            each.type = "hardbreak"


def _parted(text: str) -> str:
    """Return Markdown with empty lines around elements that say they have Markdown in them, and
    marks of bold words and the like in the lines of these words.
    """
    names = "|".join({found[1] for found in _WITH_MARKDOWN.finditer(text)})
    if names:
        text = _BEGINS_WORDS.sub(r"\1", _ENDS_WORDS.sub(r"\1", text))
    parting = rf"(?m:^[ \t]*(<img\b[^<>]*>)[ \t]*$)|[ \t]*(</?(?:{names})\b[^<>]*>)"
    return re.sub(parting, r"\n\n\1\2\n\n", text) if names else text


def _marked(words: str, whole: bool) -> str:
    """Return words with the marks of other tools as elements; nothing of words without any."""
    if whole:
        return f"<template>{_escaped(words)}</template>"
    found, end = "", 0
    for mark in _MARKS.finditer(words):
        found += f"{_escaped(words[end : mark.start()])}<template>{_escaped(mark[0])}</template>"
        end = mark.end()
    return found and found + _escaped(words[end:])


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
