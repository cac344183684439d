"""A project's folder and its output → how packs, print orders and zips of its editions stand.

Takes no lock and changes no output. Documents are read only when something has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from packbuilder.diagnostics import Code, Diagnostic, PackError, suggest
from packbuilder.pipeline.standing import (
    Outlook,
    Planned,
    Standing,
    built_packs,
    holds_order,
    is_left_out,
    parts_of_zip,
    stand_order,
    stand_pack,
    stand_zip,
)
from packbuilder.settings.document_names import DocumentNames
from packbuilder.settings.edition import Edition, edition_path, list_editions, read_edition
from packbuilder.settings.pack import Pack, list_packs, name_documents, read_pack
from packbuilder.settings.project import read_project
from packbuilder.settings.schema import place
from packbuilder.storage.source import Source
from packbuilder.storage.state import hash_inputs, known_libraries, made_from

if TYPE_CHECKING:
    from packbuilder.pipeline.whole_editions import ContentPlanner


@dataclass(frozen=True)
class EditionStatus:
    """How what an edition has stands, or why that cannot be said."""

    name: str
    found: tuple[Standing, ...] = ()
    problems: tuple[Diagnostic, ...] = ()


class LatePlanner:
    """Reads the content of a project when it is asked for something; until then no engine."""

    def __init__(self, load: Callable[[], ContentPlanner]) -> None:
        self._load = load

    @cached_property
    def _planner(self) -> ContentPlanner:
        return self._load()

    @property
    def names(self) -> DocumentNames:
        """What people call the documents."""
        return self._planner.project.names

    def pack(self, edition: str, name: str, libraries: str) -> Planned:
        """Plan a pack."""
        return self._planner.pack(edition, name, libraries)

    def order(self, edition: str, packs: Collection[str], libraries: str) -> Planned:
        """Plan the print order of an edition of these packs."""
        return self._planner.order(edition, packs, libraries)

    def has_order(self, edition: str) -> bool:
        """Whether a build of an edition would make a print order where there is none yet."""
        return self._planner.has_order(edition)


def _load_planner(root: Path, output: Path) -> ContentPlanner:
    from packbuilder.pipeline.project import load_project
    from packbuilder.pipeline.whole_editions import ContentPlanner

    return ContentPlanner(load_project(root), output)


def look_at_editions(
    root: Path,
    output: Path,
    names: Collection[str] = (),
    load: Callable[[], ContentPlanner] | None = None,
) -> Iterator[EditionStatus]:
    """Yield how editions stand, or all of them; raise `PackError` when the project's own settings
    have mistakes. `load` gives what plans from the content where somebody has read that already.
    """
    source = Source(root)
    settings = read_project(source)
    planner = LatePlanner(load or partial(_load_planner, root, output))
    inputs = hash_inputs(source)
    read = dict(_read_packs(source))
    listed = [name for pack in read.values() for name in pack.all_documents]
    called = _called(source, planner, listed)
    packs = {name: name_documents(pack, called) for name, pack in read.items()}
    made, libraries = made_from(inputs), known_libraries()
    outlook = Outlook(settings, packs, output, inputs, made, libraries, planner)
    for name in names or list_editions(source):
        try:
            edition = read_edition(source, name, settings.values)
            called = _called(source, planner, edition.leave_out)
            edition = replace(edition, leave_out=called.find_all(edition.leave_out))
        except PackError as error:
            yield EditionStatus(name, problems=error.diagnostics)
        else:
            unknown = tuple(_unknown_packs(source, name, edition))
            yield EditionStatus(name, tuple(_stand(outlook, name, edition)), unknown)


def _called(source: Source, planner: LatePlanner, written: Iterable[str]) -> DocumentNames:
    """Return what documents are called. Only where something else than a name of a file is
    written, the content has to be read to know.
    """
    files = {PurePosixPath(path).stem for path in source.find("content", ".md")}
    if files.issuperset(written):
        return DocumentNames(dict.fromkeys(files, ""))
    return planner.names


def _read_packs(source: Source) -> Iterator[tuple[str, Pack]]:
    """Yield the packs without mistakes; those with mistakes are found when they are planned."""
    for name in list_packs(source):
        try:
            yield name, read_pack(source, name)
        except PackError:
            continue


def _unknown_packs(source: Source, name: str, edition: Edition) -> Iterator[Diagnostic]:
    known = list_packs(source)
    for number, pack in enumerate(edition.packs):
        if pack not in known:
            span = place(source, edition_path(name), "packs", number)
            message = f"there is no pack “{pack}”"
            yield Diagnostic(Code.PACK_UNKNOWN, span, message, suggest(pack, known))


def _stand(outlook: Outlook, name: str, edition: Edition) -> Iterator[Standing]:
    """Yield the packs of an edition, others that lie there, its print order, and its zip."""
    folder = outlook.output / name
    parts = parts_of_zip(outlook, name, edition)
    seen: Mapping[str, Standing] = {part.name: part for part in parts if part.kind == "pack"}
    packs = outlook.settings.packs_of(edition)
    for pack in dict.fromkeys((*packs, *built_packs(folder))):
        gone = is_left_out(outlook.packs.get(pack), edition) and not (folder / pack).exists()
        if not gone:
            yield seen.get(pack) or stand_pack(outlook, name, pack)
    orders = [part for part in parts if part.kind == "order"]
    yield from orders or _missing_order(outlook, name, edition)
    zipped = stand_zip(outlook, name, parts)
    if zipped is not None:
        yield zipped


def _missing_order(outlook: Outlook, name: str, edition: Edition) -> Iterator[Standing]:
    """Yield a print order that is in no zip: one that a pack holds too, or one that a build of the
    whole edition would make. To know the latter, the content has to be read.
    """
    packs = outlook.settings.packs_of(edition)
    standing = stand_order(outlook, name, packs)
    if standing.built:
        yield standing
    elif edition.delegates and not holds_order(outlook.output / name, packs):
        try:
            if outlook.planner.has_order(name):
                yield standing
        except PackError:
            yield standing
