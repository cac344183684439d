"""Texts and their words: one passage at a time, or the whole of a text."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from packbuilder.diagnostics import Diagnostic, PackError, Span, shown_in_builds
from packbuilder.pipeline.chosen import pack_in
from packbuilder.pipeline.edition import PreparedEdition
from packbuilder.pipeline.project import LoadedProject
from packbuilder.round_trip.passages import patched
from packbuilder.settings.edition import edition_values
from packbuilder.storage.drafts import Draft
from packbuilder.storage.saving import ConflictError
from packbuilder.web.conflicts import (
    MINE,
    THEIRS,
    conflict_page,
    keep_one,
    overtaken,
    save_with_copy,
    seen_passage,
)
from packbuilder.web.details import changes
from packbuilder.web.drafting import WHOLE, draft_of, list_drafts
from packbuilder.web.guard import editor_policy
from packbuilder.web.home import last_save
from packbuilder.web.merging import joined
from packbuilder.web.places import document_title, edition_place, problem_in_words
from packbuilder.web.requests import Ask, whole_number
from packbuilder.web.text import Text, known_document, read_text
from packbuilder.web.viewing import file_of, link_of, page_beside

_KINDS = ("tool", "handout", "briefing", "report")
_SPOKEN = re.compile(
    r"!\[[^\]]*\]\([^)]*\)\s*|\[\[(?P<value>[\w-]+)\]\]|\[(?P<link>[^\]]*)\](?:\([^)]*\)|\{[^}]*\})|\[\^[^\]]*\]|(?<=_)\{[^}]*\}|\*\*|\*"
)


def texts(ask: Ask) -> Response:
    """List the texts of a project, by their kind."""
    project, name, look = ask.workspace.project(), ask.edition, ask.look
    place = edition_place(project, name, ask.base, look)
    broken = {each.span.path for each in ask.workspace.view(name).mistakes}
    groups = []
    for kind in _KINDS:
        found = [n for n, t in project.texts.documents.items() if t.meta.kind == kind]
        listed = [
            {
                "name": each,
                "title": document_title(project, each),
                "about": project.texts.documents[each].meta.subtitle,
                "wrong": project.documents.get(each) in broken,
            }
            for each in sorted(found, key=lambda each: document_title(project, each))
            if each in project.documents
        ]
        groups.append({"name": look.say(f"texts.{kind}"), "texts": listed})
    unread = [
        {"name": n, "title": n, "about": "", "wrong": True}
        for n in project.documents
        if n not in project.texts.documents
    ]
    groups.insert(0, {"name": look.say("texts.unread"), "texts": unread})
    return ask.page(
        "texts.html",
        title=look.say("texts.title"),
        project_title=project.settings.title,
        place=place,
        nav="texts",
        groups=[group for group in groups if group["texts"]],
        done=last_save(ask),
    )


def words(ask: Ask) -> Response:
    """Show the words of a text, with one passage open to be changed."""
    project = ask.workspace.project()
    name = known_document(ask, project)
    if name not in project.texts.documents:
        return ask.go(f"/e/{ask.edition}/texts/{name}/all")
    text = read_text(ask, project, name)
    opened = ask.query.get("change", "")
    if line := ask.query.get("line", ""):
        opened = _at_line(text, whole_number(line))
    return _words(ask, project, text, opened, draft_of(ask, text, opened))


def _at_line(text: Text, line: int) -> str:
    """Return the passage that a line of the text's own file is in, or the next one."""
    own = [each for each in text.passages if each.path == text.path and each.last >= line]
    return text.number(min(own, key=lambda each: each.first)) if own else ""


