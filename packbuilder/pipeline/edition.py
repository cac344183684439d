"""Project × edition → its documents in this edition's form, and all that is wrong with them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain
from typing import Any

from packbuilder.diagnostics import Diagnostic, PackError, Span, shown_in_builds
from packbuilder.model import ABOUT, TOOL_NOTICE, Document, Picture, images_of
from packbuilder.pipeline.cached import cached_phone_problems
from packbuilder.pipeline.changes import find_changes
from packbuilder.pipeline.phrases import cover_mark
from packbuilder.pipeline.pictures import read_pictures
from packbuilder.pipeline.prepare import PreparedDocument, form_beside_values, prepare_document
from packbuilder.pipeline.project import LoadedProject
from packbuilder.pipeline.tool_codes import check_deep_tools
from packbuilder.print_order.sums import seat
from packbuilder.rules.content.damaged import has_whole_head, is_whole, without_consequences
from packbuilder.rules.content.editions import (
    check_edition,
    check_tables_enough,
    check_terms,
)
from packbuilder.rules.content.fields import check_shared_fields
from packbuilder.rules.content.packs import check_titles
from packbuilder.rules.content.values import check_values
from packbuilder.rules.content.waivers import list_waivers, waive_problems
from packbuilder.settings.edition import (
    Edition,
    edition_path,
    edition_values,
    logos_of,
    without_keys,
)
from packbuilder.settings.project import PROJECT
from packbuilder.settings.schema import key_at, place, places
from packbuilder.storage.records import memoized_by_object
from packbuilder.theme import Theme, with_colour
from packbuilder.theme.pictures import picture_file
from packbuilder.transforms.link import anchors, check_links

Documents = Mapping[str, PreparedDocument]

Composed = dict[tuple[object, ...], tuple[object, Any]]
"""Publications of documents, and what documents are in packs, each behind all that it was made
from; by document, variant, whom it is handed to, and so on.
"""

CLOSING = (ABOUT, TOOL_NOTICE)
"""What ends documents, which says what the edition has changed in all of them."""


@dataclass(frozen=True)
class PreparedEdition:
    """The documents of a project in the form that one edition gives them.

    `targets` are the anchors of all of them with their words, `pictures` those they show in the
    edition's own colours, and `problems` are what is wrong with them and with the edition.
    `composed` keeps their publications, also those of the edition as it was before.
    """

    project: LoadedProject
    name: str
    settings: Edition
    theme: Theme
    documents: Documents
    targets: Mapping[str, str]
    pictures: Mapping[str, Picture]
    problems: tuple[Diagnostic, ...]
    _recoloured: dict[tuple[tuple[str, str], ...], Mapping[str, Picture]] = field(
        default_factory=dict, compare=False, repr=False
    )
    composed: Composed = field(default_factory=dict, compare=False, repr=False)

    @property
    def names(self) -> Collection[str]:
        """The documents that could be read."""
        return self.documents.keys()

    def prepared(self, name: str) -> Document:
        """Return a document in this edition's form."""
        return self.documents[name].document

    def pictures_in(self, colours: Mapping[str, str]) -> Mapping[str, Picture]:
        """Return the pictures with drawings in these colours."""
        if colours == self.theme.tokens.colours:
            return self.pictures
        key = tuple(colours.items())
        if key not in self._recoloured:
            span = Span(edition_path(self.name))
            asked = ((path, span) for path in self.pictures)
            self._recoloured[key], _ = read_pictures(self.project.source, asked, colours)
        return self._recoloured[key]

    def path(self, name: str) -> str:
        """Return the file of a document."""
        return self.documents[name].read.span.path


def prepare_edition(
    project: LoadedProject,
    name: str,
    before: PreparedEdition | None = None,
    *,
    glance: bool = False,
) -> PreparedEdition:
    """Bring every document into the form of an edition, and check it; raise `PackError` when the
    edition's settings are wrong, with all that is wrong in its documents too. Documents that are
    the same in `before` are taken from there. At a `glance`, for what is not published, photographs
    are not decoded.
    """
    source, path = project.source, edition_path(name)
    settings, faults = project.damaged.get(name), project.faults.get(path, ())
    settings = settings or project.edition(name)
    where = places(source, path)
    wrong = check_edition(settings, project.theme, project.names, project.pack_names, where)
    known = {(each.span.path, each.span.line) for each in faults}
    problems = [*faults, *(d for d in wrong if (d.span.path, d.span.line) not in known)]
    if not problems:
        return form_edition(project, name, settings, before, glance=glance)
    keys = (key_at(source, path, each.span) for each in problems if each.span.path == path)
    rest = form_edition(project, name, without_keys(settings, keys), before, glance=True)
    raise PackError([*problems, *shown_in_builds(rest.problems)])


def check_documents(
    project: LoadedProject, name: str, changed: Collection[str]
) -> Iterator[Diagnostic]:
    """Yield what is wrong with the documents that some files are in, in the form of an edition, but
    for links between documents.
    """
    settings = project.edition(name)
    for read in project.texts.documents.values():
        if not frozenset(changed).isdisjoint(read.sources):
            found = prepare_document(read, project, name, settings, project.theme).problems
            yield from waive_problems(found, project.waivers)


