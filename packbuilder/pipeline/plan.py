"""One pack of one edition: the files it has, and why each is made anew."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from packbuilder.diagnostics import Code, Span, fail
from packbuilder.model import Waiver
from packbuilder.pipeline.edition import Composer
from packbuilder.pipeline.handouts import chosen_tools, plan_order, read_needs
from packbuilder.pipeline.jobs import Job, Sheets, Writing
from packbuilder.pipeline.print_order_jobs import order_jobs
from packbuilder.settings.edition import edition_path
from packbuilder.settings.pack import Pack, pack_path
from packbuilder.storage.manifest import read_manifest
from packbuilder.storage.source import Source
from packbuilder.storage.state import hash_file, stale_reasons
from packbuilder.theme import Theme, with_variant
from packbuilder.transforms.posters import has_poster
from packbuilder.writers import WRITERS, is_paged

POSTERS = "-poster"
"""What the name of a document's posters ends with, which lie beside its own PDF."""


@dataclass(frozen=True)
class Output:
    """One file of a pack, the job that makes it, the hashes of what it comes from and of the
    libraries it is made with, and why it has to be made anew; no reason means that it is as it
    should be.
    """

    job: Job
    sources: Mapping[str, str]
    reasons: tuple[str, ...]
    libraries: str = ""

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.job.file_name


@dataclass(frozen=True)
class Plan:
    """What to make of one pack. A partial plan leaves the pack's other files as they are.

    `waivers` are those of the content; `updated` is when the newest of all its documents was.
    """

    name: str
    edition: str
    pack: Pack
    outputs: tuple[Output, ...]
    partial: bool
    folder: Path
    before: Mapping[str, Any]
    waivers: tuple[Waiver, ...] = ()
    updated: datetime.date = datetime.date.min

    @property
    def jobs(self) -> list[Job]:
        """What has to be made."""
        return [output.job for output in self.outputs if output.reasons]


def plan_pack(
    composer: Composer,
    name: str,
    output: Path,
    only: Collection[str] = (),
    formats: Collection[str] = (),
    libraries: str = "",
) -> Plan:
    """List the files of a pack; `only` and `formats` narrow it down."""
    workspace = composer.workspace
    pack = workspace.pack(name)
    kept = tuple(
        document
        for document in _names(composer, pack)
        if document not in composer.edition.leave_out
    )
    pack = replace(pack, documents=kept, deep_tools=())
    theme = with_variant(composer.theme, pack.variant)
    chosen = [f for f in pack.formats if not formats or f in formats]
    names = [document for document in kept if not only or document in only]
    writings = list(_documents(composer, names, theme, chosen, libraries))
    if not only and len(kept) > 1:
        writings += _whole(composer, name, pack, theme, chosen, libraries)
    if pack.posters and composer.edition.a3:
        paged = [format for format in chosen if WRITERS[format].paged]
        writings += _posters(composer, names, paged, libraries)
    found = [(job, writing.sources) for writing in writings for job in _jobs(writing)]
    if not only and not formats:
        found += _order_jobs(composer, pack, libraries)
    settings = [pack_path(name)]
    if workspace.source.exists(edition_path(composer.name)):
        settings.append(edition_path(composer.name))
    folder = output / composer.name / name
    before = read_manifest(folder)
    entries = {entry["name"]: entry for entry in before.get("files", [])}
    outputs = tuple(
        _output(job, (*paths, *settings), workspace.source, folder, entries, libraries)
        for job, paths in found
    )
    _check_names(outputs, name)
    partial = bool(only) or len(chosen) < len(pack.formats)
    waivers = tuple(composer.waivers)
    updated = max((composer.prepared(n).meta.updated for n in kept), default=datetime.date.min)
    return Plan(name, composer.name, pack, outputs, partial, folder, before, waivers, updated)


def _check_names(outputs: Collection[Output], pack: str) -> None:
    """Raise `PackError` when two files of a pack would have one name."""
    names = [output.name for output in outputs]
    for name in sorted({name for name in names if names.count(name) > 1}):
        raise fail(
            Code.NAME_TWICE,
            Span(pack_path(pack)),
            f"two files of this pack would be called “{name}”",
            "rename the document of this name",
        )


def _names(composer: Composer, pack: Pack) -> tuple[str, ...]:
    """List a pack's documents, with the tools that the edition's tables choose from."""
    tools = pack.deep_tools and (chosen_tools(composer) or pack.deep_tools)
    return tuple(dict.fromkeys((*pack.documents, *tools)))


def _documents(
    composer: Composer,
    names: Collection[str],
    theme: Theme,
    formats: Collection[str],
    libraries: str,
) -> Iterator[Writing]:
    """Give each document in each format."""
    for name in names:
        publication, sources = composer.document(name, theme)
        for format in formats:
            yield Writing(publication, format, theme, sources, libraries)


def _whole(
    composer: Composer,
    name: str,
    pack: Pack,
    theme: Theme,
    formats: Collection[str],
    libraries: str,
) -> Iterator[Writing]:
    """Give all documents of a pack as one, in each format."""
    publication, sources = composer.pack(name, pack, theme)
    parts = tuple(part for part, _ in composer.parts(name, pack, theme))
    for format in formats:
        yield Writing(publication, format, theme, sources, libraries, parts)


def _posters(
    composer: Composer, names: Collection[str], formats: Collection[str], libraries: str
) -> Iterator[Writing]:
    """Give the posters of the documents that have any."""
    theme = with_variant(composer.theme, "poster")
    for name in names:
        if has_poster(composer.prepared(name).blocks):
            publication, sources = composer.document(name, theme)
            named = replace(publication, name=f"{name}{POSTERS}")
            for format in formats:
                yield Writing(named, format, theme, sources, libraries)


def _order_jobs(
    composer: Composer, pack: Pack, libraries: str
) -> Iterator[tuple[Job, tuple[str, ...]]]:
    """Give the files of a print order and what they come from, when it is known who comes."""
    if pack.print_order and composer.edition.delegates:
        order = plan_order(composer, read_needs(composer.edition, {}), libraries)
        for job in order_jobs(order, {}, libraries) if order.found else ():
            yield job, order.sources


def _jobs(writing: Writing) -> Iterator[Job]:
    """Give a publication's file, and beside a reading PDF its printed sheets."""
    yield writing
    how = writing.theme.traits.imposition
    if how and WRITERS[writing.format].paged:
        yield Sheets(writing, how)


def _output(
    job: Job,
    paths: Collection[str],
    source: Source,
    folder: Path,
    entries: Mapping[str, Mapping[str, Any]],
    libraries: str,
) -> Output:
    name = job.file_name
    sources = {path: source.sha256(path) for path in sorted(set(paths))}
    libraries = libraries if is_paged(name) else ""  # nothing else is made with them
    reasons = stale_reasons(entries.get(name), sources, hash_file(folder / name), libraries)
    return Output(job, sources, reasons, libraries)
