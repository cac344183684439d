"""The documents of an edition → publications: plain data that a writer turns into files.

What a publication needs is gathered, then brought into its form, then drawn.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple, TypeVar

from packbuilder.model import ABOUT, TOOL_NOTICE, Block, Document, Metadata, Picture, Publication
from packbuilder.pipeline.edition import PreparedEdition
from packbuilder.pipeline.imprint import make_imprint
from packbuilder.pipeline.phrases import cover_mark
from packbuilder.settings.pack import Pack
from packbuilder.storage.records import hash_object, hash_of
from packbuilder.theme import Theme
from packbuilder.theme.illustrate import files_of, illustrate
from packbuilder.transforms.assemble import Imprint, assemble_document
from packbuilder.transforms.guides import is_led
from packbuilder.transforms.languages import close_in
from packbuilder.transforms.publish import (
    Form,
    Gathered,
    Woven,
    publish_document,
    publish_pack,
    weave,
)

T = TypeVar("T")


class SourcedPublication(NamedTuple):
    """A publication, and the files it comes from."""

    publication: Publication
    sources: tuple[str, ...]


class SourcedPack(NamedTuple):
    """The publication of a pack, those that its combined PDF is joined from, and their files."""

    publication: Publication
    parts: tuple[Publication, ...]
    sources: tuple[str, ...]


def compose_document(
    edition: PreparedEdition, name: str, theme: Theme | None = None, handed_to: str = ""
) -> SourcedPublication:
    """Make the publication of one document.

    Its drawings have the colours of `theme`, or else of the edition's own. It holds what those are
    handed whom it is `handed_to`, or else all.
    """
    gathered, form = _gather(edition, name), _form(edition, theme or edition.theme, handed_to)
    key, made_from = (name, form.theme.variant, handed_to), (_hash_gathered(gathered), form)
    publication = _once(edition, key, made_from, lambda: publish_document(gathered, form))
    return SourcedPublication(publication, (*_sources(edition, [name]), *files_of(publication)))


def _hash_gathered(gathered: Gathered) -> str:
    """Hash what a document consists of, with the lines it stands on, which messages name and by
    which files are kept: two that stand on other lines compare as equal.
    """
    return hash_of(hash_object(gathered.document), gathered.closing, gathered.imprint)


def _once(
    edition: PreparedEdition, key: tuple[object, ...], made_from: object, make: Callable[[], T]
) -> T:
    """Return what was made before for a key when it was made from the same, or else make it."""
    found = edition.composed.get(key)
    if found is None or found[0] != made_from:
        found = edition.composed[key] = made_from, make()
    return found[1]


def compose_pack(
    edition: PreparedEdition, name: str, pack: Pack, theme: Theme | None = None
) -> SourcedPack:
    """Make the combined publication of a pack, and its parts."""
    form = _form(edition, theme or edition.theme, pack.handed_to)
    woven = [_woven(edition, each, pack, form) for each in pack.documents]
    about, front = _gather_about(edition, pack), _gather_front(edition, name, pack)
    columns = edition.project.settings.trace
    publication, parts = publish_pack(pack, front, woven, about, form, columns)
    sources = _sources(edition, [*pack.documents, ABOUT])
    return SourcedPack(publication, parts, (*sources, *files_of(publication)))


def _woven(edition: PreparedEdition, name: str, pack: Pack, form: Form) -> Woven:
    """Return a document as it is in a pack."""
    led, names = is_led(pack, edition.prepared(name)), (*pack.documents, ABOUT)
    gathered, key = _gather(edition, name, in_pack=True), (name, form.theme.variant, form.handed_to)
    made_from = (_hash_gathered(gathered), form)
    return _once(
        edition, (*key, led, names), made_from, lambda: weave(gathered, form, names, led=led)
    )


def compose_frame(
    edition: PreparedEdition, meta: Metadata
) -> tuple[Imprint, Mapping[str, Picture], tuple[str, ...]]:
    """Return what surrounds a document made in code, its pictures, and their files."""
    imprint = make_imprint(edition, meta)
    empty = assemble_document(Document("", meta, ()), imprint)
    publication = illustrate(empty, edition.pictures, edition.theme)
    files = (*files_of(publication), *edition.project.settings_files)
    return imprint, publication.pictures, files


def _gather(edition: PreparedEdition, name: str, *, in_pack: bool = False) -> Gathered:
    """Return a document with what closes it when it stands alone; tools keep that in a pack, and
    all others share the last page of the pack.
    """
    document, ending = edition.prepared(name), _ending(edition, name)
    shared = in_pack and ending == ABOUT
    closing = () if shared else _closing(edition, document.meta, ending)
    return Gathered(document, closing, make_imprint(edition, document.meta))


def _closing(edition: PreparedEdition, meta: Metadata, ending: str) -> tuple[Block, ...]:
    """Return what closes a document. Its heading is in the language of the document; all else is
    marked where it is in another one.
    """
    about, settings = edition.prepared(ending), edition.project.settings
    if about.meta.language == meta.language:
        return about.blocks
    labels = edition.project.theme.labels_for(meta.language)
    title = None if settings.phrases.about else labels.inline("about")
    return close_in(about.blocks, about.meta.language, title)


def _gather_about(edition: PreparedEdition, pack: Pack) -> Gathered:
    """Return the last page of a pack, as new as its documents."""
    about, updated = edition.prepared(ABOUT), _updated(edition, pack)
    title = edition.project.theme.labels_for(about.meta.language).about_pack
    meta = replace(about.meta, title=title, version=pack.version, updated=updated)
    return Gathered(replace(about, meta=meta), (), make_imprint(edition, meta))


def _gather_front(edition: PreparedEdition, name: str, pack: Pack) -> Gathered:
    """Return what a pack says of itself, as a document without a text."""
    language = edition.project.settings.language
    meta = Metadata(
        title=pack.title,
        kind="report",
        updated=_updated(edition, pack),
        version=pack.version,
        subtitle=pack.subtitle,
        description=pack.description,
        language=language,
        cover=True,
        label=pack.label or edition.project.theme.labels_for(language).kinds["pack"],
    )
    return Gathered(Document(name, meta, ()), (), make_imprint(edition, meta))


def _updated(edition: PreparedEdition, pack: Pack) -> datetime.date:
    """Return the date of a pack's newest document."""
    return max(edition.prepared(name).meta.updated for name in pack.documents)


def _ending(edition: PreparedEdition, name: str) -> str:
    """Return the name of what ends a document; tools have a few lines of their own."""
    short = bool(edition.prepared(name).meta.tool) and TOOL_NOTICE in edition.names
    return TOOL_NOTICE if short else ABOUT


def _form(edition: PreparedEdition, theme: Theme, handed_to: str) -> Form:
    pictures, mark = edition.pictures_in(theme.tokens.colours), cover_mark(edition.project.settings)
    return Form(theme, handed_to, mark, edition.targets, pictures, edition.name)


def _sources(edition: PreparedEdition, names: Iterable[str]) -> tuple[str, ...]:
    """Return the files of documents, of what ends them, of those whose headings they show, and of
    the settings.
    """
    held = dict.fromkeys(each for name in names for each in (name, _ending(edition, name)))
    quoted = (other for each in held for other in edition.documents[each].quoted)
    shown = dict.fromkeys((*held, *quoted))
    texts = dict.fromkeys(s for each in shown for s in edition.prepared(each).sources)
    return (*texts, *edition.project.settings_files)
