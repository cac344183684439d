"""A version in git → a folder with what the project held then."""

from __future__ import annotations

import contextlib
import io
import posixpath
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
                packed.extraction_filter = lambda member, _: member  # older Pythons have none
                packed.extractall(folder, [each for each in packed if _stays_inside(each)])
        yield Path(folder)


def _stays_inside(member: tarfile.TarInfo) -> bool:
    """Whether a member is no link to a file elsewhere, which content may not name."""
    if not member.issym():
        return True
    leads = posixpath.normpath(posixpath.join(posixpath.dirname(member.name), member.linkname))
    return not f"{leads}/".startswith(("/", "../"))


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
