"""What earlier commands read and checked, kept by what it was made from: most of it has not changed
since.

What is not saved yet is not kept.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pickle import UnpicklingError

from packbuilder.diagnostics import Diagnostic
from packbuilder.model import Document
from packbuilder.pipeline.records import hash_of, pack_record, unpack_record
from packbuilder.readers import read_document
from packbuilder.rules.content import check_document
from packbuilder.settings.project import Project
from packbuilder.storage.cache import Artifact, Store, kept_results
from packbuilder.storage.source import Source
from packbuilder.theme import Theme

_FILES = "files"
"""The files that a document comes from, by path, with their hashes."""


def read_or_recall(source: Source, path: str) -> Document:
    """Return a document; raise `PackError` with its mistakes."""
    store = None if path in source.unsaved else kept_results()
    if store is None:
        return read_document(source, path)
    key = hash_of("document", path, source.sha256(path))
    found = store.get(key)
    if found and _are_same(found.facts.get(_FILES, {}), source):
        document = _unpack(found)
        if isinstance(document, Document):
            return document
    document = read_document(source, path)
    _keep(store, key, document, {_FILES: {file: source.sha256(file) for file in document.sources}})
    return document


def check_or_recall(
    source: Source, document: Document, theme: Theme, settings: Project
) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a document in the form of an edition."""
    store = None if source.unsaved else kept_results()
    if store is None:
        return tuple(check_document(document, theme, settings))
    key = hash_of("checked", document, settings, *theme.look)
    found = store.get(key)
    problems = _unpack(found) if found else None
    if isinstance(problems, tuple):
        return problems
    problems = tuple(check_document(document, theme, settings))
    _keep(store, key, problems, {})
    return problems


def _are_same(files: Mapping[str, str], source: Source) -> bool:
    return all(source.exists(file) and source.sha256(file) == files[file] for file in files)


def _unpack(found: Artifact) -> object:
    """Return a record that was kept; nothing where it is not as it was."""
    with contextlib.suppress(UnpicklingError):
        return unpack_record(found.data)
    return None


def _keep(store: Store, key: str, record: object, facts: dict[str, object]) -> None:
    with contextlib.suppress(OSError):  # without room, the next one does it again
        store.put(key, pack_record(record), facts)
