"""What can be said of a text that could not be read as a whole, and does not follow from that."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from packbuilder.diagnostics import Code, Diagnostic, Severity, errors
from packbuilder.model import Document

_NOTHING_LOST = {Code.IMAGE_ALT, Code.LINK_UNSAFE, Code.FOOTNOTE, Code.VALUE_UNKNOWN}
"""Mistakes beside which all of a text is there."""

_AT_THEIR_PLACE = {
    *(Code.VALUE_UNKNOWN, Code.LINK_VAGUE, Code.GLYPH_MISSING, Code.YAML_NOTE, Code.TYPING),
    *(Code.LEFT_OVER, Code.COLOUR_ALONE, Code.CAPITALS, Code.SENTENCE, Code.DATE, Code.JARGON),
    *(Code.PHONE, Code.DIRECTION, Code.GARBLED, Code.STRAY_SIGNS, Code.UNMEANT),
    *(Code.MARKDOWN_UNUSED, Code.ID_DUPLICATE),
}
"""Problems of some words, whatever stands before and after them."""

_IN_A_WHOLE_TEXT = {
    *(Code.ABBREVIATION, Code.TITLE_CASE, Code.HEADING_SKIP, Code.HEADING_EMPTY, Code.ALIKE),
    *(Code.TABLE_HEADER, Code.BOLD, Code.SENTENCES, Code.READING_AGE, Code.FOOTNOTE),
}
"""Problems that depend on all of a text, but not on what its front matter says."""


def is_whole(document: Document, faults: Iterable[Diagnostic]) -> bool:
    """Whether all of a text is there: its faults lose nothing, or are those of its front matter."""
    path, last = document.span.path, max((s.line for s in document.head.values()), default=0)
    return all(
        fault.code in _NOTHING_LOST or (fault.span.path == path and fault.span.line <= last)
        for fault in errors(faults)
    )


def without_consequences(
    document: Document, found: Iterable[Diagnostic], faults: Collection[Diagnostic]
) -> Iterator[Diagnostic]:
    """Yield what was found in the rest of a document with faults, but for what may follow from
    them.
    """
    if {fault.code for fault in errors(faults)} <= _NOTHING_LOST:
        yield from found
        return
    unknown = "language" in document.head and document.head["language"].line
    words = unknown not in {fault.span.line for fault in faults}
    known = _AT_THEIR_PLACE | (_IN_A_WHOLE_TEXT if is_whole(document, faults) else set())
    lines = {(fault.span.path, fault.span.line) for fault in errors(faults)}
    for each in found:
        # what stands beside words that are lost looks mistyped
        beside = each.code is Code.TYPING and (each.span.path, each.span.line) in lines
        if each.code in known and not beside and (words or not each.code.rule):
            yield each


_FOLLOW: Mapping[str, Collection[Code]] = {
    "values": {Code.KEY_UNKNOWN, Code.VALUE_UNKNOWN},
    "findings": {Code.TRACE, Code.NUMBER_SOURCE},
    "known_abbreviations": {Code.ABBREVIATION},
    "notice": {Code.NOTICE},
    "formats_statement": {Code.FORMATS},
    "attribution_short": {Code.ATTRIBUTION},
    "sources": {Code.ATTRIBUTION},
    "templates": {Code.GLYPH_MISSING, Code.TEMPLATE},
}
"""What a key of the project that cannot be used may make look wrong elsewhere, and what the look
may.
"""

_RULES = {"language", "known_words", "excuse"}
"""Keys on which warnings of any rule depend."""


def without_consequences_of_settings(
    found: Iterable[Diagnostic], keys: Collection[str]
) -> Iterator[Diagnostic]:
    """Yield what was found in a project, but for what may follow from wrong keys of its own."""
    follow = {code for key in keys for code in _FOLLOW.get(key, ())}
    rules = not _RULES.isdisjoint(keys)
    for each in found:
        if each.severity is not Severity.ERROR and each.code.rule and rules:
            continue
        if each.code not in follow:
            yield each
