"""Documents → Publication: alone, or as the parts of one combined pack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from packbuilder.model import (
    Document,
    Footer,
    Metadata,
    Opening,
    OpeningLine,
    Part,
    Publication,
)
from packbuilder.transforms.link import list_documents, make_contents

PROFILES = {"report": "reading", "briefing": "reading", "handout": "handout", "tool": "handout"}


@dataclass(frozen=True, slots=True)
class Imprint:
    """What an edition and a project put on every publication, in words."""

    edition: str
    version_line: str
    partnership: str
    event: str
    attribution: str
    contents: str
    page: str
    of: str
    blank_page: str
    mark: str = ""
    logo: str = ""
    logo_alt: str = ""


def assemble_document(document: Document, imprint: Imprint, by: str) -> Publication:
    """Make a publication of one document. `by` names its authors in words."""
    meta = document.meta
    opening = Opening(
        title=full_title(document),
        subtitle=meta.subtitle,
        lines=_lines(meta.credit or by, imprint, full=meta.cover),
        full_page=meta.cover,
        mark=imprint.mark if meta.cover else "",
        logo=imprint.logo,
        logo_alt=imprint.logo_alt,
        code=_code(meta),
        icon=meta.icon if meta.kind == "tool" else "",
    )
    part = replace(_part(document, imprint), opening=opening)
    return Publication(
        name=document.name,
        title=full_title(document),
        language=meta.language,
        parts=(part,),
        version=meta.version,
        updated=meta.updated,
        contents=make_contents(imprint.contents, document.blocks, 2) if meta.contents else None,
        authors=meta.authors,
        description=meta.description,
        keywords=meta.keywords,
        rights=imprint.attribution,
        blank_page=imprint.blank_page,
    )


def assemble_pack(
    name: str,
    head: Document,
    documents: Sequence[Document],
    imprints: Mapping[str, Imprint],
    by: Mapping[str, str],
) -> Publication:
    """Make one publication of several documents, each as it is alone.

    `head` gives title, version and date; `by` names the authors of each document in words.
    `imprints` are those of the documents, whose dates differ, and of the pack under its own name.
    """
    meta, imprint = head.meta, imprints[name]
    parts = tuple(
        part
        for document in documents
        for part in assemble_document(document, imprints[document.name], by[document.name]).parts
    )
    opening = Opening(
        title=meta.title,
        subtitle=meta.subtitle,
        lines=_lines("", imprint, full=True),
        full_page=True,
        mark=imprint.mark,
        logo=imprint.logo,
        logo_alt=imprint.logo_alt,
    )
    return Publication(
        name=name,
        title=meta.title,
        language=meta.language,
        parts=parts,
        version=meta.version,
        updated=meta.updated,
        opening=opening,
        contents=list_documents(imprint.contents, parts),
        footer=_footer(meta.title, imprint),
        authors=tuple(dict.fromkeys(a for d in documents for a in d.meta.authors)),
        description=meta.description,
        keywords=tuple(dict.fromkeys(k for d in documents for k in d.meta.keywords)),
        rights=imprint.attribution,
        blank_page=imprint.blank_page,
    )


def full_title(document: Document) -> str:
    """Give a document's title, a tool's with its id."""
    return f"{document.meta.tool} {document.meta.title}".strip()


def _code(meta: Metadata) -> str:
    """Give the code that a tool's title begins with."""
    return meta.tool if meta.kind == "tool" else ""


def _part(document: Document, imprint: Imprint) -> Part:
    return Part(
        name=document.name,
        title=full_title(document),
        profile=PROFILES[document.meta.kind],
        blocks=document.blocks,
        footnotes=tuple(document.footnotes.values()),
        footer=replace(_footer(full_title(document), imprint), code=_code(document.meta)),
        language=document.meta.language,
        landscape=document.meta.orientation == "landscape",
    )


def _footer(title: str, imprint: Imprint) -> Footer:
    edition = " · ".join(filter(None, (imprint.edition, imprint.version_line)))
    return Footer(title, edition, imprint.page, imprint.of)


def _lines(by: str, imprint: Imprint, full: bool) -> tuple[OpeningLine, ...]:
    lines = [("partnership", imprint.partnership)]
    if full:
        lines += [
            ("event", imprint.event),
            ("authors", by),
            ("edition", imprint.edition),
            ("version", imprint.version_line),
            ("attribution", imprint.attribution),
        ]
    return tuple(OpeningLine(role, text) for role, text in lines if text)
