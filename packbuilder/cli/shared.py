"""What several commands share: their options, what they print, their project, names that exist.

A build with nothing to do needs no more than this: what only messages need is imported for them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from packbuilder.pipeline.project import LoadedProject

STYLES = ("text", "json", "github")
"""How problems can be printed: for people, or one a line for programs."""
STYLE = "packbuilder.style"
"""Where a command's context keeps which of these it is."""
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


def problems_option(*names: str) -> Callable[[Any], Any]:
    """Return the option, under these names, that says how a command prints problems."""
    return click.option(
        *names,
        "style",
        type=click.Choice(STYLES),
        default=STYLES[0],
        expose_value=False,
        callback=_keep_style,
        help="Problems for people, or as JSON or GitHub annotations and nothing else.",
    )


def _keep_style(context: click.Context, _: click.Parameter, style: str) -> None:
    context.meta[STYLE] = style


def style_of_problems() -> str:
    """Return how the command that runs prints problems."""
    return str(click.get_current_context().meta.get(STYLE, STYLES[0]))


def tell(line: str) -> None:
    """Print what is no problem, for people; programs get problems and nothing else."""
    if style_of_problems() != STYLES[0]:
        return
    if not line.isprintable():
        from packbuilder.diagnostics import printable

        line = printable(line)
    click.echo(line)


def load_here() -> LoadedProject:
    """Load the project in the current folder."""
    from packbuilder.pipeline.project import load_project

    return load_project(Path.cwd())


def check_names(
    names: Sequence[str], known: Collection[str], kind: str, packs: Collection[str] = ()
) -> None:
    """Refuse a name on the command line that does not exist; say of one of `packs` that it is."""
    from packbuilder.diagnostics import suggest

    for name in names:
        if name not in known:
            what = f"“{name}” is a pack; " if name in packs else ""
            raise click.UsageError(f"there is no {kind} “{name}”; {what}{suggest(name, known)}")


def find_documents(project: LoadedProject, written: Sequence[str]) -> tuple[str, ...]:
    """Return the names of documents, however they are written; refuse what is none."""
    for each in written:
        if not project.names.find(each):
            help = project.names.suggest(each)
            raise click.UsageError(f"there is no document “{each}”; {help}")
    return project.names.find_all(tuple(written))


def port_in_use(port: int, error: OSError) -> click.UsageError:
    """Return what is said when the page cannot be served at a port."""
    return click.UsageError(
        f"port {port} cannot be used: {error.strerror}; choose another, or leave out --port"
    )
