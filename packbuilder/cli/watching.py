"""The command `watch`: it builds, and goes on building whatever is saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from packbuilder.cli.problems import show_all
from packbuilder.cli.results import show_result, show_zip
from packbuilder.cli.shared import common_options, load_here, pack_options
from packbuilder.diagnostics import errors

if TYPE_CHECKING:
    from packbuilder.pipeline.deliver import DeliveredPack
    from packbuilder.pipeline.watch import Session


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
    from contextlib import ExitStack

    from packbuilder.pipeline.pool import open_workers

    with ExitStack() as stack:
        workers = stack.enter_context(open_workers(jobs))
        from packbuilder.pipeline.stages import Progress
        from packbuilder.pipeline.watch import Session, saved_files
        from packbuilder.storage.state import BuildRequest
        from packbuilder.web.preview import serve_preview

        load_here()  # its mistakes end this; later ones do not
        chosen = tuple(dict.fromkeys(editions or ("standard",)))
        request = BuildRequest(Path.cwd(), output, packs, chosen, whole=bool(editions))
        session = Session(request, workers, Progress(delivered=show_renewed))
        preview = None
        if serve:
            try:
                preview = stack.enter_context(serve_preview(session, port))
            except OSError as error:  # before anything is built
                raise click.UsageError(
                    f"port {port} cannot be used: {error.strerror}; "
                    "choose another, or leave out --port"
                ) from None
        show_all(session.update().problems)
        if preview:
            click.echo(f"open {preview.address} in a browser")
        show_zips(session)
        click.echo("waiting for changes; press Ctrl+C to stop")
        for changed in saved_files(Path.cwd()):
            mistakes = bool(errors(session.problems))
            show_all(session.update(changed).problems)
            if mistakes and not errors(session.problems):
                click.echo("the mistakes are fixed")
            if preview:
                preview.renew()
            show_zips(session)


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
