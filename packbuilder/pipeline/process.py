"""One process of the build's own, under limits, which makes one file after the other.

In: jobs, one at a time. Out: for each, how it ended; its bytes are in the store. Nobody else talks
to the process, so whatever happens to it, it is known which job it costs.

On Linux the engines are loaded once, by a process that does nothing else and has one thread; each
process is a copy of that one. Elsewhere system libraries do not stand being copied, and each loads
its own.
"""

from __future__ import annotations

import contextlib
import importlib
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from multiprocessing import connection, forkserver, resource_tracker, util
from multiprocessing.connection import Connection
from multiprocessing.context import ForkContext, ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from packbuilder.diagnostics import Code, PackError, Span, fail
from packbuilder.storage.cache import Artifact, Store
from packbuilder.storage.records import pack_record

if TYPE_CHECKING:
    from packbuilder.pipeline.jobs import Job

JobResult = Artifact | PackError
ENGINES = "packbuilder.pipeline.engines"
_LOADED_HERE = threading.Event()
"""Set where this process has loaded them."""


@dataclass(frozen=True)
class Limits:
    """The most that one file may take: seconds, seconds more for each unit of weight, bytes."""

    seconds: float = 120.0
    seconds_for_weight: float = 0.1
    memory: int = 4 * 1024**3

    def seconds_of(self, job: Job) -> float:
        """Return how long a job may take."""
        return self.seconds + self.seconds_for_weight * job.weight


STARTING = 300.0
"""Seconds a process may take to load its engines, on however busy a machine."""
ENDING = 1.0
"""Seconds a process may take to end when nobody needs it any more."""
_AFTER_SOCKETS = -101
"""What is done at the end after Python has deleted the folder of its own for a socket."""
MOST_JOBS = 200
"""After so many files a new process takes over, as engines keep a little of each in memory."""


class Worker:
    """A process, and the job it has.

    It gets a job only when its engines are loaded: a process that listens takes it at once, so
    sending never waits.
    """

    def __init__(self, store: Store, limits: Limits) -> None:
        self.job: Job | None = None
        self.spoilt = False
        self.libraries: list[str] = []
        self._limits = limits
        self._ready = False
        self._made = 0
        self.deadline = time.monotonic() + STARTING
        self.link, theirs = multiprocessing.Pipe()
        self._process = _start_process(theirs, store, limits.memory)
        theirs.close()  # so that the link ends when the process does

    def begin(self, job: Job) -> None:
        """Give the process a job."""
        self.job = job
        self.deadline = time.monotonic() + STARTING
        if self._ready:
            self._tell(job)

    def result(self, store: Store) -> JobResult | None:
        """Return how its job ended; nothing while it goes on."""
        job = self.job
        assert job is not None
        try:
            ended, error = self._listen()
        except (EOFError, OSError):
            self.spoilt = True
            return lost(job)
        if not ended:
            self.spoilt = time.monotonic() >= self.deadline
            return _too_slow(job) if self.spoilt else None
        self.job = None
        self._made += 1
        if error is None:
            self.spoilt = self._made >= MOST_JOBS
            return store.get(job.key) or lost(job)
        self.spoilt = any(d.code is Code.TOO_MUCH_MEMORY for d in error.diagnostics)
        return error

    def wait_for_libraries(self) -> list[str]:
        """Wait until its engines are loaded, and name the native libraries among them."""
        with contextlib.suppress(EOFError, OSError):
            if not self._ready and self.link.poll(STARTING):
                self._note_ready()
        return self.libraries

    def end(self) -> None:
        """Let the process end, and clear up after itself, unless it is at work.

        A message ends it: copies of this process have its end of the link too, and keep it open.
        """
        if self.job is None:
            with contextlib.suppress(OSError):  # of a lost process
                self.link.send(None)
        else:
            self.kill()

    def kill(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()

    def close(self) -> None:
        """Wait until the process is gone: a killed one is at once."""
        self._process.join(ENDING)
        self.kill()
        self._process.join()
        self.link.close()

    def _listen(self) -> tuple[bool, PackError | None]:
        """Hear whether its job has ended, and with which error; raises what a lost link does."""
        if not self._ready and self.link.poll():
            self._note_ready()
        if self._ready and self.link.poll():
            return True, self.link.recv()
        return False, None

    def _note_ready(self) -> None:
        self.libraries = self.link.recv()
        self._ready = True
        if self.job is not None:
            self._tell(self.job)

    def _tell(self, job: Job) -> None:
        self.deadline = time.monotonic() + self._limits.seconds_of(job)
        with contextlib.suppress(OSError):  # of a lost process: that is heard next
            self.link.send_bytes(pack_record(job))


def wait_for_any(workers: Sequence[Worker]) -> None:
    """Wait until a process has something to tell, is gone, or has had its time."""
    left = max(0.0, min(worker.deadline for worker in workers) - time.monotonic())
    connection.wait([worker.link for worker in workers], left)


def load_ahead() -> bool:
    """Let the process that others are copies of load the engines; say whether there is one."""
    return isinstance(_context(), ForkServerContext)


def copy_this_process() -> None:
    """Let those that make files be copies of this process, which has loaded the engines."""
    _LOADED_HERE.set()


def _has_engines() -> bool:
    """Whether this process has loaded the engines for those that are copies of it."""
    return _LOADED_HERE.is_set()


@cache
def _context() -> ForkContext | ForkServerContext | SpawnContext:
    """Begin the process that others are copies of, where that is possible."""
    if _has_engines():
        return multiprocessing.get_context("fork")
    if sys.platform == "linux":
        copying = multiprocessing.get_context("forkserver")
        copying.set_forkserver_preload([ENGINES])
        # OSError as of a temporary folder whose name is too long for a socket
        with contextlib.suppress(OSError), interrupts_held(), _own_sockets():
            forkserver.ensure_running()
            return copying
    return multiprocessing.get_context("spawn")


@contextlib.contextmanager
def _own_sockets() -> Iterator[None]:
    """Let Python make its folder for a socket in one that names this process: those of builds that
    were killed are removed. Raises OSError.
    """
    usual, ours = tempfile.tempdir, f"packbuilder-{os.getuid()}-"
    for left in Path(tempfile.gettempdir()).glob(f"{ours}[0-9]*"):
        with contextlib.suppress(OSError, ValueError):
            if left.stat().st_uid == os.getuid() and not _is_running(int(left.name[len(ours) :])):
                shutil.rmtree(left)
    folder = Path(tempfile.gettempdir(), f"{ours}{os.getpid()}")
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise PermissionError(folder)
    util.Finalize(None, shutil.rmtree, (folder, True), exitpriority=_AFTER_SOCKETS)
    tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = usual


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def context_apart() -> ForkServerContext | SpawnContext:
    """Copy the process that a build here has begun for that; where there was none, one that loads
    nothing but what it needs is there sooner.
    """
    if _context.cache_info().currsize:
        context = _context()
        if isinstance(context, ForkServerContext):
            return context
    return multiprocessing.get_context("spawn")


def _start_process(link: Connection, store: Store, memory: int) -> BaseProcess:
    """Start a process; where the one to copy is lost, or this one has threads by now, which no copy
    would have, the new one loads its engines itself.
    """
    spawning = multiprocessing.get_context("spawn")
    threads = _has_engines() and threading.active_count() > 1
    for context in (spawning,) if threads else (_context(), spawning):
        with contextlib.suppress(EOFError, OSError):
            process = context.Process(target=_serve, args=(link, store, memory), daemon=True)
            process.start()
            return process
    raise fail(
        Code.RENDER_FAILED,
        Span(""),
        "no worker process could be started",
        "close other programs, and build again",
    )


@contextlib.contextmanager
def interrupts_held() -> Iterator[None]:
    """Start processes that Ctrl+C does not reach, and keep count of them: this one ends them."""
    if not _has_engines():
        resource_tracker.ensure_running()  # starting that one would let interrupts in again
    held = (signal.SIGINT, signal.SIGTERM)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, held)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def make_here(job: Job, store: Store) -> JobResult:
    """Make a file in this process, without limits."""
    try:
        _make_and_keep(job, store)
    except PackError as error:
        return error
    return store.get(job.key) or lost(job)


