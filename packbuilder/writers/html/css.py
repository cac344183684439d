"""Theme → CSS custom properties and page boxes."""

from __future__ import annotations

from collections.abc import Mapping

from packbuilder.theme import Theme


def custom_properties(theme: Theme) -> str:
    """Write the tokens as CSS custom properties, those of a profile under its class."""
    tokens = theme.tokens
    common = {f"colour-{name}": value for name, value in tokens.colours.items()}
    common |= {f"length-{name}": value for name, value in tokens.lengths.items()}
    common |= {f"page-{name}": value for name, value in vars(tokens.page).items()}
    common["font"] = f'"{tokens.font}"'
    rules = [_rule(":root", common)]
    for profile, spec in tokens.profiles.items():
        values = {"measure": spec.measure}
        for role in tokens.roles:
            style = theme.style(profile, role)
            values |= {
                f"{role}-size": f"{style.size:g}pt",
                f"{role}-leading": f"{style.leading:g}pt",
                f"{role}-before": f"{style.before:g}pt",
                f"{role}-after": f"{style.after:g}pt",
                f"{role}-weight": "700" if style.bold else "400",
                f"{role}-colour": style.colour,
            }
        rules.append(_rule(f".profile-{profile}", values))
    page = tokens.page
    margins = f"{page.top} {page.right} {page.bottom} {page.left}"
    rules.append(f"@page {{ size: {page.width} {page.height}; margin: {margins}; }}")
    rules.append(f"@page landscape {{ size: {page.height} {page.width}; margin: {margins}; }}")
    if theme.variant == "print-shop":
        rules.append(f"@page {{ bleed: {tokens.lengths['bleed']}; marks: crop; }}")
    return "\n".join(rules) + "\n"


def _rule(selector: str, values: Mapping[str, str]) -> str:
    inner = "".join(f"--{name}:{value};" for name, value in values.items())
    return f"{selector}{{{inner}}}"
