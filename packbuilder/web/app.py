"""The routes of the page, and what it answers when something is wrong."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from packbuilder.diagnostics import Code, ExitCode, PackError
from packbuilder.storage.shipped import shipped
from packbuilder.storage.source import Source
from packbuilder.theme import Theme, read_theme, with_language
from packbuilder.web import (
    conflicts,
    details,
    drafting,
    home,
    importing,
    looking,
    making,
    printing,
    returning,
    reviewing,
    versions,
    viewing,
    writing,
)
from packbuilder.web.look import Look
from packbuilder.web.places import sentences
from packbuilder.web.requests import Page, endpoint, typed_words
from packbuilder.web.workspace import Workspace

LARGER: Mapping[str, int] = {
    "/details/partnership": 20_000_000,
    "/back/word": 50_000_000,
    "/back/forms": 400_000_000,
    "/import": 50_000_000,
}
"""Bytes of forms that carry large files, by a part of their path."""

_E = "/e/{edition}"
_PAGES: Mapping[str, tuple[Page, str]] = {
    "/": (home.first, "GET"),
    "/editions": (home.new_edition, "POST"),
    "/stop": (home.stop, "GET POST"),
    "/help": (home.help_page, "GET"),
    "/tools": (printing.tools, "GET"),
    "/tools/{document}": (printing.tool, "GET POST"),
    f"{_E}/": (home.home, "GET"),
    f"{_E}/mistakes": (viewing.mistakes, "GET"),
    f"{_E}/known": (home.know_word, "POST"),
    f"{_E}/details": (details.details, "GET"),
    f"{_E}/details/of/{{key}}": (details.part_of_key, "GET"),
    f"{_E}/details/{{part}}": (details.part, "GET POST"),
    f"{_E}/logo": (making.logo, "GET"),
    f"{_E}/packs": (details.packs, "GET POST"),
    f"{_E}/undo/{{change}}": (details.undo, "POST"),
    f"{_E}/make": (making.make, "POST"),
    f"{_E}/make/{{run}}": (making.show_run, "GET"),
    f"{_E}/make/{{run}}/stop": (making.stop_run, "POST"),
    f"{_E}/files/{{file:path}}": (making.files, "GET"),
    f"{_E}/pages": (viewing.choose, "GET"),
    f"{_E}/pages/{{name}}": (viewing.pages, "GET"),
    f"{_E}/page/{{name}}/{{number}}.png": (viewing.page_picture, "GET"),
    f"{_E}/texts": (writing.texts, "GET"),
    f"{_E}/texts/{{document}}": (writing.words, "GET"),
    f"{_E}/texts/{{document}}/all": (writing.whole, "GET POST"),
    f"{_E}/texts/{{document}}/draft": (drafting.keep_draft, "POST"),
    f"{_E}/texts/{{document}}/look": (looking.look, "GET POST"),
    f"{_E}/texts/{{document}}/mine": (conflicts.typed_words, "POST"),
    f"{_E}/texts/{{document}}/{{unit}}": (writing.save_words, "POST"),
    f"{_E}/back": (returning.back, "GET"),
    f"{_E}/back/word": (reviewing.read_word, "POST"),
    f"{_E}/back/word/{{review}}": (reviewing.review_word, "GET POST"),
    f"{_E}/back/forms/{{form}}": (returning.forms, "GET POST"),
    f"{_E}/back/forms/{{form}}/look": (returning.look_at_results, "GET"),
    f"{_E}/back/forms/{{form}}/results": (returning.make_results, "POST"),
    f"{_E}/back/forms/{{form}}/delete": (returning.delete_forms, "POST"),
    f"{_E}/import": (importing.bring, "GET POST"),
    f"{_E}/import/{{brought}}": (importing.check_import, "GET POST"),
    f"{_E}/versions": (versions.versions, "GET POST"),
    f"{_E}/versions/{{number}}/{{document}}.docx": (versions.compared_file, "GET"),
    f"{_E}/print": (printing.order_page, "GET"),
    f"{_E}/print/{printing.ORDER_ZIP}": (printing.order_zip, "GET"),
}


def make_app(workspace: Workspace, base: str, stop: Callable[[], None]) -> Starlette:
    """Return the page of a project as an application; `base` is the path that comes before all."""
    look = Look(_theme(workspace))
    routes = [
        Route(path, endpoint(page, workspace, look, base, stop), methods=methods.split())
        for path, (page, methods) in _PAGES.items()
    ]
    faults = _Faults(workspace, look, base)
    return Starlette(
        routes=[*routes, Route("/static/{name}", _static(look))],
        exception_handlers={
            HTTPException: faults.refused,
            ClientDisconnect: faults.gone,
            PackError: faults.problem,
            Exception: faults.fault,
        },
    )


def _theme(workspace: Workspace) -> Theme:
    """Return the project's theme, or that of the program where the project has mistakes."""
    try:
        return workspace.project().theme
    except PackError:
        return with_language(read_theme(Source(shipped("templates").parent)), "en")


def _static(look: Look) -> Callable[[Request], Response]:
    def answer(request: Request) -> Response:
        found = look.static.get(request.path_params["name"])
        if found is None:
            raise HTTPException(404)
        kind, data = found
        return Response(data, media_type=kind)

    return answer


class _Faults:
    """What people read when a page cannot be shown."""

    def __init__(self, workspace: Workspace, look: Look, base: str) -> None:
        self._workspace, self._look, self._base = workspace, look, base

    async def refused(self, request: Request, error: Exception) -> Response:
        """Answer that a page does not exist, or that a form is not taken; what was typed for a page
        that has gone meanwhile stands below it.
        """
        status = error.status_code if isinstance(error, HTTPException) else 500
        if isinstance(error, HTTPException) and error.detail.startswith("Too many files"):
            status = 413
        kinds = {404: "not_found", 405: "not_found", 413: "too_large"}
        gone = status == 404 and request.method == "POST" and "endpoint" in request.scope
        typed = await typed_words(request) if gone else ""
        return self._message(status, kinds.get(status, "refused"), typed=typed)

    def gone(self, request: Request, error: Exception) -> Response:
        """Answer a browser that has gone away amid a form, which nobody reads."""
        del request, error
        return Response(status_code=400)

    async def problem(self, request: Request, error: Exception) -> Response:
        """Answer what keeps the project from being shown, or a file from being written; what was
        typed stands below it.
        """
        found = error.diagnostics if isinstance(error, PackError) else ()
        unwritable = any(each.code.exit_code is ExitCode.UNWRITABLE for each in found)
        locked = any(each.code is Code.LOCKED for each in found)
        status = 507 if unwritable else 409
        lines = [sentences(each.message, each.help) for each in found]
        kind = "write" if unwritable or locked else "settings"
        typed = await typed_words(request) if request.method == "POST" else ""
        return self._message(status, kind, lines, typed)

    def fault(self, request: Request, error: Exception) -> Response:
        """Answer that the program has a fault; what it was goes to the log, without addresses."""
        del request
        logging.getLogger(__name__).error("fault in a page", exc_info=error)
        return self._message(500, "fault")

    def _message(
        self, status: int, kind: str, lines: list[str] | None = None, typed: str = ""
    ) -> Response:
        look = self._look
        lead = look.words["errors"].get(f"{kind}_lead")
        text = look.write(
            "message.html",
            base=self._base,
            path={},
            query={},
            title=look.say(f"errors.{kind}"),
            wrong=True,
            project_title="",
            lines=[*([lead] if lead else []), *(lines or [])],
            typed=typed,
            links=[{"at": f"{self._base}/", "words": look.say("errors.home")}],
        )
        return HTMLResponse(text, status)
