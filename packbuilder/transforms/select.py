"""Keep what an edition shows, and fill in its values."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from packbuilder.diagnostics import Code, Diagnostic, Span, suggest
from packbuilder.model import (
    Blank,
    Block,
    Document,
    Inline,
    LineBreak,
    Link,
    Only,
    Text,
    Value,
    Waiver,
    rewrite_document,
    rewrite_inlines,
)
from packbuilder.settings.document_names import DocumentNames
from packbuilder.settings.project import DOCUMENT_VALUES

_VALUE_IN_ADDRESS = re.compile(r"%5B%5B(\w+)%5D%5D")
_SCHEME_TWICE = re.compile(r"^(?:https?://|mailto:|tel:)(?=https?://|mailto:|tel:)")
"""Where an address is written “https://[[website]]”, and the value begins with https:// too."""


@dataclass(frozen=True, slots=True)
class Known:
    """The names that content may use: of values, editions and documents.

    `left_out` are the documents that the edition does without. `labels` name values for people
    where the project does, and `empty` says what to print in place of the ruled space of a value
    that an edition lacks.
    """

    values: Collection[str]
    editions: Collection[str]
    labels: Mapping[str, str] = field(default_factory=dict)
    empty: Mapping[str, str] = field(default_factory=dict)
    documents: DocumentNames = field(default_factory=lambda: DocumentNames({}))
    left_out: Collection[str] = ()


def select_edition(
    document: Document,
    edition: str,
    values: Mapping[str, str],
    known: Known,
) -> tuple[Document, list[Diagnostic]]:
    """Open the `only` blocks that this edition shows, drop the others, and open every `excuse`.

    A name that no edition has would drop words unseen, so it becomes a problem.
    """
    problems: list[Diagnostic] = []

    def change(block: Block) -> Iterable[Block]:
        if isinstance(block, Waiver):
            return block.blocks
        if not isinstance(block, Only):
            return [block]
        wanted = [(Code.VALUE_UNKNOWN, "value", n, known.values) for n in (block.has, block.lacks)]
        wanted += [(Code.EDITION_UNKNOWN, "edition", n, known.editions) for n in block.editions]
        for code, kind, name, names in wanted:
            if name and name not in names:
                message = f"there is no {kind} “{name}”"
                problems.append(Diagnostic(code, block.span, message, suggest(name, names)))
        for name in filter(None, (block.document, block.missing)):
            if not known.documents.find(name):
                message = f"there is no document “{name}”"
                help = known.documents.suggest(name)
                problems.append(Diagnostic(Code.DOCUMENT_UNKNOWN, block.span, message, help))
        gone = known.left_out
        shown = (
            (not block.document or known.documents.find(block.document) not in gone)
            and (not block.missing or known.documents.find(block.missing) in gone)
            and (not block.has or block.has in values)
            and (not block.lacks or block.lacks not in values)
            and (not block.editions or edition in block.editions)
        )
        return block.blocks if shown else ()

    return rewrite_document(document, change), problems


def fill_in(
    document: Document,
    values: Mapping[str, str],
    known: Known,
) -> tuple[Document, list[Diagnostic]]:
    """Replace `[[name]]` by the edition's value, or by a ruled space where it has none; a name that
    is no value's is a problem.
    """
    problems: list[Diagnostic] = []
    names = {*known.values, *DOCUMENT_VALUES}

    def check(name: str, span: Span) -> None:
        if name not in names:
            message = f"there is no value “{name}”"
            problems.append(Diagnostic(Code.VALUE_UNKNOWN, span, message, suggest(name, names)))

    def value(inline: Inline) -> Iterable[Inline]:
        if isinstance(inline, Link):
            return address(inline)
        if not isinstance(inline, Value):
            return [inline]
        check(inline.name, inline.span)
        text = values.get(inline.name) or known.empty.get(inline.name)
        if text:
            return _in_lines(text, inline.span)
        label = known.labels.get(inline.name) or inline.name.replace("_", " ")
        return [Blank(label, span=inline.span)]

    def address(link: Link) -> Iterable[Inline]:
        """Fill in the values in an address; without one of them the words are no link."""
        wanted = _VALUE_IN_ADDRESS.findall(link.target)
        for name in wanted:
            check(name, link.span)
        if not all(values.get(name) for name in wanted):
            return link.inlines
        target = _VALUE_IN_ADDRESS.sub(lambda match: values[match[1]].strip(), link.target)
        return [replace(link, target=_SCHEME_TWICE.sub("", target))]

    filled = rewrite_document(document, lambda block: [rewrite_inlines(block, value)])
    return filled, problems


def _in_lines(text: str, span: Span) -> Iterable[Inline]:
    """Return a value's words; each of its lines stands on one of its own."""
    for number, line in enumerate(text.strip().splitlines()):
        if number:
            yield LineBreak(span=span)
        if line.strip():
            yield Text(line.strip(), span=span)
