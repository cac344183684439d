"""Workspace × edition → publications: the flow from documents as read to documents as written."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from packbuilder.build.workspace import Workspace
from packbuilder.checks import check_document
from packbuilder.checks.characters import check_characters
from packbuilder.checks.fields import check_shared_fields
from packbuilder.diagnostics import Code, Diagnostic, PackError, Severity, Span
from packbuilder.model import (
    Block,
    Document,
    Figure,
    Heading,
    Include,
    Metadata,
    Picture,
    Publication,
    Text,
    walk,
)
from packbuilder.pictures import read_picture
from packbuilder.recipe import (
    STANDARD,
    VALUE_NAMES,
    Edition,
    Recipe,
    edition_path,
    edition_values,
    list_editions,
    list_packs,
    long_date,
    read_edition,
)
from packbuilder.theme import Theme, check_contrast, is_colour, with_colour
from packbuilder.transforms.assemble import Imprint, assemble_document, assemble_pack
from packbuilder.transforms.fields import name_fields
from packbuilder.transforms.link import anchors, link_document
from packbuilder.transforms.number import identify_blocks, number_document
from packbuilder.transforms.select import Known, fill_in, select_edition, use_terms
from packbuilder.transforms.tools import add_strip, list_cards, set_clocks

MARK = "templates/mark.svg"
ABOUT = "about-this-document"


@dataclass
class Composer:
    """Makes publications of one edition. `problems` collects what is wrong with its content."""

    workspace: Workspace
    name: str
    edition: Edition
    theme: Theme
    problems: list[Diagnostic] = field(default_factory=list)
    _prepared: dict[str, Document] = field(default_factory=dict)
    _targets: dict[str, str] = field(default_factory=dict)

    def document(
        self, name: str, theme: Theme | None = None
    ) -> tuple[Publication, tuple[str, ...]]:
        """Make the publication of one document, and list the files it comes from.

        Its drawings have the colours of `theme`, or else of the edition's own.
        """
        document, about = self._prepared[name], self._prepared[ABOUT]
        whole = replace(document, blocks=(*document.blocks, *about.blocks))
        linked = link_document(whole, [name], self._targets, [])
        publication = assemble_document(linked, self._imprint(document.meta), self._by(document))
        return self._with_pictures(publication, (*document.sources, *about.sources), theme)

    def pack(
        self, name: str, recipe: Recipe, theme: Theme | None = None
    ) -> tuple[Publication, tuple[str, ...]]:
        """Make the combined publication of a pack, and list the files it comes from."""
        names = [*recipe.documents, ABOUT]
        documents = [link_document(self._prepared[n], names, self._targets, []) for n in names]
        documents[-1] = _untitled(documents[-1], self.workspace.theme.labels.about_pack)
        meta = Metadata(
            title=recipe.title,
            kind="report",
            updated=max(d.meta.updated for d in documents[:-1]),
            version=recipe.version,
            subtitle=recipe.subtitle,
            description=recipe.description,
            language=self.workspace.project.language,
        )
        head = Document(name, meta, ())
        publication = assemble_pack(name, head, documents, self._imprint(meta))
        sources = dict.fromkeys(s for n in names for s in self._prepared[n].sources)
        return self._with_pictures(publication, tuple(sources), theme)

    def prepare(self) -> None:
        """Bring every document of the project into this edition's form, and check it."""
        for name in self.workspace.documents:
            self._try(name)
        self._prepared[ABOUT] = self._edit(self._about())
        self._picture(MARK, Span(MARK))
        for document in self._prepared.values():
            self._targets |= anchors(document)
        self.problems += check_shared_fields(self._prepared.values())
        for document in self._prepared.values():
            self.problems += check_document(document)
            self.problems += check_characters(document, self.theme.characters)
            link_document(document, [], self._targets, self.problems)
            for block in walk(document.blocks):
                if isinstance(block, Figure):
                    self._picture(block.image, block.span)

    def _try(self, name: str) -> None:
        try:
            self._prepared[name] = self._edit(self.workspace.document(name))
        except PackError as error:
            self.problems += error.diagnostics

    def _edit(self, document: Document) -> Document:
        values = self._values(document.meta)
        known = Known(VALUE_NAMES, list_editions(self.workspace.source))
        document = select_edition(document, self.name, values, known, self.problems)
        document = use_terms(document, self.edition.terms)
        document = fill_in(document, values, known, self.problems)
        labels = self.workspace.theme.labels
        document = list_cards(add_strip(document, labels), labels)
        document = set_clocks(document, values, labels, self.problems)
        document = name_fields(identify_blocks(document), labels, self.problems)
        return number_document(document, labels.minutes, labels.minute)

    def _values(self, meta: Metadata) -> Mapping[str, str]:
        return {
            **edition_values(self.edition, meta.language),
            "title": meta.title,
            "version": self.edition.version or meta.version,
            "updated": long_date(meta.updated, meta.language),
        }

    def _about(self) -> Document:
        """Write the last section of every document: source, licence, other formats."""
        project = self.workspace.project
        blocks: list[Block] = [
            Heading(1, (Text(self.workspace.theme.labels.about),), ABOUT, numbered=False)
        ]
        for file in (project.notice, project.formats_statement):
            if file:
                blocks.append(Include(file, span=Span("content/project.yaml")))
        newest = max((d.meta.updated for d in self._prepared.values()), default=None)
        meta = Metadata(
            title=self.workspace.theme.labels.about_pack,
            kind="report",
            updated=newest or datetime.date.min,
            numbered=False,
            language=project.language,
        )
        span = Span("content/project.yaml")
        return self.workspace.include(Document(ABOUT, meta, tuple(blocks), span=span))

    def _imprint(self, meta: Metadata) -> Imprint:
        labels, edition = self.workspace.theme.labels, self.edition
        version = self._values(meta)
        return Imprint(
            edition=labels.standard
            if self.name == STANDARD
            else labels.edition.format(name=edition.short_name or self.name.title()),
            version_line=labels.version.format(version=version["version"], date=version["updated"]),
            partnership=edition.partnership or "",
            event=self._event(meta.language),
            attribution=self.workspace.project.attribution_short,
            contents=labels.contents,
            page=labels.page,
            of=labels.of,
            blank_page=labels.blank_page,
            mark=MARK,
            logo=edition.logo or "",
            logo_alt=edition.logo_alt or "",
        )

    def _event(self, language: str) -> str:
        values = edition_values(self.edition, language)
        parts = [values.get(name, "") for name in ("event_title", "event_date", "venue")]
        return ", ".join(part for part in parts if part)

    def _by(self, document: Document) -> str:
        names, labels = document.meta.authors, self.workspace.theme.labels
        if not names:
            return ""
        first = labels.continued_list.join(names[:-1])
        joined = labels.last_join.join(filter(None, [first, names[-1]]))
        return labels.by.format(names=joined)

    def _with_pictures(
        self, publication: Publication, sources: tuple[str, ...], theme: Theme | None = None
    ) -> tuple[Publication, tuple[str, ...]]:
        openings = [publication.opening, *(part.opening for part in publication.parts)]
        paths = {p for o in openings if o for p in (o.mark, o.logo) if p}
        for part in publication.parts:
            paths |= {b.image for b in walk(part.blocks) if isinstance(b, Figure)}
        span = Span(edition_path(self.name))
        pictures = {path: self._picture(path, span, theme) for path in paths}
        found = {path: picture for path, picture in sorted(pictures.items()) if picture}
        files = (*sources, *map(_picture_file, found), *self.workspace.settings)
        return replace(publication, pictures=found), files

    def _picture(self, path: str, span: Span, theme: Theme | None = None) -> Picture | None:
        source, colours = self.workspace.source, (theme or self.theme).tokens.colours
        try:
            return read_picture(source, _picture_file(path), span, colours)
        except PackError as error:
            self.problems += error.diagnostics
            return None


