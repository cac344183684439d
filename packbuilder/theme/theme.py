"""Tokens, labels, fonts and templates → `Theme`: everything that a writer needs to know."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path

from packbuilder.diagnostics import PackError
from packbuilder.model import LARGE_CARDS, Block, DeckKind
from packbuilder.model.variants import VARIANTS, Variant, VariantTraits
from packbuilder.settings.schema import place, places, read_settings
from packbuilder.storage.source import Source
from packbuilder.theme.checks import check_tokens
from packbuilder.theme.fonts import (
    SCRIPT_FONTS,
    ScriptFont,
    characters_of,
    find_fonts,
    letter_width,
    script_font_of,
    text_width,
)
from packbuilder.theme.labels import (
    ENGLISH,
    Labels,
    are_shipped,
    check_labels,
    in_no_language,
    labels_path,
    nearest_language,
    read_languages,
)
from packbuilder.theme.tokens import (
    ALL,
    MM_PER_PT,
    TOKENS,
    PageSetup,
    Role,
    Sheet,
    Tokens,
    VariantTokens,
    millimetres,
    points,
    size_and_leading,
)

STYLE_SHEETS = ("pack.css", "report.css", "covers.css", "tools.css")
"""The templates that hold the styles of the PDF, in their order."""


@dataclass(frozen=True, slots=True)
class Style:
    """A role in a profile, worked out: all in pt, the colour as #rrggbb."""

    size: float
    leading: float
    before: float
    after: float
    bold: bool
    colour: str
    black: bool = False


@dataclass(frozen=True, slots=True)
class CardSheet:
    """How many cards are side by side and one below the other, and their size in mm."""

    across: int
    down: int
    width: float
    height: float

    @property
    def size(self) -> int:
        """How many cards there are on a sheet."""
        return self.across * self.down


