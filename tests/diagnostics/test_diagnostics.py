"""Every kind of problem: a project that has it, and word for word what the program says.

A folder's `expected.txt` is a transcript: the command, what it prints, its exit code. Its other
files are laid over `base/`. Where a file cannot hold the fault, `case.txt` says what the test does.
A folder `passing` holds what keeps the same rule; the look that comes with the program keeps those
of tokens.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from faults import FAULTS
from helpers.projects import make_project

from packbuilder.diagnostics import Code

HERE = Path(__file__).parent
CASES = sorted(folder.name for folder in HERE.glob("PB*"))
PASSING = sorted(folder.parent.name for folder in HERE.glob("PB*/passing"))


def transcript(name: str) -> str:
    return (HERE / name / "expected.txt").read_text(encoding="utf-8")


def command_of(transcript: str) -> list[str]:
    return transcript.partition("\n")[0].removeprefix("$ packbuilder ").split()


def prepare(name: str, folder: Path, patch: pytest.MonkeyPatch) -> Path:
    """Make the project that has the fault."""
    project = make_project(folder / "project")
    for part in ("content", "templates"):
        if (HERE / name / part).is_dir():
            shutil.copytree(HERE / name / part, project / part, dirs_exist_ok=True)
    if name in FAULTS:  # nothing may be there that was made without the fault, nor stay
        patch.setenv("PACKBUILDER_CACHE", str(folder / "cache"))
        FAULTS[name](project, patch)
    return project


@pytest.mark.parametrize("name", CASES)
def test_message(name, tmp_path, packbuilder, monkeypatch, update_golden):
    project, expected = prepare(name, tmp_path, monkeypatch), transcript(name)
    result = packbuilder(project, *command_of(expected))
    head = expected.partition("\n")[0]
    found = f"{head}\n{result.output}exit code {result.exit_code}\n"
    if update_golden:
        (HERE / name / "expected.txt").write_text(found, encoding="utf-8")
    else:
        assert found == expected
    assert f"[{name.partition('-')[0]}]" in found
    assert "Traceback" not in found
    assert re.search(r"^  help: \S", found, re.MULTILINE)


FOR_PROGRAMS = sorted(name for name in CASES if " inspect " not in transcript(name))[::5]
"""One in five: how problems are written for programs does not depend on what they are."""
KEYS = ["code", "rule", "severity", "file", "line", "column", "message", "help", "excuse"]
KINDS = {"error": "error", "warning": "warning", "advice": "notice"}
ANNOTATION = re.compile(r"::(\w+) (?:[a-z]+=[^,:]+,)*title=(PB\d+)::[^\n]+ – \S.*")


@pytest.mark.parametrize("name", FOR_PROGRAMS)
def test_programs_get_the_same(name, tmp_path, packbuilder, monkeypatch):
    """One problem a line and nothing else, with the exit code that people see."""
    expected = transcript(name)
    reported = re.findall(r"(error|warning|advice)\[(PB\d+)\]: ", expected)
    for style in ("json", "github"):
        with monkeypatch.context() as patch:
            project = prepare(name, tmp_path / style, patch)
            result = packbuilder(project, *command_of(expected), "--problems", style)
        assert expected.endswith(f"exit code {result.exit_code}\n")
        assert result.stderr == ""
        lines = result.stdout.splitlines()
        if style == "json":
            problems = list(map(json.loads, lines))
            assert all(list(problem) == KEYS for problem in problems)
            assert all(problem["help"] and problem["message"] for problem in problems)
            found = [(problem["severity"], problem["code"]) for problem in problems]
            assert sorted(found) == sorted(reported)
        else:
            annotations = [ANNOTATION.fullmatch(line) for line in lines]
            found = [annotation.groups() for annotation in annotations if annotation]
            assert sorted(found) == sorted((KINDS[kind], code) for kind, code in reported)


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


def test_every_fault_is_reported():
    assert set(FAULTS) == {name for name in CASES if (HERE / name / "case.txt").is_file()}
