"""The text of a file and its edits → the text with them in it, and the patch."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from typing import Final

from packbuilder.model import Counting, counted, counting_of, number_of
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


_NUMBERED: Final = re.compile(r"(\s*\(?)(\d+|[A-Za-z]{1,8})([.)]\s)")


def renumbered(text: str, before: str) -> str:
    """Number the items of lists again that have won or lost one: those whose numbers ran on before,
    and do not now.
    """
    old = before.split("\n")
    known = {line: count[1] for line, count in zip(old, _counted(old, {}), strict=True) if count}
    gaps = set(_gaps(old).values())
    lines = text.split("\n")
    for number, (line, count) in enumerate(zip(lines, _counted(lines, known), strict=True)):
        found = _NUMBERED.match(line)
        if found and count and number_of(found[2], count[1]) != count[0] and line not in gaps:
            lines[number] = f"{found[1]}{counted(*count)}{line[found.end(2) :]}"
    return "\n".join(lines)


_Count = tuple[int, Counting]


def _counted(lines: Sequence[str], known: Mapping[str, Counting]) -> list[_Count | None]:
    """Return which number each line would have that begins an item. `known` says how lists count
    that have lost their second item, by the line of their first one.
    """
    counts: dict[int, _Count] = {}
    found: list[_Count | None] = []
    for place, line in enumerate(lines):
        item = _NUMBERED.match(line)
        depth = len(line) - len(line.lstrip())
        if item and depth not in counts:
            counting = known.get(line, "figures")
            begun = counting_of(item[2], _next_mark(lines, place, depth, item))
            begun = begun or (counting, number_of(item[2], counting))
            counts[depth] = begun[1] - 1, begun[0]
        if item and not number_of(item[2], counts[depth][1]):
            item = None
        if line.strip():
            deepest = depth - (not item)
            counts = {at: count for at, count in counts.items() if at <= deepest}
        if item:
            counts[depth] = counts[depth][0] + 1, counts[depth][1]
        found.append(counts[depth] if item else None)
    return found


def _next_mark(lines: Sequence[str], at: int, depth: int, item: re.Match[str]) -> str:
    """Return the mark of the next item of a list, if there is one."""
    if item[2].isdecimal():
        return ""
    for line in lines[at + 1 :]:
        inside = len(line) - len(line.lstrip())
        if line.strip() and inside <= depth:
            found = _NUMBERED.match(line)
            return found[2] if found and found[3][0] == item[3][0] and inside == depth else ""
    return ""


def _gaps(lines: Sequence[str]) -> dict[int, str]:
    """Return the lines that begin an item whose number does not run on, by their numbers."""
    return {
        number: line
        for number, (line, count) in enumerate(zip(lines, _counted(lines, {}), strict=True))
        if count and (found := _NUMBERED.match(line)) and number_of(found[2], count[1]) != count[0]
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
