"""What a request asks for: packs of an edition, documents of a pack; and what none of them has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from packbuilder.pipeline.edition import PreparedEdition
from packbuilder.pipeline.project import LoadedProject
from packbuilder.pipeline.tool_codes import find_deep_tools, list_printed
from packbuilder.settings.edition import Edition
from packbuilder.settings.pack import Pack
from packbuilder.storage.state import BuildRequest


def packs_asked_for(project: LoadedProject, edition: str, request: BuildRequest) -> tuple[str, ...]:
    """Return the packs that a request asks for of an edition."""
    if request.packs or not request.whole or edition not in project.editions:
        return request.packs or (project.settings.default_pack,)
    return project.settings.packs_of(project.editions[edition])


def pack_in(edition: PreparedEdition, name: str) -> Pack:
    """Return a pack with the documents that it has in an edition, with the tools that its tables
    choose from, and without those that the edition leaves out.
    """
    pack = edition.project.pack(name)
    chosen = find_deep_tools(edition.project, edition.settings.deep_tools)
    found = {document.code: document.name for document in list_printed(edition.project)}
    tools = pack.deep_tools and (
        [found[code] for code in chosen if code in found] or pack.deep_tools
    )
    names = dict.fromkeys((*pack.documents, *tools))
    kept = tuple(each for each in names if each not in edition.settings.leave_out)
    return replace(pack, documents=kept, deep_tools=())


def documents_held(project: LoadedProject, settings: Edition, pack: Pack) -> tuple[str, ...]:
    """Name the documents that a pack has in an edition, as `pack_in` does, also where some of them
    cannot be read.
    """
    chosen = project.names.find_all(settings.deep_tools if pack.deep_tools else ())
    names = dict.fromkeys((*pack.documents, *(chosen or pack.deep_tools)))
    return tuple(name for name in names if name not in settings.leave_out)


def why_not_chosen(project: LoadedProject, request: BuildRequest) -> Iterator[str]:
    """Yield why documents that a request names cannot be built, and what to write."""
    names = project.names
    for written in request.only:
        name = names.find(written)
        if not name:
            yield f"there is no document “{written}”; {names.suggest(written)}"
            continue
        editions = [e for e in request.editions or project.edition_names if e in project.editions]
        asked = {e: packs_asked_for(project, e, request) for e in editions}
        holding = [e for e in editions if _hold(project, e, asked[e], name)]
        if all(name in project.editions[e].leave_out for e in holding) and holding:
            yield f"the edition “{holding[0]}” leaves out {name}; remove it from “leave_out”"
        elif editions and not holding:
            yield f"none of these packs contains {name}; {project.say_where_it_is(name)}"


def _hold(project: LoadedProject, edition: str, packs: tuple[str, ...], document: str) -> bool:
    """Whether a pack holds a document, or may: packs with mistakes are reported later."""
    for pack in packs:
        if pack not in project.packs:
            return True
        found = project.packs[pack]
        if document in (*found.all_documents, *(project.editions[edition].deep_tools)):
            return True
    return False
