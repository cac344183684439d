"""Checks of an edition's file: its colour, its logo, the documents it leaves out."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from packbuilder.diagnostics import Code, Diagnostic, suggest
from packbuilder.recipe import Edition
from packbuilder.schema import Where
from packbuilder.theme import Theme, check_contrast, is_colour, with_colour


def check_edition(
    edition: Edition, theme: Theme, documents: Collection[str], where: Where
) -> Iterator[Diagnostic]:
    """Look at what only the whole project can tell: its colours, its documents.

    `where` gives the places in the edition's file.
    """
    if edition.colour and not is_colour(edition.colour):
        yield Diagnostic(
            Code.VALUE_WRONG,
            where("colour"),
            f"“{edition.colour}” is not a colour",
            'write it as colour: "#1d4a73"',
        )
    elif edition.colour:
        tokens = with_colour(theme, edition.colour).tokens
        usual = theme.tokens.colours
        yield from check_contrast(tokens, usual, lambda _: where("colour"))
    if edition.logo and not edition.logo_alt:
        yield Diagnostic(
            Code.IMAGE_ALT,
            where("logo"),
            "the logo has no alternative text",
            "add a line “logo_alt: Logo of …”",
        )
    for number, name in enumerate(edition.leave_out):
        if name not in documents:
            yield Diagnostic(
                Code.DOCUMENT_UNKNOWN,
                where("leave_out", number),
                f"there is no document “{name}” to leave out",
                suggest(name, documents),
            )
