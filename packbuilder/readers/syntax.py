"""Markdown text → markdown-it's syntax tree: the one place that sets up the parser.

CommonMark plus tables, footnotes, definition lists, `{…}` attributes, `[[value]]` and `:::`
blocks. Raw HTML is parsed so that it can be refused with its line; it is never written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.attrs.parse import ParseError, parse
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_inline
from mdit_py_plugins.front_matter import front_matter_plugin

from packbuilder.readers.lettered_lists import lettered_lists

LONGEST_ADDRESSES = 1_000_000
"""Characters of all link addresses together: a short file can ask for one long one many times."""

MAX_LEVEL = 60
"""Deepest nesting of blocks, and of words in a line.

The parser drops text beyond `maxNesting` unseen, and the tree of a deeper line cannot be built.
"""

MOST_BRACKETS = 1_000
"""Opening square brackets in one paragraph: the parser looks for the end of each."""

_VALUE = re.compile(r"(?<!\\)\[\[([A-Za-z_][A-Za-z0-9_]*)\]\]")
_MARKED_VALUE = re.compile("=\ue000([A-Za-z0-9_]+)\ue001")
"""A value while its line is parsed: to the parser, brackets in the words of a link are a link."""
_IN_NOTE = "in_note"
_NOTE = re.compile(r"\[\^([^\]\s]+)\]")


@dataclass(frozen=True, slots=True)
class FootnoteSource:
    """Where the text of a footnote begins, in lines from 0; `lost` when the parser drops it."""

    label: str
    line: int
    lost: bool


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file's tree and footnotes; `too_deep` is the first line that is nested too deep.
    `unused_addresses` are lines such as `[1]: https://…` that no link gets its address from, each
    with its label and the number of the line, from 0.
    """

    tree: SyntaxTreeNode
    notes: tuple[FootnoteSource, ...]
    unused: frozenset[str]
    unused_addresses: tuple[tuple[str, int], ...]
    too_deep: int | None
    too_long: int | None


@lru_cache
def _parser() -> MarkdownIt:
    options = {"html": True, "maxNesting": 100, "store_labels": True}
    parser = MarkdownIt("commonmark", options).enable("table")
    parser.use(front_matter_plugin)
    parser.use(lettered_lists)
    parser.use(container_plugin, "block", validate=lambda *_: True)
    parser.use(deflist_plugin)
    parser.use(footnote_plugin, inline=False)
    parser.use(attrs_plugin, spans=True)
    parser.inline.ruler.before("link", "value", _rule(_MARKED_VALUE, "value"))
    # What the plugin leaves of `[^label]` has no text that belongs to it.
    missing = _rule(_NOTE, "footnote_missing")
    parser.inline.ruler.after("footnote_ref", "footnote_missing", missing)
    parser.core.ruler.before("inline", "brackets", _brackets_rule)
    parser.core.ruler.before("inline", "mark_values", _mark_values_rule)
    parser.inline.ruler.after("image", "footnote_inline", _inline_note_rule)
    parser.core.ruler.before("footnote_tail", "footnote_places", _notes_rule)
    parser.core.ruler.after("footnote_tail", "inline_note_places", _inline_notes_rule)
    parser.core.ruler.after("inline_note_places", "unmark_values", _unmark_values_rule)
    parser.core.ruler.disable("text_join")  # what is escaped stays apart from other words
    parser.validateLink = _any_link  # type: ignore[method-assign]
    normalize = parser.normalizeLink
    parser.normalizeLink = lambda url: (  # type: ignore[method-assign]
        _MARKED_VALUE.sub(r"%5B%5B\1%5D%5D", url) if "\ue000" in url else normalize(url)
    )
    return parser


def parse_markdown(text: str) -> Parsed:
    """Parse a file."""
    environment: dict[str, Any] = {}
    tokens = _parser().parse(text, environment)
    references = environment.get("footnotes", {}).get("refs", {})
    lines = [t.map[0] if t.map else 0 for t in tokens if _depth(t) > MAX_LEVEL]
    too_deep = next(iter((*environment["brackets"], *lines)), None)
    return Parsed(
        tree=SyntaxTreeNode(tokens if too_deep is None else []),
        notes=tuple(environment["notes"]),
        unused=frozenset(label[1:] for label, number in references.items() if number < 0),
        unused_addresses=tuple(_unused_addresses(tokens, environment)),
        too_deep=too_deep,
        too_long=_addresses_too_long(tokens),
    )


