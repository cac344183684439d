"""Gathered documents → publications in the form of a variant: of one document, or of a pack."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from packbuilder.model import Block, Document, Publication
from packbuilder.settings.pack import Pack
from packbuilder.theme import Labels, Theme
from packbuilder.transforms.assemble import Imprint, assemble_document, assemble_pack, lead_in
from packbuilder.transforms.guides import about_pack, guide_alone, make_guides
from packbuilder.transforms.handed_out import keep_handed_out
from packbuilder.transforms.large_print import lower_rows
from packbuilder.transforms.link import link_document
from packbuilder.transforms.posters import Around, cut_poster
from packbuilder.transforms.room import make_room
from packbuilder.transforms.tools import mark_backs


@dataclass(frozen=True, slots=True)
class Gathered:
    """A document, the blocks that close it, and what surrounds it."""

    document: Document
    closing: tuple[Block, ...]
    imprint: Imprint


@dataclass(frozen=True, slots=True)
class Form:
    """The form that documents are brought into: that of the variant of `theme`, with what those get
    whom it is `handed_to`, or all of it, and with the `mark` on the backs of cards. `targets` are
    the anchors of all documents.
    """

    theme: Theme
    handed_to: str
    mark: str
    targets: Mapping[str, str]


class PublishedPack(NamedTuple):
    """The publication of a pack, and those that its combined PDF is joined from."""

    publication: Publication
    parts: tuple[Publication, ...]


def publish_document(gathered: Gathered, form: Form) -> Publication:
    """Make the publication of one document."""
    published = _publish(_in_form(gathered, form), gathered.imprint, form)
    shortened = keep_handed_out(gathered.document, form.handed_to) is not gathered.document
    return replace(published, handed_to=form.handed_to if shortened else "")


def publish_pack(
    pack: Pack,
    front: Gathered,
    documents: Sequence[Gathered],
    about: Gathered,
    form: Form,
    columns: Mapping[str, Mapping[str, str]],
) -> PublishedPack:
    """Make the combined publication of a pack, and its parts.

    A part equals what `publish_document` gives, except that its links lead to the pack's other
    documents and that it has no contents of its own, as its pages count through the pack. The
    guides of the pack are among them, to be laid out when the pages are known. `front` is what the
    pack says of itself, `about` its last page; `columns` are those of what tools rest on.
    """
    all_documents = [each.document for each in documents]
    last = about_pack(about.document, all_documents, columns, _labels(about, form))
    wholes = [whole for whole in (*(_in_form(g, form) for g in documents), last) if whole.blocks]
    imprints = {each.document.name: each.imprint for each in (*documents, about, front)}
    names = (*(document.name for document in all_documents), last.name)
    linked = [link_document(whole, names, form.targets) for whole in wholes]
    guides = make_guides(front.document.name, pack, linked, _labels(front, form))
    joined = assemble_pack(front.document.name, front.document, linked, imprints, guides)
    publication = _with_room(joined, form)
    alone = {
        whole.name: _publish(whole, imprints[whole.name], form, joined=names) for whole in wholes
    }
    parts = tuple(
        guide_alone(publication, part)
        if part.contents
        else _as_part(alone[part.name], follows=part.follows)
        for part in publication.parts
    )
    return PublishedPack(publication, parts)


def _labels(gathered: Gathered, form: Form) -> Labels:
    """Return the labels in the language of a document."""
    return form.theme.labels_for(gathered.document.meta.language)


def _in_form(gathered: Gathered, form: Form) -> Document:
    """Return a document as its variant wants it, with what closes it."""
    document = keep_handed_out(gathered.document, form.handed_to)
    if form.theme.traits.posters:
        around = Around(gathered.closing, bool(gathered.imprint.partnership))
        document = cut_poster(document, form.theme, around)
    if form.theme.traits.large:
        document = lower_rows(document)
    whole = replace(document, blocks=(*document.blocks, *gathered.closing))
    return mark_backs(whole, form.mark)


def _publish(
    whole: Document, imprint: Imprint, form: Form, joined: Collection[str] = ()
) -> Publication:
    """Make a publication of a document, which links to those it is `joined` with."""
    linked = link_document(whole, [whole.name], form.targets, joined)
    return _with_room(assemble_document(linked, imprint), form)


def _with_room(publication: Publication, form: Form) -> Publication:
    """Return a publication in which worksheets fit their pages."""
    parts = tuple(make_room(part, form.theme) for part in publication.parts)
    return replace(publication, parts=parts)


def _as_part(alone: Publication, *, follows: bool) -> Publication:
    """Return the publication of a document as a part of a pack, which may follow a divider."""
    if follows:
        alone = replace(alone, parts=(lead_in(alone.parts[0]),))
    return replace(alone, contents=None)
