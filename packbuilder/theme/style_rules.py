"""Style sheets → their rules, for those who ask what a designer's own styles do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_TEXT = r"(?:\"[^\"]*+\"|'[^']*+'|[^{}\"'])*+"
_RULE = re.compile(rf"(?P<selector>{_TEXT})\{{(?P<inside>{_TEXT})\}}")
_DECLARATION = re.compile(r"([\w-]+)\s*:\s*((?:\"[^\"]*+\"|'[^']*+'|[^;\"'])*+)")


@dataclass(frozen=True, slots=True)
class StyleRule:
    """A rule: the line it begins in, its selectors, and its properties in small letters."""

    line: int
    selectors: tuple[str, ...]
    properties: Mapping[str, str]


def read_rules(sheet: str) -> Iterator[StyleRule]:
    """Yield the rules of a style sheet, those inside of others too; comments say nothing."""
    text = _COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), sheet)
    for found in _RULE.finditer(text):
        written = found["selector"].rpartition(";")[2]
        begins = found.end("selector") - len(written.lstrip())
        yield StyleRule(
            text.count("\n", 0, begins) + 1,
            tuple(" ".join(each.split()) for each in written.split(",")),
            {name.lower(): value.strip() for name, value in _DECLARATION.findall(found["inside"])},
        )
