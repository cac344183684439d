"""What a partnership fills in: the details of an edition, its logo, its packs; and undo."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from packbuilder.diagnostics import Code, Diagnostic
from packbuilder.model.print_roles import PAPERS
from packbuilder.pipeline.project import LoadedProject
from packbuilder.pipeline.tool_codes import list_printed
from packbuilder.settings.edit_yaml import Value
from packbuilder.settings.edition import STANDARD, Edition, edition_path
from packbuilder.storage.saving import ConflictError, Save
from packbuilder.web.edition_file import EditionFile, OverlapError, WrongError
from packbuilder.web.fields import PARTS, Field, Typed, part_fields, read_form
from packbuilder.web.home import last_save
from packbuilder.web.logos import keep_logo
from packbuilder.web.merging import joined
from packbuilder.web.places import document_of, document_title, edition_place, sentences
from packbuilder.web.printed import where_printed
from packbuilder.web.requests import Ask


def details(ask: Ask) -> Response:
    """List the parts of the details, and how much of each is filled in."""
    project, name, look = ask.workspace.project(), ask.edition, ask.look
    place = edition_place(project, name, ask.base, look)
    return ask.page(
        "details.html",
        title=look.say("details.title"),
        project_title=project.settings.title,
        place=place,
        nav="details",
        parts=list(_parts(ask, project, name)),
        done=last_save(ask),
        changes=list(changes(ask, edition_path(name))),
    )


def _parts(ask: Ask, project: LoadedProject, name: str) -> Iterator[dict[str, object]]:
    edition = project.editions.get(name, Edition())
    for key in PARTS:
        listed = part_fields(project, key)
        filled = sum(getattr(edition, each.name, None) not in (None, "", ()) for each in listed)
        yield {
            "key": key,
            "name": ask.look.say(f"parts.{key}"),
            "about": ask.look.say(f"parts.{key}_about"),
            "kind": "ready" if filled == len(listed) else "free",
            "state": ask.look.say("details.filled", n=filled, all=len(listed)),
        }


def changes(ask: Ask, path: str) -> Iterator[dict[str, object]]:
    """Yield the last saves of a file."""
    writer = ask.workspace.writer
    for save in [each for each in writer.saves() if path in each.paths][:5]:
        when = time.strftime("%H:%M", time.localtime(save.time))
        can_undo = writer.can_undo(save, joined)
        yield {"id": save.id, "said": save.said, "when": when, "can_undo": can_undo}


def part_of_key(ask: Ask) -> Response:
    """Lead to the part of the details that holds a key."""
    project, key = ask.workspace.project(), ask.path["key"]
    found = (p for p in PARTS if any(key == each.name for each in part_fields(project, p)))
    part = next(found, "")
    return ask.go(f"/e/{ask.edition}/details{part and f'/{part}#{key}'}")


def part(ask: Ask) -> Response:
    """Show a part of the details, or save it."""
    project, name, key = ask.workspace.project(), ask.edition, ask.path["part"]
    if key not in PARTS or name == STANDARD:
        raise HTTPException(404)
    fields, file = part_fields(project, key), EditionFile(ask.workspace, name)
    if not ask.posted:
        return _part(ask, project, key, file.typed(fields), file.seen)
    ask.only({"seen", *(each for field in fields for each in field.inputs)})
    typed = read_form(fields, ask.form, ask.look)
    said = ask.look.say("saved.details", part=ask.look.say(f"parts.{key}"))
    try:
        values = _with_logo(ask, fields, typed)
        save = file.save(values, ask.value("seen"), said, fields)
    except WrongError as error:
        typed = typed.with_wrong(_worded(ask, error.wrong))
        return _part(ask, project, key, typed, ask.value("seen"), status=error.status)
    except OverlapError as error:
        return _conflict(ask, project, key, typed, error)
    following = PARTS[PARTS.index(key) + 1] if key != PARTS[-1] else ""
    step = f"details/{following}" if following else "packs"
    return ask.go(f"/e/{name}/{step}?saved={save.id if save else ''}")


def _worded(ask: Ask, wrong: Mapping[str, str | Diagnostic]) -> dict[str, str]:
    """Return what is wrong in sentences; of a value that cannot be, what to type into its field,
    not into the file.
    """
    ours = ask.look.words["wrong_values"]
    said = {}
    for key, found in wrong.items():
        if isinstance(found, str):
            said[key] = found
        elif found.code in (Code.VALUE_WRONG, Code.IMAGE_ALT) and key in ours:
            said[key] = ours[key]
        else:
            said[key] = sentences(found.message, found.help)
    return said


def _with_logo(ask: Ask, fields: Sequence[Field], typed: Typed) -> Mapping[str, Value]:
    """Return the values to save; a new logo is put into the content first."""
    if typed.wrong:
        raise WrongError({})
    values = dict(typed.values)
    if not any(field.kind == "logo" for field in fields):
        return values
    uploads = ask.files.get("logo", ())
    if uploads and not values.get("logo_alt"):
        raise WrongError({"logo_alt": ask.look.say("wrong_values.logo_alt")})
    if ask.value("no-logo"):
        values["logo"] = None
    elif uploads:
        values["logo"] = keep_logo(ask.workspace, uploads[0], ask.look)
    else:
        values.pop("logo", None)
    return values


def _part(
    ask: Ask,
    project: LoadedProject,
    key: str,
    typed: Typed,
    seen: str,
    status: int = 200,
    conflict: Sequence[Mapping[str, str]] = (),
) -> Response:
    look, fields = ask.look, part_fields(project, key)
    shown = [_field(ask, project, field, typed) for field in fields]
    mistakes = [
        {"field": each["focus"], "label": each["label"], "words": each["wrong"]}
        for each in shown
        if each["wrong"]
    ]
    return ask.page(
        "part.html",
        status,
        title=look.say(f"parts.{key}"),
        project_title=project.settings.title,
        place=edition_place(project, ask.edition, ask.base, look),
        nav="details",
        part=key,
        number=PARTS.index(key) + 1,
        all=len(PARTS),
        fields=shown,
        mistakes=mistakes,
        wrong=bool(mistakes or conflict),
        conflict=conflict,
        seen=seen,
        done=last_save(ask),
        printed=where_printed(ask, project, fields),
    )


def _conflict(
    ask: Ask, project: LoadedProject, key: str, typed: Typed, error: OverlapError
) -> Response:
    """Show what somebody else has saved meanwhile, beside what was typed."""
    words = ask.look.words["fields"]
    both = [
        {"label": words.get(name, name), "theirs": _short(theirs), "yours": _short(yours)}
        for name, (theirs, yours) in error.overlaps.items()
    ]
    return _part(ask, project, key, typed, error.found, status=409, conflict=both)


def _short(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _field(ask: Ask, project: LoadedProject, field: Field, typed: Typed) -> dict[str, Any]:
    """Return a field as the form shows it."""
    words, value = ask.look.words["fields"], typed.shown.get(field.name, "")
    hint = words.get(f"{field.name}_hint", words["no_hint"])
    if field.example:
        hint = ask.look.say("fields.added_hint", example=field.example)
    return {
        "id": field.name,
        "focus": next(field.inputs) if field.kind in ("date", "prices") else field.name,
        "kind": field.kind,
        "label": field.label or words[field.name],
        "hint": hint,
        "value": value,
        "wrong": typed.wrong.get(field.name, ""),
        "choices": list(_choices(project, field)),
    }


def _choices(project: LoadedProject, field: Field) -> Iterator[dict[str, str]]:
    if field.kind == "tools":
        for document in list_printed(project):
            if document.is_chosen:
                label = document_title(project, document.name)
                yield {"value": document.code, "label": label}
    elif field.kind == "documents":
        for name in sorted(project.documents, key=lambda each: document_title(project, each)):
            yield {"value": name, "label": document_title(project, name)}
    elif field.kind == "prices":
        for paper in PAPERS:
            yield {"value": paper, "label": project.theme.labels.order[f"paper_{paper}"]}


# Packs --------------------------------------------------------------------------------------------


def packs(ask: Ask) -> Response:
    """Choose packs."""
    project, name = ask.workspace.project(), ask.edition
    file = EditionFile(ask.workspace, name)
    edition = project.editions.get(name, Edition())
    if not ask.posted:
        return _packs(ask, project, project.settings.packs_of(edition), file.seen)
    ask.only({"seen", "pack"})
    chosen = [each for each in project.pack_names if each in ask.form.get("pack", ())]
    if not chosen or name == STANDARD:
        return _packs(ask, project, chosen, ask.value("seen"), ask.look.say("packs.none"))
    said = ask.look.say("saved.packs")
    try:
        save = file.save({"packs": chosen}, ask.value("seen"), said, ())
    except OverlapError as error:
        return _packs(ask, project, chosen, error.found, ask.look.say("details.conflict"), 409)
    except WrongError as error:
        wrong = next(iter(_worded(ask, error.wrong).values()))
        return _packs(ask, project, chosen, ask.value("seen"), wrong)
    return ask.go(f"/e/{name}/?saved={save.id if save else ''}")


def _packs(
    ask: Ask,
    project: LoadedProject,
    chosen: Sequence[str],
    seen: str,
    wrong: str = "",
    status: int = 422,
) -> Response:
    look = ask.look
    listed = [
        {
            "name": name,
            "title": pack.title,
            "about": pack.description or pack.subtitle,
            "chosen": name in chosen,
            "bundle": pack.for_event,
        }
        for name, pack in project.packs.items()
    ]
    groups = [
        {"name": look.say(f"packs.{key}"), "packs": [p for p in listed if p["bundle"] == bundle]}
        for key, bundle in (("bundles", True), ("others", False))
    ]
    title = look.say("packs.title")
    return ask.page(
        "packs.html",
        status if wrong else 200,
        title=title,
        project_title=project.settings.title,
        place=edition_place(project, ask.edition, ask.base, look),
        nav="home",
        groups=[group for group in groups if group["packs"]],
        seen=seen,
        mistakes=[{"field": "packs", "label": title, "words": wrong}] if wrong else [],
        wrong=wrong,
        done=last_save(ask),
    )


# Undo ---------------------------------------------------------------------------------------------


def undo(ask: Ask) -> Response:
    """Bring back what was there before a save."""
    ask.only(())
    writer, look = ask.workspace.writer, ask.look
    found = next((each for each in writer.saves() if each.id == ask.path["change"]), None)
    try:
        said = look.say("saved.undone", said=found.said if found else "")
        save = writer.undo(ask.path["change"], said, joined)
    except ConflictError:
        return _cannot_undo(ask)
    project = ask.workspace.project()
    return ask.go(f"{_after(project, save, ask.edition)}?saved={save.id if save else ''}")


def _after(project: LoadedProject, save: Save | None, edition: str) -> str:
    """Return the page that shows what an undo has changed."""
    paths, home = save.paths if save else [], f"/e/{edition}/"
    if name := next(filter(None, (document_of(project, path) for path in paths)), ""):
        return f"{home}texts/{name}"
    if any(path.endswith(".md") for path in paths):
        return f"{home}texts"  # a text that there is no more
    return f"{home}details" if edition_path(edition) in paths else home


def _cannot_undo(ask: Ask) -> Response:
    project = ask.workspace.project()
    place = edition_place(project, ask.edition, ask.base, ask.look)
    return ask.page(
        "message.html",
        409,
        title=ask.look.say("saved.cannot_undo"),
        project_title=project.settings.title,
        place=place,
        nav="home",
        lines=[ask.look.say("saved.cannot_undo_why")],
        links=[{"at": place.at, "words": ask.look.say("frame.to_home")}],
    )
