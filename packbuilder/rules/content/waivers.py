"""Waivers in the content: a rule, the lines it does not count in, and the reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from packbuilder.diagnostics import Code, Diagnostic, Severity, Span
from packbuilder.model import Document, Waiver, walk

RULES_OF_RESULTS = {code.rule for code in Code if code.name.startswith("RESULT_") and code.rule}


def list_waivers(documents: Iterable[Document]) -> list[Waiver]:
    """Find the waivers of documents as read; one in a shared file may come several times."""
    found: list[Waiver] = []
    for document in documents:
        span = document.at("excuse")
        reasons = document.meta.excuse.items()
        found += (Waiver((), rule, reason, "document", span=span) for rule, reason in reasons)
        found += (block for block in walk(document.blocks) if isinstance(block, Waiver))
    return found


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


_OF_ENGLISH = ("LA-", "RG-02")
"""How the ids of rules begin that are checked in English, and hardly in other languages."""


def check_waivers(
    problems: Iterable[Diagnostic], waivers: Iterable[Waiver], language: str
) -> Iterator[Diagnostic]:
    """A waiver has something to waive in one edition at least.

    Of rules that finished files are held to as well, only a build could tell. One for the whole
    project may wait for what is still to be written, and one about words holds in the language of
    the project too.
    """
    problems, english = tuple(problems), language.startswith("en")
    for waiver in waivers:
        if waiver.rule in RULES_OF_RESULTS or waiver.extent == "project":
            continue
        if not english and waiver.rule.startswith(_OF_ENGLISH):
            continue
        if not any(_covers(waiver, problem) for problem in problems):
            yield Diagnostic(
                Code.WAIVER_UNUSED,
                waiver.span,
                f"nothing in this {waiver.extent} breaks the rule {waiver.rule}",
                "delete the lines “::: excuse” and “:::”"
                if waiver.extent == "block"
                else f"delete “{waiver.rule}” from “excuse”",
                Severity.WARNING,
            )


def _covers(waiver: Waiver, problem: Diagnostic) -> bool:
    return (
        problem.code.rule == waiver.rule
        and problem.severity is not Severity.ERROR
        and _is_within(problem.span, waiver)
    )


def _is_within(span: Span, waiver: Waiver) -> bool:
    if waiver.extent == "project":
        return True
    inside = waiver.span.line <= span.line <= waiver.span.end_line
    return span.path == waiver.span.path and (inside or waiver.extent == "document")
