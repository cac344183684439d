"""The version of an edition: its number, and what has changed since its packs were made."""

from __future__ import annotations

import re

from starlette.exceptions import HTTPException
from starlette.responses import Response

from packbuilder.settings.edition import STANDARD, Edition
from packbuilder.web.edition_file import EditionFile, OverlapError, WrongError
from packbuilder.web.home import last_save
from packbuilder.web.places import changed_things, edition_place
from packbuilder.web.requests import Ask

_NUMBER = re.compile(r"\d{1,3}(\.\d{1,3}){0,2}", re.ASCII)


def versions(ask: Ask) -> Response:
    """Show the version of an edition and what has changed, or give it a new number and make it."""
    if not ask.posted:
        return _show(ask)
    ask.only({"seen", "version"})
    if ask.edition == STANDARD:
        raise HTTPException(404)
    version = " ".join(ask.value("version").split())
    if not _NUMBER.fullmatch(version):
        return _show(ask, ask.look.say("versions.number_wrong"), version)
    said = ask.look.say("versions.said", version=version)
    try:
        EditionFile(ask.workspace, ask.edition).save(
            {"version": version}, ask.value("seen"), said, ()
        )
    except (OverlapError, WrongError):
        return _show(ask, ask.look.say("details.conflict"), version, 409)
    return ask.go_to_run(ask.workspace.builds.start(ask.edition))


def _show(ask: Ask, wrong: str = "", typed: str = "", status: int = 422) -> Response:
    name, look = ask.edition, ask.look
    view = ask.workspace.view(name)
    edition = view.project.editions.get(name, Edition())
    packs = [each for each in view.status.found if each.kind == "pack"]
    reasons = [reason for each in packs for reason in each.reasons]
    changed = list(dict.fromkeys(changed_things(reasons, view.project, look)))
    label = look.say("versions.number")
    return ask.page(
        "versions.html",
        status if wrong else 200,
        title=look.say("versions.title"),
        wrong=wrong,
        mistakes=[{"field": "version", "label": label, "words": wrong}] if wrong else [],
        project_title=view.project.settings.title,
        place=edition_place(view.project, name, ask.base, look),
        nav="versions",
        version=edition.version or "",
        changed=changed,
        built=any(each.built for each in packs),
        own=name != STANDARD,
        typed=typed or _next(edition.version or "1.0"),
        seen=EditionFile(ask.workspace, name).seen,
        done=last_save(ask),
    )


def _next(version: str) -> str:
    """Return the number after a version: 1.2 after 1.1."""
    first, _, last = version.rpartition(".")
    return f"{first}.{int(last) + 1}" if first and last.isdigit() else ""
