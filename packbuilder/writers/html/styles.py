"""Tokens → the one style sheet of an HTML file: its roles, its widths, its fonts."""

from __future__ import annotations

import base64
from collections.abc import Collection

from packbuilder.model import Publication
from packbuilder.settings.dates import runs_right_to_left
from packbuilder.theme import Theme
from packbuilder.theme.fonts import script_font_of, web_font
from packbuilder.writers.mirroring import mirrored

SHEET = "web.css"
_WEIGHTS = {"regular": 400, "bold": 700, "black": 900}
_USUAL = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0·–—‘’“”…"
"""Letters that every file holds, so that most files have the same fonts, which are made once."""
_PT_PER_REM = 12
"""Sizes are those of print: 12 pt are one rem, which people may set larger."""


def write_styles(
    theme: Theme, publication: Publication, shares: Collection[int], letters: Collection[str]
) -> str:
    """Write all styles of a publication, whose text has these letters."""
    wanted = sorted({*_USUAL, *letters})
    drawn = [letter for letter in wanted if ord(letter) in theme.characters]
    known = "".join(letter for letter in drawn if script_font_of(letter) is None)
    profile = publication.parts[0].profile
    values = custom_properties(theme, profile)
    root = "".join(f"--{name}:{value};" for name, value in values.items() if _used(theme, name))
    faces = "".join(_face(theme, weight, known) for weight in _WEIGHTS)
    widths = "".join(f".share-{share}{{width:{share}%}}" for share in sorted(shares))
    scripts = _scripts(theme, drawn)
    families = ",".join(f'"{family}"' for family in (theme.tokens.font, *scripts))
    faces += "".join(scripts.values())
    sheet = f":root{{{root}--font:{families}}}\n{theme.templates.get(SHEET, '')}{widths}"
    return faces + (mirrored(sheet) if runs_right_to_left(publication.language) else sheet)


def custom_properties(theme: Theme, profile: str) -> dict[str, str]:
    """Return the tokens as custom properties, but for the font, by their names."""
    values = {f"colour-{name}": value for name, value in theme.tokens.colours.items()}
    values |= {f"screen-{name}": value for name, value in theme.tokens.screen.items()}
    for role in theme.tokens.roles:
        style = theme.style(profile, role)
        values[f"{role}-size"] = f"{style.size / _PT_PER_REM:.4g}rem"
        values[f"{role}-leading"] = f"{style.leading / style.size:.4g}"
        values[f"{role}-weight"] = "900" if style.black else "700" if style.bold else "400"
    return values


def _scripts(theme: Theme, letters: Collection[str]) -> dict[str, str]:
    """Return the fonts of other scripts by their families; letters join as their tables say."""
    found = {}
    for font in theme.scripts:
        own = "".join(letter for letter in letters if script_font_of(letter) == font)
        if own:
            files = font.files.items()
            faces = (
                _rule(font.family, name, web_font(file, own, joining=True)) for name, file in files
            )
            found[font.family] = "".join(faces)
    return found


def _used(theme: Theme, name: str) -> bool:
    return f"var(--{name})" in theme.templates.get(SHEET, "")


def _face(theme: Theme, weight: str, letters: str) -> str:
    return _rule(theme.tokens.font, weight, web_font(theme.fonts[weight], letters))


def _rule(family: str, weight: str, font: bytes) -> str:
    data = base64.b64encode(font).decode()
    source = f'url("data:font/woff2;base64,{data}") format("woff2")'
    name = f'font-family:"{family}"'
    return f"@font-face{{{name};font-weight:{_WEIGHTS[weight]};src:{source}}}\n"
