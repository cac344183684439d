"""Files that somebody changed, folders with odd names, disks without room: a message each time."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from helpers.projects import HEAD, PROGRAMME

from packbuilder.diagnostics import ExitCode
from packbuilder.storage.cache import Store
from packbuilder.storage.delivery import NOTICE, finish_deliveries
from packbuilder.writers.pdf import layout

MANIFESTS = {
    "deep": "[" * 100_000 + "]" * 100_000,
    "deep-records": '{"files": [' + '{"x": ' * 5_000 + "1" + "}" * 5_000 + "]}",
    "number": "5",
    "list": "[]",
    "no-list": '{"files": 5}',
    "no-records": '{"files": [5]}',
    "sources": '{"files": [{"name": "programme.pdf", "sources": 5}]}',
    "sources-of-numbers": '{"files": [{"name": "programme.pdf", "sources": {"a": 5}}]}',
    "key": '{"files": [{"name": "programme.pdf", "key": []}]}',
    "hash": '{"files": [{"name": "programme.pdf", "sha256": {}}]}',
    "fields": '{"files": [{"name": "programme.pdf", "fields": [[1]]}]}',
    "problems": '{"files": [{"name": "programme.pdf", "problems": [5]}]}',
    "name-with-nul": '{"files": [{"name": "a\\u0000b"}]}',
    "name-elsewhere": '{"files": [{"name": "../../content/programme.md"}]}',
}


@pytest.mark.parametrize("found", MANIFESTS.values(), ids=MANIFESTS)
def test_a_manifest_that_somebody_changed_counts_as_none(project, packbuilder, found):
    folder = project()
    assert packbuilder(folder, "build").exit_code == ExitCode.OK
    manifest = folder / "output/standard/day/manifest.json"
    whole = manifest.read_bytes()
    manifest.write_text(found, encoding="utf-8")
    assert packbuilder(folder, "status").exit_code == ExitCode.OK
    done = packbuilder(folder, "build", "--why")
    assert done.exit_code == ExitCode.OK, done.output
    assert manifest.read_bytes() == whole
    assert (folder / PROGRAMME).is_file()


def test_what_is_no_file_is_not_inspected(tmp_path, packbuilder):
    pipe = tmp_path / "pipe.pdf"
    os.mkfifo(pipe)
    for file in (pipe, Path("/dev/zero")):
        done = packbuilder(tmp_path, "inspect", str(file))
        assert done.exit_code == ExitCode.UNREADABLE
        assert "Traceback" not in done.output


def test_a_huge_file_is_not_inspected(tmp_path, packbuilder):
    huge = tmp_path / "huge.pdf"
    with huge.open("wb") as file:
        file.truncate(20 * 1000**3)
    done = packbuilder(tmp_path, "inspect", "huge.pdf")
    assert done.exit_code == ExitCode.UNREADABLE
    assert "larger than" in done.output


def test_a_project_may_lie_in_a_folder_whose_name_is_no_text(tmp_path, project, packbuilder):
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff"))
    project().rename(odd)
    assert packbuilder(odd, "build").exit_code == ExitCode.OK
    assert packbuilder(odd, "build", "--output", os.fsdecode(b"a\xff")).exit_code == ExitCode.OK


def test_a_picture_with_a_nul_in_its_address_is_reported(project, packbuilder):
    done = packbuilder(project({PROGRAMME: f"{HEAD}# A\n\n![A](images/a%00.png)\n"}), "build")
    assert done.exit_code == ExitCode.CONTENT
    assert "programme.md:9:1: error[PB103]" in done.output


def test_a_list_turns_no_direction(project, packbuilder):
    pack = 'title: "Day \\u202E one"\ndocuments: [programme]\nformats: [pdf]\n'
    done = packbuilder(project({"content/packs/day.yaml": pack}), "list")
    assert "\u202e" not in done.output
    assert "\\u202e" in done.output or done.exit_code != ExitCode.OK


@pytest.mark.parametrize(
    "command", [("check", "\u202eabc"), ("bu\u202eild",), ("status", "--edition", "a\u202e")]
)
def test_what_is_wrong_on_the_command_line_turns_no_direction(project, packbuilder, command):
    done = packbuilder(project(), *command)
    assert done.exit_code == ExitCode.USAGE
    assert "\u202e" not in done.output
    assert "\\u202e" in done.output


def test_a_question_that_nobody_answers_is_no_crash(tmp_path, packbuilder):
    assert packbuilder(tmp_path, "init", "mine").exit_code == ExitCode.INTERRUPTED
    assert not (tmp_path / "mine").exists()


def test_results_are_as_private_as_somebody_wants_them(project, packbuilder):
    folder, before = project(), os.umask(0o077)
    try:
        assert packbuilder(folder, "build").exit_code == ExitCode.OK
    finally:
        os.umask(before)
    for file in (folder / "output").rglob("*"):
        assert file.stat().st_mode & 0o077 == 0, file


def test_a_full_disk_for_kept_results_stops_no_build(project, packbuilder, monkeypatch):
    put = Store._put

    def full(self, file, data, facts):
        if file.is_relative_to(self.folder):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        put(self, file, data, facts)

    monkeypatch.setattr(Store, "_put", full)
    folder = project()
    done = packbuilder(folder, "build", "--jobs", "0")
    assert done.exit_code == ExitCode.OK, done.output
    assert (folder / "output/standard/day/programme.pdf").is_file()


def test_the_notice_of_a_build_that_was_cut_off_goes_with_the_next_one(project, packbuilder):
    folder = project()
    notice = folder / "output/standard/day" / NOTICE
    notice.parent.mkdir(parents=True)
    notice.write_text("cut off", encoding="utf-8")
    finish_deliveries(folder / "output")
    assert not notice.exists()
    assert packbuilder(folder, "build").exit_code == ExitCode.OK
    assert not notice.exists()


def test_fonts_are_found_where_kept_results_were_deleted_meanwhile(cache, monkeypatch):
    layout.load_engine()
    monkeypatch.setenv("FONTCONFIG_FILE", str(cache / "fonts/deleted/fonts.conf"))
    layout._fonts.__wrapped__()
    assert Path(os.environ["FONTCONFIG_FILE"]).is_file()
