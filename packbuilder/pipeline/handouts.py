"""Workspace × edition × numbers → the handouts of a print order, and what their PDFs come from."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from packbuilder.diagnostics import PackError
from packbuilder.model import Deck, Document, Landscape, Publication, walk
from packbuilder.model.variants import Variant
from packbuilder.pipeline.edition import Composer
from packbuilder.pipeline.jobs import Writing
from packbuilder.pipeline.project import Workspace
from packbuilder.pipeline.tool_codes import (
    DECK,
    FILES,
    GUIDE,
    HOST,
    PERSONAL,
    POSTER,
    check_deep_tools,
    find_handouts,
)
from packbuilder.print_order.sums import Needs, Role, Section, share
from packbuilder.settings.edition import Edition, edition_path
from packbuilder.settings.pack import list_packs, pack_path
from packbuilder.theme import with_variant
from packbuilder.transforms.assemble import full_title
from packbuilder.transforms.posters import has_poster


@dataclass(frozen=True)
class Wanted:
    """A document in a role, before its pages are counted."""

    role: Role
    key: str
    name: str
    variant: Variant = "office"
    section: Section = ""
    tables: int = 0
    wants_a3: bool = False


@dataclass(frozen=True)
class Handout:
    """What is wanted, the PDF it is printed from, and whether its pages have both directions."""

    wanted: Wanted
    writing: Writing
    mixed: bool

    @property
    def publication(self) -> Publication:
        """What the PDF says."""
        return self.writing.publication


@dataclass
class Handouts:
    """All handouts of an order; the names of those that do not exist, or are left out."""

    composer: Composer
    needs: Needs
    found: list[Handout] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def sources(self) -> tuple[str, ...]:
        """The files that the order comes from; packs say what is made on A3."""
        source = self.composer.workspace.source
        paths = [path for handout in self.found for path in handout.writing.sources]
        paths += map(pack_path, list_packs(source))
        edition = edition_path(self.composer.name)
        return tuple(dict.fromkeys([*paths, *([edition] if source.exists(edition) else [])]))


def read_needs(edition: Edition, given: Mapping[str, Any]) -> Needs:
    """Take what an edition says, and what is given in its place."""
    names = Needs.__dataclass_fields__
    needs = {name: getattr(edition, name) for name in names} | dict(given)
    codes = dict.fromkeys(code.lower() for code in needs["deep_tools"])
    return Needs(**{**needs, "deep_tools": tuple(codes)})


def chosen_tools(composer: Composer) -> list[str]:
    """Name the documents of the tools that an edition lets its tables choose from."""
    codes = read_needs(composer.edition, {"delegates": 1}).deep_tools
    check_deep_tools(composer.workspace, composer.name, codes)
    found = find_handouts(composer.workspace)
    return [found[code] for code in codes]


def plan_order(composer: Composer, needs: Needs, libraries: str = "") -> Handouts:
    """List the handouts of an order; raises `PackError` when a tool does not exist."""
    workspace, plan = composer.workspace, Handouts(composer, needs)
    check_deep_tools(workspace, composer.name, needs.deep_tools)
    writings: dict[tuple[str, Variant], Writing] = {}
    for wanted in _wish_list(composer, needs):
        if wanted.name in composer.edition.leave_out:
            plan.left_out.append(full_title(workspace.document(wanted.name)))
        elif not wanted.name:
            plan.missing.append(FILES.get(wanted.key, wanted.key.upper()))
        else:
            made = (wanted.name, wanted.variant)
            writings.setdefault(made, _writing(composer, *made, libraries))
            plan.found.append(_handout(wanted, writings[made]))
    plan.missing = list(dict.fromkeys(plan.missing))
    plan.left_out = list(dict.fromkeys(plan.left_out))
    return plan


def _wish_list(composer: Composer, needs: Needs) -> Iterator[Wanted]:
    """Give every handout in the order of the rows; one that does not exist has no name."""
    found = find_handouts(composer.workspace)
    names = set(composer.names)

    def wanted(role: Role, key: str, variant: Variant = "office", **more: Any) -> Wanted:
        return Wanted(role, key, found.get(key, ""), variant, **more)

    for code in PERSONAL:
        yield wanted("personal", code)
    if found.get(DECK) in names and _has_cards(composer.prepared(found[DECK])):
        yield wanted("deck", DECK, section="cards")
        yield wanted("deck-sheet", DECK, section="sheet")
    else:
        yield wanted("deck-sheet", DECK)
    large: Variant = "poster" if needs.a3 else "office"
    yield wanted("poster", POSTER, large, section="poster", wants_a3=True)
    tables = share(needs.tables, len(needs.deep_tools))
    for code, count in zip(needs.deep_tools, tables, strict=True):
        yield from _deep_tool(composer, Wanted("deep", code, found[code], tables=count), needs)
    yield wanted("guide", GUIDE, "booklet" if needs.duplex else "office")
    yield wanted("host", HOST, "two-up")
    for code in (*PERSONAL, DECK, *needs.deep_tools):
        yield wanted("large", code, "large-print")


def _deep_tool(composer: Composer, tool: Wanted, needs: Needs) -> Iterator[Wanted]:
    """Give a chosen tool on A4, and what the project makes of it on A3 where there is A3."""
    on_a3 = tool.name in _posters(composer.workspace)
    whole = tool.name not in composer.names or not has_poster(composer.prepared(tool.name).blocks)
    poster = replace(tool, variant="poster", section="poster", wants_a3=True)
    if not (on_a3 and needs.a3):
        yield replace(tool, wants_a3=on_a3)
    elif whole:
        yield poster
    else:
        yield from (tool, poster)


def _posters(workspace: Workspace) -> set[str]:
    """Name the documents that the project makes on A3."""
    names: set[str] = set()
    for name in list_packs(workspace.source):
        with contextlib.suppress(PackError):  # a pack that is not in this order
            pack = workspace.pack(name)
            names |= set(pack.documents) if pack.variant == "poster" else set()
    return names


def _has_cards(document: Document) -> bool:
    return any(isinstance(block, Deck) for block in walk(document.blocks))


def _writing(composer: Composer, name: str, variant: Variant, libraries: str) -> Writing:
    """Make the job of a document's PDF, as a pack of the variant makes it."""
    theme = with_variant(composer.theme, variant)
    publication, sources = composer.document(name, theme)
    return Writing(publication, "pdf", theme, sources, libraries)


def _handout(wanted: Wanted, writing: Writing) -> Handout:
    part = writing.publication.parts[0]
    mixed = wanted.section in ("", "sheet") and not part.landscape
    return Handout(wanted, writing, mixed and _has_landscape(part.blocks))


def _has_landscape(blocks: Collection[Any]) -> bool:
    return any(isinstance(block, Landscape) for block in walk(blocks))
