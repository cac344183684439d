"""Keep what an edition shows, and fill in its values."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from packbuilder.diagnostics import Code, Diagnostic, suggest
from packbuilder.model import (
    Blank,
    Block,
    Document,
    Excuse,
    Inline,
    Only,
    Text,
    Value,
    rewrite_document,
    rewrite_inlines,
)
from packbuilder.settings.edition import TERMS_IN


@dataclass(frozen=True, slots=True)
class Known:
    """The names that content may use: of values, and of editions."""

    values: Collection[str]
    editions: Collection[str]


def select_edition(
    document: Document,
    edition: str,
    values: Mapping[str, str],
    known: Known,
    problems: list[Diagnostic],
) -> Document:
    """Open the `only` blocks that this edition shows, drop the others, and open every `excuse`.

    A name that no edition has would drop words unseen, so it becomes a problem.
    """

    def change(block: Block) -> Iterable[Block]:
        if isinstance(block, Excuse):
            return block.blocks
        if not isinstance(block, Only):
            return [block]
        wanted = [(Code.VALUE_UNKNOWN, "value", n, known.values) for n in (block.has, block.lacks)]
        wanted += [(Code.EDITION_UNKNOWN, "edition", n, known.editions) for n in block.editions]
        for code, kind, name, names in wanted:
            if name and name not in names:
                message = f"there is no {kind} “{name}”"
                problems.append(Diagnostic(code, block.span, message, suggest(name, names)))
        shown = (
            (not block.has or block.has in values)
            and (not block.lacks or block.lacks not in values)
            and (not block.editions or edition in block.editions)
        )
        return block.blocks if shown else ()

    return rewrite_document(document, change)


def fill_in(
    document: Document,
    values: Mapping[str, str],
    known: Known,
    problems: list[Diagnostic],
) -> Document:
    """Replace `[[name]]` by the edition's value, or by a ruled space where it has none."""
    names = {*known.values, "title", "version", "updated"}

    def value(inline: Inline) -> Iterable[Inline]:
        if not isinstance(inline, Value):
            return [inline]
        if inline.name not in names:
            problems.append(
                Diagnostic(
                    Code.VALUE_UNKNOWN,
                    inline.span,
                    f"there is no value “{inline.name}”",
                    suggest(inline.name, names),
                )
            )
        text = values.get(inline.name)
        label = inline.name.replace("_", " ")
        return [Text(text, span=inline.span) if text else Blank(label, span=inline.span)]

    return rewrite_document(document, lambda block: [rewrite_inlines(block, value)])


def use_terms(document: Document, terms: Mapping[str, str]) -> Document:
    """Say things in the partnership's own words, in tools and handouts only.

    A capital letter at the start of a word is kept.
    """
    if not terms or document.meta.kind not in TERMS_IN:
        return document
    longest_first = sorted(terms, key=len, reverse=True)
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE)
    lower = {term.lower(): own for term, own in terms.items()}

    def own(match: re.Match[str]) -> str:
        word = lower[match[0].lower()]
        return word[:1].upper() + word[1:] if match[0][0].isupper() else word

    def change(inline: Inline) -> Iterable[Inline]:
        if isinstance(inline, Text):
            return [replace(inline, text=pattern.sub(own, inline.text))]
        return [inline]

    return rewrite_document(document, lambda block: [rewrite_inlines(block, change)])
