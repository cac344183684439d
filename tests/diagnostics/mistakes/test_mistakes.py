"""Mistakes that editors make are reported in the right file, at the right line, with help.

All are made one at a time, in a copy of those files of the shipped project that they touch or need.
They are looked at as `watch` does: what has not changed is read once. One in 25 is also looked at
from cold, as `check` does.
"""

from __future__ import annotations

import datetime
import json
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from blocks import BLOCKS
from heads import HEADS
from helpers.projects import SHIPPED
from helpers.read_once import read_as_users_do
from looks import LOOKS
from mistake import Mistake
from others import OTHERS
from settings import SETTINGS
from texts import TEXTS

from packbuilder.diagnostics import Diagnostic, PackError
from packbuilder.pipeline.check import check_everything
from packbuilder.pipeline.project import load_project
from packbuilder.pipeline.run import Earlier

GROUPS = {
    "heads": HEADS,
    "texts": TEXTS,
    "blocks": BLOCKS,
    "settings": SETTINGS,
    "looks": LOOKS,
    "others": OTHERS,
}
ALL = [mistake for group in GROUPS.values() for mistake in group]
KEPT = {mistake.file for mistake in ALL}
KEPT |= {file for mistake in ALL for file, _ in mistake.elsewhere}
KEPT |= {
    "content/packs/host-cards.yaml",
    "content/handouts/host-card.md",
    "content/shared/considerations.md",
    "content/shared/notice.md",
    "content/shared/tool-notice.md",
    "content/shared/run-sheet-half-day.md",
    "content/tools/t03-self-assessment.md",
    "content/tools/t06-contribution-planner.md",
    "content/tools/t10-context-scan.md",
    "content/tools/t11-action-plan.md",
    "content/tools/t14-facilitator-guide.md",
}
KEPT |= {path.relative_to(SHIPPED).as_posix() for path in SHIPPED.glob("content/images/*")}
"""Files of the shipped project that mistakes are made in, or that these need."""
TODAY = datetime.date(2027, 1, 1)
EDITION = "content/editions/riverbank.yaml"
ALONE = {
    "content/tools/t01-right-approach.md": {
        "content/tools/t02-agreement.md",
        "content/tools/t10-context-scan.md",
    },
    "content/briefing/briefing.md": {EDITION},
    "content/editions/riverbank.yaml": {"content/briefing/briefing.md"},
    "content/packs/briefing.yaml": {"content/briefing/briefing.md"},
    "content/packs/organiser.yaml": {"content/briefing/briefing.md"},
    **{
        f"templates/{name}": {"content/briefing/briefing.md"}
        for name in ("tokens.yaml", "labels/en.yaml", "pack.css", "covers.css", "web.css")
    },
}
"""Files of most mistakes, and what they need: they are looked at without anything else."""


_DEPENDING = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\]\([^)]*\))*)\]\{(?:document|missing)=[^}]*\}")
"""Words that are shown only with some documents, or without them."""

NEEDED_BY_SOME = {
    path for path in KEPT if path.endswith(".md") and not path.startswith("content/shared/")
} | {EDITION}


class Project:
    """A copy of the shipped project, and what is kept of it between two looks."""

    def __init__(self, root: Path, alone: str = "") -> None:
        self.root = root
        for folder in ("content", "templates"):
            shutil.copytree(SHIPPED / folder, root / folder)
        dropped = NEEDED_BY_SOME - {alone} - ALONE[alone] if alone else set()
        for file in root.glob("content/*/*"):
            if file.relative_to(root).as_posix() not in KEPT - dropped:
                file.unlink()
        for file in root.glob("content/*/*.md"):  # the documents that words depend on are gone
            text = file.read_text(encoding="utf-8")
            file.write_text(_DEPENDING.sub(r"\1", text), encoding="utf-8")
        project = load_project(root)
        problems, editions = check_everything(project, {})
        self._usual = set(map(str, problems))
        self._known = Earlier(project, editions)

    @contextmanager
    def mistaken(self, mistake: Mistake) -> Iterator[set[tuple[str, int]]]:
        """Make a mistake for a while; gives the places where it may be reported."""
        file = self.root / mistake.file
        before = file.read_bytes()
        try:
            yield mistake.make(self.root)
        finally:
            (self.root / (mistake.renamed or mistake.file)).unlink(missing_ok=True)
            file.write_bytes(before)

    def look(self) -> list[Diagnostic]:
        """List what is wrong now, as `check` does."""
        return self._look(Earlier())

    def look_again(self) -> list[Diagnostic]:
        """The same, from what is known of the project without a mistake."""
        return self._look(self._known)

    def _look(self, before: Earlier) -> list[Diagnostic]:
        try:
            project = load_project(self.root, before.project)
            problems, _ = check_everything(project, before.editions, TODAY)
            return self.new(problems)
        except PackError as error:
            return self.new(error.diagnostics)

    def new(self, found: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Leave out what is reported of the project without a mistake."""
        return [problem for problem in found if str(problem) not in self._usual]


@pytest.fixture(scope="module")
def projects(tmp_path_factory) -> dict[str, Project]:
    """The project with all documents, called "", and those with one of them."""
    return {alone: Project(tmp_path_factory.mktemp("mistakes"), alone) for alone in ("", *ALONE)}


def project_of(mistake: Mistake, projects: dict[str, Project]) -> Project:
    wants_others = mistake.elsewhere or mistake.build
    return projects[mistake.file if mistake.file in ALONE and not wants_others else ""]


def is_reported(mistake: Mistake, places: set[tuple[str, int]], found: list[Diagnostic]) -> bool:
    """Say whether one of the places is reported; whatever is reported has a word of help."""
    for problem in found:
        assert problem.help.strip(), mistake.what
        assert "Traceback" not in str(problem), mistake.what
    return any((problem.span.path, problem.span.line) in places for problem in found)


@pytest.mark.parametrize("group", GROUPS)
def test_mistakes_are_reported_where_they_are(group, projects, packbuilder):
    wrong = []
    for mistake in GROUPS[group]:
        project = project_of(mistake, projects)
        with project.mistaken(mistake) as places:
            found = built(project, packbuilder) if mistake.build else project.look_again()
        if is_reported(mistake, places, found) == bool(mistake.missed):
            reported = [f"{problem.span} {problem.message}" for problem in found]
            wrong.append((mistake.what, sorted(places), reported))
    assert wrong == []


def built(project: Project, packbuilder) -> list[Diagnostic]:
    """List what a build reports: templates are tried when a page is made, and not before."""
    result = packbuilder(
        project.root, "build", "host-cards", "--jobs", "0", "--problems", "json", "--format", "pdf"
    )
    found = [Diagnostic.from_dict(json.loads(line)) for line in result.stdout.splitlines()]
    return project.new(found)


@pytest.mark.parametrize("mistake", [m for m in ALL if not m.build][::25], ids=lambda m: m.what)
def test_check_tells_the_same_from_cold(mistake, projects, monkeypatch):
    project = project_of(mistake, projects)
    with project.mistaken(mistake):
        again = list(map(str, project.look_again()))
        read_as_users_do(monkeypatch)
        assert again == list(map(str, project.look()))


def test_there_are_enough_mistakes_and_few_are_missed():
    assert len(ALL) >= 200
    assert sum(not mistake.missed for mistake in ALL) / len(ALL) >= 0.95


def test_no_mistake_stands_twice():
    assert len({(m.file, m.old, str(m.new)) for m in ALL}) == len(ALL)
