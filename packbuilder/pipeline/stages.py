"""The stages of a build, as iterators: each takes one after the other what the one before gives.

So an edition is prepared while the processes work on the one before it, and memory does not grow
with their number. A `Report` passes through all stages that follow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from packbuilder.diagnostics import Diagnostic, PackError, errors, shown_in_builds
from packbuilder.pipeline.check import check_project
from packbuilder.pipeline.chosen import packs_asked_for
from packbuilder.pipeline.deliver import DeliveredPack, deliver
from packbuilder.pipeline.edition import PreparedEdition, prepare_edition
from packbuilder.pipeline.jobs import ImposeJob, Job, WriteJob
from packbuilder.pipeline.plan import Plan, plan_pack
from packbuilder.pipeline.pool import Pool
from packbuilder.pipeline.print_order import renew_print_order
from packbuilder.pipeline.project import LoadedProject
from packbuilder.print_order import NAME as PRINT_ORDER
from packbuilder.storage.cache import Artifact
from packbuilder.storage.delivery import check_writable
from packbuilder.storage.state import BuildRequest


@dataclass(frozen=True)
class Progress:
    """Who wants to know how far a build is: of the project, of editions prepared, of how many files
    will be made, of packs planned, files made, packs delivered. What they raise ends the build.
    """

    loaded: Callable[[LoadedProject], None] = lambda _: None
    prepared: Callable[[PreparedEdition], None] = lambda _: None
    expected: Callable[[int], None] = lambda _: None
    planned: Callable[[Plan], None] = lambda _: None
    made: Callable[[str], None] = lambda _: None
    delivered: Callable[[DeliveredPack], None] = lambda _: None


@dataclass(frozen=True)
class Report:
    """Problems that a stage found, and the edition that is incomplete for them, if one is."""

    problems: tuple[Diagnostic, ...]
    incomplete: str = ""


@dataclass(frozen=True)
class FinishedPack:
    """A pack whose files are made, but for those that failed."""

    plan: Plan
    made: Mapping[str, Artifact]
    failed: frozenset[str]


def prepare_editions(
    project: LoadedProject,
    names: Iterable[str],
    before: Mapping[str, PreparedEdition],
    progress: Progress,
) -> Iterator[PreparedEdition | Report]:
    """Prepare edition after edition, with what is the same in those of `before`."""
    for name in names:
        try:
            edition = prepare_edition(project, name, before.get(name))
        except PackError as error:
            yield Report(error.diagnostics, name)
        else:
            progress.prepared(edition)
            yield edition


def check_editions(
    project: LoadedProject, editions: Iterable[PreparedEdition | Report], request: BuildRequest
) -> Iterator[PreparedEdition | Report]:
    """Report what is wrong with the project and with each edition; pass on those fit to build. Of
    others, packs that are asked for and do not exist are reported too, as nobody plans them.
    """
    common = tuple(shown_in_builds(check_project(project)))
    yield Report(common)
    for edition in editions:
        if isinstance(edition, Report):
            yield edition
            continue
        own = tuple(shown_in_builds(edition.problems))
        unfit = errors((*common, *own)) or (request.strict and (common or own))
        missing = tuple(_wrong_packs(project, request.packs)) if unfit else ()
        yield Report((*own, *missing), edition.name if unfit else "")
        if not unfit:
            yield edition


def _wrong_packs(project: LoadedProject, names: Iterable[str]) -> Iterator[Diagnostic]:
    for name in names:
        try:
            project.pack(name)
        except PackError as error:
            yield from error.diagnostics


def plan_packs(
    editions: Iterable[PreparedEdition | Report],
    request: BuildRequest,
    libraries: Callable[[], str],
) -> Iterator[Plan | Report]:
    """Plan the packs of each edition; one without the documents asked for has none. Of one that
    the edition leaves out as a whole, what lies there is planned away.
    """
    for edition in editions:
        if isinstance(edition, Report):
            yield edition
            continue
        for plan_one in _planners(edition, request, libraries):
            try:
                plan = plan_one()
                if plan.jobs:
                    check_writable(plan.folder)
            except PackError as error:
                yield Report(error.diagnostics, edition.name)
            else:
                if plan.files or (plan.before and not plan.partial):
                    yield plan


def _planners(
    edition: PreparedEdition, request: BuildRequest, libraries: Callable[[], str]
) -> Iterator[Callable[[], Plan]]:
    """Yield what plans each pack of an edition, and its print order where all of it is built."""
    packs = packs_asked_for(edition.project, edition.name, request)
    for name in packs:
        yield partial(lambda each: plan_pack(edition, each, request, libraries()), name)
    if request.whole and not request.packs and not request.partial:
        yield lambda: renew_print_order(edition, packs, request.output, libraries())


def make_packs(
    plans: Iterable[Plan | Report], workers: Pool, progress: Progress
) -> Iterator[FinishedPack | Report]:
    """Make the stale files of each pack, and pass it on when all of them have ended."""
    open_packs: list[_OpenPack] = []
    reports: list[Report] = []

    def batches() -> Iterator[Sequence[Job]]:
        for plan in plans:
            if isinstance(plan, Report):
                reports.append(plan)
                continue
            progress.expected(len(plan.jobs))
            progress.planned(plan)
            open_packs.append(_OpenPack(plan))
            yield plan.jobs

    def ended() -> Iterator[FinishedPack | Report]:
        while reports:
            yield reports.pop(0)
        for pack in [pack for pack in open_packs if pack.complete]:
            open_packs.remove(pack)
            yield pack.finished()

    for job, result in workers.run(batches()):
        if isinstance(result, PackError):
            reports.append(Report(result.diagnostics))
        if any(pack.take(job, result) for pack in open_packs) and isinstance(result, Artifact):
            progress.made(job.file_name)
        yield from ended()
    yield from ended()


def deliver_packs(
    packs: Iterable[FinishedPack | Report], project: LoadedProject, progress: Progress
) -> Iterator[DeliveredPack | Report]:
    """Put the files of each pack in place, with what could be made of it."""
    for pack in packs:
        if isinstance(pack, Report):
            yield pack
            continue
        if pack.failed or pack.plan.partial:
            yield Report((), pack.plan.edition)
        if pack.failed and not pack.made:
            continue
        try:
            delivered = deliver(pack.plan, pack.made, pack.failed, project.source, project.theme)
        except PackError as error:
            yield Report(error.diagnostics, pack.plan.edition)
        else:
            progress.delivered(delivered)
            yield delivered


@dataclass
class _OpenPack:
    """A pack whose files are being made."""

    plan: Plan
    made: dict[str, Artifact] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)

    @property
    def complete(self) -> bool:
        return len(self.made) + len(self.failed) == len(self.plan.jobs)

    def take(self, job: Job, result: Artifact | PackError) -> bool:
        """Take a result if it was wanted here, and say whether it was."""
        name = job.file_name
        wanted = any(job is mine for mine in self.plan.jobs)
        if not wanted or name in self.made or name in self.failed:
            return False
        if isinstance(result, PackError):
            self.failed.add(name)
        else:
            self.made[name] = result
        return True

    def finished(self) -> FinishedPack:
        """Return the pack, without any new file of a document of which one failed: else one format
        would say what the other does not.
        """
        documents = {_document(job) for job in self.plan.jobs if job.file_name in self.failed}
        kept = {job.file_name for job in self.plan.jobs if _document(job) in documents}
        made = {name: artifact for name, artifact in self.made.items() if name not in kept}
        return FinishedPack(self.plan, made, frozenset(self.failed | kept))


def _document(job: Job) -> str:
    """Return what a file shows, whatever its format and the sheets it is placed on: all files of a
    print order show the order, as its rows have their numbers.
    """
    while isinstance(job, ImposeJob):
        job = job.of
    return job.publication.name if isinstance(job, WriteJob) else PRINT_ORDER
