"""Who may ask, and how much. Each row of the table of dangers is a test; what a client would tidy
up goes over a raw socket.
"""

from __future__ import annotations

import hashlib
import random
import socket
import threading
from html import unescape
from urllib.parse import quote, urlsplit

import pytest
from helpers.page import Visitor
from helpers.projects import SHIPPED, make_project
from helpers.time_limits import wait_until

from packbuilder.web import server as page_server
from packbuilder.web.fields import PARTS
from packbuilder.web.server import served

VENDORED = {
    "htmx.min.js": "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130",
    "codemirror.min.js": "2054635b2c0ae444bf6bedf0a1014e23e05d8593a388d7b0d34afb7a072ec9cd",
}
"""Programs of others that browsers run, by their SHA-256: version 4.0.1 of htmx as it was
published, and CodeMirror as `.ci/editor/build` makes it.
"""


def test_programs_of_others_are_as_they_were_published():
    folder = SHIPPED / "packbuilder/web/static"
    assert {file.name for file in folder.glob("*.min.js")} == set(VENDORED)
    for name, digest in VENDORED.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
        assert (folder / f"{name.partition('.')[0]}.LICENSE.txt").is_file()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    root = make_project(tmp_path_factory.mktemp("site"))
    with served(root, root / "output", jobs=0) as server:
        yield Visitor(server.address)


def ask(site, path="/", host=None, method="GET", **headers):
    host = site.address.netloc if host is None else host
    lines = [f"{method} {path} HTTP/1.1", *([f"Host: {host}"] if host else [])]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""])


def test_the_own_address_is_answered(site):
    assert site.raw_status(ask(site, site.base + "/")) == 200


@pytest.mark.parametrize(
    "sent", ["nothing like it\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: a\r\n\r\n"]
)
def test_what_is_no_request_is_refused_without_a_word(site, caplog, sent):
    assert site.raw_status(sent) == 400
    assert caplog.records == []


@pytest.mark.parametrize(
    "host", ["example.org", "localhost", "127.0.0.1", "127.0.0.1:1", "[::1]", "127.0.0.1.nip.io"]
)
def test_other_names_are_refused_and_do_not_learn_the_path(site, host):
    found = site.raw(ask(site, site.base + "/", host))
    assert found.split(b" ", 2)[1] == b"403"
    assert site.base.encode() not in found


def test_none_and_two_names_are_refused(site):
    assert site.raw_status(ask(site, site.base + "/", "")) in (400, 403)
    two = ask(site, site.base + "/").replace("\r\n\r\n", "\r\nHost: example.org\r\n\r\n")
    assert site.raw_status(two) in (400, 403)


@pytest.mark.parametrize("change", ["", "x", "/", "/..", "%2e/", "%2F"])
def test_paths_without_the_whole_token_are_refused(site, change):
    token = site.base.removeprefix("/")
    for path in (f"/{change}", f"/{token[:-1]}{change}", f"/{change}/{token}/"):
        assert site.raw_status(ask(site, path)) == 403


@pytest.mark.parametrize("path", ["//", "/%2e%2e/x", "/e%2fx", "/static/..%2f..%2fx", "/a%00"])
def test_odd_paths_after_the_token_are_refused(site, path):
    assert site.raw_status(ask(site, f"{site.base}{path}")) == 403
    assert site.raw_status(ask(site, f"http://{site.address.netloc}{site.base}/")) == 403


def test_what_a_browser_is_started_with_works_once_and_is_not_the_token(tmp_path):
    root = make_project(tmp_path / "project")
    with served(root, root / "output", jobs=0) as server:
        site, ticket = Visitor(server.address), urlsplit(server.first_address).path
        assert site.base not in ticket
        assert site.raw_status(ask(site, ticket, method="POST")) == 403
        assert site.raw_status(ask(site, ticket, Sec_Fetch_Site="cross-site")) == 403
        assert site.raw_status(ask(site, f"{ticket}/")) == 403
        found = site.raw(ask(site, ticket, Sec_Fetch_Site="none"))
        assert found.split(b" ", 2)[1] == b"303"
        assert f"location: {site.base}/\r\n".encode() in found
        assert site.raw_status(ask(site, ticket)) == 403
        assert site.raw_status(ask(site, "/")) == 403


