"""What commands print of results: what is made and why, where it is, and how far a build is."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from packbuilder.cli.problems import count
from packbuilder.cli.shared import tell
from packbuilder.diagnostics import printable

if TYPE_CHECKING:
    from packbuilder.pipeline.deliver import DeliveredPack
    from packbuilder.pipeline.plan import Plan
    from packbuilder.pipeline.status import EditionStatus

MOST_REASONS = 3
"""So many reasons are printed for people."""


RENEWED = "packbuilder.renewed"
"""Where a command's context keeps the folders that have new files already."""


def note_and_show(result: DeliveredPack, quiet: bool = False) -> None:
    """Keep in mind that a pack has new files, in case the run is stopped, and print which."""
    if result.renewed or result.removed:
        click.get_current_context().meta.setdefault(RENEWED, []).append(result.folder)
    if not quiet:
        show_result(result)


def say_stopped(context: click.Context) -> str:
    """Return what holds of packs when a run was stopped."""
    folders = context.meta.get(RENEWED, [])
    if not folders:
        return "stopped; each pack has either all its earlier files or all its new ones"
    named = printable(", ".join(map(str, folders)))
    return (
        f"stopped; {named}: all new; every other pack has either all its earlier files or all new"
    )


def show_reasons(plan: Plan) -> None:
    """Print why each file of a pack is rebuilt."""
    for file in plan.files:
        reasons = "; ".join(file.reasons) or "nothing has changed"
        tell(printable(f"{plan.folder / file.name}: {reasons}"))


def show_result(result: DeliveredPack) -> None:
    """Print what was rebuilt, and where it is, or that nothing is left of it."""
    if result.removed:
        tell(f"{result.folder}: removed, as this edition leaves it all out")
        return
    for file in result.files:
        if file["name"] in result.renewed:
            pages = f" ({count(file['pages'], 'page')})" if file["pages"] else ""
            tell(f"{result.folder / file['name']}{pages}")
    if not result.renewed:
        tell(f"{result.folder}: nothing has changed")
    elif result.archive:
        tell(f"{result.archive}")


def show_what_to_open(result: DeliveredPack) -> None:
    """Print which file to open: the whole pack, or its only document, first as PDF."""
    paged_first = sorted(result.files, key=lambda file: not file["pages"])
    names = [file["name"] for file in paged_first]
    whole = [name for name in names if Path(name).stem == result.folder.name]
    if found := whole or (names if len({Path(name).stem for name in names}) == 1 else []):
        tell(printable(f"open {result.folder / found[0]}"))


def show_zip(archive: Path) -> None:
    """Print where the zip of a whole edition is."""
    tell(printable(f"{archive}: all packs of this edition"))


def status_lines(edition: EditionStatus, style: str) -> Iterator[str]:
    """Return how an edition stands, in lines for people or for other programs."""
    if style == "json":
        for found in edition.found:
            about = {"edition": edition.name, "kind": found.kind, "name": found.name}
            about |= {"path": found.path.as_posix(), "state": found.state}
            yield json.dumps({**about, "reasons": list(found.reasons)})
        return
    yield f"{edition.name}:"
    for found in edition.found:
        title = found.title if found.kind == "order" else f"{found.kind} {found.name}"
        why = f" – {'; '.join(shorten(found.reasons))}" if found.reasons else ""
        yield f"  {title}: {found.state}{why}"


def resident_lines(process: int, style: str) -> Iterator[str]:
    """Return lines that say that a warm process waits for builds, if one does."""
    if process and style == "json":
        yield json.dumps({"kind": "resident", "state": "running", "process": process})
    elif process:
        yield f"background process: running (process {process}); “packbuilder stop” ends it"


def shorten(reasons: Sequence[str]) -> tuple[str, ...]:
    """Return the first reasons, and how many more there are."""
    more = len(reasons) - MOST_REASONS
    return (*reasons[:MOST_REASONS], f"and {more} more") if more > 1 else tuple(reasons)


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
def progress_bar(quiet: bool) -> Iterator[Bar]:
    """Yield a bar for the time of a build."""
    if quiet or not sys.stderr.isatty():
        yield Bar()
        return
    from functools import partial

    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as shown:
        yield Bar(partial(shown.update, shown.add_task("building", total=None)))
