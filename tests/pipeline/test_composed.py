"""Publications of documents: made again where something they show is another than it was."""

from __future__ import annotations

import pytest
from helpers.projects import HEAD, change, make_project

from packbuilder.pipeline import publications
from packbuilder.pipeline.edition import PreparedEdition, prepare_edition
from packbuilder.pipeline.jobs import hash_shown
from packbuilder.pipeline.project import LoadedProject, load_project
from packbuilder.pipeline.publications import compose_document, compose_pack
from packbuilder.settings.pack import Pack

NOTES = f"{HEAD}# Notes {{#notes}}\n\nSee [here](#morning).\n\nA word.\n"
PLAN = f"{HEAD}# A plan {{#plan}}\n\nIt shows [[venue]].\n\n![A plan](images/plan.svg)\n"
NAMES = ("notes", "plan", "programme")
PACK = Pack(title="All", documents=NAMES)


@pytest.fixture
def root(tmp_path, cache):
    files = {"content/notes.md": NOTES, "content/plan.md": PLAN, "content/editions/here.yaml": ""}
    return make_project(tmp_path, files)


def prepared(root, before: PreparedEdition | None = None) -> PreparedEdition:
    project: LoadedProject = load_project(root, before and before.project)
    return prepare_edition(project, "here", before)


def composed(edition: PreparedEdition) -> list:
    alone = [compose_document(edition, name) for name in NAMES]
    return [*alone, compose_pack(edition, "all", PACK)]


@pytest.mark.parametrize(
    ("path", "old", "new", "alone", "in_pack"),
    [
        ("notes.md", "A word.", "Two words.", {"notes"}, {"notes"}),
        ("notes.md", "# Notes", "# Remarks", {*NAMES}, {*NAMES}),
        ("images/plan.svg", "<svg ", '<svg id="plan" ', {*NAMES}, {*NAMES}),
        ("shared/formats.md", "", "Words.", {*NAMES}, set()),
        ("editions/here.yaml", "", "venue: The hall", {"plan"}, {"plan"}),
        ("editions/here.yaml", "", 'version: "3.0"', {*NAMES}, {*NAMES}),
        ("project.yaml", "title: ", "title: New ", set(), set()),
    ],
)
def test_what_has_changed_is_made_again(root, monkeypatch, path, old, new, alone, in_pack):
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
    assert [*map(sorted, names.values())] == [sorted(alone), sorted(in_pack)]
    assert found == composed(now) == composed(prepared(root))


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("notes.md", "\nA word.", "\n\nA word."),
        ("notes.md", "# Notes", "<!-- Ours -->\n# Notes"),
        ("shared/formats.md", "Ask", "\nAsk"),
        ("shared/notice.md", "Based", "\n\nBased"),
        ("project.yaml", "title:", "# Ours\ntitle:"),
        ("editions/here.yaml", "venue:", "# Ours\nvenue:"),
    ],
)
def test_what_is_kept_counts_as_made_now_where_only_lines_have_moved(root, path, old, new):
    change(root, "content/shared/formats.md", "", "Ask for other formats.\n")
    change(root, "content/editions/here.yaml", "", "venue: The hall\n")
    before = prepared(root)
    composed(before)
    change(root, f"content/{path}", old, new)
    kept, new_process = composed(prepared(root, before)), composed(prepared(root))
    assert [hash_shown(each.publication) for each in kept] == [
        hash_shown(each.publication) for each in new_process
    ]


@pytest.mark.parametrize(
    ("value", "other"),
    [("venue: The hall", ["plan"]), ("website: a.example", ["notes"]), ("area: Tees", [])],
)
def test_documents_without_a_value_stay_when_it_changes(root, value, other):
    only = "\n::: only {has=website}\nSee our pages.\n:::\n"
    change(root, "content/notes.md", "A word.\n", f"A word.\n{only}")
    before = prepared(root)
    change(root, "content/editions/here.yaml", "", value)
    now = prepared(root, before)
    kept = [name for name in NAMES if now.documents[name] is before.documents[name]]
    assert [name for name in NAMES if name not in kept] == other
    fresh = prepared(root)
    assert [now.prepared(each) for each in NAMES] == [fresh.prepared(each) for each in NAMES]
    assert now.problems == fresh.problems
