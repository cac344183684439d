"""Markdown of anybody → HTML: CommonMark with tables, footnotes and lists of terms."""

from __future__ import annotations

import re
from functools import lru_cache

from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from packbuilder.storage.markdown_text import with_small_figures

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TITLE = re.compile(r"""^title:\s*(['"]?)(.+?)\1\s*$""", re.MULTILINE)


@lru_cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable(("table", "strikethrough"))
    return parser.use(front_matter_plugin).use(deflist_plugin).use(footnote_plugin)


def markdown_to_html(text: str) -> str:
    """Return the page that Markdown means; HTML in it stays, but comments, which nobody sees."""
    tokens = _parser().parse(text)
    title = ""
    for token in tokens:
        for each in (token, *(token.children or ())):
            if each.type in ("html_block", "html_inline"):
                each.content = _COMMENT.sub("", each.content)
            elif each.type == "text":
                each.content = with_small_figures(each.content)
        if token.type == "front_matter" and (found := _TITLE.search(token.content)):
            title = found[2]
    body = _parser().renderer.render(tokens, _parser().options, {})
    return f"<title>{_escaped(title)}</title><body>{body}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
