"""Changing words on the page, taking Word files and filled forms home."""

from __future__ import annotations

import io
import re

import docx
import pytest
from helpers.page import Visitor
from helpers.projects import make_project, shipped_project
from helpers.time_limits import wait_until

from packbuilder.round_trip.passages import find_passages, moved, patched
from packbuilder.web.server import served

PROGRAMME = "content/programme.md"
PLACE = "/e/hilltown/texts/programme"
HEAD = "---\ntitle: Programme\nkind: handout\nupdated: 2026-03-14\n---\n\n"
TEXT = f"""{HEAD}# Morning {{#am}}

Coffee for **everybody** in
[[venue]].

- Bring a pen.
- [ ] Bring paper.

| When | What |
|---|---|
| 9:30 | Start \\| talk |
| ___{{date}} {{#when}} | ___ |
"""


@pytest.fixture
def page(tmp_path):
    files = {PROGRAMME: TEXT, "content/editions/hilltown.yaml": "venue: The Hall\n"}
    files["content/packs/day.yaml"] = "title: A day\ndocuments: [programme]\nformats: [docx]\n"
    root = make_project(tmp_path / "project", files)
    with served(root, root / "output", jobs=0) as server:
        visitor = Visitor(server.address)
        visitor.root = root
        yield visitor


def change(page, words: str, new: str, **more: str):
    """Open the passage that has these words, and send new ones."""
    shown = page.get(PLACE).text
    numbers = re.findall(r'id="u([\d.]+)">(.*?)change=\1', shown, re.DOTALL)
    number = next(n for n, around in numbers if words in re.sub("<[^>]*>", "", around))
    form = page.get(f"{PLACE}?change={number}")
    sent = {"seen": form.field("seen"), "words": new, **more}
    return page.post(f"{PLACE}/{number}", sent), sent, number


def test_only_the_words_of_a_passage_change(page):
    for words, new, line in (
        ("Morning", "Early", "# Early {#am}\n"),
        ("Bring a pen", "Bring\na pencil", "- Bring\n  a pencil\n"),
        ("Coffee", "Tea in [[venue]].", "\nTea in [[venue]].\n\n-"),
        ("Start | talk", "Begin | sing", "| 9:30 | Begin \\| sing |\n"),
    ):
        before = (page.root / PROGRAMME).read_text()
        found, _, _ = change(page, words, new)
        after = (page.root / PROGRAMME).read_text()
        assert found.status == 303
        assert line in after
        lines = set(before.split("\n")) ^ set(after.split("\n"))
        assert len(lines) <= 3


def test_pages_are_offered_where_there_are_any(page):
    """A text that is in no pack, or not made yet, has none."""
    assert "/pages/programme" not in page.get(PLACE).text
    assert "/pages/programme" not in page.get(f"{PLACE}/all").text


def test_shared_words_change_everywhere_or_in_one_text_alone(page):
    shared, own = "content/shared/hello.md", "content/other.md"
    (page.root / shared).write_text("Good day.\n\nBring a pen.\n")
    include = '::: include {file="shared/hello.md"}\n:::\n'
    text = f"{TEXT}\n{include}"
    (page.root / PROGRAMME).write_text(text)
    (page.root / own).write_text(f"{HEAD}# Here {{#here}}\n\n{include}")
    found, *_ = change(page, "Good day", "Good evening.", where="here")
    assert found.status == 303
    assert (page.root / shared).read_text() == "Good day.\n\nBring a pen.\n"
    copied = (page.root / PROGRAMME).read_text()
    assert copied == text.replace(include, "Good evening.\n\nBring a pen.\n")
    (page.root / PROGRAMME).write_text(text)
    found, _, _ = change(page, "Good day", "Good evening.", where="all")
    assert (page.root / shared).read_text() == "Good evening.\n\nBring a pen.\n"
    assert (page.root / PROGRAMME).read_text() == text


