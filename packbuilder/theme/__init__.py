"""Design tokens: what a page looks like, for CSS and Word alike.

In: `templates/tokens.yaml`, `labels/` and the page templates, an edition's colour. Out: a
`Theme`, plain data that can be sent to another process. Sizes are in pt, rounded to half points
(Word knows no finer ones); lengths in mm unless a name says otherwise.
"""

from packbuilder.theme.checks import check_contrast
from packbuilder.theme.fonts import LetterFont, letter_font
from packbuilder.theme.labels import LABELS, Labels
from packbuilder.theme.theme import (
    STYLE_SHEETS,
    CardSheet,
    Style,
    Theme,
    read_templates,
    read_theme,
    with_colour,
    with_language,
    with_variant,
)
from packbuilder.theme.tokens import (
    MM_PER_PT,
    TOKENS,
    ContrastPair,
    PageSetup,
    Profile,
    Role,
    Sheet,
    Tokens,
    VariantTokens,
    contrast,
    is_colour,
    millimetres,
    points,
)

__all__ = [
    "MM_PER_PT",
    "TOKENS",
    "CardSheet",
    "ContrastPair",
    "LABELS",
    "Labels",
    "LetterFont",
    "PageSetup",
    "Profile",
    "Role",
    "STYLE_SHEETS",
    "Sheet",
    "Style",
    "Theme",
    "Tokens",
    "VariantTokens",
    "check_contrast",
    "contrast",
    "is_colour",
    "letter_font",
    "millimetres",
    "points",
    "read_templates",
    "read_theme",
    "with_colour",
    "with_language",
    "with_variant",
]