def form_edition(
    project: LoadedProject,
    name: str,
    settings: Edition,
    before: PreparedEdition | None = None,
    *,
    glance: bool = False,
) -> PreparedEdition:
    """Do the same with settings that are right."""
    before = before if before and before.name == name else None
    theme = with_colour(project.theme, settings.colour) if settings.colour else project.theme
    if before and before.theme == theme:
        theme = before.theme  # which has measured much already
    like = before if before and _is_like(before, project, settings, theme) else None
    known, texts = like.documents if like else {}, project.texts.documents
    documents = {
        key: prepare_document(text, project, name, settings, theme, before=known.get(key))
        for key, text in texts.items()
        if key not in CLOSING
    }
    delivered = (each for key, each in documents.items() if key not in settings.leave_out)
    met = ((m.term, m.span.path) for each in delivered for m in each.met)
    changes = find_changes(project, name, settings, met)
    for key in (each for each in CLOSING if each in texts):
        closing = replace(texts[key], sources=(*texts[key].sources, *changes.sources))
        documents[key] = prepare_document(closing, project, name, settings, theme, changes)
    targets = {
        target: words
        for each in documents.values()
        for target, words in anchors(each.document).items()
    }
    pictures, wrong = read_pictures(
        project.source,
        _pictures(project, name, settings, documents),
        theme.tokens.colours,
        glance=glance,
    )
    found = chain(
        _check(project, name, settings, documents, targets),
        wrong,
        _check_damaged(project, name, settings, theme, targets),
    )
    waivers = (*project.waivers, *list_waivers(project.texts.damaged.values()))
    problems = tuple(waive_problems(found, waivers))
    made = PreparedEdition(project, name, settings, theme, documents, targets, pictures, problems)
    return replace(made, composed=before.composed) if before else made


def _is_like(
    before: PreparedEdition, project: LoadedProject, settings: Edition, theme: Theme
) -> bool:
    """Whether both bring a document into the same form, but for the values it shows."""
    old = before.project
    return (
        before.theme is theme
        and form_beside_values(before.settings) == form_beside_values(settings)
        and (old.settings, old.edition_names) == (project.settings, project.edition_names)
        and _chosen_by(old) == _chosen_by(project)
    )


def _chosen_by(project: LoadedProject) -> tuple[object, ...]:
    """Return what documents say of themselves that others print or depend on."""
    metas = {name: document.meta for name, document in project.texts.documents.items()}
    said = {name: (meta.print, meta.tool, meta.title, meta.icon) for name, meta in metas.items()}
    return project.names, said


def _check(
    project: LoadedProject,
    name: str,
    settings: Edition,
    documents: Documents,
    targets: Mapping[str, str],
) -> Iterator[Diagnostic]:
    """Yield what is wrong with each document, and between them."""
    unread = project.documents.keys() - documents.keys()
    yield from check_shared_fields(each.document for each in documents.values())
    read = {key: each.read for key, each in documents.items()}
    for key, text in project.texts.damaged.items():
        if has_whole_head(text, project.texts.faults[text.span.path]):
            read[key] = text
    yield from check_titles(project.packs.values(), read, settings.leave_out)
    if not unread:  # else it may be one that tables choose
        yield from check_deep_tools(project, name, settings.deep_tools)
    where, language = places(project.source, edition_path(name)), project.settings.language
    values = sorted(edition_values(settings, language).items())
    yield from check_values(((where(key), value) for key, value in values), language)
    if settings.contact_phone:
        yield from cached_phone_problems(settings.contact_phone, language, where("contact_phone"))
    if settings.delegates:
        tables = sum(number for number, _ in seat(settings.delegates, settings.table_size))
        for key in ("facilitators", "rooms"):
            yield from check_tables_enough(key, getattr(settings, key), tables, where(key))
    for each in documents.values():
        yield from each.problems
        yield from check_links(each.document, targets, unread)
    met = ((met.term, met.span) for each in documents.values() for met in each.met)
    texts = (each.document for each in documents.values())
    yield from check_terms(settings.terms, met, texts, where)


def _check_damaged(
    project: LoadedProject, name: str, settings: Edition, theme: Theme, targets: Mapping[str, str]
) -> Iterator[Diagnostic]:
    """Yield what is wrong with documents that could not be read as a whole, beside that."""
    texts = project.texts.damaged.items()
    damaged = {key: prepare_document(read, project, name, settings, theme) for key, read in texts}
    faults = {key: project.texts.faults[each.read.span.path] for key, each in damaged.items()}
    unread = project.documents.keys() - project.texts.documents.keys()
    unread -= {key for key, each in damaged.items() if is_whole(each.document, faults[key])}
    known = dict(targets)

    @cache
    def lines_of(path: str) -> list[str]:
        return project.source.read_text(path).splitlines()

    for each in damaged.values():
        known |= anchors(each.document)
    for key, each in damaged.items():
        yield from without_consequences(each.document, each.problems, faults[key], lines_of)
        yield from check_links(each.document, known, unread)
        asked = images_of(each.document.blocks_and_notes)
        yield from read_pictures(project.source, asked, theme.tokens.colours, glance=True)[1]


@memoized_by_object
def _images_in(document: Document) -> tuple[tuple[str, Span], ...]:
    return tuple(images_of(document.blocks_and_notes))


def _pictures(
    project: LoadedProject, name: str, settings: Edition, documents: Documents
) -> Iterator[tuple[str, Span]]:
    """Yield the pictures that an edition shows, each with the place that asks for it."""
    if mark := cover_mark(project.settings):
        asked = project.settings.mark and place(project.source, PROJECT, "mark")
        yield mark, asked or Span(picture_file(mark))
    for each in documents.values():
        if icon := each.document.meta.icon:
            yield icon, each.document.at("icon")
        drawn = (item for item in each.document.meta.art if not item.isdigit())
        yield from ((item, each.document.at("art")) for item in drawn)
        yield from _images_in(each.document)
    at = places(project.source, edition_path(name))
    yield from ((image, at(*path)) for image, _, path in logos_of(settings))
