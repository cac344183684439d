"""Small projects for tests, and this one, read once."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from click.testing import CliRunner

from packbuilder.cli import main
from packbuilder.diagnostics import Span
from packbuilder.pipeline.edition import PreparedEdition, prepare_edition
from packbuilder.pipeline.project import LoadedProject, load_project
from packbuilder.storage.source import Source
from packbuilder.theme import Theme, read_theme

TESTS = Path(__file__).parents[1]
BASE = TESTS / "diagnostics" / "base"
SHIPPED = TESTS.parent

HEAD = "---\ntitle: Programme\nkind: handout\nupdated: 2026-03-14\n---\n\n"
PROGRAMME = "content/programme.md"


def make_project(folder: Path, files: Mapping[str, str | bytes] = {}) -> Path:
    """Copy the base project into a folder, and put files in."""
    shutil.copytree(BASE, folder, dirs_exist_ok=True)
    for name, data in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return folder


def build_here(folder: Path, *arguments: str) -> None:
    """Build in this process, which has its engines loaded; there is nothing to say."""
    with contextlib.chdir(folder):
        result = CliRunner().invoke(main, ("build", "--quiet", "--jobs", "0", *arguments))
    assert (result.exit_code, result.output) == (0, "")


def change(folder: Path, path: str, old: str, new: str) -> None:
    """Change words of a project's file; they have to be there."""
    file = folder / path
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{path} does not hold {old!r}"
    file.write_text(text.replace(old, new), encoding="utf-8")


def copy_templates(folder: Path) -> None:
    """Give a project the shipped templates, to be changed."""
    shutil.copytree(SHIPPED / "templates", folder / "templates")


@cache
def shipped_project() -> LoadedProject:
    """Return this project, read once in each process that tests."""
    return load_project(SHIPPED)


@cache
def shipped_edition(name: str) -> PreparedEdition:
    """Return an edition of this project, prepared once in each process that tests."""
    return prepare_edition(shipped_project(), name)


@cache
def shipped_theme() -> Theme:
    """Return the theme of this project, read once in each process that tests."""
    return read_theme(Source(SHIPPED))


class Memory(Source):
    """A project of one file, kept in memory."""

    def __init__(self, text: str) -> None:
        super().__init__(Path())
        self.data = text.encode("utf-8", "surrogatepass")

    def _bytes(self, path: str, asked: Span) -> bytes:
        return self.data
