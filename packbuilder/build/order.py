"""Workspace × edition × numbers → a print order as PDF, Word and CSV.

The handouts are found by their codes, rendered to count their pages, and worked out by
`packbuilder.order`; the order itself is a document made in code and written like any other.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from packbuilder.build.compose import Composer
from packbuilder.build.handouts import (
    DECK,
    FILES,
    GUIDE,
    HOST,
    PERSONAL,
    POSTER,
    check_deep_tools,
    find_handouts,
)
from packbuilder.build.jobs import Job, Writing
from packbuilder.build.order_page import OrderPage
from packbuilder.build.pack import PackResult
from packbuilder.build.workers import Workers
from packbuilder.build.workspace import Workspace
from packbuilder.diagnostics import PackError
from packbuilder.joining import anchor_pages
from packbuilder.model import (
    Block,
    Deck,
    Document,
    Heading,
    Landscape,
    Metadata,
    PageBreak,
    Publication,
    walk,
)
from packbuilder.order import (
    Needs,
    Note,
    Prices,
    Printed,
    Role,
    make_notes,
    make_rows,
    share,
    write_csv,
)
from packbuilder.print_files import CARDS
from packbuilder.publish import Delivery
from packbuilder.recipe import Edition, Format, list_packs
from packbuilder.store import Made
from packbuilder.theme import Variant, with_variant
from packbuilder.transforms.assemble import assemble_document, full_title
from packbuilder.transforms.fields import name_fields
from packbuilder.transforms.link import link_document
from packbuilder.transforms.number import identify_blocks

NAME = "print-order"
FOLDER = "order"
_FORMATS: tuple[Format, ...] = ("pdf", "docx")
Section = Literal["", "deck", "poster"]


@dataclass(frozen=True)
class Wanted:
    """A document in a role, before its pages are counted; `section` is the part to print."""

    role: Role
    key: str
    name: str
    variant: Variant = "office"
    section: Section = ""
    tables: int = 0
    wants_a3: bool = False

    @property
    def job(self) -> str:
        """Name the job that makes its PDF."""
        return f"{self.name}:{self.variant}"


@dataclass
class Plan:
    """What to print, and the jobs that count its pages."""

    composer: Composer
    needs: Needs
    libraries: str = ""
    wanted: list[Wanted] = field(default_factory=list)
    jobs: dict[str, Writing] = field(default_factory=dict)
    publications: dict[str, Publication] = field(default_factory=dict)
    sources: dict[str, tuple[str, ...]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def read_needs(edition: Edition, given: Mapping[str, Any]) -> Needs:
    """Take what an edition says, and what is given in its place."""
    names = Needs.__dataclass_fields__
    needs = {name: getattr(edition, name) for name in names} | dict(given)
    codes = dict.fromkeys(code.lower() for code in needs["deep_tools"])
    return Needs(**{**needs, "deep_tools": tuple(codes)})


# What to print ----------------------------------------------------------------------------------


def plan_order(composer: Composer, needs: Needs, libraries: str = "") -> Plan:
    """List the handouts of an order; raises `PackError` when a tool does not exist."""
    workspace, plan = composer.workspace, Plan(composer, needs, libraries)
    check_deep_tools(workspace, composer.name, needs.deep_tools)
    found = find_handouts(workspace)
    for wanted in _wish_list(found, needs, _posters(workspace)):
        if wanted.name in composer.edition.leave_out:
            plan.left_out.append(_name(workspace, wanted))
        elif not wanted.name:
            plan.missing.append(FILES.get(wanted.key, wanted.key.upper()))
        else:
            plan.wanted.append(wanted)
    plan.missing = list(dict.fromkeys(plan.missing))
    plan.left_out = list(dict.fromkeys(plan.left_out))
    for wanted in tuple(plan.wanted):
        _add_jobs(plan, wanted)
    return plan


def _wish_list(
    found: Mapping[str, str], needs: Needs, posters: Collection[str]
) -> Iterator[Wanted]:
    """Give every handout in the order of the rows; one that does not exist has no name."""

    def wanted(role: Role, key: str, variant: Variant = "office", **more: Any) -> Wanted:
        return Wanted(role, key, found.get(key, ""), variant, **more)

    large: Variant = "office" if not needs.a3 else "poster"
    for code in PERSONAL:
        yield wanted("personal", code)
    yield wanted("deck", DECK, section="deck")
    yield wanted("deck-sheet", DECK, section="deck")
    yield wanted("poster", POSTER, large, section="poster", wants_a3=True)
    for code, tables in zip(
        needs.deep_tools, share(needs.tables, len(needs.deep_tools)), strict=True
    ):
        on_a3 = found[code] in posters
        yield wanted("deep", code, large if on_a3 else "office", tables=tables, wants_a3=on_a3)
    yield wanted("guide", GUIDE, "booklet" if needs.duplex else "office")
    yield wanted("host", HOST, "two-up")
    for code in (*PERSONAL, DECK, *needs.deep_tools):
        yield wanted("large", code, "large-print")


def _posters(workspace: Workspace) -> set[str]:
    """Name the documents that the project makes on A3."""
    names: set[str] = set()
    for pack in list_packs(workspace.source):
        with contextlib.suppress(PackError):  # a pack that is not in this order
            recipe = workspace.recipe(pack)
            names |= set(recipe.documents) if recipe.variant == "poster" else set()
    return names


def _name(workspace: Workspace, wanted: Wanted) -> str:
    return full_title(workspace.document(wanted.name))


# How many pages ---------------------------------------------------------------------------------


def _add_jobs(plan: Plan, wanted: Wanted) -> None:
    """Plan what has to be rendered to know a handout's pages, and give up parts it lacks."""
    if wanted.name not in plan.publications:
        publication, sources = plan.composer.document(wanted.name)
        plan.publications[wanted.name] = publication
        plan.sources[wanted.name] = sources
    publication = plan.publications[wanted.name]
    if wanted.role == "deck" and not find_section(publication, wanted.section):
        plan.wanted.remove(wanted)
        return
    theme = with_variant(plan.composer.theme, wanted.variant)
    named = replace(publication, name=wanted.job)
    sources = plan.sources[wanted.name]
    plan.jobs[wanted.job] = Writing(named, "pdf", theme, sources, plan.libraries)