POST = {"Content_Type": "application/x-www-form-urlencoded", "Content_Length": "0"}


@pytest.mark.parametrize("fetch", ["same-site", "cross-site", "none"])
def test_forms_of_other_pages_are_refused(site, fetch):
    path = f"{site.base}/editions"
    asked = ask(site, path, method="POST", Sec_Fetch_Site=fetch, Origin=site.origin, **POST)
    assert site.raw_status(asked) == 403


@pytest.mark.parametrize("origin", ["null", "http://127.0.0.1:1", "https://example.org", ""])
def test_forms_without_our_origin_are_refused(site, origin):
    given = {"Origin": origin} if origin else {}
    assert (
        site.raw_status(ask(site, f"{site.base}/editions", method="POST", **POST, **given)) == 403
    )


def test_forms_of_our_own_are_taken(site):
    path, own = f"{site.base}/editions", {"Origin": site.origin, **POST}
    assert site.raw_status(ask(site, path, method="POST", **own)) == 422
    assert (
        site.raw_status(ask(site, path, method="POST", Sec_Fetch_Site="same-origin", **own)) == 422
    )


@pytest.mark.parametrize("fetch", ["same-site", "cross-site"])
def test_pages_are_not_shown_inside_others(site, fetch):
    assert site.raw_status(ask(site, f"{site.base}/", Sec_Fetch_Site=fetch)) == 403


@pytest.mark.parametrize("kind", ["text/plain", "application/json", ""])
def test_only_forms_are_taken(site, kind):
    given = POST | {"Content_Type": kind, "Origin": site.origin}
    assert site.raw_status(ask(site, f"{site.base}/editions", method="POST", **given)) == 415


def test_unknown_fields_are_refused(site):
    assert site.post("/editions", {"name": "Hill", "more": "x"}).status == 422
    assert site.send("PUT", "/", b"", {}).status == 405


@pytest.mark.parametrize("number", ["²", "-1", "x", "9" * 5000])
def test_what_is_no_number_is_none(site, number):
    asked = quote(number)
    for path in ("texts/programme?line=", "texts/programme?change=", "pages/programme?page="):
        assert site.get(f"/e/standard/{path}{asked}").status < 500
    assert site.get(f"/e/standard/page/programme/{asked}.png").status == 404
    sent = {"seen": "x", "words": "x", "base": number, "was": number, "keep": "mine"}
    assert site.post(f"/e/standard/texts/programme/{asked}", sent).status < 500
    path, own = f"{site.base}/editions", POST | {"Origin": site.origin, "Content_Length": asked}
    assert site.raw_status(ask(site, path, method="POST", **own)) in (400, 413)


def test_large_forms_are_refused_whatever_they_say_of_their_size(site):
    own = {"Origin": site.origin, "Content_Type": POST["Content_Type"]}
    path = f"{site.base}/editions"
    told = ask(site, path, method="POST", Content_Length="3000001", **own)
    assert site.raw_status(told) == 413
    head = ask(site, path, method="POST", Transfer_Encoding="chunked", **own).encode()
    chunk = b"100000\r\n" + b"&" * 0x100000 + b"\r\n"
    assert site.raw_status(head + chunk * 3 + b"0\r\n\r\n") == 413
    false = ask(site, path, method="POST", Content_Length="-5", **own)
    assert site.raw_status(false) in (400, 413)


def test_many_fields_are_refused(site):
    fields = "&".join(f"f{number}=" for number in range(101))
    own = {"Content-Type": POST["Content_Type"], "Origin": site.origin}
    assert site.send("POST", "/editions", fields.encode(), own).status == 400


