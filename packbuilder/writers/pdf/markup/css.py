"""Theme → the style sheet of a publication: custom properties, page boxes, the style files.

Where a property has one value in the whole publication it is written out: the engine takes twice
as long over `var()`, which it works out again for every element.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from packbuilder.theme import Theme

_USED = re.compile(r"var\(--([\w-]+)\)")
_DEFINED = re.compile(r"--([\w-]+)\s*:")


def write_styles(theme: Theme, profiles: Collection[str]) -> str:
    """Write all the styles of a publication whose parts have these profiles."""
    css = "".join(text for _, text in style_files(theme))
    values = _common(theme)
    if len(profiles) == 1:
        values |= _profile(theme, *profiles)
    for name in _DEFINED.findall(css):
        values.pop(name, None)
    return custom_properties(theme) + _USED.sub(lambda use: values.get(use[1], use[0]), css)


def style_files(theme: Theme) -> list[tuple[str, str]]:
    """Give the style files by name, the general one first, as the others refine it."""
    names = [name for name in theme.templates if name.endswith(".css")]
    return [(name, theme.templates[name]) for name in sorted(names, key=_general_first)]


def _general_first(name: str) -> tuple[bool, str]:
    return name != "pack.css", name


def custom_properties(theme: Theme) -> str:
    """Write the tokens as CSS custom properties, those of a profile under its class."""
    tokens = theme.tokens
    rules = [_rule(":root", _common(theme))]
    rules += [_rule(f".profile-{name}", _profile(theme, name)) for name in tokens.profiles]
    page = tokens.page
    margins = f"{page.top} {page.right} {page.bottom} {page.left}"
    rules.append(f"@page {{ size: {page.width} {page.height}; margin: {margins}; }}")
    rules.append(f"@page landscape {{ size: {page.height} {page.width}; margin: {margins}; }}")
    if theme.variant == "print-shop":
        rules.append(f"@page {{ bleed: {tokens.lengths['bleed']}; marks: crop; }}")
    return "\n".join(rules) + "\n"


def _common(theme: Theme) -> dict[str, str]:
    tokens = theme.tokens
    values = {f"colour-{name}": value for name, value in tokens.colours.items()}
    values |= {f"length-{name}": value for name, value in tokens.lengths.items()}
    values |= {f"page-{name}": value for name, value in vars(tokens.page).items()}
    return values | {"font": f'"{tokens.font}"'}


def _profile(theme: Theme, profile: str) -> dict[str, str]:
    values = {"measure": theme.tokens.profiles[profile].measure}
    for role in theme.tokens.roles:
        style = theme.style(profile, role)
        values |= {
            f"{role}-size": f"{style.size:g}pt",
            f"{role}-leading": f"{style.leading:g}pt",
            f"{role}-before": f"{style.before:g}pt",
            f"{role}-after": f"{style.after:g}pt",
            f"{role}-weight": "700" if style.bold else "400",
            f"{role}-colour": style.colour,
        }
    return values


def _rule(selector: str, values: Mapping[str, str]) -> str:
    inner = "".join(f"--{name}:{value};" for name, value in values.items())
    return f"{selector}{{{inner}}}"
