"""What the pages show and change: one project, read once and again when it has changed."""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from packbuilder.diagnostics import Diagnostic, PackError, errors, shown_in_builds
from packbuilder.pipeline.build_service import BuildService
from packbuilder.pipeline.check import check_project
from packbuilder.pipeline.edition import PreparedEdition, prepare_edition
from packbuilder.pipeline.project import LoadedProject, load_project
from packbuilder.pipeline.status import EditionStatus, look_at_editions
from packbuilder.pipeline.whole_editions import ContentPlanner
from packbuilder.storage.drafts import Drafts
from packbuilder.storage.saving import ContentWriter
from packbuilder.storage.source import Source
from packbuilder.storage.state import hash_inputs
from packbuilder.web.comparing import Comparisons

Stamp = tuple[tuple[str, int, int], ...]
_PATIENCE = 10.0
_KEPT_TEXTS = 40
"""So many texts that forms have shown are remembered, to merge what is sent with them."""


@dataclass(frozen=True)
class EditionView:
    """An edition as it is now: its name, its documents where they could be prepared, all that is
    wrong.
    """

    project: LoadedProject
    name: str
    edition: PreparedEdition | None
    problems: tuple[Diagnostic, ...]
    _output: Path = field(repr=False)

    @cached_property
    def status(self) -> EditionStatus:
        """How its packs stand; documents that have changed are composed again for it."""
        known = {self.name: self.edition} if self.edition else {}

        def planner() -> ContentPlanner:
            return ContentPlanner(self.project, self._output, known)

        root = self.project.source.root
        (status,) = look_at_editions(root, self._output, (self.name,), planner)
        return status

    @property
    def mistakes(self) -> list[Diagnostic]:
        """Return what keeps packs from being made."""
        return errors(self.problems)


class Workspace:
    """A project's folder and its output. Every method may be called from any thread."""

    def __init__(self, root: Path, output: Path, jobs: int | None = None) -> None:
        self.root, self.output = root.resolve(), root.resolve() / output
        self.builds = BuildService(self.root, self.output, jobs)
        self.comparisons = Comparisons(self.root, self.output, jobs)
        self.writer, self.drafts = ContentWriter(self.root), Drafts(self.root)
        self._turn = threading.RLock()
        self._project: LoadedProject | None = None
        self._inputs: Stamp = ()
        self._editions: dict[str, PreparedEdition] = {}
        self._tried: dict[str, PreparedEdition] = {}
        self._views: dict[str, tuple[Stamp, EditionView]] = {}
        self._seen: dict[str, bytes] = {}
        self._ahead: threading.Thread | None = None
        self.reviews: dict[str, object] = {}
        self.results: dict[tuple[str, str], Mapping[str, bytes]] = {}
        self.extra_files: set[Path] = set()

    @cached_property
    def uploads(self) -> Path:
        """Return a private folder for what people upload; it is emptied at the end."""
        return Path(tempfile.mkdtemp(prefix="packbuilder-page-"))

    def close(self) -> None:
        """Stop what goes on, and delete what was uploaded."""
        self.builds.end()
        self.comparisons.end()
        if self._ahead:
            self._ahead.join(_PATIENCE)
        if "uploads" in self.__dict__:
            shutil.rmtree(self.uploads, ignore_errors=True)

    def read_ahead(self) -> None:
        """Read what the first pages will show."""
        with contextlib.suppress(PackError):
            for name in self.project().editions:
                self._look_through(name)

    def look_ahead(self, name: str) -> None:
        """Find out how an edition stands, in a thread, as somebody will soon ask for it: something
        was saved. A build finds out by itself.
        """
        with self._turn:
            going_on = self._ahead and self._ahead.is_alive()
            if not going_on and not self.builds.current:
                self._ahead = threading.Thread(target=self._look_through, args=(name,), daemon=True)
                self._ahead.start()

    def _look_through(self, name: str) -> None:
        with contextlib.suppress(PackError):  # mistakes are for pages to say
            _ = self.view(name).status

    def project(self) -> LoadedProject:
        """Return the project as its files say now; raise `PackError` when that cannot be."""
        with self._turn:
            stamp = _stamp(self.root / "content", self.root / "templates")
            if self._project is None or stamp != self._inputs:
                self._project = load_project(self.root, self._project)
                self._inputs = stamp
            return self._project

    @property
    def stamp(self) -> Stamp:
        """Return what changes when a file of the project does."""
        with self._turn:
            self.project()
            return self._inputs

    def edition(self, name: str) -> PreparedEdition:
        """Return an edition with its documents; raise `PackError` when its settings are wrong."""
        with self._turn:
            project, known = self.project(), self._editions.get(name)
            if known is None or known.project is not project:
                tried, now = self._tried.get(name), project.edition(name)
                if tried and tried.settings == now and not (known and known.settings == now):
                    known = tried
                known = self._editions[name] = prepare_edition(project, name, known)
            return known

    def tried(self, name: str, unsaved: Mapping[str, bytes]) -> PreparedEdition:
        """Return an edition as it would be if what is `unsaved`, by path, were saved; raise
        `PackError` when it could not be used then. It is kept, as it often is saved.
        """
        with self._turn:
            before, known = self.project(), self._editions.get(name)
        tried = prepare_edition(load_project(self.root, before, unsaved), name, known)
        self._tried[name] = tried
        return tried

    def view(self, name: str) -> EditionView:
        """Return how an edition stands; raise `PackError` when the project's settings are wrong."""
        with self._turn:
            project = self.project()
            stamp = (*self._inputs, *_stamp(self.output / name, self.output / f"{name}.zip"))
            found = self._views.get(name)
            if found is None or found[0] != stamp:
                found = self._views[name] = (stamp, self._look(project, name))
            return found[1]

    def _look(self, project: LoadedProject, name: str) -> EditionView:
        problems = list(shown_in_builds(check_project(project)))
        try:
            edition = self.edition(name)
            problems += shown_in_builds(edition.problems)
        except PackError as error:
            edition = None
            problems += error.diagnostics
        return EditionView(project, name, edition, tuple(dict.fromkeys(problems)), self.output)

    def hashes(self) -> dict[str, str]:
        """Return the hashes of all inputs as they are now."""
        return hash_inputs(Source(self.root))

    def read_seen(self, path: str) -> tuple[str, str]:
        """Return a text of the content and its hash, and keep it: a form that shows it may be sent
        when the file holds something else already. A file that is not there is empty.
        """
        file = self.root / path
        data = file.read_bytes() if file.is_file() else b""
        seen = hashlib.sha256(data).hexdigest() if file.is_file() else ""
        with self._turn:
            self._seen[seen] = data
            for old in list(self._seen)[:-_KEPT_TEXTS]:
                del self._seen[old]
        try:
            return data.decode("utf-8"), seen
        except UnicodeDecodeError:
            Source(self.root).read_text(path)  # says what is wrong
            raise

    def seen_text(self, sha256: str) -> str | None:
        """Return a text that a form has shown, if it is still known."""
        with self._turn:
            data = self._seen.get(sha256)
        return None if data is None else data.decode("utf-8", "replace")


def _stamp(*places: Path) -> Stamp:
    """Return names, sizes and times of the files below places, which change when a file does."""
    found = []
    for place in places:
        files = sorted(place.rglob("*")) if place.is_dir() else [place]
        for file in files:
            try:
                status = file.stat()
            except OSError:
                continue
            found.append((str(file), status.st_size, status.st_mtime_ns))
    return tuple(found)
