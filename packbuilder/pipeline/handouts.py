"""Project × edition × numbers → the handouts of a print order, and what their PDFs come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from packbuilder.model import (
    Block,
    Deck,
    Document,
    Landscape,
    Per,
    PrintRole,
    Publication,
    Section,
    walk,
)
from packbuilder.model.variants import Variant
from packbuilder.pipeline.edition import PreparedEdition
from packbuilder.pipeline.jobs import WriteJob
from packbuilder.pipeline.project import LoadedProject
from packbuilder.pipeline.publications import compose_document
from packbuilder.pipeline.tool_codes import PrintedDocument, find_deep_tools, list_printed
from packbuilder.print_order.sums import Needs, share
from packbuilder.settings.edition import Edition, edition_path
from packbuilder.theme import with_variant
from packbuilder.transforms.assemble import full_title


@dataclass(frozen=True)
class Wanted:
    """A document in a print role, before its pages are counted; `key` is its code.

    `large` is its large print, of which there is one for all its roles.
    """

    role: PrintRole
    key: str
    name: str
    variant: Variant = "office"
    tables: int = 0
    wants_a3: bool = False
    large: bool = False

    @property
    def section(self) -> Section:
        """The part of the document that is printed."""
        return "" if self.large else self.role.part


@dataclass(frozen=True)
class Handout:
    """What is wanted, the PDF it is printed from, and whether its pages have both directions."""

    wanted: Wanted
    writing: WriteJob
    mixed: bool

    @property
    def publication(self) -> Publication:
        """What the PDF says."""
        return self.writing.publication


@dataclass
class Handouts:
    """All handouts of an order, and the titles of those that its edition leaves out."""

    edition: PreparedEdition
    needs: Needs
    found: list[Handout] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def sources(self) -> tuple[str, ...]:
        """The files that the order comes from."""
        source = self.edition.project.source
        paths = [path for handout in self.found for path in handout.writing.sources]
        own = edition_path(self.edition.name)
        return tuple(dict.fromkeys([*paths, *([own] if source.exists(own) else [])]))


def read_needs(project: LoadedProject, edition: Edition, given: Mapping[str, Any]) -> Needs:
    """Take what an edition says, and what is given in its place."""
    names = Needs.__dataclass_fields__
    needs = {name: getattr(edition, name) for name in names} | dict(given)
    return Needs(**{**needs, "deep_tools": find_deep_tools(project, needs["deep_tools"])})


def plan_order(edition: PreparedEdition, needs: Needs, libraries: str = "") -> Handouts:
    """List the handouts of an order."""
    project, plan = edition.project, Handouts(edition, needs)
    writings: dict[tuple[str, Variant], WriteJob] = {}
    for wanted in _wanted(edition, needs):
        if wanted.name in edition.settings.leave_out:
            plan.left_out.append(full_title(project.document(wanted.name)))
        else:
            made = (wanted.name, wanted.variant)
            writings.setdefault(made, _writing(edition, *made, libraries))
            plan.found.append(_handout(wanted, writings[made]))
    plan.left_out = list(dict.fromkeys(plan.left_out))
    return plan


def has_handouts(edition: PreparedEdition, needs: Needs) -> bool:
    """Whether an order would list any handout; none of them is written to know that."""
    left_out = edition.settings.leave_out
    return any(wanted.name not in left_out for wanted in _wanted(edition, needs))


def _wanted(edition: PreparedEdition, needs: Needs) -> Iterator[Wanted]:
    """Yield every handout in the order of the rows: by role, then by code, large print last."""
    documents = list_printed(edition.project)
    usual = [w for per in get_args(Per) for w in _for_role(edition, documents, per, needs)]
    yield from usual
    large: dict[str, Wanted] = {}
    for wanted in usual:
        if wanted.role.in_large_print:
            large.setdefault(wanted.name, replace(wanted, variant="large-print", large=True))
    yield from (replace(wanted, tables=0, wants_a3=False) for wanted in large.values())


def _for_role(
    edition: PreparedEdition, documents: Sequence[PrintedDocument], per: Per, needs: Needs
) -> Iterator[Wanted]:
    """Yield the handouts that one kind of people or places needs; of tools, the chosen ones."""
    tables = dict(
        zip(needs.deep_tools, share(needs.tables, len(needs.deep_tools)), strict=True)
        if per == "table-using"
        else ()
    )
    if per == "table-using":
        by_code = {document.code: document for document in documents}
        documents = [by_code[code] for code in needs.deep_tools]
    for document in documents:
        roles = [role for role in document.roles if role.per == per]
        for role in roles:
            if not _is_needless(role, roles, needs) and _has_part(edition, document.name, role):
                yield Wanted(
                    role,
                    document.code,
                    document.name,
                    _variant(role, needs),
                    tables=tables.get(document.code, 0),
                    wants_a3=_wants_a3(role, roles, needs),
                )


def _is_needless(role: PrintRole, roles: Iterable[PrintRole], needs: Needs) -> bool:
    """Whether a part on A3 is among pages on A4 anyway, as there is no A3."""
    whole = any(other.part == "" and other is not role for other in roles)
    return role.paper == "A3" and role.part != "" and whole and not needs.a3


def _wants_a3(role: PrintRole, roles: Iterable[PrintRole], needs: Needs) -> bool:
    """Whether a handout is meant for A3, or holds a part that is and cannot be."""
    return role.paper == "A3" or any(
        _is_needless(other, roles, needs) for other in roles if role.part == ""
    )


def _has_part(edition: PreparedEdition, name: str, role: PrintRole) -> bool:
    """Whether a document has the cards that a role asks for; a check reports that it has none."""
    return role.part != "cards" or name not in edition.names or _has_cards(edition.prepared(name))


def _variant(role: PrintRole, needs: Needs) -> Variant:
    if role.paper == "A3" and needs.a3:
        return "poster"
    if role.finish == "booklet" and needs.duplex:
        return "booklet"
    return "two-up" if role.finish == "half" else "office"


def _has_cards(document: Document) -> bool:
    return any(isinstance(block, Deck) for block in walk(document.blocks))


def _writing(edition: PreparedEdition, name: str, variant: Variant, libraries: str) -> WriteJob:
    """Make the job of a document's PDF, as a pack of the variant makes it."""
    theme = with_variant(edition.theme, variant)
    publication, sources = compose_document(edition, name, theme)
    return WriteJob(publication, "pdf", theme, sources, libraries)


def _handout(wanted: Wanted, writing: WriteJob) -> Handout:
    part = writing.publication.parts[0]
    mixed = wanted.section in ("", "sheet") and not part.landscape
    return Handout(wanted, writing, mixed and _has_landscape(part.blocks))


def _has_landscape(blocks: Iterable[Block]) -> bool:
    return any(isinstance(block, Landscape) for block in walk(blocks))
