"""Design tokens: what a page looks like, for CSS and Word alike.

In: `templates/tokens.yaml`, `labels.yaml` and the page templates, an edition's colour. Out: a
`Theme`, plain data that can be sent to another process. Sizes are in pt, rounded to half points
(Word knows no finer ones); lengths in mm unless a name says otherwise.
"""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal

import font_source_sans_pro
from fontTools import subset
from fontTools.ttLib import TTFont

from packbuilder.diagnostics import Code, Diagnostic, PackError, Span, fail, suggest
from packbuilder.schema import read_settings
from packbuilder.source import Source, shipped

TOKENS = "templates/tokens.yaml"
LABELS = "templates/labels.yaml"
MM_PER_PT = 25.4 / 72

_USUAL_LETTERS = "Good decisions need a good relationship and the right people at the table."
"""Letters, spaces and commas about as often as in English."""

_PLACEHOLDER = re.compile(r"\{(\w*)\}")

Variant = Literal[
    "office",
    "screen",
    "large-print",
    "high-contrast",
    "greyscale",
    "print-shop",
    "booklet",
    "two-up",
    "poster",
]
"""How a pack is made: for the office printer, for filling in on screen, and so on."""


@dataclass(frozen=True)
class ContrastPair:
    """Two colours that must differ by at least this ratio (WCAG 2.2, 1.4.3)."""

    text: str
    on: str
    least: float


@dataclass(frozen=True)
class Page:
    """The paper and its margins; `footer` is the distance of the foot line from the edge."""

    width: str
    height: str
    top: str
    bottom: str
    left: str
    right: str
    footer: str


@dataclass(frozen=True)
class Profile:
    """Text sizes for a kind of document; a step up the scale multiplies the size by `scale`."""

    size: str
    leading: str
    measure: str
    scale: float


@dataclass(frozen=True)
class Role:
    """How one kind of text differs from running text; see tokens.yaml."""

    step: float
    colour: str
    leading: float = 0
    bold: bool = False
    before: float = 0
    after: float = 0


@dataclass(frozen=True)
class VariantTokens:
    """What a variant changes: one profile for all kinds of document, paper, colours, lengths."""

    profile: Profile | None = None
    page: Page | None = None
    colours: dict[str, str] = field(default_factory=dict)
    lengths: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Tokens:
    """The whole of tokens.yaml, as written."""

    colours: dict[str, str]
    contrast: tuple[ContrastPair, ...]
    font: str
    page: Page
    least_size: str
    profiles: dict[str, Profile]
    roles: dict[str, Role]
    lengths: dict[str, str]
    variants: dict[str, VariantTokens] = field(default_factory=dict)


@dataclass(frozen=True)
class Labels:
    """The words the program itself puts on a page; `order` are those of the print order."""

    contents: str
    page: str
    of: str
    edition: str
    standard: str
    version: str
    about: str
    blank_page: str
    minutes: str
    minute: str
    by: str
    time: str
    group: str
    needs: str
    result: str
    rests_on: str
    clock: str
    code: str
    card: str
    notes: str
    deck_list: str
    card_guide: str
    row_field: str
    gap_field: str
    words_field: str
    date_field: str
    continued_list: str
    last_join: str
    order: dict[str, str]

    @property
    def texts(self) -> dict[str, str]:
        """All words by name, those of a group as `order.title`."""
        alone = {name: text for name, text in vars(self).items() if isinstance(text, str)}
        return alone | {f"order.{name}": text for name, text in self.order.items()}


@dataclass(frozen=True, slots=True)
class Style:
    """A role in a profile, worked out: all in pt, the colour as #rrggbb."""

    size: float
    leading: float
    before: float
    after: float
    bold: bool
    colour: str


@dataclass(frozen=True)
class LetterFont:
    """A font of a few letters: a TrueType file, and a glyph and a width for each of them.

    Widths, `ascent`, `descent` (both positive) and `box` are in thousandths of the font's size.
    """

    name: str
    data: bytes
    glyphs: Mapping[str, int]
    widths: Mapping[str, float]
    ascent: float
    descent: float
    box: tuple[float, ...]


