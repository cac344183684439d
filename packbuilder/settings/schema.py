"""YAML tree → typed dataclass: every key known, every value of its kind, all problems at once.

In: a `strict_yaml.Node` and a dataclass. Out: an instance of it, or a `PackError` that holds one
diagnostic for each wrong key or value, at its line. Only this module knows pydantic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args, get_type_hints

from packbuilder.diagnostics import Code, Diagnostic, PackError, Span, nearest, suggest
from packbuilder.settings.strict_yaml import YamlNode, read_yaml
from packbuilder.storage.records import cached_record
from packbuilder.storage.source import Source

if TYPE_CHECKING:  # processes that write files read no settings
    from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")

Where = Callable[..., Span]
"""Gives the place of a value in one file, from the keys and indexes that lead to it."""


@dataclass(frozen=True)
class Words:
    """How to speak of what a person writes: keys of a file, or options in braces."""

    noun: str
    add: str
    joint: str = "_"

    def write(self, name: str) -> str:
        """Return a name as it is written."""
        return name.replace("_", self.joint)


KEYS = Words("key", "add a line “{name}: …”")
OPTIONS = Words("option", 'add {name}="…" to the braces', "-")

_UNKNOWN = ("unexpected_keyword_argument", "extra_forbidden")
"""What pydantic calls a key that does not exist."""

_MISSING = ("missing", "missing_argument")
"""What it calls one that is not there."""

_WANTED = {
    "bool_parsing": "write true or false",
    "bool_type": "write true or false",
    "int_parsing": "write a whole number, for instance 3",
    "int_type": "write a whole number, for instance 3",
    "float_parsing": "write a number, for instance 1.25",
    "date_from_datetime_parsing": "write the date as year-month-day, for instance 2026-03-14",
    "date_from_datetime_inexact": "write the date as year-month-day, for instance 2026-03-14",
    "date_parsing": "write the date as year-month-day, for instance 2026-03-14",
    "date_type": "write the date as year-month-day, for instance 2026-03-14",
    "string_type": "write some text after the colon",
    "tuple_type": "write a list: each item on a line of its own after “- ”",
    "dict_type": "write indented “name: value” lines below the key",
}


def read_settings(
    source: Source, path: str, kind: type[T], change: Callable[[YamlNode], YamlNode] | None = None
) -> T:
    """Read a whole YAML file as one `kind`; `change` replaces values that stand for others."""
    text = source.read_text(path)
    changed = change(_tree(text, path)) if change else None
    if path in source.unsaved or (changed and changed is not _tree(text, path)):
        return to_type(changed or _tree(text, path), kind)
    return cast(T, _settings(text, path, cast(Any, kind)))


def places(source: Source, path: str) -> Where:
    """Return what says where values stand in a YAML file, for messages about them."""
    return lambda *steps: place(source, path, *steps)


def place(source: Source, path: str, *steps: int | str) -> Span:
    """Return where a value stands in a YAML file; of its group when it is not there, and of the
    file when that cannot be understood.
    """
    try:
        node = _tree(source.read_text(path), path).find(steps)
    except PackError:
        return Span(path)
    return node.key_span or node.span


def key_at(source: Source, path: str, span: Span) -> str:
    """Return the key of a YAML file that a place in it belongs to."""
    return _tree(source.read_text(path), path).key_at(span.line)


@lru_cache(maxsize=128)
def _settings(text: str, path: str, kind: type[Any]) -> Any:
    """Read a text once as one kind; nobody changes what was read."""
    return cached_record(kind, (path, text), lambda: to_type(_tree(text, path), kind))


@lru_cache(maxsize=64)
def _tree(text: str, path: str) -> YamlNode:
    """Read a text once: without templates of its own, a project's tokens are those we compare."""
    return read_yaml(text, Span(path))


def to_type(node: YamlNode, kind: type[T], words: Words = KEYS) -> T:
    """Check a mapping against a dataclass and build it; raises `PackError` with every problem, and
    with what is left without the wrong keys.
    """
    if not isinstance(node.value, dict):
        wrong = Diagnostic(
            Code.VALUE_WRONG,
            node.span,
            "this should be “name: value” lines",
            "begin each line with a name and a colon, for instance “title: A day together”",
        )
        raise PackError([wrong])
    from pydantic import ValidationError

    try:
        return cast(T, _adapter(cast(Any, kind)).validate_python(node.plain()))
    except ValidationError as error:
        raise PackError(
            sorted(_explain(error, node, kind, words), key=lambda d: d.span.line),
            _rest(node.plain(), kind, error),
        ) from None


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    from pydantic import ConfigDict, TypeAdapter

    # pydantic's own way to set up a dataclass
    kind.__pydantic_config__ = ConfigDict(extra="forbid", allow_inf_nan=False)
    return TypeAdapter(kind)


