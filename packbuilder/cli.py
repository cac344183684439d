"""The command `packbuilder`: reads the command line, prints, and alone decides how a run ends."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from packbuilder import __version__
from packbuilder.diagnostics import (
    Diagnostic,
    ExitCode,
    PackError,
    Severity,
    errors,
    printable,
    suggest,
)

if TYPE_CHECKING:
    from packbuilder.build import Workspace
    from packbuilder.order import Paper, Prices
    from packbuilder.recipe import Format

EXIT_HELP = "\b\nThe README lists what each exit code means: 0 is success, 3 a mistake in content."
MOST_SHOWN = 50


class Main(click.Group):
    """Turns what stops a run into messages and an exit code, in one place."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        os.environ["PYTHONSAFEPATH"] = "1"  # worker processes run no module of this folder
        try:
            return super().invoke(ctx)
        except PackError as error:
            show_all(error.diagnostics)
            raise click.exceptions.Exit(error.exit_code) from None
        except KeyboardInterrupt:
            click.echo("\nstopped; the earlier results are unchanged", err=True)
            raise click.exceptions.Exit(ExitCode.INTERRUPTED) from None


@click.group(cls=Main, epilog=EXIT_HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="packbuilder")
def main() -> None:
    """Make PDF and Word packs from the Markdown and YAML files in content/.

    Work in the folder that holds content/. Start with “packbuilder build”.
    """


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
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("output"),
    help="Folder for the results (default: output).",
)
@click.option("--jobs", type=click.IntRange(1), help="Files made at once (default: all cores).")
@click.option("--strict", is_flag=True, help="Stop at warnings too.")
@click.option("--quiet", is_flag=True, help="Print nothing but problems.")
def build(
    packs: tuple[str, ...],
    editions: tuple[str, ...],
    only: tuple[str, ...],
    formats: tuple[Format, ...],
    output: Path,
    jobs: int | None,
    strict: bool,
    quiet: bool,
) -> None:
    """Build packs as PDF and Word; without a PACK, the project's default one."""
    from packbuilder import build as build_steps

    workspace = open_here()
    packs = packs or (workspace.project.default_pack,)
    check_names(only, workspace.documents, "document")
    plans, problems = [], []
    for edition in dict.fromkeys(editions or ("standard",)):
        composer = build_steps.compose(workspace, edition)
        problems += composer.problems
        if not errors(composer.problems):
            plans += [build_steps.plan_pack(composer, pack, only, formats) for pack in packs]
    stop_at(problems, strict)
    plans = [plan for plan in plans if plan.jobs]
    if not plans:
        raise click.UsageError("nothing to build: no chosen pack holds what --only names")
    with build_steps.Renderer(jobs) as renderer, progress(plans, quiet) as done:
        results = [
            build_steps.build_pack(plan, workspace, renderer, output, done) for plan in plans
        ]
    if not quiet:
        for result in results:
            show_result(result)


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
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("output"),
    help="Folder for the results (default: output).",
)
def order(edition: str, prices: Prices, output: Path, **numbers: Any) -> None:
    """Work out what to print for an event: copies, sheets, paper, finishing, cost.

    What is not given here is taken from the edition's file.
    """
    from packbuilder import build as build_steps
    from packbuilder.build.order import list_deep_tools, make_order, plan_order, read_needs

    workspace = open_here()
    composer = build_steps.compose(workspace, edition)
    stop_at(composer.problems, strict=False)
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
    plan = plan_order(composer, needs)
    if not plan.jobs:
        raise click.UsageError("nothing to print: this project has no handouts for an event")
    with build_steps.Renderer() as renderer, progress([plan], quiet=False) as done:
        result = make_order(plan, prices, renderer, output, done)
    show_result(result)


@main.command(name="list")
def list_command() -> None:
    """List packs, documents and editions."""
    from packbuilder.recipe import list_editions, list_packs, read_recipe

    workspace = open_here()
    click.echo("Packs:")
    for pack in list_packs(workspace.source):
        recipe = read_recipe(workspace.source, pack)
        default = " (default)" if pack == workspace.project.default_pack else ""
        click.echo(f"  {pack}{default}: {recipe.title} – {', '.join(recipe.documents)}")
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
def check(strict: bool, style: str) -> None:
    """Find all problems in content, packs and editions; build nothing."""
    from packbuilder.build import check_project

    try:
        problems = check_project(open_here())
    except PackError as error:
        problems = list(error.diagnostics)
    if style != "text":
        for problem in problems:
            click.echo(as_json(problem) if style == "json" else as_github(problem))
        problems_shown = []
    else:
        problems_shown = problems
    stop_at(problems_shown, strict)
    if problems and style != "text":
        raise click.exceptions.Exit(exit_code(problems, strict))
    if not problems and style == "text":
        click.echo("no problems found")


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
    return ExitCode.WARNINGS if strict and problems else ExitCode.OK


def show_all(problems: Sequence[Diagnostic]) -> None:
    """Print problems for people, the most important first when there are very many."""
    for problem in problems[:MOST_SHOWN]:
        click.echo(str(problem), err=True)
    if len(problems) > MOST_SHOWN:
        click.echo(f"… and {len(problems) - MOST_SHOWN} more", err=True)
    if problems:
        wrong = len(errors(problems))
        warnings = sum(1 for problem in problems if problem.severity is Severity.WARNING)
        click.echo(f"{_count(wrong, 'error')}, {_count(warnings, 'warning')}", err=True)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def as_json(problem: Diagnostic) -> str:
    """Write a problem as one line of JSON."""
    return printable(json.dumps(problem.as_dict(), ensure_ascii=False))


def as_github(problem: Diagnostic) -> str:
    """Write a problem as an annotation of GitHub's."""
    text = f"{problem.message} – {problem.help}".replace("%", "%25").replace("\n", "%0A")
    place = f"file={problem.span.path},line={problem.span.line},col={problem.span.column}"
    return printable(f"::{problem.severity.value} {place},title={problem.code.number}::{text}")


def show_result(result: Any) -> None:
    """Say what was made, and where."""
    for file in result.files:
        pages = f" ({_count(file['pages'], 'page')})" if file["pages"] else ""
        click.echo(f"{result.folder / file['name']}{pages}")
    if result.archive:
        click.echo(f"{result.archive}")


@contextmanager
def progress(plans: Sequence[Any], quiet: bool) -> Iterator[Callable[[str], None]]:
    """Show how far the build is: a bar on a terminal, nothing elsewhere."""
    total = sum(len(plan.jobs) for plan in plans)
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("building", total=total)
        yield lambda name: bar.update(task, advance=1, description=name)
