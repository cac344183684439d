"""The pages of a watched project in the browser, renewed by themselves at every save.

Serves on 127.0.0.1 only, under an address that cannot be guessed. Page images are drawn when they
are asked for.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import secrets
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

from packbuilder.diagnostics import Diagnostic
from packbuilder.pdf.join import anchor_pages
from packbuilder.pdf.raster import draw_page, page_sizes

_PAGE = Path(__file__).with_name("preview.html")
_POLICY = "default-src 'none'; img-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; "
_POLICY += "script-src 'unsafe-inline'"


class Watched(Protocol):
    """What is shown: a session of `build.watch`."""

    @property
    def folders(self) -> list[Path]:
        """The folders of the packs, in the order they were asked for."""

    @property
    def problems(self) -> Sequence[Diagnostic]:
        """What is wrong now."""

    def document_at(self, path: str) -> str:
        """Name the document that a file holds; empty when it holds none."""

    def headings(self, name: str) -> list[tuple[int, str]]:
        """Return line and anchor of the headings of a document."""


class Preview:
    """Answers what the page in the browser asks."""

    def __init__(self, watched: Watched) -> None:
        self.watched = watched
        self.token = secrets.token_urlsafe(16)
        self.address = ""
        self._turn = threading.Condition()
        self._count = 0

    def renew(self) -> None:
        """Let every open page know that something is new."""
        with self._turn:
            self._count += 1
            self._turn.notify_all()

    def wait(self, seen: int, seconds: float = 20.0) -> int:
        """Wait until there is something newer than `seen`, or for some time."""
        with self._turn:
            self._turn.wait_for(lambda: self._count > seen, timeout=seconds)
            return self._count

    def files(self) -> dict[str, Path]:
        """Return the PDFs that can be shown, by a name for each."""
        return {
            f"{folder.name}/{file.stem}": file
            for folder in self.watched.folders
            for file in sorted(folder.glob("*.pdf"))
        }

    def state(self, chosen: str) -> dict[str, Any]:
        """Return what there is to see: files, pages of the chosen one, problems by page."""
        files = self.files()
        file = files.get(chosen) or next(iter(files.values()), None)
        data = file.read_bytes() if file else b""
        pages = page_sizes(data) if data else []
        places = anchor_pages(data) if data and self.watched.problems else {}
        return {
            "turn": self._count,
            "files": list(files),
            "chosen": next((key for key, path in files.items() if path == file), ""),
            "version": hashlib.sha256(data).hexdigest()[:16],
            "pages": pages,
            "problems": [self._problem(problem, places) for problem in self.watched.problems],
        }

    def image(self, chosen: str, number: int) -> bytes:
        """Draw a page as PNG; raises KeyError or IndexError when there is none."""
        return draw_page(self.files()[chosen].read_bytes(), number)

    def _problem(self, problem: Diagnostic, places: Mapping[str, int]) -> dict[str, Any]:
        """Find the page of a problem by the headings before it; 0 when the file shown has none."""
        document = self.watched.document_at(problem.span.path)
        page = places.get(f"{document}.", 0)
        for line, anchor in self.watched.headings(document) if page else ():
            if line <= problem.span.line:
                page = places.get(anchor, page)
        return {**problem.as_dict(), "page": page, "place": str(problem.span)}


@contextlib.contextmanager
def serve_preview(watched: Watched, port: int = 0) -> Iterator[Preview]:
    """Serve in a thread of its own while the context lasts; port 0 takes any that is free."""
    preview = Preview(watched)

    class Handler(_Handler):
        shown = preview

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    preview.address = f"http://127.0.0.1:{server.server_port}/{preview.token}/"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield preview
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    """Turns requests into answers; only this machine's own address and the token get any."""

    shown: Preview

    def do_GET(self) -> None:
        """Answer a request."""
        try:
            address = urlsplit(self.path)
            asked = {key: values[-1] for key, values in parse_qs(address.query).items()}
            _, token, *rest = address.path.split("/", 2)
        except ValueError:  # no address at all
            self._send(400, "text/plain", b"not understood")
            return
        answers: Mapping[str, Callable[[Mapping[str, str]], tuple[str, bytes]]] = {
            "": self._page,
            "state": self._state,
            "page.png": self._image,
        }
        answer = answers.get("".join(rest))
        own = self.headers.get("Host") == urlsplit(self.shown.address).netloc
        if not own or not secrets.compare_digest(token.encode(), self.shown.token.encode()):
            self._send(403, "text/plain", b"not for you")
        elif answer is None:
            self._send(404, "text/plain", b"not found")
        else:
            try:
                self._send(200, *answer(asked))
            except (KeyError, IndexError, ValueError, OSError):
                self._send(404, "text/plain", b"not found")

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the terminal for what matters."""

    def _page(self, asked: Mapping[str, str]) -> tuple[str, bytes]:
        del asked
        return "text/html; charset=utf-8", _PAGE.read_bytes()

    def _state(self, asked: Mapping[str, str]) -> tuple[str, bytes]:
        if "seen" in asked:
            self.shown.wait(int(asked["seen"]))
        state = self.shown.state(asked.get("file", ""))
        return "application/json", json.dumps(state).encode()

    def _image(self, asked: Mapping[str, str]) -> tuple[str, bytes]:
        return "image/png", self.shown.image(asked["file"], int(asked["number"]))

    def _send(self, status: int, kind: str, data: bytes) -> None:
        with contextlib.suppress(ConnectionError):
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.send_header("Content-Security-Policy", _POLICY)
            self.send_header("Cache-Control", "no-store" if status != 200 else "private")
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            self.wfile.write(data)
