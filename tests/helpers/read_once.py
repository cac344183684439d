"""Documents that many tests read, each parsed once in every process that tests.

Only reading through whole projects is spared: tests of readers call these themselves.
"""

from __future__ import annotations

import pytest

from packbuilder.model import Document
from packbuilder.pipeline import texts
from packbuilder.readers import read_document
from packbuilder.storage.source import Source


def keep_documents(patch: pytest.MonkeyPatch) -> None:
    """Take a document that was read before where all files that it comes from hold the same."""
    known: dict[tuple[str, str], tuple[Source, Document]] = {}

    def read_once(source: Source, path: str) -> Document:
        key = path, source.read_text(path)
        if key in known:
            before, document = known[key]
            if all(source.is_as_in(before, each) for each in document.sources):
                return document
        document = read_document(source, path)
        known[key] = source, document
        return document

    patch.setattr(texts, "read_document", read_once)
