"""Files → what the system says of them, so that what was hashed once need not be read again.

Size, times and number of a file change with its content: the time of its last change cannot be set
by anybody. A file that changed just now may change again without that time moving, so nothing is
said of such files, nor of what lies behind links.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Iterator

SETTLED_NS = 2_000_000_000
"""How long ago the last change is, in nanoseconds: no file system counts time in longer steps."""


class UnsettledError(Exception):
    """What the system says of a file does not show whether it stays as it is."""


def look_at(folders: Iterable[str], files: Iterable[str], more: object) -> str:
    """Hash what the system says of all files below folders and of others, together with `more`;
    return nothing where that would not show a change.
    """
    if os.name == "nt":  # it tells when a file was made, not when it was changed last
        return ""
    before = time.time_ns() - SETTLED_NS
    digest = hashlib.sha256(repr(more).encode(errors="surrogateescape"))
    try:
        for folder in folders:
            for entry in _files_below(folder):
                digest.update(_said(entry.path, entry.stat(follow_symlinks=False), before))
        for file in files:
            digest.update(_said(file, os.lstat(file), before))
    except (OSError, UnsettledError):
        return ""
    return digest.hexdigest()


def _files_below(folder: str) -> Iterator[os.DirEntry[str]]:
    """Yield files below a folder, each folder in the order of its names; one that is not there has
    none. Caches of Python are left out.
    """
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.is_symlink():
            raise UnsettledError(entry.path)
        if not entry.is_dir(follow_symlinks=False):
            yield entry
        elif entry.name != "__pycache__":
            yield from _files_below(entry.path)


def _said(path: str, status: os.stat_result, before: int) -> bytes:
    """Return what the system says of a file, with its name."""
    if status.st_ctime_ns > before or (status.st_mode & 0o170000) != 0o100000:
        raise UnsettledError(path)
    numbers = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, status.st_dev)
    return f"{path}\0{numbers}\0{status.st_mode}\0".encode(errors="surrogateescape")