def _words(
    ask: Ask,
    project: LoadedProject,
    text: Text,
    opened: str,
    typed: str | None = None,
    conflict: str = "",
    status: int = 200,
) -> Response:
    look, edition = ask.look, ask.edition
    view = ask.workspace.view(edition)
    place = edition_place(project, edition, ask.base, look)
    own = [each for each in view.problems if each.span.path in text.files]
    values = _values(view.edition)
    units: list[dict[str, Any]] = []
    for passage in text.passages:
        number = text.number(passage)
        units.append(
            {
                "number": number,
                "kind": passage.kind,
                "level": passage.level,
                "parts": list(spoken(passage.words, values)),
                "open": number == opened,
                "typed": passage.words if typed is None else typed,
                "seen": text.seen[passage.path],
                "shared": passage.path != text.path,
                "rows": min(max(len(passage.words) // 60 + 2, 3), 12),
                "problems": [
                    problem_in_words(each, project, place, look)
                    for each in own
                    if each.span.path == passage.path
                    and passage.first <= each.span.line <= passage.last
                ],
            }
        )
    return ask.page(
        "words.html",
        status,
        title=look.say("texts.words", title=text.title),
        wrong=bool(conflict),
        project_title=project.settings.title,
        place=place,
        nav="texts",
        name=text.name,
        units=units,
        packs=_packs_with(project, view.edition, text.name),
        values=any(is_value for unit in units for _, is_value in unit["parts"]),
        beside=page_beside(ask, view, text.name, _span(text, opened)),
        word=link_of(ask, project, text.name, "docx"),
        shared=_sharing(project, text),
        others=[problem_in_words(each, project, place, look) for each in own],
        conflict=conflict,
        done=last_save(ask),
        changes=list(changes(ask, text.path)),
        drafts=list(list_drafts(ask, text)),
    )


def _span(text: Text, opened: str) -> Span:
    """Return where the passage that is open begins in the text's own file, or the text itself."""
    passage = text.find(opened)
    own = passage is not None and passage.path == text.path
    return Span(text.path, passage.first if passage and own else 0)


def _values(edition: PreparedEdition | None) -> Mapping[str, str]:
    if edition is None:
        return {}
    return edition_values(edition.settings, edition.project.settings.language)


def spoken(words: str, values: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """Yield words as people read them, and whether they come from the details."""
    at = 0
    for found in _SPOKEN.finditer(words):
        if found.start() > at:
            yield words[at : found.start()], False
        if found["value"]:
            yield values.get(found["value"], f"[{found['value']}]"), True
        elif found["link"]:
            yield found["link"], False
        at = found.end()
    if at < len(words):
        yield words[at:], False


def _packs_with(
    project: LoadedProject, edition: PreparedEdition | None, document: str
) -> list[str]:
    """Return the titles of the packs of an edition that hold a document."""
    if edition is None:
        return []
    asked = project.settings.packs_of(edition.settings)
    found = [each for each in asked if each in project.packs]
    return [
        project.packs[each].title for each in found if document in pack_in(edition, each).documents
    ]


def _sharing(project: LoadedProject, text: Text) -> int:
    """Return how many documents print words that this text shares."""
    shared = set(text.files) - {text.path}
    return sum(bool(shared & set(each.sources)) for each in project.texts.documents.values())


# Saving -------------------------------------------------------------------------------------------


def save_words(ask: Ask) -> Response:
    """Save new words of a passage."""
    ask.only({"seen", "words", "then", "unit", "where", "keep", "base", "was"})
    project = ask.workspace.project()
    name, number = known_document(ask, project), ask.path["unit"]
    if name not in project.texts.documents:
        raise HTTPException(404)
    text, typed = read_text(ask, project, name), ask.value("words").strip()
    if ask.value("keep") in (MINE, THEIRS):
        return keep_one(ask, project, text, typed)
    passage, there = seen_passage(ask, project, text, number)
    if passage is None:
        return overtaken(ask, project, text, there, typed)
    if not typed:
        said = ask.look.say("texts.empty")
        return _words(ask, project, text, number, typed, said, 422)
    path, after = passage.path, patched(text.files[passage.path], passage, typed)
    if ask.value("where") == "here" and path != text.path:
        own = text.with_own_copy(path, after)
        if own is None:
            said = ask.look.say("texts.no_copy")
            return _words(ask, project, text, number, typed, said, 422)
        path, after = text.path, own
    what = ask.look.say(f"texts.{passage.kind}")
    said = ask.look.say("saved.text", title=text.title, what=what)
    if ask.value("base") or ask.value("seen") != text.seen[passage.path]:
        said = ask.look.say("conflict.joined_said", said=said)
    try:
        save = _save(ask, path, after, text.seen[path], said)
    except ConflictError:
        return overtaken(ask, project, text, number, typed)
    ask.workspace.drafts.forget(passage.path, number)
    if ask.value("then") == "make":
        return ask.go_to_run(ask.workspace.builds.start(ask.edition), save)
    return ask.go(f"/e/{ask.edition}/texts/{name}?saved={save}#saved")


def _save(ask: Ask, path: str, text: str, seen: str, said: str) -> str:
    """Save a text with the line ends it had; return the id of the save."""
    before, _ = ask.workspace.read_seen(path)
    if "\r\n" in before:
        text = text.replace("\n", "\r\n")
    save = ask.workspace.writer.save(path, text.encode(), seen, said)
    return save.id if save else ""


# The whole text -----------------------------------------------------------------------------------


def whole(ask: Ask) -> Response:
    """Show the whole of a text as it is written, or save it."""
    project = ask.workspace.project()
    name = known_document(ask, project)
    path = project.documents[name]
    text, seen = ask.workspace.read_seen(path)
    drafts = ask.workspace.drafts.find({path: seen})
    draft = next((each for each in drafts if each.unit == WHOLE), None)
    if not ask.posted:
        shown = draft.words if draft and "draft" in ask.query else text
        return _whole(ask, project, name, shown.replace("\r\n", "\n"), seen, draft=draft)
    ask.only({"seen", "text", "then", "keep"})
    typed = ask.value("text")
    typed = typed if typed.endswith("\n") or not typed else f"{typed}\n"
    if ask.value("then") == "look":
        problems = _try(ask, path, typed)
        return _whole(ask, project, name, typed, ask.value("seen"), problems)
    said = ask.look.say(
        "saved.text", title=document_title(project, name), what=ask.look.say("texts.whole")
    )
    try:
        if ask.value("keep") in (MINE, THEIRS):
            title = document_title(project, name)
            save = save_with_copy(ask, path, typed, ask.value("seen"), title)
        else:
            save = _save_joined(ask, path, typed, said)
    except ConflictError as error:
        title, hidden = document_title(project, name), {"seen": error.found}
        return conflict_page(ask, project, title, typed, text, (MINE, THEIRS), hidden)
    ask.workspace.drafts.forget(path, WHOLE)
    if ask.value("then") == "make":
        return ask.go_to_run(ask.workspace.builds.start(ask.edition), save)
    return ask.go(f"/e/{ask.edition}/texts/{name}/all?saved={save}")


def _whole(
    ask: Ask,
    project: LoadedProject,
    name: str,
    text: str,
    seen: str,
    problems: Sequence[Diagnostic] | None = None,
    draft: Draft | None = None,
) -> Response:
    look, place = ask.look, edition_place(project, ask.edition, ask.base, ask.look)
    path = project.documents[name]
    if problems is None:
        found = ask.workspace.view(ask.edition).problems
        problems = [each for each in found if each.span.path == path]
    listed: list[dict[str, Any]] = [
        {"line": each.span.line, "problem": problem_in_words(each, project, place, look)}
        for each in problems
    ]
    title, nonce = document_title(project, name), secrets.token_urlsafe(16)
    edition = ask.workspace.view(ask.edition).edition
    shown = ask.page(
        "whole.html",
        title=look.say("texts.whole_of", title=title),
        project_title=project.settings.title,
        place=place,
        nav="texts",
        name=name,
        text=text,
        seen=seen,
        problems=listed,
        packs=_packs_with(project, edition, name),
        pages=file_of(ask, ask.edition, name) is not None,
        nonce=nonce,
        editor=_for_the_editor(ask, listed),
        details=[(key, look.words["fields"].get(key, key)) for key in sorted(_values(edition))],
        draft=bool(draft and draft.words != text),
        done=last_save(ask),
    )
    shown.headers["content-security-policy"] = editor_policy(nonce)
    return shown


def _save_joined(ask: Ask, path: str, typed: str, said: str) -> str:
    """Save the whole of a text, with what somebody else changed elsewhere in it meanwhile."""
    seen = ask.value("seen")
    theirs, now = ask.workspace.read_seen(path)
    base = ask.workspace.seen_text(seen)
    if seen != now and base is not None:
        plain = (each.replace("\r\n", "\n").encode() for each in (base, typed, theirs))
        if (both := joined(path, *plain)) is not None:
            typed, seen, said = both.decode(), now, ask.look.say("conflict.joined_said", said=said)
    return _save(ask, path, typed, seen, said)


def _for_the_editor(ask: Ask, problems: Sequence[Mapping[str, Any]]) -> str:
    """Return what the script of the editor has to know: lines to mark, words of its own."""
    words = ask.look.words["editor"]
    marked = [{"line": each["line"], "error": each["problem"].is_error} for each in problems]
    given = {"phrases": words["phrases"], "words": words["some_words"]}
    return json.dumps({**given, "language": ask.look.language, "problems": marked})


def _try(ask: Ask, path: str, text: str) -> list[Diagnostic]:
    """Return what would be wrong in a text, if it were saved."""
    try:
        edition = ask.workspace.tried(ask.edition, {path: text.encode()})
    except PackError as error:
        return list(error.diagnostics)
    faults = [each for found in edition.project.texts.faults.values() for each in found]
    found = [*faults, *shown_in_builds(edition.problems)]
    return [each for each in found if each.span.path == path]