@dataclass(frozen=True)
class Theme:
    """Everything a writer needs to know of the look.

    `templates` maps names to their text; `characters` are the code points that the font has, or
    one of `scripts`, the installed fonts for letters of other scripts; `letter_width` is how wide
    the font's letters are on average, as a share of the size.
    """

    tokens: Tokens
    labels: Labels
    fonts: Mapping[str, Path]
    templates: Mapping[str, str] = field(default_factory=dict)
    variant: Variant = "office"
    characters: frozenset[int] = frozenset()
    letter_width: float = 0.5
    languages: Mapping[str, Labels] = field(default_factory=dict)
    scripts: tuple[ScriptFont, ...] = ()

    def labels_for(self, language: str) -> Labels:
        """Return the labels of a document's language, or else English ones, marked as such."""
        if not self.languages:
            return self.labels
        labels = self.languages[nearest_language(language, self.languages)]
        known = language.lower().split("-")[0] in (ENGLISH, labels.language.split("-")[0])
        return labels if known else in_no_language(labels)

    @cached_property
    def look(self) -> tuple[object, ...]:
        """All that pages look like and say because of it, to be hashed; fonts count by the versions
        of their packages.
        """
        languages, templates = dict(self.languages), dict(self.templates)
        return self.variant, self.tokens, self.labels, languages, templates

    @property
    def traits(self) -> VariantTraits:
        """Return what the variant does beyond its tokens."""
        return VARIANTS[self.variant]

    @property
    def fillable(self) -> bool:
        """Whether places to answer are fields on screen."""
        return self.traits.fillable

    def cards_on_sheet(self, kind: DeckKind = "questions") -> CardSheet:
        """Return how cards of a kind stand on a sheet: those that stand on a table are as wide as
        it, and a certificate fills it.
        """
        width, height = self.length("card-width"), self.length("card-height")
        across, down = int(self.page("width") // width), int(self.page("height") // height)
        wide = across if kind in LARGE_CARDS else 1
        high = down if kind == "certificates" else 1
        return CardSheet(across // wide, down // high, width * wide, height * high)

    def colour(self, name: str) -> str:
        """Return a colour token as #rrggbb."""
        return self.tokens.colours[name]

    def length(self, name: str) -> float:
        """Return a length token in mm."""
        return millimetres(self.tokens.lengths[name])

    def page(self, name: str) -> float:
        """Return a measure of the page in mm: width, height, top, bottom, left, right, footer."""
        return millimetres(getattr(self.tokens.page, name))

    def paper(self, profile: str, landscape: bool = False) -> PageSetup:
        """Return the page of a profile; turned sideways, its width is the longer side."""
        page = self.tokens.page
        sheet = self.tokens.sheets.get("landscape" if landscape else profile, Sheet())
        page = replace(page, top=sheet.top or page.top, bottom=sheet.bottom or page.bottom)
        return replace(page, width=page.height, height=page.width) if landscape else page

    def measure(self, profile: str) -> float:
        """Return the longest line of running text of a profile, in mm."""
        return millimetres(self.tokens.profiles[profile].measure)

    def font_for(self, words: str, weight: str) -> Path:
        """Return the font file for words: that of their script, or else the pack's."""
        for font in self.scripts:
            if any(ord(character) in font.letters for character in words):
                return font.files.get(weight) or font.files["bold"]
        return self.fonts[weight]

    def width_of(self, words: str, size: float, bold: bool) -> float:
        """Return how wide words are in a size in pt, in mm."""
        files = self.font_files("bold" if bold else "regular")
        return text_width(files, words) * size * MM_PER_PT

    def font_files(self, weight: str) -> tuple[Path, ...]:
        """Return the font files of a weight: that of the pack, then those of other scripts."""
        if weight not in self._font_files:
            others = (font.files[weight] for font in self.scripts)
            self._font_files[weight] = (self.fonts[weight], *others)
        return self._font_files[weight]

    @cached_property
    def _font_files(self) -> dict[str, tuple[Path, ...]]:
        return {}

    def style(self, profile: str, role: str) -> Style:
        """Return a role in a profile, worked out once."""
        key = profile, role
        if key not in self._styles:
            self._styles[key] = self._work_out(profile, role)
        return self._styles[key]

    @cached_property
    def variants(self) -> dict[Variant, Theme]:
        """The theme as variants want it, as far as they were asked for."""
        return {}

    def __getstate__(self) -> dict[str, object]:
        """Leave out what was worked out, for other processes."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @cached_property
    def heights(self) -> dict[tuple[str, float], Callable[[Block], float]]:
        """How high blocks come out, by profile and width of a column."""
        return {}

    @cached_property
    def _styles(self) -> dict[tuple[str, str], Style]:
        return {}

    def _work_out(self, profile: str, role: str) -> Style:
        base, spec = self.tokens.profiles[profile], self.tokens.roles[role]
        line = points(base.leading)
        given = spec.sizes.get(profile) or spec.sizes.get(ALL)
        if given:
            size, leading = size_and_leading(given)
        else:
            size = max(_half(points(base.size) * base.scale**spec.step), self._least)
            leading = _half(size * spec.leading) if spec.leading else line
        return Style(
            size=size,
            leading=leading,
            before=_half(line * spec.before),
            after=_half(line * spec.after),
            bold=spec.weight != "regular",
            colour=self.colour(spec.colours.get(profile, spec.colour)),
            black=spec.weight == "black",
        )

    @property
    def _least(self) -> float:
        return points(self.tokens.least_size)


def read_theme(source: Source) -> Theme:
    """Read and check tokens, labels and templates; raises `PackError`."""
    tokens = read_settings(source, TOKENS, Tokens)
    languages = read_languages(source)
    problems = [
        *check_tokens(tokens, places(source, TOKENS)),
        *(
            problem
            for language, labels in languages.items()
            if not are_shipped(source, language)
            for problem in check_labels(labels, places(source, labels_path(language)))
        ),
    ]
    if problems:
        raise PackError(problems)
    fonts = find_fonts(tokens.font, place(source, TOKENS, "font"))
    scripts = tuple(font for font in SCRIPT_FONTS if font.files)
    own = frozenset.intersection(*map(characters_of, fonts.values()))
    others = (characters_of(font.files["regular"]) & font.whole for font in scripts)
    return Theme(
        tokens=tokens,
        labels=languages[ENGLISH],
        languages={
            language: labels
            for language, labels in languages.items()
            if not _lacks_script(labels, scripts)
        },
        fonts=fonts,
        characters=own.union(*others),
        scripts=scripts,
        letter_width=letter_width(fonts["regular"]),
        templates=read_templates(source),
    )


def read_templates(source: Source) -> dict[str, str]:
    """Return the texts of the templates by their names."""
    return {
        path.removeprefix("templates/"): source.read_text(path)
        for suffix in (".html", ".css", ".js", ".txt")
        for path in source.find("templates", suffix)
    }


def _lacks_script(labels: Labels, scripts: Collection[ScriptFont]) -> bool:
    """Whether labels are in a script whose font is not installed: then English ones take their
    place.
    """
    letters = set().union(*labels.texts.values())
    return bool({script_font_of(letter) for letter in letters} - {None, *scripts})


def with_variant(theme: Theme, variant: Variant) -> Theme:
    """Return the theme as a variant wants it: other sizes, other colours, fields to fill in."""
    if variant not in theme.variants:
        theme.variants[variant] = _in_variant(theme, variant)
    return theme.variants[variant]


def _in_variant(theme: Theme, variant: Variant) -> Theme:
    tokens = theme.tokens
    changed = tokens.variants.get(variant, VariantTokens())
    profiles = {name: changed.profile or profile for name, profile in tokens.profiles.items()}
    tokens = replace(
        tokens,
        profiles=profiles,
        page=changed.page or tokens.page,
        sheets=changed.sheets if changed.page else tokens.sheets,
        least_size=changed.least_size or tokens.least_size,
        roles={name: _sized(role, variant, changed) for name, role in tokens.roles.items()},
        colours={**tokens.colours, **changed.colours},
        lengths={**tokens.lengths, **changed.lengths},
    )
    return replace(theme, tokens=tokens, variant=variant)


def _sized(role: Role, variant: Variant, changed: VariantTokens) -> Role:
    """Return a role with the sizes of a variant: its own, or else steps if its profile is its
    own.
    """
    if variant in role.sizes:
        return replace(role, sizes={ALL: role.sizes[variant]})
    return replace(role, sizes={}) if changed.profile else role


def with_language(theme: Theme, language: str) -> Theme:
    """Return the theme with the labels of a language."""
    return replace(theme, labels=theme.labels_for(language))


def with_colour(theme: Theme, colour: str) -> Theme:
    """Return the theme with another primary colour."""
    colours = {**theme.tokens.colours, "primary": colour}
    return replace(theme, tokens=replace(theme.tokens, colours=colours))


def _half(value: float) -> float:
    return round(value * 2) / 2
