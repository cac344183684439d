"""Document → diagnostics: what a reader of the finished pages would stumble over.

`CHECKS` lists them all; each is a function of one document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from packbuilder.checks.fields import check_alike
from packbuilder.checks.structure import (
    check_headings,
    check_ids,
    check_links,
    check_pictures,
    check_steps,
    check_tables,
)
from packbuilder.checks.tools import check_time, check_trace
from packbuilder.diagnostics import Diagnostic
from packbuilder.model import Document

CHECKS: tuple[Callable[[Document], Iterator[Diagnostic]], ...] = (
    check_alike,
    check_headings,
    check_ids,
    check_links,
    check_pictures,
    check_steps,
    check_tables,
    check_time,
    check_trace,
)


def check_document(document: Document) -> list[Diagnostic]:
    """Run every check."""
    return [problem for check in CHECKS for problem in check(document)]
