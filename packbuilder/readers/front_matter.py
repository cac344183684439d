"""YAML head of a Markdown file → Metadata, every key checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from packbuilder.diagnostics import Span
from packbuilder.model import Metadata
from packbuilder.settings.dates import is_language, unknown_language
from packbuilder.settings.schema import to_type
from packbuilder.settings.strict_yaml import read_yaml


def read_front_matter(text: str, span: Span) -> tuple[Metadata, Mapping[str, Span]]:
    """Read the head that starts at `span`, and say where its keys stand.

    Raises `PackError` with all that is wrong.
    """
    node = read_yaml(text, span)
    head = to_type(node, Metadata)
    if not is_language(head.language):
        raise unknown_language(head.language, node.find(("language",)).span)
    if head.numbered is None:
        head = replace(head, numbered=head.kind == "report")
    return head, dict(node.places())
