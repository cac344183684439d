"""Tokens → diagnostics: sizes, spacing, margins and cards of every variant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from packbuilder.diagnostics import Code, Diagnostic, Span
from packbuilder.model.variants import Variant
from packbuilder.rules.records import RULES
from packbuilder.settings.schema import Where
from packbuilder.theme import (
    MM_PER_PT,
    STYLE_SHEETS,
    Theme,
    check_contrast,
    millimetres,
    with_variant,
)
from packbuilder.theme.style_rules import find_loading, find_unpaired, read_rules

RAGGED = 3
"""A line ends with the last word that fits, on average half a word before the measure."""

A4_WIDTH = 210
DRIFT = 0.5
"""How far cards and margins may miss the edge of the paper, in mm."""

_FAMILY = re.compile(r"font-family:\s*([^;}]*)")
_MARKER_WORDS = re.compile(r"::marker[^{}]*\{[^}]*\bcontent\b", re.IGNORECASE)
_RUNNING_TEXT = ("text", "list-item", "quotation")

ValuePath = tuple[str, ...]
"""The way to a value in tokens.yaml."""

LookFault = tuple[Code, ValuePath, str, str]
"""What is wrong, which value to change, in which words, and what to do."""


def check_look(theme: Theme, where: Where) -> Iterator[Diagnostic]:
    """Try every rule on the usual look and on that of each variant; each problem is reported once.

    `where` gives the places of tokens.
    """
    yield from _unpaired(theme)
    yield from _loading(theme)
    yield from _foreign_fonts(theme)
    yield from _marker_words(theme)
    reported: set[str] = set()
    names: list[Variant] = ["office", *theme.tokens.variants]  # type: ignore[list-item]
    for name in names:
        look = with_variant(theme, name)
        if name != "office":
            yield from check_contrast(
                look.tokens,
                theme.tokens.colours,
                lambda colour, at=name: where(*_changed(theme, at, ("colours", colour))),  # type: ignore[misc]
            )
        for code, steps, message, help in (found for check in _CHECKS for found in check(look)):
            if message in reported:
                continue
            reported.add(message)
            span = where(*_changed(theme, name, steps))
            variant = "" if name == "office" else f"in the variant {name}, "
            yield Diagnostic(code, span, variant + message, help, RULES[code.rule].severity)


def _changed(theme: Theme, variant: Variant, steps: ValuePath) -> ValuePath:
    """Return the way to a value where a variant sets it: in the variant, or with the usual ones."""
    group, *names = steps
    changed = theme.tokens.variants.get(variant)
    if group == "profiles" and changed and changed.profile:
        return ("variants", variant, "profile", *names[1:])
    own = getattr(changed, group, None) or {}
    in_variant = bool(own) and (group == "page" or names[0] in own)
    return ("variants", variant, *steps) if in_variant else steps


def _foreign_fonts(theme: Theme) -> Iterator[Diagnostic]:
    """Find styles that ask for another font: the PDF engine takes the pack's own in its place."""
    lines = (
        (name, number, line)
        for name in STYLE_SHEETS
        for number, line in enumerate(theme.templates.get(name, "").split("\n"), 1)
    )
    for sheet, number, line in lines:
        for family in _FAMILY.findall(line):
            name = family.strip("\"' ")
            if name not in ("var(--font)", "inherit", theme.tokens.font):
                yield Diagnostic(
                    Code.FONT_MISSING,
                    Span(f"templates/{sheet}", number),
                    f"the font “{name}” is not one of the pack",
                    "write font-family: var(--font), and choose the font in tokens.yaml",
                )


def _unpaired(theme: Theme) -> Iterator[Diagnostic]:
    """Find brackets of style sheets that have no other half: what follows them would be reported,
    or lost without a word.
    """
    for sheet in (name for name in theme.templates if name.endswith(".css")):
        for line, sign in find_unpaired(theme.templates[sheet]):
            closes = sign in ")]}"
            yield Diagnostic(
                Code.TEMPLATE,
                Span(f"templates/{sheet}", line),
                f"“{sign}” {'closes nothing' if closes else 'is never closed'}",
                "delete it, or open what it closes" if closes else "close it where it has to end",
            )


def _loading(theme: Theme) -> Iterator[Diagnostic]:
    """Find rules that style sheets cannot have, as they are put together and load nothing."""
    for sheet in (name for name in theme.templates if name.endswith(".css")):
        for line, rule in find_loading(theme.templates[sheet]):
            yield Diagnostic(
                Code.TEMPLATE,
                Span(f"templates/{sheet}", line),
                f"“{rule}” has no effect here: style sheets are put together, and load nothing",
                "put the styles of the other file into this one, and delete this line"
                if rule.lower() == "@import"
                else "delete this line",
            )


def _marker_words(theme: Theme) -> Iterator[Diagnostic]:
    """Find styles that give list items other marks in a way that the PDF engine fails on."""
    for sheet in STYLE_SHEETS:
        text = theme.templates.get(sheet, "")
        for rule in read_rules(text) if _MARKER_WORDS.search(text) else ():
            marked = [each for each in rule.selectors if each.endswith("::marker")]
            if marked and rule.properties.get("content", "none") not in ("none", "normal"):
                yield Diagnostic(
                    Code.TEMPLATE,
                    Span(f"templates/{sheet}", rule.line),
                    f"“{marked[0]}” sets “content”, which the PDF engine cannot lay out",
                    'give the list its mark instead: ul > li { list-style-type: "→ " }',
                )


