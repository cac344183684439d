"""Publication + Theme → bytes. Each format is a folder, and a line in `WRITERS`."""

from __future__ import annotations

from packbuilder.theme import Labels
from packbuilder.writers import docx, html, pdf
from packbuilder.writers.writer import Writer

WRITERS: dict[str, Writer] = {
    "html": html.WRITER,
    "pdf": pdf.WRITER,
    "docx": docx.WRITER,
}
"""All formats by the names that recipes and the command line use, in the order that guides name
them: to read, to print, to change.
"""


def writer_of(file_name: str) -> Writer | None:
    """Return the writer of files with this ending."""
    ending = file_name.rpartition(".")[2]
    return next((writer for writer in WRITERS.values() if writer.ending == ending), None)


def listed_as(file_name: str) -> tuple[int, str]:
    """Return what sorts files as guides list them: by format, then by name."""
    ending = file_name.rpartition(".")[2]
    endings = [writer.ending for writer in WRITERS.values()]
    return endings.index(ending) if ending in endings else len(endings), file_name


def is_paged(file_name: str) -> bool:
    """Whether a file has fixed pages."""
    writer = writer_of(file_name)
    return writer is not None and writer.paged


def describe_formats(labels: Labels) -> dict[str, dict[str, str]]:
    """Return, by ending, what files are called and what they are for, for the guides of a zip.

    A format without words in the labels is called by its writer's name.
    """
    names = {writer.ending: writer.name for writer in WRITERS.values()} | labels.format_names
    return {
        ending: {"name": name, "use": labels.format_uses.get(ending, name)}
        for ending, name in names.items()
    }
