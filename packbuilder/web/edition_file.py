"""The file of an edition while people fill it in: read, changed by key, merged, tried, saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from packbuilder.diagnostics import Code, Diagnostic, PackError, Span, errors
from packbuilder.settings.edit_yaml import Value, set_keys
from packbuilder.settings.edition import Edition, edition_path
from packbuilder.settings.strict_yaml import YamlNode, read_yaml
from packbuilder.storage.saving import ConflictError, Save
from packbuilder.web.fields import Field, Typed, show_values
from packbuilder.web.merging import keys_of, same
from packbuilder.web.workspace import Workspace


class WrongError(Exception):
    """Details that cannot be saved: by key what is wrong, as sentences or as a check of the file
    found it; with the status of the answer.
    """

    def __init__(self, wrong: Mapping[str, str | Diagnostic], status: int = 422) -> None:
        super().__init__(*wrong)
        self.wrong, self.status = wrong, status


class OverlapError(Exception):
    """Somebody else has changed the same keys: what is there now and what was typed, by key.

    `found` is the hash of the file now.
    """

    def __init__(self, overlaps: Mapping[str, tuple[Any, Any]], found: str) -> None:
        super().__init__(*overlaps)
        self.overlaps, self.found = overlaps, found


class EditionFile:
    """The file of one edition, as it is now."""

    def __init__(self, workspace: Workspace, name: str) -> None:
        self._workspace, self._name, self.path = workspace, name, edition_path(name)
        self.text, self.seen = workspace.read_seen(self.path)

    def typed(self, fields: Sequence[Field]) -> Typed:
        """Return what a form shows of it."""
        return show_values(fields, _keys(self.text, self.path), Edition())

    def save(
        self, values: Mapping[str, Value], seen: str, said: str, fields: Sequence[Field]
    ) -> Save | None:
        """Save values that differ from those there are; raise `WrongError` or `OverlapError`.

        Values that are the usual ones and stand nowhere are left out, and so are those that stay as
        a form has shown them, which somebody else may have changed meanwhile.
        """
        first = next(iter(values))
        if seen != self.seen:
            values = self._typed_since(seen, values, fields)
        changes = _worth_writing(values, _keys(self.text, self.path), fields)
        try:
            text = set_keys(self.text, changes, self.path)
        except PackError as error:
            raise WrongError(_by_key(error.diagnostics, self.text, first)) from None
        self._try(text, first)
        try:
            return self._workspace.writer.save(self.path, text.encode(), self.seen, said)
        except ConflictError as error:
            raise OverlapError({}, error.found) from None

    def _typed_since(
        self, seen: str, values: Mapping[str, Value], fields: Sequence[Field]
    ) -> dict[str, Value]:
        """Return the values that are others than in the file that a form has shown; raise
        `OverlapError` when somebody has changed the same ones meanwhile.
        """
        base_text = self._workspace.seen_text(seen)
        if base_text is None:
            raise OverlapError({}, self.seen)
        usual = _usual(fields)
        base = {**usual, **_keys(base_text, self.path)}
        now = {**usual, **_keys(self.text, self.path)}
        typed = {key: each for key, each in values.items() if same(each) != same(base.get(key))}
        both = {
            key: (now.get(key), value)
            for key, value in typed.items()
            if same(now.get(key)) not in (same(base.get(key)), same(value))
        }
        if both:
            raise OverlapError(both, self.seen)
        return typed

    def _try(self, text: str, first: str) -> None:
        """Raise `WrongError` when the edition could not be used with this file."""
        unsaved = {self.path: text.encode()}
        try:
            found: Sequence[Diagnostic] = self._workspace.tried(self._name, unsaved).problems
        except PackError as error:
            found = error.diagnostics
        wrong = [problem for problem in errors(found) if problem.span.path == self.path]
        if wrong:
            raise WrongError(_by_key(wrong, text, first))


def _by_key(problems: Sequence[Diagnostic], text: str, first: str) -> dict[str, Diagnostic]:
    """Return what is wrong by the key whose line it is on; of a logo without words, by theirs."""
    wrong: dict[str, Diagnostic] = {}
    try:
        tree = read_yaml(text, Span(""))
    except PackError:
        tree = YamlNode(None, Span(""))
    for problem in problems:
        key = tree.key_at(problem.span.line) or first
        wrong.setdefault("logo_alt" if problem.code is Code.IMAGE_ALT else key, problem)
    return wrong


def _keys(text: str, path: str) -> dict[str, Any]:
    """Return what a file says, as plain data; a damaged one says nothing."""
    try:
        return keys_of(text, path)
    except PackError:
        return {}


def _usual(fields: Sequence[Field]) -> dict[str, Any]:
    """Return what an edition has where its file says nothing."""
    return {each.name: getattr(Edition(), each.name, None) for each in fields}


def _worth_writing(
    values: Mapping[str, Value], now: Mapping[str, Any], fields: Sequence[Field]
) -> dict[str, Value]:
    """Return values that differ from the file, without those that mean the same as no line."""
    usual = _usual(fields)
    return {
        key: value
        for key, value in values.items()
        if same(value) != same(now.get(key)) and (key in now or same(value) != same(usual.get(key)))
    }
