"""Documents and editions that many tests read, each looked at once in every process that tests.

Only reading through whole projects is spared: tests of readers call these themselves. Editions
begin with what is the same in an earlier one, as those of a background process do.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar

import pytest

from packbuilder.model import Document
from packbuilder.pipeline import edition, project, texts
from packbuilder.pipeline.cached import cached_document
from packbuilder.pipeline.edition import PreparedEdition, form_edition
from packbuilder.pipeline.project import LoadedProject, read_contents
from packbuilder.pipeline.texts import unchanged_documents
from packbuilder.settings.edition import Edition
from packbuilder.settings.project import Project
from packbuilder.storage.source import Source
from packbuilder.theme import Theme, with_language

T = TypeVar("T")
Key = tuple[object, ...]

KEPT = 12
"""Projects, editions and looks that are remembered: the last ones."""


def keep_documents(patch: pytest.MonkeyPatch) -> None:
    """Take a document that was read before where all files that it comes from hold the same."""
    known: dict[tuple[str, str, str], tuple[Source, Document]] = {}

    def read_once(source: Source, path: str, language: str) -> Document:
        key = path, language, source.read_text(path)
        if key in known:
            before, document = known[key]
            if all(source.is_as_in(before, each) for each in document.sources):
                return document
        document = cached_document(source, path, language)
        known[key] = source, document
        return document

    patch.setattr(texts, "cached_document", read_once)


def keep_editions(patch: pytest.MonkeyPatch) -> None:
    """Take what is the same in the last project of the same documents and look, and in its edition
    of the same name.
    """
    themes: list[Theme] = []
    projects: dict[Key, LoadedProject] = {}
    editions: dict[Key, PreparedEdition] = {}

    def speak_once(theme: Theme, language: str) -> Theme:
        made = with_language(theme, language)
        if made not in themes:
            themes[:] = [*themes[1 - KEPT :], made]
        return themes[themes.index(made)]

    def read_again(
        source: Source,
        settings: Project,
        theme: Theme,
        documents: Mapping[str, str],
        files: tuple[str, ...] = (),
        kept: Mapping[str, Document] = MappingProxyType({}),
    ) -> LoadedProject:
        key = id(theme), *documents.items()
        before = projects.get(key)
        if before and before.settings == settings and not kept:
            kept = unchanged_documents(source, documents, before.source, before.texts.documents)
        return _keep(projects, key, read_contents(source, settings, theme, documents, files, kept))

    def form_again(
        loaded: LoadedProject,
        name: str,
        settings: Edition,
        before: PreparedEdition | None = None,
        *,
        glance: bool = False,
    ) -> PreparedEdition:
        key = name, id(loaded.theme), *loaded.documents.items()
        before = before or editions.get(key)
        return _keep(editions, key, form_edition(loaded, name, settings, before, glance=glance))

    patch.setattr(project, "with_language", speak_once)
    patch.setattr(project, "read_contents", read_again)
    patch.setattr(edition, "form_edition", form_again)


def _keep(kept: dict[Key, T], key: Key, made: T) -> T:
    kept.pop(key, None)
    kept[key] = made
    if len(kept) > KEPT:
        del kept[next(iter(kept))]
    return made


def read_as_users_do(patch: pytest.MonkeyPatch) -> None:
    """Let a test do without what this process has in memory."""
    patch.setattr(texts, "cached_document", cached_document)
    patch.setattr(project, "with_language", with_language)
    patch.setattr(project, "read_contents", read_contents)
    patch.setattr(edition, "form_edition", form_edition)
