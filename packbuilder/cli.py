"""The command `packbuilder`: reads the command line, prints, and alone decides how a run ends."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from packbuilder import __version__
from packbuilder.diagnostics import (
    Code,
    Diagnostic,
    ExitCode,
    PackError,
    Severity,
    Span,
    errors,
    fail,
    printable,
    shown_in_builds,
    suggest,
)
from packbuilder.source import Source

if TYPE_CHECKING:
    from packbuilder.build import PackResult, Plan, Workspace
    from packbuilder.order import Paper, Prices
    from packbuilder.recipe import Format

EXIT_HELP = "\b\nThe README lists what each exit code means: 0 is success, 3 a mistake in content."
MOST_SHOWN = 50
JOBS_HELP = "Files made at once (default: all cores; 0: in this process, for debuggers)."


class Main(click.Group):
    """Turns what stops a run into messages and an exit code, in one place."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        os.environ["PYTHONSAFEPATH"] = "1"  # worker processes run no module of this folder
        try:
            signal.signal(signal.SIGTERM, _terminate)
            return super().invoke(ctx)
        except PackError as error:
            show_all(error.diagnostics)
            raise click.exceptions.Exit(error.exit_code) from None
        except KeyboardInterrupt as interrupt:
            click.echo("\nstopped; the earlier results are unchanged", err=True)
            stopped = bool(interrupt.args)
            code = ExitCode.TERMINATED if stopped else ExitCode.INTERRUPTED
            raise click.exceptions.Exit(code) from None


def _terminate(*_: object) -> None:
    """End as Ctrl+C does when the system asks for it."""
    raise KeyboardInterrupt("terminated")


@click.group(cls=Main, epilog=EXIT_HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="packbuilder")
def main() -> None:
    """Make PDF and Word packs from the Markdown and YAML files in content/.

    Work in the folder that holds content/. Start with “packbuilder build”.
    """


def common_options(command: Any) -> Any:
    """Add the options of commands that make files."""
    for option in (
        click.option("--jobs", type=click.IntRange(0), help=JOBS_HELP),
        click.option(
            "--output",
            type=click.Path(file_okay=False, path_type=Path),
            default=Path("output"),
            help="Folder for the results (default: output).",
        ),
    ):
        command = option(command)
    return command


@main.command()
@click.argument("packs", nargs=-1, metavar="[PACK]...")
@click.option("--edition", "editions", multiple=True, help="Edition to build (default: standard).")
@click.option("--only", multiple=True, metavar="DOCUMENT", help="Build this document alone.")
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(["pdf", "docx"]),
    help="Build this format alone.",
)
@common_options
@click.option("--strict", is_flag=True, help="Stop at warnings too.")
@click.option("--why", is_flag=True, help="Say why each file is made anew.")
@click.option("--quiet", is_flag=True, help="Print nothing but problems.")
def build(
    packs: tuple[str, ...],
    editions: tuple[str, ...],
    only: tuple[str, ...],
    formats: tuple[Format, ...],
    output: Path,
    jobs: int | None,
    strict: bool,
    why: bool,
    quiet: bool,
) -> None:
    """Build packs as PDF and Word; without a PACK, the project's default one.

    Only what has changed is made anew.
    """
    from packbuilder import state

    root, editions = Path.cwd(), tuple(dict.fromkeys(editions or ("standard",)))
    request = state.Request(str(root), str(root / output), packs, editions, only, formats)
    record, inputs = state.read_record(request), state.hash_inputs(Source(root))
    if record and state.nothing_changed(record, request, inputs):
        show_all([Diagnostic.from_dict(problem) for problem in record.problems])
        if not quiet:
            click.echo("nothing has changed since the last build")
        if strict and record.problems:
            raise click.exceptions.Exit(ExitCode.WARNINGS)
        return
    from packbuilder import build as steps

    workspace = open_here()
    packs = packs or (workspace.project.default_pack,)
    check_names(only, workspace.documents, "document")
    wish = steps.Wish(packs, editions, output, only, formats, strict)
    with (
        steps.output_to_itself(output),
        steps.open_workers(workspace.theme.fonts, jobs) as workers,
        progress(quiet) as bar,
    ):
        known = state.libraries_now(record.libraries) if record else {}
        libraries = known or state.libraries_now(workers.libraries)
        watchers = steps.Watchers(
            planned=lambda plan: begin_pack(plan, why, bar),
            made=lambda name: bar.step(name),
            delivered=lambda result: None if quiet else show_result(result),
        )
        outcome = steps.run(workspace, wish, workers, repr(libraries), watchers)
        for archive in steps.zip_editions(workspace, wish, outcome):
            if not quiet:
                click.echo(printable(f"{archive}: all packs of this edition"))
    stop_at(outcome.problems, strict)
    if not outcome.packs:
        raise click.UsageError("nothing to build: no chosen pack holds what --only names")
    problems = tuple(problem.as_dict() for problem in outcome.problems)
    state.write_record(
        request, state.Record(state.program(), libraries, inputs, outcome.files, problems)
    )


