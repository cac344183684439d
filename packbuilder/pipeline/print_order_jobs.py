"""The files of a print order, as jobs: one to print for each handout, and the order itself.

A file to print has the number of its row, so that both are found in the same order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from packbuilder.diagnostics import Span
from packbuilder.model import (
    Deck,
    Document,
    Heading,
    Metadata,
    PageBreak,
    Picture,
    Section,
    is_poster,
    walk,
)
from packbuilder.model.variants import VARIANTS
from packbuilder.pdf.join import anchor_pages
from packbuilder.pdf.notes_page import notes_page
from packbuilder.pdf.print_files import CARDS, FRONTS, PrintableDocument, make_print_files
from packbuilder.pipeline.handouts import Handout, Handouts, Wanted
from packbuilder.pipeline.imprint import event_line
from packbuilder.pipeline.jobs import FileAndFacts, Job, WriteJob, result_of
from packbuilder.pipeline.print_files import impose_pages
from packbuilder.pipeline.print_order_page import OrderPage, PrintedFile
from packbuilder.pipeline.publications import compose_frame
from packbuilder.print_order import NAME
from packbuilder.print_order.sums import (
    Needs,
    Note,
    Prices,
    Printed,
    make_notes,
    make_rows,
)
from packbuilder.storage.cache import Store
from packbuilder.storage.csv_text import write_csv
from packbuilder.storage.records import hash_of
from packbuilder.theme import Theme
from packbuilder.transforms.assemble import Imprint, assemble_document
from packbuilder.transforms.fields import name_fields
from packbuilder.transforms.link import link_document
from packbuilder.transforms.number import identify_blocks

Direction = Literal["", "portrait", "landscape"]


@dataclass(frozen=True)
class PrintFileJob:
    """The file to print for one handout; of mixed pages, those of one direction.

    `title` is that of all of them together.
    """

    number: int
    title: str
    handout: Handout
    needs_of: Needs
    direction: Direction = ""

    @property
    def file_name(self) -> str:
        """Its row and its code, what part of the document it is, and how its pages stand."""
        wanted = self.handout.wanted
        what = "large" if wanted.large else wanted.section
        return "-".join(filter(None, (f"{self.number:02}", wanted.key, what, self.direction))) + (
            ".pdf"
        )

    @cached_property
    def key(self) -> str:
        """The hash of all it depends on."""
        wanted, duplex = self.handout.wanted, self.needs_of.duplex
        return hash_of("printing", self.handout.writing.key, wanted, duplex, self.direction)

    @property
    def needs(self) -> tuple[Job, ...]:
        """The PDF."""
        return (self.handout.writing,)

    @property
    def weight(self) -> int:
        """Little, but it can only be done at the end."""
        return 1

    @property
    def span(self) -> Span:
        """The document's own file."""
        return self.handout.writing.span

    def make(self, store: Store) -> FileAndFacts:
        """Take the pages that are printed, as they lie on paper; only this draws pages."""
        from packbuilder.pdf.raster import measure_ink

        pdf = result_of(store, self.handout.writing).data
        (row,) = make_rows([as_printed(self.handout, pdf)], self.needs_of)
        theme, wanted = self.handout.writing.theme, self.handout.wanted
        pages = pages_of(self.handout, anchor_pages(pdf))
        how = VARIANTS[wanted.variant].imposition
        if how:
            pdf, pages = impose_pages(pdf, how, theme), frozenset()
        one_sided = row.sides == "one"
        reading = PrintableDocument(row.printed.title, pdf, pages, one_sided, cards_apart=False)
        made = make_print_files([reading], notes_page(theme))
        (file,) = (f for f in made if self.direction in ("", f.setting.direction))
        return file.pdf, {"pages": file.pages, "ink": round(measure_ink(file.pdf), 2)}


@dataclass(frozen=True)
class PrintOrderJob:
    """The order in one format, worked out from the pages of all its handouts."""

    format: str
    title: str
    handouts: tuple[Handout, ...]
    printings: tuple[PrintFileJob, ...]
    needs_of: Needs
    notes: tuple[Note, ...]
    prices: Prices
    theme: Theme
    edition: str
    meta: Metadata
    imprint: Imprint
    pictures: Mapping[str, Picture]
    sources: tuple[str, ...]
    libraries: str

    @property
    def file_name(self) -> str:
        """The name of the file."""
        return f"{NAME}.{self.format}"

    @cached_property
    def key(self) -> str:
        """The hash of all it depends on."""
        made = [job.key for job in self.needs]
        wanted = [handout.wanted for handout in self.handouts]
        said = (self.needs_of, self.notes, dict(self.prices), self.edition, self.meta)
        look = (self.theme.tokens, self.theme.labels, dict(self.theme.templates))
        around = (self.imprint, self.pictures, self.libraries)
        return hash_of("order", self.format, made, wanted, said, look, around)

    @cached_property
    def needs(self) -> tuple[Job, ...]:
        """The handouts, and the files to print."""
        return (*{h.writing.key: h.writing for h in self.handouts}.values(), *self.printings)

    @property
    def weight(self) -> int:
        """A table of some rows."""
        return 20

    @property
    def span(self) -> Span:
        """The file to look at: that of the first handout."""
        return Span(self.sources[0])

    def make(self, store: Store) -> FileAndFacts:
        """Count, work out, and write."""
        page = self._page(store)
        if self.format == "csv":
            return write_csv(page.csv_rows()), {}
        labels = self.theme.labels
        document = identify_blocks(Document(NAME, self.meta, page.blocks()))
        document, _ = name_fields(document, labels)
        linked = link_document(document, [NAME], {})
        publication = assemble_document(linked, self.imprint)
        publication = replace(publication, pictures=dict(self.pictures))
        return WriteJob(publication, self.format, self.theme, self.sources, self.libraries).make(
            store
        )

    def _page(self, store: Store) -> OrderPage:
        pdfs = {w.key: result_of(store, w).data for w in self.needs if isinstance(w, WriteJob)}
        printed = [as_printed(handout, pdfs[handout.writing.key]) for handout in self.handouts]
        rows = make_rows(printed, self.needs_of)
        files: dict[int, list[PrintedFile]] = {}
        for job in self.printings:
            facts = result_of(store, job).facts
            made = PrintedFile(job.file_name, facts["pages"], facts["ink"])
            files.setdefault(job.number - 1, []).append(made)
        sheet = self.theme.cards_on_sheet()
        return OrderPage(
            labels=self.theme.labels,
            edition=self.edition,
            needs=self.needs_of,
            rows=rows,
            files=tuple(tuple(files[number]) for number in range(len(rows))),
            notes=(*self.notes, *make_notes(rows, self.needs_of)),
            prices=self.prices,
            cards=(sheet.across, sheet.down),
        )


