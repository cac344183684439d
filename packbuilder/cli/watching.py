"""The command `watch`: it builds, and goes on building whatever is saved."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from packbuilder.cli.problems import show_all
from packbuilder.cli.results import show_result, show_zip
from packbuilder.cli.shared import common_options, load_here, pack_options, port_in_use
from packbuilder.diagnostics import errors

if TYPE_CHECKING:
    from packbuilder.pipeline.deliver import DeliveredPack
    from packbuilder.pipeline.watch import Session
    from packbuilder.web.server import PageServer


@click.command()
@pack_options
@common_options
@click.option(
    "--serve", is_flag=True, help="Show the pages in a browser, and refresh them as they change."
)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port for --serve.")
def watch(
    packs: tuple[str, ...],
    editions: tuple[str, ...],
    output: Path,
    jobs: int | None,
    serve: bool,
    port: int,
) -> None:
    """Build, and build again whenever a file is saved; Ctrl+C stops it."""
    from packbuilder.pipeline.pool import open_workers

    with contextlib.ExitStack() as stack:
        workers = stack.enter_context(open_workers(jobs))
        from packbuilder.pipeline.stages import Progress
        from packbuilder.pipeline.watch import Session, saved_files
        from packbuilder.storage.state import BuildRequest

        load_here()  # its mistakes end this; later ones do not
        chosen = tuple(dict.fromkeys(editions or ("standard",)))
        request = BuildRequest(Path.cwd(), output, packs, chosen, whole=bool(editions))
        session = Session(request, workers, Progress(delivered=show_renewed))
        page = (
            stack.enter_context(_served(output, port, jobs)) if serve else None
        )  # or it ends here
        show_all(session.update().problems)
        if page:
            click.echo(f"open {page.address} in a browser")
        show_zips(session)
        click.echo("waiting for changes; press Ctrl+C to stop")
        for changed in saved_files(Path.cwd()):
            mistakes = bool(errors(session.result.problems))
            show_all(session.update(changed).problems)
            if mistakes and not errors(session.result.problems):
                click.echo("the mistakes are fixed")
            show_zips(session)


@contextlib.contextmanager
def _served(output: Path, port: int, jobs: int | None) -> Iterator[PageServer]:
    """Serve the page of `open` while the context lasts."""
    from packbuilder.web.server import served

    with contextlib.ExitStack() as stack:
        try:
            page = stack.enter_context(served(Path.cwd(), output, port, jobs))
        except OSError as error:
            raise port_in_use(port, error) from None
        yield page


def show_zips(session: Session) -> None:
    """Bring the zips of editions up to date, and print which are new."""
    renewed, problems = session.zip()
    show_all(problems)
    for archive in renewed:
        show_zip(archive)


def show_renewed(pack: DeliveredPack) -> None:
    """Print what was rebuilt."""
    if pack.renewed:
        show_result(pack)
