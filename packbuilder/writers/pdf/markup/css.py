"""Theme → the style sheet of a publication: custom properties, page boxes, the style files.

Where a property has one value in the whole publication it is written out: the engine takes twice
as long over `var()`, which it works out again for every element.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace

from packbuilder.theme import STYLE_SHEETS, Style, Theme
from packbuilder.theme import PageSetup as TokenPage
from packbuilder.writers.mirroring import mirrored

_USED = re.compile(r"var\(--([\w-]+)\)")
_DEFINED = re.compile(r"--([\w-]+)\s*:")


def write_styles(theme: Theme, profiles: Collection[str], right_to_left: bool = False) -> str:
    """Write all the styles of a publication whose parts have these profiles."""
    css = "".join(theme.templates.get(name, "") for name in STYLE_SHEETS)
    values = _common(theme)
    if len(profiles) == 1:
        values |= _profile(theme, *profiles)
    for name in _DEFINED.findall(css):
        values.pop(name, None)
    css = custom_properties(theme) + _USED.sub(lambda use: values.get(use[1], use[0]), css)
    return mirrored(css) if right_to_left else css


def property_names(theme: Theme) -> frozenset[str]:
    """Return the names of all custom properties that the styles of a theme have."""
    return frozenset(_DEFINED.findall(custom_properties(theme)))


def custom_properties(theme: Theme) -> str:
    """Write the tokens as CSS custom properties, those of a profile under its class."""
    tokens = theme.tokens
    rules = [_rule(":root", _common(theme))]
    rules += [_rule(f".profile-{name}", _profile(theme, name)) for name in tokens.profiles]
    page = tokens.page
    rules += [_page("", page), _page(" landscape", theme.paper("", landscape=True))]
    for name in tokens.profiles:
        paper = theme.paper(name)
        turned = replace(paper, width=paper.height, height=paper.width)
        rules += [_page(f" {name}", paper), _page(f" turned-{name}", turned)]
    if theme.traits.bleed:
        rules.append(f"@page {{ bleed: {tokens.lengths['bleed']}; marks: crop; }}")
    return "\n".join(rules) + "\n"


def _common(theme: Theme) -> dict[str, str]:
    tokens = theme.tokens
    values = {f"colour-{name}": value for name, value in tokens.colours.items()}
    values |= {f"length-{name}": value for name, value in tokens.lengths.items()}
    values |= {
        f"page-{name}": value for name, value in vars(tokens.page).items() if name != "mirrored"
    }
    families = [tokens.font, *(font.family for font in theme.scripts)]
    return values | {"font": ", ".join(f'"{family}"' for family in families)}


def _profile(theme: Theme, profile: str) -> dict[str, str]:
    values = {"measure": theme.tokens.profiles[profile].measure}
    for role in theme.tokens.roles:
        style = theme.style(profile, role)
        values |= {
            f"{role}-size": f"{style.size:g}pt",
            f"{role}-leading": f"{style.leading:g}pt",
            f"{role}-before": f"{style.before:g}pt",
            f"{role}-after": f"{style.after:g}pt",
            f"{role}-weight": _weight(style),
            f"{role}-colour": style.colour,
        }
    return values


def _weight(style: Style) -> str:
    return "900" if style.black else "700" if style.bold else "400"


def _page(name: str, page: TokenPage) -> str:
    """Write the page box of a name; on the back of a sheet, mirrored sides change places."""
    margins = f"{page.top} {page.right} {page.bottom} {page.left}"
    rules = f"@page{name} {{ size: {page.width} {page.height}; margin: {margins}; }}"
    if page.mirrored:
        back = f"margin-left: {page.right}; margin-right: {page.left};"
        rules += f"\n@page{name}:left {{ {back} }}"
    return rules


def _rule(selector: str, values: Mapping[str, str]) -> str:
    inner = "".join(f"--{name}:{value};" for name, value in values.items())
    return f"{selector}{{{inner}}}"
