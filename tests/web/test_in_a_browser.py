"""The organiser's page in a real Chromium: every screen, and its ways with the keyboard alone."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import docx
import pytest
from helpers.browser import Browser, open_browser
from helpers.filled_forms import filled_pdf
from helpers.page_faults import look_for_faults
from helpers.projects import make_project
from helpers.time_limits import PATIENCE, wait_until
from helpers.validators import AXE, need

from packbuilder.storage.lock import locked
from packbuilder.web.server import PageServer, served

PROGRAMME = "content/programme.md"
TEXT = """---
title: Programme
kind: handout
updated: 2026-03-14
---

# Morning {#am}

Coffee for **everybody** in
[[venue]].

- Bring a pen.

::: table {caption="What comes when"}
| When | What |
|---|---|
| 9:30 | Start |
:::
"""
VIEWS = """---
title: Views
kind: handout
updated: 2026-03-14
---

# Today {#today}

::: choices {name="today" label="How was it?"}
- ( ) Good
- ( ) Bad
:::
"""
DAY = "title: A day\ndocuments: [programme, views]\nformats: [pdf, docx]\n"
EDITION = "content/editions/hilltown.yaml"
E = "e/hilltown/"
TEXTS = f"{E}texts/programme"
WRONG = "See [there](#nowhere)."


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    need("axe-core", AXE.is_file())
    with open_browser() as opened:
        yield opened


@pytest.fixture
def root(tmp_path, packbuilder) -> Path:
    files = {PROGRAMME: TEXT, "content/views.md": VIEWS, "content/packs/day.yaml": DAY}
    files[EDITION] = "short_name: Hilltown\nvenue: The Hall\ndelegates: 12\n"
    folder = make_project(tmp_path / "project", files)
    result = packbuilder(folder, "build", "--edition", "hilltown", "--jobs", "0")
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def server(root) -> Iterator[PageServer]:
    with served(root, root / "output", jobs=0) as running:
        yield running


COMPARED = "!document.querySelector('[hx-get]') && document.readyState == 'complete'"


def send(browser: Browser, address: str, fields: Mapping[str, str]) -> None:
    """Send a form, as the page's own forms do."""
    script = f"""(function () {{
      var form = document.createElement("form"), fields = {json.dumps(fields)};
      form.method = "post"; form.action = {json.dumps(address)};
      Object.keys(fields).forEach(function (name) {{
        var field = document.createElement("input");
        field.type = "hidden"; field.name = name; field.value = fields[name];
        form.append(field);
      }});
      document.body.append(form); form.submit();
    }})()"""
    browser.events.clear()
    browser.run(script)
    browser.wait_for("Page.loadEventFired")


