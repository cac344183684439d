"""Publications of documents: made again where something they show is another than it was."""

from __future__ import annotations

import pytest
from helpers.projects import HEAD, change, make_project

from packbuilder.pipeline import publications
from packbuilder.pipeline.edition import PreparedEdition, prepare_edition
from packbuilder.pipeline.project import LoadedProject, load_project
from packbuilder.pipeline.publications import compose_document
from packbuilder.settings.edition import STANDARD

NOTES = f"{HEAD}# Notes {{#notes}}\n\nSee [here](#morning).\n\nA word.\n"
PLAN = f"{HEAD}# A plan {{#plan}}\n\n![A plan](images/plan.svg)\n"
NAMES = ("notes", "plan", "programme")


@pytest.fixture
def root(tmp_path, cache):
    return make_project(tmp_path, {"content/notes.md": NOTES, "content/plan.md": PLAN})


def prepared(root, before: PreparedEdition | None = None) -> PreparedEdition:
    project: LoadedProject = load_project(root, before and before.project)
    return prepare_edition(project, STANDARD, before)


def composed(edition: PreparedEdition) -> list:
    return [compose_document(edition, name) for name in NAMES]


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
    names = []

    def publish(gathered, form):
        names.append(gathered.document.name)
        return publish_document(gathered, form)

    publish_document = publications.publish_document
    monkeypatch.setattr(publications, "publish_document", publish)
    now = prepared(root, before)
    found = composed(now)
    assert sorted(names) == sorted(made)
    assert found == composed(now) == composed(prepared(root))
