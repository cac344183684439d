"""What `pull` says of edits beside the patch: kinds, each with a place and words for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ReportKind = Literal[
    "BRANCH",
    "COMMENT",
    "CONFLICT",
    "CONTROL",
    "GENERATED",
    "HEAD",
    "IMAGE",
    "KIND",
    "MERGED",
    "MINUTES",
    "NOTE",
    "SHARED",
    "TABLE-SHAPE",
    "VALUE",
]

NOT_CARRIED = frozenset(
    ("CONFLICT", "CONTROL", "GENERATED", "IMAGE", "NOTE", "TABLE-SHAPE", "VALUE")
)
"""Kinds that say that something in the Word file has not reached the content."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to know about an edit: `file` and `line` where it belongs, maybe none."""

    kind: ReportKind
    words: str
    file: str = ""
    line: int = 0
