"""What the tests of the documentation share: folders to run in, and the mark of slow tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml
from helpers.guides import ROOT


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: builds packs or environments; takes seconds")


FEW = {
    "summary",
    "briefing",
    "t01-right-approach",
    "t05-power-map",
    "t08-question-cards",
    "t12-event-evaluation",
}
"""Documents that commands of the guides name, or make something of."""


UNNAMED = {
    "facilitator-booklet",
    "host-cards",
    "posters",
    "print-shop",
    "tools-greyscale",
    "tools-screen",
}
"""Packs that no command of the guides names."""


@pytest.fixture
def workplace(tmp_path: Path, all_packs: Path) -> Path:
    """A copy of what a reader of README.md has in front of them, with fewer packs, of fewer
    documents.

    Commands of guides build shipped packs: what all tests share is made first, and only once.
    """
    folder = tmp_path / "packbuilder"
    for name in ("content", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    for name in UNNAMED:
        (folder / f"content/packs/{name}.yaml").unlink()
    for recipe in folder.glob("content/packs/*.yaml"):
        recipe.write_text(_shortened(recipe.read_text(encoding="utf-8")), encoding="utf-8")
    return folder


def _shortened(recipe: str) -> str:
    """Return a recipe with few of its documents, or as it is where that would leave none."""
    pack = yaml.safe_load(recipe)
    for part in pack.get("parts", [pack]):
        part["documents"] = [name for name in part["documents"] if name in FEW]
    if "parts" in pack:
        pack["parts"] = [part for part in pack["parts"] if part["documents"]]
    whole = all(part["documents"] for part in pack.get("parts", [pack]))
    return yaml.safe_dump(pack, allow_unicode=True, sort_keys=False) if whole else recipe
