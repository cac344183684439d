"""`packbuilder status`: what is fresh, stale and why, or not built. It only reads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.projects import PROGRAMME, change
from helpers.read_once import read_as_users_do
from test_results import tree
from test_whole_editions import EDITION, FILES, WHOLE

from packbuilder.diagnostics import ExitCode
from packbuilder.storage.lock import locked

SPARE = "build", "spare", "--edition", "riverbank"
FRESH = (
    "riverbank:\n  pack day: fresh\n  pack evening: fresh\n  print order: fresh\n"
    "  zip riverbank.zip: fresh\n"
)
ENGINES = (
    *("weasyprint", "docx", "lxml", "pikepdf", "PIL", "resvg_py", "jinja2", "markdown_it"),
    *("fontTools", "pypdfium2"),
)


@pytest.fixture
def folder(built_project) -> Path:
    """A project whose edition was built as a whole."""
    return built_project(FILES, *WHOLE)


@pytest.fixture
def status(folder, packbuilder):
    """Look at the edition that was built; it is never a failure."""

    def look(*arguments: str) -> str:
        result = packbuilder(folder, "status", "--edition", "riverbank", *arguments)
        assert result.exit_code == 0, result.output
        return result.output

    return look


@pytest.fixture
def read(monkeypatch) -> list[str]:
    """Which documents were read, and which editions were prepared."""
    from packbuilder.pipeline import texts, whole_editions

    read_as_users_do(monkeypatch)
    names: list[str] = []
    read_one, prepare = texts.cached_document, whole_editions.prepare_edition

    def reading(source, path, language):
        names.append(path)
        return read_one(source, path, language)

    def preparing(project, name):
        names.append(name)
        return prepare(project, name)

    monkeypatch.setattr(texts, "cached_document", reading)
    monkeypatch.setattr(whole_editions, "prepare_edition", preparing)
    return names


def test_what_was_built_is_fresh_and_no_document_is_read(status, read):
    assert status() == FRESH
    assert read == []


def test_all_editions_are_shown(folder, packbuilder):
    shown = packbuilder(folder, "status").output
    assert shown == (
        "lakeside:\n  pack evening: not built\n" + FRESH + "standard:\n  pack day: not built\n"
    )


def test_what_is_stale_says_why(folder, status, read):
    change(folder, EDITION, "Town Hall", "Library")
    why = f"stale – {EDITION} has changed"
    assert status() == (
        f"riverbank:\n  pack day: {why}\n  pack evening: {why}\n  print order: {why}\n"
        "  zip riverbank.zip: stale – day is stale; evening is stale; print order is stale\n"
    )
    assert sorted(read) == [*sorted(["content/badge.md", PROGRAMME]), "riverbank"], "each once"


def test_only_what_a_document_is_in_is_stale(folder, status):
    change(folder, "content/badge.md", "At", "In")
    shown = status()
    assert "pack day: fresh" in shown
    assert "pack evening: stale – content/badge.md has changed\n" in shown
    assert "print order: fresh" in shown


def test_a_file_that_is_used_only_now_has_not_changed(folder, status):
    change(folder, "content/badge.md", "At", '::: include {file="shared/hours.md"}\n:::\n\nAt')
    why = "content/badge.md has changed; content/shared/hours.md is used now"
    assert f"pack evening: stale – {why}\n" in status()


def test_a_comment_makes_nothing_stale(folder, status):
    change(folder, EDITION, "venue:", "# where we meet\nvenue:")
    assert status() == FRESH


def test_the_reasons_are_those_of_why(folder, status, packbuilder):
    change(folder, "content/badge.md", "At", "In")
    (folder / "output/riverbank/day/programme.pdf").unlink()
    shown = status()
    assert "pack day: stale – the file is missing\n" in shown
    why = packbuilder(folder, *WHOLE, "--why").output
    assert "output/riverbank/day/programme.pdf: the file is missing" in why
    assert "output/riverbank/evening/badge.pdf: content/badge.md has changed" in why
    assert status() == FRESH


def test_a_zip_of_earlier_files_is_stale(folder, status, packbuilder):
    change(folder, PROGRAMME, "At", "In")
    packbuilder(folder, "build", "day", "--edition", "riverbank", "--only", "programme")
    assert "pack day: stale – its zip has older files\n" in status()
    (folder / "output/riverbank/day.zip").unlink()
    assert "pack day: stale – its zip is missing\n" in status()
    (folder / "output/riverbank/day.zip").write_bytes(b"no zip")
    assert "pack day: stale – its zip is damaged\n" in status()
    packbuilder(folder, *WHOLE)
    (folder / "output/riverbank.zip").write_bytes(b"no zip")
    assert "zip riverbank.zip: stale – it has older files\n" in status()


def test_a_withheld_zip_is_not_built(folder, status, packbuilder):
    change(folder, EDITION, "Town Hall", "Library")
    packbuilder(folder, "build", "day", "--edition", "riverbank")
    assert "zip riverbank.zip: not built – evening is stale; print order is stale\n" in status()


def test_a_pack_that_is_none_of_the_edition_s_is_shown_too(folder, status, packbuilder):
    packbuilder(folder, *SPARE)
    assert status() == FRESH.replace("  print", "  pack spare: fresh\n  print")


def test_an_order_that_a_build_would_make_is_not_built(folder, status):
    for file in (folder / "output/riverbank/order").iterdir():
        file.unlink()
    assert "print order: not built\n" in status()
    change(folder, PROGRAMME, "print: {per: person, spare: 1}\n", "")
    assert "print order" not in status()


def test_a_mistake_in_content_hides_nothing(folder, status):
    change(folder, "content/badge.md", "[[venue]]", "[[venu]]")
    assert "pack evening: stale – content/badge.md has changed\n" in status()


def test_an_edition_with_a_mistake_does_not_hide_the_others(folder, packbuilder):
    change(folder, "content/editions/lakeside.yaml", "packs:", "pacs:")
    result = packbuilder(folder, "status")
    assert result.exit_code == ExitCode.CONTENT
    assert "content/editions/lakeside.yaml:2:1: error[PB121]" in result.output
    assert FRESH in result.output


def test_a_pack_that_does_not_exist_is_reported(folder, packbuilder):
    change(folder, "content/editions/lakeside.yaml", "[evening]", "[evenin]")
    result = packbuilder(folder, "status", "--edition", "lakeside")
    assert result.exit_code == ExitCode.CONTENT
    assert "help: did you mean “evening”?" in result.output


def test_it_ends_with_4_when_something_is_stale_and_that_counts(folder, packbuilder):
    assert packbuilder(folder, "status", "--strict").exit_code == ExitCode.OK
    change(folder, EDITION, "Town Hall", "Library")
    assert packbuilder(folder, "status").exit_code == ExitCode.OK
    assert packbuilder(folder, "status", "--strict").exit_code == ExitCode.WARNINGS


def test_programs_get_one_thing_a_line(folder, status):
    change(folder, "content/badge.md", "At", "In")
    found = [json.loads(line) for line in status("--format", "json").splitlines()]
    assert [each["name"] for each in found] == ["day", "evening", "print-order", "riverbank.zip"]
    assert found[1] == {
        "edition": "riverbank",
        "kind": "pack",
        "name": "evening",
        "path": "output/riverbank/evening",
        "state": "stale",
        "reasons": ["content/badge.md has changed"],
    }


def test_an_unknown_edition_is_a_mistake_in_the_command(folder, packbuilder):
    result = packbuilder(folder, "status", "--edition", "riverbanc")
    assert result.exit_code == ExitCode.USAGE
    assert "did you mean “riverbank”?" in result.output


def test_it_writes_nothing_and_waits_for_no_build(folder, status, cache):
    change(folder, EDITION, "Town Hall", "Library")
    with locked(folder / "output"):
        before = tree(folder), sorted(path for path in cache.rglob("*"))
        assert "stale" in status()
    assert (tree(folder), sorted(path for path in cache.rglob("*"))) == before


def test_without_a_cache_it_believes_what_files_say_of_their_libraries(
    folder, status, packbuilder, cache
):
    packbuilder(folder, "clean")
    change(folder, "content/badge.md", "At", "In")
    shown = status()
    assert "pack day: fresh" in shown
    assert "pack evening: stale – content/badge.md has changed\n" in shown


def test_another_program_makes_all_of_it_stale(folder, status, monkeypatch):
    monkeypatch.setattr("packbuilder.storage.state.program", lambda: "another")
    monkeypatch.setattr("packbuilder.storage.records.program", lambda: "another")
    assert (
        "pack day: stale – the version of the program or of one of its engines has changed"
        in status()
    )


def test_it_loads_no_engine_while_nothing_has_changed(project, packbuilder, cache):
    """What is known of results is kept beside them, where other tests may delete it."""
    folder = project(FILES)
    assert packbuilder(folder, *WHOLE).exit_code == 0
    program = (
        "import sys; from packbuilder.cli import main\n"
        "try: main(['status', '--edition', 'riverbank'])\n"
        f"finally: print([n for n in {ENGINES} if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ},
    )
    assert done.stdout == f"{FRESH}[]\n"
