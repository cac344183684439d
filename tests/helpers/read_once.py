"""Documents that many tests read, each looked at once in every process that tests.

Only reading through whole projects is spared: tests of readers call these themselves.
"""

from __future__ import annotations

import pytest

from packbuilder.model import Document
from packbuilder.pipeline import texts
from packbuilder.pipeline.cached import cached_document
from packbuilder.storage.source import Source


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


def read_as_users_do(patch: pytest.MonkeyPatch) -> None:
    """Let a test do without what this process has in memory."""
    patch.setattr(texts, "cached_document", cached_document)