def test_nothing_is_wrong_with_any_screen(browser, server, root, tmp_path):
    def look() -> list[str]:
        faults = look_for_faults(browser, lambda link: link.startswith("/"), server.address)
        return [each for each in faults if "responded with a status of 4" not in each]

    def visit(*places: str) -> None:
        for place in places:
            browser.open(f"{server.address}{place}")
            found[place or "first"] = look()

    def post(place: str, **fields: str) -> None:
        browser.open(f"{server.address}{place}")
        seen = browser.run("(document.querySelector('[name=seen]') || {}).value || ''")
        send(browser, f"{server.address}{place}", {**({"seen": seen} if seen else {}), **fields})
        found[f"POST {place} {sorted(fields)}"] = look()

    def upload(place: str, field: str, file: Path) -> None:
        browser.open(f"{server.address}{place}")
        attach(browser, f"[name={field}]", file)
        browser.events.clear()
        browser.run(f"document.querySelector('[name={field}]').form.submit()")
        browser.wait_for("Page.loadEventFired")
        found[f"upload {file.name}"] = look()

    found: dict[str, list[str]] = {}
    visit("", "tools", "tools/views", "help", "stop", "nothing-here")
    visit(E, f"{E}details", f"{E}packs", f"{E}pages/programme", f"{E}mistakes", f"{E}texts")
    visit(TEXTS, f"{TEXTS}?change=0", f"{TEXTS}/all", f"{TEXTS}/look", f"{E}print", f"{E}back")
    visit(f"{E}versions", f"{E}back/forms/views", f"{E}import")
    parts = ("partnership", "contact", "event", "people", "tools", "words")
    visit(*(f"{E}details/{part}" for part in parts))
    post("editions", name="")
    post(f"{E}details/event", **{"event_date-day": "31", "event_date-month": "2"})
    post(f"{E}versions", version="new")
    post(f"{TEXTS}/all", text="mine", seen="another")
    post(f"{TEXTS}/0.0", words="mine", seen="another")
    edited, other = docx.Document(root / "output/hilltown/day/programme.docx"), tmp_path / "a.docx"
    next(p for p in edited.paragraphs if "Bring a pen" in p.text).runs[0].text = "Bring two pens"
    edited.save(other)
    upload(f"{E}back", "file", other)
    form = tmp_path / "answers.pdf"
    form.write_bytes(filled_pdf({"today": "Good"}))
    upload(f"{E}back/forms/views", "file", form)
    no_word = tmp_path / "no.docx"
    no_word.write_bytes(io.BytesIO(b"no Word file").getvalue())
    upload(f"{E}back", "file", no_word)
    upload(f"{E}import", "file", no_word)
    upload(f"{E}import", "file", other)
    brought = browser.run("document.querySelector('main form').action").removeprefix(server.address)
    post(brought, name="../x", title="", kind="", pack="")
    post(f"{E}versions", version="1.1", words="A pen, not a pencil.")
    visit(f"{E}print?version=1.1")
    (root / PROGRAMME).write_text(TEXT.replace("Bring a pen.", "Bring a pencil."))
    visit(f"{E}versions")
    assert wait_until(lambda: browser.run(COMPARED), PATIENCE)
    found["advice"] = look()
    assert "Our advice" in browser.run("document.querySelector('main').innerText")
    (root / PROGRAMME).write_text(TEXT.replace("Bring a pen.", WRONG))
    visit(E, f"{E}mistakes", f"{E}pages/programme", TEXTS)
    with locked(root / "output"):
        post(f"{E}make")
    assert {name: lines for name, lines in found.items() if lines} == {}
    assert len(found) >= 40


def attach(browser: Browser, field: str, file: Path) -> None:
    """Choose a file, as the window that the browser would open does."""
    root = browser.ask("DOM.getDocument")["root"]["nodeId"]
    node = browser.ask("DOM.querySelector", nodeId=root, selector=field)["nodeId"]
    browser.ask("DOM.setFileInputFiles", nodeId=node, files=[str(file)])


FOCUSED = """(function () {
  var e = document.activeElement;
  if (e == document.body) return null;
  var r = e.getBoundingClientRect();
  var words = [...(e.labels || [])].map(l => l.innerText).concat([e.innerText]).join(" ");
  var top = document.elementFromPoint(r.x + r.width / 2, r.y + Math.min(r.height, 40) / 2);
  return {words: words.replace(/\\s+/g, " ").trim(), ring: getComputedStyle(e).outlineStyle,
    covered: !(top && (e == top || e.contains(top) || top.contains(e)))};
})()"""


