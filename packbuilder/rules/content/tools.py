"""Checks of tools: what they rest on, how long they take."""

from __future__ import annotations

import re
from collections.abc import Iterator

from packbuilder.diagnostics import Code, Diagnostic, Severity
from packbuilder.model import (
    Document,
    FootnoteReference,
    Heading,
    Link,
    Paragraph,
    Steps,
    all_inlines,
    plain,
    walk,
)

_TRACE = re.compile(r"K[1-8]|D[1-6]|E[1-5]|V|N")

_SHARE = re.compile(r"(?<![\d.])(?!100 ?%)\d+(?:\.\d+)? ?(?:%|per cent\b|percent\b)")


def check_trace(document: Document) -> Iterator[Diagnostic]:
    """A tool says which findings it rests on (LA-05)."""
    if document.meta.kind == "tool" and not document.meta.rests_on:
        yield Diagnostic(
            Code.TRACE,
            document.span,
            "the tool does not say which findings it rests on",
            "add a line “rests_on: [K1, E2]” to its front matter",
        )
    traces = [(document.at(f"rests_on.{n}"), c) for n, c in enumerate(document.meta.rests_on)]
    headings = (block for block in walk(document.blocks) if isinstance(block, Heading))
    traces += [(heading.span, code) for heading in headings for code in heading.trace]
    for span, code in traces:
        if not _TRACE.fullmatch(code):
            yield Diagnostic(
                Code.TRACE,
                span,
                f"there is no finding “{code}”",
                "use K1 to K8, D1 to D6, E1 to E5, V or N",
            )


def check_time(document: Document) -> Iterator[Diagnostic]:
    """A tool takes as long as its steps."""
    if document.meta.kind != "tool":
        return
    steps = [block for block in walk(document.blocks) if isinstance(block, Steps)]
    together = sum(block.minutes for block in steps)
    if steps and together != document.meta.time:
        yield Diagnostic(
            Code.MINUTES,
            document.at("time"),
            f"the steps take {together} minutes, the front matter says {document.meta.time}",
            "change “time:” in the front matter, or the steps",
        )


def check_numbers(document: Document) -> Iterator[Diagnostic]:
    """A share in per cent has a source: a link, a footnote, or findings of its section (LA-05)."""
    if document.meta.kind != "tool":
        return
    traced = False
    for block in walk(document.blocks):
        if isinstance(block, Heading):
            traced = bool(block.trace)
        elif isinstance(block, Paragraph) and not traced:
            share = _SHARE.search(plain(block.inlines))
            named = any(isinstance(i, Link | FootnoteReference) for i in all_inlines([block]))
            if share and not named:
                yield Diagnostic(
                    Code.NUMBER_SOURCE,
                    block.span,
                    f"“{share[0]}” does not say where it comes from",
                    'add a link or a footnote, or the finding: # Heading {trace="E2"}',
                    Severity.WARNING,
                )
