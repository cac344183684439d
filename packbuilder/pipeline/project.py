"""A project's folder → settings, theme, documents, packs and editions, each read once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from itertools import chain
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import TypeVar

from packbuilder.diagnostics import (
    NOWHERE,
    Code,
    Diagnostic,
    PackError,
    Span,
    fail,
    nearest,
    suggest,
)
from packbuilder.model import ABOUT, TOOL_NOTICE, Document, Waiver
from packbuilder.pipeline.checked_packs import read_checked_pack
from packbuilder.pipeline.texts import (
    Faults,
    Texts,
    document_names,
    read_texts,
    unchanged_documents,
)
from packbuilder.print_order import FOLDER
from packbuilder.rules.content.files import check_file_names
from packbuilder.rules.content.waivers import list_waivers
from packbuilder.settings.document_names import DocumentNames
from packbuilder.settings.edition import (
    EDITIONS,
    Edition,
    edition_path,
    list_editions,
    read_edition,
)
from packbuilder.settings.names import check_name
from packbuilder.settings.pack import (
    PACKS,
    Pack,
    list_packs,
    pack_path,
)
from packbuilder.settings.project import PROJECT, Project, no_project, read_project
from packbuilder.storage.saving import finish_saves
from packbuilder.storage.shipped import shipped
from packbuilder.storage.source import Source
from packbuilder.theme import Theme, read_templates, read_theme, with_language

T = TypeVar("T")

SHARED = "content/shared/"


@dataclass(frozen=True)
class LoadedProject:
    """What the files of a project say.

    `documents` maps names to paths, `texts` has what could be read of them. `settings_files` are
    those that every result depends on. `faults` are those of packs and editions; of the latter,
    `damaged` has what they say without their mistakes.
    """

    source: Source
    settings: Project
    theme: Theme
    settings_files: tuple[str, ...]
    documents: Mapping[str, str]
    texts: Texts
    packs: Mapping[str, Pack]
    editions: Mapping[str, Edition]
    faults: Faults
    damaged: Mapping[str, Edition] = field(default_factory=dict)

    def document(self, name: str) -> Document:
        """Return a document with its shared files in place; raise `PackError` with its mistakes."""
        _raise(self.texts.faults.get(self.documents[name]))
        return self.texts.documents[name]

    def pack(self, name: str) -> Pack:
        """Return a pack whose documents exist; raise `PackError` when there is none."""
        _raise(self.faults.get(pack_path(name)))
        if name not in self.pack_names:
            raise fail(Code.PACK_UNKNOWN, NOWHERE, *self._say_what_it_is(name))
        return self.packs[name]

    def _say_what_it_is(self, name: str) -> tuple[str, str]:
        """Return that a name is no pack's, and what to write instead."""
        if document := self.names.find(name):
            return f"“{name}” is a document, not a pack", self.say_where_it_is(document)
        if name in self.edition_names:
            help = f"write packbuilder build --edition {name}, with a pack or for all of its packs"
            return f"“{name}” is an edition, not a pack", help
        help, meant = suggest(name, self.pack_names), nearest(name, self.documents)
        if meant and not nearest(name, self.pack_names):
            help = f"did you mean the document “{meant}”? {self.say_where_it_is(meant)}"
        return f"there is no pack “{name}”", help

    def say_where_it_is(self, document: str) -> str:
        """Return which packs hold a document, the default one first, and how to build it alone."""
        first = self.settings.default_pack
        found = [name for name, pack in self.packs.items() if document in pack.all_documents]
        found.sort(key=lambda name: (name != first, name))
        faulty = [path for path in map(pack_path, self.pack_names) if path in self.faults]
        if not found and faulty:
            return f"correct {' and '.join(faulty)} first: see packbuilder check"
        if not found:
            return f"no pack contains {document}; add it to the documents of one"
        listed, command = ", ".join(found), f"packbuilder build {found[0]} --only {document}"
        return f"“{command}” builds it; packs that contain it: {listed}"

    def paths_of(self, documents: Iterable[str]) -> frozenset[str]:
        """Return the files of documents, with those of the shared texts in them."""
        read = self.texts.documents
        shared = (read[name].sources for name in documents if name in read)
        return frozenset(chain((self.documents[name] for name in documents), *shared))

    @cached_property
    def names(self) -> DocumentNames:
        """What people call the documents."""
        return document_names(self.source, self.documents, self.texts.documents)

    def edition(self, name: str) -> Edition:
        """Return the settings of an edition; raise `PackError` when there are none."""
        _raise(self.faults.get(edition_path(name)))
        if name in self.pack_names and name not in self.edition_names:
            help = f"to build it, write packbuilder build {name}; --edition takes an edition"
            raise fail(Code.EDITION_UNKNOWN, NOWHERE, f"“{name}” is a pack, not an edition", help)
        check_name(name, self.edition_names, Code.EDITION_UNKNOWN, "edition")
        return self.editions[name]

    @cached_property
    def pack_names(self) -> tuple[str, ...]:
        """The names of all packs, those with mistakes too."""
        return tuple(list_packs(self.source))

    @cached_property
    def edition_names(self) -> tuple[str, ...]:
        """The names of all editions, those with mistakes too."""
        return tuple(list_editions(self.source))

    @cached_property
    def waivers(self) -> tuple[Waiver, ...]:
        """What the content excuses."""
        return (
            *(
                Waiver((), rule, reason, "project", span=Span(PROJECT))
                for rule, reason in self.settings.excuse.items()
            ),
            *list_waivers(self.texts.documents.values()),
        )


