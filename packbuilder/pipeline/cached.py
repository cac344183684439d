"""What earlier commands read and checked, kept by what it was made from: most of it has not changed
since.

What is not saved yet is not kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import TypeVar

from packbuilder.diagnostics import NOWHERE, Diagnostic, Span
from packbuilder.model import Document
from packbuilder.readers import SharedText, read_blocks, read_document
from packbuilder.rules.content import check_document
from packbuilder.rules.content.characters import check_labels
from packbuilder.rules.content.look import check_look
from packbuilder.rules.content.phones import check_phone
from packbuilder.settings.project import Project
from packbuilder.settings.schema import places
from packbuilder.storage.cache import cache_store
from packbuilder.storage.records import (
    cache_record,
    cached_record,
    hash_object,
    hash_of,
    load_cached,
)
from packbuilder.storage.source import Source
from packbuilder.theme import TOKENS, Theme
from packbuilder.theme.labels import labels_path

Text = TypeVar("Text", Document, SharedText)


def cached_document(source: Source, path: str, language: str) -> Document:
    """Return a document, in the language given unless it says another; raise `PackError` with its
    mistakes.
    """

    def read() -> Document:
        return read_document(source, path, language)

    return _cached_text(source, path, language, Document, read)


def cached_shared_text(source: Source, path: str, language: str, asked: Span) -> SharedText:
    """Return a shared file in a language, asked for at `asked`; raise `PackError` with its
    mistakes.
    """

    def read() -> SharedText:
        return read_blocks(source, path, asked, language)

    return _cached_text(source, path, language, SharedText, read, asked)


def _cached_text(
    source: Source,
    path: str,
    language: str,
    kind: type[Text],
    read: Callable[[], Text],
    asked: Span = NOWHERE,
) -> Text:
    """Return what a file is read as. The files that it comes from stand with it, by their hashes:
    data may have changed where the text has not.
    """
    store = None if path in source.unsaved else cache_store()
    if store is None:
        return read()
    key = hash_of(kind.__qualname__, path, language, source.read(path, asked).sha256)
    found = store.get(key)
    if found and _are_same(found.facts.get("files", {}), source):
        text = load_cached(found)
        if isinstance(text, kind):
            return text
    text = read()
    files = {file: source.sha256(file) for file in text.sources}
    cache_record(store, key, text, files=files)
    return text


def _are_same(files: Mapping[str, str], source: Source) -> bool:
    return all(source.exists(file) and source.sha256(file) == files[file] for file in files)


def cached_problems(
    source: Source, document: Document, theme: Theme, settings: Project
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a document in the form of an edition, each thing once in a line."""

    def check() -> tuple[Diagnostic, ...]:
        return tuple(dict.fromkeys(check_document(document, theme, settings)))

    return _cached_problems(
        source, document.sources, (document, settings, hash_object(theme.look)), check
    )


def cached_look_problems(source: Source, theme: Theme) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the tokens, the style sheets and the labels of a project."""
    files = {language: labels_path(language) for language in theme.languages}

    def check() -> tuple[Diagnostic, ...]:
        labels = (
            check_labels(theme.languages[language], places(source, path), theme.characters)
            for language, path in files.items()
        )
        return tuple(chain(check_look(theme, places(source, TOKENS)), *labels))

    read = (TOKENS, *files.values(), *(f"templates/{name}" for name in theme.templates))
    written = [source.sha256(path) for path in (TOKENS, *files.values())]
    return _cached_problems(source, read, ("look", written, *theme.look), check)


def cached_phone_problems(text: str, language: str, where: Span) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a telephone number; opening the numbers of all countries takes as
    long as much of a build in which nothing has changed.
    """
    key = ("phone", text, language, where)
    return cached_record(tuple, key, lambda: tuple(check_phone(text, language, where)))


def _cached_problems(
    source: Source,
    files: Iterable[str],
    checked: Sequence[object],
    check: Callable[[], tuple[Diagnostic, ...]],
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with what was read from some files."""
    if not source.unsaved.keys().isdisjoint(files):
        return check()
    return cached_record(tuple, ("checked", *checked), check)
