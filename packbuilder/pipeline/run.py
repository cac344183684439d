"""Packs × editions → files: composes, runs what is stale, delivers each pack when it is complete.

One edition is composed while the processes work on the one before it, so memory does not grow with
their number.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from packbuilder.diagnostics import Diagnostic, PackError, errors, shown_in_builds
from packbuilder.pipeline.deliver import PackResult, deliver
from packbuilder.pipeline.edition import Composer, compose
from packbuilder.pipeline.edition_zip import zip_edition
from packbuilder.pipeline.jobs import Job, Sheets, Writing
from packbuilder.pipeline.plan import Plan, plan_pack
from packbuilder.pipeline.pool import Workers
from packbuilder.pipeline.project import Workspace
from packbuilder.storage.cache import Made
from packbuilder.storage.delivery import check_writable, finish_deliveries, told
from packbuilder.storage.lock import locked
from packbuilder.storage.manifest import MANIFEST
from packbuilder.storage.state import hash_file


@dataclass(frozen=True)
class Wish:
    """What to build: packs of editions, of them these documents and formats only when given."""

    packs: tuple[str, ...]
    editions: tuple[str, ...]
    output: Path
    only: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    strict: bool = False


@dataclass
class Watchers:
    """Who wants to know: of each plan, of each file made, of each pack delivered."""

    planned: Callable[[Plan], None] = lambda _: None
    made: Callable[[str], None] = lambda _: None
    delivered: Callable[[PackResult], None] = lambda _: None


@dataclass
class Outcome:
    """What a build came to: every file's hash by its path below the output, and all problems.

    `incomplete` are the editions of which something was left out, or could not be made.
    """

    files: dict[str, str] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)
    packs: int = 0
    incomplete: set[str] = field(default_factory=set)


@contextlib.contextmanager
def output_to_itself(output: Path) -> Iterator[None]:
    """Give the output folder to this run alone, with nothing half done in it."""
    with locked(output):
        finish_deliveries(output)
        yield


def run(
    workspace: Workspace,
    wish: Wish,
    workers: Workers,
    libraries: Callable[[], str],
    watchers: Watchers,
    known: dict[str, Composer] | None = None,
) -> Outcome:
    """Build. What cannot be made becomes a problem, and everything else is delivered all the same:
    an edition or a pack with a mistake costs itself, a file that fails costs itself and the zip.

    `libraries` names what the PDF engine's text depends on beyond this program, and is asked when
    that has to be known: the engine may have to be loaded first. `known` takes the
    composer of each edition from one run to the next.
    """
    outcome = Outcome()
    open_packs: list[_Open] = []

    def batches() -> Iterator[Sequence[Job]]:
        for plan in _plans(workspace, wish, libraries, outcome, known):
            watchers.planned(plan)
            open_packs.append(_Open(plan))
            yield plan.jobs

    def settle() -> None:
        for pack in [pack for pack in open_packs if pack.complete]:
            open_packs.remove(pack)
            if pack.failed or pack.plan.partial:
                outcome.incomplete.add(pack.plan.edition)
            pack.spare_what_failed()
            if pack.failed and not pack.made:
                continue
            try:
                result = deliver(pack.plan, pack.made, workspace, pack.failed)
            except PackError as error:
                outcome.problems += error.diagnostics
                outcome.incomplete.add(pack.plan.edition)
                continue
            watchers.delivered(result)
            outcome.problems += result.problems
            outcome.files |= _hashes(result, wish.output)

    for job, made in workers.run(batches()):
        for pack in open_packs:
            if pack.take(job, made):
                watchers.made(job.file_name)
                break
        if isinstance(made, PackError):
            outcome.problems += made.diagnostics
        settle()
    settle()
    return outcome


def zip_editions(workspace: Workspace, wish: Wish, outcome: Outcome) -> Iterator[Path]:
    """Put the packs of each edition into one zip where all of them were made, and name it."""
    for edition in wish.editions:
        if edition in outcome.incomplete or not outcome.packs:
            continue
        try:
            target = zip_edition(edition, wish.output, workspace)
            if target is not None:
                with told(target, "read"):
                    outcome.files[target.name] = hash_file(target)
                yield target
        except PackError as error:
            outcome.problems += error.diagnostics


def _plans(
    workspace: Workspace,
    wish: Wish,
    libraries: Callable[[], str],
    outcome: Outcome,
    known: dict[str, Composer] | None,
) -> Iterator[Plan]:
    """Plan pack after pack, edition after edition; one with a mistake is left out and told."""
    for edition in wish.editions:
        try:
            composer = compose(workspace, edition, (known or {}).get(edition))
        except PackError as error:
            outcome.problems += error.diagnostics
            outcome.incomplete.add(edition)
            continue
        if known is not None:
            known[edition] = composer
        problems = shown_in_builds(composer.problems)
        outcome.problems += problems
        if errors(problems) or (wish.strict and problems):
            outcome.incomplete.add(edition)
            continue
        for pack in wish.packs:
            try:
                plan = plan_pack(composer, pack, wish.output, wish.only, wish.formats, libraries())
                if plan.jobs:
                    check_writable(plan.folder)
            except PackError as error:
                outcome.problems += error.diagnostics
                outcome.incomplete.add(edition)
                continue
            if plan.outputs:
                outcome.packs += 1
                yield plan


@dataclass
class _Open:
    """A pack whose files are being made."""

    plan: Plan
    made: dict[str, Made] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)

    @property
    def complete(self) -> bool:
        return len(self.made) + len(self.failed) == len(self.plan.jobs)

    def take(self, job: Job, outcome: Made | PackError) -> bool:
        """Take a result if it was wanted here."""
        name = job.file_name
        wanted = any(job is mine for mine in self.plan.jobs)
        if not wanted or name in self.made or name in self.failed:
            return False
        if isinstance(outcome, PackError):
            self.failed.add(name)
        else:
            self.made[name] = outcome
        return True

    def spare_what_failed(self) -> None:
        """Keep all earlier files of a document when one of them cannot be made: else one format
        would say what the other does not.
        """
        documents = {_document(job) for job in self.plan.jobs if job.file_name in self.failed}
        kept = {job.file_name for job in self.plan.jobs if _document(job) in documents}
        self.failed |= kept
        self.made = {name: made for name, made in self.made.items() if name not in kept}


def _document(job: Job) -> str:
    """Name what a file shows, whatever its format and the sheets it is placed on."""
    while isinstance(job, Sheets):
        job = job.of
    return job.publication.name if isinstance(job, Writing) else job.file_name


def _hashes(result: PackResult, output: Path) -> dict[str, str]:
    """Give the hashes of a pack's files by their paths below the output."""
    found = {result.folder / file["name"]: file["sha256"] for file in result.files}
    for path in (result.archive, result.folder / MANIFEST):
        if path is not None:
            found[path] = hash_file(path)
    return {os.path.relpath(path, output): sha256 for path, sha256 in found.items()}
