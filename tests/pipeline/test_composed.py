"""Publications of documents: made again where something they show is another than it was."""

from __future__ import annotations

import pytest
from helpers.projects import HEAD, change, make_project

from packbuilder.pipeline import publications
from packbuilder.pipeline.edition import PreparedEdition, prepare_edition
from packbuilder.pipeline.project import LoadedProject, load_project
from packbuilder.pipeline.publications import compose_document, compose_pack
from packbuilder.settings.edition import STANDARD
from packbuilder.settings.pack import Pack

NOTES = f"{HEAD}# Notes {{#notes}}\n\nSee [here](#morning).\n\nA word.\n"
PLAN = f"{HEAD}# A plan {{#plan}}\n\n![A plan](images/plan.svg)\n"
NAMES = ("notes", "plan", "programme")
PACK = Pack(title="All", documents=NAMES)


@pytest.fixture
def root(tmp_path, cache):
    return make_project(tmp_path, {"content/notes.md": NOTES, "content/plan.md": PLAN})


def prepared(root, before: PreparedEdition | None = None) -> PreparedEdition:
    project: LoadedProject = load_project(root, before and before.project)
    return prepare_edition(project, STANDARD, before)


def composed(edition: PreparedEdition) -> list:
    alone = [compose_document(edition, name) for name in NAMES]
    return [*alone, compose_pack(edition, "all", PACK)]


@pytest.mark.parametrize(
    ("path", "old", "new", "made"),
    [
        ("notes.md", "A word.", "Two words.", {"notes"}),
        ("notes.md", "# Notes", "# Remarks", {*NAMES}),
        ("images/plan.svg", "<svg ", '<svg id="plan" ', {*NAMES}),
        ("shared/formats.md", "", "Words.", {*NAMES}),
        ("project.yaml", "title: ", "title: New ", {*NAMES}),
    ],
)
def test_what_has_changed_is_made_again(root, monkeypatch, path, old, new, made):
    before = prepared(root)
    composed(before)
    change(root, f"content/{path}", old, new)
    names = {"publish_document": [], "weave": []}
    for function, listed in names.items():
        make = getattr(publications, function)

        def noted(gathered, *form, make=make, listed=listed, **led):
            listed.append(gathered.document.name)
            return make(gathered, *form, **led)

        monkeypatch.setattr(publications, function, noted)
    now = prepared(root, before)
    found = composed(now)
    assert [sorted(each) for each in names.values()] == [sorted(made)] * 2
    assert found == composed(now) == composed(prepared(root))