def parse_line(text: str) -> list[SyntaxTreeNode] | None:
    """Parse one line of text, such as the title in a block's options; None when too deep."""
    environment: dict[str, Any] = {_IN_NOTE: True}  # the text of a note would be lost
    tokens = _parser().parseInline(text, environment)
    if environment["brackets"] or any(_depth(token) > MAX_LEVEL for token in tokens):
        return None
    root = SyntaxTreeNode(tokens)
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


def _unused_addresses(
    tokens: list[Token], environment: Mapping[str, Any]
) -> Iterator[tuple[str, int]]:
    """Yield addresses that no link uses, and those that have the label of an earlier one. What
    leads to “#” is a comment.
    """
    used = {
        child.meta.get("label")
        for token in tokens
        for child in token.children or ()
        if child.type in ("link_open", "image")
    }
    for label, found in environment.get("references", {}).items():
        if label not in used and found["href"] not in ("#", ""):
            yield label, found["map"][0]
    for found in environment.get("duplicate_refs", ()):
        if found["href"] not in ("#", ""):
            yield found["label"], found["map"][0]


def _addresses_too_long(tokens: list[Token]) -> int | None:
    """Return in which line the addresses of links and images grow beyond their limit."""
    together = 0
    for token in tokens:
        for child in token.children or ():
            together += sum(len(str(value)) for value in child.attrs.values())
        if together > LONGEST_ADDRESSES:
            return token.map[0] if token.map else 0
    return None


def _depth(token: Token) -> int:
    return max([token.level, *(child.level for child in token.children or ())])


def _brackets_rule(state: StateCore) -> None:
    """Keep words with far too many brackets from the parser, and list their lines."""
    state.env["brackets"] = []
    for token in state.tokens:
        if token.type == "inline" and token.content.count("[") > MOST_BRACKETS:
            state.env["brackets"].append(token.map[0] if token.map else 0)
            token.content = ""


def _mark_values_rule(state: StateCore) -> None:
    """Write each `[[value]]` in a way that means nothing else in Markdown."""
    for token in state.tokens:
        if token.type == "inline" and "[[" in token.content:
            token.content = _VALUE.sub("=\ue000\\1\ue001", token.content)


def _unmark_values_rule(state: StateCore) -> None:
    """Write what turned out to be no value, as in `code`, as it was; an address that is shown in
    full shows the values in it.
    """
    for token in state.tokens:
        if token.type == "inline" and "\ue000" in token.content:
            token.content = _MARKED_VALUE.sub(r"[[\1]]", token.content)
            token.children = [part for child in token.children or () for part in _unmarked(child)]


def _unmarked(token: Token) -> Iterator[Token]:
    if token.type != "text":
        token.content = _MARKED_VALUE.sub(r"[[\1]]", token.content)
        yield token
        return
    for number, part in enumerate(_MARKED_VALUE.split(token.content)):
        yield Token("value" if number % 2 else "text", "", 0, content=part, level=token.level)


def _notes_rule(state: StateCore) -> None:
    """List the footnotes before the plugin moves them: of two with one label it keeps the last."""
    notes: list[FootnoteSource] = []
    inside, known = False, set[str]()
    for token in state.tokens:
        if token.type == "footnote_reference_open":
            label = str(token.meta["label"])
            lost = inside or label in known
            known.add(label)
            notes.append(FootnoteSource(label, token.map[0] if token.map else 0, lost))
        if token.type.startswith("footnote_reference"):
            inside = token.nesting > 0
    state.env["notes"] = notes


def _inline_note_rule(state: StateInline, silent: bool) -> bool:
    """Read `^[the words of a note]`; one inside another is left as it is, and reported."""
    if state.env.get(_IN_NOTE):
        return False
    state.env[_IN_NOTE] = not silent
    found = footnote_inline(state, silent)
    state.env[_IN_NOTE] = False
    return found


def _inline_notes_rule(state: StateCore) -> None:
    """Give the text of each inline note the lines of the words that it belongs to."""
    places: dict[int, list[int] | None] = {}
    note: dict[str, Any] = {}
    for token in state.tokens:
        if token.type == "footnote_open":
            note = token.meta
        elif token.type == "footnote_close":
            note = {}
        elif note and note["label"] is None and token.map is None:
            token.map = places.get(note["id"])
        for child in token.children or ():
            if child.type == "footnote_ref":
                places.setdefault(child.meta["id"], token.map)


def _rule(pattern: re.Pattern[str], kind: str) -> Callable[[StateInline, bool], bool]:
    """Make a rule that turns what a pattern finds into a token of its own."""

    def rule(state: StateInline, silent: bool) -> bool:
        match = pattern.match(state.src, state.pos)
        if not match:
            return False
        if not silent:
            state.push(kind, "", 0).content = match[1]
        state.pos = match.end()
        return True

    return rule
