"""Checks of tools: what they rest on, how long they take."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from packbuilder.diagnostics import Code, Diagnostic, Severity, suggest
from packbuilder.model import (
    Document,
    FootnoteReference,
    Heading,
    Link,
    Paragraph,
    Steps,
    all_inlines,
    placed_texts,
    plain,
    walk,
)
from packbuilder.settings.project import PROJECT

_SHARE = re.compile(r"(?<![\d.])(?!100 ?%)\d+(?:\.\d+)? ?(?:%|per cent\b|percent\b)")


def check_trace(document: Document, findings: Mapping[str, str]) -> Iterator[Diagnostic]:
    """A tool says which of the project's findings it rests on, if there are any (LA-05); codes of a
    project that has none are printed nowhere, and stop nothing.
    """
    if document.meta.kind == "tool" and findings and not document.meta.rests_on:
        codes = ", ".join(list(findings)[:2])
        yield Diagnostic(
            Code.TRACE,
            document.span,
            "the tool does not say which findings it rests on",
            f"add a line “rests_on: [{codes}]” to its front matter",
        )
    traces = [(document.at(f"rests_on.{n}"), c) for n, c in enumerate(document.meta.rests_on)]
    own = {span for span, _ in traces}
    headings = (block for block in walk(document.blocks) if isinstance(block, Heading))
    traces += [(heading.span, code) for heading in headings for code in heading.trace]
    for span, code in traces:
        if code not in findings:
            yield Diagnostic(
                Code.TRACE,
                span,
                f"there is no finding “{code}”" + ("" if findings else ": the project has none"),
                suggest(code, findings)
                if findings
                else f"write “findings: {{{code}: what was found}}” in {PROJECT}, or delete "
                + ("“rests_on”" if span in own else "“trace”"),
                Severity.ERROR if findings else Severity.WARNING,
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
            f"the steps take {together} minutes, but the front matter says {document.meta.time}",
            "change “time:” in the front matter, or the steps",
        )


def check_numbers(document: Document, findings: Mapping[str, str]) -> Iterator[Diagnostic]:
    """A share in per cent has a source: a link, a footnote, or findings of its section (LA-05)."""
    if document.meta.kind != "tool":
        return
    traced = False
    help = "add a link or a footnote"
    if findings:
        help += f', or the finding: # Heading {{trace="{next(iter(findings))}"}}'
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
                    help,
                    Severity.WARNING,
                )


_NAMED_AFTER = re.compile(r"[a-z]+\d+(?=[a-z]?-)")


def check_codes(documents: Iterable[Document]) -> Iterator[Diagnostic]:
    """A code names one tool in each language: that whose file is named after it. Others with this
    code belong to the tool; the file of none is named after another code.
    """
    alike: dict[tuple[str, str], list[Document]] = {}
    for document in documents:
        code = document.meta.tool.casefold()
        after = _NAMED_AFTER.match(document.name.casefold())
        if code and after and not code.startswith(after[0]):
            yield Diagnostic(
                Code.UNMEANT,
                document.at("tool"),
                f"the file is named after {after[0].upper()}, but its code is {document.meta.tool}",
                "correct the code, or rename the file",
                Severity.WARNING,
            )
        key = document.meta.language, code
        alike.setdefault(key, []).append(document)
    for (_, code), (first, *others) in alike.items():
        named = [d for d in (first, *others) if f"{d.name.casefold()}-".startswith(f"{code}-")]
        if not code or len(named) == 1:
            continue
        for document in others:
            yield Diagnostic(
                Code.NAME_TWICE,
                document.at("tool"),
                f"“{document.meta.tool}” is already the code of {first.span.path}",
                "give one of the two another code; where both belong to one tool, let the name of "
                f"one file alone begin with “{code}-”",
                Severity.WARNING,
            )


_NAMED = re.compile(r"(?<![\w.-])([A-Z]{1,3})(\d{2,3})[A-Za-z]?(?![\w-])")
_ROW = 3
"""So many codes of one kind, such as T01, make a row: others of it are meant as codes, too."""


def check_named_codes(documents: Iterable[Document], codes: Iterable[str]) -> Iterator[Diagnostic]:
    """A text names no code of a tool that is gone: T05, where there are T01 to T14 without it."""
    known = {code.upper() for code in codes}
    rows: dict[tuple[str, int], set[int]] = {}
    for found in filter(None, map(_NAMED.fullmatch, known)):
        rows.setdefault((found[1], len(found[2])), set()).add(int(found[2]))
    for document in documents:
        for span, text in placed_texts(document.blocks_and_notes):
            for found in _NAMED.finditer(text):
                row = rows.get((found[1], len(found[2])), set())
                gone = int(found[2]) not in row and int(found[2]) < max(row, default=0)
                if gone and len(row) >= _ROW:
                    yield Diagnostic(
                        Code.DOCUMENT_UNKNOWN,
                        span,
                        f"no document has the code “{found[0]}” any more",
                        "leave it out, or correct it",
                        Severity.WARNING,
                    )
