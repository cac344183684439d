"""One pack of one edition → the files it has, as jobs, and which of them are stale."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from packbuilder.diagnostics import Code, Span, fail
from packbuilder.model import Waiver
from packbuilder.model.print_roles import PAPERS
from packbuilder.pipeline.chosen import pack_in
from packbuilder.pipeline.edition import PreparedEdition
from packbuilder.pipeline.handouts import plan_order, read_needs
from packbuilder.pipeline.jobs import ImposeJob, Job, WriteJob
from packbuilder.pipeline.print_order_jobs import PrintOrderJob, order_jobs
from packbuilder.pipeline.publications import compose_document, compose_pack
from packbuilder.print_order.sums import Prices
from packbuilder.settings.edition import edition_path
from packbuilder.settings.pack import Pack, pack_path
from packbuilder.storage.manifest import read_manifest
from packbuilder.storage.source import Source
from packbuilder.storage.state import BuildRequest, hash_file, is_fresh, stale_reasons
from packbuilder.theme import with_variant
from packbuilder.transforms.posters import has_poster
from packbuilder.writers import WRITERS, is_paged

POSTERS = "-poster"
"""What the name of a document's posters ends with, which lie beside its own PDF."""


@dataclass(frozen=True)
class PlannedFile:
    """One file of a pack, and the job that makes it.

    `sources` are the hashes of what it comes from, `libraries` that of the libraries it is made
    with, `found` that of the file that is there; `entry` is what the last manifest says of it.
    """

    job: Job
    sources: Mapping[str, str]
    libraries: str
    found: str
    entry: Mapping[str, Any] | None

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.job.file_name

    @cached_property
    def fresh(self) -> bool:
        """Whether it is there as its job would make it."""
        return is_fresh(self.entry, self.job.key, self.found)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is rebuilt, in words; nothing when it is not."""
        if self.fresh:
            return ()
        return stale_reasons(self.entry, self.sources, self.found, self.libraries)


@dataclass(frozen=True)
class Plan:
    """What to make of one pack, or of a print order in a folder of its own, which has no `pack`.
    A partial plan leaves the other files as they are.

    `about` is what the manifest says of it, `before` the last manifest; `waivers` are those of the
    content.
    """

    name: str
    edition: str
    pack: Pack | None
    files: tuple[PlannedFile, ...]
    partial: bool
    folder: Path
    about: Mapping[str, Any]
    before: Mapping[str, Any]
    waivers: tuple[Waiver, ...] = ()

    @cached_property
    def jobs(self) -> tuple[Job, ...]:
        """What has to be made."""
        return tuple(file.job for file in self.files if not file.fresh)

    @property
    def archive(self) -> Path | None:
        """The zip of a pack."""
        return self.folder.parent / f"{self.name}.zip" if self.pack else None

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is not as it would be built, in words, each once; nothing when it is."""
        known = [file for file in self.files if file.entry]
        found = [reason for file in known for reason in file.reasons]
        found += [f"{file.name} has not been built yet" for file in self.files if not file.entry]
        now = {file.name for file in self.files}
        left = {e["name"] for e in self.before.get("files", ()) if e.get("key")} - now
        found += [f"{name} is no longer part of it" for name in sorted(left)]
        if not found and any(self.before.get(key) != self.about[key] for key in self.about):
            found = ["its entry in the list of files has changed"]
        return tuple(dict.fromkeys(found))


def plan_pack(edition: PreparedEdition, name: str, request: BuildRequest, libraries: str) -> Plan:
    """List the files of a pack that a request asks for; raise `PackError` when it has mistakes."""
    project, pack = edition.project, pack_in(edition, name)
    jobs = list(_jobs(edition, name, pack, request, libraries))
    _check_names((job.file_name for job, _ in jobs), name)
    about = _about(edition, name, pack, [job for job, _ in jobs])
    partial = bool(request.only) or len(_formats(pack, request)) < len(pack.formats)
    folder = request.output / edition.name / name
    files, before = plan_files(jobs, project.source, folder, libraries)
    return Plan(name, edition.name, pack, files, partial, folder, about, before, project.waivers)


def _about(edition: PreparedEdition, name: str, pack: Pack, jobs: Iterable[Job]) -> dict[str, Any]:
    """Return what a pack is, in the words of its manifest."""
    publications = [job.publication for job in jobs if isinstance(job, WriteJob)]
    dates = [edition.prepared(document).meta.updated for document in pack.documents]
    updated = max((*dates, *(p.updated for p in publications)), default=datetime.date.min)
    return {
        "pack": name,
        "title": pack.title,
        "description": pack.description,
        "edition": edition.name,
        "version": pack.version,
        "updated": updated.isoformat(),
        "rights": publications[0].rights if publications else "",
    }


def _formats(pack: Pack, request: BuildRequest) -> list[str]:
    return [each for each in pack.formats if not request.formats or each in request.formats]


