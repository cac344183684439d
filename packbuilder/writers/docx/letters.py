"""Letters: fonts, colours and sizes of roles, and the styles of words within a paragraph."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from packbuilder.theme import Style, Theme
from packbuilder.writers.docx.fonts import black_family, script_family
from packbuilder.writers.docx.style_table import CHARACTER_STYLES
from packbuilder.writers.docx.xml import fonts_of, on, run_properties, value

THEME_COLOURS: Final = {"ink": "text1", "primary": "text2", "accent": "accent1", "rule": "accent2"}


def colour_of(theme: Theme, colour: str) -> str:
    """Return a colour, by its name in Word’s theme if it has one there."""
    names = {theme.colour(name): shown for name, shown in THEME_COLOURS.items()}
    themed = f' w:themeColor="{names[colour]}"' if colour in names else ""
    return f'<w:color w:val="{colour.removeprefix("#").upper()}"{themed}/>'


def letters_of(theme: Theme, style: Style) -> dict[str, str]:
    """Return font, colour and size."""
    half = round(style.size * 2)
    family = black_family(theme) if style.black else theme.tokens.font
    bold = {"bCs": on("bCs")} if style.black and theme.scripts else {}
    return bold | {
        "rFonts": fonts_of(family, script_family(theme)),
        "color": colour_of(theme, style.colour),
        "sz": value("sz", half),
        "szCs": value("szCs", half),
    }


def character_style(id: str, theme: Theme) -> str:
    """Write a style of words within a paragraph."""
    name, own = CHARACTER_STYLES[id]
    custom = ' w:customStyle="1"' if own else ""
    return (
        f'<w:style w:type="character"{custom} w:styleId="{id}">{value("name", name)}'
        f"{value('basedOn', 'DefaultParagraphFont')}{value('uiPriority', 22)}"
        f"{run_properties(_character_look(id, theme))}</w:style>"
    )


def _character_look(id: str, theme: Theme) -> dict[str, str]:
    bold = {"b": on("b"), "bCs": on("bCs")}
    looks = {
        "Strong": bold,
        "Emphasis": bold,
        "Hyperlink": {
            "color": colour_of(theme, theme.colour("primary")),
            "u": value("u", "single"),
        },
        "FootnoteReference": {**bold, "vertAlign": value("vertAlign", "superscript")},
        "CodeText": {"noProof": on("noProof")},
        "Blank": {"noProof": on("noProof"), "u": value("u", "single")},
        "Numeral": _sized(theme, "row-number"),
        "HeadingNumeral": _sized(theme, "finding-number"),
        "SmallNumeral": _sized(theme, "callout-title"),
        "Minutes": _sized(theme, "step-minutes"),
        "Decision": {**bold, **letters_of(theme, theme.style("handout", "callout-title"))},
        "Said": {**bold, **letters_of(theme, theme.style("handout", "card-text"))},
        "ToolCode": _sized(theme, "tool-code"),
        "SmallCode": {**bold, "color": colour_of(theme, theme.colour("primary"))},
        "CardNumber": {
            **_sized(theme, "card-question"),
            "color": colour_of(theme, theme.colour("primary")),
        },
    }
    return looks[id]


def _sized(theme: Theme, role: str) -> dict[str, str]:
    """Return the look of large numerals and codes in the words of another style."""
    return letters_of(theme, replace(theme.style("handout", role), black=True))
