"""Builds for a program that goes on meanwhile: one at a time, with progress and a stop.

In: an edition, packs. Out: a `Run` that says at any time how far it is. The output is waited for
without holding anything up, when another program writes to it.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from packbuilder.diagnostics import Code, Diagnostic, PackError
from packbuilder.pipeline.deliver import DeliveredPack
from packbuilder.pipeline.edition import PreparedEdition
from packbuilder.pipeline.plan import Plan
from packbuilder.pipeline.pool import Workers, open_workers
from packbuilder.pipeline.project import LoadedProject
from packbuilder.pipeline.run import BuildResult, Earlier, output_to_itself, run
from packbuilder.pipeline.stages import Progress
from packbuilder.pipeline.whole_editions import zip_editions
from packbuilder.storage.source import Source
from packbuilder.storage.state import (
    BuildRequest,
    Record,
    hash_inputs,
    hash_libraries,
    libraries_now,
    program,
    write_record,
)

RunState = Literal["waiting", "making", "done", "stopped", "failed"]

_LOOK_AGAIN = 2.0
"""Seconds until an output that another program writes to is tried again."""
_KEPT_RUNS = 5


class StoppedError(Exception):
    """Somebody asked a build to stop."""


@dataclass
class PackProgress:
    """How far a pack is: its files that are still to be made, how many there are in all, whether it
    is delivered with new ones.
    """

    name: str
    files: int
    left: list[str]
    delivered: bool = False

    @property
    def made(self) -> int:
        """Return how many files are made."""
        return self.files - len(self.left)


@dataclass
class Run:
    """A build and how far it is. Another thread changes it, one value at a time: who reads `parts`
    meanwhile reads one state of it.
    """

    edition: str
    packs: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    id: str = field(default_factory=lambda: secrets.token_hex(8))
    state: RunState = "making"
    parts: dict[str, PackProgress] = field(default_factory=dict)
    now: str = ""
    begun: float = field(default_factory=time.monotonic)
    times: list[float] = field(default_factory=list, repr=False)
    problems: tuple[Diagnostic, ...] = ()
    _stop: threading.Event = field(default_factory=threading.Event, repr=False)

    @property
    def is_over(self) -> bool:
        """Whether it has ended, however it did."""
        return self.state not in ("waiting", "making")

    @property
    def files(self) -> int:
        """Return how many files it makes, as far as that is known."""
        return sum(part.files for part in self.parts.values())

    @property
    def made(self) -> int:
        """Return how many files are made."""
        return sum(part.made for part in self.parts.values())

    def made_lately(self, now: float, seconds: float) -> int:
        """Return how many files were made when such a stretch of time had ended last: a number that
        stays for so many seconds.
        """
        ended = now - (now - self.begun) % seconds
        return sum(each <= ended for each in self.times)

    @property
    def renewed(self) -> list[str]:
        """Return the packs that have new files."""
        return [part.name for part in self.parts.values() if part.delivered]

    def stop(self) -> None:
        """Ask it to end; what is not delivered yet stays as it was."""
        self._stop.set()

    def go_on(self) -> None:
        """Raise `StoppedError` when it was asked to end."""
        if self._stop.is_set():
            raise StoppedError

    def wait(self, seconds: float) -> None:
        """Wait, but no longer than until it is asked to end."""
        self._stop.wait(seconds)
        self.go_on()


class BuildService:
    """Starts builds of a project into an output folder, one at a time."""

    def __init__(self, root: Path, output: Path, jobs: int | None = None) -> None:
        self.root, self.output, self._jobs = root, output, jobs
        self._turn = threading.Lock()
        self._runs: list[Run] = []
        self._thread: threading.Thread | None = None
        self._project: LoadedProject | None = None
        self._editions: dict[str, PreparedEdition] = {}

    @property
    def current(self) -> Run | None:
        """The run that is going on."""
        return next((run for run in self._runs if not run.is_over), None)

    def find(self, run_id: str) -> Run | None:
        """Return a run of this program's time."""
        return next((run for run in self._runs if run.id == run_id), None)

    def start(self, edition: str, packs: Sequence[str] = (), only: Sequence[str] = ()) -> Run:
        """Build an edition as a whole, or some of its packs, or one document; while a build goes
        on, return that one.
        """
        with self._turn:
            if self.current:
                return self.current
            begun = Run(edition, tuple(packs), tuple(only))
            self._runs = [begun, *self._runs[: _KEPT_RUNS - 1]]
            self._thread = threading.Thread(target=self._make, args=(begun,), daemon=True)
            self._thread.start()
            return begun

    def end(self, patience: float = 10.0) -> None:
        """Stop what goes on, and wait until it has ended."""
        if self.current:
            self.current.stop()
        if self._thread:
            self._thread.join(patience)

    def _make(self, begun: Run) -> None:
        try:
            with open_workers(self._jobs) as workers:
                libraries = _Libraries(workers.libraries)
                self._wait_for_turn(begun)
                result = self._run(begun, workers, libraries)
                if any(p.code is Code.CHANGED_MEANWHILE for p in result.problems):
                    begun.parts = {
                        part.name: part for part in begun.parts.values() if part.delivered
                    }
                    begun.times = []
                    result = self._run(begun, workers, libraries)  # only once; then it is reported
            begun.problems = result.problems
            begun.state = "done" if result.built or not result.problems else "failed"
        except StoppedError:
            begun.state = "stopped"
        except PackError as error:
            begun.problems = error.diagnostics
            begun.state = "failed"
        except BaseException:
            begun.state = "failed"
            raise

    def _wait_for_turn(self, begun: Run) -> None:
        """Wait until no other program writes to the output; nothing is locked meanwhile."""
        while True:
            begun.go_on()
            try:
                with output_to_itself(self.root / self.output, patience=0.0):
                    begun.state = "making"
                    return
            except PackError as error:
                if not any(problem.code is Code.LOCKED for problem in error.diagnostics):
                    raise
                begun.state = "waiting"
                begun.wait(_LOOK_AGAIN)

    def _run(self, begun: Run, workers: Workers, libraries: _Libraries) -> BuildResult:
        request = BuildRequest(
            self.root,
            self.root / self.output,
            begun.packs,
            (begun.edition,),
            begun.only,
            whole=not begun.packs,
        )
        inputs = hash_inputs(Source(self.root))
        earlier = Earlier(self._project, self._editions)
        with output_to_itself(request.output):
            result = run(request, workers, libraries.hashed, self._progress(begun), earlier)
            self._project = result.project or self._project
            begun.go_on()
            files, problems = dict(result.files), list(result.problems)
            for zipped in zip_editions(request, result, libraries.hashed, self._editions):
                problems += zipped.problems
                if zipped.sha256:
                    files[zipped.path.name] = zipped.sha256
        shown = tuple(problem.as_dict() for problem in problems)
        known = libraries.known
        write_record(request, Record(program(), known, inputs, files, shown, request.partial))
        return replace(result, problems=tuple(problems))

    def _progress(self, begun: Run) -> Progress:
        def planned(plan: Plan) -> None:
            begun.go_on()
            names = [job.file_name for job in plan.jobs]
            before = plan.name in begun.parts and begun.parts[plan.name].delivered
            part = PackProgress(plan.name, len(names), names, before)
            begun.parts = {**begun.parts, plan.name: part}

        def made(name: str) -> None:
            begun.go_on()
            begun.now = name
            waiting = (part for part in begun.parts.values() if name in part.left)
            part = next(waiting, None)
            if part:
                part.left.remove(name)
                begun.times.append(time.monotonic())

        def delivered(pack: DeliveredPack) -> None:
            part = begun.parts.get(pack.folder.name)
            if part:
                part.left.clear()
                part.delivered |= bool(pack.renewed or pack.removed)
            begun.go_on()

        def prepared(edition: PreparedEdition) -> None:
            self._editions[edition.name] = edition
            begun.go_on()

        return Progress(prepared=prepared, planned=planned, made=made, delivered=delivered)


class _Libraries:
    """The native libraries that the engines have loaded, asked for once."""

    def __init__(self, paths: Sequence[str]) -> None:
        self.known = libraries_now(paths)

    def hashed(self) -> str:
        return hash_libraries(self.known)
