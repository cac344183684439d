"""Jobs → results, in processes of their own, each under limits of time and memory.

A process that crashes, hangs or needs too much memory costs the one file it was making. Every
process has one job at a time, so it is known which; a new one takes its place.
"""

from __future__ import annotations

import contextlib
import heapq
import itertools
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from packbuilder.build.jobs import Job
from packbuilder.diagnostics import Code, PackError, fail
from packbuilder.store import Made, Store

Outcome = Made | PackError
Batch = Sequence[Job]


@dataclass(frozen=True)
class Limits:
    """The most that one file may take: seconds, seconds more for each unit of weight, bytes."""

    seconds: float = 120.0
    seconds_for_weight: float = 0.1
    memory: int = 4 * 1024**3

    def seconds_of(self, job: Job) -> float:
        """Say how long a job may take."""
        return self.seconds + self.seconds_for_weight * job.weight


LIMITS = Limits()
STARTING = 300.0
"""Seconds a process may take to load its engines, on however busy a machine."""


class Workers:
    """Runs jobs on `count` processes; use it as a context. With none, jobs run in this process,
    for debuggers: nothing limits them then.
    """

    def __init__(
        self,
        store: Store,
        count: int | None = None,
        fonts: Mapping[str, Path] | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.count = (os.cpu_count() or 1) if count is None else count
        self.store = store
        self._fonts = dict(fonts or {})
        self._limits = limits or LIMITS
        self._workers: list[_Worker] = []

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in multiprocessing.active_children() if self._workers else ():
            process.kill()  # whoever still works here has nothing to lose
        for worker in self._workers:
            worker.pool.shutdown(wait=False, cancel_futures=True)
        self._workers = []

    def start(self) -> None:
        """Let the processes load their engines while this one has other things to do."""
        while len(self._workers) < self.count:
            self._workers.append(self._new_worker())

    @property
    def libraries(self) -> list[str]:
        """Name the files of the native libraries that the engines have loaded."""
        self.start()
        if not self._workers:
            return _loaded_libraries()
        try:
            return list(self._workers[0].ready.result()[1])
        except BrokenProcessPool:
            return []

    def run(self, batches: Iterable[Batch]) -> Iterator[tuple[Job, Outcome]]:
        """Give results as they are ready; each batch is asked for when there is room for more.

        A job that several ask for, or that the store has, is not run again.
        """
        queue = _Queue(self.store)
        source = iter(batches)
        while True:
            while not queue.ready or len(queue.ready) < self.count:
                batch = next(source, None)
                if batch is None:
                    break
                queue.add(batch)
                yield from queue.settled()
            yield from queue.settled()
            if not queue.ready and not queue.running:
                return
            if self.count == 0:
                queue.finish(job := queue.next(), _make_here(job, self.store))
            else:
                self._step(queue)
            yield from queue.settled()

    def _step(self, queue: _Queue) -> None:
        """Give every idle process a job, and take what the first one is done with."""
        self.start()
        for worker in self._workers:
            if worker.job is None and queue.ready:
                worker.begin(queue.next(), self._limits)
        busy = [worker for worker in self._workers if worker.job is not None]
        left = max(0.0, min(worker.deadline for worker in busy) - time.monotonic())
        wait([w.awaited for w in busy], timeout=left, return_when=FIRST_COMPLETED)
        for worker in busy:
            outcome = worker.outcome(self.store)
            if outcome is not None and worker.job is not None:
                queue.finish(worker.job, outcome)
                worker.job = None
                if worker.spoilt:
                    worker.kill()
                    self._workers[self._workers.index(worker)] = self._new_worker()

    def _new_worker(self) -> _Worker:
        return _Worker(self.store.folder, self._fonts, self._limits.memory)


class _Queue:
    """Which jobs are ready, which wait for others, and who asked for each."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.ready: list[tuple[int, int, Job]] = []
        self.running: set[str] = set()
        self._asked: dict[str, list[Job]] = defaultdict(list)
        self._missing: dict[str, set[str]] = {}
        self._waiting: dict[str, list[Job]] = defaultdict(list)
        self._settled: list[tuple[Job, Outcome]] = []
        self._count = itertools.count()

    def add(self, batch: Batch) -> None:
        """Take jobs, and what they need that is not there."""
        for job in batch:
            made = self.store.get(job.key)
            if made is not None:
                self._settled.append((job, made))
            else:
                self._asked[job.key].append(job)
                self._take(job)

    def next(self) -> Job:
        """Give the heaviest job that is ready."""
        job = heapq.heappop(self.ready)[2]
        self.running.add(job.key)
        return job

    def finish(self, job: Job, outcome: Outcome) -> None:
        """Note how a job ended, and let go what waited for it."""
        self.running.discard(job.key)
        self._settled += [(asked, outcome) for asked in self._asked.pop(job.key, [])]
        self._missing.pop(job.key, None)
        for waiting in self._waiting.pop(job.key, []):
            if isinstance(outcome, PackError):
                self.finish(waiting, outcome)
                continue
            missing = self._missing.get(waiting.key, set())
            missing.discard(job.key)
            if not missing:
                self._push(waiting)

    def settled(self) -> Iterator[tuple[Job, Outcome]]:
        """Give what has ended since the last call."""
        while self._settled:
            yield self._settled.pop(0)

    def _take(self, job: Job) -> None:
        if job.key in self._missing:
            return
        needed = {need.key: need for need in job.needs if self.store.get(need.key) is None}
        self._missing[job.key] = set(needed)
        for need in needed.values():
            self._waiting[need.key].append(job)
            self._take(need)
        if not needed:
            self._push(job)

    def _push(self, job: Job) -> None:
        heapq.heappush(self.ready, (-job.weight, next(self._count), job))


class _Worker:
    """One process, and the job it has."""

    def __init__(self, folder: Path, fonts: Mapping[str, Path], memory: int) -> None:
        self.job: Job | None = None
        self.future: Future[None] | None = None
        self.seconds = 0.0
        self.deadline = 0.0
        self._starting = True
        self.spoilt = False
        self.pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
        with _interrupts_held():
            self.ready = self.pool.submit(_begin, folder, dict(fonts), memory)

    def begin(self, job: Job, limits: Limits) -> None:
        """Give it a job."""
        self.job, self.spoilt = job, False
        with _interrupts_held():
            self.future = self.pool.submit(_make, job)
        self.seconds = limits.seconds_of(job)
        self._set_clock(self.seconds if self.ready.done() else STARTING)

    @property
    def awaited(self) -> Future[Any]:
        """What happens next: its engines are loaded, or its job is done."""
        assert self.future is not None
        return self.future if self.ready.done() else self.ready

    def _set_clock(self, seconds: float) -> None:
        self.deadline = time.monotonic() + seconds
        self._starting = not self.ready.done()

    def outcome(self, store: Store) -> Outcome | None:
        """Say how its job ended; nothing while it goes on."""
        job, future = self.job, self.future
        assert job is not None
        assert future is not None
        if not future.done():
            if self._starting and self.ready.done():
                self._set_clock(self.seconds)
            if time.monotonic() < self.deadline:
                return None
            self.spoilt = True
            return _too_slow(job)
        try:
            future.result()
            made = store.get(job.key)
            return made if made is not None else _lost(job)
        except PackError as error:
            self.spoilt = any(d.code is Code.TOO_MUCH_MEMORY for d in error.diagnostics)
            return error
        except BrokenProcessPool:
            self.spoilt = True
            return _lost(job)

    def kill(self) -> None:
        """End the process, whatever it does."""
        with contextlib.suppress(OSError, TimeoutError, BrokenProcessPool):
            os.kill(self.ready.result(timeout=0)[0], signal.SIGKILL)
        self.pool.shutdown(wait=False, cancel_futures=True)


# In the process of a worker -----------------------------------------------------------------------

_store: Store | None = None


def _begin(folder: Path, fonts: dict[str, Path], memory: int) -> tuple[int, list[str]]:
    """Set limits, load the engines, and name process and libraries."""
    global _store
    threading.Thread(target=_follow_parent, daemon=True).start()
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    _store = Store(folder)
    if fonts:
        from packbuilder.writers.pdf import load_engine

        with contextlib.suppress(PackError):  # told by the first job that needs it
            load_engine(fonts)
    return os.getpid(), _loaded_libraries()


def _make(job: Job) -> None:
    """Make a file and put it into the store, where the parent finds it."""
    assert _store is not None
    try:
        data, facts = job.make(_store)
        _store.put(job.key, data, facts)
    except PackError:
        raise
    except MemoryError:
        raise fail(
            Code.TOO_MUCH_MEMORY,
            job.span,
            f"{job.file_name} needs more memory than one file may have",
            "split the document into several, or make its pictures smaller",
        ) from None
    except Exception as error:  # whatever a writer meets, it costs this document a message
        raise fail(
            Code.RENDER_FAILED,
            job.span,
            f"{job.file_name} could not be made: {type(error).__name__}: {error}",
            "build it alone with --only and take out what you changed last; "
            "the earlier results are unchanged",
        ) from error


def _make_here(job: Job, store: Store) -> Outcome:
    try:
        data, facts = job.make(store)
    except PackError as error:
        return error
    store.put(job.key, data, facts)
    made = store.get(job.key)
    return made if made is not None else _lost(job)


def _follow_parent() -> None:
    """End when the parent does, however it ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _loaded_libraries() -> list[str]:
    """Name the native libraries that decide what text looks like, where the system tells."""
    wanted = ("pango", "harfbuzz", "fontconfig", "freetype")
    try:
        lines = Path("/proc/self/maps").read_text(encoding="utf-8").split("\n")
    except OSError:
        return []
    paths = {line.split(maxsplit=5)[5] for line in lines if line.count("/")}
    return sorted(path for path in paths if any(word in Path(path).name for word in wanted))


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """Start processes that Ctrl+C does not reach: this one ends them."""
    held = (signal.SIGINT, signal.SIGTERM)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, held)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _lost(job: Job) -> PackError:
    return fail(
        Code.RENDER_FAILED,
        job.span,
        f"{job.file_name} could not be made: its process was lost",
        "build again; if it happens again, build this document alone with --only",
    )


def _too_slow(job: Job) -> PackError:
    return fail(
        Code.TOO_SLOW,
        job.span,
        f"{job.file_name} takes too long to be made, and was given up",
        "take out what you changed last, or split the document into several",
    )
