"""The variants in which a pack can be made, and what each changes beyond its tokens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

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

Imposition = Literal["booklet", "two-up"]
"""How pages are placed on sheets."""


@dataclass(frozen=True, slots=True)
class VariantTraits:
    """What a variant does; sizes, paper, lengths and colours of each are in tokens.yaml.

    `fillable`: places to answer are fields on screen. `large`: letters are so large that rows
    become lower and columns fit their words; the thresholds of large print hold. `bleed`: pages
    have edges to cut. `posters`: only pages that are posters are kept; they are for a wall and
    printed on one side. `page_by_page`: an office printer prints it as it is.

    For the print order: `paper`, what is done with the copies (`finishing`), how many pages share
    a sheet whatever the printer does (`pages_on_sheet`, 0 where its two sides decide), and
    `copies_on_sheet`.
    """

    fillable: bool = False
    large: bool = False
    bleed: bool = False
    posters: bool = False
    page_by_page: bool = False
    imposition: Imposition | None = None
    paper: Literal["A3", "A4"] = "A4"
    finishing: str = ""
    pages_on_sheet: int = 0
    copies_on_sheet: int = 1


VARIANTS: Mapping[Variant, VariantTraits] = MappingProxyType(
    {
        "office": VariantTraits(page_by_page=True),
        "screen": VariantTraits(fillable=True),
        "large-print": VariantTraits(large=True, page_by_page=True),
        "high-contrast": VariantTraits(page_by_page=True),
        "greyscale": VariantTraits(page_by_page=True),
        "print-shop": VariantTraits(bleed=True),
        "booklet": VariantTraits(imposition="booklet", finishing="booklet", pages_on_sheet=4),
        "two-up": VariantTraits(imposition="two-up", finishing="half", copies_on_sheet=2),
        "poster": VariantTraits(posters=True, page_by_page=True, paper="A3", finishing="wall"),
    }
)

USUAL: Final[Variant] = "office"


def variant_named(name: str) -> Variant:
    """Return the variant of a name; of one that is unknown, the usual one."""
    return next((variant for variant in VARIANTS if variant == name), USUAL)
