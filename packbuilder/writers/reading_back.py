"""Finished files → what they say, or why they cannot be read; each by the writer of its format."""

from __future__ import annotations

from packbuilder.diagnostics import Code, Span, fail
from packbuilder.inspection.reading import FileReading, UnreadableError
from packbuilder.writers import WRITERS, writer_of


def count_pages(name: str, data: bytes) -> int | None:
    """Open a file by its ending, and count its pages; raise `PackError` when that fails."""
    writer = writer_of(name)
    try:
        return writer.count_pages(data) if writer else None
    except UnreadableError:
        raise fail(
            Code.OUTPUT_BROKEN,
            Span(name, 0),
            "the file does not open again",
            "build again; if it happens again, report it with the document",
        ) from None


def read_file(data: bytes) -> FileReading:
    """Read a file of any format; raise `UnreadableError` when it has none of them, or is broken."""
    for writer in WRITERS.values():
        if writer.recognises(data):
            return writer.read(data)
    names = " nor ".join(writer.name for writer in WRITERS.values())
    endings = " or ".join(f".{writer.ending}" for writer in WRITERS.values())
    raise UnreadableError(f"it is neither {names}", f"give a file that ends in {endings}")
