"""The bytes of a file → what it says, or a message that says why it cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from packbuilder.diagnostics import Code, Span, fail
from packbuilder.inspection.reading import UnreadableError

Found = TypeVar("Found")


def read_with(read: Callable[[bytes], Found], data: bytes, name: str) -> Found:
    """Read a file; raise `PackError` when it is broken."""
    try:
        return read(data)
    except UnreadableError as error:
        raise fail(
            Code.RESULT_UNREADABLE,
            Span(name, 0),
            f"the file cannot be read: {error}",
            error.help,
        ) from error
