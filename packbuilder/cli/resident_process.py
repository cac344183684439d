"""The warm process itself: it loads what builds take, and runs each command in a copy of itself.

A copy has the terminal, folder and environment of its command, so it prints, fails and ends as
without this. Between commands the process reads the project, so that a copy reads only what has
been saved since; it makes no files, and keeps nothing of a build.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import gc
import io
import json
import os
import selectors
import signal
import socket
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NoReturn

import packbuilder.pipeline.whole_editions  # noqa: F401 - loaded ahead
from packbuilder.cli import main as command
from packbuilder.cli.resident import (
    BEGUN,
    ENDED,
    LONGEST,
    PATIENCE,
    SIGNALS,
    SIZE,
    is_own,
    key_of,
    socket_of,
)
from packbuilder.pipeline.ahead import make_ready
from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.process import copy_this_process
from packbuilder.pipeline.project import load_project
from packbuilder.pipeline.run import Earlier
from packbuilder.storage import lock as locks
from packbuilder.storage.state import program

IDLE = 600.0
"""Seconds without a command after which it ends."""
STEP = 10.0
"""Seconds between two looks whether its socket is still its own."""
MOST = 4
"""So many commands may be running; others run by themselves."""
OFTEN = 20
"""So many times it reads the project between two looks for garbage."""
_END_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux


@dataclass(frozen=True)
class Copy:
    """A copy of this process that runs a command, and the link to who asked for it."""

    pid: int
    handle: int
    link: socket.socket


class Resident:
    """Waits for commands, until none has come for long, or one says so."""

    def __init__(self, project: Path, key: str, door: socket.socket, lock: int) -> None:
        self._project, self._key, self._door, self._lock = project, key, door, lock
        self._copies: list[Copy] = []
        self._open = True
        self._earlier = Earlier()
        self._asked = {"standard"}
        self._reads = 0
        locks.load()
        before = dict(os.environ)
        from packbuilder.pipeline import engines

        self._engines = engines
        self._set = {name: v for name, v in os.environ.items() if before.get(name) != v}
        self._removed = before.keys() - os.environ.keys()
        os.environ.clear()
        os.environ.update(before)  # so that it has the same key as its commands

    def serve(self, place: Path) -> None:
        """Answer; what is running when it ends is finished."""
        last, read = time.monotonic(), True
        while self._open or self._copies:
            with selectors.PollSelector() as waiting:
                if self._open:
                    waiting.register(self._door, selectors.EVENT_READ)
                for copy in self._copies:
                    waiting.register(copy.handle, selectors.EVENT_READ, copy)
                    waiting.register(copy.link, selectors.EVENT_READ, copy)
                ready = waiting.select(STEP if read or self._copies else 0)
            if not (read or ready or self._copies):
                self.read_project()
                read = True
            for event, _ in ready:
                if event.data is None:
                    self._answer()
                    read = False
                elif event.data in self._copies:
                    self._look_after(event.data)
            last = time.monotonic() if ready or self._copies else last
            if time.monotonic() - last >= IDLE or not place.exists():
                self._leave()

    def read_project(self) -> None:
        """Read the project as it is now. The next build reports its mistakes."""
        with contextlib.suppress(Exception):
            before = self._earlier
            project = load_project(self._project, before.project)
            self._earlier = replace(before, project=project)
            editions = {
                name: prepare_edition(project, name, before.editions.get(name))
                for name in project.edition_names
                if name in self._asked
            }
            self._earlier = Earlier(project, editions)
            for edition in editions.values():
                make_ready(edition, self._asked)
        self._reads += 1
        if self._reads % OFTEN == 1:  # looking for garbage costs as much as reading
            gc.unfreeze()
            gc.collect()
        gc.freeze()  # so that copies share it

    def _leave(self) -> None:
        """Take no more commands."""
        self._open = False
        self._door.close()

    def _look_after(self, copy: Copy) -> None:
        """Report how a copy has ended, or pass on to it the signal that its command got."""
        pid, status = os.waitpid(copy.pid, os.WNOHANG)
        if pid:
            with contextlib.suppress(OSError):
                copy.link.send(ENDED.pack(os.waitstatus_to_exitcode(status)))
            copy.link.close()
            os.close(copy.handle)
            self._copies.remove(copy)
            return
        try:
            received = copy.link.recv(1)
        except BlockingIOError:
            return
        except OSError:
            received = b""
        passed = received and received[0] in SIGNALS
        os.kill(copy.pid, received[0] if passed else signal.SIGKILL)  # the command may be gone

    def _answer(self) -> None:
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            link, _ = self._door.accept()
            files: list[int] = []
            try:
                link.settimeout(PATIENCE)
                asked, files = _read(link)
                if asked in ("who", "stop"):
                    link.sendall(ENDED.pack(os.getpid()))
                    self._open = self._open and asked == "who"
                elif self.is_as(asked["key"]) and len(self._copies) < MOST:
                    words = " ".join(asked["arguments"]).replace("=", " ")
                    self._asked.update(words.split())
                    self._copies.append(self._begin(asked, files, link))
                    link = socket.socket()  # that of the copy stays open
            finally:
                link.close()
                for file in files:
                    os.close(file)
        if not self._open:
            self._leave()

    def is_as(self, key: str) -> bool:
        """Whether this process is as the one that asks; where it is not, its time is over."""
        program.cache_clear()
        now = key_of(self._project)
        self._open = self._engines.still_there() and key == self._key == now
        return self._open

    def _begin(self, asked: Mapping[str, Any], files: Sequence[int], link: socket.socket) -> Copy:
        """Make a copy of this process that runs a command."""
        parent, pid = os.getpid(), os.fork()
        if pid:
            link.setblocking(False)
            return Copy(pid, os.pidfd_open(pid), link)
        try:
            ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL)
            if os.getppid() == parent:
                self._become(asked, files)
                link.sendall(BEGUN)  # not when nobody waits for it any more
                link.close()
                _run(asked, self._earlier)
        finally:
            os._exit(1)

    def _become(self, asked: Mapping[str, Any], files: Sequence[int]) -> None:
        """Take over what the command has; leave what only the warm process has."""
        self._door.close()
        os.close(self._lock)
        for copy in self._copies:
            copy.link.close()
            os.close(copy.handle)
        folder, *streams = files
        os.fchdir(folder)
        for number, file in enumerate(streams):
            os.dup2(file, number)
        for file in files:
            os.close(file)
        os.umask(asked["mask"])
        os.environ.clear()
        os.environ.update(asked["environment"])
        os.environ.update(self._set)
        for name in self._removed:
            os.environ.pop(name, None)
        _open_streams(asked["streams"])
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)  # until the command can take them
        copy_this_process()


def _open_streams(kinds: Sequence[Mapping[str, Any]]) -> None:
    """Open the standard streams as those of the command are."""
    sys.stdin, sys.stdout, sys.stderr = (
        _open_stream(*each) for each in zip((0, 1, 2), "rww", kinds, strict=True)
    )


def _open_stream(number: int, mode: str, kind: Mapping[str, Any]) -> io.TextIOWrapper:
    """Open one, as Python does: without a buffer where words are written at once."""
    size = 0 if kind["write_through"] else -1
    binary: Any = open(number, f"{mode}b", size, closefd=False)  # noqa: SIM115
    newline = "\n" if mode == "w" else None
    return io.TextIOWrapper(
        binary,
        *(kind["encoding"], kind["errors"], newline),
        *(kind["line_buffering"], kind["write_through"]),
    )


def _run(asked: Mapping[str, Any], earlier: Earlier) -> NoReturn:
    """Run a command as Python does, and end as it."""
    code: object = 1
    try:
        command(asked["arguments"], prog_name=asked["name"], obj=earlier)
    except SystemExit as end:
        code = end.code
    except KeyboardInterrupt:
        code = 130
    except BaseException:
        sys.excepthook(*sys.exc_info())
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        code = code or 120  # as Python ends then
    os._exit(code if isinstance(code, int) else bool(code))


def _read(link: socket.socket) -> tuple[Any, list[int]]:
    """Return what a command asks for, and the files it has open; raises OSError, ValueError."""
    head, files, _, _ = socket.recv_fds(link, SIZE.size, 4)
    try:
        if not is_own(link) or len(head) < SIZE.size:
            raise PermissionError
        (size,) = SIZE.unpack(head)
        if size > LONGEST:
            raise ValueError(size)
        with link.makefile("rb") as stream:
            return json.loads(stream.read(size)), list(files)
    except BaseException:
        for file in files:
            os.close(file)
        raise


def main(key: str) -> None:
    """Begin, unless another one is there already, or this one is not what was asked for."""
    project = Path.cwd()
    place = socket_of(project, make=True)
    if place is None:
        return
    lock = os.open(place.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with contextlib.suppress(OSError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        place.unlink(missing_ok=True)  # that of one that is gone
        with socket.socket(socket.AF_UNIX) as door:
            mask = os.umask(0o077)
            door.bind(str(place))
            os.umask(mask)
            try:
                resident = Resident(project, key, door, lock)
                resident.read_project()
                if resident.is_as(key):
                    os.chdir("/")  # the project may be moved or deleted
                    door.listen(MOST)
                    resident.serve(place)
            finally:
                place.unlink(missing_ok=True)
