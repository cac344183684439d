"""The one gate for files that come from outside: each is read in a process of its own
under limits, whatever is in it. Readers are loaded by the process that needs them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from packbuilder.diagnostics import nearest
from packbuilder.inspection.filled import FilledField, FilledFile, Refusal, RefusedError
from packbuilder.inspection.reading import FileReading, UnreadableError
from packbuilder.pipeline.apart import Apart, LostError

SECONDS: Final = 30.0
"""The longest that reading one file may take."""
MEMORY: Final = 1024**3
"""Bytes."""

Found = TypeVar("Found")


@dataclass(frozen=True)
class Refused:
    """Why nothing of a file is read: the kind of reason, the reason, and what to do."""

    kind: Refusal
    message: str
    help: str


@dataclass(frozen=True)
class Inspected:
    """What `inspect` shows of a file: what it says, what was filled in, how much is inked."""

    reading: FileReading
    answers: list[FilledField]
    ink: float | None


class Gate(Generic[Found]):
    """Reads one file after the other with `read`, a function of a module that gives what was found
    or why nothing is.
    """

    def __init__(
        self,
        read: Callable[[Any], Found | Refused],
        seconds: float = SECONDS,
        memory: int = MEMORY,
    ) -> None:
        self._apart = Apart(read, seconds, memory)

    def __enter__(self) -> Gate[Found]:
        return self

    def __exit__(self, *_: object) -> None:
        self._apart.close()

    def read(self, data: object) -> Found:
        """Return what a file holds; raise `UnreadableError` where nothing is read."""
        try:
            found = self._apart.ask(data)
        except LostError:
            raise RefusedError(
                "refused", "it takes too much time or memory to read", "ask for another copy"
            ) from None
        if isinstance(found, Refused):
            raise RefusedError(found.kind, found.message, found.help)
        return found


def read_form_apart(data: bytes) -> FilledFile | Refused:
    """Read a filled form, in the process."""
    from packbuilder.inspection.filled_files import read_filled

    return _or_refused(read_filled, data)


def inspect_apart(data: bytes) -> Inspected | Refused:
    """Read all that is shown of a file, in the process."""
    return _or_refused(_inspect, data)


def _or_refused(read: Callable[[bytes], Found], data: bytes) -> Found | Refused:
    try:
        return read(data)
    except RefusedError as error:
        return Refused(error.kind, str(error), error.help)
    except UnreadableError as error:
        return Refused("refused", str(error), error.help)


def _inspect(data: bytes) -> Inspected:
    from packbuilder.inspection.filled_files import answers_in
    from packbuilder.inspection.word_gate import check_package, is_package
    from packbuilder.pdf.raster import measure_ink
    from packbuilder.writers import WRITERS
    from packbuilder.writers.reading_back import read_file

    if is_package(data):
        check_package(data)
    reading = read_file(data)
    paged = WRITERS[reading.format].paged
    return Inspected(reading, answers_in(data), measure_ink(data) if paged else None)


def suggest_file(file: Path) -> str:
    """Ask whether another file was meant than one that is not there; nothing when none is near."""
    try:
        near = nearest(file.name, (each.name for each in file.parent.iterdir()))
    except OSError:
        near = ""
    return f"did you mean “{file.with_name(near)}”?" if near not in ("", file.name) else ""
