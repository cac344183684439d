"""A file is rebuilt when, and only when, it would be made from something different; and why."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from helpers.projects import PROGRAMME, change, copy_templates, make_project
from test_results import FILES, tree

from packbuilder.model import Publication
from packbuilder.pipeline import jobs
from packbuilder.storage.manifest import read_manifest
from packbuilder.storage.state import hash_file
from packbuilder.theme import Theme
from packbuilder.writers.pdf.layout import lay_out

pytestmark = pytest.mark.usefixtures("cache")  # it matters what has been made before

NOTHING = "nothing has changed since the last build\n"
OUTPUT = "output/standard/day"
REBUILT = ("hall.docx", "day.docx", "programme.docx")


@pytest.fixture
def built(tmp_path, packbuilder):
    """A project with its results, and a way to build it again."""
    folder = make_project(tmp_path / "project", FILES)

    def build(*arguments: str) -> str:
        result = packbuilder(folder, "build", "--jobs", "0", "--format", "docx", *arguments)
        assert result.exit_code == 0, result.output
        return result.output

    build()
    return folder, build


@pytest.fixture
def written(monkeypatch) -> list[str]:
    """Which files were written, in order."""
    names: list[str] = []
    real = jobs.write
    monkeypatch.setattr(
        "packbuilder.pipeline.jobs.write",
        lambda job, store: (names.append(job.file_name), real(job, store))[1],
    )
    return names


def why(printed: str) -> dict[str, str]:
    lines = [line.partition(": ") for line in printed.split("\n") if ": " in line]
    return {Path(name).name: reason for name, _, reason in lines}


def test_nothing_to_do_loads_nothing(built):
    folder, build = built
    assert build() == NOTHING
    program = (
        "import sys; from packbuilder.cli import main\n"
        "try: main(['build', '--format', 'docx'])\n"
        "finally: print([n for n in ('yaml', 'markdown_it', 'lxml') if n in sys.modules])"
    )
    done = subprocess.run(
        [os.sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True
    )
    assert done.stdout == f"{NOTHING}[]\n"


def test_a_changed_sentence_lays_out_its_document_alone(tmp_path, packbuilder, monkeypatch):
    """Cover, contents and guides of the pack are kept as long as no page number in them changes."""
    folder = make_project(tmp_path / "project", FILES)
    build = ("build", "--jobs", "0", "--format", "pdf")
    packbuilder(folder, *build)
    laid_out: list[Publication] = []

    def counted(publication: Publication, theme: Theme) -> bytes:
        laid_out.append(publication)
        return lay_out(publication, theme)

    monkeypatch.setattr("packbuilder.writers.pdf.layout.lay_out", counted)
    change(folder, "content/hall.md", "Nothing, as", "It costs nothing, as")
    assert packbuilder(folder, *build).exit_code == 0
    found = [(each.name, not each.contents or each.contents.held) for each in laid_out]
    assert found == [("hall", True), ("hall", True)], "as it is alone, and as it is in the pack"


def test_what_does_not_change_words_renders_nothing(built, written):
    folder, build = built
    file = folder / PROGRAMME
    os.utime(file, (0, 0))
    assert build() == NOTHING
    os.utime(file, (4_000_000_000, 4_000_000_000))
    assert build() == NOTHING
    text = file.read_bytes()
    file.write_bytes(text.replace(b"nine", b"five"))
    file.write_bytes(text)
    assert build() == NOTHING
    assert written == []


def test_an_edit_of_the_same_size_and_time_is_seen(built, written):
    folder, build = built
    file = folder / PROGRAMME
    before = file.stat()
    change(folder, PROGRAMME, "nine", "five")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    found = why(build("--why"))
    assert found["programme.docx"] == f"{PROGRAMME} has changed"
    assert found["day.docx"] == f"{PROGRAMME} has changed"
    assert found["hall.docx"] == "nothing has changed", "it shows a heading of it that stays"
    assert sorted(written) == ["day.docx", "programme.docx"]


def test_going_back_renders_nothing(built, written):
    folder, build = built
    before = tree(folder / "output")
    change(folder, PROGRAMME, "nine", "five")
    build()
    assert tree(folder / "output") != before
    written.clear()
    change(folder, PROGRAMME, "five", "nine")
    build()
    assert written == []
    assert tree(folder / "output") == before


def test_a_comment_is_no_reason(built, written):
    folder, build = built
    with (folder / "content/packs/day.yaml").open("a", encoding="utf-8") as file:
        file.write("# a note\n")
    found = why(build("--why"))
    assert set(found.values()) == {"nothing has changed"}
    assert written == []
    path, (entry, *_) = "content/packs/day.yaml", read_manifest(folder / OUTPUT)["files"]
    assert entry["sources"][path] == hash_file(folder / path)


REASONS = {
    "content/images/plan.svg": ("<rect", '<rect rx="1"', {"hall.docx", "day.docx"}),
    "content/project.yaml": ("title: ", "attribution_short: Ours\ntitle: ", set(REBUILT)),
    "templates/tokens.yaml": ('primary: "#1d4a73"', 'primary: "#1d4a70"', set(REBUILT)),
    "templates/labels/en.yaml": ("page: Page", "page: Sheet", set(REBUILT)),
}
"""A change of words in each kind of input, and the files that it reaches."""


@pytest.mark.parametrize("path", REASONS)
def test_every_kind_of_input_counts(path, built):
    folder, build = built
    if path.startswith("templates/"):
        copy_templates(folder)
        assert why(build("--why")) == {}, "the same templates in another place are no reason"
    old, new, reached = REASONS[path]
    change(folder, path, old, new)
    found = why(build("--why"))
    changed = {name for name, reason in found.items() if reason == f"{path} has changed"}
    assert changed == reached


def test_words_of_a_cross_reference_count(built):
    """Without words of its own, it shows those of another document’s heading."""
    folder, build = built
    with (folder / PROGRAMME).open("a", encoding="utf-8") as file:
        file.write("\n\nSee [](hall.md#hall) for more.\n")
    build()
    change(folder, "content/hall.md", "Where we meet", "Where we sit")
    found = why(build("--why"))
    assert set(found.values()) == {"content/hall.md has changed"}
    with zipfile.ZipFile(folder / OUTPUT / "programme.docx") as word:
        text = word.read("word/document.xml").decode()
        assert "Where we sit" in text.replace("&#160;", " ")


def test_results_that_are_gone_or_spoilt_come_back(built, written):
    folder, build = built
    before = tree(folder / "output")
    (folder / OUTPUT / "hall.docx").unlink()
    (folder / OUTPUT / "day.docx").write_bytes(b"spoilt")
    found = why(build("--why"))
    assert found["hall.docx"] == "the file is missing"
    assert found["day.docx"] == "the file was changed by something else"
    assert tree(folder / "output") == before
    assert written == []


def test_another_version_of_the_program_rebuilds_everything(built, written, monkeypatch):
    _, build = built
    monkeypatch.setattr("packbuilder.storage.state.program", lambda: "another")
    monkeypatch.setattr("packbuilder.storage.records.program", lambda: "another")
    found = why(build("--why"))
    assert set(found.values()) == {
        "the version of the program or of one of its engines has changed"
    }
    assert sorted(written) == ["day.docx", "hall.docx", "programme.docx"]


def test_warnings_are_reported_again_when_nothing_changed(tmp_path, packbuilder):
    table = "\n\n# Late\n\n| What | When |\n|---|---|\n| Coffee | nine |\n"
    folder = make_project(tmp_path / "project")
    with (folder / PROGRAMME).open("a", encoding="utf-8") as file:
        file.write(table)
    first = packbuilder(folder, "build", "--jobs", "0")
    again = packbuilder(folder, "build", "--jobs", "0")
    assert "warning[PB215]" in first.output
    assert again.output.endswith(NOTHING)
    assert "warning[PB215]" in again.output
    assert packbuilder(folder, "build", "--jobs", "0", "--strict").exit_code == 4


def test_warnings_of_finished_files_are_reported_as_long_as_they_lie_there(tmp_path, packbuilder):
    """Also by a build that makes other files alone, and after all that was kept is forgotten."""
    folder = make_project(tmp_path / "project", FILES)
    copy_templates(folder)
    change(folder, "templates/pack.css", ".heading-1 {", ".heading-1 { break-after: page;")
    reported = packbuilder(folder, "build", "--jobs", "0").output
    assert f"{PROGRAMME}:7:1: warning[PB540]: programme.pdf" in reported
    for file in (folder / OUTPUT).glob("hall.*"):
        file.unlink()
    packbuilder(folder, "clean")
    again = packbuilder(folder, "build", "--jobs", "0").output
    assert "programme.pdf (" not in again
    assert problems_in(again) == problems_in(reported)
    assert packbuilder(folder, "build", "--jobs", "0", "--strict").exit_code == 4


def problems_in(printed: str) -> set[str]:
    return {line for line in printed.split("\n") if "warning[" in line}


def test_another_library_of_the_pdf_engine_rebuilds_its_files(tmp_path, packbuilder, monkeypatch):
    folder = make_project(tmp_path / "project", FILES)
    library = tmp_path / "libpango.so"
    library.write_bytes(b"one")
    monkeypatch.setattr("packbuilder.pipeline.pool.loaded_libraries", lambda: [str(library)])
    why_of = ("build", "--jobs", "0", "--why")
    packbuilder(folder, *why_of)
    assert packbuilder(folder, *why_of).output == NOTHING
    library.write_bytes(b"two")
    found = why(packbuilder(folder, *why_of).output)
    reason = "the version of a library of the PDF engine has changed"
    assert {name for name in found if found[name] == reason} == {
        "hall.pdf", "programme.pdf", "day.pdf",
    }  # fmt: skip
    assert found["hall.docx"] == "nothing has changed"
    assert packbuilder(folder, *why_of).output == NOTHING
    library.unlink()
    other = tmp_path / "libpango.so.2"
    other.write_bytes(b"two")
    monkeypatch.setattr("packbuilder.pipeline.pool.loaded_libraries", lambda: [str(other)])
    assert why(packbuilder(folder, *why_of).output)["hall.pdf"] == reason
    other.write_bytes(b"three")
    assert why(packbuilder(folder, *why_of).output)["hall.pdf"] == reason


# Kept results ------------------------------------------------------------------------------------


def test_kept_results_may_be_deleted_or_damaged(built, cache, written):
    folder, build = built
    before = tree(folder / "output")
    for file in [file for file in cache.rglob("*") if file.is_file()]:
        file.write_bytes(file.read_bytes()[:-9] + b"damaged!!")
    shutil.rmtree(folder / "output")
    build()
    assert tree(folder / "output") == before
    assert sorted(set(written)) == ["day.docx", "hall.docx", "programme.docx"]
    shutil.rmtree(cache)
    shutil.rmtree(folder / "output")
    build()
    assert tree(folder / "output") == before


def test_a_deleted_output_comes_from_kept_results(built, written):
    folder, build = built
    before = tree(folder / "output")
    shutil.rmtree(folder / "output")
    build()
    assert tree(folder / "output") == before
    assert written == []


def test_clean_forgets_kept_results_and_no_others(built, packbuilder, cache):
    folder, _ = built
    before = tree(folder / "output")
    result = packbuilder(folder, "clean")
    assert result.exit_code == 0
    assert "freed" in result.output
    assert tree(folder / "output") == before != {}
    kept = [file for file in cache.rglob("*") if file.is_file() and file.parent.name != "locks"]
    assert kept == []


def test_a_cache_that_cannot_be_written_is_no_loss(tmp_path, packbuilder, monkeypatch):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file, no folder", encoding="utf-8")
    monkeypatch.setenv("PACKBUILDER_CACHE", str(blocked / "below"))
    folder = make_project(tmp_path / "project")
    for _ in range(2):
        assert packbuilder(folder, "build", "--jobs", "0").exit_code == 0


def test_packs_share_what_is_the_same(tmp_path, packbuilder, written):
    other = {"content/packs/hall.yaml": "title: Hall\ndocuments: [hall]\nformats: [docx]\n"}
    folder = make_project(tmp_path / "project", FILES | other)
    result = packbuilder(folder, "build", "day", "hall", "--jobs", "0", "--format", "docx")
    assert result.exit_code == 0
    assert sorted(written) == ["day.docx", "hall.docx", "programme.docx"]


def test_editions_share_what_looks_the_same(tmp_path, packbuilder, written, monkeypatch):
    """A Word file also says which edition it comes from, as it may be brought back."""
    recipe = "title: Hall\ndocuments: [hall]\nformats: [pdf, docx, html]\n"
    editions = {
        f"content/editions/{name}.yaml": "short_name: Tayside\n" for name in ("perth", "fife")
    }
    folder = make_project(tmp_path / "project", FILES | editions)
    (folder / "content/packs/day.yaml").write_text(recipe, encoding="utf-8")
    asked = ("day", "--edition", "perth", "--edition", "fife", "--jobs", "0")
    assert packbuilder(folder, "build", *asked).exit_code == 0
    assert sorted(written) == ["hall.docx", "hall.docx", "hall.html", "hall.pdf"]
    monkeypatch.setenv("PACKBUILDER_CACHE", str(tmp_path / "empty"))
    alone = ("day", "--edition", "fife", "--jobs", "0", "--output", "alone")
    assert packbuilder(folder, "build", *alone).exit_code == 0
    assert tree(folder / "alone/fife") == tree(folder / "output/fife")


def test_contents_that_show_pages_need_the_file_that_has_them(tmp_path, packbuilder, written):
    numbered = {
        path: text + "number_contents: true\n"
        for path, text in FILES.items()
        if path == "content/packs/day.yaml"
    }
    folder = make_project(tmp_path / "project", FILES | numbered)
    result = packbuilder(folder, "build", "--jobs", "0", "--format", "docx")
    assert result.exit_code == 0
    assert sorted(written) == [
        "day.docx",
        "day.pdf",
        "hall.docx",
        "hall.pdf",
        "programme.docx",
        "programme.pdf",
    ]
    assert not list((folder / OUTPUT).glob("*.pdf")), "what was not asked for is not delivered"
