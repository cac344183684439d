"""Builds for a program that goes on meanwhile."""

from __future__ import annotations

from dataclasses import replace

import pytest
from helpers.time_limits import wait_until

from packbuilder.diagnostics import NOWHERE, Code, Diagnostic
from packbuilder.pipeline import build_service
from packbuilder.pipeline.build_service import BuildService, Run
from packbuilder.storage.lock import locked


@pytest.fixture
def service(project):
    root = project()
    found = BuildService(root, root / "output", jobs=0)
    yield found
    found.end()


def test_one_run_at_a_time(service):
    first = service.start("standard")
    assert service.start("standard") is first
    assert wait_until(lambda: first.is_over, seconds=120)
    assert (first.state, first.renewed, first.made) == ("done", ["day"], first.files)
    second = service.start("standard")
    assert second is not first
    assert wait_until(lambda: second.is_over, seconds=120)
    assert (second.state, second.renewed) == ("done", [])
    assert service.find(first.id) is first


def test_another_program_is_waited_for_and_can_be_given_up(service):
    service.output.mkdir()
    with locked(service.output):
        run = service.start("standard")
        assert wait_until(lambda: run.state == "waiting", seconds=60)
        run.stop()
        assert wait_until(lambda: run.is_over, seconds=60)
    assert run.state == "stopped"
    assert list(service.output.iterdir()) == []


def test_mistakes_are_told_and_files_stay(service):
    programme = service.root / "content/programme.md"
    programme.write_text(programme.read_text() + "\nSee [it](#nowhere).\n")
    run = service.start("standard")
    assert wait_until(lambda: run.is_over, seconds=60)
    assert run.state == "failed"
    assert [problem.span.path for problem in run.problems] == ["content/programme.md"]


def test_a_run_that_begins_again_counts_its_files_once(service, monkeypatch):
    def run(*given):
        monkeypatch.setattr(build_service, "run", real)
        changed = Diagnostic(Code.CHANGED_MEANWHILE, NOWHERE, "a text has changed", "")
        return replace(real(*given), problems=(changed,))

    real = build_service.run
    monkeypatch.setattr(build_service, "run", run)
    begun = service.start("standard")
    assert wait_until(lambda: begun.is_over, seconds=120)
    assert (begun.state, begun.made) == ("done", begun.files)
    assert begun.renewed == [*begun.parts]
    assert begun.made_lately(begun.begun + 1e6, 1.0) <= begun.made


@pytest.mark.parametrize(("now", "made"), [(109.0, 0), (110.0, 2), (119.9, 2), (120.0, 3)])
def test_what_is_spoken_of_a_run_stays_for_a_while(now, made):
    run = Run("hill", begun=100.0, times=[101.0, 110.0, 112.0])
    assert run.made_lately(now, 10.0) == made
