"""Documents → Publication: alone, or as the parts of one combined pack."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from packbuilder.model import (
    Block,
    Document,
    Footer,
    Heading,
    Opening,
    OpeningLine,
    Part,
    Publication,
    Text,
    rewrite_blocks,
)
from packbuilder.transforms.link import make_contents

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
    )
    part = replace(_part(document, full_title(document), document.blocks, imprint), opening=opening)
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
    imprint: Imprint,
) -> Publication:
    """Make one publication of several documents; `head` gives title, version and date."""
    meta = head.meta
    parts = tuple(
        _part(document, meta.title, _as_part(document), imprint) for document in documents
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
    blocks = [block for part in parts for block in part.blocks]
    return Publication(
        name=name,
        title=meta.title,
        language=meta.language,
        parts=parts,
        version=meta.version,
        updated=meta.updated,
        opening=opening,
        contents=make_contents(imprint.contents, blocks, 2),
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


def _part(document: Document, title: str, blocks: tuple[Block, ...], imprint: Imprint) -> Part:
    return Part(
        name=document.name,
        title=full_title(document),
        profile=PROFILES[document.meta.kind],
        blocks=blocks,
        footnotes=tuple(document.footnotes.values()),
        footer=_footer(title, imprint),
        language=document.meta.language,
        landscape=document.meta.orientation == "landscape",
    )


def _footer(title: str, imprint: Imprint) -> Footer:
    edition = f"{imprint.edition} · {imprint.version_line}"
    return Footer(title, edition, imprint.page, imprint.of)


def _as_part(document: Document) -> tuple[Block, ...]:
    """Begin with the document's title as a heading, all others one level lower."""

    def lower(block: Block) -> Iterable[Block]:
        return [replace(block, level=block.level + 1) if isinstance(block, Heading) else block]

    title = Heading(
        1,
        (Text(full_title(document), span=document.span),),
        f"{document.name}.",
        numbered=False,
        span=document.span,
        id=document.name,
    )
    return (title, *rewrite_blocks(document.blocks, lower))


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