def test_a_ninth_request_at_once_is_refused(site, caplog):
    head = ask(
        site, f"{site.base}/editions", method="POST", Origin=site.origin,
        Content_Type=POST["Content_Type"], Content_Length="9",
    ).encode()  # fmt: skip
    waiting = [
        socket.create_connection((site.address.hostname, site.address.port)) for _ in "x" * 8
    ]
    try:
        for link in waiting:
            link.sendall(head)
        assert wait_until(lambda: site.get("/help").status == 503)
    finally:
        for link in waiting:
            link.close()
    assert wait_until(lambda: site.get("/help").status == 200)
    assert not caplog.records, "who goes away amid a form is no fault of the program"


def test_a_head_that_does_not_come_ends_the_connection(site, monkeypatch):
    monkeypatch.setattr(page_server, "HEAD_SECONDS", 0.1)
    with socket.create_connection((site.address.hostname, site.address.port), 10) as link:
        link.sendall(b"GET /")
        assert link.recv(100) == b""


@pytest.mark.parametrize("path", ["/", "/nothing", "/static/page.css", "/help"])
def test_every_answer_has_the_policy(site, path):
    headers = site.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "same-origin"


def test_refusals_have_the_policy_too(site):
    found = site.raw(ask(site, "/", "example.org")).lower()
    assert b"content-security-policy" in found
    assert b"nosniff" in found


@pytest.mark.parametrize(
    "name", ["../x", "CON", "standard", "x" * 200, "", " ", "a/b", "a\0b", "ł"]
)
def test_editions_have_names_that_work_everywhere(site, name):
    assert site.post("/editions", {"name": name, "from": ""}).status == 422


def test_editions_are_called_as_places_and_people_are(site):
    for name, at in (
        ("Ŵyl Llŷn – Môn", "wyl-llyn-mon"),
        ("O’Brien’s “Mill”: A & B!", "obriens-mill-a-b"),
    ):
        assert site.post("/editions", {"name": name, "from": ""}).goes_to.startswith(f"/e/{at}/")
        assert name in unescape(site.get(f"/e/{at}/details/partnership").text)


def test_markup_in_names_is_shown_as_text(site):
    shown = site.post("/editions", {"name": '<script>{{ 7*7 }}</script>" hx-get="x'}).text
    assert "<script>{{" not in shown
    assert "&lt;script&gt;{{ 7*7 }}" in shown


@pytest.mark.parametrize("path", ["manifest.json", "../project.yaml", "a.zip", "x/y.pdf"])
def test_only_results_can_be_downloaded(site, path):
    assert site.get(f"/e/standard/files/{path}").status == 404


def test_nothing_is_loaded_from_elsewhere_and_no_style_stands_in_pages(site):
    for path in ("/", "/e/standard/", "/e/standard/packs", "/help", "/stop"):
        text = site.get(path).text
        assert "style=" not in text
        assert "http" not in text.replace('"http-equiv', "")


def test_two_who_read_at_once_get_the_same(site):
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(site.get("/e/standard/").text)) for _ in "abcd"
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1


KINDS = ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x")


def test_odd_forms_never_break_anything(tmp_path):
    chance = random.Random(19)
    root = make_project(tmp_path / "p", {"content/editions/hill.yaml": "venue: Hall\n"})
    before = {file: file.read_bytes() for file in root.rglob("*") if file.is_file()}
    places = [
        *(f"/e/hill/details/{part}" for part in PARTS),
        *("/editions", "/e/hill/packs", "/e/hill/versions", "/e/hill/texts/programme/all"),
        *("/e/hill/back/word", "/e/hill/undo/x", "/e/hill/texts/programme/0.7", "/e/../x/packs"),
    ]
    with served(root, root / "output", jobs=0) as server:
        visitor = Visitor(server.address)
        for place in places * 2:
            body = chance.randbytes(chance.randrange(300))
            kind = chance.choice(KINDS)
            own = {"Content-Type": kind, "Origin": visitor.origin}
            found = visitor.send("POST", place, body, own)
            assert found.status < 500, (place, body)
    now = {file: file.read_bytes() for file in root.rglob("*") if file.is_file()}
    assert now == before