@main.command()
@click.option("--edition", default="standard", help="Edition to order for (default: standard).")
@click.option("--delegates", type=click.IntRange(1, 10_000), help="How many people come.")
@click.option("--table-size", type=click.IntRange(5, 7), help="People at a table (default: 6).")
@click.option("--facilitators", type=click.IntRange(0, 1_000), help="How many facilitators come.")
@click.option("--large-print", type=click.IntRange(0, 1_000), help="Requests for large print.")
@click.option("--tool", "deep_tools", multiple=True, help="Tool for tables to choose, as t05.")
@click.option("--colour/--no-colour", "colour_print", default=None, help="Print in colour.")
@click.option("--duplex/--no-duplex", default=None, help="Print on both sides.")
@click.option("--a3/--no-a3", default=None, help="Whether there is A3 paper.")
@click.option("--card/--no-card", "card_stock", default=None, help="Whether there is card.")
@click.option(
    "--price",
    "prices",
    multiple=True,
    metavar="PAPER=AMOUNT",
    callback=lambda _, __, given: dict(map(read_price, given)),
    help="Price of a printed sheet, as A4=0.05; papers are A4, A3, card and heavy.",
)
@common_options
def order(edition: str, prices: Prices, output: Path, jobs: int | None, **numbers: Any) -> None:
    """Work out what to print for an event: copies, sheets, paper, finishing, cost.

    What is not given here is taken from the edition's file.
    """
    from packbuilder import build as build_steps
    from packbuilder import state
    from packbuilder.build.handouts import list_deep_tools, plan_order, read_needs
    from packbuilder.build.order import make_order

    workspace = open_here()
    composer = build_steps.compose(workspace, edition)
    stop_at(shown_in_builds(composer.problems), strict=False)
    given = {name: value for name, value in numbers.items() if value not in (None, ())}
    if (given.get("delegates") or composer.edition.delegates) is None:
        raise click.UsageError(
            "how many people come? Write --delegates 62, or a line “delegates: 62” "
            f"in content/editions/{edition}.yaml"
        )
    needs = read_needs(composer.edition, given)
    choice = list_deep_tools(workspace)
    unknown = [code for code in needs.deep_tools if code not in choice]
    if "deep_tools" in given and unknown:
        raise click.UsageError(
            f"there is no tool “{unknown[0]}” for tables to choose; {suggest('', choice)}"
        )
    with (
        build_steps.output_to_itself(output),
        build_steps.open_workers(workspace.theme.fonts, jobs) as workers,
        progress(False) as bar,
    ):
        libraries = repr(state.libraries_now(workers.libraries))
        plan = plan_order(composer, needs, libraries)
        if not plan.found:
            raise click.UsageError("nothing to print: this project has no handouts for an event")
        result = make_order(plan, prices, workers, output, bar, libraries)
    show_result(result)


@main.command()
@click.argument("packs", nargs=-1, metavar="[PACK]...")
@click.option("--edition", "editions", multiple=True, help="Edition to build (default: standard).")
@common_options
@click.option("--serve", is_flag=True, help="Show the pages in the browser, and renew them.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port for --serve.")
def watch(
    packs: tuple[str, ...],
    editions: tuple[str, ...],
    output: Path,
    jobs: int | None,
    serve: bool,
    port: int,
) -> None:
    """Build, and build again whenever a file is saved; Ctrl+C ends it."""
    from contextlib import ExitStack

    from packbuilder import build as steps
    from packbuilder.build.watch import Session, saved_files
    from packbuilder.preview import serve_preview

    workspace = open_here()
    wish = steps.Wish(packs, tuple(dict.fromkeys(editions or ("standard",))), output)
    with ExitStack() as stack:
        workers = stack.enter_context(steps.open_workers(workspace.theme.fonts, jobs))
        watchers = steps.Watchers(delivered=show_renewed)
        session = Session(Path.cwd(), wish, workers, watchers)
        show_all(session.update().problems)
        renewed = None
        if serve:
            preview = stack.enter_context(serve_preview(session, port))
            click.echo(f"open {preview.address} in a browser")
            renewed = preview.renew
        click.echo("waiting for changes; Ctrl+C ends this")
        for changed in saved_files(Path.cwd()):
            show_all(session.update(changed).problems)
            if renewed:
                renewed()


