"""The project's own documentation: its text, its examples, its tables."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

README = "README.md"
CONTENT = "content/README.md"
TEMPLATES = "templates/README.md"
PLAN = "packbuilder/README.md"
CHANGES = "CHANGELOG.md"
CLUSTER = "docs/cluster.md"
GUIDES = (README, CONTENT, TEMPLATES, PLAN, CHANGES, CLUSTER)

_FENCE = re.compile(r"^```(?P<kind>\w*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")


@dataclass(frozen=True)
class Example:
    """A fenced block: what it is, where it begins, what it says."""

    kind: str
    line: int
    text: str


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def examples(path: str, kind: str) -> list[Example]:
    """List the fenced blocks of one kind."""
    text = read(path)
    found = [
        Example(match["kind"], text.count("\n", 0, match.start()) + 1, match["text"])
        for match in _FENCE.finditer(text)
    ]
    return [example for example in found if example.kind == kind]


def prose(path: str) -> str:
    """Return the text without fenced blocks."""
    return _FENCE.sub("", read(path))


def named(path: str) -> set[str]:
    """List everything that stands in `code` outside fenced blocks."""
    return set(_CODE.findall(prose(path)))


def first_cells(path: str, header: str) -> list[str]:
    """List the first cells of the table whose header row begins with `header`."""
    rows = prose(path).split(f"| {header} |", 1)[1].split("\n\n", 1)[0].splitlines()[2:]
    return [row.split("|")[1].strip() for row in rows]
