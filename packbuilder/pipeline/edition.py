"""Workspace × edition → publications: the flow from documents as read to documents as written."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain

from packbuilder.diagnostics import Diagnostic, PackError, Span, errors
from packbuilder.model import (
    ABOUT,
    SCISSORS,
    Block,
    Document,
    Heading,
    Include,
    Metadata,
    Picture,
    Publication,
    Text,
    Waiver,
    images_of,
)
from packbuilder.pipeline.imprint import MARK, about_title, by_line, cover_mark, make_imprint
from packbuilder.pipeline.prepare import Prepared, prepare_document
from packbuilder.pipeline.project import TITLES, Workspace
from packbuilder.pipeline.tool_codes import check_deep_tools
from packbuilder.rules.content.characters import check_labels
from packbuilder.rules.content.editions import check_edition, check_terms
from packbuilder.rules.content.fields import check_shared_fields
from packbuilder.rules.content.files import check_file_endings
from packbuilder.rules.content.look import check_look
from packbuilder.rules.content.packs import check_formats, check_notice, check_posters
from packbuilder.rules.content.waivers import check_waivers, list_waivers, waive_problems
from packbuilder.settings.edition import Edition, edition_path, list_editions, read_edition
from packbuilder.settings.pack import Pack, list_packs, pack_path
from packbuilder.settings.project import PROJECT
from packbuilder.settings.schema import place, places
from packbuilder.theme import TOKENS, Theme, with_colour
from packbuilder.theme.art import draw_opening
from packbuilder.theme.labels import labels_path
from packbuilder.theme.marks import draw_mark, is_drawn
from packbuilder.theme.pictures import read_picture
from packbuilder.transforms.assemble import Imprint, assemble_document, assemble_pack, lead_in
from packbuilder.transforms.guides import guide_alone, make_guides, rests_on_table
from packbuilder.transforms.large_print import lower_rows
from packbuilder.transforms.link import anchors, link_document, quoted_documents
from packbuilder.transforms.posters import cut_poster


@dataclass
class Composer:
    """Makes publications of one edition.

    `problems` collects what is wrong with its content, `waivers` what the content excuses.
    """

    workspace: Workspace
    name: str
    edition: Edition
    theme: Theme
    problems: list[Diagnostic] = field(default_factory=list)
    waivers: list[Waiver] = field(default_factory=list)
    _prepared: dict[str, Prepared] = field(default_factory=dict)
    _targets: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> Collection[str]:
        """The documents that are without grave mistakes."""
        return self._prepared.keys()

    def prepared(self, name: str) -> Document:
        """Give a document in this edition's form."""
        return self._prepared[name].document

    def path(self, name: str) -> str:
        """Give the file of a document."""
        return self._prepared[name].read.span.path

    def document(
        self, name: str, theme: Theme | None = None
    ) -> tuple[Publication, tuple[str, ...]]:
        """Make the publication of one document, and list the files it comes from.

        Its drawings have the colours of `theme`, or else of the edition's own.
        """
        return self._alone(name, None, theme)

    def parts(
        self, name: str, pack: Pack, theme: Theme | None = None
    ) -> list[tuple[Publication, tuple[str, ...]]]:
        """Make the publications that a combined PDF is joined from, with the files they come from.

        One equals what `document` gives, except that its links lead to the pack's other documents
        and that it has no contents of its own, as its pages count through the pack. The guides of
        the pack are among them, to be laid out when the pages are known.
        """
        whole, files = self.pack(name, pack, theme)
        found = []
        for part in whole.parts:
            if part.contents:
                found.append((guide_alone(whole, part), files))
            else:
                alone, own = self._alone(part.name, pack, theme)
                if part.follows:
                    alone = replace(alone, parts=(lead_in(alone.parts[0]),))
                found.append((replace(alone, contents=None), own))
        return found

    def _alone(
        self, name: str, pack: Pack | None, theme: Theme | None
    ) -> tuple[Publication, tuple[str, ...]]:
        whole = self._whole(name, theme, pack)
        joined = (*pack.documents, ABOUT) if pack else ()
        linked = link_document(whole, [name], self._targets, [], joined)
        by = by_line(whole, self.workspace.theme.labels_for(whole.meta.language))
        publication = assemble_document(linked, self._imprint(whole.meta), by)
        return self._with_pictures(publication, whole.sources, theme)

    def _whole(self, name: str, theme: Theme | None, pack: Pack | None = None) -> Document:
        """Give a document as its variant wants it, with the closing section that each has alone;
        in a pack, of which `pack` tells, there is one of these for all.
        """
        if name == ABOUT and pack:
            return self._about_pack(pack)
        document, about = self._prepared[name].document, self._prepared[ABOUT].document
        if theme and theme.traits.posters:
            document = cut_poster(document)
        if theme and theme.traits.large:
            document = lower_rows(document)
        blocks, sources = (*document.blocks, *about.blocks), (*document.sources, *about.sources)
        whole = replace(document, blocks=document.blocks if pack else blocks)
        quoted = (self._prepared[other].document.sources for other in quoted_documents(whole))
        return replace(whole, sources=tuple(dict.fromkeys(chain(sources, *quoted))))

    def _about_pack(self, pack: Pack) -> Document:
        """Give the last page of a pack: source, licence, other formats, what its tools rest on."""
        about, labels = self._prepared[ABOUT].document, self.workspace.theme.labels
        documents = [self._prepared[name].document for name in pack.documents]
        table = rests_on_table(documents, self.workspace.project.trace, labels)
        blocks = about.blocks
        if blocks and isinstance(blocks[0], Heading):
            blocks = blocks[1:]
        return replace(
            about,
            meta=replace(
                about.meta,
                title=labels.about_pack,
                version=pack.version,
                updated=max(document.meta.updated for document in documents),
            ),
            blocks=(*blocks, *table),
        )

    def pack(
        self, name: str, pack: Pack, theme: Theme | None = None
    ) -> tuple[Publication, tuple[str, ...]]:
        """Make the combined publication of a pack, and list the files it comes from."""
        names = (*pack.documents, ABOUT)
        whole = [self._whole(n, theme, pack) for n in names]
        documents = [link_document(d, names, self._targets, []) for d in whole if d.blocks]
        meta = Metadata(
            title=pack.title,
            kind="report",
            updated=max(d.meta.updated for d in documents),
            version=pack.version,
            subtitle=pack.subtitle,
            description=pack.description,
            language=self.workspace.project.language,
            label=pack.label or self.workspace.theme.labels.kinds["pack"],
        )
        head = Document(name, meta, ())
        labels_for = self.workspace.theme.labels_for
        by = {d.name: by_line(d, labels_for(d.meta.language)) for d in documents}
        imprints = {d.name: self._imprint(d.meta) for d in documents} | {name: self._imprint(meta)}
        labels = labels_for(meta.language)
        guides = make_guides(name, pack, documents, labels)
        publication = assemble_pack(name, head, documents, imprints, by, guides)
        sources = dict.fromkeys(s for document in documents for s in document.sources)
        return self._with_pictures(publication, tuple(sources), theme)

    def frame(self, meta: Metadata) -> tuple[Imprint, Mapping[str, Picture], tuple[str, ...]]:
        """Give what stands around a document made in code, its pictures, and their files."""
        imprint = self._imprint(meta)
        empty = assemble_document(Document("", meta, ()), imprint, "")
        publication, files = self._with_pictures(empty, (), None)
        return imprint, publication.pictures, files

    def prepare(self, before: Composer | None = None) -> None:
        """Bring every document of the project into this edition's form, and check it.

        Documents that are the same as in an earlier composer are taken from there.
        """
        known = before._prepared if before and self._is_like(before) else {}
        for name in self.workspace.documents:
            try:
                document = self.workspace.document(name)
            except PackError as error:
                self.problems += error.diagnostics
                continue
            self._prepare(name, document, known)
        about = self._about()
        self._prepare(ABOUT, about, known)
        if mark := cover_mark(self.workspace):
            self._picture(mark, place(self.workspace.source, PROJECT, "mark"))
        unread = self.workspace.documents.keys() - self._prepared.keys()
        for prepared in self._prepared.values():
            self._targets |= anchors(prepared.document)
        self.problems += check_shared_fields(p.document for p in self._prepared.values())
        for prepared in self._prepared.values():
            self.problems += prepared.problems
            link_document(prepared.document, [], self._targets, self.problems, unread=unread)
            notes = prepared.document.footnotes.values()
            for image, span in images_of(chain(prepared.document.blocks, *notes)):
                self._picture(image, span)
        project = self.workspace.project
        self.problems += check_notice(project, self._closing("notice"))
        self.problems += check_formats(project, self._closing("formats_statement"))
        source, theme = self.workspace.source, self.workspace.theme
        self.problems += check_look(theme, places(source, TOKENS))
        for language, labels in theme.languages.items():
            where = places(source, labels_path(language))
            self.problems += check_labels(labels, where, theme.characters)
        self.problems = list(waive_problems(self.problems, self.waivers))

    def _is_like(self, other: Composer) -> bool:
        """Say whether both bring a document into the same form."""
        mine, others = self.workspace, other.workspace
        return (
            (self.name, self.edition, mine.project) == (other.name, other.edition, others.project)
            and mine.theme is others.theme
            and list_editions(mine.source) == list_editions(others.source)
        )

    def _prepare(self, name: str, read: Document, known: Mapping[str, Prepared]) -> None:
        self.waivers += list_waivers([read])
        before = known.get(name)
        if before is not None and before.read is read:
            self._prepared[name] = before
            return
        self._prepared[name] = prepare_document(
            read, self.workspace, self.name, self.edition, self.theme
        )

    def _about(self) -> Document:
        """Write the last section of every document: source, licence, other formats."""
        project = self.workspace.project
        title = about_title(self.workspace)
        blocks = [*self._ending("notice"), *self._ending("formats_statement")]
        if title and blocks:
            blocks.insert(0, Heading(1, (Text(title),), ABOUT, numbered=False))
        dates = (prepared.document.meta.updated for prepared in self._prepared.values())
        newest = max(dates, default=None)
        meta = Metadata(
            title=title,
            kind="report",
            updated=newest or datetime.date.min,
            numbered=False,
            language=project.language,
        )
        return self.workspace.include(Document(ABOUT, meta, tuple(blocks), span=Span(PROJECT)))

    def _ending(self, key: str) -> tuple[Block, ...]:
        """Ask for a piece of the last section, if the project names one."""
        file = getattr(self.workspace.project, key)
        if not file:
            return ()
        return (Include(file, span=place(self.workspace.source, PROJECT, key)),)

    def _closing(self, key: str) -> tuple[Block, ...]:
        """Give a piece of the last section as it was written."""
        about = self._prepared[ABOUT].document
        return self.workspace.include(replace(about, blocks=self._ending(key))).blocks

    def _imprint(self, meta: Metadata) -> Imprint:
        return make_imprint(self.workspace, self.name, self.edition, meta)

    def _with_pictures(
        self, publication: Publication, sources: tuple[str, ...], theme: Theme | None = None
    ) -> tuple[Publication, tuple[str, ...]]:
        openings = [publication.opening, *(part.opening for part in publication.parts)]
        drawn = {o.mark: o for o in openings if o and o.art}
        shown = {item for o in drawn.values() for item in o.art if not item.isdigit()}
        paths = shown | {o.logo for o in openings if o}
        for part in publication.parts:
            paths |= {image for image, _ in images_of(chain(part.blocks, *part.footnotes))}
        listed = [publication.contents, *(part.contents for part in publication.parts)]
        paths |= {entry.icon for contents in listed if contents for entry in contents.entries}
        paths.discard("")
        span = Span(edition_path(self.name))
        pictures = {path: self._picture(path, span, theme) for path in paths}
        found = {path: picture for path, picture in sorted(pictures.items()) if picture}
        shipped = [path for path in found if not is_drawn(path)]
        files = (*sources, *map(_picture_file, shipped), *self.workspace.settings)
        for path, opening in drawn.items():
            found[path] = draw_opening(opening, found, theme or self.theme)
        return replace(publication, pictures=found), files

    def _picture(self, path: str, span: Span, theme: Theme | None = None) -> Picture | None:
        source, colours = self.workspace.source, (theme or self.theme).tokens.colours
        if is_drawn(path):
            return draw_mark(path, colours)
        try:
            return read_picture(source, _picture_file(path), span, colours)
        except PackError as error:
            self.problems += error.diagnostics
            return None


