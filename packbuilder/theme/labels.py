"""The words that the program itself puts on a page: labels.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from packbuilder.diagnostics import Code, Diagnostic, Span, suggest
from packbuilder.schema import read_settings
from packbuilder.source import Source, shipped

LABELS = "templates/labels.yaml"

_PLACEHOLDER = re.compile(r"\{(\w*)\}")


@dataclass(frozen=True)
class Labels:
    """The words the program itself puts on a page; `order` are those of the print order."""

    contents: str
    page: str
    of: str
    edition: str
    standard: str
    version: str
    about: str
    blank_page: str
    minutes: str
    minute: str
    by: str
    time: str
    group: str
    needs: str
    result: str
    rests_on: str
    clock: str
    code: str
    card: str
    notes: str
    deck_list: str
    card_guide: str
    row_field: str
    gap_field: str
    words_field: str
    date_field: str
    continued_list: str
    last_join: str
    order: dict[str, str]

    @property
    def texts(self) -> dict[str, str]:
        """All words by name, those of a group as `order.title`."""
        alone = {name: text for name, text in vars(self).items() if isinstance(text, str)}
        return alone | {f"order.{name}": text for name, text in self.order.items()}


def check_labels(labels: Labels, span: Span) -> Iterator[Diagnostic]:
    """A label can only be filled in with what the shipped one names in braces."""
    usual = read_settings(Source(shipped("templates").parent), LABELS, Labels).texts
    for name in sorted(set(usual) ^ set(labels.texts)):
        yield Diagnostic(
            Code.TOKEN,
            span,
            f"there is no label “{name}”" if name in labels.texts else f"“{name}” is missing",
            "copy the names of labels from the templates that come with the program",
        )
    for name, text in labels.texts.items():
        allowed = set(_PLACEHOLDER.findall(usual.get(name, text)))
        for found in _PLACEHOLDER.findall(text):
            if found not in allowed:
                yield Diagnostic(
                    Code.TOKEN,
                    span,
                    f"the label “{name}” holds {{{found}}}, which nothing fills in",
                    suggest(found, allowed),
                )
