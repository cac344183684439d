"""Commands that make packs: `build`, and `watch`, which goes on building."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from packbuilder.cli.problems import problems_option, show_all, stop_at, tell
from packbuilder.cli.results import begin_pack, progress, show_result, tell_zip
from packbuilder.cli.shared import check_names, common_options, open_here, pack_options
from packbuilder.diagnostics import Diagnostic, ExitCode, errors
from packbuilder.storage.source import Source

if TYPE_CHECKING:
    from packbuilder.pipeline.deliver import PackResult
    from packbuilder.pipeline.watch import Session


class FormatName(click.ParamType[str]):
    """The name of a writer; writers are loaded only when it is given."""

    name = "format"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Check that there is such a writer."""
        from packbuilder.writers import WRITERS

        return click.Choice(list(WRITERS)).convert(value, param, ctx)


@click.command()
@pack_options
@click.option("--only", multiple=True, metavar="DOCUMENT", help="Build this document alone.")
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=FormatName(),
    help="Build this format alone.",
)
@common_options
@click.option("--strict", is_flag=True, help="Stop at warnings too.")
@problems_option("--problems")
@click.option("--why", is_flag=True, help="Say why each file is made anew.")
@click.option("--quiet", is_flag=True, help="Print nothing but problems.")
def build(
    packs: tuple[str, ...],
    editions: tuple[str, ...],
    only: tuple[str, ...],
    formats: tuple[str, ...],
    output: Path,
    jobs: int | None,
    strict: bool,
    why: bool,
    quiet: bool,
) -> None:
    """Build packs as PDF and Word; without a PACK, the project's default one.

    Only what has changed is made anew.
    """
    from packbuilder.storage import state

    root, editions = Path.cwd(), tuple(dict.fromkeys(editions or ("standard",)))
    request = state.Request(str(root), str(root / output), packs, editions, only, formats)
    record, inputs = state.read_record(request), state.hash_inputs(Source(root))
    if record and state.nothing_changed(record, request, inputs):
        show_all([Diagnostic.from_dict(problem) for problem in record.problems])
        if not quiet:
            tell("nothing has changed since the last build")
        if strict and record.problems:
            raise click.exceptions.Exit(ExitCode.WARNINGS)
        return
    from packbuilder.pipeline.pool import open_workers

    with open_workers(jobs) as workers:  # they begin while this process loads the rest
        from packbuilder.pipeline.run import (
            Watchers,
            Wish,
            output_to_itself,
            run,
            zip_editions,
        )

        @cache
        def libraries() -> dict[str, list[int]]:
            known = record.libraries if record else {}
            if known and state.libraries_now(known) == known:
                return known
            return state.libraries_now(workers.libraries)

        workspace = open_here()
        packs = packs or (workspace.project.default_pack,)
        check_names(only, workspace.documents, "document")
        wish = Wish(packs, editions, output, only, formats, strict)
        with output_to_itself(output), progress(quiet) as bar:
            watchers = Watchers(
                planned=lambda plan: begin_pack(plan, why, bar),
                made=lambda name: bar.step(name),
                delivered=lambda result: None if quiet else show_result(result),
            )
            hashed = cache(lambda: state.hash_libraries(libraries()))
            outcome = run(workspace, wish, workers, hashed, watchers)
            for archive in zip_editions(workspace, wish, outcome):
                if not quiet:
                    tell_zip(archive)
        stop_at(outcome.problems, strict)
        if not outcome.packs:
            raise click.UsageError("nothing to build: no chosen pack holds what --only names")
        problems = tuple(problem.as_dict() for problem in outcome.problems)
        made = state.Record(state.program(), libraries(), inputs, outcome.files, problems)
    state.write_record(request, made)


@click.command()
@pack_options
@common_options
@click.option("--serve", is_flag=True, help="Show the pages in the browser, and renew them.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Port for --serve.")
def watch(
    packs: tuple[str, ...],
    editions: tuple[str, ...],
    output: Path,
    jobs: int | None,
    serve: bool,
    port: int,
) -> None:
    """Build, and build again whenever a file is saved; Ctrl+C ends it."""
    from contextlib import ExitStack

    from packbuilder.pipeline.pool import open_workers

    with ExitStack() as stack:
        workers = stack.enter_context(open_workers(jobs))
        from packbuilder.pipeline.run import Watchers, Wish
        from packbuilder.pipeline.watch import Session, saved_files
        from packbuilder.web.preview import serve_preview

        open_here()  # its mistakes end this; later ones do not
        wish = Wish(packs, tuple(dict.fromkeys(editions or ("standard",))), output)
        watchers = Watchers(delivered=show_renewed)
        session = Session(Path.cwd(), wish, workers, watchers)
        preview = None
        if serve:
            try:
                preview = stack.enter_context(serve_preview(session, port))
            except OSError as error:  # before anything is built
                raise click.UsageError(
                    f"port {port} cannot be used: {error.strerror}; "
                    "choose another one, or leave --port out"
                ) from None
        show_all(session.update().problems)
        if preview:
            click.echo(f"open {preview.address} in a browser")
        show_zips(session)
        click.echo("waiting for changes; Ctrl+C ends this")
        for changed in saved_files(Path.cwd()):
            mistakes = bool(errors(session.problems))
            show_all(session.update(changed).problems)
            if mistakes and not errors(session.problems):
                click.echo("the mistakes are mended")
            if preview:
                preview.renew()
            show_zips(session)


def show_zips(session: Session) -> None:
    """Renew the zips of editions, and say which."""
    renewed, problems = session.zip()
    show_all(problems)
    for archive in renewed:
        tell_zip(archive)


def show_renewed(result: PackResult) -> None:
    """Say what was made anew."""
    if result.renewed:
        show_result(result)
