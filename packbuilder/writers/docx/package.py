"""Parts → the bytes of a .docx, the same for the same parts.

The package is built up from nothing with python-docx, so that nothing of a template is left in it;
its parts are empty there and get their bytes in the archive.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.package import Package

from packbuilder.model import Publication
from packbuilder.writers.docx.archive import write_archive
from packbuilder.writers.docx.relations import Relation
from packbuilder.writers.docx.xml import DECLARATION

_FIRST = "[Content_Types].xml"
_APPLICATION: Final = (
    f"{DECLARATION}<Properties "
    'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>packbuilder</Application></Properties>"
).encode()

_OPEN = "application/vnd.openxmlformats-officedocument."
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

CONTENT_TYPES: Final = {
    "document": f"{_OPEN}wordprocessingml.document.main+xml",
    "styles": f"{_OPEN}wordprocessingml.styles+xml",
    "numbering": f"{_OPEN}wordprocessingml.numbering+xml",
    "settings": f"{_OPEN}wordprocessingml.settings+xml",
    "fontTable": f"{_OPEN}wordprocessingml.fontTable+xml",
    "footnotes": f"{_OPEN}wordprocessingml.footnotes+xml",
    "footer": f"{_OPEN}wordprocessingml.footer+xml",
    "theme": f"{_OPEN}theme+xml",
    "font": f"{_OPEN}obfuscatedFont",
    "extended-properties": f"{_OPEN}extended-properties+xml",
    "custom-properties": f"{_OPEN}custom-properties+xml",
    "customXmlProps": f"{_OPEN}customXmlProperties+xml",
    "customXml": "application/xml",
    "jpg": "image/jpeg",
    "png": "image/png",
    "svg": "image/svg+xml",
}


@dataclass
class PackagePart:
    """One part to be packed. `kind` names its content type and how others relate to it;
    `relations` are those its XML names, `implied` are parts it needs without naming them.
    """

    name: str
    kind: str
    data: bytes
    relations: list[Relation] = field(default_factory=list)
    implied: list[str] = field(default_factory=list)


def pack(publication: Publication, parts: list[PackagePart]) -> bytes:
    """Pack the parts; the first one is the document."""
    parts = [*parts, PackagePart("/docProps/app.xml", "extended-properties", _APPLICATION)]
    package = Package()
    known = {part.name: part for part in parts}
    opened = {
        part.name: Part(PackURI(part.name), CONTENT_TYPES[part.kind], b"", package)
        for part in parts
    }
    for part in parts:
        relating = opened[part.name]
        for relation in part.relations:
            target = relation.target if relation.external else opened[relation.target]
            relating.rels.add_relationship(relation.kind, target, relation.id, relation.external)
        for name in part.implied:
            relating.relate_to(opened[name], f"{_KINDS}{known[name].kind}")
    package.relate_to(opened[parts[0].name], f"{_KINDS}officeDocument")
    for part in parts:
        if part.name.startswith("/docProps/"):
            package.relate_to(opened[part.name], f"{_KINDS}{part.kind}")
    _describe(package, publication)
    return write_archive(_files(package, known))


LONGEST = 255
"""Characters of a core property."""


def _describe(package: Package, publication: Publication) -> None:
    """Fill in the core properties, of which none may come from a clock or a login."""
    core = package.core_properties
    date = datetime.datetime.combine(publication.updated, datetime.time())
    core.title = _short(publication.title)
    core.author = core.last_modified_by = _short("; ".join(publication.authors))
    core.subject = core.comments = _short(publication.description)
    core.keywords = _short(", ".join(publication.keywords))
    core.language = publication.language
    core.version = publication.version
    core.identifier = publication.name
    core.created = core.modified = date
    core.revision = 1


def _short(text: str) -> str:
    """Keep what Word shows of a property: 255 characters, cut between words."""
    return text if len(text) <= LONGEST else text[:LONGEST].rpartition(" ")[0].rstrip(",;")


def _files(package: Package, known: Mapping[str, PackagePart]) -> dict[str, bytes]:
    """List a package's files by name, content types first, with the bytes of the parts."""
    stream = io.BytesIO()
    package.save(stream)
    with zipfile.ZipFile(stream) as saved:
        names = sorted(saved.namelist(), key=lambda name: (name != _FIRST, name))
        return {
            name: known[f"/{name}"].data if f"/{name}" in known else saved.read(name)
            for name in names
        }
