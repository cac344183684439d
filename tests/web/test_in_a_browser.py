"""The organiser's page in a real Chromium: every screen, and its ways with the keyboard alone."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import docx
import pytest
from helpers.browser import Browser, open_browser
from helpers.filled_forms import filled_pdf
from helpers.keyboard import SMALL, WIDE, Keyboard
from helpers.page import Visitor
from helpers.page_faults import look_for_faults
from helpers.projects import make_project
from helpers.time_limits import PATIENCE, wait_until
from helpers.validators import AXE, need

from packbuilder.pipeline.build_service import BuildService
from packbuilder.storage.lock import locked
from packbuilder.web.server import PageServer, served

PROGRAMME = "content/programme.md"
LONG_NAME = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
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
print: {per: person}
---

# Today {#today}

::: choices {name="today" label="How was it?"}
- ( ) Good
- ( ) Bad
:::
"""
MAP = """---
title: A map
kind: tool
tool: T01
time: 0
rests_on: [K1]
updated: 2026-03-14
---

# Who is there {#map}

Draw everybody.
"""
TOOLS = "title: Tools\ndocuments: [map]\nformats: [pdf]\n"
DAY = "title: A day\ndocuments: [programme, views]\nformats: [pdf, docx]\n"
EDITION = "content/editions/hilltown.yaml"
E = "e/hilltown/"
TEXTS = f"{E}texts/programme"
PEN = TEXT.split("\n").index("- Bring a pen.") + 1
WRONG = "See [there](#nowhere)."


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    need("axe-core", AXE.is_file())
    with open_browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A project whose packs are made; each test has a copy of it."""
    files = {PROGRAMME: TEXT, "content/views.md": VIEWS, "content/packs/day.yaml": DAY}
    files |= {"content/map.md": MAP, "content/packs/tools.yaml": TOOLS}
    files[EDITION] = "short_name: Hilltown\nvenue: The Hall\ndelegates: 12\n"
    folder = make_project(tmp_path_factory.mktemp("made") / "project", files)
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("PACKBUILDER_CACHE", str(folder.parent / "cache"))
        run = BuildService(folder, folder / "output", jobs=0).start("hilltown")
        assert wait_until(lambda: run.is_over, PATIENCE)
    assert run.state == "done", run.problems
    return folder


@pytest.fixture
def root(tmp_path, made) -> Path:
    return shutil.copytree(made, tmp_path / "project")


@pytest.fixture
def server(root) -> Iterator[PageServer]:
    with served(root, root / "output", jobs=0) as running:
        yield running


@pytest.fixture(params=[SMALL, WIDE], ids=["small with script", "wide without script"])
def visit(request, browser) -> Iterator[Callable[[str], Keyboard]]:
    """Visit a page with the keyboard alone."""
    yield lambda address: Keyboard(browser, address, request.param)
    browser.ask("Emulation.setScriptExecutionDisabled", value=False)


CHOICES_BELOW = """(function () {
  var [words, choices] = [...document.querySelectorAll("fieldset.unit > div")].map(
    e => e.getBoundingClientRect());
  return choices.top >= words.bottom - 1;
})()"""
"""Whether the choices of a change stand below its words, as they have to on a narrow screen."""
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
    (root / "content/editions/long.yaml").write_text(f"short_name: {LONG_NAME}\n")
    visit("", "e/long/", "tools", "tools/views", "help", "stop", "nothing-here")
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
    (root / PROGRAMME).write_text(TEXT.replace("Bring a pen.", "Bring a bag."))
    seen = hashlib.sha256(TEXT.encode()).hexdigest()
    post(f"{TEXTS}/0.{PEN}", words="Bring it.", seen=seen)
    assert "Keep mine as a copy" in browser.run("document.querySelector('main').innerText")
    (root / PROGRAMME).write_text(TEXT)
    other = edited_programme(root, tmp_path)
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
    upload(f"{E}back", "file", other)
    assert "Changed on both sides" in browser.run("document.querySelector('main').innerText")
    assert browser.run(CHOICES_BELOW)
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


def edited_programme(root: Path, folder: Path) -> Path:
    """Return a Word file of the programme in which somebody asks for two pens."""
    edited, file = docx.Document(root / "output/hilltown/day/programme.docx"), folder / "a.docx"
    paragraph = next(each for each in edited.paragraphs if "Bring a pen" in each.text)
    paragraph.runs[0].text = "Bring two pens."
    edited.save(file)
    return file


def attach(browser: Browser, field: str, file: Path) -> None:
    """Choose a file, as the window that the browser would open does."""
    root = browser.ask("DOM.getDocument")["root"]["nodeId"]
    node = browser.ask("DOM.querySelector", nodeId=root, selector=field)["nodeId"]
    browser.ask("DOM.setFileInputFiles", nodeId=node, files=[str(file)])


def test_an_event_becomes_a_zip_with_the_keyboard_alone(visit, browser, server, tmp_path):
    keyboard = visit(server.address)
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


def test_a_sentence_is_changed_and_put_back_with_the_keyboard_alone(visit, browser, server, root):
    keyboard = visit(f"{server.address}{E}")
    keyboard.press("Texts")
    keyboard.press("Programme")
    keyboard.press("Change paragraph Coffee")
    browser.type("Good morning! ")
    keyboard.press("Save and make 1 pack")
    assert keyboard.presses == 4
    keyboard.wait_for("1 pack is ready")
    assert "Good morning!" in (root / PROGRAMME).read_text()
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


def test_a_mistake_is_fixed_in_two_presses(visit, browser, server, root):
    (root / PROGRAMME).write_text(TEXT.replace("[[venue]]", "[[venu]]"))
    keyboard = visit(f"{server.address}{E}")
    keyboard.press("Fix 1 mistake")
    assert "there is no value" in browser.run("document.querySelector('main').innerText").lower()
    in_text = "document.activeElement.tagName == 'TEXTAREA'"
    assert wait_until(lambda: browser.run(in_text), PATIENCE), "it is focused when it is drawn"
    browser.run("document.activeElement.select()")
    browser.type("Coffee for everybody.")
    keyboard.press("Save and make 1 pack")
    keyboard.wait_for("1 pack is ready")
    assert keyboard.presses == 2
    assert "Coffee for everybody.\n" in (root / PROGRAMME).read_text()


def test_an_edited_word_file_comes_home_with_the_keyboard_alone(visit, server, root, tmp_path):
    keyboard = visit(f"{server.address}{E}")
    keyboard.press("What came back")
    keyboard.choose("Word file", edited_programme(root, tmp_path))
    keyboard.press("Read")
    assert "Removed: a Added: two" in " ".join(keyboard.words().split())
    keyboard.press("Save the changes")
    assert keyboard.presses == 4
    assert "- Bring two pens.\n" in (root / PROGRAMME).read_text()


def test_filled_forms_become_results_with_the_keyboard_alone(
    visit, browser, server, root, tmp_path
):
    form = tmp_path / "answers.pdf"
    form.write_bytes(filled_pdf({"today": "Good"}))
    keyboard = visit(f"{server.address}{E}")
    keyboard.press("What came back")
    keyboard.press("Views")
    keyboard.choose("Add filled forms", form)
    keyboard.press("Read them")
    assert "of 1 forms count" in keyboard.words()
    before = Visitor(server.address).get(f"/{E}back/forms/views/look")
    assert "Forms that came back" in before.text.replace("\xa0", " ")
    assert not (root / "content/results").exists()
    keyboard.press("Make the results page")
    assert keyboard.presses == 5
    assert "The results are now a text of their own" in keyboard.words()
    assert browser.run("window.violations || []") == [], "the results are shown on the page"
    browser.open(browser.run("document.querySelector('iframe.look').src"))
    assert "Forms that came back" in browser.run("document.body.innerText").replace("\xa0", " ")


def test_a_file_becomes_a_text_and_goes_again_with_the_keyboard_alone(
    visit, server, root, tmp_path
):
    brought = tmp_path / "our-day.md"
    brought.write_text("# Our day\n\nWe met.\n")
    keyboard = visit(f"{server.address}{E}")
    keyboard.press("Texts")
    keyboard.press("New text from")
    keyboard.choose("File", brought)
    keyboard.press("Read")
    keyboard.press("Save the new text")
    assert keyboard.presses == 5
    assert "We met.\n" in (root / "content/our-day.md").read_text()
    keyboard.press("Undo")
    assert not (root / "content/our-day.md").exists()


def test_a_new_version_and_its_print_order_take_three_presses(visit, browser, server, root):
    keyboard = visit(f"{server.address}{E}")
    keyboard.press("Versions")
    keyboard.press("Make this version")
    keyboard.wait_for("ready")
    keyboard.open(f"{server.address}{E}")
    (root / PROGRAMME).write_text(TEXT.replace("9:30", "9:45"))
    keyboard.presses = 0
    keyboard.press("Versions")
    keyboard.wait_for("1 document has changed")
    keyboard.reach("No")
    browser.press("ArrowUp")
    keyboard.press("Make")
    keyboard.wait_for("ready")
    keyboard.press("Print order for the reprint")
    assert keyboard.presses == 3


def test_the_files_for_a_copy_shop_take_two_presses(visit, server, tmp_path):
    keyboard = visit(f"{server.address}{E}")
    keyboard.press("Print")
    assert "Print order for 12 people" in keyboard.words()
    zipped = keyboard.download("Download for the copy shop", tmp_path / "downloads")
    with zipfile.ZipFile(zipped) as archive:
        assert {"print-order.pdf", "01-views.pdf"} <= set(archive.namelist())
    assert keyboard.presses == 2


def test_one_tool_takes_three_presses(visit, browser, server):
    keyboard = visit(server.address)
    keyboard.press("Print one tool")
    keyboard.press("T01 A map")
    keyboard.wait_for("Open the PDF")
    keyboard.reach("Open the PDF")
    browser.events.clear()
    browser.press("Enter")
    shown = browser.wait_for("Network.responseReceived", type="Document")["response"]
    assert (shown["status"], shown["mimeType"]) == (200, "application/pdf")
    assert keyboard.presses + 1 == 3


def test_the_whole_text_is_written_in_an_editor(browser, server, root):
    keyboard = Keyboard(browser, f"{server.address}{TEXTS}/all")
    assert wait_until(
        lambda: browser.run("document.querySelector('.cm-content') != null"), PATIENCE
    )
    keyboard.reach("Insert")
    browser.press("Tab")
    assert browser.run("document.activeElement.classList.contains('cm-content')")
    browser.type("<b>&x</b>")
    typed = "document.getElementById('text').value.startsWith('<b>&x')"
    assert wait_until(lambda: browser.run(typed), PATIENCE), "the field has the words, too"
    keyboard.press("Save")
    assert (root / PROGRAMME).read_text() == f"<b>&x</b>{TEXT}"
    assert browser.run("window.violations || []") == []


def test_what_is_typed_is_not_lost_when_the_program_has_ended(browser, root):
    with served(root, root / "output", jobs=0) as server:
        keyboard = Keyboard(browser, f"{server.address}{TEXTS}?change=0.9#words")
        browser.type("Good morning! ")
    keyboard.reach("Save")
    browser.press("Enter")
    keyboard.wait_for("packbuilder is not running any more")
    assert browser.run("document.querySelector('textarea').value").startswith("Good morning!")
    assert browser.run("document.activeElement.id") == "ended"
    assert (root / PROGRAMME).read_text() == TEXT