def load_project(
    root: Path,
    before: LoadedProject | None = None,
    unsaved: Mapping[str, bytes] = MappingProxyType({}),
) -> LoadedProject:
    """Read the project in a folder; raise `PackError` with all that is wrong in its settings.

    What `before` has of files that still hold the same is taken from there; what is `unsaved`, by
    path, counts as saved. A save of several files that a crash has cut off is completed first.
    """
    source = Source(root, unsaved)
    finish_saves(root)
    documents, problems = _find_documents(source)
    if before is None or not _settings_stay(source, before):
        settings, theme, wrong = _read_settings(source)
        problems += wrong
        files, kept = source.paths(), dict[str, Document]()
    else:
        settings, theme, files = before.settings, before.theme, before.settings_files
        kept = unchanged_documents(source, documents, before.source, before.texts.documents)
    if problems:
        raise PackError(problems)
    return read_contents(source, settings, theme, documents, files, kept)


def load_damaged(root: Path) -> LoadedProject:
    """Read a project whose own settings have mistakes, without these, to look at all the rest of
    it; raise `PackError` when they cannot be left out.
    """
    source = Source(root)
    documents, _ = _find_documents(source)
    settings, theme, _ = _read_settings(source)
    return read_contents(source, settings, theme, documents)


def _read_settings(source: Source) -> tuple[Project, Theme, list[Diagnostic]]:
    """Return what is the same for all of a project, and what is wrong in it; raise `PackError` when
    nothing can be read without that.
    """
    problems: list[Diagnostic] = []
    try:
        settings = read_project(source)
    except PackError as error:
        problems += error.diagnostics
        unknown = Project(title="", default_pack="")
        settings = error.rest if isinstance(error.rest, Project) else unknown
    try:
        theme = read_theme(source)
    except PackError as error:
        problems += error.diagnostics
        try:
            usual = read_theme(Source(shipped("templates").parent))
        except PackError:  # not even its font is installed
            raise PackError(problems) from None
        theme = replace(usual, templates=read_templates(source))
    return settings, with_language(theme, settings.language), problems


