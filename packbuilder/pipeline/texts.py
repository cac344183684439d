"""Markdown files → documents as read, with their shared files in place, each read once."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from packbuilder.diagnostics import Diagnostic, PackError, Span
from packbuilder.model import (
    ABOUT,
    TOOL_NOTICE,
    Arrangement,
    Block,
    Document,
    Heading,
    Include,
    Metadata,
    Text,
)
from packbuilder.pipeline.cached import cached_document, cached_shared_text
from packbuilder.pipeline.phrases import about_title
from packbuilder.readers import SharedText
from packbuilder.settings.document_names import DocumentNames
from packbuilder.settings.edition import list_editions
from packbuilder.settings.pack import list_packs
from packbuilder.settings.project import PROJECT, Project
from packbuilder.settings.schema import place
from packbuilder.storage.source import Source
from packbuilder.theme import Theme
from packbuilder.transforms.include import include_shared, with_all_notes
from packbuilder.transforms.link import name_targets

Faults = Mapping[str, tuple[Diagnostic, ...]]
"""The mistakes, by path, of files that cannot be used."""


@dataclass(frozen=True)
class Texts:
    """Documents by name, and what is wrong with those that cannot be read.

    The section that closes every document is among them under its own name; `notice` and `formats`
    are its pieces. Of documents with mistakes, `damaged` has what can be searched for more of them.
    """

    documents: Mapping[str, Document]
    faults: Faults
    notice: tuple[Block, ...] = ()
    formats: tuple[Block, ...] = ()
    damaged: Mapping[str, Document] = field(default_factory=dict)


def read_texts(
    source: Source,
    settings: Project,
    theme: Theme,
    paths: Mapping[str, str],
    kept: Mapping[str, Document],
) -> Texts:
    """Read all documents but those that are `kept`, and write the section that closes each."""
    shared = _SharedFiles(source, settings.language)
    found: dict[str, Document] = dict(kept)
    damaged: dict[str, Document] = {}
    faults: dict[str, tuple[Diagnostic, ...]] = {}
    for name, path in paths.items():
        if name in kept:
            continue
        try:
            document = cached_document(source, path, settings.language)
            wrong = document.warnings
        except PackError as error:
            faults[path] = wrong = error.diagnostics
            if not isinstance(error.rest, Document):
                continue
            document = error.rest
        document, faulty = shared.include(document)
        if faulty or path in faults:
            faults[path] = (*wrong, *faulty)
            damaged[name] = with_all_notes(document)
        else:
            found[name] = document
    found = {name: found[name] for name in paths if name in found}
    notice = _ask_for(source, settings, "notice")
    formats = _ask_for(source, settings, "formats_statement")
    about = _about(settings, theme, (*formats, *notice), found.values())
    lines = _ask_for(source, settings, "tool_notice")
    names = document_names(source, paths, found | damaged)
    found, damaged = (
        {name: name_targets(document, names.find) for name, document in some.items()}
        for some in (found, damaged)
    )
    asked = {ABOUT: about} | ({TOOL_NOTICE: _tool_notice(about, lines)} if lines else {})
    pieces = [*asked.values(), *(replace(about, blocks=piece) for piece in (notice, formats))]
    made = [shared.include(piece) for piece in pieces]
    if wrong := tuple(dict.fromkeys(problem for _, faulty in made for problem in faulty)):
        return Texts(found, faults | {PROJECT: wrong}, damaged=damaged)
    *whole, last_notice, last_formats = (document for document, _ in made)
    closing = dict(zip(asked, whole, strict=True))
    return Texts(found | closing, faults, last_notice.blocks, last_formats.blocks, damaged)


def document_names(
    source: Source, paths: Iterable[str], documents: Mapping[str, Document]
) -> DocumentNames:
    """Return what documents are called, and what packs and editions are, which are none; of
    documents that cannot be read, only the name is known.
    """
    codes = {name: documents[name].meta.tool if name in documents else "" for name in paths}
    packs = dict.fromkeys(list_packs(source), "a pack")
    return DocumentNames(codes, dict.fromkeys(list_editions(source), "an edition") | packs)


def unchanged_documents(
    source: Source, paths: Mapping[str, str], before: Source, documents: Mapping[str, Document]
) -> dict[str, Document]:
    """Return the documents read from `before` whose files hold the same in `source`."""
    return {
        name: document
        for name, document in documents.items()
        if document.span.path == paths.get(name)
        and all(source.is_as_in(before, path) for path in document.sources)
    }


class _SharedFiles:
    """Shared files, each read once, with the warnings that reading gave."""

    def __init__(self, source: Source, language: str) -> None:
        self._source = source
        self._language = language
        self._read: dict[str, SharedText] = {}
        self._faults: dict[str, tuple[Diagnostic, ...]] = {}

    def include(self, document: Document) -> tuple[Document, tuple[Diagnostic, ...]]:
        """Put shared files in place, as far as they can be read; return also what is wrong."""
        missing: list[Diagnostic] = []

        def read(path: str, asked: Span) -> tuple[Block, ...]:
            try:
                return self._text(path, asked).blocks
            except PackError as error:  # there is no such file
                missing.extend(error.diagnostics)
                return ()

        included, loops = include_shared(document, read)
        paths = [path for path in included.sources if path in self._read]
        others = [self._read[path] for path in paths]
        sources = dict.fromkeys((*included.sources, *(p for each in others for p in each.sources)))
        warnings = (*document.warnings, *(w for each in others for w in each.warnings))
        faulty = (problem for path in paths for problem in self._faults.get(path, ()))
        wrong = (*missing, *loops, *faulty)
        return replace(included, sources=tuple(sources), warnings=warnings), wrong

    def _text(self, path: str, asked: Span) -> SharedText:
        """Return a shared file as far as it can be read; raise `PackError` when there is none."""
        if path not in self._read:
            try:
                text = cached_shared_text(self._source, path, self._language, asked)
            except PackError as error:
                if not isinstance(error.rest, SharedText):
                    raise
                text, self._faults[path] = error.rest, error.diagnostics
            self._read[path] = text
        return self._read[path]


def _about(
    settings: Project, theme: Theme, pieces: Iterable[Block], documents: Iterable[Document]
) -> Document:
    """Return the last section of every document: source, licence, other formats."""
    title, blocks = about_title(settings, theme.labels), tuple(pieces)
    if title and blocks:
        words = Text(title) if settings.phrases.about else theme.labels.marked("about", title)
        blocks = (Heading(1, (words,), ABOUT, numbered=False), *blocks)
    meta = Metadata(
        title=title,
        kind="report",
        updated=max((document.meta.updated for document in documents), default=datetime.date.min),
        numbered=False,
        language=settings.language,
    )
    return Document(ABOUT, meta, blocks, span=Span(PROJECT))


def _tool_notice(about: Document, lines: tuple[Block, ...]) -> Document:
    """Return the few lines that end a tool."""
    return replace(about, name=TOOL_NOTICE, blocks=(Arrangement("notice", lines),))


def _ask_for(source: Source, settings: Project, key: str) -> tuple[Block, ...]:
    """Return an include of a piece of the last section, if the project names one."""
    file = getattr(settings, key)
    return (Include(file, span=place(source, PROJECT, key)),) if file else ()