def find_section(publication: Publication, section: Section) -> slice | None:
    """Find the blocks of a part that is printed on paper of its own.

    A deck of cards always has; a poster is the section `{#poster}` between two page breaks.
    """
    blocks = publication.parts[0].blocks
    if section == "deck":
        decks = [number for number, block in enumerate(blocks) if isinstance(block, Deck)]
        return slice(decks[0], decks[-1] + 1) if decks else None
    if section == "poster":
        anchor = f"{publication.parts[0].name}.poster"
        for number, block in enumerate(blocks):
            if isinstance(block, Heading) and block.anchor == anchor:
                stop = _end_of_section(blocks, number)
                apart = number and all(isinstance(blocks[n - 1], PageBreak) for n in (number, stop))
                return slice(number, stop) if apart else None
    return None


def _end_of_section(blocks: Sequence[Block], start: int) -> int:
    first = blocks[start]
    level = first.level if isinstance(first, Heading) else 1
    for number in range(start + 1, len(blocks)):
        block = blocks[number]
        if isinstance(block, Heading) and block.level <= level:
            return number
    return len(blocks)


def _count(plan: Plan, wanted: Wanted, places: Mapping[str, int]) -> Printed:
    """Say how a handout is printed, from the pages of its places."""
    publication = plan.publications[wanted.name]
    part = publication.parts[0]
    cut = find_section(publication, wanted.section)
    blocks = part.blocks[cut] if cut and wanted.role != "deck-sheet" else part.blocks
    ranges = _ranges(wanted, part.blocks, cut, places) if cut else ()
    return Printed(
        role=wanted.role,
        key=f"{wanted.key}-{wanted.role}",
        title=publication.title,
        variant=wanted.variant,
        pages=sum(last - first + 1 for first, last in ranges) if ranges else places[""],
        landscape=part.landscape,
        mixed=not part.landscape and any(isinstance(b, Landscape) for b in walk(blocks)),
        ranges=ranges,
        cards=sum(len(b.items) for b in walk(blocks) if isinstance(b, Deck)),
        tables=wanted.tables,
        wants_a3=wanted.wants_a3,
    )


