"""Versions on the page: advice, choices, the Word file with the changes, the reprint."""

from __future__ import annotations

import pytest
from helpers.page import Visitor
from helpers.projects import change, make_project
from helpers.time_limits import wait_until

from packbuilder.web.server import served

PLACE = "/e/hilltown/versions"
EDITION = "content/editions/hilltown.yaml"


@pytest.fixture
def page(tmp_path):
    files = {EDITION: "venue: The Hall\nversion: '1.0'\n"}
    files["content/packs/day.yaml"] = "title: A day\ndocuments: [programme]\nformats: [docx]\n"
    root = make_project(tmp_path / "project", files)
    with served(root, root / "output", jobs=0) as server:
        visitor = Visitor(server.address)
        visitor.root = root
        yield visitor


def compared(page, place: str = PLACE):
    assert wait_until(lambda: "hx-get" not in page.get(place).text)
    return page.get(place)


def test_a_version_says_what_to_print_again(page):
    first = page.get(PLACE)
    assert "Make this version" in first.words
    sent = {"seen": first.field("seen"), "version": first.field("version"), "words": "First."}
    assert first.field("version") == "1.0"
    assert "/make/" in page.post(PLACE, sent).goes_to
    assert "0 documents have changed since version 1.0" in compared(page).words
    change(page.root, "content/programme.md", "# ", "# Good morning and ")
    shown = compared(page)
    assert "1 document has changed since version 1.0" in shown.words
    assert "Good morning and" in shown.words
    assert "No need" in shown.words
    file = page.get(f"{PLACE}/1.0/programme.docx")
    assert file.data.startswith(b"PK")
    assert page.get(f"{PLACE}/1.0/nothing.docx").status == 404
    assert page.get(f"{PLACE}/../programme.docx").status in (403, 404)
    sent = {"seen": shown.field("seen"), "version": "1.1", "words": "A greeting: <b>"}
    page.post(PLACE, {**sent, "reprint-programme": "yes"})
    text = (page.root / EDITION).read_text()
    assert "reprint: [programme]" in text
    assert 'version: "1.1"' in text or "version: '1.1'" in text
    again = compared(page)
    assert "A greeting: <b>" in again.words
    assert 'value="1.2"' in again.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"version": "x"}, "Write a number such as 1.2"),
        ({"version": "1.0"}, "There is a version 1.0 already"),
        ({"words": "w" * 201}, "up to 200 letters"),
    ],
)
def test_mistakes_stand_beside_their_fields(page, typed, said):
    (page.root / EDITION).write_text('versions: {"1.0": {date: 2026-11-29}}\n')
    form = page.get(PLACE)
    sent = {"seen": form.field("seen"), "version": "1.1", "words": "Mine.", **typed}
    found = page.post(PLACE, sent)
    assert found.status == 422
    assert found.words.count(said) == 2
    assert found.field("words") == sent["words"]
    assert "not kept here" in found.words


def test_a_version_is_given_to_what_somebody_has_seen(page):
    seen = page.get(PLACE).field("seen")
    (page.root / EDITION).write_text("venue: The Barn\n")
    found = page.post(PLACE, {"seen": seen, "version": "1.1", "words": ""})
    assert found.status == 409
    assert (page.root / EDITION).read_text() == "venue: The Barn\n"
    assert page.post(PLACE, {"seen": seen, "version": "1.1", "other": ""}).status == 422
