"""The command `open`: the organiser's page in a browser, and a file that opens it by a click."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

import click

from packbuilder.cli.shared import JOBS_HELP, output_option, port_in_use, tell

_DESKTOP = """\
[Desktop Entry]
Type=Application
Name=Open packbuilder
Exec={python} -P -m packbuilder open
Path={folder}
Icon={icon}
Terminal=false
"""
_COMMAND = """\
#!/bin/sh
# On macOS Python does not look for libraries where brew puts them.
export DYLD_FALLBACK_LIBRARY_PATH="$(brew --prefix 2>/dev/null)/lib:/usr/local/lib:/usr/lib"
cd {folder} && exec {python} -P -m packbuilder open
"""

_CMD = """\
@echo off
wsl.exe --distribution "{system}" --cd "{folder}" --exec "{python}" -P -m packbuilder open
pause
"""
"""For Windows with Linux inside it (WSL), which names its system in the environment. Untested."""


@click.command(name="open")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port (default: any free).")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option(
    "--add-icon", is_flag=True, help="Put a file here that opens the page by a double click."
)
@click.option("--jobs", type=click.IntRange(0), help=JOBS_HELP)
@output_option
def open_command(
    port: int, no_browser: bool, add_icon: bool, jobs: int | None, output: Path
) -> None:
    """Open the page in a browser: set up an event, make packs, print. Ctrl+C ends it.

    It is shown on this computer only, and loads nothing from elsewhere.
    """
    import webbrowser

    from packbuilder.settings.project import PROJECT, no_project

    if not Path(PROJECT).is_file():
        raise no_project()
    if add_icon:
        click.echo(f"double-click “{_add_icon(Path.cwd())}” to open the page")
        return
    from packbuilder.web.server import make_server

    try:
        server = make_server(Path.cwd(), output, port, jobs)
    except OSError as error:
        raise port_in_use(port, error) from None
    click.echo(f"open {server.address} in a browser")
    tell("press Ctrl+C to stop")
    server.run((lambda: None) if no_browser else lambda: webbrowser.open(server.first_address))


def _add_icon(folder: Path) -> str:
    """Write the file that this system opens by a double click; return its name."""
    from packbuilder import web
    from packbuilder.storage.delivery import write_file

    if sys.platform == "darwin":
        name, python = "Open packbuilder.command", shlex.quote(sys.executable)
        text = _COMMAND.format(folder=shlex.quote(str(folder)), python=python)
    elif system := os.environ.get("WSL_DISTRO_NAME"):
        name, given = "Open packbuilder.cmd", (system, str(folder), sys.executable)
        system, inside, python = (each.replace("%", "%%") for each in given)
        text = _CMD.format(system=system, folder=inside, python=python).replace("\n", "\r\n")
    else:
        icon = Path(web.__file__).with_name("static") / "mark.svg"
        name, python = "Open packbuilder.desktop", _quoted(sys.executable)
        text = _DESKTOP.format(folder=folder, python=python, icon=icon)
    write_file(folder / name, text.encode())
    (folder / name).chmod(0o755)
    return name


def _quoted(path: str) -> str:
    """Return a path as an argument of Exec (Desktop Entry Specification, “The Exec key”)."""
    for character in '\\"`$':
        path = path.replace(character, f"\\{character}")
    return f'"{path}"'.replace("\\", "\\\\").replace("%", "%%")
