"""Jobs → results: a `Pool` runs what is ready; `Workers` does so in processes of their own, each
under limits of time and memory.

A process that crashes, hangs or needs too much memory costs the one file it was making. Every
process has one job at a time, so it is known which; a new one takes its place.
"""

from __future__ import annotations

import heapq
import importlib
import itertools
import os
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from graphlib import TopologicalSorter
from types import TracebackType
from typing import TYPE_CHECKING

from packbuilder.diagnostics import PackError
from packbuilder.pipeline.process import (
    ENGINES,
    JobResult,
    Limits,
    Worker,
    interrupts_held,
    load_ahead,
    loaded_libraries,
    make_here,
    wait_for_any,
)
from packbuilder.storage.cache import Store, open_store
from packbuilder.storage.state import cache_folder

if TYPE_CHECKING:
    from packbuilder.pipeline.jobs import Job

LIMITS = Limits()


@contextmanager
def open_workers(jobs: int | None) -> Iterator[Workers]:
    """Yield processes that load their engines already."""
    with open_store(cache_folder()) as store:
        with Workers(store, jobs) as workers:
            workers.start()
            yield workers
        store.trim()


class Pool(ABC):
    """Runs jobs, what others wait for first. Where they run is up to those that follow this."""

    store: Store

    @property
    @abstractmethod
    def count(self) -> int:
        """How many jobs run at once."""

    @property
    @abstractmethod
    def room(self) -> int:
        """How many more jobs it takes now."""

    @abstractmethod
    def submit(self, job: Job) -> None:
        """Take a job; all that it needs has been made."""

    @abstractmethod
    def wait(self) -> list[tuple[Job, JobResult]]:
        """Wait until something happens, and return the jobs that have ended, with their results,
        which are in the store.
        """

    @property
    @abstractmethod
    def libraries(self) -> list[str]:
        """Return the files of the native libraries that engines have loaded on this machine. Those
        inside Python packages count by their versions.
        """

    def run(self, batches: Iterable[Sequence[Job]]) -> Iterator[tuple[Job, JobResult]]:
        """Yield results as they are ready; each batch is asked for when there is room for more.

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
            while queue.ready and self.room > 0:
                self.submit(queue.next())
            for job, result in self.wait():
                queue.finish(job, result)
            yield from queue.settled()


class Workers(Pool):
    """Runs jobs on `count` processes; use it as a context. With none, jobs run in this process,
    for debuggers: nothing limits them then.
    """

    def __init__(
        self,
        store: Store,
        count: int | None = None,
        limits: Limits | None = None,
    ) -> None:
        self._count = (os.cpu_count() or 1) if count is None else count
        self.store = store
        self._limits = limits or LIMITS
        self._workers: list[Worker] = []
        self._here: list[Job] = []

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not self._workers:
            return
        with interrupts_held():  # whoever still works here has nothing to lose
            for worker in self._workers:
                worker.end() if kind is None else worker.kill()
            for worker in self._workers:
                worker.close()
            self._workers = []

    def start(self) -> None:
        """Let engines be loaded while this process has other things to do."""
        if self.count and not load_ahead():
            self._fill()

    def _fill(self) -> None:
        while len(self._workers) < self.count:
            with interrupts_held():
                self._workers.append(self._new_worker())

    @property
    def libraries(self) -> list[str]:
        """Return the files of the native libraries that the engines have loaded, the same whether
        they are in processes of their own or in this one.
        """
        self._fill()
        if self._workers:
            found = self._workers[0].wait_for_libraries()
        else:
            importlib.import_module(ENGINES)
            found = loaded_libraries()
        return [path for path in found if "-packages/" not in path]

    @property
    def count(self) -> int:
        """How many processes there are."""
        return self._count

    @property
    def room(self) -> int:
        """How many processes have no job."""
        self._fill()
        return len(self._idle) if self.count else 1 - len(self._here)

    @property
    def _idle(self) -> list[Worker]:
        return [worker for worker in self._workers if worker.job is None]

    def submit(self, job: Job) -> None:
        """Give it to a process that has none."""
        self._idle[0].begin(job) if self.count else self._here.append(job)

    def wait(self) -> list[tuple[Job, JobResult]]:
        """Take what the first process is done with, and others by chance."""
        if self.count == 0:
            job = self._here.pop()
            return [(job, make_here(job, self.store))]
        busy = [(worker, worker.job) for worker in self._workers if worker.job is not None]
        wait_for_any([worker for worker, _ in busy])
        ended = []
        for worker, job in busy:
            result = worker.result(self.store)
            if result is not None:
                ended.append((job, result))
            if worker.spoilt:
                self._exchange(worker)
        return ended

    def _exchange(self, worker: Worker) -> None:
        """Put a new process in the place of one that is of no more use."""
        with interrupts_held():
            worker.kill()
            worker.close()
            self._workers[self._workers.index(worker)] = self._new_worker()

    def _new_worker(self) -> Worker:
        return Worker(self.store, self._limits)


class _Batch:
    """Jobs with all that they need and the store does not have, and which of them are ready."""

    def __init__(self, jobs: Iterable[Job], store: Store) -> None:
        self.jobs: dict[str, Job] = {}
        self.needed: set[str] = set()
        self.graph: TopologicalSorter[str] = TopologicalSorter()
        for job in (found := list(jobs)):
            if job.key not in self.jobs:
                self.jobs[job.key] = job
                needs = [need for need in job.needs if store.get(need.key) is None]
                self.graph.add(job.key, *(need.key for need in needs))
                self.needed |= {need.key for need in needs}
                found += needs  # and so is looked at in its turn
        self.graph.prepare()


class _Queue:
    """Which jobs are ready, which wait for others, and who asked for each.

    A job that several batches hold is run once. What needs a job that failed fails like it.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.ready: list[tuple[bool, int, int, Job]] = []
        self.running: set[str] = set()
        self._asked: dict[str, list[Job]] = defaultdict(list)
        self._batches: list[_Batch] = []
        self._holders: dict[str, list[_Batch]] = {}
        self._failed: dict[str, PackError] = {}
        self._settled: list[tuple[Job, JobResult]] = []
        self._count = itertools.count()

    def add(self, batch: Sequence[Job]) -> None:
        """Take jobs, and what they need that is not there."""
        missing = []
        for job in batch:
            artifact = self.store.get(job.key)
            if artifact is not None:
                self._settled.append((job, artifact))
            else:
                self._asked[job.key].append(job)
                missing.append(job)
        self._batches.append(_Batch(missing, self.store))
        self._release()

    def next(self) -> Job:
        """Return a job that is ready, first those that others wait for, of these the heaviest."""
        job = heapq.heappop(self.ready)[-1]
        self.running.add(job.key)
        return job

    def finish(self, job: Job, result: JobResult) -> None:
        """Note how a job ended, and let go what waited for it."""
        self.running.discard(job.key)
        self._end(job.key, result)
        self._release()

    def settled(self) -> Iterator[tuple[Job, JobResult]]:
        """Yield what has ended since the last call."""
        while self._settled:
            yield self._settled.pop(0)

    def _release(self) -> None:
        """Let go every job whose needs have all ended."""
        while ready := [(b, key) for b in self._batches for key in b.graph.get_ready()]:
            for batch, key in ready:
                self._let_go(batch, batch.jobs[key])
        self._batches = [batch for batch in self._batches if batch.graph.is_active()]

    def _let_go(self, batch: _Batch, job: Job) -> None:
        first = job.key not in self._holders
        self._holders.setdefault(job.key, []).append(batch)
        keys = (job.key, *(need.key for need in job.needs))
        failed = next((self._failed[key] for key in keys if key in self._failed), None)
        if failed is not None:
            self._end(job.key, failed)
        elif first:
            alone = not any(job.key in each.needed for each in self._batches)
            heapq.heappush(self.ready, (alone, -job.weight, next(self._count), job))

    def _end(self, key: str, result: JobResult) -> None:
        if isinstance(result, PackError):
            self._failed[key] = result
        self._settled += [(asked, result) for asked in self._asked.pop(key, [])]
        for batch in self._holders.pop(key, []):
            batch.graph.done(key)