def test_places_to_write_are_no_words(page):
    assert "{date}" not in page.get(PLACE).words


def test_values_are_shown_filled_in(page):
    assert "Coffee for everybody in The Hall ." in page.get(PLACE).words


def test_a_sentence_and_its_packs_take_four_presses(page):
    listed = page.get("/e/hilltown/texts")
    assert "Programme" in listed.words
    found, _, _ = change(page, "Coffee", "Water.")
    assert "Undo Make the packs with it" in page.get(found.goes_to.partition("#")[0]).words
    found, _, _ = change(page, "Water", "Tea.", then="make")
    assert "/make/" in found.goes_to


def test_a_mistake_is_saved_and_shown_beside_its_passage(page):
    found, _, _ = change(page, "Coffee", "See [there](#nowhere).")
    assert found.status == 303
    assert "leads nowhere" in page.get(PLACE).words or "nowhere" in page.get(PLACE).words


def test_words_go_where_the_passage_stands_now(page):
    _, sent, number = change(page, "Bring a pen", "Bring a pen.")
    text = (page.root / PROGRAMME).read_text()
    (page.root / PROGRAMME).write_text(text.replace("# Morning", "Welcome.\n\n# Morning"))
    found = page.post(f"{PLACE}/{number}", sent | {"words": "Bring two pens."})
    assert found.status == 303
    assert "Welcome.\n\n# Morning" in (page.root / PROGRAMME).read_text()
    assert "- Bring two pens.\n" in (page.root / PROGRAMME).read_text()


def test_words_changed_elsewhere_are_not_overwritten(page):
    _, sent, number = change(page, "Bring a pen", "Bring a pen.")
    text = (page.root / PROGRAMME).read_text().replace("Bring a pen", "Bring nothing")
    (page.root / PROGRAMME).write_text(text)
    found = page.post(f"{PLACE}/{number}", sent | {"words": "Bring two pens."})
    assert found.status == 409
    assert "was changed elsewhere" in found.words
    assert "Bring two pens." in found.words
    assert "What is there now Bring nothing" in found.words
    assert (page.root / PROGRAMME).read_text() == text


def test_what_is_there_now_is_the_same_passage_after_others_were_added(page):
    _, sent, number = change(page, "Bring a pen", "Bring a pen.")
    text = (page.root / PROGRAMME).read_text().replace("Bring a pen", "Bring nothing")
    (page.root / PROGRAMME).write_text(
        text.replace("# Morning", "Welcome.\n\n- First.\n\n# Morning")
    )
    found = page.post(f"{PLACE}/{number}", sent | {"words": "Bring two pens."})
    assert found.status == 409
    assert "Bring two pens. What is there now" in found.words
    assert "Bring nothing" in found.words
    assert "First." not in found.words
    again = re.search(r'action="[^"]*/texts/programme/([^"]*)"', found.text)[1]
    page.post(f"{PLACE}/{again}", {"words": "Bring two pens.", "seen": found.field("seen")})
    assert "- First.\n" in (page.root / PROGRAMME).read_text()
    assert "- Bring two pens.\n" in (page.root / PROGRAMME).read_text()


def test_words_of_a_passage_that_is_gone_are_kept_on_the_page(page):
    _, sent, number = change(page, "Bring a pen", "Bring a pen.")
    text = (page.root / PROGRAMME).read_text().replace("- Bring a pen.\n", "")
    (page.root / PROGRAMME).write_text(text)
    found = page.post(f"{PLACE}/{number}", sent | {"words": "Bring two pens."})
    assert found.status == 409
    assert "is not there any more" in found.words
    assert ">\nBring two pens.</textarea>" in found.text
    assert (page.root / PROGRAMME).read_text() == text


