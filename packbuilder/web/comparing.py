"""What changed in an edition since a version: compared in a thread, as it may take a while."""

from __future__ import annotations

import threading
from collections.abc import Hashable
from dataclasses import dataclass, field
from pathlib import Path

from packbuilder.diagnostics import Diagnostic, PackError
from packbuilder.pipeline.pool import open_workers
from packbuilder.pipeline.proof_versions import ProofRequest
from packbuilder.pipeline.versions import Advice, advise

_ENDING = 10.0
"""Seconds to wait for a comparison that was asked to end."""


class _EndedError(Exception):
    """Nobody wants to know any more."""


@dataclass
class Comparison:
    """How far a comparison is, and what it found. Another thread changes it."""

    edition: str
    since: str
    seen: Hashable
    at: int = 0
    of: int = 0
    found: tuple[Advice, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    over: threading.Event = field(default_factory=threading.Event)
    unwanted: bool = False
    failed: bool = True

    def answers(self, edition: str, since: str, seen: Hashable) -> bool:
        """Whether it is what is asked for, and not one that has failed."""
        failed = self.over.is_set() and self.failed and not self.problems
        return (self.edition, self.since, self.seen) == (edition, since, seen) and not failed

    @property
    def advised(self) -> list[str]:
        """Return the documents that we would print again, as far as that is known."""
        return [each.change.name for each in self.found if each.reprint]


class Comparisons:
    """Compares editions of a project with their versions, one at a time."""

    def __init__(self, root: Path, output: Path, jobs: int | None) -> None:
        self._root, self._output, self._jobs = root, output, jobs
        self._turn = threading.Lock()
        self._last: Comparison | None = None
        self._thread: threading.Thread | None = None

    def look(self, edition: str, since: str, seen: Hashable, patience: float) -> Comparison:
        """Return how an edition compares with a version, of all files as they were `seen`: begun if
        it was not, and over if `patience` seconds are enough.
        """
        with self._turn:
            known = self._last
            if known is None or not known.answers(edition, since, seen):
                self._end_last()
                known = self._last = Comparison(edition, since, seen)
                self._thread = threading.Thread(target=self._compare, args=(known,), daemon=True)
                self._thread.start()
        known.over.wait(patience)
        return known

    def end(self) -> None:
        """Stop what goes on."""
        with self._turn:
            self._end_last()

    def _end_last(self) -> None:
        if self._last and self._thread:
            self._last.unwanted = True
            self._thread.join(_ENDING)

    def _compare(self, one: Comparison) -> None:
        def looked_at(number: int, of: int) -> None:
            one.at, one.of = number, of
            if one.unwanted:
                raise _EndedError

        root = str(self._root)
        request = ProofRequest(
            one.since, root, self._root, self._output, one.edition, in_packs=True
        )
        try:
            with open_workers(self._jobs) as workers:
                one.found = tuple(advise(request, workers, looked_at))
            one.failed = False
        except PackError as error:
            one.problems = error.diagnostics
        except _EndedError:
            pass
        finally:
            one.over.set()
