"""A project that is being edited → its files, brought up to date at every save.

The processes and everything read stay in memory, so a save costs what it changes. The edited
document comes first, then all that depends on it. Only this module knows watchfiles.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import watchfiles

from packbuilder.diagnostics import Diagnostic, PackError, errors
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
