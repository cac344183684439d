"""Tokens → diagnostics: names that are missing, colours, lengths and contrast."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from packbuilder.diagnostics import Code, Diagnostic, Span, suggest
from packbuilder.schema import read_settings
from packbuilder.source import Source, shipped
from packbuilder.theme.tokens import TOKENS, Tokens, contrast, is_colour, is_length


def check_contrast(tokens: Tokens, span: Span) -> Iterator[Diagnostic]:
    """Find pairs of colours that are too alike."""
    for pair in tokens.contrast:
        found = contrast(tokens.colours[pair.text], tokens.colours[pair.on])
        if found < pair.least:
            yield Diagnostic(
                Code.CONTRAST,
                span,
                f"{pair.text} {tokens.colours[pair.text]} on {pair.on} "
                f"{tokens.colours[pair.on]} has a contrast of {found:.1f}:1",
                f"choose a darker colour: at least {pair.least:g}:1 is needed to be read",
            )


def check_tokens(tokens: Tokens, span: Span) -> Iterator[Diagnostic]:
    """Find every name that is missing, and every value that is not what it should be."""
    usual = read_settings(Source(shipped("templates").parent), TOKENS, Tokens)
    for group in ("colours", "roles", "lengths", "profiles"):
        for name in sorted(set(getattr(usual, group)) - set(getattr(tokens, group))):
            yield Diagnostic(
                Code.TOKEN,
                span,
                f"“{name}” is missing under “{group}”",
                "copy its line from the templates that come with the program",
            )
    bad_colours = [name for name, value in tokens.colours.items() if not is_colour(value)]
    for name in bad_colours:
        yield Diagnostic(
            Code.TOKEN, span, f"the colour “{name}” is not a colour", 'write it as "#1d4a73"'
        )
    used = [role.colour for role in tokens.roles.values()]
    used += [name for pair in tokens.contrast for name in (pair.text, pair.on)]
    for name in sorted(set(used) - set(tokens.colours)):
        yield Diagnostic(
            Code.TOKEN, span, f"there is no colour “{name}”", suggest(name, tokens.colours)
        )
    if not bad_colours and set(used) <= set(tokens.colours):
        yield from check_contrast(tokens, span)
    for name, value in _lengths(tokens):
        if not is_length(value):
            yield Diagnostic(
                Code.TOKEN, span, f"“{name}: {value}” is not a length", "write it as 9mm or 12pt"
            )


def _lengths(tokens: Tokens) -> Iterable[tuple[str, str]]:
    yield from tokens.lengths.items()
    yield from vars(tokens.page).items()
    yield "least_size", tokens.least_size
    for profile in tokens.profiles.values():
        yield from (
            ("size", profile.size),
            ("leading", profile.leading),
            ("measure", profile.measure),
        )
