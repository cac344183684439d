"""Excuses in the content: a rule, the lines it does not count in, and the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from packbuilder.diagnostics import Code, Diagnostic, Severity
from packbuilder.model import Document, Excuse, walk

RULES_OF_RESULTS = {code.rule for code in Code if code.name.startswith("RESULT_") and code.rule}


def list_excuses(documents: Iterable[Document]) -> list[Excuse]:
    """Find the excuses of documents as read; one in a shared file may come several times."""
    return [block for d in documents for block in walk(d.blocks) if isinstance(block, Excuse)]


def excuse_problems(
    problems: Iterable[Diagnostic], excuses: Iterable[Excuse]
) -> Iterator[Diagnostic]:
    """Give each problem with the reason that excuses it, if there is one. Errors have none."""
    excuses = tuple(excuses)
    for problem in problems:
        reasons = [excuse.reason for excuse in excuses if _covers(excuse, problem)]
        yield replace(problem, excuse=reasons[0]) if reasons else problem


def check_excuses(
    problems: Iterable[Diagnostic], excuses: Iterable[Excuse]
) -> Iterator[Diagnostic]:
    """An excuse has something to excuse in one edition at least.

    Of rules that finished files are held to as well, only a build could tell.
    """
    problems = tuple(problems)
    for excuse in excuses:
        if excuse.rule not in RULES_OF_RESULTS and not any(
            _covers(excuse, problem) for problem in problems
        ):
            yield Diagnostic(
                Code.EXCUSE_UNUSED,
                excuse.span,
                f"nothing in this block breaks the rule {excuse.rule}",
                "delete the lines “::: excuse” and “:::”",
                Severity.WARNING,
            )


def _covers(excuse: Excuse, problem: Diagnostic) -> bool:
    return (
        problem.code.rule == excuse.rule
        and problem.severity is not Severity.ERROR
        and problem.span.path == excuse.span.path
        and excuse.span.line <= problem.span.line <= excuse.span.end_line
    )
