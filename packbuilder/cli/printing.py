"""What the commands print: problems for people and machines, results, and how far a build is."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from packbuilder.diagnostics import Diagnostic, ExitCode, PackError, Severity, errors, printable

if TYPE_CHECKING:
    from packbuilder.build import PackResult, Plan

MOST_SHOWN = 50


def stop_at(problems: Sequence[Diagnostic], strict: bool) -> None:
    """Show problems, and end the run when they are grave enough."""
    show_all(list({str(problem): problem for problem in problems}.values()))
    code = exit_code(problems, strict)
    if code:
        raise click.exceptions.Exit(code)


def exit_code(problems: Sequence[Diagnostic], strict: bool) -> ExitCode:
    """Say how a run with these problems ends."""
    grave = errors(problems)
    if grave:
        return PackError(grave).exit_code
    return ExitCode.WARNINGS if strict and _count_of(problems, Severity.WARNING) else ExitCode.OK


def show_all(problems: Sequence[Diagnostic]) -> None:
    """Print problems for people, the most important first when there are very many."""
    for problem in problems[:MOST_SHOWN]:
        click.echo(str(problem), err=True)
    if len(problems) > MOST_SHOWN:
        click.echo(f"… and {len(problems) - MOST_SHOWN} more", err=True)
    if problems:
        counts = [
            _count(len(errors(problems)), "error"),
            _count(_count_of(problems, Severity.WARNING), "warning"),
        ]
        if advice := _count_of(problems, Severity.ADVICE):
            counts.append(f"{advice} advice")
        if excused := sum(1 for problem in problems if problem.excuse):
            counts.append(f"{excused} excused")
        click.echo(", ".join(counts), err=True)


def _count_of(problems: Sequence[Diagnostic], severity: Severity) -> int:
    return sum(1 for p in problems if p.severity is severity and not p.excuse)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def as_json(problem: Diagnostic) -> str:
    """Write a problem as one line of JSON."""
    return printable(json.dumps(problem.as_dict(), ensure_ascii=False))


def as_github(problem: Diagnostic) -> str:
    """Write a problem as an annotation of GitHub's."""
    text = f"{problem.message} – {problem.help}".replace("%", "%25").replace("\n", "%0A")
    place = f"file={problem.span.path},line={problem.span.line},col={problem.span.column}"
    kind = "notice" if problem.severity is Severity.ADVICE else problem.severity.value
    return printable(f"::{kind} {place},title={problem.code.number}::{text}")


def begin_pack(plan: Plan, why: bool, bar: Bar) -> None:
    """Say why each file of a pack is made anew, and count it in."""
    bar.expect(len(plan.jobs))
    for output in plan.outputs if why else ():
        reasons = "; ".join(output.reasons) or "nothing has changed"
        click.echo(printable(f"{plan.folder / output.name}: {reasons}"))


def show_result(result: PackResult) -> None:
    """Say what was made, and where."""
    for file in result.files:
        if file["name"] in result.renewed:
            pages = f" ({_count(file['pages'], 'page')})" if file["pages"] else ""
            click.echo(f"{result.folder / file['name']}{pages}")
    if not result.renewed:
        click.echo(f"{result.folder}: nothing has changed")
    elif result.archive:
        click.echo(f"{result.archive}")


class Bar:
    """Shows how far a build is on a terminal, and nothing elsewhere."""

    def __init__(self, advance: Callable[..., None] = lambda **_: None) -> None:
        self._advance, self._total = advance, 0

    def expect(self, files: int) -> None:
        """Count in files that will be made."""
        self._total += files
        self._advance(total=self._total)

    def step(self, name: str) -> None:
        """Count a file that is made."""
        self._advance(advance=1, description=name)


@contextmanager
def progress(quiet: bool) -> Iterator[Bar]:
    """Give a bar for the time of a build."""
    if quiet or not sys.stderr.isatty():
        yield Bar()
        return
    from functools import partial

    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as shown:
        yield Bar(partial(shown.update, shown.add_task("building", total=None)))
