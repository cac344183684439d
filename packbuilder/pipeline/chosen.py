"""What a request asks for: packs of an edition, documents of a pack; and what none of them has."""

from __future__ import annotations

from collections.abc import Iterator

from packbuilder.pipeline.handouts import chosen_tools
from packbuilder.pipeline.project import LoadedProject
from packbuilder.settings.pack import Pack
from packbuilder.storage.state import BuildRequest


def packs_asked_for(project: LoadedProject, edition: str, request: BuildRequest) -> tuple[str, ...]:
    """Return the packs that a request asks for of an edition."""
    if request.packs or not request.whole or edition not in project.editions:
        return request.packs or (project.settings.default_pack,)
    return project.settings.packs_of(project.editions[edition])


def documents_of(project: LoadedProject, edition: str, pack: Pack) -> tuple[str, ...]:
    """Return a pack's documents in an edition, with the tools that its tables choose from; raise
    `PackError` when there is no such tool.
    """
    tools = pack.deep_tools and (chosen_tools(project, edition) or pack.deep_tools)
    left_out = project.edition(edition).leave_out
    names = dict.fromkeys((*pack.documents, *tools))
    return tuple(name for name in names if name not in left_out)


def why_not_chosen(project: LoadedProject, request: BuildRequest) -> Iterator[str]:
    """Say of each document that a request names why it cannot be built, and what to write."""
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
