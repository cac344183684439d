"""Style sheets → their rules, for those who ask what a designer's own styles do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_DEEPEST = 20


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
