"""Slips in values of YAML, which are printed as they are: marks of Markdown, letters, versions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from packbuilder.diagnostics import Code, Diagnostic, Severity, Span
from packbuilder.readers.pasted import short
from packbuilder.readers.stray import garbled_letters

_MARKS = re.compile(
    r"\*\*|\[\[\w+\]\]|\[[^\[\]]+\]\((?=\S)|</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>"
    r"|&(?:amp|nbsp|lt|gt|quot|apos|ndash|mdash|hellip|#\d+);",
    re.IGNORECASE,
)
_VERSION = re.compile(r"version:\s*[\"']?(\d+,\d+)\b")
_COMMENT = re.compile(r"(?:^|\s)#\s.*")


def find_marks(text: str, span: Span) -> Iterator[Diagnostic]:
    """Find what is no plain text in the values of a YAML text that starts at `span`."""
    for number, line in enumerate(text.split("\n")):
        value, place = _COMMENT.sub("", line), span.at(span.line + number, 1)
        if found := _MARKS.search(value):
            yield Diagnostic(
                Code.MARKDOWN_UNUSED,
                place,
                f"“{short(found[0])}” is printed as it is: this is plain text",
                "write only the words; values of the edition can be used in the text",
                Severity.WARNING,
            )
        if found := _VERSION.match(value):
            message, help = f"the version “{found[1]}” has a comma", "write a full stop: “1.2”"
            yield Diagnostic(Code.UNMEANT, place, message, help, Severity.WARNING)
        for message, help in garbled_letters(value):
            yield Diagnostic(Code.GARBLED, place, message, help, Severity.WARNING)
