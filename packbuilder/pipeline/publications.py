"""The documents of an edition → publications: plain data that a writer turns into files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from packbuilder.diagnostics import Span
from packbuilder.model import (
    ABOUT,
    TOOL_NOTICE,
    Document,
    Heading,
    Metadata,
    Opening,
    Part,
    Picture,
    Publication,
    images_of,
)
from packbuilder.pipeline.edition import PreparedEdition
from packbuilder.pipeline.imprint import by_line, make_imprint
from packbuilder.pipeline.phrases import cover_mark
from packbuilder.pipeline.pictures import picture_file, read_pictures
from packbuilder.settings.edition import edition_path
from packbuilder.settings.pack import Pack
from packbuilder.theme import Theme
from packbuilder.theme.art import draw_opening
from packbuilder.theme.marks import draw_marks
from packbuilder.transforms.assemble import Imprint, assemble_document, assemble_pack, lead_in
from packbuilder.transforms.guides import guide_alone, make_guides, rests_on_table
from packbuilder.transforms.large_print import lower_rows
from packbuilder.transforms.link import link_document, quoted_documents
from packbuilder.transforms.posters import cut_poster
from packbuilder.transforms.tools import mark_backs


class SourcedPublication(NamedTuple):
    """A publication, and the files it comes from."""

    publication: Publication
    sources: tuple[str, ...]


def compose_document(
    edition: PreparedEdition,
    name: str,
    theme: Theme | None = None,
    pack: Pack | None = None,
) -> SourcedPublication:
    """Make the publication of one document, which links to others of the `pack` it is joined with.

    Its drawings have the colours of `theme`, or else of the edition's own.
    """
    whole = _whole(edition, name, theme, pack)
    joined = (*pack.documents, ABOUT) if pack else ()
    linked = link_document(whole, [name], edition.targets, joined)
    by = by_line(whole, edition.project.theme.labels_for(whole.meta.language))
    publication = assemble_document(linked, make_imprint(edition, whole.meta), by)
    return _with_pictures(edition, publication, whole.sources, theme)


def compose_parts(
    edition: PreparedEdition, name: str, pack: Pack, theme: Theme | None = None
) -> tuple[Publication, ...]:
    """Make the publications that a combined PDF is joined from.

    One equals what `compose_document` gives, except that its links lead to the pack's other
    documents and that it has no contents of its own, as its pages count through the pack. The
    guides of the pack are among them, to be laid out when the pages are known.
    """
    whole = compose_pack(edition, name, pack, theme).publication
    return tuple(_alone(edition, whole, part, pack, theme) for part in whole.parts)


def _alone(
    edition: PreparedEdition, whole: Publication, part: Part, pack: Pack, theme: Theme | None
) -> Publication:
    """Make the publication of one part of a pack."""
    if part.contents:
        return guide_alone(whole, part)
    alone = compose_document(edition, part.name, theme, pack).publication
    if part.follows:
        alone = replace(alone, parts=(lead_in(alone.parts[0]),))
    return replace(alone, contents=None)


def compose_pack(
    edition: PreparedEdition, name: str, pack: Pack, theme: Theme | None = None
) -> SourcedPublication:
    """Make the combined publication of a pack."""
    labels_for, names = edition.project.theme.labels_for, (*pack.documents, ABOUT)
    whole = [_whole(edition, each, theme, pack) for each in names]
    documents = [link_document(each, names, edition.targets) for each in whole if each.blocks]
    language = edition.project.settings.language
    labels = labels_for(language)
    meta = Metadata(
        title=pack.title,
        kind="report",
        updated=max(document.meta.updated for document in documents),
        version=pack.version,
        subtitle=pack.subtitle,
        description=pack.description,
        language=language,
        label=pack.label or labels.kinds["pack"],
    )
    front = Document(name, meta, ())
    imprints = {each.name: make_imprint(edition, each.meta) for each in (*documents, front)}
    by = {each.name: by_line(each, labels_for(each.meta.language)) for each in documents}
    guides = make_guides(name, pack, documents, labels)
    publication = assemble_pack(name, front, documents, imprints, by, guides)
    sources = dict.fromkeys(source for document in documents for source in document.sources)
    return _with_pictures(edition, publication, tuple(sources), theme)


def compose_frame(
    edition: PreparedEdition, meta: Metadata
) -> tuple[Imprint, Mapping[str, Picture], tuple[str, ...]]:
    """Return what surrounds a document made in code, its pictures, and their files."""
    imprint = make_imprint(edition, meta)
    empty = assemble_document(Document("", meta, ()), imprint, "")
    publication, files = _with_pictures(edition, empty, (), None)
    return imprint, publication.pictures, files


def _whole(
    edition: PreparedEdition, name: str, theme: Theme | None, pack: Pack | None = None
) -> Document:
    """Return a document as its variant wants it, with what closes it when it stands alone; tools
    keep that in a pack, and all others share the last page of the pack.
    """
    if name == ABOUT and pack:
        return _about_pack(edition, pack)
    document = edition.prepared(name)
    ending = _ending(edition, document)
    about = edition.prepared(ending)
    if pack and ending == ABOUT:
        about = replace(about, blocks=())
    if theme and theme.traits.posters:
        document = cut_poster(document)
    if theme and theme.traits.large:
        document = lower_rows(document)
    whole = replace(document, blocks=(*document.blocks, *about.blocks))
    whole = mark_backs(whole, cover_mark(edition.project.settings))
    quoted = (edition.prepared(other).sources for other in quoted_documents(whole))
    sources = chain(document.sources, about.sources, *quoted)
    return replace(whole, sources=tuple(dict.fromkeys(sources)))


def _about_pack(edition: PreparedEdition, pack: Pack) -> Document:
    """Return the last page of a pack: source, licence, other formats, what its tools rest on."""
    about = edition.prepared(ABOUT)
    labels = edition.project.theme.labels_for(about.meta.language)
    documents = [edition.prepared(name) for name in pack.documents]
    table = rests_on_table(documents, edition.project.settings.trace, labels)
    blocks = about.blocks
    if blocks and isinstance(blocks[0], Heading):
        blocks = blocks[1:]
    updated = max(document.meta.updated for document in documents)
    meta = replace(about.meta, title=labels.about_pack, version=pack.version, updated=updated)
    return replace(about, meta=meta, blocks=(*blocks, *table))


def _ending(edition: PreparedEdition, document: Document) -> str:
    """Return the name of what ends a document; tools have a few lines of their own."""
    short = document.meta.kind == "tool" and TOOL_NOTICE in edition.names
    return TOOL_NOTICE if short else ABOUT


def _with_pictures(
    edition: PreparedEdition,
    publication: Publication,
    sources: tuple[str, ...],
    theme: Theme | None,
) -> SourcedPublication:
    """Add the pictures that a publication shows, and their files."""
    colours = (theme or edition.theme).tokens.colours
    pictures = edition.pictures
    if colours != edition.theme.tokens.colours:
        span = Span(edition_path(edition.name))
        wanted = ((path, span) for path in _pictures(publication))
        pictures, _ = read_pictures(edition.project.source, wanted, colours)
    shown = {path: pictures[path] for path in sorted(_pictures(publication)) if path in pictures}
    files = (*sources, *map(picture_file, shown), *edition.project.settings_files)
    shown |= draw_marks(_pictures(publication), colours)
    for opening in _openings(publication):
        if opening.art:
            shown[opening.mark] = draw_opening(opening, shown, theme or edition.theme)
    return SourcedPublication(replace(publication, pictures=shown), files)


def _pictures(publication: Publication) -> set[str]:
    """Return the paths of the pictures that a publication shows."""
    blocks = (chain(part.blocks, *part.footnotes) for part in publication.parts)
    listed = (publication.contents, *(part.contents for part in publication.parts))
    return {
        *_opening_pictures(publication),
        *(path for each in blocks for path, _ in images_of(each)),
        *(entry.icon for contents in listed if contents for entry in contents.entries),
    } - {""}


def _openings(publication: Publication) -> Iterator[Opening]:
    for opening in (publication.opening, *(part.opening for part in publication.parts)):
        if opening:
            yield opening


def _opening_pictures(publication: Publication) -> Iterator[str]:
    for opening in _openings(publication):
        yield from (item for item in opening.art if not item.isdigit())
        yield from (opening.logo, opening.icon)
