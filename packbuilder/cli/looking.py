"""Commands that change nothing: `list`, `check`, `status`, and `inspect` of finished files."""

from __future__ import annotations

import datetime
import glob
import json
from dataclasses import asdict
from pathlib import Path

import click

from packbuilder.cli.problems import exit_code, show_all
from packbuilder.cli.results import resident_lines, status_lines
from packbuilder.cli.shared import (
    check_names,
    find_documents,
    load_here,
    output_option,
    problems_option,
    tell,
)
from packbuilder.diagnostics import (
    Code,
    Diagnostic,
    ExitCode,
    PackError,
    Span,
    fail,
    printable,
)


@click.command(name="list")
def list_command() -> None:
    """List packs, documents and editions."""
    from packbuilder.settings.edition import list_editions
    from packbuilder.settings.pack import list_packs, read_pack

    project = load_here()
    lines = ["Packs:"]
    for name in list_packs(project.source):
        pack = read_pack(project.source, name)
        default = " (default)" if name == project.settings.default_pack else ""
        lines.append(f"  {name}{default}: {pack.title} – {', '.join(pack.all_documents)}")
        lines += [f"    {pack.description}"] if pack.description else []
    lines.append("Documents:")
    lines += [f"  {name}: {path}" for name, path in sorted(project.documents.items())]
    lines.append("Editions:")
    lines += [f"  {edition}" for edition in list_editions(project.source)]
    for line in lines:
        click.echo(printable(line))


@click.command()
@click.argument("documents", nargs=-1, metavar="[DOCUMENT]...")
@click.option("--strict", is_flag=True, help="Fail on warnings too (exit code 4).")
@problems_option("--format", "--problems")
@click.option(
    "--excused", is_flag=True, help="Also show excused problems, and why they are excused."
)
def check(documents: tuple[str, ...], strict: bool, excused: bool) -> None:
    """Find all problems in content, packs and editions; build nothing.

    With DOCUMENTs, show those of their texts alone, and of the shared texts in them.
    """
    from packbuilder.pipeline.check import check_everything, load_or_report_all

    names: tuple[str, ...] = ()
    try:
        project = load_here() if documents else load_or_report_all(Path.cwd())
        names = find_documents(project, documents)
        problems, _ = check_everything(project, {}, datetime.date.today())
        if names:
            paths = project.paths_of(names)
            problems = [problem for problem in problems if problem.span.path in paths]
    except PackError as error:
        problems = list(error.diagnostics)
    shown = problems if excused else [problem for problem in problems if not problem.waiver]
    hidden = len(problems) - len(shown)
    show_all(shown)
    if not shown:
        tell(f"no problems found in {', '.join(names)}" if names else "no problems found")
    if hidden:
        tell(f"{hidden} excused in the content: see packbuilder check --excused")
    raise click.exceptions.Exit(exit_code(problems, strict))


@click.command()
@click.option("--edition", "editions", multiple=True, help="Edition to look at (default: all).")
@click.option("--strict", is_flag=True, help="Fail when something is stale (exit code 4).")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Output for people, or one JSON object per line.",
)
@output_option
def status(editions: tuple[str, ...], strict: bool, style: str, output: Path) -> None:
    """Show which packs, print orders and zips are up to date, and why the others are not.

    Builds nothing and waits for no build.
    """
    from packbuilder.cli import resident
    from packbuilder.pipeline.status import look_at_editions
    from packbuilder.settings.edition import list_editions
    from packbuilder.settings.pack import list_packs
    from packbuilder.storage.cache import read_only
    from packbuilder.storage.source import Source

    source = Source(Path.cwd())
    check_names(editions, list_editions(source), "edition", list_packs(source))
    problems: list[Diagnostic] = []
    stale = False
    with read_only():
        for edition in look_at_editions(Path.cwd(), output, editions):
            problems += edition.problems
            stale = stale or any(standing.state == "stale" for standing in edition.found)
            for line in status_lines(edition, style):
                click.echo(printable(line))
    for line in resident_lines(resident.running(Path.cwd()), style):
        click.echo(line)
    show_all(problems)
    code = exit_code(problems, strict=False)
    raise click.exceptions.Exit(code or (ExitCode.WARNINGS if strict and stale else ExitCode.OK))


_ENDINGS = ("pdf", "docx")
"""The formats of a document, the one that is looked at first in front."""
_LARGEST = 200_000_000
"""Bytes of a file to look at; packs have a few million."""


def _read(file: Path) -> bytes:
    """Read a file; raise `PackError` for what is none, such as a device, and for a huge one."""
    try:
        reason, help = "", ""
        if file.exists() and not file.is_file():
            reason, help = "it is not a file, but a device or a pipe", "name a file"
        elif file.stat().st_size > _LARGEST:
            most = _LARGEST // 1_000_000
            reason, help = f"it is larger than {most} MB", "name a file that packbuilder made"
        else:
            return file.read_bytes()
    except (OSError, ValueError) as error:
        from packbuilder.pipeline.gate import suggest_file

        reason = (getattr(error, "strerror", "") or str(error)).lower()
        help = suggest_file(file) or "check its name and folder; results are in output/"
    raise fail(
        Code.RESULT_UNREADABLE, Span(str(file), 0), f"the file cannot be read: {reason}", help
    )


def _made_last(written: str, output: Path) -> Path | None:
    """Return the file of a document that was made last; None where it is no name of one."""
    from packbuilder.settings.project import PROJECT

    path = Path(written)
    if not Path(PROJECT).is_file() or len(path.parts) > 1 or path.suffix not in ("", ".md"):
        return None
    project = load_here()
    name = project.names.find(written)
    if not name:
        help = project.names.suggest(written)
        raise click.UsageError(f"there is no file and no document “{written}”; {help}")
    found = (sorted(output.glob(f"*/*/{glob.escape(name)}.{ending}")) for ending in _ENDINGS)
    made = next(filter(None, found), [])
    if not made:
        raise click.UsageError(f"{name} is not built yet; {project.say_where_it_is(name)}")
    return max(made, key=lambda each: each.stat().st_mtime_ns)


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@output_option
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Output for people, or JSON for other programs.",
)
def inspect(file: Path, output: Path, style: str) -> None:
    """Show what a screen reader meets in FILE, a PDF or Word file made by this program, and what
    was filled in. With the name of a document: in the PDF, or else the Word file, made last.
    """
    from packbuilder.inspection.files import read_with
    from packbuilder.inspection.show import as_data, show_answers, show_reading
    from packbuilder.pipeline.gate import Gate, inspect_apart
    from packbuilder.writers import WRITERS

    made = _made_last(str(file), output) if not file.exists() else None
    if made and style == "text":
        click.echo(printable(f"{made}\n"))
    file = made or file
    data = _read(file)
    with Gate(inspect_apart) as gate:
        found = read_with(gate.read, data, str(file))
    if style == "json":
        answers = [asdict(field) for field in found.answers]
        shown = as_data(found.reading) | {"answers": answers, "ink": found.ink}
        click.echo(printable(json.dumps(shown, ensure_ascii=False, indent=2)))
        return
    lines = show_reading(found.reading, WRITERS[found.reading.format].name)
    for line in (*lines, *show_answers(found.answers)):
        click.echo(printable(line))
    if found.ink is not None:
        click.echo(f"\nInk\n  covers {found.ink:.1f} % of a page on average")
