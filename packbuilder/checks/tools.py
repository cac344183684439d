"""Checks of tools: what they rest on, how long they take."""

from __future__ import annotations

import re
from collections.abc import Iterator

from packbuilder.diagnostics import Code, Diagnostic
from packbuilder.model import Document, Heading, Steps, walk

_TRACE = re.compile(r"K[1-8]|D[1-6]|E[1-5]|V|N")


def check_trace(document: Document) -> Iterator[Diagnostic]:
    """A tool says which findings it rests on (LA-05)."""
    if document.meta.kind == "tool" and not document.meta.rests_on:
        yield Diagnostic(
            Code.TRACE,
            document.span,
            "the tool does not say which findings it rests on",
            "add a line “rests_on: [K1, E2]” to its front matter",
        )
    traces = [(document.span, document.meta.rests_on)]
    traces += [(b.span, b.trace) for b in walk(document.blocks) if isinstance(b, Heading)]
    for span, codes in traces:
        for code in codes:
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
    if steps and sum(block.minutes for block in steps) != document.meta.time:
        yield Diagnostic(
            Code.MINUTES,
            steps[0].span,
            f"the steps take {sum(b.minutes for b in steps)} minutes, "
            f"the front matter says {document.meta.time}",
            "change “time:” in the front matter, or the steps",
        )
