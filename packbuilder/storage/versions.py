"""Versions of an edition that were given out: the inputs of each in a zip, to compare with."""

from __future__ import annotations

import contextlib
import re
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from packbuilder.diagnostics import Code, Span, fail
from packbuilder.storage.delivery import Delivery, reporting_os_errors
from packbuilder.storage.manifest import make_zip
from packbuilder.storage.source import Source
from packbuilder.storage.state import hash_inputs

VERSIONS: Final = "versions"
_NUMBER: Final = re.compile(r"\d{1,3}(\.\d{1,3}){0,2}", re.ASCII)
_FOLDERS: Final = ("content", "templates")
_EDITIONS: Final = "content/editions/"


def is_number(text: str) -> bool:
    """Whether a version can have this number."""
    return bool(_NUMBER.fullmatch(text))


def next_number(number: str) -> str:
    """Return the number after a version: 1.2 after 1.1; nothing after one that is no number."""
    first, _, last = number.rpartition(".")
    return f"{first}.{int(last) + 1}" if is_number(number) and first else ""


def version_path(output: Path, edition: str, number: str) -> Path | None:
    """Return where a version lies; nothing when it is not kept."""
    file = output / edition / VERSIONS / f"{number}.zip"
    return file if is_number(number) and file.is_file() else None


def keep_version(
    root: Path, output: Path, edition: str, number: str, unsaved: Mapping[str, bytes]
) -> Path:
    """Keep the inputs of a version as they are, with what is `unsaved` by path, but no details of
    other editions; raise `PackError` when they cannot be written.
    """
    source, own = Source(root), f"{_EDITIONS}{edition}.yaml"
    names = (path for path in hash_inputs(source) if path.startswith(_FOLDERS))
    kept = [path for path in names if path == own or not path.startswith(_EDITIONS)]
    files = {path: (root / path).read_bytes() for path in kept if (root / path).is_file()}
    folder = output / edition / VERSIONS
    file = folder / f"{number}.zip"
    with Delivery(folder, VERSIONS) as delivery:
        delivery.put(file, make_zip({**files, **unsaved}))
    return file


@contextlib.contextmanager
def opened_version(file: Path) -> Iterator[Path]:
    """Yield a folder that holds a kept version until it is left; raise `PackError` for a file that
    is damaged.
    """
    with tempfile.TemporaryDirectory(prefix="packbuilder-") as folder:
        try:
            with reporting_os_errors(file, "read"), zipfile.ZipFile(file) as archive:
                names = [n for n in archive.namelist() if n.split("/")[0] in _FOLDERS]
                archive.extractall(folder, names)
        except (zipfile.BadZipFile, ValueError, EOFError):
            raise fail(
                Code.VERSION_UNKNOWN,
                Span(file.as_posix(), 0),
                "this version is damaged, so that nothing can be compared with it",
                "take it from a backup, or compare with a version in git",
            ) from None
        yield Path(folder)
