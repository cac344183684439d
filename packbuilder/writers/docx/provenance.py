"""Where each block came from, in the document itself: what lets an edited copy find its source.

Out: a custom XML part that says from which edition the file was made, and lists its documents and
the bookmarks, with the text of the file as it was written, and what the pack it was delivered in
made of it: its variant, the pages that begin in it and those its contents show;
the properties of that part; and docProps/custom.xml with a hash of the content, which survives
programs that drop custom XML.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Final

from packbuilder.model import Publication, forms_of, page_numbers
from packbuilder.model.variants import USUAL
from packbuilder.writers.docx.bookmarks import BlockBookmark
from packbuilder.writers.docx.xml import DECLARATION, xml_attribute, xml_text

SCHEMA: Final = "urn:packbuilder:provenance:2"
ITEM: Final = "{6B1F6D0A-3C57-4E0B-9A5C-2D0F5F1E7A41}"
"""The name of our custom XML part in every document, as Word wants a GUID."""

_DATA_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_USER_DEFINED = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def write_provenance(
    publication: Publication, variant: str, marks: Iterable[BlockBookmark], base: str
) -> bytes:
    """Write the list of blocks; `base` is the text of the file, packed."""
    files = {part.file: part.name for part in publication.parts if part.file}
    lines = [
        *(_part(name, file) for file, name in files.items()),
        *(_block(mark, files.get(mark.block.span.path, mark.part)) for mark in marks),
        *(f'<start anchor="{xml_attribute(each)}"/>' for each in sorted(publication.page_starts)),
        *(
            f'<page anchor="{xml_attribute(anchor)}" number="{number}"/>'
            for anchor, number in page_numbers(publication).items()
        ),
    ]
    named = {"variant": variant if variant != USUAL else "", "handed-to": publication.handed_to}
    made = "".join(f' {name}="{value}"' for name, value in named.items() if value)
    return (
        f'{DECLARATION}<pack xmlns="{SCHEMA}" schema="2" name="{xml_attribute(publication.name)}" '
        f'edition="{xml_attribute(publication.edition)}" '
        f'version="{xml_attribute(publication.version)}" '
        f'updated="{publication.updated.isoformat()}"{made}>'
        f'{"".join(lines)}<base encoding="json+zlib+base64">{base}</base></pack>'
    ).encode()


def item_properties() -> bytes:
    """Write the properties of the custom XML part."""
    return (
        f'{DECLARATION}<ds:datastoreItem ds:itemID="{ITEM}" xmlns:ds="{_DATA_STORE}">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{SCHEMA}"/></ds:schemaRefs></ds:datastoreItem>'
    ).encode()


def custom_properties(publication: Publication, build: str) -> bytes:
    """Write docProps/custom.xml."""
    values = {"Build": build, "Version": publication.version, "Rights": publication.rights}
    for form in forms_of(publication):
        values[f"Form {form.name}"] = f"version {form.version}, fields {form.digest}"
    inner = "".join(
        f'<property fmtid="{_USER_DEFINED}" pid="{pid}" name="{xml_attribute(name)}">'
        f"<vt:lpwstr>{xml_text(text)}</vt:lpwstr></property>"
        for pid, (name, text) in enumerate(values.items(), 2)
        if text
    )
    return (
        f'{DECLARATION}<Properties xmlns="{_PROPERTIES}" xmlns:vt="{_TYPES}">{inner}</Properties>'
    ).encode()


def build_id(contents: Iterable[bytes]) -> str:
    """Return the hash of a document's content."""
    digest = hashlib.sha256()
    for content in contents:
        digest.update(hashlib.sha256(content).digest())
    return digest.hexdigest()


def _part(name: str, file: str) -> str:
    return f'<part name="{xml_attribute(name)}" file="{xml_attribute(file)}"/>'


def _block(mark: BlockBookmark, part: str) -> str:
    span = mark.block.span
    return (
        f'<block id="{xml_attribute(mark.block.id)}" bookmark="{mark.name}" '
        f'kind="{type(mark.block).__name__}" file="{xml_attribute(span.path)}" line="{span.line}" '
        f'end="{max(span.end_line, span.line)}" part="{xml_attribute(part)}"/>'
    )
