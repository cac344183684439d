"""Waivers in the content: a rule, the lines it does not count in, and the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from packbuilder.diagnostics import Code, Diagnostic, Severity
from packbuilder.model import Document, Waiver, walk

RULES_OF_RESULTS = {code.rule for code in Code if code.name.startswith("RESULT_") and code.rule}


def list_waivers(documents: Iterable[Document]) -> list[Waiver]:
    """Find the waivers of documents as read; one in a shared file may come several times."""
    return [block for d in documents for block in walk(d.blocks) if isinstance(block, Waiver)]


def waive_problems(
    problems: Iterable[Diagnostic], waivers: Iterable[Waiver]
) -> Iterator[Diagnostic]:
    """Yield each problem with the reason that waives its rule, if there is one. Errors have
    none.
    """
    waivers = tuple(waivers)
    for problem in problems:
        reasons = [waiver.reason for waiver in waivers if _covers(waiver, problem)]
        yield replace(problem, waiver=reasons[0]) if reasons else problem


def check_waivers(
    problems: Iterable[Diagnostic], waivers: Iterable[Waiver]
) -> Iterator[Diagnostic]:
    """A waiver has something to waive in one edition at least.

    Of rules that finished files are held to as well, only a build could tell.
    """
    problems = tuple(problems)
    for waiver in waivers:
        if waiver.rule not in RULES_OF_RESULTS and not any(
            _covers(waiver, problem) for problem in problems
        ):
            yield Diagnostic(
                Code.WAIVER_UNUSED,
                waiver.span,
                f"nothing in this block breaks the rule {waiver.rule}",
                "delete the lines “::: excuse” and “:::”",
                Severity.WARNING,
            )


def _covers(waiver: Waiver, problem: Diagnostic) -> bool:
    return (
        problem.code.rule == waiver.rule
        and problem.severity is not Severity.ERROR
        and problem.span.path == waiver.span.path
        and waiver.span.line <= problem.span.line <= waiver.span.end_line
    )
