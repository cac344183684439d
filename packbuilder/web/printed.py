"""Where the details of an edition are printed: in which documents of its packs, and on covers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from packbuilder.model import ABOUT, TOOL_NOTICE
from packbuilder.pipeline.chosen import documents_held
from packbuilder.pipeline.prepare import printed_values
from packbuilder.pipeline.project import LoadedProject
from packbuilder.settings.edition import Edition
from packbuilder.web.fields import Field
from packbuilder.web.places import document_title
from packbuilder.web.requests import Ask
from packbuilder.web.viewing import link_of

_BEGINS = ("partnership", "logo")
_ON_COVERS = (*_BEGINS, "event_title", "event_date", "venue")
_ENDS = (ABOUT, TOOL_NOTICE)
_MOST = 3
"""So many documents are named."""


@dataclass(frozen=True)
class Printed:
    """The places where details are printed, each in words, and a pack whose cover shows them, with
    the date of its file.
    """

    places: tuple[str, ...]
    cover: str = ""
    date: str = ""


def where_printed(ask: Ask, project: LoadedProject, fields: Sequence[Field]) -> Printed:
    """Return where the fields of a part of the details are printed."""
    edition = project.editions.get(ask.edition, Edition())
    places = tuple(_places(ask, project, edition, fields))
    if places and any(field.name in _ON_COVERS for field in fields):
        for pack in project.settings.packs_of(edition):
            link = link_of(ask, project, pack)
            if link and pack in project.packs and len(project.packs[pack].documents) > 1:
                return Printed(places, pack, link.date)
    return Printed(places)


def _places(
    ask: Ask, project: LoadedProject, edition: Edition, fields: Sequence[Field]
) -> Iterator[str]:
    look, held = ask.look, _documents(project, edition)
    wanted, texts = [field.name for field in fields], project.texts.documents
    found = {
        name: printed_values(texts[name], project, ask.edition, edition, wanted)
        for name in held
        if name in texts
    }
    for field in fields:
        listed = [name for name, values in found.items() if field.name in values]
        named = [document_title(project, name) for name in listed if name not in _ENDS]
        words = [look.say("details.covers")] if field.name in _ON_COVERS else []
        words += [look.say("details.begins")] if field.name in _BEGINS else []
        words += [look.say("details.ends")] if len(named) < len(listed) else []
        words += named if len(named) <= _MOST + 1 else named[:_MOST]
        if len(named) > _MOST + 1:
            words.append(look.count(len(named) - _MOST, "more_documents"))
        if words:
            label = field.label or look.words["fields"][field.name]
            yield look.say("details.printed_in", label=label, places=", ".join(words))


def _documents(project: LoadedProject, edition: Edition) -> list[str]:
    """Name the documents of an edition's packs, and what ends them."""
    asked = project.settings.packs_of(edition)
    packs = (project.packs[each] for each in asked if each in project.packs)
    held = (name for pack in packs for name in documents_held(project, edition, pack))
    return [*dict.fromkeys(held), *_ENDS]
