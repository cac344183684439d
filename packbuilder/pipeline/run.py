"""Packs × editions → files: one function shows all stages, from a project's folder to its packs."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from packbuilder.diagnostics import Diagnostic
from packbuilder.pipeline.check import load_or_report_all
from packbuilder.pipeline.deliver import DeliveredPack
from packbuilder.pipeline.edition import PreparedEdition
from packbuilder.pipeline.long_runs import editions_of
from packbuilder.pipeline.plan import Plan
from packbuilder.pipeline.pool import Pool
from packbuilder.pipeline.project import LoadedProject
from packbuilder.pipeline.stages import (
    Progress,
    Report,
    check_editions,
    deliver_packs,
    make_packs,
    plan_packs,
    prepare_editions,
)
from packbuilder.storage.delivery import check_writable, finish_deliveries
from packbuilder.storage.lock import locked
from packbuilder.storage.manifest import MANIFEST
from packbuilder.storage.state import BuildRequest, hash_file


@dataclass(frozen=True)
class Earlier:
    """What an earlier build of the same project has read and prepared."""

    project: LoadedProject | None = None
    editions: Mapping[str, PreparedEdition] = field(default_factory=dict)


@dataclass(frozen=True)
class BuildResult:
    """What a build came to: every file's hash by its path below the output, and all problems.

    `built` are the folders of packs and orders that were delivered; `incomplete` are the editions
    of which something was left out, or could not be made.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()
    built: frozenset[Path] = frozenset()
    incomplete: frozenset[str] = frozenset()
    project: LoadedProject | None = None


@contextlib.contextmanager
def output_to_itself(output: Path, patience: float = 60.0) -> Iterator[None]:
    """Return the output folder to this run alone, with nothing half done in it; raise `PackError`
    when another one is not done with it within `patience` seconds.
    """
    with locked(output, patience):
        finish_deliveries(output)
        yield


def run(
    request: BuildRequest,
    workers: Pool,
    libraries: Callable[[], str],
    progress: Progress,
    earlier: Earlier,
) -> BuildResult:
    """Build. What cannot be made becomes a problem, and everything else is delivered all the same:
    an edition or a pack with a mistake costs itself, a file that fails costs itself and the zip.

    `libraries` names what the PDF engine's text depends on beyond this program, and is asked when
    that has to be known: the engine may have to be loaded first.
    """
    project = load_or_report_all(request.root, earlier.project)
    progress.loaded(project)
    request = replace(request, only=project.names.find_all(request.only))
    names = editions_of(request, project)
    editions = prepare_editions(project, names, earlier.editions, progress)
    fit = check_editions(project, editions, request)
    plans = plan_packs(fit, request, libraries)
    finished = make_packs(plans, workers, progress)
    delivered = deliver_packs(finished, project, progress)
    return replace(_sum_up(delivered, request.output), project=project)


def run_plan(
    plan: Plan, project: LoadedProject, output: Path, workers: Pool, progress: Progress
) -> BuildResult:
    """Make and deliver what is planned already."""
    if plan.jobs:
        check_writable(plan.folder)
    finished = make_packs([plan], workers, progress)
    delivered = deliver_packs(finished, project, progress)
    return replace(_sum_up(delivered, output), project=project)


def _sum_up(delivered: Iterable[DeliveredPack | Report], output: Path) -> BuildResult:
    """Gather what came out of all stages."""
    found = list(delivered)
    packs = [each for each in found if isinstance(each, DeliveredPack)]
    reports = [each for each in found if isinstance(each, Report)]
    return BuildResult(
        {path: sha256 for pack in packs for path, sha256 in _hashes(pack, output).items()},
        tuple(problem for each in found for problem in each.problems),
        frozenset(pack.folder for pack in packs),
        frozenset(each.incomplete for each in reports if each.incomplete),
    )


def _hashes(pack: DeliveredPack, output: Path) -> dict[str, str]:
    """Return the hashes of a pack's files by their paths below the output."""
    found = {pack.folder / file["name"]: file["sha256"] for file in pack.files}
    for path in (pack.archive, pack.folder / MANIFEST):
        if path is not None and not pack.removed:
            found[path] = hash_file(path)
    return {os.path.relpath(path, output): sha256 for path, sha256 in found.items()}
