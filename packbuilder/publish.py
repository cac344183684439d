"""Bytes → files on disk: each whole or not at all, the manifest last.

Only files that an earlier manifest names are ever removed. Only this module knows pikepdf.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import tempfile
import zipfile
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pikepdf

from packbuilder import __version__
from packbuilder.diagnostics import Code, Span, fail

MANIFEST = "manifest.json"
_TEMPORARY = ".packbuilder-"
_ENGINES = ("weasyprint", "python-docx", "markdown-it-py", "font-source-sans-pro")


def describe(name: str, data: bytes, sources: Mapping[str, str]) -> dict[str, Any]:
    """Make a file's entry in the manifest; raises `PackError` when a PDF does not open again."""
    pages = None
    if name.endswith(".pdf"):
        try:
            with pikepdf.open(io.BytesIO(data)) as pdf:
                pages = len(pdf.pages)
        except pikepdf.PdfError:
            raise fail(
                Code.OUTPUT_BROKEN,
                Span(name, 0),
                "the PDF does not open again",
                "build again; if it happens again, report it with the document",
            ) from None
    return {
        "name": name,
        "sha256": hashlib.sha256(data).hexdigest(),
        "bytes": len(data),
        "pages": pages,
        "sources": dict(sorted(sources.items())),
    }


def make_manifest(about: Mapping[str, Any], files: list[dict[str, Any]]) -> bytes:
    """Write a manifest: what the pack is, its files, what each was made from, by which versions."""
    made_with = {"packbuilder": __version__} | {name: version(name) for name in _ENGINES}
    manifest = {**about, "made_with": made_with, "files": sorted(files, key=lambda f: f["name"])}
    return (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode()


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest of an earlier build; an absent or damaged one counts as empty."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        named = all(isinstance(entry["name"], str) for entry in found["files"])
        return found if named else {}
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def make_zip(files: Mapping[str, bytes]) -> bytes:
    """Pack files into a zip whose bytes depend on nothing but them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, files[name])
    return out.getvalue()


def write_file(path: Path, data: bytes) -> None:
    """Replace a file as a whole; one that holds these bytes already is left alone."""
    try:
        if path.is_file() and path.read_bytes() == data:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=_TEMPORARY, dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(0o644)
            Path(temporary).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
            raise
    except OSError as error:
        raise fail(
            Code.OUTPUT,
            Span(path.as_posix(), 0),
            f"“{path.name}” cannot be written: {error.strerror}",
            "close it if another program has it open; check that the folder may be written "
            "and that the disk is not full. The earlier file is unchanged",
        ) from None


def remove_orphans(folder: Path, before: Mapping[str, Any], kept: set[str]) -> None:
    """Remove files that an earlier build made and this one did not."""
    for entry in before.get("files", []):
        name = entry["name"]
        if name == Path(name).name and name not in kept:
            with contextlib.suppress(OSError):
                (folder / name).unlink()
