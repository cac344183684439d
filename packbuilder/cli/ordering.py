"""The command `order`: what to print for an event."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from packbuilder.cli.problems import stop_at
from packbuilder.cli.results import note_and_show, progress_bar, show_zip
from packbuilder.cli.shared import common_options, load_here
from packbuilder.diagnostics import shown_in_builds

if TYPE_CHECKING:
    from packbuilder.model.print_roles import Paper
    from packbuilder.pipeline.project import LoadedProject
    from packbuilder.print_order.sums import Prices


def read_price(text: str) -> tuple[Paper, Decimal]:
    """Read what a sheet of a paper costs: A4=0.05."""
    from packbuilder.model.print_roles import PAPERS
    from packbuilder.settings.edition import PRICE

    papers = {paper.lower(): paper for paper in PAPERS}
    name, _, number = text.partition("=")
    if name.lower() not in papers or not PRICE.fullmatch(number):
        raise click.BadParameter(
            f"“{text}” is not a price; write it as A4=0.05. Papers are {', '.join(PAPERS)}"
        )
    return papers[name.lower()], Decimal(number)


@click.command()
@click.option("--edition", default="standard", help="Edition to order for (default: standard).")
@click.option("--delegates", type=click.IntRange(1, 10_000), help="Number of delegates.")
@click.option("--table-size", type=click.IntRange(5, 7), help="People per table (default: 6).")
@click.option("--facilitators", type=click.IntRange(0, 1_000), help="Number of facilitators.")
@click.option(
    "--large-print", type=click.IntRange(0, 1_000), help="Number of requests for large print."
)
@click.option(
    "--tool",
    "deep_tools",
    multiple=True,
    help="Code of a tool that tables can choose; may be repeated.",
)
@click.option("--rooms", type=click.IntRange(1, 1_000), help="Number of rooms (default: 1).")
@click.option("--colour/--no-colour", "colour_print", default=None, help="Print in colour.")
@click.option("--duplex/--no-duplex", default=None, help="Print on both sides.")
@click.option("--a3/--no-a3", default=None, help="Whether A3 paper is available.")
@click.option("--card/--no-card", "card_stock", default=None, help="Whether card is available.")
@click.option(
    "--price",
    "prices",
    multiple=True,
    metavar="PAPER=AMOUNT",
    callback=lambda _, __, given: dict(map(read_price, given)),
    help="Price of one printed sheet, such as A4=0.05; papers are A4, A3, card and heavy.",
)
@common_options
def order(edition: str, prices: Prices, output: Path, jobs: int | None, **numbers: Any) -> None:
    """Work out what to print for an event: copies, sheets, paper, finishing, cost.

    What is not given here is taken from the edition's file.
    """
    from packbuilder.pipeline.check import check_project
    from packbuilder.pipeline.edition import prepare_edition
    from packbuilder.pipeline.pool import open_workers
    from packbuilder.pipeline.print_order import plan_print_order
    from packbuilder.pipeline.run import output_to_itself, run_plan
    from packbuilder.pipeline.stages import Progress
    from packbuilder.pipeline.tool_codes import find_deep_tools, list_deep_tools, suggest_tool
    from packbuilder.pipeline.whole_editions import zip_editions
    from packbuilder.storage import state

    project = load_here()
    prepared = prepare_edition(project, edition)
    problems = [*check_project(project), *prepared.problems]
    stop_at(shown_in_builds(problems), strict=False)
    given = {name: value for name, value in numbers.items() if value not in (None, ())}
    if (given.get("delegates") or prepared.settings.delegates) is None:
        raise click.UsageError(
            "how many people are coming? Give --delegates 62, or add “delegates: 62” to "
            f"content/editions/{edition}.yaml"
        )
    choice = list_deep_tools(project)
    for written in given.get("deep_tools", ()):
        (code,) = find_deep_tools(project, [written])
        if code not in choice:
            help = suggest_tool(project, written)
            raise click.UsageError(f"there is no tool “{written}” for tables to choose; {help}")
    with (
        output_to_itself(output),
        open_workers(jobs) as workers,
        progress_bar(False) as bar,
    ):
        libraries = state.hash_libraries(workers.libraries)
        plan = plan_print_order(prepared, given, prices, output, libraries)
        if not plan.files:
            raise click.UsageError(f"nothing to print: {_why_nothing(project, edition, choice)}")
        progress = Progress(expected=bar.expect, made=bar.step, delivered=note_and_show)
        result = run_plan(plan, project, output, workers, progress)
        request = state.BuildRequest(Path.cwd(), output, (), (edition,))
        zips = list(zip_editions(request, result, lambda: libraries, {edition: prepared}))
    for zipped in (each for each in zips if each.sha256):
        show_zip(zipped.path)
    stop_at([*result.problems, *(p for each in zips for p in each.problems)], strict=False)


def _why_nothing(project: LoadedProject, edition: str, choice: Sequence[str]) -> str:
    """Say why an order has nothing in it, and what to write."""
    from packbuilder.pipeline.tool_codes import list_printed
    from packbuilder.settings.edition import edition_path

    if choice:
        return (
            f"tables have chosen no tool; add --tool {choice[0]}, or “deep_tools: [{choice[0]}]” "
            f"to {edition_path(edition)}"
        )
    if list_printed(project):
        return f"the edition “{edition}” leaves out all that an event needs"
    return (
        "no document says how many of it an event needs; write “print: {per: person}” or the like "
        "into its front matter"
    )
