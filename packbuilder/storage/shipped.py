"""What is delivered with the program: where its templates and texts lie."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def shipped(folder: str) -> Path:
    """Find `templates` or `content` as delivered with the program, in a wheel or a checkout."""
    here = Path(__file__).resolve().parents[1]
    packed = here / "_shipped" / folder
    return packed if packed.is_dir() else here.parent / folder


def skeleton() -> Path:
    """Return the folder with a short text of each kind, which names nobody."""
    return Path(__file__).resolve().parents[1] / "skeleton" / "content"
