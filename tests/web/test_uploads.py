"""Files that somebody gives to the page, and where answers may lead: each odd one is refused in
words, nothing of it is kept, and nothing that is secret leaves the page.
"""

from __future__ import annotations

import errno
import logging
import os
import struct
import zlib

import pytest
from helpers.hostile_words import WORDS
from helpers.page import BOUNDARY, Visitor
from helpers.projects import make_project

from packbuilder.web.server import served

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
PARTNERSHIP = "/e/hilltown/details/partnership"
EDITION = "content/editions/hilltown.yaml"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A page that tests share: what they send is refused, or changes one key or picture."""
    folder = tmp_path_factory.mktemp("site")
    root = make_project(folder / "project", {EDITION: "short_name: Hilltown\n"})
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PACKBUILDER_CACHE", str(folder / "cache"))
        with served(root, root / "output", jobs=0) as server:
            visitor = Visitor(server.address)
            visitor.root, visitor.server = root, server
            yield visitor


def files_of(folder):
    return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def give_logo(page, name: str, data: bytes) -> int:
    """Send a logo under a name that no browser would send; return the status."""
    seen = page.get(PARTNERSHIP).field("seen")
    start = f"--{BOUNDARY}\r\nContent-Disposition: form-data; name="
    fields = {"seen": seen, "short_name": "Hilltown", "logo_alt": "A hill"}
    body = "".join(f'{start}"{key}"\r\n\r\n{value}\r\n' for key, value in fields.items()).encode()
    body += f'{start}"logo"; filename="{name}"\r\n\r\n'.encode() + data
    body += f"\r\n--{BOUNDARY}--\r\n".encode()
    head = (
        f"POST {page.base}{PARTNERSHIP} HTTP/1.1\r\nHost: {page.address.netloc}\r\n"
        f"Origin: {page.origin}\r\nContent-Type: multipart/form-data; boundary={BOUNDARY}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return page.raw_status(head.encode() + body)


def png(width: int, height: int) -> bytes:
    """Return a small file that says it is a picture of this size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        mark = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + mark

    size = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = chunk(b"IDAT", zlib.compress(bytes(1_000_000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + rows + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a\0.svg", SVG),
        ("e\u0301.svg", SVG),
        (".svg", SVG),
        ("a\u202e.svg", SVG),
        ("logo.yaml", SVG),
        ("a.svg", SVG.replace(b"<path", b"<image href='http://127.0.0.1/x.png'/><path")),
        ("a.svg", SVG.replace(b"<path", b"<image href='file:///etc/passwd'/><path")),
        ("a.svg", SVG.replace(b"<path", b"<path onclick='x()'")),
        ("a.svg", b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG),
        ("a.svg", SVG.replace(b"</svg>", b"<!--" + b" " * 2_000_000 + b"--></svg>")),
        ("a.png", png(60_000, 60_000)),
        ("a.png", b"<html></html>"),
    ],
)
def test_a_logo_that_is_none_is_refused_and_not_kept(site, name, data):
    before = files_of(site.root)
    status = give_logo(site, name, data)
    assert status == 413 if len(data) > 2_000_000 else status in (400, 415, 422)
    assert files_of(site.root) == before


def test_a_word_file_with_macros_is_refused(page):
    fields, data = {"tracked": "", "document": ""}, WORDS["macros"][0]()
    found = page.upload("/e/hilltown/back/word", fields, "file", "a.docx", data)
    assert found.status == 422
    assert "macros" in found.words
    assert not any(page.server.workspace.uploads.iterdir())


def test_a_logo_may_have_odd_words_and_the_ending_of_another_kind_in_its_name(site):
    assert give_logo(site, "Llŷn (final) v2.jfif", png(700, 300)) == 303
    assert [file.name[:-11] for file in site.root.rglob("logo-llyn*")] == ["logo-llyn-final-v2"]
    assert site.get(PARTNERSHIP).text.count(".png</span>") == 1


def test_what_was_typed_beside_a_large_logo_is_kept(site):
    typed = {"seen": site.get(PARTNERSHIP).field("seen"), "short_name": "Y Bannau"}
    typed |= {"logo_alt": "A hill"}
    found = site.upload(PARTNERSHIP, typed, "logo", "a.png", b"\x89PNG" + bytes(4_000_000))
    assert (found.status, found.field("short_name")) == (413, "Y Bannau")
    assert found.words.count("This file is larger than 2 MB") == 2


@pytest.mark.parametrize("name", ["/etc/a.svg", "..\\..\\a.svg", "C:\\a.svg", "content/../a.svg"])
def test_the_folders_of_a_name_are_left_out(site, name):
    assert give_logo(site, name, SVG) == 303
    assert [file.parent.name for file in site.root.rglob("logo-*a-*.svg")] == ["images"]
    assert not list(site.root.parent.glob("*.svg"))


def test_a_link_in_the_content_is_not_written_through(page, root, tmp_path):
    other, file = tmp_path / "other.yaml", root / EDITION
    other.write_text("short_name: Other\n")
    file.unlink()
    file.symlink_to(other)
    found = page.post("/e/hilltown/details/contact", {"seen": "x", "contact_name": "Ann"})
    assert found.status in (404, 409, 422)
    assert other.read_text() == "short_name: Other\n"


def test_a_device_in_the_output_is_not_read(page, root):
    folder = root / "output/hilltown/day"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text('{"files": [{"name": "a.pdf"}, {"name": "../../x"}]}')
    os.mkfifo(folder / "a.pdf")
    assert page.get("/e/hilltown/files/day/a.pdf").status == 404
    (folder / "a.pdf").unlink()
    (folder / "a.pdf").symlink_to("/etc/passwd")
    assert page.get("/e/hilltown/files/day/a.pdf").status == 404
    assert page.get("/e/hilltown/files/day/../../x").status in (403, 404)


@pytest.mark.parametrize(
    ("place", "most"),
    [
        ("/e/hilltown/back/word", 50_000_000),
        ("/e/hilltown/import", 50_000_000),
        ("/e/hilltown/back/forms/programme", 400_000_000),
        ("/e/hilltown/details/partnership", 20_000_000),
    ],
)
def test_each_form_has_its_own_limit(site, place, most):
    head = (
        f"POST {site.base}{place} HTTP/1.1\r\nHost: {site.address.netloc}\r\n"
        f"Origin: {site.origin}\r\nContent-Type: multipart/form-data; boundary={BOUNDARY}\r\n"
    )
    assert site.raw_status(f"{head}Content-Length: {most + 1}\r\n\r\n") == 413
    workspace = site.server.workspace
    assert "uploads" not in vars(workspace) or not any(workspace.uploads.iterdir())


@pytest.mark.parametrize(("number", "size"), [(201, 5), (1, 20_000_001)])
def test_too_many_forms_or_too_large_ones_are_refused(site, number, size):
    start = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    body = (start.encode() + b"%" * size + b"\r\n") * number + f"--{BOUNDARY}--\r\n".encode()
    kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}", "Origin": site.origin}
    found = site.send("POST", "/e/hilltown/back/forms/programme", body, kind)
    assert (found.status, "20 MB" in found.words) == (413, True)
    assert not list(site.server.workspace.uploads.rglob("*.pdf"))