@dataclass(frozen=True)
class Theme:
    """Everything a writer needs to know of the look.

    `templates` maps names to their text; `characters` are the code points that the font has, and
    `letter_width` is how wide its letters are on average, as a share of the size.
    """

    tokens: Tokens
    labels: Labels
    fonts: Mapping[str, Path]
    templates: Mapping[str, str] = field(default_factory=dict)
    variant: Variant = "office"
    characters: frozenset[int] = frozenset()
    letter_width: float = 0.5

    @property
    def fillable(self) -> bool:
        """Say whether places to answer are fields on screen."""
        return self.variant == "screen"

    @property
    def cards_on_sheet(self) -> tuple[int, int]:
        """Give how many cards stand side by side and one below the other on a sheet."""
        width, height = self.length("card-width"), self.length("card-height")
        return int(self.page("width") // width), int(self.page("height") // height)

    def colour(self, name: str) -> str:
        """Give a colour token as #rrggbb."""
        return self.tokens.colours[name]

    def length(self, name: str) -> float:
        """Give a length token in mm."""
        return millimetres(self.tokens.lengths[name])

    def page(self, name: str) -> float:
        """Give a measure of the page in mm: width, height, top, bottom, left, right, footer."""
        return millimetres(getattr(self.tokens.page, name))

    def measure(self, profile: str) -> float:
        """Give the longest line of running text of a profile, in mm."""
        return millimetres(self.tokens.profiles[profile].measure)

    def style(self, profile: str, role: str) -> Style:
        """Work out a role in a profile."""
        base, spec = self.tokens.profiles[profile], self.tokens.roles[role]
        least = points(self.tokens.least_size)
        size = max(_half(points(base.size) * base.scale**spec.step), least)
        line = points(base.leading)
        return Style(
            size=size,
            leading=_half(size * spec.leading) if spec.leading else line,
            before=_half(line * spec.before),
            after=_half(line * spec.after),
            bold=spec.bold,
            colour=self.colour(spec.colour),
        )


def read_theme(source: Source) -> Theme:
    """Read and check tokens, labels and templates; raises `PackError`."""
    tokens = read_settings(source, TOKENS, Tokens)
    labels = read_settings(source, LABELS, Labels)
    problems = [*_check_tokens(tokens, Span(TOKENS)), *_check_labels(labels, Span(LABELS))]
    if problems:
        raise PackError(problems)
    fonts = _font_files(tokens.font)
    characters = frozenset.intersection(*map(_characters, fonts.values()))
    with _told(fonts["regular"]), TTFont(fonts["regular"], lazy=True) as font:
        glyphs, widths = font.getBestCmap(), font["hmtx"].metrics
        units = sum(widths[glyphs[ord(letter)]][0] for letter in _USUAL_LETTERS)
        letter_width = units / len(_USUAL_LETTERS) / font["head"].unitsPerEm
    return Theme(
        tokens=tokens,
        labels=labels,
        fonts=fonts,
        characters=characters,
        letter_width=letter_width,
        templates={
            path.removeprefix("templates/"): source.read_text(path)
            for suffix in (".html", ".css", ".txt")
            for path in source.find("templates", suffix)
        },
    )


@lru_cache
def letter_font(file: Path, letters: str) -> LetterFont:
    """Make a font that has some letters of another one."""
    options = subset.Options(hinting=False, layout_features=[], notdef_outline=True)
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "DSIG"]
    with TTFont(file, recalcTimestamp=False) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(text=letters)
        cutter.subset(font)
        out = io.BytesIO()
        font.save(out)
        unit = 1000 / font["head"].unitsPerEm
        names = {sign: font.getBestCmap()[ord(sign)] for sign in letters}
        head, lines = font["head"], font["hhea"]
        box = (head.xMin, head.yMin, head.xMax, head.yMax)
        return LetterFont(
            name=f"AAAAAA+{file.stem}",
            data=out.getvalue(),
            glyphs={sign: font.getGlyphID(name) for sign, name in names.items()},
            widths={sign: font["hmtx"][name][0] * unit for sign, name in names.items()},
            ascent=lines.ascent * unit,
            descent=-lines.descent * unit,
            box=tuple(side * unit for side in box),
        )


