"""What tokens.yaml says, and its units: lengths in mm or pt, colours as #rrggbb."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

TOKENS = "templates/tokens.yaml"
MM_PER_PT = 25.4 / 72

ALL = "all"
"""Names the sizes that hold for every profile."""

_LENGTH = re.compile(r"(\d+(?:\.\d+)?)(mm|pt)")
_SCREEN_LENGTH = re.compile(r"\d+(?:\.\d+)?(?:rem|px)")
_SIZE = re.compile(r"(\d+(?:\.\d+)?)/(\d+(?:\.\d+)?)")


Weight = Literal["regular", "bold", "black"]


@dataclass(frozen=True)
class ContrastPair:
    """Two colours that must differ by at least this ratio (WCAG 2.2, 1.4.3)."""

    text: str
    on: str
    least: float


@dataclass(frozen=True)
class PageSetup:
    """The paper and its margins; `footer` is the distance of the footer’s line from the edge.

    When `mirrored`, `left` is the side to bind, and both sides change places on even pages.
    """

    width: str
    height: str
    top: str
    bottom: str
    left: str
    right: str
    footer: str
    mirrored: bool = False


@dataclass(frozen=True)
class Sheet:
    """What the pages of a profile, or those turned sideways, have in place of the usual margins."""

    top: str = ""
    bottom: str = ""


@dataclass(frozen=True)
class Profile:
    """Text sizes for a kind of document; a step up the scale multiplies the size by `scale`."""

    size: str
    leading: str
    measure: str
    scale: float


@dataclass(frozen=True)
class Role:
    """How one kind of text differs from running text; see tokens.yaml.

    `sizes` are written as size/leading in pt, under `all`, a profile or a variant; `colours` are
    those of a profile that has another one.
    """

    step: float
    colour: str
    leading: float = 0
    weight: Weight = "regular"
    before: float = 0
    after: float = 0
    sizes: dict[str, str] = field(default_factory=dict)
    colours: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class VariantTokens:
    """What a variant changes: one profile for all kinds of document, paper, colours, lengths."""

    profile: Profile | None = None
    page: PageSetup | None = None
    sheets: dict[str, Sheet] = field(default_factory=dict)
    least_size: str = ""
    colours: dict[str, str] = field(default_factory=dict)
    lengths: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Tokens:
    """The whole of tokens.yaml, as written."""

    colours: dict[str, str]
    contrast: tuple[ContrastPair, ...]
    font: str
    page: PageSetup
    least_size: str
    profiles: dict[str, Profile]
    roles: dict[str, Role]
    lengths: dict[str, str]
    screen: dict[str, str]
    sheets: dict[str, Sheet] = field(default_factory=dict)
    variants: dict[str, VariantTokens] = field(default_factory=dict)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two #rrggbb colours by WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def is_colour(text: str) -> bool:
    """Whether a text is a colour of the form #rrggbb."""
    return re.fullmatch("#[0-9a-fA-F]{6}", text) is not None


def is_length(text: str) -> bool:
    """Whether a text is a length such as `12pt` or `9mm`."""
    return _LENGTH.fullmatch(text) is not None


def is_screen_length(text: str) -> bool:
    """Whether a text is a length such as `1.5rem` or `24px`."""
    return _SCREEN_LENGTH.fullmatch(text) is not None


def is_size(text: str) -> bool:
    """Whether a text is a size and a leading such as `24/28`."""
    match = _SIZE.fullmatch(text)
    return match is not None and float(match[1]) > 0 and float(match[2]) > 0


def size_and_leading(text: str) -> tuple[float, float]:
    """Return a size such as `24/28.5` and its leading, in points."""
    size, leading = text.split("/")
    return float(size), float(leading)


def points(length: str) -> float:
    """Return a length such as `12pt` or `9mm` in points."""
    number, unit = _split(length)
    return number if unit == "pt" else number / MM_PER_PT


def millimetres(length: str) -> float:
    """Return a length such as `12pt` or `9mm` in millimetres."""
    number, unit = _split(length)
    return number if unit == "mm" else number * MM_PER_PT


def is_grey(colour: str) -> bool:
    """Whether a #rrggbb colour has no hue: black ink alone can print it."""
    return colour[1:3] == colour[3:5] == colour[5:7]


@lru_cache(maxsize=512)
def _split(length: str) -> tuple[float, str]:
    match = _LENGTH.fullmatch(length)
    if not match:
        raise ValueError(length)
    return float(match[1]), match[2]


def luminance(colour: str) -> float:
    """Return how light a #rrggbb colour is, from 0 to 1, by WCAG 2.2."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
