"""A YAML file of the plain kind + new values of its keys → the same file, with these lines changed.

All other lines stay byte for byte; in those that change, comments and the kind of quotes stay. Only
this module knows ruamel.yaml.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, SingleQuotedScalarString

from packbuilder.diagnostics import Span
from packbuilder.settings.strict_yaml import read_yaml

Value = str | int | bool | Sequence[str] | Mapping[str, Any] | None
"""What a key may be given; with `None` it is removed."""

_NOT_OURS = re.compile(r"\s*(#.*)?")
_WIDE = 1_000_000
_LOOKS_ELSE = re.compile(r"[\d.+-][\d.:_+-]*|true|false|yes|no|on|off|null|~", re.IGNORECASE)


def set_keys(text: str, changes: Mapping[str, Value], path: str) -> str:
    """Return a file's text with the top-level keys of `changes` set; raise `PackError` when the
    strict reader would not read the result. A mark at the beginning and line ends stay.
    """
    mark, plain = ("\ufeff", text[1:]) if text.startswith("\ufeff") else ("", text)
    ends = "\r\n" if "\r\n" in plain else "\n"
    lines = plain.replace("\r\n", "\n").splitlines(keepends=True)
    for key, value in changes.items():
        lines = _set_key(lines, key, value, path)
    written = "".join(lines)
    read_yaml(written, Span(path))
    return mark + written.replace("\n", ends)


def _set_key(lines: list[str], key: str, value: Value, path: str) -> list[str]:
    start, end = _find(lines, key, path)
    if start < 0:
        if value is None:
            return lines
        whole = [*lines[:-1], f"{lines[-1].rstrip(chr(10))}\n"] if lines else []
        return [*whole, *_written({key: _new(value)})]
    if value is None:
        return [*lines[:start], *lines[end:]]
    entry = _yaml().load("".join(lines[start:end]))
    if as_written(entry[key]) == as_written(value):
        return lines
    if isinstance(value, Mapping) and isinstance(entry[key], dict):
        _change(entry[key], value)  # keeps the comments of what stays
    else:
        entry[key] = _like(entry[key], value)
    return [*lines[:start], *_written(entry), *lines[end:]]


def _find(lines: Sequence[str], key: str, path: str) -> tuple[int, int]:
    """Return the lines of a key, from one to before another; −1 when it is not there. Comments and
    empty lines before the next key belong to that.
    """
    found = read_yaml("".join(lines), Span(path)).value if any(map(str.strip, lines)) else {}
    starts = {
        name: node.key_span.line - 1
        for name, node in (found.items() if isinstance(found, dict) else ())
        if node.key_span
    }
    if key not in starts:
        return -1, -1
    start = starts[key]
    end = min((line for line in starts.values() if line > start), default=len(lines))
    while end > start + 1 and _NOT_OURS.fullmatch(lines[end - 1].rstrip("\n")):
        end -= 1
    return start, end


def _like(old: Any, value: Value) -> Any:
    """Return a value in the quotes of the one before, or as it is written without one."""
    if isinstance(value, str) and isinstance(old, DoubleQuotedScalarString):
        return DoubleQuotedScalarString(value)
    if isinstance(value, str) and isinstance(old, SingleQuotedScalarString):
        return SingleQuotedScalarString(value)
    return _new(value)


def _change(entry: dict[Any, Any], value: Mapping[str, Any]) -> None:
    for name in [name for name in entry if str(name) not in value]:
        del entry[name]
    for name, each in value.items():
        if name not in entry or as_written(entry[name]) != as_written(each):
            entry[name] = _like(entry.get(name), each)


def _new(value: Value) -> Any:
    if isinstance(value, str) and _LOOKS_ELSE.fullmatch(value):
        return DoubleQuotedScalarString(value)
    if isinstance(value, bool | int | str) or value is None:
        return value
    if isinstance(value, Mapping):
        return {key: _new(each) for key, each in value.items()}
    return _flow([_new(each) for each in value])


def _flow(items: list[Any]) -> Any:
    listed = CommentedSeq(items)
    listed.fa.set_flow_style()
    return listed


def as_written(value: Any) -> Any:
    """Return a value as the strict reader would find it, so that two can be compared."""
    if isinstance(value, Mapping):
        return {str(key): as_written(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [str(each) for each in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def _written(entry: Mapping[str, Any]) -> list[str]:
    out = io.StringIO()
    _yaml().dump(entry, out)
    return out.getvalue().splitlines(keepends=True)


def _yaml() -> YAML:
    yaml = YAML(typ="rt")
    yaml.preserve_quotes = True
    yaml.width = _WIDE
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml
