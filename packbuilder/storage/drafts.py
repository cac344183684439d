"""Words that were typed and not saved: kept in the cache, never in the content.

In: the file that they were typed for, its hash, the passage, the words. Out: the drafts for files
that are still the same.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from packbuilder.diagnostics import PackError
from packbuilder.storage.delivery import write_file
from packbuilder.storage.state import cache_folder

KEPT = 50
"""So many drafts are kept, the newest."""


@dataclass(frozen=True)
class Draft:
    """Words for a passage (`unit`) of a file as it was, by its hash; when they were typed."""

    path: str
    seen: str
    unit: str
    words: str
    time: float


class Drafts:
    """The drafts of the project in a folder. Where there is no cache, none is kept."""

    def __init__(self, root: Path) -> None:
        cache, name = cache_folder(), hashlib.sha256(os.fsencode(root)).hexdigest()[:32]
        self._folder = cache / "drafts" / name if cache else None

    def keep(self, path: str, seen: str, unit: str, words: str) -> None:
        """Keep words in place of an earlier draft for the same passage."""
        if self._folder:
            draft = Draft(path, seen, unit, words, time.time())
            text = json.dumps(asdict(draft), ensure_ascii=False)
            with contextlib.suppress(PackError):  # of a full disk: the words are still on the page
                write_file(self._file(path, unit), text.encode())
            for file in sorted(self._files(), key=_age)[KEPT:]:
                file.unlink(missing_ok=True)

    def forget(self, path: str, unit: str) -> None:
        """Delete the draft of a passage, if there is one."""
        if self._folder:
            with contextlib.suppress(OSError):
                self._file(path, unit).unlink(missing_ok=True)

    def find(self, seen: Mapping[str, str]) -> Iterator[Draft]:
        """Yield the drafts for these files, by path, as long as they have these hashes."""
        for file in self._files():
            with contextlib.suppress(OSError, ValueError, TypeError):
                draft = Draft(**json.loads(file.read_bytes()))
                if seen.get(draft.path) == draft.seen:
                    yield draft

    def _file(self, path: str, unit: str) -> Path:
        name = hashlib.sha256(f"{path}\0{unit}".encode()).hexdigest()[:32]
        return (self._folder or Path()) / f"{name}.json"

    def _files(self) -> Iterator[Path]:
        if self._folder and self._folder.is_dir():
            yield from sorted(self._folder.glob("*.json"))


def _age(file: Path) -> float:
    with contextlib.suppress(OSError):
        return -file.stat().st_mtime
    return 0.0
