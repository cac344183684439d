"""Publications → bytes, each in a worker process, so that all cores have something to do."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from types import TracebackType

from packbuilder.diagnostics import Code, PackError, Span, fail
from packbuilder.model import Publication
from packbuilder.recipe import Format
from packbuilder.theme import Theme


@dataclass(frozen=True)
class Job:
    """One file to make. `sources` are the inputs its text comes from.

    `parts` are what a combined PDF is joined from.
    """

    publication: Publication
    format: Format
    theme: Theme
    sources: tuple[str, ...]
    parts: tuple[Publication, ...] = ()

    @property
    def file_name(self) -> str:
        """The name of the result."""
        return f"{self.publication.name}.{self.format}"


class Renderer:
    """Runs jobs on `workers` processes; use it as a context."""

    def __init__(self, workers: int | None = None) -> None:
        self.workers = workers or os.cpu_count() or 1
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Renderer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, bytes]]:
        """Give results as they are ready, the longest jobs started first."""
        ordered = sorted(jobs, key=_weight, reverse=True)
        if self.workers == 1:
            yield from ((job, render(job)) for job in ordered)
            return
        if self._pool is None:
            # Fork would copy threads and locks of the libraries already loaded.
            self._pool = ProcessPoolExecutor(self.workers, mp_context=get_context("spawn"))
        pending: dict[Future[bytes], Job] = {self._pool.submit(render, j): j for j in ordered}
        for future in as_completed(pending):
            job = pending[future]
            try:
                yield job, future.result()
            except BrokenProcessPool:
                raise fail(
                    Code.RENDER_FAILED,
                    Span(job.sources[0]),
                    f"{job.file_name} could not be made: its process was lost",
                    "build again; if it happens again, build this document alone with --only",
                ) from None
            except PackError:
                raise
            except Exception as error:  # whatever a writer meets, it costs this document a message
                raise fail(
                    Code.RENDER_FAILED,
                    Span(job.sources[0]),
                    f"{job.file_name} could not be made: {type(error).__name__}: {error}",
                    "build it alone with --only and take out what you changed last; "
                    "the earlier results are unchanged",
                ) from error


def render(job: Job) -> bytes:
    """Make one file; writers are imported only where they are needed."""
    if job.format == "pdf" and job.parts:
        from packbuilder.build.combine import combine
        from packbuilder.joining import JoinedPart
        from packbuilder.writers.pdf import lay_out

        parts = [JoinedPart(part.name, lay_out(part, job.theme)) for part in job.parts]
        return combine(job.publication, parts, job.theme)
    if job.format == "pdf":
        from packbuilder.writers.pdf import write_pdf

        return write_pdf(job.publication, job.theme)
    from packbuilder.writers.word import write_word

    return write_word(job.publication, job.theme)


def _weight(job: Job) -> int:
    """Guess how long a job takes: PDF costs far more than Word, and more text costs more."""
    blocks = sum(len(part.blocks) for part in job.publication.parts)
    return blocks * (10 if job.format == "pdf" else 1)