def show_renewed(result: PackResult) -> None:
    """Say what was made anew."""
    if result.renewed:
        show_result(result)


@main.command()
def clean() -> None:
    """Forget the results kept to save time; the files in output/ stay."""
    from packbuilder import state, store

    freed = store.clear(state.cache_folder())
    click.echo(f"freed {freed / 1_000_000:.1f} MB; the next build makes everything anew")


@main.command(name="list")
def list_command() -> None:
    """List packs, documents and editions."""
    from packbuilder.recipe import list_editions, list_packs, read_recipe

    workspace = open_here()
    click.echo("Packs:")
    for pack in list_packs(workspace.source):
        recipe = read_recipe(workspace.source, pack)
        default = " (default)" if pack == workspace.project.default_pack else ""
        click.echo(f"  {pack}{default}: {recipe.title} – {', '.join(recipe.all_documents)}")
    click.echo("Documents:")
    for name, path in sorted(workspace.documents.items()):
        click.echo(f"  {name}: {path}")
    click.echo("Editions:")
    for edition in list_editions(workspace.source):
        click.echo(f"  {edition}")


@main.command()
@click.option("--strict", is_flag=True, help="Count warnings as failure (exit code 4).")
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="How to print problems: for people, or for machines.",
)
@click.option("--excused", is_flag=True, help="Show what the content excuses, and why.")
def check(strict: bool, style: str, excused: bool) -> None:
    """Find all problems in content, packs and editions; build nothing."""
    from packbuilder.build import check_project

    try:
        problems = check_project(open_here())
    except PackError as error:
        problems = list(error.diagnostics)
    shown = problems if excused else [problem for problem in problems if not problem.excuse]
    hidden = len(problems) - len(shown)
    if style == "text":
        show_all(shown)
        if not shown:
            click.echo("no problems found")
        if hidden:
            click.echo(f"{hidden} excused in the content: see packbuilder check --excused")
    else:
        for problem in shown:
            click.echo(as_json(problem) if style == "json" else as_github(problem))
    raise click.exceptions.Exit(exit_code(problems, strict))


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to print it: for people, or for machines.",
)
def inspect(file: Path, style: str) -> None:
    """Show what a screen reader meets in FILE, a PDF or Word file made by this program."""
    from packbuilder.inspection.files import read_file
    from packbuilder.inspection.show import as_data, show_reading
    from packbuilder.page_pictures import measure_ink

    try:
        data = file.read_bytes()
    except OSError as error:
        raise fail(
            Code.RESULT_UNREADABLE,
            Span(str(file), 0),
            f"the file cannot be read: {(error.strerror or '').lower()}",
            "look for it with a file manager; results are in output/",
        ) from None
    reading = read_file(data, str(file))
    ink = measure_ink(data) if reading.format == "pdf" else None
    if style == "json":
        shown = as_data(reading) | {"ink": ink}
        click.echo(printable(json.dumps(shown, ensure_ascii=False, indent=2)))
        return
    for line in show_reading(reading):
        click.echo(printable(line))
    if ink is not None:
        click.echo(f"\nInk\n  covers {ink:.1f} % of a page on average")


@main.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--with-templates", is_flag=True, help="Also copy the templates, to change the look.")
def init(folder: Path, with_templates: bool) -> None:
    """Make a new project in FOLDER, with the example content to start from."""
    from packbuilder.source import shipped

    wanted = ["content", "templates"] if with_templates else ["content"]
    for name in wanted:
        if (folder / name).exists():
            raise click.UsageError(f"{folder / name} exists already; choose a new folder")
    for name in wanted:
        shutil.copytree(shipped(name), folder / name)
    click.echo(f"made {folder}/ – now type:\n  cd {folder}\n  packbuilder build")


def read_price(text: str) -> tuple[Paper, Decimal]:
    """Read what a sheet of a paper costs: A4=0.05."""
    from packbuilder.order import PAPERS

    papers = {paper.lower(): paper for paper in PAPERS}
    name, _, number = text.partition("=")
    if name.lower() not in papers or not re.fullmatch(r"\d{1,6}(\.\d{1,4})?", number):
        raise click.BadParameter(
            f"“{text}” is not a price; write it as A4=0.05. Papers are {', '.join(PAPERS)}"
        )
    return papers[name.lower()], Decimal(number)


def open_here() -> Workspace:
    """Open the project in the current folder."""
    from packbuilder.build import open_workspace

    return open_workspace(Path.cwd())


def check_names(names: Sequence[str], known: Sequence[str] | dict[str, str], kind: str) -> None:
    """Refuse a name on the command line that does not exist."""
    for name in names:
        if name not in known:
            raise click.UsageError(f"there is no {kind} “{name}”; {suggest(name, known)}")


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