def read_contents(
    source: Source,
    settings: Project,
    theme: Theme,
    documents: Mapping[str, str],
    settings_files: tuple[str, ...] = (),
    kept: Mapping[str, Document] = MappingProxyType({}),
) -> LoadedProject:
    """Read the documents, packs and editions of a project whose own settings are known.

    Documents that are `kept` are not read again.
    """
    texts = read_texts(source, settings, theme, documents, kept)
    names = document_names(source, documents, texts.documents)
    read = partial(read_checked_pack, source, theme, names)
    packs, wrong_packs, _ = _read_each(list_packs(source), read, pack_path)
    read_one = partial(_read_named_edition, source, settings, names)
    editions, wrong_editions, damaged = _read_each(list_editions(source), read_one, edition_path)
    return LoadedProject(
        source,
        settings,
        theme,
        settings_files,
        documents,
        texts,
        packs,
        editions,
        {**wrong_packs, **wrong_editions},
        {name: rest for name, rest in damaged.items() if isinstance(rest, Edition)},
    )


def _read_each(
    names: Iterable[str], read: Callable[[str], T], path_of: Callable[[str], str]
) -> tuple[dict[str, T], dict[str, tuple[Diagnostic, ...]], dict[str, object]]:
    """Read settings by their names; return them, the mistakes of the others by path, and what is
    left of these.
    """
    found: dict[str, T] = {}
    faults: dict[str, tuple[Diagnostic, ...]] = {}
    left: dict[str, object] = {}
    for name in names:
        try:
            found[name] = read(name)
        except PackError as error:
            faults[path_of(name)], left[name] = error.diagnostics, error.rest
    return found, faults, left


def _read_named_edition(
    source: Source, settings: Project, names: DocumentNames, name: str
) -> Edition:
    """Return an edition that names documents as they are called."""
    wrong: tuple[Diagnostic, ...] = ()
    try:
        edition = read_edition(source, name, settings.values)
    except PackError as error:
        if not isinstance(error.rest, Edition):
            raise
        edition, wrong = error.rest, error.diagnostics
    edition = replace(edition, leave_out=names.find_all(edition.leave_out))
    if wrong:
        raise PackError(wrong, edition)
    return edition


def _settings_stay(source: Source, before: LoadedProject) -> bool:
    """Whether the files that every result depends on hold the same now."""
    return all(source.is_as_in(before.source, path) for path in before.settings_files)


def _raise(faults: tuple[Diagnostic, ...] | None) -> None:
    if faults:
        raise PackError(faults)


def _find_documents(source: Source) -> tuple[dict[str, str], list[Diagnostic]]:
    """Return the documents of a project, with what is wrong with the names of files; raise
    `PackError` where there is no project.
    """
    if not source.exists(PROJECT):
        raise no_project()
    found: dict[str, str] = {}
    problems = []
    for path in source.find("content", ".md"):
        name = PurePosixPath(path).stem
        if path.startswith(SHARED) or name.isupper():
            continue  # parts of documents, and README or LICENSE
        if name in found or name in (ABOUT, TOOL_NOTICE):
            other = f": {found[name]}" if name in found else ", which the program makes"
            problems.append(
                Diagnostic(
                    Code.NAME_TWICE,
                    Span(path, 0),
                    f"there is already a document “{name}”{other}",
                    "rename one of the two files" if name in found else "rename the file",
                )
            )
        found[name] = path
    problems += check_file_names(_naming(source, found.values()))
    problems += _packs_like_the_order(source)
    return found, problems


def _packs_like_the_order(source: Source) -> Iterator[Diagnostic]:
    """Find packs whose folder would be that of the print order, whatever the case of letters."""
    for path in source.find(PACKS, ".yaml"):
        name = PurePosixPath(path).stem
        if name.casefold() == FOLDER:
            yield Diagnostic(
                Code.FILE_NAME,
                Span(path, 0),
                f"a pack cannot be called “{name}”, as its folder is that of the print order",
                "rename the file of the pack, for instance to “to-order.yaml”",
            )


def _naming(source: Source, documents: Iterable[str]) -> Iterator[str]:
    """List the files after which results are named."""
    yield from sorted(documents)
    yield from source.find(PACKS, ".yaml")
    yield from source.find(EDITIONS, ".yaml")