def compose(workspace: Workspace, name: str, before: Composer | None = None) -> Composer:
    """Prepare an edition, with what an earlier composer has; raises `PackError` when its settings
    are wrong.
    """
    edition = read_edition(workspace.source, name, workspace.project.values)
    where = places(workspace.source, edition_path(name))
    packs = list_packs(workspace.source)
    problems = list(check_edition(edition, workspace.theme, workspace.documents, packs, where))
    problems += errors(workspace.check_project_words())
    if problems:
        raise PackError(problems)
    theme = with_colour(workspace.theme, edition.colour) if edition.colour else workspace.theme
    composer = Composer(workspace, name, edition, theme)
    composer.prepare(before)
    read = (prepared.read for prepared in composer._prepared.values())
    composer.problems += check_terms(edition, read, where)
    if edition.logo:
        composer._picture(edition.logo, where("logo"))
    return composer


def check_project(
    workspace: Workspace, known: dict[str, Composer] | None = None
) -> list[Diagnostic]:
    """Find every problem of every document, pack and edition; each is told once.

    `known` takes the composer of each edition from one look to the next.
    """
    known = {} if known is None else known
    problems: list[Diagnostic] = []
    packs, waivers = {}, []
    for name in list_packs(workspace.source):
        try:
            packs[name] = workspace.pack(name)
        except PackError as error:
            problems += error.diagnostics
    for edition in list_editions(workspace.source):
        try:
            known[edition] = composer = compose(workspace, edition, known.get(edition))
            problems += composer.problems
            waivers += composer.waivers
            if not errors(problems):
                check_deep_tools(workspace, edition, composer.edition.deep_tools)
        except PackError as error:
            problems += error.diagnostics
    where = partial(place, workspace.source)
    problems += check_file_endings(workspace.source.find("content", ""))
    problems += check_posters(packs, lambda name, n: where(pack_path(name), "documents", n))
    problems += workspace.check_project_words()
    for name, pack in packs.items():
        problems += workspace.check_words_of(pack_path(name), pack, TITLES)
    problems += check_waivers(problems, waivers)
    unique = {str(problem): problem for problem in problems}
    return sorted(unique.values(), key=lambda d: (d.span.path, d.span.line, d.span.column))


def _picture_file(path: str) -> str:
    return path if path in (MARK, SCISSORS) else f"content/{path}"
