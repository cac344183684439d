"""The files to make, as plain data that can cross to another process: what each depends on, and how
it is made from that.

A job's `key` is a hash of everything its bytes depend on: the same key means the same file. `needs`
are the jobs whose results it takes.
"""

from __future__ import annotations

import hashlib
import io
import pickle
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from packbuilder.diagnostics import Diagnostic, PackError, Span, errors
from packbuilder.imposition import Imposition, impose
from packbuilder.model import Publication
from packbuilder.publish import count_pages
from packbuilder.recipe import Format
from packbuilder.state import program
from packbuilder.store import Store
from packbuilder.theme import Theme

Result = tuple[bytes, dict[str, Any]]
"""The bytes of a file, and what was found out while making it: pages, problems, fields."""


class Job(Protocol):
    """One file to make."""

    @property
    def file_name(self) -> str:
        """The name of the file."""

    @property
    def key(self) -> str:
        """The hash of all it depends on."""

    @property
    def needs(self) -> tuple[Job, ...]:
        """What has to be made before."""

    @property
    def weight(self) -> int:
        """A guess of how long it takes, to start the longest first."""

    @property
    def span(self) -> Span:
        """The file to look at when it cannot be made."""

    def make(self, store: Store) -> Result:
        """Make it; raises `PackError`."""


@dataclass(frozen=True)
class Writing:
    """A publication in one format. `sources` are the inputs its text comes from."""

    publication: Publication
    format: Format
    theme: Theme
    sources: tuple[str, ...]
    libraries: str = ""
    needs: tuple[Job, ...] = field(default=(), init=False)

    @property
    def file_name(self) -> str:
        """The name of the file."""
        return f"{self.publication.name}.{self.format}"

    @cached_property
    def key(self) -> str:
        """The hash of all it depends on."""
        libraries = self.libraries if self.format == "pdf" else ""
        return _hash("write", self.format, libraries, self.publication, *_look(self.theme))

    @property
    def weight(self) -> int:
        """PDF costs far more than Word, and more text costs more."""
        blocks = sum(len(part.blocks) for part in self.publication.parts)
        return blocks * (10 if self.format == "pdf" else 1)

    @property
    def span(self) -> Span:
        """The document's own file."""
        return Span(self.sources[0])

    def make(self, store: Store) -> Result:
        """Write it; writers are imported only where they are needed."""
        del store
        return finish(self, write(self))


@dataclass(frozen=True)
class Sheets:
    """A PDF's pages placed on sheets."""

    of: Writing
    how: Imposition

    @property
    def file_name(self) -> str:
        """The name of the file."""
        return f"{self.of.publication.name}-sheets.pdf"

    @cached_property
    def key(self) -> str:
        """The hash of all it depends on."""
        return _hash("sheets", self.how, self.of.key)

    @property
    def needs(self) -> tuple[Job, ...]:
        """The PDF."""
        return (self.of,)

    @property
    def weight(self) -> int:
        """Little, but it can only be done at the end."""
        return 1

    @property
    def span(self) -> Span:
        """The document's own file."""
        return self.of.span

    def make(self, store: Store) -> Result:
        """Place the pages."""
        made = store.get(self.of.key)
        assert made is not None
        data = impose(made.data, self.how)
        return data, {"pages": count_pages(self.file_name, data)}


def write(job: Writing) -> bytes:
    """Write a publication; the engines are loaded here."""
    if job.format == "pdf":
        from packbuilder.writers.pdf import write_pdf

        return write_pdf(job.publication, job.theme)
    from packbuilder.writers.word import write_word

    return write_word(job.publication, job.theme)


def finish(job: Writing, data: bytes) -> Result:
    """Open a written file again and look at it; raises `PackError` when it cannot be delivered."""
    pages = count_pages(job.file_name, data)
    problems: list[Diagnostic] = []
    if errors(problems):
        raise PackError(problems)
    return data, {"pages": pages, "problems": [problem.as_dict() for problem in problems]}


def _look(theme: Theme) -> tuple[object, ...]:
    """Give what a theme adds to a page; its fonts count by what the versions of engines say."""
    return theme.variant, theme.tokens, theme.labels, dict(theme.templates)


def _hash(*parts: object) -> str:
    """Hash values by what they hold; without its memo, a pickle does not tell twins from one."""
    stream = io.BytesIO()
    pickler = pickle.Pickler(stream, protocol=5)
    pickler.fast = True
    pickler.dump((program(), *parts))
    return hashlib.sha256(stream.getbuffer()).hexdigest()
