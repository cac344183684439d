"""A text as a page to read at once, with words that are not saved yet; nothing is written."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from packbuilder.diagnostics import PackError, errors
from packbuilder.pipeline.publications import compose_document
from packbuilder.round_trip.passages import patched
from packbuilder.web.guard import RESULT_POLICY
from packbuilder.web.places import edition_place, problem_in_words
from packbuilder.web.requests import Ask
from packbuilder.web.text import read_text
from packbuilder.writers import WRITERS


def look(ask: Ask) -> Response:
    """Show a text as a page: as it is saved, or with the words of a form."""
    project = ask.workspace.project()
    name = ask.path["document"]
    if name not in project.documents:
        raise HTTPException(404)
    if ask.posted:
        ask.only({"seen", "then", "words", "unit", "text", "where"})
    return look_at(ask, name, _unsaved(ask, name) if ask.posted else {})


def look_at(ask: Ask, name: str, unsaved: Mapping[str, bytes]) -> Response:
    """Show a document as a page, with what is `unsaved`, by path; or what is wrong with it."""
    project = ask.workspace.project()
    try:
        return _page(ask, name, unsaved)
    except PackError as error:
        place = edition_place(project, ask.edition, ask.base, ask.look)
        problems = [
            problem_in_words(e, project, place, ask.look) for e in errors(error.diagnostics)
        ]
        return ask.page(
            "message.html",
            422,
            title=ask.look.say("texts.no_look"),
            wrong=True,
            project_title=project.settings.title,
            place=place,
            nav="texts",
            lines=[ask.look.say("texts.no_look_lead")],
            problems=problems,
        )


def _unsaved(ask: Ask, name: str) -> Mapping[str, bytes]:
    """Return what a form would save, by its path."""
    project = ask.workspace.project()
    if "text" in ask.form:
        return {project.documents[name]: ask.value("text").encode()}
    if name not in project.texts.documents:
        raise HTTPException(404)
    text = read_text(ask, project, name)
    passage = text.find(ask.value("unit"))
    if passage is None:
        raise HTTPException(404)
    return {passage.path: patched(text.files[passage.path], passage, ask.value("words")).encode()}


def _page(ask: Ask, name: str, unsaved: Mapping[str, bytes]) -> Response:
    """Write a document as HTML; raise `PackError` when it has mistakes."""
    workspace, asked = ask.workspace, ask.edition
    edition = workspace.tried(asked, unsaved) if unsaved else workspace.edition(asked)
    if name not in edition.names:
        edition.project.document(name)  # says what is wrong
        raise HTTPException(404)
    publication, _ = compose_document(edition, name)
    data = WRITERS["html"].write(publication, edition.theme, (), lambda _: b"")
    return HTMLResponse(data, headers={"content-security-policy": RESULT_POLICY})
