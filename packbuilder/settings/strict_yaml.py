"""YAML of the plain kind: text in, a tree of mappings, lists and strings with their places out.

Every scalar stays the text that was written (`NO`, `0123`, `12:30`, `1.10`); the schema decides
what it means. An empty value is `None`. Anchors, aliases, tags, merge keys, second documents and
duplicate keys are refused, so nothing can grow out of proportion or change its kind unseen.
PyYAML's event stream is used because its loaders allow all of these: that of its parser in C, and
where that one finds a mistake, that of the one in Python, which knows better where it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import yaml

from packbuilder.diagnostics import Code, Diagnostic, PackError, Severity, Span, fail
from packbuilder.storage.source import check_characters

MAX_DEPTH = 32

_FAST, _EXACT = getattr(yaml, "CSafeLoader", None), yaml.SafeLoader
"""PyYAML's parser in C, where there is one, and the one in Python."""
_READ_OTHERWISE = re.compile(r"[\t\r\ufeff\x85\u2028\u2029]|[|>][+\-\d]*#")
_FLOW = re.compile(r"(?:^|[:\-] ) *[\[{]", re.MULTILINE)
"""Where lists and mappings in brackets begin: in them, the parsers differ about “?”."""

_WORDS = {
    "mapping values are not allowed": "there is a second “: ” in it, or its indentation is wrong",
    "found character '\\t'": "there is a tab where spaces should be",
    "found character": "it begins with a character that has a special meaning here",
    "found unexpected end of stream": "the quotation mark is never closed",
    "found unknown escape character": "a backslash in double quotes has a meaning of its own",
    "could not find expected ':'": "there is no “: ” after the name",
    "expected ',' or": "a bracket is never closed, or a comma is missing",
    "expected <block end>": "its indentation differs, or there is a quotation mark inside the text",
}
"""How PyYAML's problems begin, and what they mean."""

_OPENED = ("found unexpected end of stream", "could not find expected ':'", "expected ',' or")
"""Problems that are found after the line to fix: PyYAML also says where what it reads begins."""

_COLOUR_AS_NOTE = re.compile(r"\s*:\s+#[0-9A-Fa-f]{3,8}\b")
_BLANK_AND_HASH = re.compile(r"[^\s] #")
_NOTE_AT_ONCE = re.compile(r" #.*")
_TEXT_VALUE = re.compile(r"^[^\W\d_]*[A-Z]|[^\W\d_] |\s[^\W\d_]")
"""Words of a text, unlike figures, dates, true, and handout."""
_ITEM = re.compile(r"\n *-\s?")
_CURLY = re.compile("[“„‘][^“”„]*[”“’]")


@dataclass(frozen=True, slots=True)
class YamlNode:
    """A value and where it stands: `value` is None, str, a list of nodes or a dict of them."""

    value: str | list[YamlNode] | dict[str, YamlNode] | None
    span: Span
    key_span: Span | None = None

    def plain(self) -> object:
        """Return the value without places: None, str, list, dict."""
        if isinstance(self.value, list):
            return [item.plain() for item in self.value]
        if isinstance(self.value, dict):
            return {key: item.plain() for key, item in self.value.items()}
        return self.value

    def places(self) -> Iterator[tuple[str, Span]]:
        """List where the keys of a mapping stand, and the items of lists in it, as `key.0`."""
        for key, node in self.value.items() if isinstance(self.value, dict) else ():
            yield key, node.key_span or node.span
            for number, item in enumerate(node.value if isinstance(node.value, list) else ()):
                yield f"{key}.{number}", item.span

    def key_at(self, line: int) -> str:
        """Return the key of a mapping that a line belongs to; nothing when none stands before."""
        keys = self.value.items() if isinstance(self.value, dict) else ()
        above = [key for key, node in keys if node.key_span and node.key_span.line <= line]
        return above[-1] if above else ""

    def find(self, path: tuple[int | str, ...]) -> YamlNode:
        """Follow keys and indexes as far as they lead."""
        node = self
        for step in path:
            if isinstance(node.value, dict) and isinstance(step, str) and step in node.value:
                node = node.value[step]
            elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
            else:
                break
        return node


