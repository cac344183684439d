"""What the tests of the documentation share: folders to run in, and the mark of slow tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from helpers.guides import ROOT
from helpers.shared_results import shared_cache


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: builds packs or environments; takes seconds")


@pytest.fixture
def workplace(tmp_path: Path, all_packs: Path) -> Path:
    """A copy of what a reader of README.md has in front of them.

    Commands of guides build shipped packs: what all tests share is made first, and only once.
    """
    folder = tmp_path / "packbuilder"
    for name in ("content", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return results that all tests share: commands of guides build shipped packs many times."""
    folder = shared_cache(tmp_path_factory)
    monkeypatch.setenv("PACKBUILDER_CACHE", str(folder))
    return folder
