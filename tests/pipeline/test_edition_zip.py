"""The zip of an edition: all its packs, a page to start from, and nothing done twice."""

from __future__ import annotations

import html.parser
import zipfile
from pathlib import Path

import pytest
from helpers.projects import PROGRAMME, change, make_project

from packbuilder.diagnostics import ExitCode

FILES = {
    "content/packs/evening.yaml": "title: The evening\nformats: [pdf]\ndocuments: [programme]\n",
    "content/editions/riverbank.yaml": "short_name: The Riverbank\n",
}


class Links(html.parser.HTMLParser):
    """Collects what a page leads to or loads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in ("href", "src")]


@pytest.fixture
def folder(tmp_path, packbuilder) -> Path:
    """A project of two packs, built for an edition."""
    made = make_project(tmp_path / "project", FILES)
    result = packbuilder(made, "build", "day", "evening", "--edition", "riverbank")
    assert result.exit_code == 0
    assert "output/riverbank.zip: all packs of this edition" in result.output
    return made


def packed(folder: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(folder / "output/riverbank.zip")


def test_it_holds_every_file_of_every_pack(folder):
    with packed(folder) as archive:
        found = set(archive.namelist())
        assert archive.testzip() is None
    wanted = {"start-here.html", "README.txt"}
    for pack in ("day", "evening"):
        files = {f.name for f in (folder / "output/riverbank" / pack).iterdir()}
        wanted |= {f"{pack}/{name}" for name in files | {"start-here.html", "README.txt"}}
    assert found == wanted


def test_its_pages_lead_to_files_inside_it_alone(folder):
    with packed(folder) as archive:
        names = set(archive.namelist())
        for page in [name for name in names if name.endswith(".html")]:
            text = archive.read(page).decode()
            assert "@import" not in text
            assert "url(" not in text
            links = Links()
            links.feed(text)
            assert links.found
            place = page.rpartition("/")[0]
            assert {f"{place}/{link}".lstrip("/") for link in links.found} <= names
        start = archive.read("start-here.html").decode()
    assert "The Riverbank edition" in start
    assert "The evening" in start


def test_the_same_packs_are_the_same_zip_and_it_is_not_written_again(folder, packbuilder):
    target = folder / "output/riverbank.zip"
    data, number = target.read_bytes(), target.stat().st_ino
    assert packbuilder(folder, "build", "day", "--edition", "riverbank").exit_code == 0
    assert (target.read_bytes(), target.stat().st_ino) == (data, number)
    target.write_bytes(b"no zip")
    assert packbuilder(folder, "build", "evening", "--edition", "riverbank").exit_code == 0
    assert target.read_bytes() == data


def test_a_changed_document_comes_into_it_when_all_its_packs_are_renewed(folder, packbuilder):
    change(folder, PROGRAMME, "morning", "evening")
    assert packbuilder(folder, "build", "evening", "--edition", "riverbank").exit_code == 0
    assert not (folder / "output/riverbank.zip").exists()
    assert packbuilder(folder, "build", "day", "--edition", "riverbank").exit_code == 0
    with packed(folder) as archive:
        made = (folder / "output/riverbank/evening/programme.pdf").read_bytes()
        assert archive.read("evening/programme.pdf") == made


def test_it_stays_as_it_was_when_only_a_part_is_built(folder, packbuilder):
    before = (folder / "output/riverbank.zip").read_bytes()
    change(folder, PROGRAMME, "morning", "evening")
    part = ("build", "day", "--edition", "riverbank", "--only", "programme")
    assert packbuilder(folder, *part).exit_code == 0
    assert (folder / "output/riverbank.zip").read_bytes() == before


def test_a_pack_that_is_damaged_inside_is_reported(folder, packbuilder):
    evening = folder / "output/riverbank/evening.zip"
    data = evening.read_bytes()
    evening.write_bytes(data[:2000] + b"#" * 2000 + data[4000:])
    (folder / "output/riverbank.zip").unlink()
    result = packbuilder(folder, "build", "day", "--edition", "riverbank")
    assert result.exit_code == ExitCode.CHECK_FAILED
    assert "“evening.zip” is damaged" in result.output
    assert not (folder / "output/riverbank.zip").exists()


def test_a_pack_that_is_no_zip_any_more_withholds_it(folder, packbuilder):
    (folder / "output/riverbank/evening.zip").write_bytes(b"no zip")
    change(folder, PROGRAMME, "morning", "evening")
    result = packbuilder(folder, "build", "day", "--edition", "riverbank")
    assert "warning[PB560]" in result.output
    assert not (folder / "output/riverbank.zip").exists()
    assert packbuilder(folder, "build", "evening", "--edition", "riverbank").exit_code == 0
    with packed(folder) as archive:
        assert archive.testzip() is None


def test_it_is_made_again_when_it_was_deleted(folder, packbuilder):
    (folder / "output/riverbank.zip").unlink()
    build = ("build", "day", "evening", "--edition", "riverbank")
    assert packbuilder(folder, *build).exit_code == 0
    assert (folder / "output/riverbank.zip").exists()
    assert "nothing has changed" in packbuilder(folder, *build).output


def test_one_pack_needs_none(tmp_path, packbuilder):
    folder = make_project(tmp_path / "project")
    assert packbuilder(folder, "build").exit_code == 0
    assert not list((folder / "output").glob("*.zip"))