def _ranges(
    wanted: Wanted, blocks: Sequence[Block], cut: slice, places: Mapping[str, int]
) -> tuple[tuple[int, int], ...]:
    """Give the pages of the file that hold a part; for the sheet of a deck, all the others."""
    whole = places[""]
    if wanted.section == "poster":
        start, stop = blocks[cut.start], blocks[cut.stop : cut.stop + 1]
        last = whole
        if stop and isinstance(stop[0], Heading):
            last = places[stop[0].anchor] - 1
        assert isinstance(start, Heading)
        return ((places[start.anchor], last),)
    cards = [page for name, page in places.items() if CARDS in name]
    if wanted.role == "deck":
        return ((min(cards), max(cards)),)
    others = ((1, min(cards) - 1), (max(cards) + 1, whole))
    return tuple(pages for pages in others if pages[0] <= pages[1])


# The order --------------------------------------------------------------------------------------


def make_order(
    plan: Plan, prices: Prices, workers: Workers, output: Path, done: Callable[[str], None]
) -> PackResult:
    """Count pages, work out the order, and deliver its three files together."""
    pdfs = {
        job.file_name.removesuffix(".pdf"): made.data
        for job, made in _made(plan.jobs.values(), workers, done)
    }
    places = {name: anchor_pages(data) for name, data in pdfs.items()}
    composer = plan.composer
    rows = make_rows(
        [_count(plan, wanted, places[wanted.job]) for wanted in plan.wanted], plan.needs
    )
    absent = {"missing": plan.missing, "left_out": plan.left_out}
    notes = [Note(name, tuple(names)) for name, names in absent.items() if names]
    page = OrderPage(
        labels=composer.workspace.theme.labels,
        edition=composer.edition.short_name or composer.name.title(),
        needs=plan.needs,
        rows=rows,
        notes=(*notes, *make_notes(rows, plan.needs)),
        prices=prices,
        cards=composer.theme.cards_on_sheet,
    )
    publication, sources = _publish(plan, page)
    jobs = [Writing(publication, f, composer.theme, sources, plan.libraries) for f in _FORMATS]
    results = {job.file_name: made for job, made in _made(jobs, workers, done)}
    files = {name: made.data for name, made in results.items()}
    files[f"{NAME}.csv"] = write_csv(page.csv_rows())
    folder = output / composer.name / FOLDER
    delivery = Delivery(folder, NAME)
    try:
        for name, data in files.items():
            delivery.put(folder / name, data)
        delivery.commit()
    finally:
        delivery.abandon()
    counted = {name: made.facts["pages"] for name, made in results.items()}
    entries = tuple({"name": name, "pages": counted.get(name)} for name in sorted(files))
    return PackResult(folder, None, entries, tuple(sorted(files)))


def _made(
    jobs: Iterable[Job], workers: Workers, done: Callable[[str], None]
) -> Iterator[tuple[Job, Made]]:
    """Run jobs; raises `PackError` when one of them fails."""
    for job, made in workers.run([list(jobs)]):
        if isinstance(made, PackError):
            raise made
        done(job.file_name)
        yield job, made


def _publish(plan: Plan, page: OrderPage) -> tuple[Publication, tuple[str, ...]]:
    """Make a publication of the order; its date is that of the newest handout."""
    composer = plan.composer
    meta = Metadata(
        title=page.say("title"),
        kind="briefing",
        updated=max(publication.updated for publication in plan.publications.values()),
        language=composer.workspace.project.language,
        orientation="landscape",
        numbered=False,
    )
    imprint = composer._imprint(meta)
    meta = replace(meta, subtitle=imprint.event)
    labels = composer.workspace.theme.labels
    document = name_fields(identify_blocks(Document(NAME, meta, page.blocks())), labels, [])
    linked = link_document(document, [NAME], {}, [])
    sources = dict.fromkeys(path for paths in plan.sources.values() for path in paths)
    publication = assemble_document(linked, imprint, "")
    return composer._with_pictures(publication, tuple(sources), None)
