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
    "LOOK",
    "MERGED",
    "MINUTES",
    "NOTE",
    "SHARED",
    "TABLE-SHAPE",
    "VALUE",
]

NOT_CARRIED = frozenset(
    ("CONFLICT", "CONTROL", "GENERATED", "IMAGE", "LOOK", "NOTE", "TABLE-SHAPE", "VALUE")
)
"""Kinds that say that something in the Word file has not reached the content."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to know about an edit: `file` and `line` where it belongs, maybe none. `carried`
    says that it has reached the content although its kind does not.
    """

    kind: ReportKind
    words: str
    file: str = ""
    line: int = 0
    carried: bool = False

    @property
    def is_lost(self) -> bool:
        """Whether something in the Word file has not reached the content."""
        return self.kind in NOT_CARRIED and not self.carried


@dataclass(frozen=True, slots=True)
class Conflict:
    """Lines of a file, from 1, that were changed on both sides: as the content has them, and as
    the Word file would.
    """

    path: str
    first: int
    last: int
    ours: str
    theirs: str
