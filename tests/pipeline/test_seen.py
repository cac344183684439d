"""Nothing changed: decided by what the system says of files, none of which is read for it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from helpers.projects import PROGRAMME, change, make_project
from test_results import FILES

from packbuilder.storage import seen, state

NOTHING = "nothing has changed since the last build\n"
PACK = "output/standard/day/day.docx"


@pytest.fixture
def built(tmp_path, packbuilder, monkeypatch):
    """A project that was built, and found unchanged once; files that changed just now count too."""
    monkeypatch.setattr(seen, "SETTLED_NS", -(10**9))
    folder = make_project(tmp_path / "project", FILES)

    def build() -> str:
        result = packbuilder(folder, "build", "--jobs", "0", "--format", "docx", "--no-resident")
        assert result.exit_code == 0, result.output
        return result.output

    build()
    assert build() == NOTHING
    return folder, build


@pytest.fixture
def nothing_read(monkeypatch):
    def read(*_: object) -> str:
        raise AssertionError("a file was read")

    monkeypatch.setattr(state, "hash_file", read)
    monkeypatch.setattr(state, "hash_inputs", read)
    monkeypatch.setattr(state, "program", read)


def test_no_file_is_read_when_nothing_has_changed(built, nothing_read):
    _, build = built
    assert build() == NOTHING


def _edited(folder: Path) -> None:
    before = (folder / PROGRAMME).stat()
    change(folder, PROGRAMME, "nine", "five")
    os.utime(folder / PROGRAMME, ns=(before.st_atime_ns, before.st_mtime_ns))


def _result_edited(folder: Path) -> None:
    file = folder / PACK
    before, data = file.stat(), file.read_bytes()
    file.write_bytes(data[:-1] + b"!")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


CHANGES = {
    "edit of the same size and time": _edited,
    "new file": lambda folder: (folder / "content/new.md").write_text("# New\n", "utf-8"),
    "file deleted": lambda folder: (folder / "content/packs/day.yaml").unlink(),
    "result edited": _result_edited,
    "result deleted": lambda folder: (folder / PACK).unlink(),
    "own templates": lambda folder: (folder / "templates").mkdir(),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_seen(built, name, monkeypatch):
    folder, _ = built
    monkeypatch.chdir(folder)
    request = state.BuildRequest(folder, Path("output"), (), ("standard",), (), ("docx",))
    record = state.read_record(request)
    assert record
    assert state.looks_the_same(record, request)
    CHANGES[name](folder)
    assert not state.looks_the_same(record, request)


def test_what_changed_just_now_is_read(tmp_path):
    file = tmp_path / "a.md"
    file.write_text("A", "utf-8")
    assert seen.look_at([str(tmp_path)], [], 0) == ""


def test_what_lies_behind_a_link_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(seen, "SETTLED_NS", -(10**9))
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/a.md").write_text("A", "utf-8")
    assert seen.look_at([str(tmp_path / "folder")], [], 0)
    (tmp_path / "folder/b").symlink_to(tmp_path)
    assert seen.look_at([str(tmp_path / "folder")], [], 0) == ""


def test_a_folder_that_is_not_there_has_no_files_and_a_file_is_missed(tmp_path):
    assert seen.look_at([str(tmp_path / "none")], [], 0)
    assert seen.look_at([], [str(tmp_path / "none")], 0) == ""
