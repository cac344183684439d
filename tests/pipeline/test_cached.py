"""What was read and checked before is taken from there, and only where nothing has changed."""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import pytest
from helpers.projects import HEAD, PROGRAMME, SHIPPED, change, shipped_edition, shipped_project

from packbuilder.pipeline import cached
from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.project import load_project
from packbuilder.storage.cache import Artifact

DATA = "content/people.csv"
WITH_DATA = f"""{HEAD}# People\n\n::: table {{caption="People" data="people.csv"}}\n:::\n"""
COLUMNS = "Who,From\nAda,Perth\n"

pytestmark = pytest.mark.usefixtures("cache")


@pytest.fixture
def work(monkeypatch) -> list[str]:
    """Note what is read and checked."""
    done: list[str] = []
    read, check = cached.read_document, cached.check_document

    def reading(source, path, language):
        done.append(f"read {path}")
        return read(source, path, language)

    def checking(document, theme, settings):
        done.append(f"check {document.name}")
        return check(document, theme, settings)

    monkeypatch.setattr(cached, "read_document", reading)
    monkeypatch.setattr(cached, "check_document", checking)
    return done


def prepare(folder: Path, **saved):
    return prepare_edition(load_project(folder, **saved), "standard")


def same(one, other) -> bool:
    """Whether two editions hold the same documents, with the same problems."""
    documents = {name: each.document for name, each in one.documents.items()}
    return (
        documents == {name: each.document for name, each in other.documents.items()}
        and one.problems == other.problems
    )


def test_nothing_is_read_or_checked_twice(project, work):
    folder = project({PROGRAMME: f"{HEAD}# Day\n\nThe the coffee is at 10:00.\n"})
    first = prepare(folder)
    assert first.problems
    assert work
    work.clear()
    assert same(prepare(folder), first)
    assert work == []


@pytest.mark.parametrize(
    ("path", "old", "new", "again"),
    [
        (PROGRAMME, "# People", "# Persons", ["read content/programme.md", "check programme"]),
        (DATA, "Ada", "Eve", ["read content/programme.md", "check programme"]),
        ("content/project.yaml", "title:", "known_words: [Ada]\ntitle:", ["check programme"]),
    ],
)
def test_what_changed_is_done_again(project, work, path, old, new, again):
    folder = project({PROGRAMME: WITH_DATA, DATA: COLUMNS})
    prepare(folder)
    work.clear()
    change(folder, path, old, new)
    now = prepare(folder)
    assert [each for each in work if "programme" in each] == again
    work.clear()
    assert same(prepare(folder), now)
    assert work == []


class Harmful:
    def __reduce__(self):
        return Path.touch, (Path("touched"),)


@pytest.mark.parametrize("kept", [b"", b"no record", pickle.dumps(Harmful()), pickle.dumps({})])
def test_what_others_put_there_is_not_used(project, work, monkeypatch, kept):
    """Where results are kept may be a folder that several people share."""
    folder = project({PROGRAMME: WITH_DATA, DATA: COLUMNS})
    monkeypatch.chdir(folder)
    first = prepare(folder)
    monkeypatch.setattr(Artifact, "data", kept)
    work.clear()
    assert same(prepare(folder), first)
    assert "read content/programme.md" in work
    assert not Path("touched").exists()


def test_what_is_not_saved_is_not_kept(project, work):
    folder = project({})
    typed = {PROGRAMME: f"{HEAD}# Typed\n\nCoffee is at 10:00.\n".encode()}
    for _ in range(2):
        work.clear()
        prepare(folder, unsaved=typed)
        assert {"read content/programme.md", "check programme"} <= set(work)


@pytest.mark.parametrize("key", ["icon", "title"])
def test_what_others_show_of_a_tool_changes_there_too(key):
    """T05's drawing stands in the run sheets and in the plan of the guide."""
    path = "content/tools/t05-power-map.md"
    text = (SHIPPED / path).read_text(encoding="utf-8")
    new = {"icon": "images/tool-t06.svg", "title": "Map of power"}[key]
    text = re.sub(f"^{key}: .*", f"{key}: {new}", text, count=1, flags=re.MULTILINE)
    changed = load_project(SHIPPED, shipped_project(), {path: text.encode()})
    fresh = prepare_edition(changed, "standard")
    assert same(prepare_edition(changed, "standard", shipped_edition("standard")), fresh)
    assert not same(fresh, shipped_edition("standard"))


def test_the_same_slip_of_a_line_is_reported_once(project):
    folder = project({PROGRAMME: f"{HEAD}# Times\n\nAll of of it, of of them, and the the rest.\n"})
    found = prepare_edition(load_project(folder), "standard").problems
    repeated = [each.message for each in found if "is repeated" in each.message]
    assert repeated == ["“of of”: the word is repeated", "“the the”: the word is repeated"]