def read_yaml(text: str, span: Span) -> YamlNode:
    """Read one YAML document that starts at `span` in its file; raises `PackError`."""
    if _FAST and _is_read_alike(text):
        with suppress(yaml.YAMLError, PackError, StopIteration, OverflowError, ValueError):
            return _read(_Events(text, span, _FAST), span)
    events = _Events(text, span, _EXACT)
    try:
        return _read(events, span)
    except yaml.reader.ReaderError as error:
        check_characters(text, span)
        raise _syntax(span, f"character {error.position} is not allowed") from None
    except yaml.MarkedYAMLError as error:
        mark, problem = error.problem_mark or error.context_mark, error.problem or ""
        if problem.startswith(_OPENED):
            mark = error.context_mark or mark
        if problem.startswith("expected <block end>") and (opened := _open_quotation(events.last)):
            mark, problem = opened, "found unexpected end of stream"
        place = span.at(span.line + mark.line, mark.column + 1) if mark else span
        raise _syntax(place, _in_words(problem)) from None
    except (OverflowError, ValueError):  # PyYAML takes any number after "\U" for a character
        raise _syntax(span, "“\\U…” in it is not a valid character") from None


def _is_read_alike(text: str) -> bool:
    """Whether the parser in C reads a text as the one in Python does, if it can read it at all."""
    flow = _FLOW.search(text)
    return not (_READ_OTHERWISE.search(text) or (flow and "?" in text[flow.end() :]))


def _read(events: _Events, span: Span) -> YamlNode:
    first = next(events, None)
    if first is None:
        return YamlNode({}, span)
    root = _build(first, events, span, 0)
    next(events, None)  # a second document is refused
    return root


def find_notes(text: str, span: Span) -> Iterator[Diagnostic]:
    """Find words of values that YAML takes for a note, as a blank and “#” stand before them.

    Values in quotation marks, figures, and single small words lose nothing. What stands after two
    blanks is a note as it looks like one. A text that cannot be read has no notes to find.
    """
    if not _BLANK_AND_HASH.search(text):
        return
    events = _Events(text, span, _EXACT)
    with suppress(yaml.YAMLError, PackError, OverflowError, ValueError):
        for event in events:
            if not isinstance(event, yaml.ScalarEvent) or event.style:
                continue
            note = _NOTE_AT_ONCE.match(events.text_after(event))
            if note and _TEXT_VALUE.search(event.value):
                value = f"{event.value}{note[0]}".rstrip()
                yield Diagnostic(
                    Code.YAML_NOTE,
                    _place(event, span),
                    f"“{note[0].strip()}” is not read: text after “ #” is a comment",
                    f'put the whole value in quotes: "{value}"; before a comment, put two spaces',
                    Severity.WARNING,
                )


