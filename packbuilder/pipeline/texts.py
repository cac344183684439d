"""Markdown files → documents as read, with their shared files in place, each read once."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

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
from packbuilder.settings.project import PROJECT, Project
from packbuilder.settings.schema import place
from packbuilder.storage.source import Source
from packbuilder.theme import Theme
from packbuilder.transforms.include import include_shared
from packbuilder.transforms.link import name_targets

Faults = Mapping[str, tuple[Diagnostic, ...]]
"""The mistakes, by path, of files that cannot be used."""


@dataclass(frozen=True)
class Texts:
    """Documents by name, and what is wrong with those that cannot be read.

    The section that closes every document is among them under its own name; `notice` and `formats`
    are its pieces.
    """

    documents: Mapping[str, Document]
    faults: Faults
    notice: tuple[Block, ...] = ()
    formats: tuple[Block, ...] = ()


def read_texts(
    source: Source,
    settings: Project,
    theme: Theme,
    paths: Mapping[str, str],
    kept: Mapping[str, Document],
) -> Texts:
    """Read all documents but those that are `kept`, and write the section that closes each."""
    shared = _SharedFiles(source, settings.language)
    found: dict[str, Document] = {}
    faults: dict[str, tuple[Diagnostic, ...]] = {}
    for name, path in paths.items():
        known: tuple[Diagnostic, ...] = ()
        try:
            document = kept.get(name)
            if document is None:
                document = cached_document(source, path, settings.language)
                known = document.warnings
                document = shared.include(document)
            found[name] = document
        except PackError as error:
            faults[path] = (*known, *error.diagnostics)
    notice = _ask_for(source, settings, "notice")
    formats = _ask_for(source, settings, "formats_statement")
    about = _about(settings, theme, (*formats, *notice), found.values())
    lines = _ask_for(source, settings, "tool_notice")
    names = document_names(paths, found)
    found = {name: name_targets(document, names.find) for name, document in found.items()}
    try:
        whole = shared.include(about)
        short = {TOOL_NOTICE: shared.include(_tool_notice(about, lines))} if lines else {}
        notice, formats = (
            shared.include(replace(about, blocks=piece)).blocks for piece in (notice, formats)
        )
    except PackError as error:
        return Texts(found, faults | {PROJECT: error.diagnostics})
    return Texts(found | {ABOUT: whole} | short, faults, notice, formats)


def document_names(paths: Iterable[str], documents: Mapping[str, Document]) -> DocumentNames:
    """Return what documents are called; of those that cannot be read, only the name is known."""
    return DocumentNames(
        {name: documents[name].meta.tool if name in documents else "" for name in paths}
    )


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

    def include(self, document: Document) -> Document:
        """Put shared files in place; raise `PackError` when one cannot be read."""
        included = include_shared(document, self._blocks)
        others = [self._read[path] for path in included.sources if path in self._read]
        sources = dict.fromkeys((*included.sources, *(p for each in others for p in each.sources)))
        warnings = (*document.warnings, *(w for each in others for w in each.warnings))
        return replace(included, sources=tuple(sources), warnings=warnings)

    def _blocks(self, path: str, asked: Span) -> tuple[Block, ...]:
        if path not in self._read:
            self._read[path] = cached_shared_text(self._source, path, self._language, asked)
        return self._read[path].blocks


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
