"""Every kind of problem: a project that has it, and word for word what the program says.

A folder's `expected.txt` is a transcript: the command, what it prints, its exit code. Its other
files are laid over `base/`. Where a file cannot hold the fault, `case.txt` says what the test does.
A folder `passing` holds what keeps the same rule; the look that comes with the program keeps those
of tokens.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from faults import FAULTS
from projects import make_project

from packbuilder.diagnostics import Code

HERE = Path(__file__).parent
CASES = sorted(folder.name for folder in HERE.glob("PB*"))
PASSING = sorted(folder.parent.name for folder in HERE.glob("PB*/passing"))


@pytest.mark.parametrize("name", CASES)
def test_message(name, tmp_path, packbuilder, monkeypatch, update_golden):
    case, project = HERE / name, make_project(tmp_path / "project")
    for part in ("content", "templates"):
        if (case / part).is_dir():
            shutil.copytree(case / part, project / part, dirs_exist_ok=True)
    if name in FAULTS:
        FAULTS[name](project, monkeypatch)
    expected = (case / "expected.txt").read_text(encoding="utf-8")
    command = expected.partition("\n")[0]
    result = packbuilder(project, *command.removeprefix("$ packbuilder ").split())
    found = f"{command}\n{result.output}exit code {result.exit_code}\n"
    if update_golden:
        (case / "expected.txt").write_text(found, encoding="utf-8")
    else:
        assert found == expected
    assert f"[{name.partition('-')[0]}]" in found
    assert "Traceback" not in found
    assert re.search(r"^  help: \S", found, re.MULTILINE)


@pytest.mark.parametrize("name", PASSING)
def test_passing_example(name, tmp_path, packbuilder):
    project = make_project(tmp_path / "project")
    shutil.copytree(HERE / name / "passing", project, dirs_exist_ok=True)
    result = packbuilder(project, "check", "--strict")
    assert (result.exit_code, result.output.splitlines()[0]) == (0, "no problems found")


def test_the_base_has_no_problems(tmp_path, packbuilder):
    result = packbuilder(make_project(tmp_path / "project"), "check", "--strict")
    assert (result.exit_code, result.output) == (0, "no problems found\n")


def test_every_rule_has_a_passing_example():
    rules = {code.number for code in Code if code.rule}
    tokens = {name for name in CASES if (HERE / name / "case.txt").is_file()}
    assert rules - tokens <= set(PASSING)


def test_every_code_has_a_folder():
    assert {code.number for code in Code} == {name.partition("-")[0] for name in CASES}


def test_numbers_are_used_once():
    assert len({code.number for code in Code}) == len(Code)


def test_every_fault_is_told():
    assert set(FAULTS) == {name for name in CASES if (HERE / name / "case.txt").is_file()}
