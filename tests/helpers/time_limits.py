"""Waiting and measuring so that no test depends on how busy the machine is.

What a test waits for is an event, and the limit is far from any normal time: only what would never
end reaches it. Whether work is fast enough is measured against other work of the same run.
"""

from __future__ import annotations

import contextlib
import gc
import signal
import time
from collections.abc import Callable, Iterator

PATIENCE = 600.0
"""Seconds until something counts as never ending."""

STEP = 8
SLACK = 3
FLOOR = 0.02
"""Seconds of the processor below which a measurement says nothing."""


class Hang(BaseException):
    """What takes too long; no `Exception`, so that nothing swallows it."""


@contextlib.contextmanager
def limited(seconds: float = PATIENCE) -> Iterator[None]:
    """Raise `Hang` when the body takes longer; for the main thread, one at a time."""

    def stop(*_: object) -> None:
        raise Hang(f"more than {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def wait_until(holds: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    """Wait until a condition holds; return whether it does."""
    end = time.monotonic() + seconds
    while not (held := holds()) and time.monotonic() < end:
        time.sleep(0.05)
    return held


def grows_like_its_size(work: Callable[[int], object], size: int) -> bool:
    """Return whether `work(size)` takes about eight times as long as `work(size // 8)`.

    Only time on the processor counts. Work that grows with the square of its size takes 64 times as
    long, far beyond the 24 times that are allowed; a measurement that fails is taken three times,
    as a neighbour on the same processor may spoil one.
    """
    for _ in range(3):
        small, large = _seconds(work, size // STEP), _seconds(work, size)
        if large < STEP * SLACK * max(small, FLOOR):
            return True
    return False


def _seconds(work: Callable[[int], object], size: int) -> float:
    gc.collect()
    start = time.process_time()
    work(size)
    return time.process_time() - start
