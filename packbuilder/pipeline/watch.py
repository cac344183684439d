"""A project that is being edited → its files, brought up to date at every save.

The processes and everything read stay in memory, so a save costs what it changes. The edited
document comes first, then all that depends on it. Only this module knows watchfiles.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import watchfiles

from packbuilder.diagnostics import Diagnostic, PackError, errors
from packbuilder.model import Heading, walk
from packbuilder.pipeline.chosen import packs_asked_for
from packbuilder.pipeline.edition import PreparedEdition
from packbuilder.pipeline.pool import Workers
from packbuilder.pipeline.project import LoadedProject
from packbuilder.pipeline.run import BuildResult, Earlier, output_to_itself, run
from packbuilder.pipeline.stages import Progress
from packbuilder.pipeline.whole_editions import zip_editions
from packbuilder.storage.state import BuildRequest, hash_libraries

QUIET, STEP = 60, 15
"""Milliseconds: changes that come this close together count as one, and how often to look."""


@dataclass
class Session:
    """What is kept from one save to the next."""

    request: BuildRequest
    workers: Workers
    progress: Progress
    project: LoadedProject | None = None
    result: BuildResult = field(default_factory=BuildResult)
    _editions: dict[str, PreparedEdition] = field(default_factory=dict)
    _libraries: str = ""

    def update(self, changed: Collection[str] = ()) -> BuildResult:
        """Bring all files up to date, changed documents first; mistakes become problems."""
        paths = self.project.documents if self.project else {}
        first = tuple(name for name, path in paths.items() if path in changed)
        try:
            with output_to_itself(self.request.output):
                if first:
                    self.result = self._run(replace(self.request, only=first))
                if not first or not errors(self.result.problems):
                    self.result = self._run(self.request)
        except PackError as error:
            self.result = BuildResult(problems=error.diagnostics)
        return self.result

    def zip(self) -> tuple[list[Path], list[Diagnostic]]:
        """Bring the zips of whole editions up to date; return those that are new, and problems.

        It comes after the packs, so that no page waits for it.
        """
        output, renewed = self.request.output, list[Path]()
        problems: list[Diagnostic] = []
        before = {e: _time_of(output / f"{e}.zip") for e in self.request.editions}
        try:
            with output_to_itself(output):
                editions = self._editions
                for zipped in zip_editions(
                    self.request, self.result, self._named_libraries, editions
                ):
                    problems += zipped.problems
                    if zipped.sha256 and _time_of(zipped.path) != before[zipped.path.stem]:
                        renewed.append(zipped.path)
        except PackError as error:
            problems += error.diagnostics
        self.result = replace(self.result, problems=(*self.result.problems, *problems))
        return renewed, problems

    @property
    def folders(self) -> list[Path]:
        """The folders of the packs, in the order they were asked for."""
        output, project = self.request.output, self.project
        return [
            output / edition / pack
            for edition in self.request.editions
            for pack in (packs_asked_for(project, edition, self.request) if project else ())
        ]

    @property
    def problems(self) -> Sequence[Diagnostic]:
        """What is wrong now."""
        return self.result.problems

    def document_at(self, path: str) -> str:
        """Return the document that a file holds; empty when it holds none."""
        documents = self.project.documents if self.project else {}
        return next((name for name, place in documents.items() if place == path), "")

    def headings(self, name: str) -> list[tuple[int, str]]:
        """Return line and anchor of the headings of a document, as last read without a mistake."""
        for edition in self._editions.values():
            if name in edition.names:
                return [
                    (block.span.line, f"{name}.{block.anchor or block.id}")
                    for block in walk(edition.prepared(name).blocks)
                    if isinstance(block, Heading) and block.span.path == edition.path(name)
                ]
        return []

    def _run(self, request: BuildRequest) -> BuildResult:
        progress = replace(self.progress, prepared=self._keep_edition)
        earlier = Earlier(self.project, self._editions)
        result = run(request, self.workers, self._named_libraries, progress, earlier)
        self.project = result.project
        return result

    def _keep_edition(self, edition: PreparedEdition) -> None:
        self._editions[edition.name] = edition

    def _named_libraries(self) -> str:
        self._libraries = self._libraries or hash_libraries(self.workers.libraries)
        return self._libraries


def _time_of(path: Path) -> int:
    return path.stat().st_mtime_ns if path.is_file() else 0


def saved_files(root: Path, stop: threading.Event | None = None) -> Iterator[set[str]]:
    """Yield the project-relative paths of files whenever some are saved, until `stop` is set."""
    folders = [root / name for name in ("content", "templates") if (root / name).is_dir()]
    for changes in watchfiles.watch(*folders, debounce=QUIET, step=STEP, stop_event=stop):
        yield {Path(path).relative_to(root).as_posix() for _, path in changes}
