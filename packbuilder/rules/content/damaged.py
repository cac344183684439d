"""What can be said of a text that could not be read as a whole, and does not follow from that.

A mistake costs the words of its own lines: the title of a block that is not closed, a cell too
many, all of a fence without an end. All others are read, blocks inside a block with mistakes too.
So an order of headings, or an abbreviation without an explanation, is reported unless what would
make it right may be among those words. Sums over a whole text (how long its sentences are, how many
words are bold) wait, as each word counts in them; so do captions, which a block gives the table
inside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from packbuilder.diagnostics import Code, Diagnostic, PackError, Severity, errors
from packbuilder.model import Document

_NOTHING_LOST = {Code.IMAGE_ALT, Code.LINK_UNSAFE, Code.FOOTNOTE, Code.VALUE_UNKNOWN}
"""Mistakes beside which all of a text is there."""

_AT_THEIR_PLACE = {
    *(Code.VALUE_UNKNOWN, Code.LINK_VAGUE, Code.GLYPH_MISSING, Code.YAML_NOTE, Code.TYPING),
    *(Code.LEFT_OVER, Code.COLOUR_ALONE, Code.CAPITALS, Code.SENTENCE, Code.DATE, Code.JARGON),
    *(Code.PHONE, Code.DIRECTION, Code.GARBLED, Code.STRAY_SIGNS, Code.UNMEANT),
    *(Code.MARKDOWN_UNUSED, Code.ID_DUPLICATE, Code.ALIKE, Code.TITLE_CASE, Code.HEADING_EMPTY),
    *(Code.IMAGE_ALT, Code.EDITION_UNKNOWN, Code.DOCUMENT_UNKNOWN),
}
"""Problems of some words, whatever stands before and after them."""

_IN_A_WHOLE_TEXT = {
    *(Code.ABBREVIATION, Code.HEADING_SKIP, Code.TABLE_HEADER, Code.BOLD, Code.SENTENCES),
    *(Code.READING_AGE, Code.FOOTNOTE),
}
"""Problems that depend on all of a text, but not on what its front matter says."""

_OTHER_FILE = re.compile(r":::\s*include|\bdata=")
_HEADING = re.compile(r"^(?:[\s>*+-]|\d{1,9}[.)]\s)*#", re.MULTILINE)
_CAPITALS = re.compile(r"[A-Z][A-Z-]*[A-Z]")

Lines = Callable[[str], list[str]]
"""Gives the lines of a file, by its path."""


def has_whole_head(document: Document, faults: Iterable[Diagnostic]) -> bool:
    """Whether all that a document says of itself is there."""
    path, last = document.span.path, max((s.line for s in document.head.values()), default=0)
    lines = (fault.span.line for fault in errors(faults) if fault.span.path == path)
    return bool(last) and all(line > last for line in lines)


def is_whole(document: Document, faults: Iterable[Diagnostic]) -> bool:
    """Whether all of a text is there: its faults lose nothing, or are those of its front matter."""
    path, last = document.span.path, max((s.line for s in document.head.values()), default=0)
    return all(
        fault.code in _NOTHING_LOST or (fault.span.path == path and fault.span.line <= last)
        for fault in errors(faults)
    )


def without_consequences(
    document: Document,
    found: Iterable[Diagnostic],
    faults: Collection[Diagnostic],
    lines_of: Lines,
) -> Iterator[Diagnostic]:
    """Yield what was found in the rest of a document with faults, but for what may follow from
    them.
    """
    if {fault.code for fault in errors(faults)} <= _NOTHING_LOST:
        yield from found
        return
    wrong = {fault.span.line for fault in faults if fault.span.path == document.span.path}
    asked = {document.head[key].line for key in ("language", "excuse") if key in document.head}
    words = asked.isdisjoint(wrong)
    known = _AT_THEIR_PLACE | (_IN_A_WHOLE_TEXT if is_whole(document, faults) else set())
    try:
        lost = _Lost("\n".join(_lost_lines(faults, lines_of)))
    except PackError:  # a file that cannot be read, included in this one
        lost = _Lost("::: include")
    lines = {(fault.span.path, fault.span.line) for fault in errors(faults)}
    for each in found:
        # what stands beside words that are lost looks mistyped
        beside = each.code is Code.TYPING and (each.span.path, each.span.line) in lines
        certain = each.code in known or (document.head and not lost.may_explain(each))
        if certain and not beside and (words or not each.code.rule):
            yield each


def _lost_lines(faults: Iterable[Diagnostic], lines_of: Lines) -> Iterator[str]:
    for fault in errors(faults):
        last = max(fault.span.line, fault.span.end_line)
        yield from lines_of(fault.span.path)[max(fault.span.line - 1, 0) : last]


class _Lost:
    """What is known of lines whose words are lost to mistakes."""

    def __init__(self, lines: str) -> None:
        self._is_more = _OTHER_FILE.search(lines) is not None
        self._has_heading = _HEADING.search(lines) is not None
        self._capitals = frozenset(_CAPITALS.findall(lines))

    def may_explain(self, problem: Diagnostic) -> bool:
        """Whether a problem may not be there if these lines had been read."""
        if problem.code is Code.HEADING_SKIP:
            return self._is_more or self._has_heading
        name = problem.message.split("”")[0].removeprefix("“")
        unexplained = problem.code is Code.ABBREVIATION
        return not unexplained or self._is_more or name in self._capitals


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
