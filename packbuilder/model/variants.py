"""The variants in which a pack can be made."""

from typing import Literal

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
