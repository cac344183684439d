"""What earlier commands read and checked, kept by what it was made from: most of it has not changed
since.

What is not saved yet is not kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from packbuilder.diagnostics import NOWHERE, Diagnostic, Span
from packbuilder.model import Document
from packbuilder.readers import SharedText, read_blocks, read_document
from packbuilder.rules.content import check_document
from packbuilder.settings.project import Project
from packbuilder.storage.cache import kept_results
from packbuilder.storage.records import hash_of, keep_record, recall, unpack_kept
from packbuilder.storage.source import Source
from packbuilder.theme import Theme

Text = TypeVar("Text", Document, SharedText)


def read_or_recall(source: Source, path: str) -> Document:
    """Return a document; raise `PackError` with its mistakes."""
    return _recall_file(source, path, Document, lambda: read_document(source, path))


def share_or_recall(source: Source, path: str, asked: Span) -> SharedText:
    """Return a shared file, asked for at `asked`; raise `PackError` with its mistakes."""
    return _recall_file(source, path, SharedText, lambda: read_blocks(source, path, asked), asked)


def _recall_file(
    source: Source, path: str, kind: type[Text], read: Callable[[], Text], asked: Span = NOWHERE
) -> Text:
    """Return what a file is read as. The files that it comes from stand with it, by their hashes:
    data may have changed where the text has not.
    """
    store = None if path in source.unsaved else kept_results()
    if store is None:
        return read()
    key = hash_of(kind.__qualname__, path, source.read(path, asked).sha256)
    found = store.get(key)
    if found and _are_same(found.facts.get("files", {}), source):
        text = unpack_kept(found)
        if isinstance(text, kind):
            return text
    text = read()
    files = {file: source.sha256(file) for file in text.sources}
    keep_record(store, key, text, files=files)
    return text


def _are_same(files: Mapping[str, str], source: Source) -> bool:
    return all(source.exists(file) and source.sha256(file) == files[file] for file in files)


def check_or_recall(
    source: Source, document: Document, theme: Theme, settings: Project
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a document in the form of an edition."""

    def check() -> tuple[Diagnostic, ...]:
        return tuple(check_document(document, theme, settings))

    if source.unsaved:
        return check()
    return recall(tuple, ("checked", document, settings, *theme.look), check)
