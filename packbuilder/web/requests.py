"""Requests as pages see them, and what they answer.

A page is a plain function: `Ask` in, `Response` out. It runs in a thread, so it may take its time.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from packbuilder.pipeline.build_service import Run
from packbuilder.web.look import Look
from packbuilder.web.workspace import Workspace

MOST_FIELDS = 100
MOST_FILES = 200
LARGEST_FIELD = 2_100_000
"""Bytes of a text field: the largest text file that is read, and its line ends."""


@dataclass(frozen=True)
class Upload:
    """A file that somebody gave: its name, without folders, and how many bytes it has."""

    name: str
    size: int
    _file: BinaryIO = field(repr=False)

    @property
    def data(self) -> bytes:
        """Return what it holds."""
        self._file.seek(0)
        return self._file.read()


@dataclass(frozen=True)
class Ask:
    """One request: what its path names, what its form holds."""

    workspace: Workspace
    look: Look
    base: str
    path: Mapping[str, str]
    query: Mapping[str, str]
    form: Mapping[str, Sequence[str]] = field(default_factory=dict)
    files: Mapping[str, Sequence[Upload]] = field(default_factory=dict)
    posted: bool = False
    by_script: bool = False
    stop: Callable[[], None] = lambda: None

    def value(self, name: str) -> str:
        """Return what was typed into a field; nothing when it was not sent."""
        return next(iter(self.form.get(name, ())), "")

    def page(self, template: str, status: int = 200, **values: Any) -> Response:
        """Return a page."""
        text = self.look.write(template, base=self.base, path=self.path, query=self.query, **values)
        return HTMLResponse(text, status)

    def go(self, place: str) -> Response:
        """Send the browser on, to a place below the token."""
        return RedirectResponse(f"{self.base}{place}", 303)

    def go_to_run(self, run: Run, save_id: str = "") -> Response:
        """Send the browser on, to where a build shows how far it is, and what was just saved."""
        return self.go(f"/e/{run.edition}/make/{run.id}{save_id and f'?saved={save_id}'}")

    def only(self, known: Collection[str]) -> None:
        """Refuse a form with fields that this page does not have."""
        unknown = {*self.form, *self.files} - set(known)
        if unknown:
            raise HTTPException(422, "this form has fields that the page does not know")

    @property
    def edition(self) -> str:
        """The name of the edition in the path; raises 404 when there is none."""
        name = self.path["edition"]
        if name not in self.workspace.project().edition_names:
            raise HTTPException(404)
        return name


Page = Callable[[Ask], Response]


def endpoint(
    page: Page, workspace: Workspace, look: Look, base: str, stop: Callable[[], None]
) -> Callable[[Request], Awaitable[Response]]:
    """Return a page as an endpoint of the server."""

    async def answer(request: Request) -> Response:
        query = dict(request.query_params)
        known = (workspace, look, base, request.path_params, query)
        asked = partial(Ask, *known, by_script="hx-request" in request.headers, stop=stop)
        if request.method != "POST":
            return await run_in_threadpool(page, asked())
        async with request.form(
            max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=LARGEST_FIELD
        ) as sent:
            ask = asked(form=_texts(sent), files=_files(sent), posted=True)
            return await run_in_threadpool(_saved, page, ask)

    return answer


def as_file(name: str) -> dict[str, str]:
    """Return the header that lets a browser keep an answer as a file of this name."""
    quoted = quote(name)
    said = f'filename="{name}"' if quoted == name else f"filename*=utf-8''{quoted}"
    return {"content-disposition": f"attachment; {said}"}


def whole_number(text: str, otherwise: int = 0) -> int:
    """Return the number that somebody asks for; what is none, or too large for any, is another."""
    return int(text) if re.fullmatch("[0-9]{1,9}", text) else otherwise


def _saved(page: Page, ask: Ask) -> Response:
    """Answer a form, and look ahead: what it saved is shown next."""
    answer = page(ask)
    if answer.status_code == 303 and "edition" in ask.path:
        ask.workspace.look_ahead(ask.path["edition"])
    return answer


async def typed_words(request: Request) -> str:
    """Return what somebody typed into a form that was read, to be copied."""
    async with request.form() as sent:
        texts = _texts(sent)
    typed = (listed for name, listed in texts.items() if name not in _HIDDEN)
    return "\n".join(words for listed in typed for words in listed if words)


_HIDDEN = ("seen", "unit", "then", "where", "base", "was", "keep", "from", "tracked", "document")


def _texts(sent: FormData) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {}
    for name, value in sent.multi_items():
        if isinstance(value, str):
            texts.setdefault(name, []).append(value.replace("\r\n", "\n").replace("\r", "\n"))
    return texts


def _files(sent: FormData) -> dict[str, list[Upload]]:
    files: dict[str, list[Upload]] = {}
    for name, value in sent.multi_items():
        if isinstance(value, UploadFile):
            given = (value.filename or "").replace("\\", "/")
            named = Path(given).name if "\0" not in given else ""
            listed = files.setdefault(name, [])
            if value.filename or value.size:
                listed.append(Upload(named, value.size or 0, value.file))
    return files
