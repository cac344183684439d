"""Paths of files → diagnostics: names that another system refuses, or that hide a file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from packbuilder.diagnostics import Code, Diagnostic, Severity, Span

LONGEST_NAME = 150
"""Bytes of a file's name without its ending, so that `…-sheets.pdf` stays below 200."""

_HIDING = re.compile(r".*\.(ya?ml\.txt|yml|YA?ML|md\.txt|MD|markdown|mdown)")
"""Endings that editors give to files that are meant to be read, and that are not."""

_FORBIDDEN = frozenset('<>:"/\\|?*')
_RESERVED = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"} | {
    f"{port}{number}" for port in ("COM", "LPT") for number in "0123456789¹²³"
}


def check_file_names(paths: Iterable[str]) -> Iterator[Diagnostic]:
    """Find names that another system refuses, or takes for the same: results are named after them.

    Windows reserves device names, seven signs, and dots and spaces at the end; it and macOS see
    no difference between capital and small letters, or two ways to store an accent.
    """
    seen: dict[tuple[str, str], str] = {}
    for path in paths:
        folder, _, name = path.rpartition("/")
        stem = name.rpartition(".")[0]
        if reason := _unsafe(stem):
            yield Diagnostic(
                Code.FILE_NAME,
                Span(path, 0),
                f"the file name “{stem}” {reason}",
                "rename the file: letters, digits and hyphens work on every computer",
            )
        key = (folder, unicodedata.normalize("NFC", name).casefold())
        if key in seen:
            yield Diagnostic(
                Code.FILE_NAME,
                Span(path, 0),
                f"on some computers this is the same name as {seen[key]}",
                "rename one of the two files so that they differ in more than upper and lower case",
            )
        seen.setdefault(key, path)


def check_file_endings(paths: Iterable[str]) -> Iterator[Diagnostic]:
    """Find files that seem to be content, and are not read as their names end in another way."""
    for path in paths:
        if _HIDING.fullmatch(path):
            kind = ".md" if re.search(r"\.(md|MD|markdown|mdown)\b", path) else ".yaml"
            yield Diagnostic(
                Code.FILE_ENDING,
                Span(path, 0),
                "this file is not read: its name has the wrong ending",
                f"rename it so that it ends in “{kind}”",
                Severity.WARNING,
            )


def _unsafe(name: str) -> str:
    """Say why a name (without its ending) is not safe, or nothing."""
    if name.partition(".")[0].rstrip().upper() in _RESERVED:
        return "is reserved by Windows"
    if name != name.strip(" .") or not name:
        return "begins or ends with a dot or a space"
    found = next((c for c in name if c in _FORBIDDEN or not c.isprintable()), "")
    if found:
        return f"contains “{found}” (U+{ord(found):04X})"
    if len(name.encode()) > LONGEST_NAME:
        return f"is longer than {LONGEST_NAME} bytes"
    return ""
