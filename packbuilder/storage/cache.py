"""Results kept by what they were made from, so that nothing is made twice.

In: a key (a hash of all that a result depends on) and bytes. Out: the same bytes, or nothing: a
damaged or deleted entry counts as one that never was.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from packbuilder.diagnostics import Code, Span, fail
from packbuilder.storage.state import cache_folder

LARGEST = 1_000_000_000
"""Bytes kept; the results that were not used for longest go first."""

_FOLDER = "results"
FONTS = "fonts"
"""Where the PDF engine keeps what it knows of fonts."""


@dataclass(frozen=True)
class Artifact:
    """A result: the hash of its bytes, how many they are, and what was found out while making it.

    Its bytes are read where they lie when they are asked for, so that nothing keeps those of a
    whole pack in memory.
    """

    sha256: str
    size: int
    facts: dict[str, Any]
    source: Path | bytes = field(repr=False)

    @property
    def data(self) -> bytes:
        """Its bytes; raises `PackError` where they are not there any more."""
        if isinstance(self.source, bytes):
            return self.source
        with contextlib.suppress(OSError):
            data = self.source.read_bytes().partition(b"\n")[2]
            if hashlib.sha256(data).hexdigest() == self.sha256:
                return data
        raise fail(
            Code.RESULT_GONE,
            Span(""),
            "a cached result was deleted or changed while a pack was built from it",
            "build again",
        )


def artifact_of(data: bytes, facts: dict[str, Any]) -> Artifact:
    """Return a result that lies nowhere but in memory."""
    return Artifact(hashlib.sha256(data).hexdigest(), len(data), facts, data)


class Store:
    """Results in a folder of files; what finds no room there goes to the `spare` folder, if any."""

    def __init__(self, folder: Path, spare: Path | None = None) -> None:
        self.folder = folder
        self._spare = spare

    def get(self, key: str) -> Artifact | None:
        """Return a result, or nothing when it is not there as it was put."""
        found = self._get(self._file(key))
        if found is None and self._spare:
            found = self._get(self._spare / key)
        return found

    def _get(self, file: Path) -> Artifact | None:
        try:
            head, _, data = file.read_bytes().partition(b"\n")
            found = json.loads(head)
            if found["sha256"] != hashlib.sha256(data).hexdigest():
                raise ValueError(file.name)
            made = Artifact(found["sha256"], len(data), dict(found["facts"]), file)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            with contextlib.suppress(OSError):
                file.unlink()
            return None
        with contextlib.suppress(OSError):
            os.utime(file)
        return made

    def put(self, key: str, data: bytes, facts: dict[str, Any]) -> None:
        """Keep a result; raises OSError when there is no room for it."""
        try:
            self._put(self._file(key), data, facts)
        except OSError:
            if self._spare is None:
                raise
            self._put(self._spare / key, data, facts)

    def _put(self, file: Path, data: bytes, facts: dict[str, Any]) -> None:
        head = {"sha256": hashlib.sha256(data).hexdigest(), "facts": facts}
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=file.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(json.dumps(head).encode() + b"\n")
                stream.write(data)
            Path(temporary).replace(file)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
            raise

    def trim(self, largest: int = LARGEST) -> None:
        """Forget the results that were not used for longest until the rest fits."""
        kept = 0
        for used, size, file in sorted(_files(self.folder), reverse=True):
            del used
            kept += size
            if kept > largest:
                with contextlib.suppress(OSError):
                    Path(file).unlink()

    def _file(self, key: str) -> Path:
        return self.folder / key[:2] / key


@contextlib.contextmanager
def open_store(cache: Path | None) -> Iterator[Store]:
    """Open the results below a cache folder; where none can be kept, they last for this run."""
    results = cache / _FOLDER if cache else None
    if results is not None:
        with contextlib.suppress(OSError):
            results.mkdir(parents=True, exist_ok=True)
        if os.access(results, os.W_OK):
            spare = Path(tempfile.gettempdir(), f"packbuilder-{secrets.token_hex(16)}")
            try:
                yield Store(results, spare)
            finally:
                shutil.rmtree(spare, ignore_errors=True)
            return
    with tempfile.TemporaryDirectory(prefix="packbuilder-") as folder:
        yield Store(Path(folder))


class _ReadOnlyStore(Store):
    """Results to look up alone."""

    def put(self, key: str, data: bytes, facts: dict[str, Any]) -> None:
        """Keep nothing more."""


_READ_ONLY: ContextVar[bool] = ContextVar("_READ_ONLY", default=False)


@contextlib.contextmanager
def read_only() -> Iterator[None]:
    """Look results up, and keep no others: for commands that write nothing."""
    token = _READ_ONLY.set(True)
    try:
        yield
    finally:
        _READ_ONLY.reset(token)


def cache_store() -> Store | None:
    """Return the results of this user, or nothing where none are kept."""
    cache = cache_folder()
    kind = _ReadOnlyStore if _READ_ONLY.get() else Store
    return kind(cache / _FOLDER) if cache else None


def kept(
    key: str, make: Callable[[], tuple[bytes, dict[str, Any]]]
) -> tuple[bytes, dict[str, Any]]:
    """Return what was made under a key before, with its facts, or make and keep it.

    What cannot be kept is made all the same.
    """
    store = cache_store()
    found = store.get(key) if store else None
    if found is not None:
        return found.data, found.facts
    data, facts = make()
    if store is not None:
        with contextlib.suppress(OSError):
            store.put(key, data, facts)
    return data, facts


def clear(cache: Path | None) -> int:
    """Delete all that is kept below a cache folder, and say how many bytes that were."""
    if cache is None:
        return 0
    size = sum(size for _, size, _ in _files(cache))
    for name in (_FOLDER, "records", FONTS):
        shutil.rmtree(cache / name, ignore_errors=True)
    return size


def _files(folder: Path | str) -> list[tuple[int, int, str]]:
    """List files as time of last use, size, path."""
    found: list[tuple[int, int, str]] = []
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                if entry.is_dir(follow_symlinks=False):
                    found += _files(entry.path)
                else:
                    status = entry.stat()
                    found.append((status.st_mtime_ns, status.st_size, entry.path))
    return found
