"""The pages of a watched project in a browser."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import threading
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from helpers.projects import PROGRAMME
from helpers.time_limits import PATIENCE

from packbuilder.diagnostics import Code, Diagnostic, Span
from packbuilder.pdf.join import anchor_pages
from packbuilder.web.preview import Preview, serve_preview

BRIEFING = "content/briefing.md"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
BROWSER = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]


@dataclass
class Watched:
    """What a session shows the preview."""

    folder: Path
    problems: list[Diagnostic] = field(default_factory=list)

    @property
    def folders(self) -> list[Path]:
        return [self.folder]

    def document_at(self, path: str) -> str:
        return {PROGRAMME: "summary", BRIEFING: "briefing"}.get(path, "")

    def headings(self, name: str) -> list[tuple[int, str]]:
        return {"summary": [(5, "summary.questions")], "briefing": [(5, "briefing.findings")]}[name]


@pytest.fixture
def watched(full_pack, tmp_path) -> Watched:
    for name in ("summary.pdf", "briefing.pdf"):
        shutil.copy(full_pack / name, tmp_path)
    return Watched(tmp_path)


@pytest.fixture
def preview(watched):
    with serve_preview(watched) as served:
        yield served


def ask(preview, path: str, **headers: str) -> tuple[int, bytes]:
    place = urlsplit(preview.address)
    connection = http.client.HTTPConnection("127.0.0.1", place.port, timeout=PATIENCE)
    connection.request("GET", path if path.startswith("/") else place.path + path, headers=headers)
    answer = connection.getresponse()
    return answer.status, answer.read()


def state(preview, **asked: str) -> dict:
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    return json.loads(ask(preview, f"state?{query}")[1])


def test_the_pages_of_each_document_are_shown(preview, watched):
    found = state(preview)
    assert found["files"] == [f"{watched.folder.name}/{name}" for name in ("briefing", "summary")]
    chosen = state(preview, file=f"{watched.folder.name}/summary")
    assert len(chosen["pages"]) == 2
    status, image = ask(preview, f"page.png?file={watched.folder.name}/summary&number=2")
    assert status == 200
    assert image.startswith(b"\x89PNG")


def test_a_mistake_stands_beside_its_page(preview, watched):
    span = Span(PROGRAMME, 7, 3)
    watched.problems = [
        Diagnostic(Code.HEADING_EMPTY, span, "a heading is empty", "write them"),
        Diagnostic(Code.KEY_UNKNOWN, Span("content/project.yaml", 2), "no key “titel”", "title"),
    ]
    here, elsewhere = state(preview, file=f"{watched.folder.name}/summary")["problems"]
    assert (here["page"], here["place"]) == (2, f"{PROGRAMME}:7:3")
    assert (elsewhere["page"], elsewhere["place"]) == (0, "content/project.yaml:2:1")


def test_in_a_whole_pack_a_mistake_stands_beside_its_page_too(preview, watched, full_pack):
    shutil.copy(full_pack / "full-pack.pdf", watched.folder)
    watched.problems = [
        Diagnostic(Code.HEADING_EMPTY, Span(path, line), "a heading is empty", "write them")
        for path, line in ((PROGRAMME, 2), (PROGRAMME, 7), (BRIEFING, 7))
    ]
    places = anchor_pages((full_pack / "full-pack.pdf").read_bytes())
    wanted = [places[name] for name in ("summary.", "summary.questions", "briefing.findings")]
    found = state(preview, file=f"{watched.folder.name}/full-pack")["problems"]
    assert [problem["page"] for problem in found] == wanted
    assert len(set(wanted)) == 3
    found = state(preview, file=f"{watched.folder.name}/summary")["problems"]
    assert [problem["page"] for problem in found] == [1, 2, 0]


def test_who_waits_gets_an_answer(preview, monkeypatch):
    monkeypatch.setattr(preview, "wait", lambda seen: Preview.wait(preview, seen, PATIENCE))
    turn = state(preview)["turn"]
    threading.Timer(0.3, preview.renew).start()
    assert state(preview, seen=str(turn))["turn"] == turn + 1


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/", {}, 403),
        ("/wrong-token/state", {}, 403),
        ("state", {"Host": "evil.example.org"}, 403),
        ("../../etc/passwd", {}, 404),
        ("nothing", {}, 404),
        ("page.png?file=day/summary&number=99", {}, 404),
        ("page.png?file=../../secret&number=1", {}, 404),
        ("page.png", {}, 404),
    ],
)
def test_nobody_else_gets_an_answer(preview, path, headers, status):
    assert ask(preview, path, **headers)[0] == status


@pytest.mark.parametrize("request_line", [b"GET x", b"GET http://[ ", b"GET /\xff/", b"NONSENSE"])
def test_what_is_no_request_is_answered_quietly(preview, capfd, request_line):
    place = urlsplit(preview.address)
    with socket.create_connection((place.hostname, place.port), timeout=PATIENCE) as line:
        line.sendall(request_line + b" HTTP/1.1\r\nHost: " + place.netloc.encode() + b"\r\n\r\n")
        assert b" 40" in line.recv(1000) or b" 50" in line.recv(1000)
    assert ask(preview, "nothing")[0] == 404
    assert "Traceback" not in capfd.readouterr().err


def test_a_real_browser_shows_the_pages_and_renews_them(preview, watched, tmp_path, monkeypatch):
    if CHROMIUM is None:
        if os.environ.get("CI", "") not in ("", "0", "false"):
            pytest.fail("Chromium is not installed, and on a build server it has to be")
        pytest.skip("NOT TESTED: the preview in a real browser, as Chromium is not installed")

    drawn: set[int] = set()
    all_drawn, edited = threading.Event(), threading.Event()

    def image(chosen: str, number: int) -> bytes:
        data = Preview.image(preview, chosen, number)
        drawn.add(number)
        if len(drawn) == 4:
            all_drawn.set()
        return data

    def wait(seen: int) -> int:
        """Edit once the browser has all pages and waits for others; then answer at once."""
        if not edited.is_set():
            assert all_drawn.wait(PATIENCE)
            edited.set()
            edit()
        return Preview.wait(preview, seen, 0.0)

    def edit() -> None:
        shutil.copy(watched.folder / "summary.pdf", watched.folder / "briefing.pdf")
        span = Span(PROGRAMME, 7, 3)
        watched.problems = [Diagnostic(Code.HEADING_EMPTY, span, "a heading is empty", "mend it")]
        preview.renew()

    monkeypatch.setattr(preview, "image", image)
    monkeypatch.setattr(preview, "wait", wait)
    done = subprocess.run(
        [
            *(CHROMIUM, *BROWSER, f"--user-data-dir={tmp_path / 'profile'}"),
            *("--virtual-time-budget=1500", "--dump-dom", preview.address),
        ],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    page = done.stdout
    assert 'data-turn="1"' in page, done.stderr
    assert len(re.findall(r"<img [^>]*src=\"page\.png\?", page)) == 2, "the four pages became two"
    assert f"{PROGRAMME}:7:3" in page
    assert "Problems: 1." in page