def test_on_a_full_disk_files_stay_and_typed_words_are_shown(page, root, monkeypatch):
    at, event = "/e/hilltown/texts/programme/all", "/e/hilltown/details/event"
    text, details = page.get(at).field("seen"), page.get(event).field("seen")
    before = files_of(root)

    def fail(file: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", fail)
    sent = {"seen": text, "text": "My <new> words"}
    for place, fields in ((at, sent), (event, {"seen": details, "venue": "My <new> words"})):
        found = page.post(place, fields)
        assert found.status == 507
        assert "No space left" in found.words
        assert ">\nMy &lt;new&gt; words</textarea>" in found.text
        assert text not in found.text
    assert files_of(root) == before


def test_words_typed_for_what_has_gone_meanwhile_are_shown(page, root):
    for place, name, path in (
        ("texts/programme/all", "text", "content/programme.md"),
        ("details/contact", "contact_name", EDITION),
    ):
        seen = page.get(f"/e/hilltown/{place}").field("seen")
        (root / path).unlink()
        found = page.post(f"/e/hilltown/{place}", {"seen": seen, name: "My <new> words"})
        assert found.status == 404
        assert ">\nMy &lt;new&gt; words</textarea>" in found.text
    assert page.send("POST", "/nothing", b"x", {"Origin": page.origin}).status < 500


@pytest.mark.parametrize(
    "typed",
    [
        *("a: #b", "!!python/object:os.system", "- x", "'", '"', "{{ 7*7 }}", "[[venue]]x", "yes"),
        *("<b hx-get='x'>", "1e3", "12:30:45", "@x", "| x", "*a", "&b", "\\"),
    ],
)
def test_what_is_typed_into_a_detail_is_read_as_it_was_typed(site, typed):
    seen = site.get("/e/hilltown/details/contact").field("seen")
    sent = {"seen": seen, "contact_name": typed}
    if site.post("/e/hilltown/details/contact", sent).status == 303:
        assert site.get("/e/hilltown/details/contact").field("contact_name") == typed
    else:
        assert "[[" in typed, "a value inside a value is a mistake, and nothing else is"


def test_the_address_of_the_page_is_in_no_title_file_or_log(page, root, caplog):
    token = page.base.removeprefix("/")
    with caplog.at_level(logging.DEBUG):
        shown = [page.get(path) for path in ("/", "/e/hilltown/", "/nothing", "/e/hilltown/texts")]
        looked = page.get("/e/hilltown/texts/programme/look")
        page.post("/e/hilltown/texts/programme/all", {"seen": "", "text": "x"})
    for each in shown:
        title = each.text.partition("<title>")[2].partition("</title>")[0]
        assert token not in title
        assert each.headers["referrer-policy"] == "same-origin"
    assert looked.status == 200
    assert token not in looked.text
    assert token not in caplog.text
    assert all(token.encode() not in data for data in files_of(root.parent).values())