def _sizes(look: Theme) -> Iterator[LookFault]:
    rule = RULES["TY-01"]
    for profile in look.tokens.profiles:
        sizes = {role: look.style(profile, role).size for role in look.tokens.roles}
        smallest = min(sizes, key=lambda role: sizes[role])
        for role, wanted, steps in (
            (smallest, rule.least, ("least_size",)),
            ("text", rule.least_for(look.traits.large), ("profiles", profile, "size")),
        ):
            if sizes[role] < wanted:
                yield (
                    Code.TEXT_SIZE,
                    steps,
                    f"“{role}” in the profile “{profile}” is {sizes[role]:g} pt",
                    f"make size and least_size {wanted}pt or more",
                )


def _spacing(look: Theme) -> Iterator[LookFault]:
    rule = RULES["TY-04"]
    for profile in look.tokens.profiles:
        for role in _RUNNING_TEXT:
            style = look.style(profile, role)
            share = style.leading / style.size
            if not rule.least <= share <= rule.most:
                own = look.tokens.roles[role].leading
                yield (
                    Code.LINE_SPACING,
                    ("roles", role, "leading") if own else ("profiles", profile, "leading"),
                    f"“{role}” in the profile “{profile}” has lines of {share:.2f} times its size",
                    f"make leading {rule.least} to {rule.most} times the size",
                )


def _measures(look: Theme) -> Iterator[LookFault]:
    most = RULES["TY-05"].most
    for profile in look.tokens.profiles:
        letter = look.style(profile, "text").size * look.letter_width * MM_PER_PT
        letters = look.measure(profile) / letter - RAGGED
        if letters > most:
            yield (
                Code.MEASURE,
                ("profiles", profile, "measure"),
                f"a line in the profile “{profile}” has {letters:.0f} letters",
                f"make measure {int((most + RAGGED) * letter)}mm or less",
            )


def _writing(look: Theme) -> Iterator[LookFault]:
    least_tick = RULES["FM-04"].least
    if look.length("tick") < least_tick:
        yield (
            Code.TICK,
            ("lengths", "tick"),
            f"tick boxes are {look.length('tick'):g} mm wide",
            f"make tick {least_tick}mm or more",
        )
    least = RULES["FM-05"].least_for(look.traits.large)
    if look.length("writing-line") < least:
        yield (
            Code.WRITING_LINE,
            ("lengths", "writing-line"),
            f"writing lines are {look.length('writing-line'):g} mm apart",
            f"make writing-line {least}mm or more",
        )


def _margins(look: Theme) -> Iterator[LookFault]:
    rule, filing = RULES["PR-01"], RULES["PR-02"].least
    edges = ("top", "bottom", "left", "right", "footer")
    cards = ("card-margin-top", "card-margin-side", "card-foot")
    lengths: dict[ValuePath, float] = {("page", name): look.page(name) for name in edges}
    lengths |= {("lengths", name): look.length(name) for name in cards}
    for name, sheet in look.tokens.sheets.items():
        for side in ("top", "bottom"):
            lengths["sheets", name, side] = millimetres(getattr(sheet, side) or f"{rule.least}mm")
    for steps, length in lengths.items():
        least = rule.footer if steps[-1] == "card-foot" else rule.least
        if length < least:
            yield (
                Code.MARGIN,
                steps,
                f"“{steps[-1]}” is {length:g} mm from the edge of the paper",
                f"make it {least}mm or more, as printers cut off anything nearer",
            )
    for side in ("left",) if look.tokens.page.mirrored else ("left", "right"):
        if look.page("width") >= A4_WIDTH and look.page(side) < filing:
            yield (
                Code.FILING_MARGIN,
                ("page", side),
                f"the {side} margin is {look.page(side):g} mm, too narrow to punch holes in",
                f"make it {filing}mm or more, on both sides unless pages are mirrored",
            )


def _cards(look: Theme) -> Iterator[LookFault]:
    """Look at A4 alone: cards are printed on no other paper."""
    padding = RULES["PR-07"].least
    if look.length("card-padding") < padding:
        yield (
            Code.CARDS,
            ("lengths", "card-padding"),
            f"the text of a card is {look.length('card-padding'):g} mm from its edge",
            f"make card-padding {padding}mm or more, as cuts can be 2 mm out",
        )
    if look.page("width") != A4_WIDTH:
        return
    sheet = look.cards_on_sheet()
    sides = (("width", "side", sheet.across), ("height", "top", sheet.down))
    for direction, margin, number in sides:
        cards = number * look.length(f"card-{direction}")
        left_over = look.page(direction) - cards - 2 * look.length(f"card-margin-{margin}")
        if abs(left_over) > DRIFT:
            off = f"{abs(left_over):.1f} mm off"
            yield (
                Code.CARDS,
                ("lengths", f"card-{direction}"),
                f"{number} cards and two margins are {off} the paper’s {direction}",
                f"change card-{direction} or card-margin-{margin}",
            )


_CHECKS: tuple[Callable[[Theme], Iterator[LookFault]], ...] = (
    _sizes,
    _spacing,
    _measures,
    _writing,
    _margins,
    _cards,
)
