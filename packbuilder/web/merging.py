"""A file that two people changed → one with the changes of both, where they are apart.

Files of settings are joined key by key, texts line by line.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from packbuilder.diagnostics import PackError, Span
from packbuilder.settings.edit_yaml import as_written, set_keys
from packbuilder.settings.strict_yaml import read_yaml

_Change = tuple[int, int, list[str]]
"""Lines of the text before, from one to before another, and what stands in their place."""


def joined(path: str, base: bytes, mine: bytes, theirs: bytes) -> bytes | None:
    """Return what a file holds with the changes that led from `base` to `mine`, and with those that
    led to `theirs`; nothing where both changed the same, or one beside the other.
    """
    try:
        texts = (base.decode(), mine.decode(), theirs.decode())
    except UnicodeDecodeError:
        return None
    found = _by_key(path, *texts) if path.endswith(".yaml") else _by_line(*texts)
    return None if found is None else found.encode()


def _by_key(path: str, base: str, mine: str, theirs: str) -> str | None:
    try:
        was, own, now = (keys_of(text, path) for text in (base, mine, theirs))
        changed = [key for key in {**was, **own} if same(own.get(key)) != same(was.get(key))]
        if any(
            same(now.get(key)) not in (same(was.get(key)), same(own.get(key))) for key in changed
        ):
            return None
        return set_keys(theirs, {key: own.get(key) for key in changed}, path)
    except PackError:
        return None


def keys_of(text: str, path: str) -> dict[str, Any]:
    """Return what a file of settings says, as plain data; raise `PackError` for a damaged one."""
    found = read_yaml(text, Span(path)).plain()
    return found if isinstance(found, dict) else {}


def same(value: Any) -> Any:
    """Return a value so that two that mean the same are equal."""
    return None if value in (None, "", [], (), {}) else as_written(value)


def _by_line(base: str, mine: str, theirs: str) -> str | None:
    lines = base.splitlines(keepends=True)
    changes = sorted([*_changes(lines, mine), *_changes(lines, theirs)])
    changes = [each for number, each in enumerate(changes) if each not in changes[:number]]
    if any(then[0] <= first[1] for first, then in pairwise(changes)):
        return None
    for start, end, new in reversed(changes):
        lines[start:end] = new
    return "".join(lines)


def _changes(lines: list[str], text: str) -> Iterator[_Change]:
    other = text.splitlines(keepends=True)
    matcher = SequenceMatcher(None, lines, other, autojunk=False)
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag != "equal":
            yield start, end, other[first:last]
