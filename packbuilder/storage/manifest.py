"""What goes with the files of a pack: the list of them, and all of them in one zip."""

from __future__ import annotations

import contextlib
import io
import json
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from packbuilder import __version__
from packbuilder.diagnostics import Code, Span, fail

MANIFEST = "manifest.json"
_ENGINES = ("weasyprint", "python-docx", "markdown-it-py", "font-source-sans-pro")


def make_manifest(about: Mapping[str, Any], files: list[dict[str, Any]]) -> bytes:
    """Write a manifest: what the pack is, its files, what each was made from, by which versions."""
    made_with = {"packbuilder": __version__} | {name: _version(name) for name in _ENGINES}
    manifest = {**about, "made_with": made_with, "files": sorted(files, key=lambda f: f["name"])}
    return (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode()


def _version(package: str) -> str:
    found: str | None = None
    with contextlib.suppress(OSError):  # or nothing is found, where its files may not be read
        found = version(package)
    if not found:
        raise fail(
            Code.LIBRARY_MISSING,
            Span(""),
            f"the version of the package {package} cannot be read",
            "install packbuilder again",
        )
    return found


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest of an earlier build; an absent or damaged one counts as empty."""
    try:
        return _parsed((folder / MANIFEST).read_bytes())
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


@lru_cache(maxsize=16)
def _parsed(manifest: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(manifest.decode("utf-8"))
    return found if all(map(_is_sound, found["files"])) else {}


def _is_sound(entry: Mapping[str, Any]) -> bool:
    """Whether what a manifest says of a file is of the types that a build writes."""
    name, sources = entry["name"], entry.get("sources", {})
    return (
        isinstance(name, str)
        and "\0" not in name
        and name == Path(name).name
        and all(isinstance(entry.get(key, ""), str) for key in _WORDS)
        and all(isinstance(each, str) for each in entry.get("fields", []))
        and all(isinstance(each, dict) for each in entry.get("problems", []))
        and all(isinstance(each, str) for pair in sources.items() for each in pair)
    )


_WORDS = ("sha256", "key", "made_by", "libraries")
"""What a manifest says of a file in words."""


def make_zip(files: Mapping[str, bytes]) -> bytes:
    """Pack files into a zip whose bytes depend on nothing but them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            packed = name.endswith((".pdf", ".docx"))  # they are compressed already
            entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, files[name])
    return out.getvalue()