class Keyboard:
    """Somebody who uses the keyboard alone: what is focused is seen, and presses are counted."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.presses = browser, 0
        browser.open(address, width=360, height=640)

    def reach(self, words: str) -> None:
        """Go on, with Tab, to what has these words or is labelled with them."""
        for _ in range(80):
            self.browser.press("Tab")
            focused = self.browser.run(FOCUSED)
            if focused is None:
                continue
            assert not focused["covered"], f"something is on top of {focused['words']}"
            if focused["words"]:
                assert focused["ring"] != "none", f"no focus is seen on {focused['words']}"
            if words in focused["words"]:
                return
        raise AssertionError(f"Tab does not lead to {words}")

    def press(self, words: str) -> None:
        """Go on to a link or button, and press it; the page that it leads to is there then."""
        self.reach(words)
        self.browser.events.clear()
        self.browser.press("Enter")
        self.presses += 1
        self.browser.wait_for("Page.loadEventFired")

    def download(self, words: str, folder: Path) -> Path:
        """Go on to a link to a file, press it, and return the file."""
        self.reach(words)
        self.browser.ask("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))
        self.browser.press("Enter")
        self.presses += 1
        assert wait_until(lambda: any(folder.glob("*.zip")), PATIENCE)
        return next(folder.glob("*.zip"))

    def wait_for(self, words: str) -> None:
        """Wait until the page has these words."""
        assert wait_until(lambda: words in self.words(), PATIENCE), self.words()

    def words(self) -> str:
        """Return what people read of the page; nothing while another one is loaded."""
        try:
            return str(self.browser.run("document.querySelector('main').innerText"))
        except AssertionError:
            return ""


def test_an_event_becomes_a_zip_with_the_keyboard_alone(browser, server, tmp_path):
    keyboard = Keyboard(browser, server.address)
    keyboard.reach("What is it called?")
    browser.type("Lowtown")
    keyboard.press("Start")
    for _ in range(6):
        keyboard.press("Save and continue")
    keyboard.press("Save")
    keyboard.press("Make 1 pack")
    keyboard.wait_for("1 pack is ready")
    zipped = keyboard.download("Download", tmp_path / "downloads")
    with zipfile.ZipFile(zipped) as archive:
        assert {"programme.pdf", "programme.docx"} <= set(archive.namelist())
    assert keyboard.presses == 10


def test_a_sentence_is_changed_and_put_back_with_the_keyboard_alone(browser, server, root):
    keyboard = Keyboard(browser, f"{server.address}{E}")
    keyboard.press("Texts")
    keyboard.press("Programme")
    keyboard.press("Change paragraph Coffee")
    browser.type("Good morning! ")
    keyboard.press("Save and make 1 pack")
    assert keyboard.presses == 4
    keyboard.wait_for("1 pack is ready")
    assert "Good morning!" in (root / PROGRAMME).read_text()
    keyboard.press("Home")
    keyboard.press("Texts")
    keyboard.press("Programme")
    keyboard.press("Undo")
    assert (root / PROGRAMME).read_text() == TEXT


def test_what_is_typed_is_kept_as_a_draft(browser, server, root):
    keyboard = Keyboard(browser, f"{server.address}{TEXTS}")
    keyboard.press("Change paragraph Coffee")
    browser.type("Good morning! ")

    seen = {PROGRAMME: hashlib.sha256(TEXT.encode()).hexdigest()}
    assert wait_until(lambda: any(server.workspace.drafts.find(seen)), 60)
    browser.open(f"{server.address}{TEXTS}")
    keyboard.press("Go on with what you typed")
    assert browser.run("document.querySelector('textarea').value").startswith("Good morning!")
    assert (root / PROGRAMME).read_text() == TEXT


def test_a_mistake_is_fixed_in_two_presses(browser, server, root):
    (root / PROGRAMME).write_text(TEXT.replace("[[venue]]", "[[venu]]"))
    keyboard = Keyboard(browser, f"{server.address}{E}")
    keyboard.press("Fix 1 mistake")
    assert "there is no value" in browser.run("document.querySelector('main').innerText").lower()
    assert browser.run("document.activeElement.tagName") == "TEXTAREA"
    browser.run("document.activeElement.select()")
    browser.type("Coffee for everybody.")
    keyboard.press("Save and make 1 pack")
    keyboard.wait_for("1 pack is ready")
    assert keyboard.presses == 2
    assert "Coffee for everybody.\n" in (root / PROGRAMME).read_text()
