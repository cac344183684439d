"""Tokens → diagnostics: names that are missing, colours, lengths and contrast."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import get_args

from packbuilder.diagnostics import Code, Diagnostic, Span, nearest, suggest
from packbuilder.model.variants import Variant
from packbuilder.settings.schema import Where, read_settings
from packbuilder.storage.shipped import shipped
from packbuilder.storage.source import Source
from packbuilder.theme.tokens import (
    ALL,
    TOKENS,
    PageSetup,
    Profile,
    Tokens,
    contrast,
    is_colour,
    is_length,
    is_screen_length,
    is_size,
    luminance,
    points,
)

LEAST_SCALE, MOST_SCALE = 1, 2

_GROUPS = ("colours", "roles", "lengths", "screen", "profiles")
_DIVIDED_BY = ("size", "leading", "width", "height", "card-width", "card-height")
"""Lengths that others are counted in, and so are never 0."""

TokenPath = tuple[int | str, ...]
"""The way to a value in tokens.yaml."""


def check_contrast(
    tokens: Tokens, usual: Mapping[str, str], where: Callable[[str], Span]
) -> Iterator[Diagnostic]:
    """Find pairs of colours that are too alike.

    The one to change is that of the text, unless it alone is as in `usual`. `where` gives the
    place of a colour by its name.
    """
    for pair in tokens.contrast:
        text, on = tokens.colours[pair.text], tokens.colours[pair.on]
        found = contrast(text, on)
        if found >= pair.least:
            continue
        background = usual.get(pair.text) == text and usual.get(pair.on) != on
        changed, kept = (on, text) if background else (text, on)
        yield Diagnostic(
            Code.CONTRAST,
            where(pair.on if background else pair.text),
            f"{pair.text} {text} on {pair.on} {on} has a contrast of {found:.1f}:1",
            f"choose a {'lighter' if luminance(changed) > luminance(kept) else 'darker'} colour: "
            f"at least {pair.least:g}:1 is needed to be readable",
        )


def check_tokens(tokens: Tokens, where: Where) -> Iterator[Diagnostic]:
    """Find every name that is missing, and every value that is not what it should be."""
    usual = read_settings(Source(shipped("templates").parent), TOKENS, Tokens)
    problems = [
        _problem(where(*steps), message, help)
        for check in (_missing, _unknown, _colours, _lengths, _sizes, _scales)
        for steps, message, help in check(tokens, usual)
    ]
    yield from problems
    if not problems:
        yield from check_contrast(tokens, usual.colours, lambda name: where("colours", name))


def _problem(span: Span, message: str, help: str) -> Diagnostic:
    return Diagnostic(Code.TOKEN, span, message, help)


TokenFaults = Iterator[tuple[TokenPath, str, str]]
"""Where, what is wrong, and what to do."""


def _missing(tokens: Tokens, usual: Tokens) -> TokenFaults:
    """Find names that are gone; the place is where one seems to be written wrongly."""
    for group in _GROUPS:
        own, needed = getattr(tokens, group), getattr(usual, group)
        extra = set(own) - set(needed)
        for name in sorted(set(needed) - set(own)):
            near = nearest(name, extra)
            yield (
                (group, near) if near else (group,),
                f"“{name}” is missing under “{group}”",
                f"write “{name}” instead of “{near}”"
                if near
                else "copy its line from the templates that come with the program",
            )


def _unknown(tokens: Tokens, _: Tokens) -> TokenFaults:
    """Find names that are used, or that a variant changes, and that do not exist."""
    uses: list[tuple[TokenPath, str]] = [
        (("roles", name, "colour"), role.colour) for name, role in tokens.roles.items()
    ]
    for number, pair in enumerate(tokens.contrast):
        uses += [(("contrast", number, "text"), pair.text), (("contrast", number, "on"), pair.on)]
    for name, role in tokens.roles.items():
        known = {ALL, *tokens.profiles, *get_args(Variant)}
        for key in role.sizes.keys() - known:
            help = suggest(key, known)
            yield ("roles", name, "sizes", key), f"there is no profile “{key}”", help
        for key, colour in role.colours.items():
            uses.append((("roles", name, "colours", key), colour))
            if key not in tokens.profiles:
                help = suggest(key, set(tokens.profiles))
                yield ("roles", name, "colours", key), f"there is no profile “{key}”", help
    for name in tokens.sheets.keys() - {"landscape", *tokens.profiles}:
        help = suggest(name, {"landscape", *tokens.profiles})
        yield ("sheets", name), f"there is no profile “{name}”", help
    for variant, changed in tokens.variants.items():
        uses += [(("variants", variant, "colours", name), name) for name in changed.colours]
        for name in changed.lengths:
            if name not in tokens.lengths:
                help = suggest(name, tokens.lengths)
                yield ("variants", variant, "lengths", name), f"there is no length “{name}”", help
        if variant not in get_args(Variant):
            help = suggest(variant, get_args(Variant))
            yield ("variants", variant), f"there is no variant “{variant}”", help
    for steps, name in uses:
        if name not in tokens.colours:
            yield steps, f"there is no colour “{name}”", suggest(name, tokens.colours)


def _colours(tokens: Tokens, _: Tokens) -> TokenFaults:
    """Find what is not a colour."""
    groups: dict[TokenPath, Mapping[str, str]] = {("colours",): tokens.colours}
    for variant, changed in tokens.variants.items():
        groups["variants", variant, "colours"] = changed.colours
    for group, colours in groups.items():
        for name, value in colours.items():
            if not is_colour(value):
                yield (
                    (*group, name),
                    f"the colour “{name}” is not a colour",
                    'write it as "#1d4a73"',
                )


def _lengths(tokens: Tokens, _: Tokens) -> TokenFaults:
    """Find what is not a length, or is 0 where others are counted in it."""
    for steps, value in _all_lengths(tokens):
        name = steps[-1]
        if not is_length(value):
            yield steps, f"“{name}: {value}” is not a length", "write it as 9mm or 12pt"
        elif name in _DIVIDED_BY and not points(value):
            yield steps, f"“{name}” is 0", "give it a size, such as 9mm or 12pt"
    for name, value in tokens.screen.items():
        if not is_screen_length(value):
            help = "write it as 1.5rem or 24px"
            yield ("screen", name), f"“{name}: {value}” is not a length for screens", help


def _sizes(tokens: Tokens, _: Tokens) -> TokenFaults:
    """Find what is not a size and its leading."""
    for name, role in tokens.roles.items():
        for key, value in role.sizes.items():
            if not is_size(value):
                help = "write size/leading in points, such as 24/28"
                yield ("roles", name, "sizes", key), f"“{key}: {value}” is not a size", help


def _all_lengths(tokens: Tokens) -> Iterable[tuple[TokenPath, str]]:
    yield ("least_size",), tokens.least_size
    yield from _group(("lengths",), tokens.lengths)
    yield from _group(("page",), _margins(tokens.page))
    for name, sheet in tokens.sheets.items():
        given = {side: length for side, length in vars(sheet).items() if length}
        yield from _group(("sheets", name), given)
    for variant, changed in tokens.variants.items():
        yield from _group(("variants", variant, "lengths"), changed.lengths)
        yield from _group(("variants", variant, "page"), _margins(changed.page))
        if changed.least_size:
            yield ("variants", variant, "least_size"), changed.least_size
    for steps, profile in _profiles(tokens):
        names = ("size", "leading", "measure")
        yield from _group(steps, {name: getattr(profile, name) for name in names})


def _margins(page: PageSetup | None) -> Mapping[str, str]:
    return {name: value for name, value in vars(page).items() if name != "mirrored"} if page else {}


def _group(steps: TokenPath, values: Mapping[str, str]) -> Iterable[tuple[TokenPath, str]]:
    return (((*steps, name), value) for name, value in values.items())


def _scales(tokens: Tokens, _: Tokens) -> TokenFaults:
    """Find steps between sizes that no page can hold."""
    for steps, profile in _profiles(tokens):
        if not LEAST_SCALE <= profile.scale <= MOST_SCALE:
            yield (
                (*steps, "scale"),
                f"“scale” cannot be {profile.scale:g}",
                f"write a number from {LEAST_SCALE} to {MOST_SCALE}, such as 1.2",
            )


def _profiles(tokens: Tokens) -> Iterable[tuple[TokenPath, Profile]]:
    yield from ((("profiles", name), profile) for name, profile in tokens.profiles.items())
    for variant, changed in tokens.variants.items():
        if changed.profile:
            yield ("variants", variant, "profile"), changed.profile
