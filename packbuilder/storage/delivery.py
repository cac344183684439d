"""Bytes → files on disk: all of a delivery or none of it.

Only files that an earlier manifest names are ever removed.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import secrets
import stat
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Self

from packbuilder.diagnostics import Code, Span, fail

_OURS = ".packbuilder-"
JOURNAL = f"{_OURS}journal-"
"""What the name of a journal begins with."""
NOTICE = "NOT-FINISHED.txt"
_UNFINISHED = """\
packbuilder is renewing the files in this folder. If this notice stays here, it was cut off, and
old and new files lie side by side: run “packbuilder build” again before you use any of them.
"""
_PATIENCE = (0.05, 0.1, 0.2, 0.4, 0.75, 1.0)
"""Seconds to wait for a program that has a file open, time after time."""


class Delivery:
    """Files that are replaced together.

    All are written beside their places first; then a journal says what is to be done, and each
    takes its place. A fault undoes all of it; after a crash, `finish_deliveries` completes it.
    Until then a notice lies in each folder in which files of two builds may stand side by side.
    People's own files keep the mode they have, others get what the umask says.
    """

    def __init__(self, folder: Path, name: str, own: bool = False) -> None:
        self.folder, self._own = folder, own
        self._journal = folder / f"{JOURNAL}{name}.json"
        self._staged: list[tuple[Path, Path]] = []
        self._removed: list[Path] = []
        self._notices: list[Path] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, fault: type[BaseException] | None, *_: object) -> None:
        if fault is None:
            self._commit()
        else:
            self._abandon()

    def put(self, path: Path, data: bytes) -> None:
        """Have a file hold these bytes; one that does so already is left alone."""
        with reporting_os_errors(path):
            if not (path.is_file() and path.read_bytes() == data):
                self._staged.append((path, _write_beside(path, data, self._own)))

    def remove(self, path: Path) -> None:
        """Have a file removed."""
        self._removed.append(path)

    def _commit(self) -> None:
        """Replace and remove; raises `PackError`, and then all is as it was."""
        if not self._staged and not self._removed:
            return
        steps = [
            {"to": os.path.relpath(path, self.folder), "from": os.path.relpath(made, self.folder)}
            for path, made in self._staged
        ]
        gone = [os.path.relpath(path, self.folder) for path in self._removed]
        try:
            with reporting_os_errors(self._journal):
                self._give_notice()
                _write_at(self._journal, json.dumps({"steps": steps, "remove": gone}).encode())
                _sync_folder(self.folder)
            self._replace_all()
        except BaseException:
            self._abandon()
            raise
        for path in self._removed:
            with contextlib.suppress(OSError):
                path.unlink()
        for file in (*self._notices, self._journal):
            with contextlib.suppress(OSError):
                file.unlink()
        self._staged = []

    def _give_notice(self) -> None:
        """Put a notice into each folder with more than one change; raises `OSError`."""
        changed = Counter(path.parent for path in (*(to for to, _ in self._staged), *self._removed))
        for folder in [folder for folder, count in changed.items() if count > 1]:
            self._notices.append(folder / NOTICE)
            _write_at(folder / NOTICE, _UNFINISHED.encode())
            _sync_folder(folder)

    def _abandon(self) -> None:
        """Take away what was written beside."""
        for file in (self._journal, *self._notices, *(made for _, made in self._staged)):
            with contextlib.suppress(OSError):
                file.unlink()

    def _replace_all(self) -> None:
        kept: list[tuple[Path, Path | None]] = []
        try:
            for path, made in self._staged:
                with reporting_os_errors(path):
                    kept.append((path, _keep(path)))
                    _replace(made, path)
            _sync_folder(self.folder)
        except BaseException:
            with contextlib.suppress(OSError):
                self._journal.unlink()
            for path, before in reversed(kept):
                with contextlib.suppress(OSError):
                    before.replace(path) if before else path.unlink()
            raise
        for _, before in kept:
            if before is not None:
                with contextlib.suppress(OSError):
                    before.unlink()


def finish_deliveries(folder: Path) -> None:
    """Complete what a crash cut off below a folder, and sweep what it left; nobody else may be
    delivering there. Raise `PackError` when that cannot be.
    """
    with reporting_os_errors(folder):
        for journal in sorted(folder.glob(f"**/{JOURNAL}*.json")):
            with contextlib.suppress(ValueError, TypeError, KeyError, RecursionError):
                found = json.loads(journal.read_text(encoding="utf-8"))
                for step in found["steps"]:
                    made = _inside(journal.parent, step["from"])
                    if made.is_file():
                        made.replace(_inside(journal.parent, step["to"]))
                for name in found["remove"]:
                    _inside(journal.parent, name).unlink(missing_ok=True)
            journal.unlink()
        for pattern in (f"{_OURS}*", NOTICE):
            for left in folder.glob(f"**/{pattern}"):
                if left.is_file():
                    left.unlink()


def check_writable(folder: Path) -> None:
    """Look whether files can be put into a folder that may have to be made first, before they are
    made in vain. Raise `PackError` when that cannot be.
    """
    with reporting_os_errors(folder):
        while not folder.exists() and folder != folder.parent:
            folder = folder.parent
        if not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        if not os.access(folder, os.W_OK | os.X_OK):
            locked = os.statvfs(folder).f_flag & os.ST_RDONLY
            number = errno.EROFS if locked else errno.EACCES
            raise OSError(number, os.strerror(number))


def read_result(path: Path) -> bytes:
    """Read what an earlier build made; raise `PackError` when that cannot be."""
    with reporting_os_errors(path, "read"):
        return path.read_bytes()


def write_file(path: Path, data: bytes) -> None:
    """Replace one file as a whole; raises `PackError`, and then it is as it was."""
    with Delivery(path.parent, path.name) as delivery:
        delivery.put(path, data)


def replace_checked(path: Path, data: bytes, still_so: Callable[[], bool]) -> bool:
    """Replace one file as a whole, with the mode it has, if it is `still_so` when the new bytes are
    safe on disk; return whether it was. Raise `PackError` when it cannot be written.
    """
    with reporting_os_errors(path):
        made = _write_beside(path, data, own=True)
        try:
            if not still_so():
                made.unlink()
                return False
            _replace(made, path)
        except BaseException:
            with contextlib.suppress(OSError):
                made.unlink()
            raise
        _sync_folder(path.parent)
        return True


def _write_beside(path: Path, data: bytes, own: bool = False) -> Path:
    """Write bytes to a new file in the folder of another, safe on disk; raises OSError. With `own`,
    it has the mode of the other one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.parent / f"{_OURS}{secrets.token_hex(8)}"
    handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)  # less what umask says
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if own and path.exists():
            made.chmod(stat.S_IMODE(path.stat().st_mode))
    except BaseException:
        with contextlib.suppress(OSError):
            made.unlink()
        raise
    return made


