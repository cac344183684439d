"""A new text from a file of anybody, on the page."""

from __future__ import annotations

import io

import docx
import pytest
from helpers.page import Visitor
from helpers.projects import make_project

from packbuilder.pipeline.importing import read_story
from packbuilder.web import importing
from packbuilder.web.server import served

PLACE = "/e/standard/import"


@pytest.fixture
def page(tmp_path):
    root = make_project(tmp_path / "project")
    with served(root, root / "output", jobs=0) as server:
        visitor = Visitor(server.address)
        visitor.root, visitor.server = root, server
        yield visitor


def word_file() -> bytes:
    made, out = docx.Document(), io.BytesIO()
    made.add_heading("Working <b>together</b>", 1)
    made.add_paragraph("We met on a Tuesday.")
    made.save(out)
    return out.getvalue()


def test_a_word_file_becomes_a_text(page):
    found = page.upload(PLACE, {}, "file", "../Our day.docx", word_file())
    before = {file for file in page.root.rglob("*") if file.is_file()}
    shown = page.get(found.goes_to)
    assert "Guessed" in shown.words
    assert shown.field("name") == "our-day"
    sent = {"title": "Our: day", "name": "our-day", "kind": "handout", "pack": "day"}
    wrong = page.post(found.goes_to, {**sent, "name": "programme"})
    assert wrong.status == 422
    assert wrong.words.count("There is a text with this name already") == 2
    assert wrong.field("title") == "Our: day"
    assert page.post(found.goes_to, {**sent, "name": "../x"}).status == 422
    assert page.post(found.goes_to, {**sent, "pack": "../x"}).status == 422
    assert {file for file in page.root.rglob("*") if file.is_file()} == before
    saved = page.post(found.goes_to, sent)
    assert saved.goes_to.startswith("/e/standard/texts/our-day?saved=")
    text = (page.root / "content/our-day.md").read_text()
    assert "We met on a Tuesday." in text
    assert "kind: handout" in text
    assert "our-day" in (page.root / "content/packs/day.yaml").read_text()
    assert "We met on a Tuesday." in page.get(saved.goes_to).words
    assert page.get(found.goes_to).status == 404
    assert not list(page.server.workspace.uploads.glob("import-*"))


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [
        ("a.exe", b"x", 415),
        ("a.docx", b"PK\x03\x04", 422),
        ("a.md", b"\xff\xfe", 422),
        ("a.html", b"", 422),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(page, name, data, status):
    found = page.upload(PLACE, {}, "file", name, data)
    assert found.status == status
    assert "could not be read" in found.words
    assert not list(page.server.workspace.uploads.glob("import-*"))


def test_a_taken_name_gets_a_number(page, monkeypatch):
    for number in (2, 3, 4):
        (page.root / f"content/programme-{number}.md").write_text("---\ntitle: A\n---\n")
    read = []

    def counted(file):
        read.append(file)
        return read_story(file)

    monkeypatch.setattr(importing, "read_story", counted)
    found = page.upload(PLACE, {}, "file", "programme.md", b"# Hello\n\nWords.\n")
    assert page.get(found.goes_to).field("name") == "programme-5"
    assert len(read) == 1, "each reading starts a process"
