"""The look comes from the tokens: what templates and styles may not say themselves."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import tinycss2
from helpers.projects import SHIPPED, shipped_theme

from packbuilder.diagnostics import NOWHERE, Code
from packbuilder.model.marks import sign
from packbuilder.rules.content.look import check_look
from packbuilder.theme import STYLE_SHEETS, with_variant
from packbuilder.theme.marks import draw_mark
from packbuilder.theme.tokens import points
from packbuilder.writers.pdf.markup.css import custom_properties

THEME = shipped_theme()
CSS = "".join(THEME.templates[name] for name in STYLE_SHEETS)
WEB = THEME.templates["web.css"]
WEIGHTS = (400, 700, 900)
COLOUR_NAMES = {"black", "white", "red", "green", "blue", "grey", "gray", "yellow", "orange"}

ALLOWED = {
    ("font-size", "0.75em"): "the figure of a footnote, as large as its text asks for",
    ("width", "7em"): "the place of a page number, as wide as its letters",
    ("background", "#010203"): "what the place of a page number is found by; it is never seen",
}
"""Literals that are no look of their own, each with the reason."""


def literals(css: str) -> list[tuple[int, str, str]]:
    """List lengths, colours and fonts that are written out: line, property, value.

    The pack has three weights, 400, 700 and 900 (black); any other one is a literal too.
    """
    found = []

    def look(tokens, line=0, name=""):
        for token in tokens:
            kind = token.type
            if kind == "declaration":
                look(token.value, token.source_line, token.lower_name)
            elif kind in ("qualified-rule", "at-rule"):
                inner = tinycss2.parse_blocks_contents(token.content or [], skip_whitespace=True)
                look([part for part in inner if part.type != "error"])
            elif kind == "dimension":
                found.append((line, name, token.serialize()))
            elif kind == "number" and name == "font-weight" and token.int_value not in WEIGHTS:
                found.append((line, name, token.serialize()))
            elif kind == "hash" or (kind == "ident" and token.lower_value in COLOUR_NAMES):
                found.append((line, name, token.serialize()))
            elif kind == "string" and name == "font-family":
                found.append((line, name, token.serialize()))
            elif kind == "function" and token.lower_name in ("rgb", "rgba", "hsl", "hsla"):
                found.append((line, name, token.serialize()))
            elif kind == "function" and token.lower_name == "calc":
                look(token.arguments, line, name)

    look(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True))
    return found


@pytest.mark.parametrize(
    "declaration",
    [
        "margin: 4mm",
        "color: #000",
        "color: black",
        "font-weight: 600",
        "font-family: 'Arial'",
        "color: rgb(0 0 0)",
        "width: calc(var(--gap) + 2pt)",
    ],
)
def test_a_literal_would_be_found(declaration):
    assert literals(f"@page {{ @bottom-left {{ {declaration} }} }}") != []
    assert literals(f"p {{ {declaration} }}") != []


def test_tokens_and_bare_numbers_are_no_literals():
    assert literals("p { margin: 0 var(--gap); width: 100%; orphans: 2; color: inherit }") == []


def test_styles_hold_no_literal():
    found = literals(CSS)
    assert [entry for entry in found if entry[1:] not in ALLOWED] == []


def test_pages_hold_no_literal_but_shares_of_letters_and_windows():
    """Browsers take no variables in conditions of media, nor for pages of paper."""
    css = re.sub(
        r"@media[^{]*|@page \{[^}]*\}", lambda at: "@media print" if "media" in at[0] else "", WEB
    )
    found = [entry for entry in literals(css) if not entry[2].endswith(("em", "vw", "fr", "pt"))]
    assert found == []
    assert not any(entry[2].endswith("rem") for entry in literals(css))


def test_every_length_of_a_screen_is_used():
    used = set(re.findall(r"var\(--screen-([\w-]+)\)", WEB))
    assert used == set(THEME.tokens.screen)


def test_every_allowed_literal_is_used():
    assert {entry[1:] for entry in literals(CSS)} >= set(ALLOWED)


@pytest.mark.parametrize("variant", ["office", *THEME.tokens.variants])
def test_every_property_used_is_a_token(variant):
    known = set(re.findall(r"--([\w-]+):", custom_properties(with_variant(THEME, variant))))
    known |= {"row-height"}  # set by the row itself
    used = set(re.findall(r"var\(--([\w-]+)\)", CSS))
    assert used - known == set()


@pytest.mark.parametrize("variant", ["office", *THEME.tokens.variants])
def test_figures_in_circles_are_no_smaller_than_text(variant):
    theme = with_variant(THEME, variant)
    circle = draw_mark(sign("0"), theme.tokens.colours, theme.fonts["regular"])
    left = float(re.search(rb"translate\(([\d.]+)", circle.svg)[1])
    drawn = (1 - 2 * left / circle.width) * theme.length("score")
    assert drawn >= theme.width_of("0", points(theme.tokens.least_size), False)


def test_every_colour_and_length_is_used():
    """A token that nothing uses misleads whoever changes it."""
    sources = [CSS]
    sources += [
        file.read_text(encoding="utf-8") for file in (SHIPPED / "packbuilder").rglob("*.py")
    ]
    sources += [
        f.read_text(encoding="utf-8") for f in SHIPPED.rglob("*.svg") if ".venv" not in f.parts
    ]
    text = "\n".join(sources)
    colours = [f"colour-{name}" for name in THEME.tokens.colours]
    lengths = [f"length-{name}" for name in THEME.tokens.lengths]
    unused = [name for name in colours + lengths if f"--{name})" not in text]
    assert [
        name for name in unused if not re.search(rf"[\"':]{name.partition('-')[2]}\b", text)
    ] == []


@pytest.mark.parametrize(
    ("style", "wrong"),
    [
        ('li::marker { content: "→ " }', True),
        ("/* no dash */\nol > li::marker, b { color: red; content: counter(x) }", True),
        ("li::marker { content: none }", False),
        ('/* li::marker { content: "x" } */ li::before { content: "x" }', False),
        ('ul > li { list-style-type: "→ " }', False),
    ],
)
def test_a_mark_of_items_that_the_engine_fails_on_is_reported_where_it_is_set(style, wrong):
    sheet = f"{THEME.templates['pack.css']}\n{style}"
    theme = replace(THEME, templates={**THEME.templates, "pack.css": sheet})
    found = [d for d in check_look(theme, lambda *_: NOWHERE) if d.code == Code.TEMPLATE]
    assert len(found) == wrong
    for problem in found:
        assert problem.span.path == "templates/pack.css"
        assert "::marker" in sheet.split("\n")[problem.span.line - 1]
        assert "list-style-type" in problem.help


def test_rules_that_load_another_file_are_reported_at_their_line():
    late = "p { margin: 0 }\n/* @import */\n@import url(late.css);\n@charset 'utf-8';"
    theme = replace(
        THEME, templates={**THEME.templates, "pack.css": late, "web.css": "@IMPORT 'x'"}
    )
    found = [d for d in check_look(theme, lambda *_: NOWHERE) if d.code == Code.TEMPLATE]
    said = [(str(d.span), d.message.split(":")[0]) for d in found]
    assert said == [
        ("templates/pack.css:3:1", "“@import” has no effect here"),
        ("templates/pack.css:4:1", "“@charset” has no effect here"),
        ("templates/web.css:1:1", "“@IMPORT” has no effect here"),
    ]
