"""Gathered documents → publications in the form of a variant: of one document, or of a pack."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from packbuilder.model import Block, Document, Part, Picture, Publication
from packbuilder.settings.pack import Pack
from packbuilder.theme import Labels, Theme
from packbuilder.theme.illustrate import illustrate
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
    the anchors of all documents, `pictures` those that the `edition` of this name can show.
    """

    theme: Theme
    handed_to: str
    mark: str
    targets: Mapping[str, str]
    pictures: Mapping[str, Picture]
    edition: str


@dataclass(frozen=True, slots=True)
class Woven:
    """A document of a pack, with links to the others: the `part` of the whole that it is, and
    `alone` what the combined PDF is joined from.
    """

    document: Document
    part: Part
    alone: Publication


class PublishedPack(NamedTuple):
    """The publication of a pack, and those that its combined PDF is joined from."""

    publication: Publication
    parts: tuple[Publication, ...]


def publish_document(gathered: Gathered, form: Form) -> Publication:
    """Make the publication of one document."""
    whole = _in_form(gathered, form)
    linked = link_document(whole, [whole.name], form.targets)
    published = _drawn(_with_room(assemble_document(linked, gathered.imprint), form), form)
    shortened = keep_handed_out(gathered.document, form.handed_to) is not gathered.document
    return replace(published, handed_to=form.handed_to if shortened else "")


def weave(gathered: Gathered, form: Form, names: Collection[str], *, led: bool) -> Woven:
    """Bring a document into the form that it has in a pack of the documents called `names`. One
    that is `led` follows a divider, which stands in place of its cover.
    """
    return _weave(_in_form(gathered, form), gathered.imprint, form, names, led=led)


def _weave(
    whole: Document, imprint: Imprint, form: Form, names: Collection[str], *, led: bool = False
) -> Woven:
    linked = link_document(whole, names, form.targets)
    joined = link_document(whole, [whole.name], form.targets, names)
    held, alone = (assemble_document(each, imprint) for each in (linked, joined))
    (part,), (own,) = _with_room(held, form).parts, _with_room(alone, form).parts
    if led:
        part, own = lead_in(part), lead_in(own)
    return Woven(linked, part, _drawn(replace(alone, parts=(own,), contents=None), form))


def publish_pack(
    pack: Pack,
    front: Gathered,
    documents: Sequence[Woven],
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
    listed = [each.document for each in documents]
    last = about_pack(about.document, listed, columns, _labels(about, form))
    names = (*(document.name for document in listed), last.name)
    ending = [_weave(last, about.imprint, form, names)] if last.blocks else []
    held = {each.document.name: each for each in (*documents, *ending) if each.document.blocks}
    linked = [each.document for each in held.values()]
    guides = make_guides(front.document.name, pack, linked, _labels(front, form))
    parts = {name: each.part for name, each in held.items()}
    joined = assemble_pack(
        front.document.name, front.document, linked, parts, front.imprint, guides
    )
    alone = (
        _drawn(guide_alone(joined, part), form) if part.contents else held[part.name].alone
        for part in joined.parts
    )
    return PublishedPack(_drawn(joined, form), tuple(alone))


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


def _with_room(publication: Publication, form: Form) -> Publication:
    """Return a publication in which worksheets fit their pages."""
    parts = tuple(make_room(part, form.theme) for part in publication.parts)
    return replace(publication, parts=parts)


def _drawn(publication: Publication, form: Form) -> Publication:
    """Return a publication of the edition with all the pictures it shows."""
    return illustrate(replace(publication, edition=form.edition), form.pictures, form.theme)
