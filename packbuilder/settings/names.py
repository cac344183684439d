"""Names of settings files, and names that people write of them."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePosixPath

from packbuilder.diagnostics import NOWHERE, Code, Diagnostic, PackError, Span, suggest
from packbuilder.storage.source import Source


def list_names(source: Source, folder: str) -> list[str]:
    """Return the names of the settings files in a folder."""
    return [PurePosixPath(path).stem for path in source.find(folder, ".yaml")]


def is_listed(source: Source, folder: str, name: str) -> bool:
    """Whether there is a settings file of this name in a folder; the folder is not listed."""
    return not {*name} & {*"/\\"} and source.exists(f"{folder}/{name}.yaml")


def check_name(
    name: str, known: Collection[str], code: Code, kind: str, span: Span = NOWHERE
) -> None:
    """Raise `PackError` when a name, written at `span`, is none of those that are known."""
    if wrong := find_unknown(name, known, code, kind, span):
        raise PackError(wrong)


def find_unknown(
    name: str, known: Collection[str], code: Code, kind: str, span: Span
) -> list[Diagnostic]:
    """Return what is wrong with such a name, if it is none of those that are known."""
    message = f"there is no {kind} “{name}”"
    return [] if name in known else [Diagnostic(code, span, message, suggest(name, known))]
