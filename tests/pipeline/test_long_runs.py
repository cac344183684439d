"""Builds of many editions: shards of them, and the disk that they take."""

from __future__ import annotations

import shutil
from collections import namedtuple

import pytest
from helpers.projects import make_project
from test_whole_editions import FILES, tree

from packbuilder.diagnostics import Code, ExitCode, PackError
from packbuilder.pipeline.long_runs import LongRun

MORE = {f"content/editions/town{n}.yaml": "packs: [spare]\n" for n in range(4)}
Usage = namedtuple("Usage", "free")


def test_shards_together_are_all_editions(tmp_path, packbuilder):
    folder = make_project(tmp_path / "project", FILES | MORE)
    build = ("build", "spare", "--format", "docx", "--all-editions", "--jobs", "0")
    parts = []
    for number in (1, 2):
        result = packbuilder(folder, *build, "--shard", f"{number}/2")
        assert result.exit_code == 0, result.output
        parts.append({name.partition("/")[0] for name in tree(folder / "output")})
        shutil.rmtree(folder / "output")
    assert packbuilder(folder, *build).exit_code == 0
    whole = {name.partition("/")[0] for name in tree(folder / "output")}
    assert parts[0] | parts[1] == whole
    assert not parts[0] & parts[1]


def test_a_shard_of_few_editions_may_be_empty(tmp_path, packbuilder):
    folder = make_project(tmp_path / "project", FILES)
    result = packbuilder(folder, "build", "--all-editions", "--jobs", "0", "--shard", "7/8")
    assert (result.exit_code, result.output) == (
        0,
        "nothing to build: there are fewer editions than 8\n",
    )


@pytest.mark.parametrize("written", ["2", "0/3", "4/3", "a/b", "1/", "²/3"])
def test_a_shard_that_there_is_not_is_refused(tmp_path, packbuilder, written):
    folder = make_project(tmp_path / "project", FILES)
    result = packbuilder(folder, "build", "--all-editions", "--shard", written)
    assert result.exit_code == ExitCode.USAGE
    assert "part" in result.output


def test_a_shard_of_one_edition_is_refused(tmp_path, packbuilder):
    folder = make_project(tmp_path / "project", FILES)
    assert packbuilder(folder, "build", "--shard", "1/2").exit_code == ExitCode.USAGE


@pytest.fixture
def run(tmp_path, monkeypatch):
    """A run of five editions of 1 MB each, on a disk with as much room as a test says."""
    for name in "abc":
        (tmp_path / name).mkdir()
        (tmp_path / name / "pack.zip").write_bytes(bytes(10**6))
    said: list[str] = []
    long_run = LongRun(tmp_path, lambda: said.append("trim"), said.append)
    long_run.begin(list("abcde"))

    def go_on(free: int) -> list[str]:
        monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(free))
        for edition in "aabbc":
            long_run.delivered(edition)
        return said

    return go_on


def test_it_is_said_once_how_much_room_is_needed(run):
    said = ["trim", "trim", "2 editions left: about 4 MB of disk; 900 MB free"]
    assert run(10**9) == said


def test_a_run_ends_before_the_disk_is_full(run):
    with pytest.raises(PackError) as ended:
        run(103 * 10**6)
    (problem,) = ended.value.diagnostics
    assert problem.code is Code.DISK_SHORT
    assert "2 editions are left: they need about 4 MB of disk; 3 MB free" in problem.message
