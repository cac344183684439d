"""A Word file that somebody edited, read in a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from packbuilder.diagnostics import Code, Span, fail
from packbuilder.inspection.reading import UnreadableError
from packbuilder.inspection.units import WordText
from packbuilder.pipeline.gate import Gate, Refused, suggest_file


@dataclass(frozen=True)
class PullRequest:
    """What to pull, and how: a Word file, the edition and document it was made from, what becomes
    of tracked changes (“accept”, “reject” or nothing). `values` also changes values of the edition,
    `local` puts a copy of an edited shared text into the document.
    """

    file: Path
    edition: str = ""
    document: str = ""
    tracked: str = ""
    values: bool = False
    local: bool = False


@contextmanager
def being_read(request: PullRequest) -> Iterator[Callable[[], WordText]]:
    """Begin to read the Word file of a request; yield what waits for the end of it, and gives what
    `read_edited` does.
    """
    with ThreadPoolExecutor(1) as threads:
        yield threads.submit(read_edited, request).result


def read_edited(request: PullRequest) -> WordText:
    """Read the Word file of a request; raise `PackError` where it cannot be read, or has tracked
    changes and the request does not say what becomes of them.
    """
    where = Span(request.file.as_posix(), 0)
    try:
        data = request.file.read_bytes()
        with Gate(read_rejected if request.tracked == "reject" else read_accepted) as gate:
            edited = gate.read(data)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        help = suggest_file(request.file) or "check its name and folder"
        raise fail(Code.PULL_UNREADABLE, where, f"it cannot be read: {reason}", help) from None
    except UnreadableError as error:
        raise fail(Code.PULL_UNREADABLE, where, f"it cannot be read: {error}", error.help) from None
    if edited.tracked.count and not request.tracked:
        whose = ", ".join(edited.tracked.authors)
        raise fail(
            Code.PULL_TRACKED,
            where,
            f"it has tracked changes: {edited.tracked.count}, by {whose}",
            "say --accept or --reject for all of them, or settle them in Word",
        )
    return edited


# In the process -----------------------------------------------------------------------------------


def read_accepted(data: bytes) -> WordText | Refused:
    """Read a Word file as if its changes were accepted, in a process of its own."""
    return _read_apart(data, reject=False)


def read_rejected(data: bytes) -> WordText | Refused:
    """Read a Word file as if its changes were rejected, in a process of its own."""
    return _read_apart(data, reject=True)


def _read_apart(data: bytes, reject: bool) -> WordText | Refused:
    from packbuilder.inspection.word_gate import check_package
    from packbuilder.inspection.word_units import read_units

    try:
        check_package(data)
        return read_units(data, reject)
    except UnreadableError as error:
        return Refused("refused", str(error), error.help)
