"""Results that all workers of a test run share, so that shipped packs are made once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from helpers.projects import SHIPPED

OTHER_LOOKS = {"tools-greyscale", "tools-high-contrast", "tools-large-print"}
"""Packs that print the tools of another pack in another look."""
LOCAL_EDITIONS = [file.stem for file in SHIPPED.glob("content/editions/*.yaml")]
LOCAL_PACKS = [
    "facilitator", "full-pack", "host-cards", "organiser", "posters", "table-host", "tools-screen"
]  # fmt: skip
"""Packs that hold all documents between them."""


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """Return the folder that all workers of this run have in common."""
    folder = factory.getbasetemp()
    return folder.parent if os.environ.get("PYTEST_XDIST_WORKER") else folder


def shared_cache(factory: pytest.TempPathFactory) -> Path:
    """Return where results of shipped packs are kept for this run."""
    return shared_folder(factory) / "cache"
