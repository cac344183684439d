"""The page as a server on this computer: a port that is free, a path that cannot be guessed."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from packbuilder.web.app import LARGER, make_app
from packbuilder.web.guard import Guard
from packbuilder.web.workspace import Workspace

HOST = "127.0.0.1"
HEAD_SECONDS = 10.0
"""Seconds in which the head of a request has to be complete."""


class PatientProtocol(H11Protocol):
    """Closes connections on which no whole head of a request comes in time."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait."""
        super().connection_made(transport)
        self.loop.call_later(HEAD_SECONDS, self._close_if_silent)

    def _close_if_silent(self) -> None:
        if getattr(self, "scope", None) is None:
            self.transport.close()


@dataclass
class PageServer:
    """A page that is being served, its address, and how to end it.

    `first_address` leads to the page once: what a browser is started with is seen by others.
    """

    address: str
    first_address: str
    workspace: Workspace
    _server: uvicorn.Server
    _socket: socket.socket

    def run(self, begun: Callable[[], object]) -> None:
        """Serve until it is ended; `begun` is called when the page can be opened."""
        teller = threading.Thread(target=self._tell, args=(begun,), daemon=True)
        teller.start()
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self.workspace.close()

    def end(self) -> None:
        """End it soon."""
        self._server.should_exit = True

    def _tell(self, begun: Callable[[], object]) -> None:
        while not self._server.started and not self._server.should_exit:
            threading.Event().wait(0.02)
        if self._server.started:
            begun()
            self.workspace.read_ahead()


def make_server(root: Path, output: Path, port: int = 0, jobs: int | None = None) -> PageServer:
    """Listen for a project's page; port 0 takes any that is free. Raise `OSError` when that cannot
    be.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
    except OSError:
        listening.close()
        raise
    host = f"{HOST}:{listening.getsockname()[1]}"
    token, ticket = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
    workspace = Workspace(root, output, jobs)
    ending: list[PageServer] = []
    app = make_app(workspace, f"/{token}", lambda: ending[0].end())
    config = uvicorn.Config(
        Guard(app, host, token, ticket, LARGER),
        http=PatientProtocol,
        ws="none",
        lifespan="off",
        loop="asyncio",
        log_config=None,
        log_level="error",  # who sends what is no request is answered; the terminal is not theirs
        access_log=False,  # its lines would hold the token
        server_header=False,
        timeout_graceful_shutdown=3,
    )
    logging.getLogger("uvicorn.access").disabled = True  # by itself it obeys handlers of others
    addresses = f"http://{host}/{token}/", f"http://{host}/{ticket}"
    server = PageServer(*addresses, workspace, uvicorn.Server(config), listening)
    ending.append(server)
    return server


@contextlib.contextmanager
def served(
    root: Path, output: Path, port: int = 0, jobs: int | None = None
) -> Iterator[PageServer]:
    """Serve in a thread of its own while the context lasts. Raise `OSError` when the port cannot be
    used.
    """
    server, begun = make_server(root, output, port, jobs), threading.Event()
    thread = threading.Thread(target=server.run, args=(begun.set,), daemon=True)
    thread.start()
    try:
        begun.wait(10)
        yield server
    finally:
        server.end()
        thread.join(10)