class _Events:
    """The events of a document that are allowed, and the last one of all."""

    def __init__(self, text: str, span: Span, parser: Any) -> None:
        self.last: yaml.Event | None = None
        self._text = text
        self._span = span
        self._documents = 0
        self._parser = parser
        self._events = yaml.parse(text, Loader=parser)

    def __iter__(self) -> Iterator[yaml.Event]:
        return self

    def __next__(self) -> yaml.Event:
        for event in self._events:
            self.last = event
            self._check(event)
            if isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent):
                return event
        raise StopIteration

    def text_of(self, event: yaml.Event) -> str:
        """Return an event as it is written."""
        start, end = _marks(event)
        return self._text[start.index : end.index]

    def text_after(self, event: yaml.Event) -> str:
        """Return the rest of the line on which an event ends."""
        return self._text[_marks(event)[1].index :].partition("\n")[0]

    def _check(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
        elif self._parser is _FAST and isinstance(event, yaml.ScalarEvent) and _is_empty(event):
            raise ValueError("the parsers say otherwise where an empty value stands")
        refused = ""
        if self._documents > 1:
            refused = "a second document (“---”)"
        elif isinstance(event, yaml.AliasEvent):
            refused = f"a reference “*{event.anchor}”"
        elif anchor := getattr(event, "anchor", None):
            refused = f"an anchor “&{anchor}”"
        elif tag := getattr(event, "tag", None):
            refused = f"a tag “{tag.replace('tag:yaml.org,2002:', '!!')}”"
        if refused:
            raise fail(
                Code.YAML_FEATURE,
                _place(event, self._span),
                f"{refused} is not allowed here",
                "write the value out; if it is text, put it in quotes",
            )


def _build(event: yaml.Event, events: _Events, span: Span, depth: int) -> YamlNode:
    place = _place(event, span)
    if depth > MAX_DEPTH:
        raise fail(Code.TOO_LARGE, place, "values are nested too deeply", "use fewer levels")
    if isinstance(event, yaml.ScalarEvent):
        check_characters(event.value, place)
        if not event.style:
            _check_plain(event, events.text_of(event), place)
        return YamlNode(None if _is_empty(event) else event.value, place)
    if isinstance(event, yaml.SequenceStartEvent):
        items: list[YamlNode] = []
        while not isinstance(nested := next(events), yaml.SequenceEndEvent):
            items.append(_build(nested, events, span, depth + 1))
        return YamlNode(items, place)
    return YamlNode(_mapping(events, span, depth), place)


def _mapping(events: _Events, span: Span, depth: int) -> dict[str, YamlNode]:
    mapping: dict[str, YamlNode] = {}
    while not isinstance(key := next(events), yaml.MappingEndEvent):
        place = _place(key, span)
        if not isinstance(key, yaml.ScalarEvent):
            raise _syntax(place, "a key has to be a plain word")
        check_characters(key.value, place)
        if key.value == "<<":
            raise fail(Code.YAML_FEATURE, place, "“<<” is not allowed here", "write the values out")
        if key.value in mapping:
            earlier = mapping[key.value].key_span or span
            raise fail(
                Code.YAML_DUPLICATE,
                place,
                f"duplicate “{key.value}”; first used on line {earlier.line}",
                "delete one of the two lines",
            )
        node = _build(next(events), events, span, depth + 1)
        if node.value is None and _COLOUR_AS_NOTE.match(events.text_after(key)):
            raise fail(
                Code.YAML_SYNTAX,
                place,
                f"“{key.value}” has no value, as text after “#” is a comment",
                f'put the colour in quotes: {key.value}: "#…"',
            )
        mapping[key.value] = YamlNode(node.value, node.span, place)
    return mapping


def _check_plain(event: yaml.ScalarEvent, written: str, place: Span) -> None:
    """Refuse a value without straight quotation marks that is not what it seems to be."""
    if _CURLY.fullmatch(event.value):
        raise fail(
            Code.YAML_SYNTAX,
            place,
            f"{event.value} is in curly quotation marks",
            f'use straight ones: "{event.value[1:-1]}"; to print curly ones, put straight ones '
            "around them",
        )
    if item := _ITEM.search(written):
        line = place.line + written.count("\n", 0, item.end())
        raise _syntax(place.at(line), "it continues the line above")


def _is_empty(event: yaml.ScalarEvent) -> bool:
    return not event.value and not event.style


def _open_quotation(event: yaml.Event | None) -> Any:
    """Return where a text in quotation marks begins, if it ends on another line."""
    if not isinstance(event, yaml.ScalarEvent) or event.style not in ("'", '"'):
        return None
    start, end = _marks(event)
    return start if end.line > start.line else None


def _marks(event: yaml.Event) -> tuple[Any, Any]:
    """Return the first and the last place of an event."""
    return event.start_mark, event.end_mark


def _in_words(problem: str) -> str:
    """Return PyYAML's problem in words for those who do not know YAML's."""
    return next((words for start, words in _WORDS.items() if problem.startswith(start)), problem)


def _place(event: yaml.Event, span: Span) -> Span:
    mark = event.start_mark
    return span.at(span.line + mark.line, mark.column + 1) if mark else span


def _syntax(place: Span, problem: str) -> PackError:
    return fail(
        Code.YAML_SYNTAX,
        place,
        f"this line cannot be understood: {problem}",
        "put text that contains “: ”, “#” or brackets in quotes; indent with spaces, never tabs",
    )
