"""Saves of content: never over what somebody else has written meanwhile, and with a way back.

In: project-relative paths below `content/`, bytes, and the hash of what the person has seen. Out: a
record of each save, of one file or of several that belong together. What was there before and
after it is kept by its hash in the cache.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from packbuilder.diagnostics import Code, PackError, Span, fail
from packbuilder.storage.delivery import (
    JOURNAL,
    Delivery,
    finish_deliveries,
    replace_checked,
    reporting_os_errors,
    write_file,
)
from packbuilder.storage.lock import locked
from packbuilder.storage.state import cache_folder, hash_file

KEPT = 50
"""So many saves can be undone."""

_COPY = "the copy that can be brought back"
_PATIENCE = 5.0
CONTENT = "content"


class ConflictError(Exception):
    """A file is not what the person who saves has seen: `found` is its hash now."""

    def __init__(self, path: str, found: str) -> None:
        super().__init__(path)
        self.path, self.found = path, found


@dataclass(frozen=True)
class SavedFile:
    """A file of a save: where it is, its hashes before and after (none: no file)."""

    path: str
    before: str
    after: str


@dataclass(frozen=True)
class Save:
    """One save: an id, when, what it was in words, its files."""

    id: str
    time: float
    said: str
    files: tuple[SavedFile, ...]

    @property
    def paths(self) -> list[str]:
        """Return where its files are."""
        return [file.path for file in self.files]


@contextlib.contextmanager
def content_to_itself(root: Path, patience: float = 60.0) -> Iterator[None]:
    """Return the content to this program alone, with no save in it that a crash has cut off; raise
    `PackError` when another one is not done with it within `patience` seconds.
    """
    with locked(root, patience):
        finish_deliveries(root / CONTENT)
        yield


def finish_saves(root: Path) -> None:
    """Complete a save of several files that a crash has cut off; raise `PackError` when that cannot
    be.
    """
    if any((root / CONTENT).glob(f"{JOURNAL}*")):
        with content_to_itself(root):
            pass


Joiner = Callable[[str, bytes, bytes, bytes], bytes | None]
"""The path of a file, what it held, with the changes of one and of another → with those of both;
nothing where they cannot be told apart."""


class ContentWriter:
    """Writes files below `content/` of the project in a folder, and remembers the last saves."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        cache = cache_folder()
        name = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:32]
        self._kept = cache / "saves" / name if cache else None

    def hash(self, path: str) -> str:
        """Return the hash of a file; nothing when there is none. Raise `PackError` for a place
        where nothing may be written.
        """
        return hash_file(self._locate(path))

    def save(self, path: str, data: bytes, seen: str, said: str) -> Save | None:
        """Have a file hold these bytes if it is as it was `seen`; nothing when it does already.

        Raise `ConflictError` when it is not, and `PackError` when it cannot be written.
        """
        with content_to_itself(self.root, _PATIENCE):
            return self._replace(path, data, seen, said)

    def save_all(
        self, files: Mapping[str, bytes], seen: Mapping[str, str], said: str
    ) -> Save | None:
        """Have several files hold these bytes, all or none, if each is as it was `seen`; a file
        that is not named there must not exist. Return nothing when they hold them already.

        Raise `ConflictError` when one is not, and `PackError` when one cannot be written.
        """
        with content_to_itself(self.root, _PATIENCE):
            return self._replace_all(files, seen, said)

    def undo(self, save_id: str, said: str, join: Joiner) -> Save | None:
        """Bring back what a save replaced; what was saved on top of it is joined with that. Raise
        `ConflictError` where that cannot be, or when it is not remembered any more.
        """
        found = next((save for save in self.saves() if save.id == save_id), None)
        if found is None:
            raise ConflictError("", "")
        with content_to_itself(self.root, _PATIENCE):
            seen = {file.path: self.hash(file.path) for file in found.files}
            before = {file.path: self._without(file, seen[file.path], join) for file in found.files}
            return self._replace_all(before, seen, said)

    def can_undo(self, save: Save, join: Joiner) -> bool:
        """Whether a save can be undone."""
        try:
            for file in save.files:
                self._without(file, self.hash(file.path), join)
        except (ConflictError, PackError):
            return False
        return True

    def _without(self, file: SavedFile, found: str, join: Joiner) -> bytes | None:
        """Return what a file would hold without a save, which now has the hash `found`; nothing
        for no file. Raise `ConflictError` where that is not known.
        """
        before = self._stored(file.before) if file.before else None
        if found == file.after:
            return before
        if before is None or not file.after or not found:
            raise ConflictError(file.path, found)
        now = self._locate(file.path).read_bytes()
        if (without := join(file.path, self._stored(file.after), before, now)) is None:
            raise ConflictError(file.path, found)
        return without

    def saves(self) -> list[Save]:
        """Return the saves that are remembered, the last one first."""
        with contextlib.suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
            if self._kept:
                listed = json.loads((self._kept / "list.json").read_bytes())
                return [_as_save(each) for each in listed]
        return []

    def _replace(self, path: str, data: bytes, seen: str, said: str) -> Save | None:
        file, after = self._locate(path), hashlib.sha256(data).hexdigest()
        with reporting_os_errors(file, "read"):
            before = file.read_bytes() if file.exists() else None
        found = "" if before is None else hashlib.sha256(before).hexdigest()
        if found == after:
            return None
        if found != seen:
            raise ConflictError(path, found)
        self._store(before)
        self._store(data)
        if not replace_checked(file, data, lambda: hash_file(file) == seen):
            raise ConflictError(path, hash_file(file))
        return self._note((SavedFile(path, seen, after),), said)

    def _replace_all(
        self, files: Mapping[str, bytes | None], seen: Mapping[str, str], said: str
    ) -> Save | None:
        """Replace files together; one that has no bytes is taken away."""
        changed = []
        with Delivery(self.root / CONTENT, "save", own=True) as delivery:
            for path, data in files.items():
                file, before = self._locate(path), seen.get(path, "")
                after = "" if data is None else hashlib.sha256(data).hexdigest()
                if before == after:
                    continue
                changed.append(SavedFile(path, before, after))
                if before:
                    with reporting_os_errors(file, "read"):
                        self._store(file.read_bytes() if file.exists() else None)
                self._store(data)
                if data is None:
                    delivery.remove(file)
                else:
                    delivery.put(file, data)
            for path in files:
                if (found := self.hash(path)) != seen.get(path, ""):
                    raise ConflictError(path, found)
        return self._note(tuple(changed), said) if changed else None

    def _locate(self, path: str) -> Path:
        """Return where a file is; raise `PackError` for one that is a link, leads out of `content/`
        or is no file.
        """
        pure, file = PurePosixPath(path), self.root / path
        plain = unicodedata.normalize("NFC", path) == path and "\0" not in path
        inside = pure.parts[:1] == (CONTENT,) and ".." not in pure.parts and len(pure.parts) > 1
        if not (plain and inside) or Path(os.path.realpath(file)) != file:
            raise _refused(path)
        if file.exists() and not file.is_file():
            raise _refused(path)
        return file

    # What is remembered

    def _note(self, files: tuple[SavedFile, ...], said: str) -> Save:
        save = Save(secrets.token_hex(8), time.time(), said, files)
        if self._kept:
            kept = [save, *self.saves()][:KEPT]
            with contextlib.suppress(PackError):  # of a full disk: the save itself is whole
                listed = json.dumps([asdict(each) for each in kept], ensure_ascii=False)
                write_file(self._kept / "list.json", listed.encode())
                self._forget({h for each in kept for f in each.files for h in (f.before, f.after)})
        return save

    def _store(self, data: bytes | None) -> None:
        if self._kept and data is not None:
            name = hashlib.sha256(data).hexdigest()
            if not (self._kept / name).exists():
                try:
                    write_file(self._kept / name, data)
                except PackError as error:  # nobody knows the name of this file
                    words = (each.message.replace(f"“{name}”", _COPY) for each in error.diagnostics)
                    known = zip(error.diagnostics, words, strict=True)
                    raise PackError([replace(each, message=said) for each, said in known]) from None

    def _stored(self, sha256: str) -> bytes:
        """Return what a file held; raise `ConflictError` when it is not kept any more."""
        with contextlib.suppress(OSError):
            data = (self._kept / sha256).read_bytes() if self._kept else b""
            if hashlib.sha256(data).hexdigest() == sha256:
                return data
        raise ConflictError("", "")

    def _forget(self, wanted: set[str]) -> None:
        for file in self._files():
            if file.name not in wanted and file.name != "list.json":
                with contextlib.suppress(OSError):
                    file.unlink()

    def _files(self) -> Iterator[Path]:
        if self._kept and self._kept.is_dir():
            yield from sorted(self._kept.iterdir())


def _as_save(record: dict[str, Any]) -> Save:
    """Return a save from its record in the list; raise `TypeError` for one of another form."""
    return Save(**{**record, "files": tuple(SavedFile(**each) for each in record["files"])})


def _refused(path: str) -> PackError:
    return fail(
        Code.OUTSIDE_PROJECT,
        Span(path, 0),
        "nothing is written here: it is a link, or outside content/",
        "work on the file itself, inside content/",
    )
