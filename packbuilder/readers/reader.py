"""Where in a file a reader is, what it has read, what is wrong: shared by block functions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from markdown_it.tree import SyntaxTreeNode

from packbuilder.diagnostics import Code, Diagnostic, PackError, Severity, Span
from packbuilder.model import Block, Inline, Text
from packbuilder.readers.inlines import LineReader
from packbuilder.readers.syntax import parse_attributes, parse_line
from packbuilder.readers.unmeant import indented_too_little
from packbuilder.storage.source import Source

T = TypeVar("T")
R = TypeVar("R")

LESS = "use fewer levels"

_TRAILING_ATTRIBUTES = re.compile(r"\s*(?<!\\)(\{[^{}]*(?<!\\)\})\s*$")

_LANGUAGE = re.compile(r"^language:\s*[\"']?([\w-]+)", re.MULTILINE)


class BlockReader:
    """Reads the blocks of one file; `problems` collects what is wrong with it, and `data` the files
    with lists that it shows.

    `functions` has a function for each type of node. It is passed in, so that the functions can
    know the reader without the reader knowing them.
    """

    def __init__(
        self,
        path: str,
        lines: list[str],
        functions: Mapping[str, ReadNode],
        source: Source,
        usual_language: str,
    ) -> None:
        self.path = path
        self.functions = functions
        self.source = source
        self.usual_language = usual_language
        self.data: list[str] = []
        self.lines = lines
        self.problems: list[Diagnostic] = []
        self.front_matter = ""
        self.blocks: tuple[Block, ...] = ()
        self.footnotes: dict[str, tuple[Block, ...]] = {}
        self.list_depth = 0

    @property
    def language(self) -> str:
        """The language of the document, as far as its front matter says; else the usual one."""
        found = _LANGUAGE.search(self.front_matter)
        return found[1] if found else self.usual_language

    def read(self, nodes: Iterable[SyntaxTreeNode]) -> tuple[Block, ...]:
        """Turn nodes into blocks."""
        result: list[Block] = []
        before: SyntaxTreeNode | None = None
        for node in nodes:
            for message, help in indented_too_little(self.lines, before, node):
                line = self.line_index(node)
                self.problem(Code.UNMEANT, line, message, help, Severity.WARNING)
            before = node
            function = self.functions.get(node.type)
            if function is not None:
                result.extend(function(self, node))
            else:
                self.problem(
                    Code.MARKDOWN_UNUSED,
                    self.line_index(node),
                    f"“{node.type}” cannot be used here",
                    "see content/README.md for what can be written",
                )
        return tuple(result)

    def line(self, node: SyntaxTreeNode) -> tuple[Inline, ...]:
        """Read the line of text inside a node."""
        inner = [part for child in node.children for part in child.children]
        return LineReader(self.span(node), self.problems).read(inner)

    def line_of(self, text: str, span: Span) -> tuple[Inline, ...]:
        """Read a line of text from a block's options."""
        nodes = parse_line(text)
        if nodes is None:
            self.problem(Code.TOO_DEEP, span.line - 1, "bold words are nested too deeply", LESS)
        return LineReader(span, self.problems, notes=False).read(nodes or [])

    def without_braces(
        self, node: SyntaxTreeNode, span: Span
    ) -> tuple[tuple[Inline, ...], dict[str, str]]:
        """Part the line of a node from the options in braces at its end."""
        inlines = self.line(node)
        if not _TRAILING_ATTRIBUTES.search("".join(child.content for child in node.children)):
            return inlines, {}  # there are none, or a backslash before a brace says: print it
        last = inlines[-1] if inlines else None
        match = _TRAILING_ATTRIBUTES.search(last.text) if isinstance(last, Text) else None
        if match is None or not isinstance(last, Text):
            return inlines, {}
        rest = last.text[: match.start()]
        kept = (*inlines[:-1], Text(rest, span=last.span)) if rest else inlines[:-1]
        try:
            return kept, parse_attributes(match[1])
        except ValueError:
            self.problem(
                Code.BLOCK_OPTION,
                span.line - 1,
                f"“{match[1]}” cannot be understood",
                "write for instance {#power}; to print braces write \\{ and \\}",
            )
            return kept, {}

    def span(self, node: SyntaxTreeNode) -> Span:
        """Return which lines a node comes from."""
        first, after = node.map if node.map else (self.line_index(node), 0)
        while after > first + 1 and not self.lines[after - 1].strip():
            after -= 1
        return Span(self.path, first + 1, 1, max(after, first + 1))

    def line_index(self, node: SyntaxTreeNode) -> int:
        """Return the first line of a node, counted from 0; of its parent when it has none."""
        at: SyntaxTreeNode | None = node
        while at is not None and not (at.type != "root" and at.map):
            at = at.parent
        return at.map[0] if at is not None and at.map else 0

    def problem(
        self,
        code: Code,
        line_index: int,
        message: str,
        help: str,
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Note a mistake at a line, counted from 0."""
        span = Span(self.path, line_index + 1)
        self.problems.append(Diagnostic(code, span, message, help, severity))


ReadNode = Callable[[BlockReader, SyntaxTreeNode], Iterable[Block]]
"""Turns one node into blocks."""


def read_each(read: Callable[[T], R], parts: Iterable[T]) -> tuple[R, ...]:
    """Read the parts of a block, one by one; raise `PackError` with all that is wrong in them."""
    found: list[R] = []
    wrong: list[Diagnostic] = []
    for part in parts:
        try:
            found.append(read(part))
        except PackError as error:
            wrong += error.diagnostics
    if wrong:
        raise PackError(wrong)
    return tuple(found)