def test_words_that_were_not_saved_are_offered_again(page):
    _, sent, number = change(page, "Bring a pen", "Bring a pen.")
    shown = page.get(PLACE)
    seen = {"seen": page.get(f"{PLACE}?change={number}").field("seen"), "unit": number}
    assert page.post(f"{PLACE}/draft", {**seen, "words": "Bring two <b>"}).status == 204
    offered = page.get(PLACE)
    assert "you typed these words and did not save them: Bring two <b>" in offered.words
    assert "Bring two" not in shown.words
    assert ">\nBring a pen.</textarea>" in page.get(f"{PLACE}?change={number}").text
    again = page.get(f"{PLACE}?change={number}&draft=1")
    assert ">\nBring two &lt;b&gt;</textarea>" in again.text
    page.post(f"{PLACE}/{number}", {**sent, "seen": seen["seen"], "words": "Bring it."})
    assert "you typed" not in page.get(PLACE).words


def test_a_draft_is_for_the_file_that_it_was_typed_for(page):
    seen = {"seen": page.get(f"{PLACE}/all").field("seen"), "unit": "all"}
    page.post(f"{PLACE}/draft", {**seen, "text": f"{TEXT}More.\n"})
    assert "You typed another text here" in page.get(f"{PLACE}/all").words
    assert "More." in page.get(f"{PLACE}/all?draft=1").text
    assert (page.root / PROGRAMME).read_text() == TEXT
    (page.root / PROGRAMME).write_text(f"{TEXT}Other.\n")
    assert "You typed another text here" not in page.get(f"{PLACE}/all").words
    assert "More." not in page.get(f"{PLACE}/all?draft=1").text
    assert page.post(f"{PLACE}/draft", {"unit": "99.1", "words": "x"}).status == 204
    assert page.post(f"{PLACE}/draft", {"path": "x"}).status == 422


def test_the_whole_text_is_looked_at_before_it_is_saved(page):
    at = f"{PLACE}/all"
    form = page.get(at)
    sent = {"seen": form.field("seen"), "text": f"{HEAD}# A\r\n\r\n### B\r\n"}
    looked = page.post(at, sent | {"then": "look"})
    assert "Line 9:" in looked.words
    assert (page.root / PROGRAMME).read_text() == TEXT
    assert page.post(at, sent).status == 303
    assert (page.root / PROGRAMME).read_bytes() == f"{HEAD}# A\n\n### B\n".encode()
    found = page.post(at, sent | {"text": "mine"})
    assert found.status == 409
    assert "### B" in found.words


def test_a_large_text_is_taken(page):
    at = f"{PLACE}/all"
    sent = {"seen": page.get(at).field("seen"), "text": HEAD + "word " * 390_000}
    assert page.post(at, sent).status == 303


def test_a_word_file_comes_home_change_by_change(page):
    page.post("/e/hilltown/make", {})
    made = "/e/hilltown/files/day/programme.docx"
    assert wait_until(lambda: page.get(made).status == 200)
    file = page.get(made)
    edited = docx.Document(io.BytesIO(file.data))
    for paragraph in edited.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace("Bring a pen", "Bring a red pen")
    out = io.BytesIO()
    edited.save(out)
    fields = {"tracked": "", "document": ""}
    found = page.upload("/e/hilltown/back/word", fields, "file", "edited.docx", out.getvalue())
    review = page.get(found.goes_to)
    assert "Bring a Added: red pen" in review.words
    page.post(found.goes_to, {"change-0": "skip"})
    assert (page.root / PROGRAMME).read_text() == TEXT
    found = page.upload("/e/hilltown/back/word", fields, "file", "edited.docx", out.getvalue())
    page.post(found.goes_to, {"change-0": "accept"})
    assert "- Bring a red pen.\n" in (page.root / PROGRAMME).read_text()


@pytest.mark.parametrize(("name", "status"), [("a.docx", 422), ("a.exe", 415), ("a.pdf", 415)])
def test_what_is_no_word_file_is_refused_in_words(page, name, status):
    fields = {"tracked": "", "document": ""}
    found = page.upload("/e/hilltown/back/word", fields, "file", name, b"PK\x03\x04")
    assert found.status == status
    assert "could not be read" in found.words


