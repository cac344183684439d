"""What several commands share: their options, the project they work in, names that exist."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from packbuilder.diagnostics import suggest

if TYPE_CHECKING:
    from packbuilder.pipeline.project import LoadedProject

ARGUMENTS = "packbuilder.arguments"
"""Where a command's context keeps the words of the command line."""

JOBS_HELP = "Files to make at once (default: one per core; 0: in this process, for debugging)."


def output_option(command: Any) -> Any:
    """Add the option that says where results lie."""
    return click.option(
        "--output",
        type=click.Path(file_okay=False, path_type=Path),
        default=Path("output"),
        help="Folder for the results (default: output).",
    )(command)


def common_options(command: Any) -> Any:
    """Add the options of commands that make files."""
    jobs = click.option("--jobs", type=click.IntRange(0), help=JOBS_HELP)
    return output_option(jobs(command))


def pack_options(command: Any) -> Any:
    """Add what says which packs of which editions to make."""
    edition = click.option(
        "--edition", "editions", multiple=True, help="Edition to build (default: standard)."
    )
    return click.argument("packs", nargs=-1, metavar="[PACK]...")(edition(command))


def load_here() -> LoadedProject:
    """Load the project in the current folder."""
    from packbuilder.pipeline.project import load_project

    return load_project(Path.cwd())


def check_names(names: Sequence[str], known: Collection[str], kind: str) -> None:
    """Refuse a name on the command line that does not exist."""
    for name in names:
        if name not in known:
            raise click.UsageError(f"there is no {kind} “{name}”; {suggest(name, known)}")


def port_in_use(port: int, error: OSError) -> click.UsageError:
    """Return what is said when the page cannot be served at a port."""
    return click.UsageError(
        f"port {port} cannot be used: {error.strerror}; choose another, or leave out --port"
    )
