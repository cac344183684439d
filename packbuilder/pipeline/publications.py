"""The documents of an edition → publications: plain data that a writer turns into files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from packbuilder.model import (
    ABOUT,
    TOOL_NOTICE,
    Document,
    Metadata,
    Part,
    Picture,
    Publication,
    pictures_of,
)
from packbuilder.pipeline.edition import PreparedEdition
from packbuilder.pipeline.imprint import make_imprint
from packbuilder.pipeline.phrases import cover_mark
from packbuilder.pipeline.pictures import picture_file
from packbuilder.settings.pack import Pack
from packbuilder.theme import Theme
from packbuilder.theme.illustrate import illustrate
from packbuilder.transforms.assemble import Imprint, assemble_document, assemble_pack, lead_in
from packbuilder.transforms.guides import about_pack, guide_alone, make_guides
from packbuilder.transforms.handed_out import keep_handed_out
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
    handed_to: str = "",
) -> SourcedPublication:
    """Make the publication of one document, which links to others of the `pack` it is joined with.

    Its drawings have the colours of `theme`, or else of the edition's own. It holds what those are
    handed whom it is `handed_to`, or those of the pack; else all.
    """
    handed_to = handed_to or (pack.handed_to if pack else "")
    whole = _whole(edition, name, theme, pack, handed_to)
    imprint = make_imprint(edition, whole.meta)
    joined = (*pack.documents, ABOUT) if pack else ()
    linked = link_document(whole, [name], edition.targets, joined)
    publication = assemble_document(linked, imprint)
    return _with_pictures(edition, publication, whole.sources, theme)


def compose_parts(
    edition: PreparedEdition, whole: Publication, pack: Pack, theme: Theme | None = None
) -> tuple[Publication, ...]:
    """Make the publications that a combined PDF is joined from; `whole` is that of the pack.

    One equals what `compose_document` gives, except that its links lead to the pack's other
    documents and that it has no contents of its own, as its pages count through the pack. The
    guides of the pack are among them, to be laid out when the pages are known.
    """
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
    names = (*pack.documents, ABOUT)
    whole = [
        each
        for each in (_whole(edition, n, theme, pack, pack.handed_to) for n in names)
        if each.blocks
    ]
    front = _front(edition, name, pack, whole)
    imprints = {each.name: make_imprint(edition, each.meta) for each in (*whole, front)}
    labels = edition.project.theme.labels_for(front.meta.language)
    documents = [link_document(each, names, edition.targets) for each in whole]
    guides = make_guides(name, pack, documents, labels)
    publication = assemble_pack(name, front, documents, imprints, guides)
    sources = dict.fromkeys(source for document in documents for source in document.sources)
    return _with_pictures(edition, publication, tuple(sources), theme)


def _front(
    edition: PreparedEdition, name: str, pack: Pack, documents: Sequence[Document]
) -> Document:
    """Return what a pack says of itself, as a document without a text."""
    language = edition.project.settings.language
    meta = Metadata(
        title=pack.title,
        kind="report",
        updated=max(document.meta.updated for document in documents),
        version=pack.version,
        subtitle=pack.subtitle,
        description=pack.description,
        language=language,
        label=pack.label or edition.project.theme.labels_for(language).kinds["pack"],
    )
    return Document(name, meta, ())


def compose_frame(
    edition: PreparedEdition, meta: Metadata
) -> tuple[Imprint, Mapping[str, Picture], tuple[str, ...]]:
    """Return what surrounds a document made in code, its pictures, and their files."""
    imprint = make_imprint(edition, meta)
    empty = assemble_document(Document("", meta, ()), imprint)
    publication, files = _with_pictures(edition, empty, (), None)
    return imprint, publication.pictures, files


def _whole(
    edition: PreparedEdition, name: str, theme: Theme | None, pack: Pack | None, handed_to: str
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
    mark = cover_mark(edition.project.settings)
    quoted = (edition.prepared(other).sources for other in quoted_documents(document, about))
    sources = chain(document.sources, about.sources, *quoted)
    document = keep_handed_out(document, handed_to)
    if theme and theme.traits.posters:
        document = cut_poster(document)
    if theme and theme.traits.large:
        document = lower_rows(document)
    whole = replace(document, blocks=(*document.blocks, *about.blocks))
    return replace(mark_backs(whole, mark), sources=tuple(dict.fromkeys(sources)))


def _about_pack(edition: PreparedEdition, pack: Pack) -> Document:
    """Return the last page of a pack: source, licence, other formats, what its tools rest on."""
    about = edition.prepared(ABOUT)
    labels = edition.project.theme.labels_for(about.meta.language)
    documents = [edition.prepared(name) for name in pack.documents]
    return about_pack(about, pack, documents, edition.project.settings.trace, labels)


def _ending(edition: PreparedEdition, document: Document) -> str:
    """Return the name of what ends a document; tools have a few lines of their own."""
    short = bool(document.meta.tool) and TOOL_NOTICE in edition.names
    return TOOL_NOTICE if short else ABOUT


def _with_pictures(
    edition: PreparedEdition,
    publication: Publication,
    sources: tuple[str, ...],
    theme: Theme | None,
) -> SourcedPublication:
    """Add the pictures that a publication shows, and their files."""
    theme, wanted = theme or edition.theme, pictures_of(publication)
    kept = edition.pictures_in(theme.tokens.colours, wanted)
    files = (*sources, *map(picture_file, kept), *edition.project.settings_files)
    return SourcedPublication(illustrate(publication, kept, theme), files)
