"""A warm process that builds for later commands: how a command finds it, asks it, and ends it.

It runs the same command with the same terminal, folder and environment, but has loaded already what
that takes. Whatever is wrong with it, the command builds by itself. Nothing here loads an engine.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import signal
import socket
import stat
import struct
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from packbuilder.storage.state import cache_folder, installed, program

SETTING = "PACKBUILDER_RESIDENT"
"""The variable that says `off`, or `on`: then one is also started where no terminal is."""
PATIENCE = 2.0
"""Seconds it may take to begin, before the command builds by itself."""
LONGEST = 1_000_000
"""Bytes of a request."""
SIGNALS = (signal.SIGINT, signal.SIGTERM)
"""Ctrl+C and the system's wish to end a command: they are passed on."""
BEGUN = b"begun"
SIZE, ENDED = struct.Struct("!I"), struct.Struct("!i")
"""How long a request is; how a build has ended: its exit code, or less than 0, a signal."""
_BEGIN = "import sys; from packbuilder.cli.resident_process import main; main(sys.argv[1])"
"""How it is started: processes that it starts do not have to load a main module."""
_PEER = struct.Struct("3i")  # process, user, group
_UNIMPORTANT = frozenset(
    (
        *("_", "COLORTERM", "COLUMNS", "FORCE_COLOR", "LINES", "NO_COLOR", "OLDPWD", "PWD"),
        *("SHLVL", "TERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "TERM_SESSION_ID"),
        *("WINDOWID", "WINDOWPATH", "VTE_VERSION", "GNOME_TERMINAL_SCREEN", "TMUX", "TMUX_PANE"),
        *("STY", "SSH_CLIENT", "SSH_CONNECTION", "SSH_TTY", "SSH_AUTH_SOCK", "GPG_TTY"),
        *("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "PYTHONSAFEPATH", SETTING),
    )
)
"""Variables that nothing reads before a build begins: the build gets those of its command."""


def is_possible() -> bool:
    """Whether a warm process may build here: on Linux, and never for continuous integration."""
    return (
        hasattr(os, "pidfd_open")
        and os.environ.get("CI", "") in ("", "0", "false")
        and os.environ.get(SETTING, "") != "off"
    )


def name_of(project: Path) -> str:
    """Return the name of a project's socket."""
    return hashlib.sha256(os.fsencode(os.path.realpath(project))).hexdigest()[:16]


def key_of(project: Path) -> str:
    """Hash all that a process has for good, so that another one must not build in its place: the
    program, all that is installed, its Python, the project, and what the system allows.
    """
    import resource  # not on Windows

    kinds = (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE)
    environment = {name: v for name, v in os.environ.items() if name not in _UNIMPORTANT}
    place = project.stat()
    parts = [
        *(program(), installed(), __file__, sys.version, sys.executable),
        *(sys.flags.optimize, sys.flags.utf8_mode),
        *(os.path.realpath(project), place.st_dev, place.st_ino, sorted(environment.items())),
        *(os.getuid(), os.getgid(), sorted(os.getgroups())),
        *(os.getpriority(os.PRIO_PROCESS, 0), sorted(os.sched_getaffinity(0))),
        *(resource.getrlimit(kind) for kind in kinds),
        *(
            str(Path(f"/proc/self/ns/{space}").readlink())
            for space in ("mnt", "net", "pid", "user")
        ),
    ]
    return hashlib.sha256(json.dumps(parts).encode(errors="surrogateescape")).hexdigest()


def socket_of(project: Path, make: bool = False) -> Path | None:
    """Return where a process listens that builds a project; nowhere without a folder of this user
    that nobody else may enter. With `make`, it is made where it is not there.
    """
    runtime, cache = os.environ.get("XDG_RUNTIME_DIR"), cache_folder()
    above = Path(runtime) if runtime else cache
    if above is None:
        return None
    folder = above / ("packbuilder" if runtime else "resident")
    try:
        if above.stat().st_uid != os.geteuid() or os.getuid() != os.geteuid():
            return None  # as with sudo: nothing is left in the folders of somebody else
        if make:
            folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return None
    private = stat.S_ISDIR(found.st_mode) and not found.st_mode & 0o077
    return folder / name_of(project) if private and found.st_uid == os.geteuid() else None


def is_own(link: socket.socket) -> bool:
    """Whether the process at the other end belongs to the same user."""
    found = link.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _PEER.size)
    return bool(_PEER.unpack(found)[1] == os.getuid())


@contextlib.contextmanager
def _reach(place: Path) -> Iterator[socket.socket]:
    """Yield a link to the process that listens at a place; raises OSError."""
    with socket.socket(socket.AF_UNIX) as link:
        link.settimeout(PATIENCE)
        link.connect(str(place))
        if not is_own(link):
            raise PermissionError(str(place))
        yield link


def ask_to_build(project: Path, arguments: Sequence[str], name: str) -> int | None:
    """Have a command run in the warm process; return its exit code, or nothing where there is none
    that could, or it was lost: then the command has to be run here.

    The code is less than 0 when a signal has ended it, as `subprocess` tells it.
    """
    place = socket_of(project)
    if place is None:
        return None
    with contextlib.suppress(OSError, ValueError, AttributeError), _reach(place) as link:
        request = {
            "key": key_of(project),
            "arguments": list(arguments),
            "name": name,
            "environment": dict(os.environ),
            "mask": _mask(),
            "streams": [_kind(stream) for stream in (sys.stdin, sys.stdout, sys.stderr)],
        }
        folder = os.open(project, os.O_RDONLY | os.O_DIRECTORY)
        try:
            _send(link, request, [folder, 0, 1, 2])
        finally:
            os.close(folder)
        if link.recv(len(BEGUN)) == BEGUN:
            return _wait_for(link)
    return None


def _send(link: socket.socket, request: object, files: Sequence[int] = ()) -> None:
    data = json.dumps(request).encode()
    if len(data) > LONGEST:
        raise ValueError("the environment is too large")
    socket.send_fds(link, [SIZE.pack(len(data))], files)
    link.sendall(data)


def _mask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _kind(stream: Any) -> dict[str, object]:
    """Return how a stream writes: the same words have to come out as the same bytes. Raise
    `ValueError` for one that is not the process's own.
    """
    own = {sys.__stdin__: 0, sys.__stdout__: 1, sys.__stderr__: 2}.get(stream)
    if stream is None or own is None or stream.fileno() != own:
        raise ValueError("the stream is no file")
    if own:
        stream.flush()
    return {
        "encoding": stream.encoding,
        "errors": stream.errors,
        "line_buffering": stream.line_buffering,
        "write_through": stream.write_through,
    }


def _wait_for(link: socket.socket) -> int | None:
    """Wait until a build has ended, and pass on Ctrl+C and the system's wish to end it."""
    passed: list[int] = []

    def pass_on(number: int, _: object) -> None:
        passed.append(number)
        with contextlib.suppress(OSError):
            link.send(bytes([number]))

    before = {each: signal.getsignal(each) for each in SIGNALS}
    heard = [each for each, handler in before.items() if handler is not signal.SIG_IGN]
    link.settimeout(None)
    try:
        for each in heard:
            signal.signal(each, pass_on)
        data = link.recv(ENDED.size, socket.MSG_WAITALL)
    except OSError:
        data = b""
    finally:
        for each in heard:
            signal.signal(each, before[each])
    if len(data) == ENDED.size:
        return int(ENDED.unpack(data)[0])
    return -passed[0] if passed else None


def start(project: Path) -> None:
    """Start a warm process for later commands, unless there is one; without it they only take
    longer. Without a terminal nobody is likely to build again soon, and none is started.
    """
    if not (os.environ.get(SETTING) == "on" or sys.stderr.isatty()):
        return
    with contextlib.suppress(OSError):
        place = socket_of(project, make=True)
        if place is not None and not _tell(place, "who"):
            subprocess.Popen(
                [sys.executable, "-P", "-c", _BEGIN, key_of(project)],
                cwd=project,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )


def running(project: Path) -> int:
    """Return the process that waits for builds of a project; 0 when there is none."""
    place = socket_of(project) if hasattr(os, "pidfd_open") else None
    return _tell(place, "who") if place else 0


def stop(project: Path) -> bool:
    """End the process that waits for builds of a project, and say whether there was one. A build
    that goes on in it is finished.
    """
    place = socket_of(project) if hasattr(os, "pidfd_open") else None
    return bool(place and _tell(place, "stop"))


def _tell(place: Path, word: str) -> int:
    """Say a word to a process, and return its number; 0 when there is none."""
    with contextlib.suppress(OSError), _reach(place) as link:
        _send(link, word)
        data = link.recv(ENDED.size, socket.MSG_WAITALL)
        return int(ENDED.unpack(data)[0]) if len(data) == ENDED.size else 0
    return 0
