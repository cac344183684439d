"""Documents → Publication: alone, or as the parts of one combined pack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from packbuilder.model import (
    Block,
    Contents,
    Document,
    Footer,
    Heading,
    Opening,
    OpeningLine,
    OpeningLogo,
    PageBreak,
    Part,
    Publication,
)
from packbuilder.model.marks import ART
from packbuilder.transforms.covers import THREE, art_of, count_chapters, pack_items
from packbuilder.transforms.guides import Guides
from packbuilder.transforms.link import list_documents, make_contents
from packbuilder.transforms.ties import tie

PROFILES = {"report": "reading", "briefing": "reading", "handout": "handout", "tool": "handout"}


@dataclass(frozen=True, slots=True)
class Imprint:
    """What an edition and a project put on every publication, in words.

    `kind` and `by`, which names the authors, are those of the document that it is made for. The
    first of its `logos` is its own; the others stand on covers alone.
    `foreign` gives the language of each that is not in that of the document, by its name.
    """

    edition: str
    version_line: str
    partnership: str
    event: str
    attribution: str
    contents: str
    page: str
    of: str
    mark: str = ""
    logos: tuple[OpeningLogo, ...] = ()
    series: str = ""
    licence: str = ""
    kind: str = ""
    by: str = ""
    foreign: Mapping[str, str] = field(default_factory=dict)


def assemble_document(document: Document, imprint: Imprint) -> Publication:
    """Make a publication of one document."""
    meta = document.meta
    opening = Opening(
        title=tie(full_title(document)),
        subtitle=meta.subtitle,
        lines=_lines(meta.credit or imprint.by, imprint, full=meta.cover),
        full_page=meta.cover,
        logos=imprint.logos if meta.cover else imprint.logos[:1],
        code=meta.tool,
        icon=meta.icon if meta.tool else "",
    )
    if meta.cover:
        art = art_of(document) or tuple(filter(None, (imprint.mark,)))
        opening = replace(
            opening,
            title=tie(meta.title),  # the code of a tool stands with its facts
            label=imprint.series,
            mark=f"{ART}{document.name}.svg" if art else "",
            art=art,
            rings=count_chapters(document),
        )
    part = replace(_part(document, imprint), opening=opening)
    return Publication(
        name=document.name,
        title=full_title(document),
        language=meta.language,
        parts=(part,),
        version=meta.version,
        updated=meta.updated,
        contents=_contents(document, imprint) if meta.contents else None,
        authors=meta.authors,
        description=meta.description,
        keywords=meta.keywords,
        rights=imprint.attribution,
    )


def assemble_pack(
    name: str,
    head: Document,
    documents: Sequence[Document],
    held: Mapping[str, Part],
    imprint: Imprint,
    guides: Guides,
) -> Publication:
    """Make one publication of several documents, and of the guides between them.

    `head` gives title, version and date, `imprint` is the pack's own. `held` are the documents as
    parts of it, by name.
    """
    meta, footer = head.meta, _footer(head.meta.title, imprint)
    found = {**held, **{guide.name: replace(guide, footer=footer) for guide in guides.parts}}
    parts = tuple(found[each] for each in guides.order)
    mark = tuple(filter(None, (imprint.mark,)))
    three = guides.dividers == THREE
    items = pack_items(documents, guides.dividers)
    opening = Opening(
        title=tie(meta.title),
        subtitle=meta.subtitle,
        lines=_lines("", imprint, full=True),
        full_page=True,
        label=imprint.series,
        mark=f"{ART}{name}.svg" if items or mark else "",
        art=(*items, *mark) if three else items or mark,
        rings=len(documents),
        three=three,
        logos=imprint.logos,
    )
    return Publication(
        name=name,
        title=meta.title,
        language=meta.language,
        parts=parts,
        version=meta.version,
        updated=meta.updated,
        opening=opening,
        contents=guides.contents or list_documents(imprint.contents, parts),
        footer=footer,
        authors=tuple(dict.fromkeys(a for d in documents for a in d.meta.authors)),
        description=meta.description,
        keywords=tuple(dict.fromkeys(k for d in documents for k in d.meta.keywords)),
        rights=imprint.attribution,
    )


def lead_in(part: Part) -> Part:
    """Return a part that a divider leads to, which stands in place of its cover."""
    return replace(part, opening=None, follows=True)


def _contents(document: Document, imprint: Imprint) -> Contents:
    """List a document's sections, behind its cover and the sections without a number."""
    contents = make_contents(
        imprint.contents, document.blocks, document.meta.contents, document.name
    )
    contents = replace(contents, language=imprint.foreign.get("contents", ""))
    number = _first_numbered(document)
    first = document.blocks[number] if number else None
    return replace(contents, before=first.anchor if isinstance(first, Heading) else "")


def _first_numbered(document: Document) -> int:
    """Return the number of the block before which a contents page stands; 0 for the beginning."""
    if document.meta.cover and document.meta.contents:
        for number, block in enumerate(document.blocks):
            if isinstance(block, Heading) and block.number:
                return number
    return 0


def _with_break(document: Document) -> tuple[Block, ...]:
    """Begin a page where contents are put in before it."""
    number, blocks = _first_numbered(document), document.blocks
    if not number or isinstance(blocks[number - 1], PageBreak):
        return blocks
    return (*blocks[:number], PageBreak(), *blocks[number:])


def full_title(document: Document) -> str:
    """Return a document's title, a tool's with its id."""
    return f"{document.meta.tool} {document.meta.title}".strip()


def _part(document: Document, imprint: Imprint) -> Part:
    return Part(
        name=document.name,
        title=full_title(document),
        profile=PROFILES[document.meta.kind],
        blocks=_with_break(document),
        footnotes=tuple(document.footnotes.values()),
        footer=replace(_footer(full_title(document), imprint), code=document.meta.tool),
        language=document.meta.language,
        landscape=document.meta.orientation == "landscape",
        file=document.span.path,
    )


def _footer(title: str, imprint: Imprint) -> Footer:
    edition = " · ".join(filter(None, (imprint.edition, imprint.version_line)))
    names = [name for name in ("edition", "version_line") if getattr(imprint, name)] or ["page"]
    languages = {imprint.foreign.get(name, "") for name in names}
    language = languages.pop() if len(languages) == 1 else ""
    return Footer(title, edition, imprint.page, imprint.of, language=language)


def _lines(by: str, imprint: Imprint, full: bool) -> tuple[OpeningLine, ...]:
    """Return the lines below a title; a cover has more, in two columns at its bottom."""
    lines = [("partnership", imprint.partnership)]
    if full:
        lines += [
            ("event", imprint.event),
            ("kind", imprint.kind),
            ("authors", by or imprint.attribution),
            ("edition", imprint.edition),
            ("version_line", imprint.version_line),
            ("attribution", imprint.licence or (imprint.attribution if by else "")),
        ]
    names = {"authors": "by" if by and by == imprint.by else ""}
    return tuple(
        OpeningLine(_ROLES.get(name, name), text, imprint.foreign.get(names.get(name, name), ""))
        for name, text in lines
        if text
    )


_ROLES = {"version_line": "version"}
"""Lines that have another name than their role."""
