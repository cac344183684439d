"""A version in git → a folder with what the project held then."""

from __future__ import annotations

import contextlib
import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from packbuilder.diagnostics import Code, Span, fail

_FOLDERS: Final = ("content", "templates")
_SECONDS: Final = 60


def is_revision(root: Path, name: str) -> bool:
    """Whether git knows a version by this name."""
    return bool(_commit(root, name))


@contextlib.contextmanager
def opened_revision(root: Path, name: str) -> Iterator[Path]:
    """Yield a folder that holds a version until it is left; raise `PackError` where none is."""
    commit = _commit(root, name)
    if not commit:
        raise fail(
            Code.VERSION_UNKNOWN,
            Span(name, 0),
            "there is no such folder, Word file or version in git",
            "name a commit, a tag or a branch, a folder with a content folder in it, or a Word "
            "file that was delivered",
        )
    with tempfile.TemporaryDirectory(prefix="packbuilder-") as folder:
        held = _git(root, "ls-tree", "--name-only", commit, *_FOLDERS).decode().split()
        if held:
            archive = _git(root, "archive", "--format=tar", commit, "--", *held)
            with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
                packed.extractall(folder, filter=_without_links_out)
        yield Path(folder)


def _without_links_out(member: tarfile.TarInfo, folder: str) -> tarfile.TarInfo | None:
    """Leave out links to files elsewhere, which content may not name."""
    try:
        return tarfile.data_filter(member, folder)
    except tarfile.FilterError:
        return None


def _commit(root: Path, name: str) -> str:
    """Return the commit of a version; nothing when there is none, or no git."""
    if name.startswith("-"):
        return ""
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        return _git(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").decode().strip()
    return ""


def _git(root: Path, *arguments: str) -> bytes:
    done = subprocess.run(
        ["git", *arguments], cwd=root, capture_output=True, check=True, timeout=_SECONDS
    )
    return done.stdout
