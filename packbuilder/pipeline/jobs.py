"""The files to make, as plain data that can cross to another process: what each depends on, and how
it is made from that.

A job's `key` is a hash of everything its bytes depend on: the same key means the same file. `needs`
are the jobs whose results it takes.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Protocol

from packbuilder.diagnostics import Diagnostic, PackError, Span, errors
from packbuilder.model import Publication, number_contents
from packbuilder.model.variants import Imposition
from packbuilder.pipeline.print_files import impose_pages
from packbuilder.rules.files import check_result, check_size
from packbuilder.storage.cache import Artifact, Store, artifact_of
from packbuilder.storage.records import hash_object, hash_of, memoized_by_object
from packbuilder.theme import Theme, with_language
from packbuilder.writers import WRITERS
from packbuilder.writers.reading_back import count_pages

FileAndFacts = tuple[bytes, dict[str, Any]]
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

    def make(self, store: Store) -> FileAndFacts:
        """Make it; raise `PackError` when that cannot be."""


@memoized_by_object
def hash_shown(publication: Publication) -> str:
    """Hash what a publication shows. Its parts may be those of an earlier one, hashed already; and
    most formats show nothing of the edition’s name: editions that print the same share a file.
    """
    around = replace(publication, edition="", parts=())
    return hash_of(around, *map(hash_object, publication.parts))


@dataclass(frozen=True)
class LayoutJob:
    """A document laid out, its pages not numbered yet: it may stand alone or in a pack."""

    publication: Publication
    format: str
    theme: Theme
    span: Span
    libraries: str = ""
    needs: tuple[Job, ...] = field(default=(), init=False)

    @property
    def file_name(self) -> str:
        """What it will become, for messages."""
        return f"{self.publication.name}.{WRITERS[self.format].ending}"

    @cached_property
    def key(self) -> str:
        """The hash of all it depends on."""
        shown = hash_shown(self.publication), hash_object(self.theme.look)
        return hash_of("layout", self.format, self.libraries, *shown)

    @property
    def weight(self) -> int:
        """Layout costs far more than all else, and more text costs more."""
        return 10 + 10 * sum(len(part.blocks) for part in self.publication.parts)

    def make(self, store: Store) -> FileAndFacts:
        """Lay it out; the engine is loaded only where it is needed."""
        del store
        theme = _speaking(self.theme, self.publication)
        return WRITERS[self.format].lay_out(self.publication, theme), {}


@dataclass(frozen=True)
class WriteJob:
    """A publication in one format. `sources` are the inputs its text comes from; `parts` are the
    documents of a combined pack, which may be laid out one by one. `numbered_by` is the file whose
    page numbers its contents show; of one that `numbers` another, both go on from the same draft.
    """

    publication: Publication
    format: str
    theme: Theme
    sources: tuple[str, ...]
    libraries: str = ""
    parts: tuple[Publication, ...] = ()
    numbered_by: WriteJob | None = None
    numbers: bool = False

    @property
    def file_name(self) -> str:
        """The name of the file."""
        return f"{self.publication.name}.{WRITERS[self.format].ending}"

    @cached_property
    def key(self) -> str:
        """The hash of all it depends on."""
        numbered_by = (self.numbered_by,) if self.numbered_by else ()
        laid_out = [each.key for each in (*self.layouts, *numbered_by)]
        shown = hash_shown(self.publication), hash_object(self.theme.look)
        edition = self.publication.edition if WRITERS[self.format].says_edition else ""
        return hash_of("write", self.format, laid_out, edition, *shown)

    @cached_property
    def needs(self) -> tuple[Job, ...]:
        """What the file is put together from, and what numbers its contents."""
        if self.draft:
            return (self.draft,)
        return (*self.layouts, *((DraftJob(self.numbered_by),) if self.numbered_by else ()))

    @cached_property
    def draft(self) -> DraftJob | None:
        """The file before it is looked at, where another one is numbered by it."""
        return DraftJob(replace(self, numbers=False)) if self.numbers else None

    @cached_property
    def layouts(self) -> tuple[LayoutJob, ...]:
        """What the file is put together from."""
        return tuple(
            LayoutJob(piece, self.format, self.theme, self.span, self.libraries)
            for piece in WRITERS[self.format].pieces(self.publication, self.parts)
        )

    @property
    def weight(self) -> int:
        """What is left when all is laid out costs little."""
        return sum(len(part.blocks) for part in self.publication.parts)

    @property
    def span(self) -> Span:
        """The document's own file."""
        return Span(self.sources[0])

    def make(self, store: Store) -> FileAndFacts:
        """Write it, open it again, and look at it."""
        data = result_of(store, self.draft).data if self.draft else write(self, store)
        pages = count_pages(self.file_name, data)
        problems = check_file(self.publication, self.theme, self.format, data)
        if errors(problems):
            raise PackError(problems)
        return data, {"pages": pages, "problems": [problem.as_dict() for problem in problems]}


