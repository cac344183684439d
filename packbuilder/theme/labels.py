"""The words that the program itself puts on a page: a file of labels for each language."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields, make_dataclass, replace
from functools import cached_property, lru_cache
from pathlib import PurePosixPath
from string import Formatter

from packbuilder.diagnostics import NOWHERE, Code, Diagnostic, Span, suggest
from packbuilder.model import Foreign, Inline, Text
from packbuilder.settings.dates import PLURAL_FORMS, plural_of, plurals_of
from packbuilder.settings.schema import Where, read_settings
from packbuilder.storage.shipped import shipped
from packbuilder.storage.source import Source

FOLDER = "templates/labels"
ENGLISH = "en"
LABELS = f"{FOLDER}/{ENGLISH}.yaml"

PLURALS = ("minutes",)
"""The labels that have a form for each plural of their language."""

_NAMED = re.compile(r"\{\w*\}")
_MAY_LACK_NUMBER = ("zero", "one", "two")
"""Plurals that languages may say without a figure: “a minute”, “two minutes” in a word."""


@dataclass(frozen=True)
class WrittenLabels:
    """The words the program itself puts on a page, as a file has them; `kinds` name kinds of paper
    on covers, `minutes` are the plurals of that word, `order` are the words of the print order,
    `collect` those of the results of forms, `web` those around the text of an HTML file.
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
    minutes: dict[str, str]
    short_minutes: str
    minutes_head: str
    step: str
    route_if: str
    route_then: str
    by: str
    time: str
    agenda_time: str
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
    place_card_guide: str
    row_field: str
    gap_field: str
    words_field: str
    date_field: str
    blank_field: str
    continued_list: str
    last_join: str
    or_join: str
    quotation_marks: dict[str, str]
    alerts: dict[str, str]
    changed_values: str
    changed_terms: str
    changed_local: str
    changed_left_out: str
    kinds: dict[str, str]
    format_names: dict[str, str]
    format_uses: dict[str, str]
    web: dict[str, str]
    order: dict[str, str]
    collect: dict[str, str]


@dataclass(frozen=True)
class Labels(WrittenLabels):
    """The labels of a `language`; those whose names are in `english` are English ones, as it lacks
    them.
    """

    language: str = ENGLISH
    english: tuple[str, ...] = ()

    @cached_property
    def texts(self) -> dict[str, str]:
        """All words by name, those of a group as `order.title`."""
        return _texts({each.name: getattr(self, each.name) for each in fields(WrittenLabels)})

    def inline(self, name: str, span: Span = NOWHERE, **values: object) -> Inline:
        """Return a label as words in a line, filled in, and marked where it is English."""
        return self.marked(name, getattr(self, name).format(**values), span)

    def counted(self, name: str, number: int, span: Span = NOWHERE) -> Inline:
        """Return a label that has plurals with its number, marked where it is English."""
        language = ENGLISH if name in self.english else self.language
        forms = getattr(self, name)
        words = forms.get(plural_of(number, language), forms["other"])
        return self.marked(name, words.format(**{name: number}), span)

    def marked(self, name: str, words: str, span: Span = NOWHERE) -> Inline:
        """Return words that a label was put into, marked where the label is English."""
        text = Text(words, span=span)
        return Foreign((text,), ENGLISH, span=span) if name in self.english else text


_SomeLabels = make_dataclass(
    "_SomeLabels",
    [(each.name, f"{each.type} | None", None) for each in fields(WrittenLabels)],
    namespace={"__module__": __name__},  # where it is found, to be kept
)
"""What a language may have of its own."""


def _texts(labels: Mapping[str, object]) -> dict[str, str]:
    """Return labels by name, those of a group as `order.title`."""
    alone = {name: text for name, text in labels.items() if isinstance(text, str)}
    groups = {name: texts for name, texts in labels.items() if isinstance(texts, dict)}
    return alone | {
        f"{group}.{name}": text for group, texts in groups.items() for name, text in texts.items()
    }


