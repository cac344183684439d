"""Who may ask, and how much: nothing reaches a page that does not pass here.

The page listens on this computer only, below a path that cannot be guessed. Another web site in the
same browser, another program, or a name that leads here may ask all the same; each gets the least
that says what is wrong, and never the path.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import secrets
from collections.abc import Iterable, Mapping
from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_AT_ONCE: Final = 8
USUAL_BODY: Final = 3_000_000
"""Bytes of a form without large files."""

_READ_AWAY = 500_000_000
"""So many bytes of a body that is too large are read before the answer."""
_SECONDS_BETWEEN = 1.0

_ENCODED = re.compile(rb"%(2e|2f|5c|00)|//|\\|\x00", re.IGNORECASE)
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_SAFE = ("GET", "HEAD")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
FRAME_POLICY: Final = f"{_POLICY}; frame-src 'self'"
"""For a page that shows a result in a frame."""
RESULT_POLICY: Final = "sandbox allow-scripts allow-downloads allow-modals; frame-ancestors 'self'"
"""For our own HTML results: no origin of ours, and their own policy inside them holds."""
_HEADERS: Final = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
    "referrer-policy": "same-origin",
    "connection": "close",
}


def editor_policy(nonce: str) -> str:
    """Return the policy of a page with the editor: it writes one sheet of styles, which carries the
    nonce, and shows a result in a frame.
    """
    return FRAME_POLICY.replace("style-src 'self'", f"style-src 'self' 'nonce-{nonce}'")


_NOT_COMPLETE = """This address is not complete.
Open the page from the program again, or copy the whole line that it printed.
For safety, each start has an address of its own.
"""


class Guard:
    """Answers what is refused, and passes on the rest with the token taken off its path.

    `ticket` is a path that leads to the one with the token, and works once: other users of a
    computer can read with what a browser is started, and then it is too late.
    """

    def __init__(
        self, app: ASGIApp, host: str, token: str, ticket: str, larger: Mapping[str, int]
    ) -> None:
        self._app, self._host, self._token, self._larger = app, host, token, larger
        self._ticket = ticket
        self._open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer why not."""
        if scope["type"] != "http":
            return
        body = _Body(receive, self._most(scope), scope["method"] == "POST")
        own_send = _sending(send, body)
        refused = self._why_not(scope)
        if refused is None and self._open >= MOST_AT_ONCE:
            refused = PlainTextResponse("too many requests at once", 503)
        if refused is not None:
            await refused(scope, receive, own_send)
            return
        self._open += 1
        try:
            await self._app(self._inside(scope), body.receive, own_send)
        finally:
            self._open -= 1

    def _why_not(self, scope: Scope) -> Response | None:
        headers = [(name.decode("latin-1"), value) for name, value in scope["headers"]]
        if _all_of(headers, "host") != [self._host.encode()]:
            return PlainTextResponse("not for this address", 403)
        if self._is_ticket(scope) and self._comes_from_here(scope["method"], headers):
            self._ticket = ""
            return RedirectResponse(f"/{self._token}/", 303)
        if not self._has_token(scope["raw_path"]):
            return PlainTextResponse(_NOT_COMPLETE, 403)
        if scope["method"] not in (*_SAFE, "POST"):
            return PlainTextResponse("not allowed", 405)
        if not self._comes_from_here(scope["method"], headers):
            return PlainTextResponse("not from this page", 403)
        if scope["method"] == "POST":
            return self._why_no_form(scope, headers)
        return None

    def _is_ticket(self, scope: Scope) -> bool:
        """Whether a request hands in the ticket, which nobody has done before."""
        asked = scope["raw_path"].removeprefix(b"/")
        known = secrets.compare_digest(asked, self._ticket.encode())
        return bool(self._ticket) and known and scope["method"] == "GET"

    def _has_token(self, path: bytes) -> bool:
        """Whether a path begins with the token, written plainly."""
        first, _, rest = path.removeprefix(b"/").partition(b"/")
        known = secrets.compare_digest(first, self._token.encode())
        return known and path == b"/" + first + b"/" + rest and not _ENCODED.search(path)

    def _comes_from_here(self, method: str, headers: Iterable[tuple[str, bytes]]) -> bool:
        listed = list(headers)
        site, origin = _all_of(listed, "sec-fetch-site"), _all_of(listed, "origin")
        if method in _SAFE:
            return site in ([], [b"same-origin"], [b"none"])
        if site:
            return site == [b"same-origin"] and origin in ([], [self._origin])
        return origin == [self._origin]

    @property
    def _origin(self) -> bytes:
        return f"http://{self._host}".encode()

    def _why_no_form(self, scope: Scope, headers: list[tuple[str, bytes]]) -> Response | None:
        kinds = [
            kind.partition(b";")[0].strip().lower() for kind in _all_of(headers, "content-type")
        ]
        if len(kinds) != 1 or kinds[0].decode("latin-1") not in _FORMS:
            return PlainTextResponse("only forms are accepted", 415)
        lengths = _all_of(headers, "content-length")
        if any(not each.isdigit() or int(each) > self._most(scope) for each in lengths):
            return PlainTextResponse("this is too large", 413)
        return None

    def _most(self, scope: Scope) -> int:
        """Return how many bytes a form may have."""
        path = self._path(scope)
        found = (most for part, most in self._larger.items() if part in path)
        return next(found, USUAL_BODY)

    def _path(self, scope: Scope) -> str:
        return "/" + str(scope["path"]).removeprefix("/").partition("/")[2]

    def _inside(self, scope: Scope) -> Scope:
        raw = scope["raw_path"].removeprefix(b"/").partition(b"/")[2]
        return {**scope, "path": self._path(scope), "raw_path": b"/" + raw, "root_path": ""}


class _Body:
    """What is read of a request: it ends when it grows too large, whatever its length said."""

    def __init__(self, receive: Receive, most: int, expected: bool) -> None:
        self._receive, self._left, self._more = receive, most, expected

    async def receive(self) -> Message:
        """Return the next part; raise that it is too large."""
        message = await self._next()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise HTTPException(413, "this is too large")
        return message

    async def read_away(self) -> None:
        """Read the rest and keep nothing, as browsers show an answer only when they are done."""
        left = _READ_AWAY
        with contextlib.suppress(TimeoutError):
            while self._more and left > 0:
                message = await asyncio.wait_for(self._next(), _SECONDS_BETWEEN)
                left -= len(message.get("body", b"")) + 1

    async def _next(self) -> Message:
        message = await self._receive()
        self._more = bool(message.get("more_body"))
        return message


def _all_of(headers: Iterable[tuple[str, bytes]], name: str) -> list[bytes]:
    return [value for key, value in headers if key == name]


def _sending(send: Send, body: _Body) -> Send:
    """Return `send`, which adds the headers of every answer, and lets a browser finish first."""

    async def own(message: Message) -> None:
        if message["type"] == "http.response.start":
            await body.read_away()
            given = {name.decode("latin-1").lower() for name, _ in message["headers"]}
            added = [(k.encode(), v.encode()) for k, v in _HEADERS.items() if k not in given]
            message = {**message, "headers": [*message["headers"], *added]}
        await send(message)

    return own