def _write_at(path: Path, data: bytes) -> None:
    """Write a file as a whole; raises OSError."""
    made = _write_beside(path, data)
    try:
        made.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            made.unlink()
        raise


def _keep(path: Path) -> Path | None:
    """Keep what a file holds under a second name, to bring it back; nothing when it is new."""
    if path.is_dir():
        raise IsADirectoryError(None, "there is a folder with this name")
    if not path.exists():
        return None
    second = path.with_name(f"{_OURS}{hashlib.sha256(path.name.encode()).hexdigest()[:16]}.old")
    second.unlink(missing_ok=True)
    try:
        os.link(path, second)
    except OSError:  # a disk without second names
        _write_at(second, path.read_bytes())
    return second


def _replace(made: Path, path: Path) -> None:
    """Put a file in its place; one that another program has open gets some time to be closed."""
    for seconds in _PATIENCE:
        try:
            made.replace(path)
            return
        except PermissionError:
            time.sleep(seconds)
    made.replace(path)


def _sync_folder(folder: Path) -> None:
    """Have the names in a folder safe on disk, where the system can do that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _inside(folder: Path, name: str) -> Path:
    """Return a path of a journal; raises ValueError when it leads out of the folder."""
    path = Path(os.path.normpath(folder / name))
    if not path.is_relative_to(folder):
        raise ValueError(name)
    return path


@contextlib.contextmanager
def reporting_os_errors(path: Path, how: str = "written") -> Iterator[None]:
    """Turn what the system says of a file into a message."""
    try:
        yield
    except OSError as error:
        raise fail(
            Code.OUTPUT,
            Span(path.as_posix(), 0),
            f"“{path.name}” cannot be {how}: {error.strerror}",
            "close it if another program has it open; check that you can write to the folder and "
            "that the disk is not full. The earlier file is unchanged",
        ) from None
