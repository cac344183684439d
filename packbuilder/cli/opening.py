"""The command `open`: the organiser's page in a browser."""

from __future__ import annotations

from pathlib import Path

import click

from packbuilder.cli.problems import tell
from packbuilder.cli.shared import JOBS_HELP, output_option


@click.command(name="open")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port (default: any free).")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option("--jobs", type=click.IntRange(0), help=JOBS_HELP)
@output_option
def open_command(port: int, no_browser: bool, jobs: int | None, output: Path) -> None:
    """Open the page in a browser: set up an event, make packs, print. Ctrl+C ends it.

    It is shown on this computer only, and loads nothing from elsewhere.
    """
    import webbrowser

    from packbuilder.diagnostics import Code, Span, fail
    from packbuilder.settings.project import PROJECT
    from packbuilder.web.server import make_server

    if not Path(PROJECT).is_file():
        raise fail(
            Code.FILE_MISSING,
            Span(PROJECT),
            "this folder is not a project",
            "go to the folder that contains content/, or start a project: packbuilder init "
            "my-event",
        )
    try:
        server = make_server(Path.cwd(), output, port, jobs)
    except OSError as error:
        raise click.UsageError(
            f"port {port} cannot be used: {error.strerror}; choose another, or leave out --port"
        ) from None

    click.echo(f"open {server.address} in a browser")
    tell("press Ctrl+C to stop")
    server.run((lambda: None) if no_browser else lambda: webbrowser.open(server.address))
