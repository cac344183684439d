"""Jobs → results, on other machines: dask.distributed takes jobs to its workers.

An open port would run the programs of anybody who reaches it, so every link is encrypted, and both
ends show certificates. Workers make files with a store of their own, in a process under the limits
of a build on one machine: a job that crashes or hangs costs itself, not its worker. What a job
needs goes with it, and what it made comes back. A job whose worker is lost is run again elsewhere.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import functools
import logging
import multiprocessing
import pickle
import platform
import queue
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import dask
from distributed import Client, Future, Security
from distributed.scheduler import KilledWorker

from packbuilder.diagnostics import Code, Diagnostic, PackError, Span, fail
from packbuilder.pipeline.pool import LIMITS, Pool, Workers
from packbuilder.pipeline.process import MOST_JOBS, JobResult, Limits, keep, lost
from packbuilder.storage.cache import Store, open_store
from packbuilder.storage.records import pack_record
from packbuilder.storage.state import cache_folder, hash_libraries, program

if TYPE_CHECKING:
    from packbuilder.pipeline.jobs import Job

_AHEAD = 2
"""Jobs that each worker has, so that it need not wait for the next one."""
_LOOK = 2.0
"""Seconds between looks at which workers there are."""
_PATIENCE = 60.0
"""Seconds that a run waits for workers when all are lost."""
_MOST_TIMES = 3
"""So many times a job is sent, as long as all its workers are lost."""
_WATCHED = "is watched"
_LARGEST = "1 GB"
"""Jobs take along what they need; the engine warns of less than this."""

Answer = tuple[bytes, dict[str, Any]] | PackError
"""What a worker says of a job: its bytes and facts, or what went wrong."""


@contextlib.contextmanager
def open_cluster(
    address: str, ca_file: Path, certificate: Path, key: Path, say: Callable[[str], None]
) -> Iterator[Pool]:
    """Yield the workers of a cluster, whose scheduler listens at an address; raise `PackError`
    where it cannot be used. `say` hears of workers that come later and cannot be used.
    """
    security = Security(
        tls_ca_file=str(ca_file),
        tls_client_cert=str(certificate),
        tls_client_key=str(key),
        require_encryption=True,
    )
    with open_store(cache_folder()) as store, _connected(address, security) as client:
        with Cluster(store, client, say) as cluster:
            yield cluster
        store.trim()


@contextlib.contextmanager
def _connected(address: str, security: Security) -> Iterator[Client]:
    for name in ("distributed", "distributed.client"):  # what matters is said in messages
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": _LARGEST}):
        try:
            client = Client(address, security=security, set_as_default=False)
        except (OSError, ValueError) as error:  # no such host, no answer, certificates refused
            reason = str(error.__cause__ or error).strip() or type(error).__name__
            raise _unusable(
                f"there is no link to {address}: {reason}",
                "start the scheduler there, with certificates of the same authority; "
                "see docs/cluster.md",
            ) from None
        try:
            yield client
        finally:
            with contextlib.suppress(Exception):  # whatever a lost cluster says
                client.close()


class Cluster(Pool):
    """Runs jobs on the workers of a cluster; use it as a context."""

    def __init__(self, store: Store, client: Client, say: Callable[[str], None]) -> None:
        self.store = store
        self._client, self._say = client, say
        self._running: dict[str, _Running] = {}
        self._ended: queue.SimpleQueue[Future[Answer]] = queue.SimpleQueue()
        self._fit: frozenset[str] = frozenset()
        self._unfit: dict[str, str] = {}
        self._looked = self._served = time.monotonic()

    def __enter__(self) -> Cluster:
        self._look()
        if self._unfit:
            raise PackError(_unfit(address, why) for address, why in sorted(self._unfit.items()))
        if not self._fit:
            raise _no_workers()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with contextlib.suppress(Exception):  # whatever a lost cluster says
            self._client.cancel([each.future for each in self._running.values()], force=True)
        self._running.clear()

    @functools.cached_property
    def _libraries(self) -> list[str]:
        with Workers(self.store, 1) as here:
            return here.libraries

    @property
    def libraries(self) -> list[str]:
        """Return the files of the native libraries that engines load on this machine."""
        return self._libraries

    @property
    def count(self) -> int:
        """How many jobs are under way at once."""
        return _AHEAD * max(len(self._fit), 1)

    @property
    def room(self) -> int:
        """How many more jobs the workers take now."""
        return self.count - len(self._running) if self._fit else 0

    def submit(self, job: Job) -> None:
        """Send a job with what it needs to the workers that make the same files as this machine."""
        self._send(job, 1)

    def _send(self, job: Job, times: int) -> None:
        needs = [(need.key, self.store.get(need.key)) for need in job.needs]
        packed = pack_record((job, [(key, a.data, a.facts) for key, a in needs if a is not None]))
        future = self._client.submit(
            make_for_others,
            packed,
            LIMITS,
            key=f"packbuilder-{job.key}-{time.monotonic_ns()}",
            workers=sorted(self._fit),
            pure=False,
        )
        self._running[job.key] = _Running(job, future, self._fit, times)
        future.add_done_callback(self._ended.put)

    def wait(self) -> list[tuple[Job, JobResult]]:
        """Wait until a job has ended, and meanwhile look after workers that come and go."""
        if time.monotonic() - self._looked > _LOOK:
            before = self._unfit
            self._look()
            for address in self._unfit.keys() - before.keys():
                self._say(f"worker {address} is not used: {self._unfit[address]}")
            if given_up := self._send_again():
                return given_up
        try:
            future = self._ended.get(timeout=_LOOK)
        except queue.Empty:
            return []
        job = next((each.job for each in self._running.values() if each.future is future), None)
        if job is None:  # it was sent again meanwhile
            return []
        result = self._result(job, future)
        del self._running[job.key]
        return [(job, result)]

    def _result(self, job: Job, future: Future[Answer]) -> JobResult:
        """Take what a worker says of a job into the store."""
        if future.cancelled() or self._client.status != "running":
            raise _link_lost()
        error = future.exception()
        if isinstance(error, KilledWorker):
            return lost(job)
        if error is not None:
            return fail(
                Code.RENDER_FAILED,
                job.span,
                f"{job.file_name} could not be made: its worker says {type(error).__name__}: "
                f"{error}",
                "look into what the worker prints, and build again",
            )
        answer = future.result()
        if isinstance(answer, PackError):
            return answer
        try:
            keep(job, self.store, *answer)
        except PackError as full:
            return full
        return self.store.get(job.key) or lost(job)

    def _look(self) -> None:
        """Ask workers that came whether they make the same files, and forget those that left."""
        self._looked = time.monotonic()
        try:
            found = self._client.scheduler_info()["workers"]
            new = sorted(found.keys() - self._fit - self._unfit.keys())
            said = self._client.run(describe, workers=new, on_error="return") if new else {}
        except OSError:
            raise _link_lost() from None
        for address, answer in said.items():
            why = self._why_unfit(address, found[address]["nthreads"], answer)
            if why:
                self._unfit = {**self._unfit, address: why}
            elif not isinstance(answer, OSError):  # it has left again
                self._fit |= {address}
        self._fit = self._fit.intersection(found)
        self._unfit = {each: why for each, why in self._unfit.items() if each in found}
        if self._fit:
            self._served = self._looked
        elif self._looked - self._served > _PATIENCE:
            raise _no_workers()

    def _why_unfit(self, address: str, threads: int, said: object) -> str:
        """Return why a worker cannot be used, as a sentence; nothing when it can."""
        if not address.startswith("tls://"):
            return "it listens without TLS, to anybody; start it with certificates"
        if threads != 1:
            return f"it has {threads} threads; start it with --nthreads 1"
        if isinstance(said, OSError):
            return ""
        if not isinstance(said, dict):
            return f"packbuilder is not installed there, or in another version ({said})"
        if said.get(_WATCHED):
            return "a nanny watches it, so it may start no processes; start it with --no-nanny"
        own = describe_here(hash_libraries(self.libraries))
        other = [what for what, version in own.items() if said.get(what) != version]
        return f"it has other {', '.join(other)} than this machine" if other else ""

    def _send_again(self) -> list[tuple[Job, JobResult]]:
        """Send jobs again whose workers have all left, but not for ever: they may be the reason."""
        given_up: list[tuple[Job, JobResult]] = []
        for each in list(self._running.values()) if self._fit else ():
            if each.workers & self._fit:
                continue
            each.future.cancel()
            del self._running[each.job.key]
            if each.times < _MOST_TIMES:
                self._send(each.job, each.times + 1)
            else:
                given_up.append((each.job, lost(each.job)))
        return given_up


@dataclass(frozen=True)
class _Running:
    """A job under way, the workers that may make it, and how many times it was sent."""

    job: Job
    future: Future[Answer]
    workers: frozenset[str]
    times: int


def _unfit(address: str, why: str) -> Diagnostic:
    return Diagnostic(
        Code.CLUSTER,
        Span(""),
        f"worker {address} cannot be used: {why}",
        "all machines need the same packages, libraries and Python; see docs/cluster.md",
    )


def _unusable(message: str, help: str) -> PackError:
    return fail(Code.CLUSTER, Span(""), message, help)


def _no_workers() -> PackError:
    return _unusable(
        "the cluster has no worker that can be used",
        "start workers as docs/cluster.md says, and build again; "
        "what is finished is not made again",
    )


def _link_lost() -> PackError:
    return _unusable(
        "the link to the cluster was lost",
        "see whether its scheduler runs, and build again; what is finished is not made again",
    )


# On workers ---------------------------------------------------------------------------------------


async def describe() -> dict[str, str]:
    """Say what the files made here depend on; loading engines must not hold up the worker."""
    if multiprocessing.current_process().daemon:
        return {_WATCHED: "yes"}
    return describe_here(await asyncio.to_thread(_library_hash))


def describe_here(libraries: str) -> dict[str, str]:
    """Return what files made by this process depend on, by what it is called."""
    return {
        "packbuilder and packages": program(),
        "Python": platform.python_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "libraries of the PDF engine": libraries,
    }


@functools.cache
def _library_hash() -> str:
    with open_store(None) as store, Workers(store, 1) as workers:
        return hash_libraries(workers.libraries)


def make_for_others(packed: bytes, limits: Limits) -> Answer:
    """Make a file for another machine, in a process under limits."""
    job, needs = pickle.loads(packed)
    return _maker(limits).make(job, needs)


class _Maker:
    """What this worker makes files with, as long as it is there."""

    def __init__(self, limits: Limits) -> None:
        self._open = contextlib.ExitStack()
        self._store = self._open.enter_context(open_store(cache_folder()))
        self._workers = self._open.enter_context(Workers(self._store, 1, limits))
        self._made = 0
        atexit.register(self._open.close)

    def make(self, job: Job, needs: Sequence[tuple[str, bytes, dict[str, Any]]]) -> Answer:
        """Make a file, with what it needs."""
        for key, data, facts in needs:
            if self._store.get(key) is None:
                with contextlib.suppress(OSError):  # without room, it is made again
                    self._store.put(key, data, facts)
        ((_, result),) = self._workers.run([[job]])
        self._made += 1
        if self._made % MOST_JOBS == 0:
            self._store.trim()
        return result if isinstance(result, PackError) else (result.data, result.facts)


@functools.cache
def _maker(limits: Limits) -> _Maker:
    """Begin to make files, as long as this process is there."""
    return _Maker(limits)
