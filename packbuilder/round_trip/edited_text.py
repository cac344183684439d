"""The text of a file and its edits → the text with them in it, and the patch."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import Final

from packbuilder.round_trip.words import Edit


def apply_edits(text: str, edits: list[Edit]) -> str:
    """Apply edits to the text of a file; those of one place in their order."""
    ordered = sorted(enumerate(edits), key=lambda each: (each[1].start, each[1].end, each[0]))
    written, at = [], 0
    for _, edit in ordered:
        if edit.start >= at:
            written.append(text[at : edit.start])
            at = edit.end
        elif edit.end > at:
            at = edit.end
        written.append(edit.text)
    return "".join(written) + text[at:]


_NUMBERED: Final = re.compile(r"(\s*)(\d+)([.)]\s)")


def renumbered(text: str, before: str) -> str:
    """Number the items of lists again that have won or lost one: those whose numbers ran on before,
    and do not now.
    """
    gaps = set(_gaps(before.split("\n")).values())
    lines = text.split("\n")
    for number, (line, wanted) in enumerate(zip(lines, _counted(lines), strict=True)):
        found = _NUMBERED.match(line)
        if found and wanted and int(found[2]) != wanted and line not in gaps:
            lines[number] = f"{found[1]}{wanted}{line[found.end(2) :]}"
    return "\n".join(lines)


def _counted(lines: Sequence[str]) -> list[int]:
    """Return which number each line would have that begins an item, and 0 for the others."""
    counts: dict[int, int] = {}
    found = []
    for line in lines:
        item = _NUMBERED.match(line)
        depth = len(line) - len(line.lstrip())
        if line.strip():
            counts = {at: count for at, count in counts.items() if at <= depth - (not item)}
        if item:
            counts[depth] = counts[depth] + 1 if depth in counts else int(item[2])
        found.append(counts[depth] if item else 0)
    return found


def _gaps(lines: Sequence[str]) -> dict[int, str]:
    """Return the lines that begin an item whose number does not run on, by their numbers."""
    return {
        number: line
        for number, (line, wanted) in enumerate(zip(lines, _counted(lines), strict=True))
        if wanted and (found := _NUMBERED.match(line)) and int(found[2]) != wanted
    }


def patch_of(path: str, before: str, after: str) -> list[str]:
    """Return the lines of a patch of one file."""
    lines = difflib.unified_diff(
        before.splitlines(keepends=True),
        after.splitlines(keepends=True),
        f"a/{path}",
        f"b/{path}",
        n=1,
    )
    return [line if line.endswith("\n") else f"{line}\n" for line in lines]
