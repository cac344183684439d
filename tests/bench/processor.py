"""How much processor time tasks take, in all processes that they start."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import time
from pathlib import Path

_REAPER = 36  # PR_SET_CHILD_SUBREAPER of Linux
_TICK = os.sysconf("SC_CLK_TCK")
_WARM = b"resident_process"


def adopt_orphans() -> None:
    """Become the parent of processes whose own has ended: only then their time is counted."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(_REAPER, 1)


def spent() -> float:
    """Return the processor time in seconds of all processes begun so far: of those that have ended,
    which are waited for, and of warm ones, which go on.
    """
    warm = _wait_for_others()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime + sum(map(_of_process, warm))


def _wait_for_others() -> list[int]:
    """Wait for all children but warm processes, and return these."""
    while True:
        warm = [child for child in _children() if _WARM in _command(child)]
        if len(warm) == len(_children()):
            return warm
        with contextlib.suppress(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)
        time.sleep(0.002)


def _children() -> list[int]:
    pid = os.getpid()
    with contextlib.suppress(OSError):
        return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()]
    return []


def _command(pid: int) -> bytes:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def _of_process(pid: int) -> float:
    """Return the time of a process, and of those it has waited for."""
    with contextlib.suppress(OSError):
        numbers = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        return sum(map(int, numbers[11:15])) / _TICK
    return 0.0
