"""Builds of many editions: which of them one machine makes, and whether the disk has room for them.

Results that are kept are trimmed between editions, so the disk does not fill with those of a run.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from packbuilder.diagnostics import Code, PackError, Span, fail
from packbuilder.pipeline.project import LoadedProject
from packbuilder.storage.state import BuildRequest

_SURE = 3
"""When packs of so many editions are in place, the first of them is finished."""
_SPARE = 100_000_000
"""Bytes of the disk that a run leaves free."""


def editions_of(request: BuildRequest, project: LoadedProject) -> tuple[str, ...]:
    """Return the editions that a request asks for: of all, those of its shard."""
    number, count = request.shard
    return tuple((request.editions or project.edition_names)[number - 1 :: count])


class LongRun:
    """Looks after the disk while edition after edition is made."""

    def __init__(self, output: Path, trim: Callable[[], None], say: Callable[[str], None]) -> None:
        self._output, self._trim, self._say = output, trim, say
        self._all: Sequence[str] = ()
        self._begun: list[str] = []

    def begin(self, editions: Sequence[str]) -> None:
        """Note which editions will be made."""
        self._all = editions

    def delivered(self, edition: str) -> None:
        """Note that a pack of an edition is in place. Whenever the first of another edition is,
        trim what is kept; once, raise `PackError` where there is no room for all that are left.
        """
        if edition in self._begun:
            return
        self._begun.append(edition)
        if len(self._begun) > 1:
            self._trim()
        if len(self._begun) == _SURE:
            self._look_at_disk()

    def _look_at_disk(self) -> None:
        """Say how much room the other editions take: twice that of the first, for their zips."""
        size = 2 * _size(self._output / self._begun[0])
        left = [name for name in self._all if name not in self._begun]
        needed = sum(max(0, size - _size(self._output / name)) for name in left)
        free = shutil.disk_usage(self._output).free - _SPARE
        if needed > free:
            raise _no_room(self._output, len(left), needed, free)
        if left:
            self._say(f"{len(left)} editions left: about {_mb(needed)} of disk; {_mb(free)} free")


def _no_room(output: Path, count: int, needed: int, free: int) -> PackError:
    return fail(
        Code.DISK_SHORT,
        Span(output.as_posix(), 0),
        f"{count} editions are left: they need about {_mb(needed)} of disk; {_mb(free)} free",
        "free some disk space, build into another folder with --output, or part of the editions "
        "with --shard; what is finished is not made again",
    )


def _size(folder: Path) -> int:
    """Return how many bytes the files below a folder have."""
    return sum(
        Path(place, name).stat().st_size for place, _, names in os.walk(folder) for name in names
    )


def _mb(size: int) -> str:
    return f"{max(size, 0) / 1e6:,.0f} MB"
