"""Style sheets → their rules, for those who ask what a designer's own styles do."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

_DEEPEST = 20
_CLOSING: Final = {"{": "}", "(": ")", "[": "]"}
_TOKEN: Final = re.compile(
    r"""
    (?P<comment> /\*.*?\*/ ) | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' | \\.
    | (?P<sign> /\* | ["'{}()\[\]])
    """,
    re.DOTALL | re.VERBOSE,
)
"""What brackets do not count in; a bracket, or a comment or quotation that is not closed."""

_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_USED: Final = re.compile(r"var\(\s*--([\w-]+)\s*\)")
_LOADING: Final = re.compile(r"@(?:import|charset|namespace)\b", re.IGNORECASE)
_DEFINED: Final = re.compile(r"--([\w-]+)\s*:")


@dataclass(frozen=True, slots=True)
class StyleRule:
    """A rule: the line it begins in, its selectors, and its properties in small letters."""

    line: int
    selectors: tuple[str, ...]
    properties: Mapping[str, str]


def read_rules(sheet: str) -> Iterator[StyleRule]:
    """Yield the rules of a style sheet, those inside of others too, but for what is nested deeper
    than anybody writes; comments say nothing.
    """
    import tinycss2  # type: ignore[import-untyped]  # few sheets are asked about

    def rules(nodes: Iterable[Any], deeper: int) -> Iterator[StyleRule]:
        for node in nodes if deeper else ():
            if node.type not in ("qualified-rule", "at-rule"):
                continue
            inside = tinycss2.parse_blocks_contents(node.content or (), True, True)
            if node.type == "qualified-rule":
                selectors = tinycss2.serialize(node.prelude).split(",")
                yield StyleRule(
                    node.source_line,
                    tuple(" ".join(each.split()) for each in selectors),
                    {
                        each.lower_name: tinycss2.serialize(each.value).strip()
                        for each in inside
                        if each.type == "declaration"
                    },
                )
            yield from rules(inside, deeper - 1)

    yield from rules(tinycss2.parse_stylesheet(sheet, True, True), _DEEPEST)


def find_unpaired(sheet: str) -> Iterator[tuple[int, str]]:
    """Yield the brackets, quotation marks and comments of a style sheet that have no other half,
    each with its line: all that follows them is lost, or read as something else.
    """
    opened: list[tuple[str, int]] = []
    for token in _TOKEN.finditer(sheet):
        sign, at = token["sign"] or "", token.start()
        if "/*" in (token["comment"] or "")[1:]:  # what ends it is the end of the next one
            yield _line(sheet, at), "/*"
            return
        if sign in _CLOSING:
            opened.append((sign, at))
        elif sign in ("/*", '"', "'"):
            yield _line(sheet, at), sign
            if sign == "/*":
                return
        elif sign in _CLOSING.values():
            if all(_CLOSING[each] != sign for each, _ in opened):
                yield _line(sheet, at), sign
                continue
            while _CLOSING[opened[-1][0]] != sign:
                left, begun = opened.pop()
                yield _line(sheet, begun), left
            opened.pop()
    for sign, at in opened:
        yield _line(sheet, at), sign


def find_loading(sheet: str) -> Iterator[tuple[int, str]]:
    """Yield the rules of a style sheet that speak of its file, or load another one, each with its
    line.
    """
    text = _without_comments(sheet)
    for rule in _LOADING.finditer(text):
        yield _line(text, rule.start()), rule[0]


def find_undefined(sheet: str, known: Collection[str]) -> Iterator[tuple[int, str]]:
    """Yield the custom properties that a style sheet uses without another value in their place,
    and that are neither `known` nor set in it, each with its line.
    """
    text = _without_comments(sheet)
    understood = {*known, *_DEFINED.findall(text)}
    for use in _USED.finditer(text):
        if use[1] not in understood:
            yield _line(text, use.start()), use[1]


def defined_in(sheet: str) -> list[str]:
    """Return the names of the custom properties that a style sheet sets."""
    return _DEFINED.findall(_without_comments(sheet))


def _without_comments(sheet: str) -> str:
    return _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), sheet)


def _line(sheet: str, at: int) -> int:
    return sheet.count("\n", 0, at) + 1
