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
from packbuilder.model import Heading, walk
from packbuilder.pipeline.edition import Composer
from packbuilder.pipeline.pool import Workers
from packbuilder.pipeline.project import Workspace, open_workspace
from packbuilder.pipeline.run import (
    Outcome,
    Watchers,
    Wish,
    output_to_itself,
    run,
    zip_editions,
)
from packbuilder.storage.state import hash_libraries

QUIET, STEP = 60, 15
"""Milliseconds: changes that come this close together count as one, and how often to look."""


@dataclass
class Session:
    """What is kept from one save to the next."""

    root: Path
    wish: Wish
    workers: Workers
    watchers: Watchers
    workspace: Workspace | None = None
    outcome: Outcome = field(default_factory=Outcome)
    _composers: dict[str, Composer] = field(default_factory=dict)
    _libraries: str = ""

    def update(self, changed: Collection[str] = ()) -> Outcome:
        """Bring all files up to date, changed documents first; mistakes become problems."""
        try:
            self.workspace = open_workspace(self.root, self.workspace)
            packs = self.wish.packs or (self.workspace.project.default_pack,)
            paths = self.workspace.documents.items()
            first = tuple(name for name, path in paths if path in changed)
            wish = replace(self.wish, packs=packs)
            with output_to_itself(wish.output):
                if first:
                    self.outcome = self._run(self.workspace, replace(wish, only=first))
                if not first or not errors(self.outcome.problems):
                    self.outcome = self._run(self.workspace, wish)
        except PackError as error:
            self.outcome = Outcome(problems=list(error.diagnostics))
        return self.outcome

    def zip(self) -> tuple[list[Path], list[Diagnostic]]:
        """Bring the zips of whole editions up to date; give those that are new, and problems.

        It comes after the packs, so that no page waits for it.
        """
        if self.workspace is None:
            return [], []
        outcome = Outcome(packs=self.outcome.packs, incomplete=self.outcome.incomplete)
        before = {e: _time_of(self.wish.output / f"{e}.zip") for e in self.wish.editions}
        renewed: list[Path] = []
        try:
            with output_to_itself(self.wish.output):
                for path in zip_editions(self.workspace, self.wish, outcome):
                    if _time_of(path) != before[path.stem]:
                        renewed.append(path)
        except PackError as error:
            outcome.problems += error.diagnostics
        self.outcome.problems += outcome.problems
        return renewed, outcome.problems

    @property
    def folders(self) -> list[Path]:
        """The folders of the packs, in the order they were asked for."""
        packs = self.wish.packs
        if not packs and self.workspace is not None:
            packs = (self.workspace.project.default_pack,)
        return [
            self.wish.output / edition / pack for edition in self.wish.editions for pack in packs
        ]

    @property
    def problems(self) -> list[Diagnostic]:
        """What is wrong now."""
        return self.outcome.problems

    def document_at(self, path: str) -> str:
        """Name the document that a file holds; empty when it holds none."""
        documents = self.workspace.documents if self.workspace else {}
        return next((name for name, place in documents.items() if place == path), "")

    def headings(self, name: str) -> list[tuple[int, str]]:
        """Give line and anchor of the headings of a document, as last read without a mistake."""
        for composer in self._composers.values():
            if name in composer.names:
                return [
                    (block.span.line, f"{name}.{block.anchor or block.id}")
                    for block in walk(composer.prepared(name).blocks)
                    if isinstance(block, Heading) and block.span.path == composer.path(name)
                ]
        return []

    def _run(self, workspace: Workspace, wish: Wish) -> Outcome:
        return run(
            workspace, wish, self.workers, self._named_libraries, self.watchers, self._composers
        )

    def _named_libraries(self) -> str:
        self._libraries = self._libraries or hash_libraries(self.workers.libraries)
        return self._libraries


def _time_of(path: Path) -> int:
    return path.stat().st_mtime_ns if path.is_file() else 0


def saved_files(root: Path, stop: threading.Event | None = None) -> Iterator[set[str]]:
    """Give the project-relative paths of files whenever some are saved, until `stop` is set."""
    folders = [root / name for name in ("content", "templates") if (root / name).is_dir()]
    for changes in watchfiles.watch(*folders, debounce=QUIET, step=STEP, stop_event=stop):
        yield {Path(path).relative_to(root).as_posix() for _, path in changes}