def order_jobs(plan: Handouts, prices: Prices, libraries: str) -> list[Job]:
    """Return the jobs of an order: the files to print, and the order in three formats."""
    edition, handouts = plan.edition, tuple(plan.found)
    title = edition.project.theme.labels.order["files_title"]
    printings = tuple(
        PrintFileJob(number, title, handout, plan.needs, direction)
        for number, handout in enumerate(handouts, 1)
        for direction in _directions(handout)
    )
    meta = _meta(plan)
    imprint, pictures, settings = compose_frame(edition, meta)
    meta = replace(meta, subtitle=event_line(edition, meta))
    formats = ("pdf", "docx", "csv")
    orders = (
        PrintOrderJob(
            format,
            meta.title,
            handouts,
            printings,
            plan.needs,
            (Note("left_out", tuple(plan.left_out)),) if plan.left_out else (),
            prices,
            edition.theme,
            edition.settings.short_name or edition.name.title(),
            meta,
            imprint,
            pictures,
            (*plan.sources, *settings),
            libraries,
        )
        for format in formats
    )
    return [*printings, *orders]


def _meta(plan: Handouts) -> Metadata:
    """Return what the order's own pages are."""
    project = plan.edition.project
    return Metadata(
        title=project.theme.labels.order["title"],
        kind="briefing",
        updated=max(handout.publication.updated for handout in plan.found),
        language=project.settings.language,
        orientation="landscape",
        numbered=False,
    )


def _directions(handout: Handout) -> Iterator[Direction]:
    if handout.mixed:
        yield from ("portrait", "landscape")
    else:
        yield ""


def as_printed(handout: Handout, pdf: bytes) -> Printed:
    """Return how a handout is printed, from the pages of its PDF."""
    wanted, publication = handout.wanted, handout.publication
    part, places = publication.parts[0], anchor_pages(pdf)
    decks = [block for block in walk(part.blocks) if isinstance(block, Deck)]
    return Printed(
        role=wanted.role,
        key=_key(wanted),
        title=publication.title,
        variant=wanted.variant,
        pages=len(pages_of(handout, places)) or places[""],
        landscape=part.landscape,
        mixed=handout.mixed,
        section=wanted.section if _section_pages(wanted.section, places) else "",
        cards=sum(not card.is_free for deck in decks for card in deck.items),
        backs=any(deck.back for deck in decks),
        tables=wanted.tables,
        wants_a3=wanted.wants_a3,
        large=wanted.large,
    )


def _key(wanted: Wanted) -> str:
    """Return the name of a row's fields, which no other row has."""
    what = ("large",) if wanted.large else (wanted.section, wanted.variant)
    return "-".join(filter(None, (wanted.key, wanted.role.per, *what)))


def pages_of(handout: Handout, places: Mapping[str, int]) -> frozenset[int]:
    """Return the pages of a PDF, counted from 1, that a handout is; none means all of them."""
    pages = _section_pages(handout.wanted.section, places)
    first = _first_kept_back(handout, places)
    if first is None or handout.wanted.section in ("cards", "poster"):
        return pages
    return (pages or frozenset(range(1, places[""] + 1))) - frozenset(range(first, places[""] + 1))


def _section_pages(section: Section, places: Mapping[str, int]) -> frozenset[int]:
    """Return the pages of a part of a document; none where it has no such part."""
    if section == "poster":
        return frozenset(page for name, page in places.items() if is_poster(name))
    deck = frozenset(page for name, page in places.items() if CARDS in name or FRONTS in name)
    if not deck or not section:
        return frozenset()
    return deck if section == "cards" else frozenset(range(1, places[""] + 1)) - deck


def _first_kept_back(handout: Handout, places: Mapping[str, int]) -> int | None:
    """Return the first page that is for facilitators alone; None where there is none.

    A page on which the heading stands below other text is handed out.
    """
    until, before = handout.wanted.role.until, None
    for block in handout.publication.parts[0].blocks if until else ():
        if isinstance(block, Heading) and block.anchor.rpartition(".")[2] == until:
            page = places.get(block.anchor, 0) + (not isinstance(before, PageBreak))
            return page if 1 < page <= places[""] else None
        before = block
    return None
