"""What `build` does where there is something to make: it makes it, and says so."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import click

from packbuilder.cli.problems import stop_at
from packbuilder.cli.results import (
    note_and_show,
    progress_bar,
    show_reasons,
    show_what_to_open,
    show_zip,
)
from packbuilder.cli.shared import check_names, tell
from packbuilder.storage import state

if TYPE_CHECKING:
    from packbuilder.pipeline.deliver import DeliveredPack
    from packbuilder.pipeline.project import LoadedProject
    from packbuilder.storage.state import BuildRequest, Record


def make(
    request: BuildRequest,
    record: Record | None,
    inputs: dict[str, str],
    jobs: int | None,
    *,
    why: bool,
    quiet: bool,
) -> None:
    """Build, print what was made, and keep in mind what it was made from: `inputs`, by hash."""
    from packbuilder.cli.clustering import workers_for

    say = (lambda _: None) if quiet else tell
    with workers_for(jobs, say) as workers:  # they begin while this process loads the rest
        from packbuilder.pipeline.long_runs import LongRun, editions_of
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
        long_run = LongRun(request.output, workers.store.trim, say)

        def take(pack: DeliveredPack) -> None:
            delivered.append(pack)
            note_and_show(pack, quiet)
            long_run.delivered(pack.folder.parent.name)

        def begin(project: LoadedProject) -> None:
            _check_chosen(project, request)
            long_run.begin(editions_of(request, project))

        with output_to_itself(request.output), progress_bar(quiet) as bar:
            progress = Progress(
                loaded=begin,
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
        stop_at(problems, request.strict)
        for pack in () if quiet else delivered:
            show_what_to_open(pack)
        if result.project and not editions_of(request, result.project):
            say(f"nothing to build: there are fewer editions than {request.shard[1]}")
        elif not result.built:
            raise click.UsageError(_nothing_to_build(request.formats))
        shown = tuple(problem.as_dict() for problem in problems)
        program, partial = state.program(), request.partial
        made = state.Record(program, libraries(), inputs, files, shown, partial)
    state.write_record(request, made)


def _check_chosen(project: LoadedProject, request: BuildRequest) -> None:
    """Refuse documents that none of the packs contains."""
    from packbuilder.pipeline.chosen import why_not_chosen

    for reason in why_not_chosen(project, request):
        raise click.UsageError(reason)


def _nothing_to_build(formats: tuple[str, ...]) -> str:
    """Return why no file was to be made."""
    asked = f"no chosen pack is made as {' or '.join(formats)}, or " if formats else ""
    return f"nothing to build: {asked}the edition leaves it all out"


def check_formats(names: tuple[str, ...]) -> None:
    """Refuse a format that no writer has."""
    if names:
        from packbuilder.writers import WRITERS

        check_names(names, WRITERS, "format")