def _jobs(
    edition: PreparedEdition, name: str, pack: Pack, request: BuildRequest, libraries: str
) -> Iterator[tuple[Job, tuple[str, ...]]]:
    """Yield the jobs of a pack, each with the files it comes from."""
    own = (pack_path(name), edition_path(edition.name))
    settings = [path for path in own if edition.project.source.exists(path)]
    for writing in _writings(edition, name, pack, request, libraries):
        yield writing, (*writing.sources, *settings)
        if sheets := _sheets(writing):
            yield sheets, (*writing.sources, *settings)
    if not request.only and not request.formats and pack.print_order:
        for job, sources in list_order(edition, {}, {}, libraries):
            yield job, (*sources, *settings)


def _writings(
    edition: PreparedEdition, name: str, pack: Pack, request: BuildRequest, libraries: str
) -> Iterator[WriteJob]:
    """Yield each document in each format, the combined pack, and posters."""
    theme, formats = with_variant(edition.theme, pack.variant), _formats(pack, request)
    names = [each for each in pack.documents if not request.only or each in request.only]
    for document in names:
        publication, sources = compose_document(edition, document, theme, pack.handed_to)
        for each in formats:
            yield _numbered(WriteJob(publication, each, theme, sources, libraries), pack)
    if not request.only and len(pack.documents) > 1:
        publication, parts, sources = compose_pack(edition, name, pack, theme)
        for each in formats:
            yield _numbered(WriteJob(publication, each, theme, sources, libraries, parts), pack)
    if pack.posters and edition.settings.a3:
        paged = [each for each in formats if WRITERS[each].paged]
        yield from _posters(edition, names, paged, libraries)


def _numbered(writing: WriteJob, pack: Pack) -> WriteJob:
    """Return a job whose pages begin where those of another format do that the pack has, and whose
    contents show its page numbers; and a job that numbers others.

    That one is written even when it is not asked for, as a file is the same whatever is built with
    it.
    """
    if not pack.number_contents:
        return writing
    other = WRITERS[writing.format].numbered_by
    if other in pack.formats:
        return replace(writing, numbered_by=replace(writing, format=other))
    numbered = {WRITERS[each].numbered_by for each in pack.formats}
    return replace(writing, numbers=writing.format in numbered)


def _posters(
    edition: PreparedEdition, names: Collection[str], formats: Collection[str], libraries: str
) -> Iterator[WriteJob]:
    """Yield the posters of the documents that have any."""
    theme = with_variant(edition.theme, "poster")
    for name in (name for name in names if has_poster(edition.prepared(name).blocks)):
        publication, sources = compose_document(edition, name, theme)
        named = replace(publication, name=f"{name}{POSTERS}")
        for each in formats:
            yield WriteJob(named, each, theme, sources, libraries)


def list_order(
    edition: PreparedEdition, given: Mapping[str, Any], prices: Prices, libraries: str
) -> Iterator[tuple[Job, tuple[str, ...]]]:
    """Yield the files of a print order with what each comes from, when it is known who comes: from
    the edition, or from what is `given` in its place, as are `prices`. Any document may ask to be
    in the order.
    """
    if given.get("delegates") or edition.settings.delegates:
        order = plan_order(edition, read_needs(edition.project, edition.settings, given), libraries)
        own = edition.settings.prices
        known = {**{paper: Decimal(own[paper]) for paper in PAPERS if paper in own}, **prices}
        for job in order_jobs(order, known, libraries) if order.found else ():
            whole = isinstance(job, PrintOrderJob)
            yield job, (*order.sources, *(edition.project.documents.values() if whole else ()))


def _sheets(writing: WriteJob) -> ImposeJob | None:
    """Return the job of the printed sheets beside a reading PDF, where its variant has any."""
    how = writing.theme.traits.imposition
    return ImposeJob(writing, how) if how and WRITERS[writing.format].paged else None


def plan_files(
    jobs: Iterable[tuple[Job, Collection[str]]],
    source: Source,
    folder: Path,
    libraries: str,
) -> tuple[tuple[PlannedFile, ...], Mapping[str, Any]]:
    """Look at what lies in a folder of the files that jobs make, each with what it comes from, and
    return its manifest too.
    """
    before = read_manifest(folder)
    entries = {entry["name"]: entry for entry in before.get("files", [])}
    found, hash_source = [], cache(source.sha256)
    for job, paths in jobs:
        name = job.file_name
        sources = {path: hash_source(path) for path in sorted(set(paths))}
        paged = is_paged(name) or (isinstance(job, WriteJob) and job.numbered_by)
        made_with = libraries if paged else ""  # nothing else is made with them
        there = hash_file(folder / name)
        found.append(PlannedFile(job, sources, made_with, there, entries.get(name)))
    return tuple(found), before


def _check_names(listed: Iterable[str], pack: str) -> None:
    """Raise `PackError` when two files of a pack would have one name."""
    names = list(listed)
    for name in sorted({name for name in names if names.count(name) > 1}):
        raise fail(
            Code.NAME_TWICE,
            Span(pack_path(pack)),
            f"two files of this pack would be called “{name}”",
            "rename the document of this name",
        )
