"""Names of files, from words and in lists, and names that people write of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from pathlib import PurePosixPath

from packbuilder.diagnostics import NOWHERE, Code, Diagnostic, PackError, Span, suggest
from packbuilder.storage.source import Source


def plain_name(words: str) -> str:
    """Return words as the name of a file that works everywhere: small letters without accents,
    digits and hyphens; nothing where they have neither letters from A to Z nor digits.
    """
    bare = re.sub("[\u0300-\u036f'’]", "", unicodedata.normalize("NFKD", words.casefold()))
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")


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
