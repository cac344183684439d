"""Results that all workers of a test run share, so that shipped packs are made once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """Return the folder that all workers of this run have in common."""
    folder = factory.getbasetemp()
    return folder.parent if os.environ.get("PYTEST_XDIST_WORKER") else folder


def shared_cache(factory: pytest.TempPathFactory) -> Path:
    """Return where results of shipped packs are kept for this run."""
    return shared_folder(factory) / "cache"