@dataclass(frozen=True)
class DraftJob:
    """A file as it is written, not looked at yet: what it numbers need not wait for that."""

    of: WriteJob

    @property
    def file_name(self) -> str:
        """The name of the file."""
        return self.of.file_name

    @cached_property
    def key(self) -> str:
        """The hash of all it depends on."""
        return hash_of("draft", self.of.key)

    @property
    def needs(self) -> tuple[Job, ...]:
        """What the file is put together from."""
        return self.of.needs

    @property
    def weight(self) -> int:
        """That of the file."""
        return self.of.weight

    @property
    def span(self) -> Span:
        """The document's own file."""
        return self.of.span

    def make(self, store: Store) -> FileAndFacts:
        """Write it."""
        return write(self.of, store), {}


@dataclass(frozen=True)
class ImposeJob:
    """A PDF's pages placed on sheets."""

    of: WriteJob
    how: Imposition

    @property
    def file_name(self) -> str:
        """The name of the file."""
        return f"{self.of.publication.name}-sheets.pdf"

    @cached_property
    def key(self) -> str:
        """The hash of all it depends on."""
        return hash_of("sheets", self.how, self.of.key, hash_object(self.of.theme.look))

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

    def make(self, store: Store) -> FileAndFacts:
        """Place the pages."""
        data = impose_pages(result_of(store, self.of).data, self.how, self.of.theme)
        return data, {"pages": count_pages(self.file_name, data)}


def check_file(
    publication: Publication, theme: Theme, format: str, data: bytes
) -> list[Diagnostic]:
    """Read a finished file back, and compare it with what it was made from."""
    writer, theme = WRITERS[format], _speaking(theme, publication)
    file = f"{publication.name}.{writer.ending}"
    too_large = check_size(file, len(data), writer.large, writer.too_large)
    return [*too_large, *check_result(publication, theme, writer.read, data, file)]


def write(job: WriteJob, store: Store) -> bytes:
    """Write a publication, from what is laid out of it."""
    ahead = {id(layout.publication): layout for layout in job.layouts}

    def lay_out(piece: Publication) -> bytes:
        """Return a piece from what was made ahead, or kept since it was laid out last."""
        layout = ahead.get(id(piece))
        layout = layout or LayoutJob(piece, job.format, job.theme, job.span, job.libraries)
        return result_of(store, layout).data

    theme = _speaking(job.theme, job.publication)
    publication = job.publication
    if job.numbered_by:
        other = WRITERS[job.numbered_by.format]
        data = result_of(store, DraftJob(job.numbered_by)).data
        starts = other.find_page_starts(data, theme)
        publication = number_contents(publication, other.find_pages(data), starts)
    return WRITERS[job.format].write(publication, theme, job.parts, lay_out)


def _speaking(theme: Theme, publication: Publication) -> Theme:
    """Return the theme with the labels of a publication's language."""
    return with_language(theme, publication.language)


def result_of(store: Store, job: Job) -> Artifact:
    """Return what a job made, and keep it when it had to be made: it depends on what was not known
    before, such as page numbers, or somebody deleted it meanwhile.
    """
    made = store.get(job.key)
    if made is None:
        data, facts = job.make(store)
        with contextlib.suppress(OSError):  # without room, the next one makes it again
            store.put(job.key, data, facts)
        made = artifact_of(data, facts)
    return made