def _make_and_keep(job: Job, store: Store) -> None:
    """Make a file and put it into the store; raises `PackError`, and whatever a writer does."""
    keep(job, store, *job.make(store))


def keep(job: Job, store: Store, data: bytes, facts: dict[str, Any]) -> None:
    """Put a file into the store; raises `PackError` where there is no room."""
    try:
        store.put(job.key, data, facts)
    except OSError as error:
        raise fail(
            Code.OUTPUT,
            Span(store.folder.as_posix(), 0),
            f"{job.file_name} cannot be cached for later builds: {error.strerror}",
            "free some disk space, or set PACKBUILDER_CACHE to a folder on another disk",
        ) from None


def loaded_libraries() -> list[str]:
    """Name the native libraries that decide what text looks like, where the system tells."""
    wanted = ("pango", "harfbuzz", "fontconfig", "freetype")
    try:
        lines = Path("/proc/self/maps").read_text(encoding="utf-8").split("\n")
    except OSError:
        return []
    paths = {line.split(maxsplit=5)[5] for line in lines if line.count("/")}
    return sorted(path for path in paths if any(word in Path(path).name for word in wanted))


def lost(job: Job) -> PackError:
    """Return what is said of a job that never ended."""
    return fail(
        Code.RENDER_FAILED,
        job.span,
        f"{job.file_name} could not be made: its process ended unexpectedly",
        "build again; if it happens again, build this document alone with --only",
    )


def _too_slow(job: Job) -> PackError:
    return fail(
        Code.TOO_SLOW,
        job.span,
        f"{job.file_name} took too long to make, and was stopped",
        "undo your last change, or split the document into several",
    )


# In the process -----------------------------------------------------------------------------------


def _serve(link: Connection, store: Store, memory: int) -> None:
    """Load the engines, and then make what is asked for until nobody asks any more."""
    begin_under_limits(memory)
    importlib.import_module(ENGINES)
    with contextlib.suppress(EOFError, OSError):
        link.send(loaded_libraries())
        while job := link.recv():
            link.send(_make(job, store))


def begin_under_limits(memory: int) -> None:
    """Let this process have no more than so many bytes, and end when its parent does."""
    threading.Thread(target=_follow_parent, daemon=True).start()
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _make(job: Job, store: Store) -> PackError | None:
    """Make a file, which the parent finds in the store; say what went wrong."""
    try:
        _make_and_keep(job, store)
    except PackError as error:
        return error
    except MemoryError:
        return fail(
            Code.TOO_MUCH_MEMORY,
            job.span,
            f"{job.file_name} needs more memory than one file is allowed",
            "split the document into several, or make its pictures smaller",
        )
    except Exception as error:  # whatever a writer meets, it costs this document a message
        return fail(
            Code.RENDER_FAILED,
            job.span,
            f"{job.file_name} could not be made: {type(error).__name__}: {error}",
            "build it alone with --only and undo your last change; "
            "the earlier results are unchanged",
        )
    return None


def _follow_parent() -> None:
    """End when the parent does, however it ended."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
