"""A watched project: what is saved is rebuilt at once, and mistakes do not end it."""

from __future__ import annotations

import threading
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from helpers.projects import PROGRAMME, change, make_project
from helpers.time_limits import PATIENCE, limited
from test_results import FILES

from packbuilder.pipeline.pool import open_workers
from packbuilder.pipeline.stages import Progress
from packbuilder.pipeline.watch import Session, saved_files
from packbuilder.storage.state import BuildRequest

pytestmark = pytest.mark.usefixtures("cache")  # it matters what has been made before


@pytest.fixture
def session(tmp_path):
    """A session in this process, and the names of what it makes, in order."""
    folder = make_project(tmp_path / "project", FILES)
    made: list[str] = []
    with open_workers(0) as workers:
        request = BuildRequest(folder, folder / "output", (), ("standard",))
        yield Session(request, workers, Progress(made=made.append)), made


def text_of(folder: Path, name: str) -> str:
    with pypdfium2.PdfDocument(folder / f"output/standard/day/{name}") as document:
        return " ".join(page.get_textpage().get_text_range() for page in document)


def test_the_edited_document_comes_first(session):
    watched, made = session
    watched.update()
    made.clear()
    change(watched.request.root, PROGRAMME, "nine", "ten")
    assert watched.update({PROGRAMME}).problems == ()
    assert {*made[:2]} == {"programme.pdf", "programme.docx"}
    assert {*made[2:]} == {"day.pdf", "day.docx"}, "not those whose words stay the same"
    assert "Coffee at ten." in text_of(watched.request.root, "programme.pdf")
    assert "Coffee at ten." in text_of(watched.request.root, "day.pdf")


def test_the_zip_of_the_edition_holds_what_the_folders_hold(tmp_path):
    evening = "title: The evening\nformats: [pdf]\ndocuments: [programme]\n"
    folder = make_project(tmp_path / "project", {**FILES, "content/packs/evening.yaml": evening})
    zipped = folder / "output/standard.zip"
    with open_workers(0) as workers:
        request = BuildRequest(folder, folder / "output", ("day", "evening"), ("standard",))
        watched = Session(request, workers, Progress())
        assert watched.update().problems == ()
        assert not zipped.exists()
        assert watched.zip() == ([zipped], [])
        watched.update({PROGRAMME})
        assert watched.zip() == ([], [])
        change(folder, PROGRAMME, "nine", "ten")
        watched.update({PROGRAMME})
        assert watched.zip() == ([zipped], [])
        with zipfile.ZipFile(zipped) as archive:
            for name in ("day/programme.pdf", "evening/programme.pdf"):
                assert archive.read(name) == (folder / "output/standard" / name).read_bytes()
        change(folder, PROGRAMME, "Coffee", "<b>Coffee</b>")
        watched.update({PROGRAMME})
        assert watched.zip() == ([], [])
        change(folder, PROGRAMME, "<b>Coffee</b>", "Coffee")
        watched.update({PROGRAMME})
        (folder / "output/standard/day.zip").write_bytes(b"damaged")
        assert [problem.code.number for problem in watched.zip()[1]] == ["PB502"]
        assert [problem.code.number for problem in watched.result.problems] == ["PB502"]


def test_a_save_without_a_change_makes_nothing(session):
    watched, made = session
    watched.update()
    made.clear()
    assert watched.update({PROGRAMME}).problems == ()
    assert made == []


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        (PROGRAMME, "Coffee at", "<b>Coffee</b> at", "PB201"),
        ("content/project.yaml", "title:", "titel:", "PB121"),
        ("content/packs/day.yaml", "programme", "programm", "PB301"),
    ],
)
def test_a_mistake_is_reported_and_then_fixed(session, path, old, new, code):
    watched, made = session
    watched.update()
    change(watched.request.root, path, old, new)
    assert code in {problem.code.number for problem in watched.update({path}).problems}
    made.clear()
    change(watched.request.root, path, new, old)
    assert watched.update({path}).problems == ()
    assert made == []


def test_it_is_reported_when_mistakes_are_fixed(project, packbuilder, monkeypatch):
    """Also when nothing has to be made: else the mistake is the last that can be read."""
    folder = project(FILES)

    def saves(_):
        for old, new in (("Coffee", "<b>Coffee</b>"), ("<b>Coffee</b>", "Coffee")):
            change(folder, PROGRAMME, old, new)
            yield {PROGRAMME}

    monkeypatch.setattr("packbuilder.pipeline.watch.saved_files", saves)
    said = packbuilder(folder, "watch", "--jobs", "0").output
    assert "error[PB201]" in said
    assert said.count("the mistakes are fixed") == 1
    assert said.endswith("the mistakes are fixed\n")


def test_what_is_unchanged_is_not_read_again(session):
    watched, _ = session
    watched.update()
    before = watched.project
    change(watched.request.root, PROGRAMME, "nine", "ten")
    watched.update({PROGRAMME})
    after = watched.project
    assert after.document("hall") is before.document("hall")
    assert after.document("programme") is not before.document("programme")
    assert after.theme is before.theme


def test_a_new_setting_reads_everything_again(session):
    watched, _ = session
    watched.update()
    before = watched.project
    with (watched.request.root / "content/project.yaml").open("a", encoding="utf-8") as file:
        file.write("# a note\n")
    watched.update({"content/project.yaml"})
    assert watched.project.theme is not before.theme


def test_saved_files_are_named(tmp_path):
    folder = make_project(tmp_path / "project")
    stop, found = threading.Event(), []

    def look() -> None:
        for changed in saved_files(folder, stop):
            found.append(changed)
            stop.set()

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        with limited():
            change(folder, PROGRAMME, "Coffee", "Tea and Coffee")
            while not stop.wait(0.1):  # until the watcher has begun to look
                change(folder, PROGRAMME, "Coffee", "Coffee")
    finally:
        stop.set()
        watcher.join(timeout=PATIENCE)
    assert found[0] == {PROGRAMME}