def with_variant(theme: Theme, variant: Variant) -> Theme:
    """Give the theme as a variant wants it: other sizes, other colours, fields to fill in."""
    tokens = theme.tokens
    changed = tokens.variants.get(variant, VariantTokens())
    profiles = {name: changed.profile or profile for name, profile in tokens.profiles.items()}
    tokens = replace(
        tokens,
        profiles=profiles,
        page=changed.page or tokens.page,
        colours={**tokens.colours, **changed.colours},
        lengths={**tokens.lengths, **changed.lengths},
    )
    return replace(theme, tokens=tokens, variant=variant)


def with_colour(theme: Theme, colour: str) -> Theme:
    """Give the theme with another primary colour."""
    colours = {**theme.tokens.colours, "primary": colour}
    return replace(theme, tokens=replace(theme.tokens, colours=colours))


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


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of two #rrggbb colours by WCAG 2.2."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def is_colour(text: str) -> bool:
    """Say whether a text is a colour of the form #rrggbb."""
    return re.fullmatch("#[0-9a-fA-F]{6}", text) is not None


def points(length: str) -> float:
    """Give a length such as `12pt` or `9mm` in points."""
    number, unit = _split(length)
    return number if unit == "pt" else number / MM_PER_PT


def millimetres(length: str) -> float:
    """Give a length such as `12pt` or `9mm` in millimetres."""
    number, unit = _split(length)
    return number if unit == "mm" else number * MM_PER_PT


@lru_cache(maxsize=512)
def _split(length: str) -> tuple[float, str]:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)(mm|pt)", length)
    if not match:
        raise ValueError(length)
    return float(match[1]), match[2]


def _half(value: float) -> float:
    return round(value * 2) / 2


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _check_labels(labels: Labels, span: Span) -> Iterator[Diagnostic]:
    """A label can only be filled in with what the shipped one names in braces."""
    usual = read_settings(Source(shipped("templates").parent), LABELS, Labels).texts
    for name in sorted(set(usual) ^ set(labels.texts)):
        yield Diagnostic(
            Code.TOKEN,
            span,
            f"there is no label “{name}”" if name in labels.texts else f"“{name}” is missing",
            "copy the names of labels from the templates that come with the program",
        )
    for name, text in labels.texts.items():
        allowed = set(_PLACEHOLDER.findall(usual.get(name, text)))
        for found in _PLACEHOLDER.findall(text):
            if found not in allowed:
                yield Diagnostic(
                    Code.TOKEN,
                    span,
                    f"the label “{name}” holds {{{found}}}, which nothing fills in",
                    suggest(found, allowed),
                )


def _check_tokens(tokens: Tokens, span: Span) -> Iterator[Diagnostic]:
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
        try:
            _split(value)
        except ValueError:
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


def _characters(file: Path) -> frozenset[int]:
    """Give the code points a font has; one that cannot be read crashes the PDF engine."""
    with _told(file), TTFont(io.BytesIO(file.read_bytes()), lazy=True) as font:
        return frozenset(font.getBestCmap())


@contextlib.contextmanager
def _told(file: Path) -> Iterator[None]:
    """Turn whatever goes wrong with a font file into a message."""
    try:
        yield
    except Exception:  # fontTools raises many kinds on damaged files
        raise fail(
            Code.FONT_MISSING,
            Span(TOKENS),
            f"the font file {file.name} is damaged",
            "install the package font-source-sans-pro again",
        ) from None


def _font_files(family: str) -> dict[str, Path]:
    folder = Path(font_source_sans_pro.font_directory)
    stem = family.replace(" ", "")
    found = {name: folder / f"{stem}-{name.title()}.ttf" for name in ("regular", "bold")}
    for file in found.values():
        if not file.is_file():
            raise fail(
                Code.FONT_MISSING,
                Span(TOKENS),
                f"the font “{family}” is not installed ({file.name})",
                "use Source Sans Pro, or install the package that carries the font",
            )
    return found