def _rest(data: Any, kind: type[T], error: ValidationError) -> T | None:
    """Return what a mapping says but for wrong keys; what is missing is as good as empty, and a key
    that does not exist is the nearest one.
    """
    from pydantic import ValidationError

    for _ in range(4):  # without a wrong key, it may be missing; what stands in may be of no use
        problems = sorted(error.errors(), key=lambda p: _steps(p["loc"]), reverse=True)
        for problem in sorted(problems, key=lambda p: p["type"] not in _UNKNOWN):
            *path, last = problem["loc"]
            around = data
            for step in path:
                inside = isinstance(around, (dict, list)) and step in (
                    around if isinstance(around, dict) else range(len(around))
                )
                around = around[step] if inside else None
            if isinstance(around, dict) and problem["type"] in _UNKNOWN:
                near, value = nearest(str(last), _known(kind, path)), around.pop(last, None)
                if near:
                    around.setdefault(near, value)
            elif isinstance(around, dict) and last in around and problem["type"] in _MISSING:
                pass  # it is there, written wrongly
            elif isinstance(around, dict) and _stands_in(problem, around.get(last, "")) is not None:
                around[last] = _stands_in(problem, around.get(last, ""))
            elif isinstance(around, list) and isinstance(last, int) and last < len(around):
                del around[last]
            elif isinstance(around, dict):
                around.pop(last, None)
        try:
            return cast(T, _adapter(cast(Any, kind)).validate_python(data))
        except ValidationError as next_error:
            error = next_error
    return None


def _steps(path: tuple[int | str, ...]) -> list[tuple[int, str]]:
    """Return a path so that paths can be put in order: of items, the last is deleted first."""
    return [(step, "") if isinstance(step, int) else (0, step) for step in path]


def _stands_in(problem: Any, now: object) -> str | None:
    """Return what a key that is missing is taken for; None for one that is wrong."""
    if problem["type"] in _MISSING:
        return ""
    if now != "":
        return None
    if problem["type"] == "literal_error":
        return str(problem["ctx"]["expected"]).split("'")[1]
    kind = problem["type"].partition("_")[0]
    return {"date": "1970-01-01", "int": "1"}.get(kind)


def _explain(
    error: ValidationError, node: YamlNode, kind: type[Any], words: Words
) -> Iterator[Diagnostic]:
    problems = error.errors(include_url=False)
    meant = {
        (*path, nearest(words.write(str(name)), map(words.write, _known(kind, path))))
        for *path, name in (problem["loc"] for problem in problems if problem["type"] in _UNKNOWN)
    }
    for problem in problems:
        path = tuple(problem["loc"])
        found = node.find(path)
        name = words.write([step for step in path if isinstance(step, str)][-1])
        if problem["type"] in _UNKNOWN:
            yield Diagnostic(
                Code.KEY_UNKNOWN,
                found.key_span or found.span,
                f"there is no {words.noun} “{words.write(str(path[-1]))}”",
                suggest(words.write(str(path[-1])), map(words.write, _known(kind, path[:-1]))),
            )
        elif problem["type"] in _MISSING:
            if (*path[:-1], words.write(str(path[-1]))) in meant:
                continue  # it is there, written wrongly, and that is reported
            yield Diagnostic(
                Code.KEY_MISSING,
                found.key_span or found.span,
                f"the {words.noun} “{name}” is missing",
                words.add.format(name=words.write(str(path[-1]))),
            )
        else:
            yield Diagnostic(
                Code.VALUE_WRONG,
                found.span,
                _wrong(name, found),
                _WANTED.get(problem["type"], _allowed(problem)),
            )


def _wrong(name: str, found: YamlNode) -> str:
    if found.value is None:
        return f"“{name}” has no value"
    if isinstance(found.value, str):
        return f"“{name}” cannot be “{found.value}”"
    return f"“{name}” has a value of the wrong kind"


def _allowed(problem: Any) -> str:
    expected = problem.get("ctx", {}).get("expected", "").replace("'", "")
    return f"write {expected}" if expected else "see content/README.md for what is allowed here"


def _known(kind: type[Any], path: Iterable[int | str]) -> list[str]:
    """List the keys that may stand at `path`, following nested dataclasses."""
    at: Any = kind
    for step in path:
        if isinstance(step, str) and is_dataclass(at):
            at = get_type_hints(at).get(step, at)
        at = next((inner for inner in get_args(at) if is_dataclass(inner)), at)
    return [field.name for field in fields(at)] if is_dataclass(at) else []
