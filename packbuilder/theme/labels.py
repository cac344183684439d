"""The words that the program itself puts on a page: a file of labels for each language."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields, make_dataclass, replace
from pathlib import PurePosixPath
from string import Formatter

from packbuilder.diagnostics import Code, Diagnostic, suggest
from packbuilder.settings.schema import Where, read_settings
from packbuilder.storage.source import Source, shipped

FOLDER = "templates/labels"
ENGLISH = "en"
LABELS = f"{FOLDER}/{ENGLISH}.yaml"

_NAMED = re.compile(r"\{\w*\}")
_SINGULAR = "minute"
"""The one label that may do without its number."""


@dataclass(frozen=True)
class Labels:
    """The words the program itself puts on a page; `kinds` name kinds of paper on covers, and
    `order` are those of the print order.
    """

    contents: str
    pack_contents: str
    start_here: str
    part: str
    finder: str
    finder_lead: str
    tools_range: str
    one_sheet: str
    page: str
    of: str
    edition: str
    standard: str
    version: str
    about: str
    about_pack: str
    rests_on_each: str
    rests_on_tool: str
    rests_on_none: str
    rests_on_all: str
    minutes: str
    minute: str
    short_minutes: str
    minutes_head: str
    step: str
    route_if: str
    route_then: str
    by: str
    time: str
    group: str
    needs: str
    result: str
    rests_on: str
    clock: str
    at_a_glance: str
    everybody: str
    free_time: str
    code: str
    card: str
    notes: str
    deck_list: str
    card_guide: str
    row_field: str
    gap_field: str
    words_field: str
    date_field: str
    blank_field: str
    continued_list: str
    last_join: str
    or_join: str
    changed_values: str
    changed_terms: str
    changed_local: str
    changed_left_out: str
    kinds: dict[str, str]
    format_names: dict[str, str]
    format_uses: dict[str, str]
    order: dict[str, str]

    @property
    def texts(self) -> dict[str, str]:
        """All words by name, those of a group as `order.title`."""
        alone = {name: text for name, text in vars(self).items() if isinstance(text, str)}
        groups = {name: texts for name, texts in vars(self).items() if isinstance(texts, dict)}
        return alone | {
            f"{group}.{name}": text
            for group, texts in groups.items()
            for name, text in texts.items()
        }


_SomeLabels = make_dataclass(
    "_SomeLabels", [(each.name, f"{each.type} | None", None) for each in fields(Labels)]
)
"""What a language may have of its own."""


def read_languages(source: Source) -> dict[str, Labels]:
    """Read the labels of all languages; what one lacks it has from English. Raise `PackError`."""
    english = read_settings(source, LABELS, Labels)
    paths = {PurePosixPath(path).stem.lower(): path for path in source.find(FOLDER, ".yaml")}
    others = {
        language: _over(english, read_settings(source, path, _SomeLabels))
        for language, path in paths.items()
        if language != ENGLISH
    }
    return {ENGLISH: english, **others}


def _over(english: Labels, own: object) -> Labels:
    """Put the labels that a language has in place of the English ones."""
    found = {name: value for name, value in vars(own).items() if value is not None}
    groups = {
        name: getattr(english, name) | value
        for name, value in found.items()
        if isinstance(value, dict)
    }
    return replace(english, **(found | groups))


def labels_path(language: str) -> str:
    """Return where the labels of a language are written."""
    return f"{FOLDER}/{language}.yaml"


def nearest_language(language: str, known: Collection[str]) -> str:
    """Return the name of the labels for a language such as `cy-GB`: its own, `cy`, or English."""
    whole = language.lower()
    return next((name for name in (whole, whole.split("-")[0]) if name in known), ENGLISH)


def check_labels(labels: Labels, where: Where) -> Iterator[Diagnostic]:
    """A label holds in braces what the shipped one does, and nothing else."""
    usual = read_settings(Source(shipped("templates").parent), LABELS, Labels).texts
    for name in sorted(set(usual) ^ set(labels.texts)):
        yield Diagnostic(
            Code.TOKEN,
            where(*name.split(".")),
            f"there is no label “{name}”" if name in labels.texts else f"“{name}” is missing",
            "copy the names of labels from the templates that come with the program",
        )
    for name, text in labels.texts.items():
        allowed = _placeholders(usual.get(name, ""))
        if not allowed and not _NAMED.search(text):
            continue  # nothing is filled in, and a brace is printed as it is
        for message, help in _wrong_braces(name, text, allowed):
            yield Diagnostic(Code.TOKEN, where(*name.split(".")), message, help)


def _wrong_braces(name: str, text: str, allowed: set[str]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a label's braces, and what to do."""
    try:
        found = _placeholders(text)
    except ValueError:
        yield f"the label “{name}” has an unmatched brace", f"write {_list(allowed)}"
        return
    for extra in sorted(found - allowed):
        help = suggest(extra, allowed)
        yield f"the label “{name}” has {{{extra}}}, which nothing fills in", help
    if allowed - found and not found - allowed and name != _SINGULAR:
        missing = _list(allowed - found)
        yield f"the label “{name}” is missing {missing}", f"put {missing} where it is filled in"


def _list(names: set[str]) -> str:
    return " and ".join(f"{{{name}}}" for name in sorted(names))


def _placeholders(text: str) -> set[str]:
    """List what stands in braces; raises ValueError when a brace has no partner."""
    parts = [part for part in Formatter().parse(text) if part[1] is not None]
    return {
        f"{name}{'!' if change else ''}{change or ''}{':' if form else ''}{form}"
        for _, name, form, change in parts
    }
