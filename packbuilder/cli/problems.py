"""How problems are printed, for people and for other programs, and how a run with them ends."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import click

from packbuilder.cli.shared import style_of_problems
from packbuilder.diagnostics import Diagnostic, ExitCode, PackError, Severity, errors, printable

MOST_SHOWN = 50

MESSAGE, PROPERTY = "%\r\n", "%\r\n:,"
"""Signs that annotations escape in their words, and in what stands before them."""


def stop_at(problems: Sequence[Diagnostic], strict: bool) -> None:
    """Show problems, and end the run when they are grave enough."""
    show_all(list({str(problem): problem for problem in problems}.values()))
    code = exit_code(problems, strict)
    if code:
        raise click.exceptions.Exit(code)


def exit_code(problems: Sequence[Diagnostic], strict: bool) -> ExitCode:
    """Return how a run with these problems ends."""
    grave = errors(problems)
    if grave:
        return PackError(grave).exit_code
    return ExitCode.WARNINGS if strict and _count_of(problems, Severity.WARNING) else ExitCode.OK


def show_all(problems: Sequence[Diagnostic]) -> None:
    """Print problems as the command line asks for: for people, or one a line for programs."""
    style = style_of_problems()
    if style in FOR_PROGRAMS:
        for problem in problems:
            click.echo(FOR_PROGRAMS[style](problem))
    else:
        _show_people(problems)


def _show_people(problems: Sequence[Diagnostic]) -> None:
    """Print the gravest problems first when there are too many to read."""
    shown = list(problems)
    if len(problems) > MOST_SHOWN:
        shown.sort(key=lambda problem: list(Severity).index(problem.severity))
    for problem in shown[:MOST_SHOWN]:
        click.echo(str(problem), err=True)
    if len(problems) > MOST_SHOWN:
        click.echo(f"… and {len(problems) - MOST_SHOWN} more", err=True)
    if problems:
        click.echo(_counts(problems), err=True)


def _counts(problems: Sequence[Diagnostic]) -> str:
    counts = [
        count(len(errors(problems)), "error"),
        count(_count_of(problems, Severity.WARNING), "warning"),
    ]
    if advice := _count_of(problems, Severity.ADVICE):
        counts.append(f"{advice} advice")
    if excused := sum(1 for problem in problems if problem.waiver):
        counts.append(f"{excused} excused")
    return ", ".join(counts)


def _count_of(problems: Sequence[Diagnostic], severity: Severity) -> int:
    return sum(1 for p in problems if p.severity is severity and not p.waiver)


def count(number: int, noun: str) -> str:
    """Write a number of things: 1 page, 2 pages."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def as_json(problem: Diagnostic) -> str:
    """Write a problem as one line of JSON, in ASCII."""
    return printable(json.dumps(problem.as_dict()))


def as_github(problem: Diagnostic) -> str:
    """Write a problem as GitHub's annotation; a place that is not known is left out."""
    span = problem.span
    place = {"file": span.path, "line": span.line, "col": span.column if span.line else 0}
    properties = {**place, "title": problem.code.number}
    listed = ",".join(
        f"{name}={_escaped(str(value), PROPERTY)}" for name, value in properties.items() if value
    )
    words = _escaped(f"{problem.message} – {problem.help}", MESSAGE)
    kind = "notice" if problem.severity is Severity.ADVICE else problem.severity.value
    return printable(f"::{kind} {listed}::{words}")


def _escaped(text: str, characters: str) -> str:
    """Write characters that end a part of an annotation as % and two digits."""
    return "".join(
        f"%{ord(character):02X}" if character in characters else character for character in text
    )


FOR_PROGRAMS: Mapping[str, Callable[[Diagnostic], str]] = MappingProxyType(
    {"json": as_json, "github": as_github}
)
