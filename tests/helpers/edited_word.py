"""Word files of documents, and the same with edits as Word writes them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.project import load_project
from packbuilder.pipeline.publications import compose_document, compose_pack
from packbuilder.writers.docx.document import write_document

TEXT = "word/document.xml"


def word_of(project: Path, name: str, edition: str = "standard") -> bytes:
    """Return the Word file of a document."""
    prepared = prepare_edition(load_project(project), edition)
    return write_document(compose_document(prepared, name).publication, prepared.theme)


def pack_of(project: Path, name: str, edition: str = "standard") -> bytes:
    """Return the combined Word file of a pack."""
    prepared = prepare_edition(load_project(project), edition)
    pack = prepared.project.packs[name]
    return write_document(compose_pack(prepared, name, pack).publication, prepared.theme)


def edited(data: bytes, old: str, new: str, part: str = TEXT) -> bytes:
    """Change XML in a part of a Word file; it has to be there."""
    text = parts_of(data)[part].decode()
    assert old in text, f"{part} does not hold {old!r}"
    return with_parts(data, {part: text.replace(old, new, 1).encode()})


def parts_of(data: bytes) -> dict[str, bytes]:
    """Unpack a file."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def with_parts(data: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return a file with some parts replaced or added."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in {**parts_of(data), **parts}.items():
            package.writestr(name, content)
    return packed.getvalue()


def without_part(data: bytes, name: str) -> bytes:
    """Return a file without a part."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for each, content in parts_of(data).items():
            if each != name:
                package.writestr(each, content)
    return packed.getvalue()