def compose(workspace: Workspace, name: str) -> Composer:
    """Prepare an edition; raises `PackError` when its settings are wrong."""
    edition = read_edition(workspace.source, name)
    problems = list(_check_edition(workspace.theme, edition, Span(edition_path(name))))
    if problems:
        raise PackError(problems)
    theme = with_colour(workspace.theme, edition.colour) if edition.colour else workspace.theme
    composer = Composer(workspace, name, edition, theme)
    composer.prepare()
    if edition.logo:
        composer._picture(edition.logo, Span(edition_path(name)))
    return composer


def check_project(workspace: Workspace) -> list[Diagnostic]:
    """Find every problem of every document, pack and edition; each is told once."""
    problems: list[Diagnostic] = []
    for pack in list_packs(workspace.source):
        try:
            workspace.recipe(pack)
        except PackError as error:
            problems += error.diagnostics
    for edition in list_editions(workspace.source):
        try:
            problems += compose(workspace, edition).problems
        except PackError as error:
            problems += error.diagnostics
    unique = {str(problem): problem for problem in problems}
    return sorted(unique.values(), key=lambda d: (d.span.path, d.span.line, d.span.column))


def _check_edition(theme: Theme, edition: Edition, span: Span) -> Iterator[Diagnostic]:
    if edition.colour and not is_colour(edition.colour):
        yield Diagnostic(
            Code.VALUE_WRONG,
            span,
            f"“{edition.colour}” is not a colour",
            'write it as colour: "#1d4a73"',
        )
    elif edition.colour:
        yield from check_contrast(with_colour(theme, edition.colour).tokens, span)
    if edition.logo and not edition.logo_alt:
        yield Diagnostic(
            Code.IMAGE_ALT,
            span,
            "the logo has no alternative text",
            "add a line “logo_alt: Logo of …”",
            Severity.ERROR,
        )


def _picture_file(path: str) -> str:
    return path if path == MARK else f"content/{path}"


def _untitled(document: Document, title: str) -> Document:
    """Drop the heading of the closing section where a part title takes its place."""
    return replace(document, meta=replace(document.meta, title=title), blocks=document.blocks[1:])