def read_languages(source: Source) -> dict[str, Labels]:
    """Read the labels of all languages; what one lacks it has from English. Raise `PackError`."""
    english = Labels(**vars(read_settings(source, LABELS, WrittenLabels)))
    paths = {PurePosixPath(path).stem.lower(): path for path in source.find(FOLDER, ".yaml")}
    others = {
        language: _over(english, language, read_settings(source, path, _SomeLabels))
        for language, path in paths.items()
        if language != ENGLISH
    }
    return {ENGLISH: english, **others}


def _over(english: Labels, language: str, own: object) -> Labels:
    """Put the labels that a language has in place of the English ones."""
    found = {name: value for name, value in vars(own).items() if value is not None}
    groups = {
        name: getattr(english, name) | value
        for name, value in found.items()
        if isinstance(value, dict) and name not in PLURALS
    }
    lacking = frozenset(
        name
        for name in english.texts.keys() - _texts(found).keys()
        if name.split(".")[0] not in PLURALS
    )
    lacking |= {name for name in PLURALS if name not in found}
    return replace(english, **(found | groups), language=language, english=tuple(sorted(lacking)))


def in_no_language(labels: Labels) -> Labels:
    """Return English labels for a document in a language that has none: each is marked."""
    return replace(labels, english=(*sorted(labels.texts), *PLURALS))


def labels_path(language: str) -> str:
    """Return where the labels of a language are written."""
    return f"{FOLDER}/{language}.yaml"


def nearest_language(language: str, known: Collection[str]) -> str:
    """Return the name of the labels for a language such as `cy-GB`: its own, `cy`, or English."""
    whole = language.lower()
    return next((name for name in (whole, whole.split("-")[0]) if name in known), ENGLISH)


def are_shipped(source: Source, language: str) -> bool:
    """Whether a project has the labels of a language just as the program brings them."""
    path = labels_path(language)
    kept = shipped("templates").parent / path
    return kept.is_file() and kept.read_text(encoding="utf-8") == source.read_text(path)


def check_labels(labels: Labels, where: Where) -> Iterator[Diagnostic]:
    """A label holds in braces what the shipped one does, and nothing else."""
    shipped_labels = read_settings(Source(shipped("templates").parent), LABELS, WrittenLabels)
    usual, wanted = _usual(_texts(vars(shipped_labels)), labels)
    for name in sorted(wanted - set(labels.texts) | set(labels.texts) - set(usual)):
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


def _usual(usual: dict[str, str], labels: Labels) -> tuple[dict[str, str], set[str]]:
    """Return the labels there may be in a language, as they are in English, and the names of those
    that it cannot do without: each plural that whole numbers have.
    """
    wanted = set(usual)
    for name in PLURALS:
        language = ENGLISH if name in labels.english else labels.language
        forms, usual_form = plurals_of(language), usual[f"{name}.other"]
        wanted -= {each for each in usual if each.startswith(f"{name}.")}
        wanted |= {f"{name}.{form}" for form in (*forms, "other")}
        usual = usual | {f"{name}.{form}": usual_form for form in PLURAL_FORMS}
    return usual, wanted


def _wrong_braces(name: str, text: str, allowed: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a label's braces, and what to do."""
    try:
        found = _placeholders(text)
    except ValueError:
        yield f"the label “{name}” has an unmatched brace", f"write {_list(allowed)}"
        return
    for extra in sorted(found - allowed):
        help = suggest(extra, allowed)
        yield f"the label “{name}” has {{{extra}}}, which nothing fills in", help
    group, _, form = name.partition(".")
    if group in PLURALS and form in _MAY_LACK_NUMBER:
        return
    if allowed - found and not found - allowed:
        missing = _list(allowed - found)
        yield f"the label “{name}” is missing {missing}", f"put {missing} where it is filled in"


def _list(names: Collection[str]) -> str:
    return " and ".join(f"{{{name}}}" for name in sorted(names))


@lru_cache(maxsize=4096)
def _placeholders(text: str) -> frozenset[str]:
    """List what stands in braces; raises ValueError when a brace has no partner."""
    parts = [part for part in Formatter().parse(text) if part[1] is not None]
    return frozenset(
        f"{name}{'!' if change else ''}{change or ''}{':' if form else ''}{form}"
        for _, name, form, change in parts
    )
