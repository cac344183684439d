"""`status` calls nothing fresh that a build would rebuild, whatever was edited and where."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.projects import PROGRAMME, change, copy_templates
from test_results import tree

EDITION = "content/editions/riverbank.yaml"
UNCHANGED = ": nothing has changed"
WHOLE = ("build", "--edition", "riverbank")
HEAD = "---\ntitle: {0}\nkind: handout\nupdated: 2026-03-14\n{1}---\n\n# {0}\n\n"
CHOSEN = "print: {per: table-using}\ntool: T1\n"
FILES = {
    PROGRAMME: HEAD.format("Programme", "print: {per: person, spare: 1}\n")
    + "At [[venue]]. Choose [[chosen_tools]]. See [](badge.md#plan).\n\n"
    + '::: include {file="shared/hours.md"}\n:::\n',
    "content/badge.md": HEAD.format("Badge", "") + "At [[venue]].\n\n# A plan {#plan}\n\nWords.\n",
    "content/other.md": HEAD.format("Other", CHOSEN) + "Nothing to be seen here.\n",
    "content/t9-map.md": HEAD.format("Map", "tool: T9\n") + "A map.\n",
    "content/unseen.md": HEAD.format("Unseen", "") + "Nobody prints this.\n",
    "content/shared/hours.md": "We open at nine.\n",
    "content/shared/notice.md": "Based on a report of 2016, shared under its licence. Changed: "
    "[[changes]]. Not endorsed by its authors.\n",
    "content/packs/day.yaml": "title: Day\nformats: [pdf]\ndocuments: [programme]\n",
    "content/packs/evening.yaml": "title: Evening\nformats: [pdf]\ndocuments: [badge]\n",
    "content/packs/maps.yaml": "title: Maps\nformats: [pdf]\ndocuments: [T9, badge]\n",
    EDITION: "short_name: The Riverbank\nvenue: Town Hall\npacks: [day, evening, maps]\n"
    "delegates: 9\nterms: {partnership: network}\n",
}


def new(name: str, head: str, body: str = "Words.\n") -> Callable[[Path], None]:
    text = HEAD.format(name.title(), head) + body
    return lambda folder: (folder / f"content/{name}.md").write_text(text, "utf-8") and None


def edit(path: str, old: str, now: str) -> Callable[[Path], None]:
    return lambda folder: change(folder, path, old, now)


def add(path: str, words: str) -> Callable[[Path], None]:
    def added(folder: Path) -> None:
        with (folder / path).open("a", encoding="utf-8") as file:
            file.write(words)

    return added


def remove(path: str) -> Callable[[Path], None]:
    return lambda folder: (folder / path).unlink()


def templates(folder: Path) -> None:
    copy_templates(folder)


def new_labels(folder: Path) -> None:
    copy_templates(folder)
    labels = folder / "templates/labels"
    shutil.copy(labels / "en.yaml", labels / "xx.yaml")


EDITS = {
    "words": edit("content/badge.md", "Words.", "Other words."),
    "code": edit("content/other.md", "tool: T1", "tool: T2"),
    "print role lost": edit("content/other.md", "print: {per: table-using}\n", ""),
    "print role won": edit("content/unseen.md", "kind: handout\n", f"kind: handout\n{CHOSEN}"),
    "print role of a tool": edit(
        "content/t9-map.md", "tool: T9\n", "tool: T9\nprint: {per: room}\n"
    ),
    "new printed document": new("poster", "print: {per: room}\n"),
    "new tool to choose": new("extra", "print: {per: table-using}\ntool: T3\n"),
    "document gone": remove("content/other.md"),
    "code goes to another": lambda folder: [
        edit("content/t9-map.md", "tool: T9\n", "")(folder),
        edit("content/unseen.md", "kind: handout\n", "kind: handout\ntool: T9\n")(folder),
        (folder / "content/t9-map.md").rename(folder / "content/map.md"),
    ],
    "title of the tool": edit("content/other.md", "title: Other", "title: Another"),
    "box of the edition's own": add(
        "content/unseen.md", '\n::: local {edition="riverbank"}\nMore.\n:::\n'
    ),
    "term met elsewhere": add("content/unseen.md", "\nA partnership is there.\n"),
    "term met in a pack": add("content/badge.md", "\nA partnership is there.\n"),
    "heading referred to": edit("content/badge.md", "# A plan", "# The plan"),
    "shared words": edit("content/shared/hours.md", "nine", "ten"),
    "notice": add("content/shared/notice.md", "More of it.\n"),
    "value of the edition": edit(EDITION, "Town Hall", "Library"),
    "who comes": edit(EDITION, "delegates: 9", "delegates: 12"),
    "left out": add(EDITION, "leave_out: [other]\n"),
    "another edition": lambda folder: (folder / "content/editions/new.yaml").write_text("{}\n"),
    "title of a pack": edit("content/packs/day.yaml", "title: Day", "title: A day"),
    "document of a pack": edit("content/packs/day.yaml", "[programme]", "[programme, badge]"),
    "project": edit("content/project.yaml", "title: Example", "title: Large"),
    "own templates, the same": templates,
    "labels of another language": new_labels,
    "nothing printed": add("content/unseen.md", "\n<!-- a note -->\n"),
    "result changed": lambda folder: add("output/riverbank/day/programme.pdf", "x")(folder),
    "result gone": remove("output/riverbank/evening/badge.pdf"),
    "list of files changed": edit("output/riverbank/day/manifest.json", '"Day"', '"Night"'),
    "zip gone": remove("output/riverbank/maps.zip"),
}


@pytest.fixture
def folder(built_project) -> Path:
    """A project whose edition was built as a whole."""
    return built_project(FILES, *WHOLE)


def fresh(folder: Path, packbuilder) -> set[str]:
    shown = packbuilder(folder, "status", "--edition", "riverbank", "--format", "json").output
    found = [json.loads(line) for line in shown.splitlines() if line.startswith("{")]
    return {each["path"] for each in found if each["state"] == "fresh"}


def results(folder: Path, part: str) -> dict[str, bytes]:
    """Return the files of a pack or an order, or the zip of an edition; lists of what they come
    from may be brought up to date without a rebuild.
    """
    place = folder / part
    if place.is_file():
        return {part: b""}
    return {name: data for name, data in tree(place).items() if name != "manifest.json"}


@pytest.mark.parametrize("what", EDITS)
def test_nothing_is_called_fresh_that_a_build_rebuilds(what, folder, packbuilder):
    assert len(fresh(folder, packbuilder)) == 5, "three packs, the order and the zip"
    EDITS[what](folder)
    said = fresh(folder, packbuilder)
    before = {part: results(folder, part) for part in said}
    done = packbuilder(folder, *WHOLE, "--why")
    assert done.exit_code == 0, done.output
    said_why = [line for line in done.output.splitlines() if not line.endswith(UNCHANGED)]
    rebuilt = {line.partition(": ")[0] for line in said_why if ": " in line}
    for part in said:
        assert not [file for file in rebuilt if file.startswith(f"{part}/")], done.output
        assert results(folder, part) == before[part]
    assert len(fresh(folder, packbuilder)) >= 5


@pytest.mark.parametrize("what", ["term met elsewhere", "code", "new printed document"])
def test_a_part_of_a_pack_that_was_built_alone_makes_no_more_of_it_fresh(what, folder, packbuilder):
    EDITS[what](folder)
    packbuilder(folder, "build", "maps", "--edition", "riverbank", "--only", "badge")
    said = fresh(folder, packbuilder)
    before = {part: results(folder, part) for part in said}
    packbuilder(folder, *WHOLE)
    assert {part: results(folder, part) for part in said} == before