def test_forms_that_came_back_are_read_and_forgotten(page):
    forms = page.get("/e/hilltown/back").words
    assert "Filled forms Choose the form" in forms
    at = "/e/hilltown/back/forms/programme"
    assert page.upload(at, {}, "file", "a.exe", b"x").status == 422
    page.upload(at, {}, "file", "../a.pdf", b"no pdf")
    saved = b'<!DOCTYPE html><meta name="form" content="x"><input name="a" value="<b>b</b>">'
    assert page.upload(at, {}, "file", "b.HTML", saved).status == 303
    shown = page.get(at)
    assert "0 of 2 forms count" in shown.words
    assert "<b>b" not in shown.text
    page.post(f"{at}/delete", {})
    assert "forms count" not in page.get(at).words


def test_a_new_version_is_a_number(page):
    form = page.get("/e/hilltown/versions")
    sent = {"seen": form.field("seen"), "version": "x"}
    assert page.post("/e/hilltown/versions", sent).status == 422
    found = page.post("/e/hilltown/versions", sent | {"version": "1.2"})
    assert "/make/" in found.goes_to
    assert 'version: "1.2"' in (page.root / "content/editions/hilltown.yaml").read_text()


@pytest.fixture(scope="module")
def shipped():
    return shipped_project()


def test_passages_put_back_as_they_are_change_nothing(shipped):
    for name, path in shipped.documents.items():
        document = shipped.texts.documents[name]
        paths = {path, *(each for each in document.sources if each.endswith(".md"))}
        texts = {each: shipped.source.read_text(each) for each in paths}
        for passage in find_passages(document, texts):
            text = texts[passage.path]
            again = patched(text, passage, passage.words)
            assert re.sub(r"\s+", " ", again) == re.sub(r"\s+", " ", text), (path, passage)


def test_a_passage_that_stands_twice_is_not_guessed(shipped):
    document = shipped.texts.documents["summary"]
    path = shipped.documents["summary"]
    text = shipped.source.read_text(path)
    (passage, *_) = find_passages(document, {path: text})
    assert moved(passage, text, f"\n{text}").first == passage.first + 1
    assert moved(passage, text, text + text) is None


def test_words_are_seen_as_a_page_before_they_are_saved(page):
    _, sent, number = change(page, "Bring a pen", "Bring a pen.")
    sent |= {"unit": number, "words": "Bring a brush."}
    seen = page.post(f"{PLACE}/look", sent)
    assert "Bring a brush." in seen.text
    assert seen.headers["content-security-policy"].startswith("sandbox ")
    assert "Bring a pen." in page.get(f"{PLACE}/look").text
    assert (page.root / PROGRAMME).read_text() == TEXT
    wrong = page.post(f"{PLACE}/look", sent | {"words": "See ![x](none.png)."})
    assert wrong.status in (200, 422)


def test_a_word_that_is_right_is_not_reported_again(page):
    text = (page.root / PROGRAMME).read_text()
    (page.root / PROGRAMME).write_text(text.replace("Coffee", "Coffee from the QZX"))
    hinted = page.get("/e/hilltown/mistakes")
    assert "“QZX” is right: do not report it again" in hinted.words
    at = page.post("/e/hilltown/known", {"word": hinted.field("word")}).goes_to
    assert "known_words: [QZX]" in (page.root / "content/project.yaml").read_text()
    shown = page.get(at)
    assert "“QZX” among the known words" in shown.words
    assert "do not report it again" not in shown.words
    undo = re.search(r'action="[^"]*(/e/hilltown/undo/\w+)"', shown.text)[1]
    assert page.post(undo, {}).status == 303
    assert "known_words" not in (page.root / "content/project.yaml").read_text()
    for word in ("", "two words", "a: b", "x" * 61):
        assert page.post("/e/hilltown/known", {"word": word}).status == 422
