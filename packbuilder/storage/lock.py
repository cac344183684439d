"""One build at a time in an output folder."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from packbuilder.diagnostics import Code, Span, fail
from packbuilder.storage.delivery import reporting_os_errors
from packbuilder.storage.state import cache_folder


def load() -> None:
    """Load the library ahead; processes that only write files never need it."""
    import filelock  # noqa: F401


@contextlib.contextmanager
def locked(folder: Path, patience: float = 60.0) -> Iterator[None]:
    """Keep other builds from delivering into a folder; the system frees the lock of a process that
    has died. Raises `PackError` when another one is not done within `patience` seconds.
    """
    import filelock

    name = hashlib.sha256(os.fsencode(os.path.realpath(folder))).hexdigest()[:32]
    lock = filelock.FileLock(_lock_folder() / f"packbuilder-{name}.lock", mode=0o666)
    with reporting_os_errors(folder):
        try:
            lock.acquire(timeout=patience)
        except filelock.Timeout:  # an OSError, too
            raise fail(
                Code.LOCKED,
                Span(folder.as_posix(), 0),
                f"another build is writing to “{folder.name}”",
                "wait until it has finished, or stop it",
            ) from None
    try:
        yield
    finally:
        with contextlib.suppress(OSError):  # the system frees it when this process ends
            lock.release()


def _lock_folder() -> Path:
    """Return a folder on this machine for locks, as those on a shared drive do not always hold."""
    cache = cache_folder()
    with contextlib.suppress(OSError):
        if cache is not None:
            (cache / "locks").mkdir(parents=True, exist_ok=True)
            return cache / "locks"
    return Path(tempfile.gettempdir())
