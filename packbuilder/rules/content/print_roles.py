"""Checks of print roles: the parts and headings that they name are there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from packbuilder.diagnostics import Code, Diagnostic, Severity, nearest
from packbuilder.model import Deck, Document, Heading, Table, is_poster, walk


def _until_help(written: str, ids: Iterable[str]) -> str:
    """Return what was likely meant."""
    near = nearest(written, ids)
    usual = "give the heading that is for facilitators this id, or leave “until” out"
    return f"did you mean “{near}”?" if near else usual


def check_print_roles(document: Document) -> Iterator[Diagnostic]:
    """A print role names a part and a heading that its document has."""
    blocks = list(walk(document.blocks))
    ids = [block.anchor for block in blocks if isinstance(block, Heading | Table)]
    missing = {
        "cards": not any(isinstance(block, Deck) for block in blocks),
        "sheet": not any(isinstance(block, Deck) for block in blocks),
        "poster": not any(map(is_poster, ids)),
    }
    needed = {"cards": "a deck", "sheet": "a deck", "poster": "a heading with the id {#poster}"}
    for number, role in enumerate(document.meta.print):
        span = document.at(f"print.{number}")
        if missing.get(role.part):
            yield Diagnostic(
                Code.VALUE_WRONG,
                span,
                f"the document has no part “{role.part}” to print",
                f"add {needed[role.part]}, or leave “part” out",
                Severity.WARNING,
            )
        if role.until and role.until not in ids:
            yield Diagnostic(
                Code.VALUE_WRONG,
                span,
                f"the document has no heading with the id “{role.until}”",
                _until_help(role.until, filter(None, ids)),
                Severity.WARNING,
            )
        if role in document.meta.print[:number]:
            yield Diagnostic(
                Code.VALUE_WRONG,
                span,
                "duplicate print role: the same copies would be printed again",
                "delete one of the two",
            )
