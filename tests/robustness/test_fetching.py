"""Nothing is fetched and nothing of a stranger's is run, whatever a template or style asks for."""

from __future__ import annotations

import http.server
import subprocess
import sys
import threading
from functools import cache

import pytest

from packbuilder.writers.pdf import layout as pdf

MARKUP = [
    *('<img src="{}">', '<object data="{}"></object>', '<embed src="{}">', '<base href="{}">'),
    *('<link rel="stylesheet" href="{}">', '<link rel="attachment" href="{}">'),
    *('<a rel="attachment" href="{}">a</a>', '<iframe src="{}"></iframe>', '<video src="{}">'),
    *('<picture><source srcset="{}"><img src="{}"></picture>', '<input type="image" src="{}">'),
    *('<svg><image href="{}" width="9" height="9"/></svg>', '<svg><use href="{}#a"/></svg>'),
    '<svg><style>@import "{}";</style><rect width="9" height="9"/></svg>',
]
STYLES = [
    *('@import "{}";', '@font-face {{ font-family: a; src: url("{}") }} p {{ font-family: a }}'),
    *('p {{ background-image: url("{}") }}', 'p {{ content: url("{}") }}'),
    *('p::before {{ content: url("{}") }}', 'ul {{ list-style-image: url("{}") }}'),
    *('p {{ border-image-source: url("{}") }}', '@page {{ background: url("{}") }}'),
    *('@color-profile --a {{ src: url("{}") }}', 'p {{ cursor: url("{}") }}'),
    *('p {{ mask-image: url("{}") }}', 'p {{ filter: url("{}") }}'),
]
VECTORS = MARKUP + [f"<style>{style}</style>" for style in STYLES]
SCHEMES = ["http://127.0.0.1:{port}/a", "https://127.0.0.1:{port}/a", "ftp://127.0.0.1:{port}/a"]
SCHEMES += ["//127.0.0.1:{port}/a", "file://{file}", "data:text/plain,FETCHED"]
SCHEMES += [r"\\127.0.0.1\a", "file:////127.0.0.1/a"]


@pytest.fixture
def canary():
    """A server that notes whoever calls."""
    calls: list[object] = []

    class Server(http.server.HTTPServer):
        def verify_request(self, request, client):
            calls.append(client)
            return False

    with Server(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_port, calls
        server.shutdown()
        thread.join()


@cache
def watchers() -> list[list[str]]:
    """Note in every list that is put in here what this process opens, and whom it calls.

    The hook is one for all tests, as there is no way to take it away again.
    """
    found: list[list[str]] = []

    def watch(event: str, details: tuple[object, ...]) -> None:
        if found and event in ("open", "socket.connect"):
            for each in found:
                each.append(str(details[0]))

    sys.addaudithook(watch)
    return found


@pytest.mark.parametrize("scheme", SCHEMES)
def test_nothing_is_fetched(canary, tmp_path, scheme):
    """F1: whoever asks, and however."""
    port, calls = canary
    secret = tmp_path / "secret.txt"
    secret.write_text("FETCHED", encoding="utf-8")
    read: list[str] = []
    watchers().append(read)
    weasyprint, configuration = pdf.load_engine(), pdf._fonts()
    address = scheme.format(port=port, file=secret)
    for vector in VECTORS:
        html = weasyprint.HTML(
            string=vector.format(*[address] * vector.count("{}")) + "<p>a</p><ul><li>b</ul>",
            url_fetcher=pdf._fetcher({}),
        )
        try:
            data = html.write_pdf(font_config=configuration, uncompressed_pdf=True)
        except (
            weasyprint.urls.URLFetchingError
        ):  # the refusal itself, where the engine lets it through
            continue
        assert b"/EmbeddedFile" not in data, vector
    watchers().remove(read)
    assert calls == []
    assert str(secret) not in read


def test_there_are_enough_ways_to_fetch():
    assert len(set(VECTORS)) >= 25


def test_modules_beside_the_content_are_not_run(project):
    """N2: neither by the program nor by its workers, which `--jobs 2` starts."""
    evil = "raise SystemExit('a file beside the content was run')"
    folder = project(dict.fromkeys(["brotli.py", "yaml.py", "socket.py", "struct.py"], evil))
    command = [sys.executable, "-m", "packbuilder", "build", "--quiet", "--jobs", "2"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
