"""Commands that make packs: `build`, and `watch`, which goes on building."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from packbuilder.cli.problems import problems_option, show_all, stop_at, tell
from packbuilder.cli.results import (
    note_and_show,
    progress_bar,
    show_reasons,
    show_result,
    show_what_to_open,
    show_zip,
)
from packbuilder.cli.shared import (
    ARGUMENTS,
    check_names,
    common_options,
    load_here,
    pack_options,
    port_in_use,
)
from packbuilder.diagnostics import Diagnostic, ExitCode, errors
from packbuilder.storage.source import Source

if TYPE_CHECKING:
    from packbuilder.pipeline.deliver import DeliveredPack
    from packbuilder.pipeline.project import LoadedProject
    from packbuilder.pipeline.watch import Session
    from packbuilder.storage.state import BuildRequest
    from packbuilder.web.server import PageServer


@click.command()
@pack_options
@click.option("--all-editions", is_flag=True, help="Build every edition.")
@click.option("--only", multiple=True, metavar="DOCUMENT", help="Build only this document.")
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT",
    help="Build only this format.",
)
@common_options
@click.option("--strict", is_flag=True, help="Stop on warnings too.")
@problems_option("--problems")
@click.option("--why", is_flag=True, help="Say why each file is rebuilt.")
@click.option("--quiet", is_flag=True, help="Print only problems.")
@click.option("--no-resident", is_flag=True, help="Neither use nor start a background process.")
def build(
    packs: tuple[str, ...],
    editions: tuple[str, ...],
    all_editions: bool,
    only: tuple[str, ...],
    formats: tuple[str, ...],
    output: Path,
    jobs: int | None,
    strict: bool,
    why: bool,
    quiet: bool,
    no_resident: bool,
) -> None:
    """Build packs as HTML, PDF and Word.

    Without a PACK, build the default pack, or with --edition all packs of the edition, its print
    order and its zip.

    Only what has changed is rebuilt.
    """
    from packbuilder.storage import state

    if editions and all_editions:
        raise click.UsageError("--all-editions builds every edition; leave out --edition")
    whole = bool(editions or all_editions)
    chosen = () if all_editions else tuple(dict.fromkeys(editions or ("standard",)))
    request = state.BuildRequest(Path.cwd(), output, packs, chosen, only, formats, strict, whole)
    record, inputs = state.read_record(request), state.hash_inputs(Source(request.root))
    if record and state.nothing_changed(record, request, inputs):
        show_all([Diagnostic.from_dict(problem) for problem in record.problems])
        if not quiet:
            tell("nothing has changed since the last build")
        if strict and record.problems:
            raise click.exceptions.Exit(ExitCode.WARNINGS)
        return
    check_formats(formats)  # writers are loaded only where there is something to do
    warm = not no_resident and jobs != 0 and _is_asking()
    if warm and (code := _built_by_resident()) is not None:
        raise click.exceptions.Exit(code)
    from packbuilder.pipeline.pool import open_workers

    with open_workers(jobs) as workers:  # they begin while this process loads the rest
        from packbuilder.pipeline.run import Earlier, output_to_itself, run
        from packbuilder.pipeline.stages import Progress
        from packbuilder.pipeline.whole_editions import zip_editions

        @cache
        def libraries() -> dict[str, list[int]]:
            known = record.libraries if record else {}
            if known and state.libraries_now(known) == known:
                return known
            return state.libraries_now(workers.libraries)

        delivered: list[DeliveredPack] = []

        def take(pack: DeliveredPack) -> None:
            delivered.append(pack)
            note_and_show(pack, quiet)

        with output_to_itself(output), progress_bar(quiet) as bar:
            progress = Progress(
                loaded=lambda project: check_chosen(project, request),
                expected=bar.expect,
                planned=lambda plan: show_reasons(plan) if why else None,
                made=bar.step,
                delivered=take,
            )
            hashed = cache(lambda: state.hash_libraries(libraries()))
            earlier = click.get_current_context().find_root().obj or Earlier()  # a warm process's
            result = run(request, workers, hashed, progress, earlier)
            files, problems = dict(result.files), list(result.problems)
            for zipped in zip_editions(request, result, hashed):
                problems += zipped.problems
                if zipped.sha256:
                    files[zipped.path.name] = zipped.sha256
                if zipped.sha256 and not quiet:
                    show_zip(zipped.path)
        stop_at(problems, strict)
        for pack in () if quiet else delivered:
            show_what_to_open(pack)
        if not result.built:
            raise click.UsageError(nothing_to_build(formats))
        shown = tuple(problem.as_dict() for problem in problems)
        program, partial = state.program(), request.partial
        made = state.Record(program, libraries(), inputs, files, shown, partial)
    state.write_record(request, made)
    if warm:
        from packbuilder.cli import resident

        resident.start(request.root)


def _is_asking() -> bool:
    """Whether a warm process may run this command: this is not that process itself."""
    from packbuilder.cli import resident

    return resident.is_possible() and click.get_current_context().find_root().obj is None


def _built_by_resident() -> int | None:
    """Have a warm process run this command, where there is one; return the exit code. End by the
    signal that ended it, if one did.
    """
    from packbuilder.cli import resident

    root = click.get_current_context().find_root()
    code = resident.ask_to_build(Path.cwd(), root.meta[ARGUMENTS], root.info_name or "")
    if code is not None and code < 0:
        signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    return code


@click.command()
def stop() -> None:
    """End the background process that speeds up builds of this project; builds start a new one."""
    from packbuilder.cli import resident

    ended = resident.stop(Path.cwd())
    click.echo("background process stopped" if ended else "there is no background process")


def check_chosen(project: LoadedProject, request: BuildRequest) -> None:
    """Refuse documents that none of the packs contains."""
    from packbuilder.pipeline.chosen import why_not_chosen

    for reason in why_not_chosen(project, request):
        raise click.UsageError(reason)


def nothing_to_build(formats: tuple[str, ...]) -> str:
    """Return why no file was to be made."""
    asked = f"no chosen pack is made as {' or '.join(formats)}, or " if formats else ""
    return f"nothing to build: {asked}the edition leaves it all out"


def check_formats(names: tuple[str, ...]) -> None:
    """Refuse a format that no writer has."""
    if names:
        from packbuilder.writers import WRITERS

        check_names(names, WRITERS, "format")


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
