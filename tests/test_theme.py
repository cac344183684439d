"""Tokens → a theme: contrast, lengths, and how a role is worked out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from helpers.projects import copy_templates, shipped_theme

from packbuilder import theme as t
from packbuilder.diagnostics import Code, PackError, Span
from packbuilder.storage.source import Source

THEME = shipped_theme()


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21),
        ("#ffffff", "#ffffff", 1),
        ("#333333", "#ffffff", 12.63),
        ("#0a0a0a", "#ffffff", 19.80),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.00),
        ("#0000ff", "#ffffff", 8.59),
        ("#ffff00", "#ffffff", 1.07),
    ],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert t.contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert t.contrast(other, one) == t.contrast(one, other)


def test_a_pair_below_its_least_contrast_is_reported():
    pairs = (t.ContrastPair("primary", "paper", 4.5), t.ContrastPair("ink", "paper", 12))
    grey, lighter = (
        replace(t.with_colour(THEME, colour).tokens, contrast=pairs)
        for colour in ("#767676", "#777777")
    )
    usual = THEME.tokens.colours
    assert list(t.check_contrast(grey, usual, Span)) == []
    (problem,) = t.check_contrast(lighter, usual, Span)
    assert problem.span == Span("primary")
    assert problem.message.startswith("primary #777777 on paper #ffffff has a contrast of")


@pytest.mark.parametrize(
    ("changed", "blamed", "help"),
    [
        ({"primary": "#777777"}, "primary", "darker"),
        ({"paper": "#777777"}, "paper", "lighter"),
        ({"primary": "#777777", "paper": "#888888"}, "primary", "darker"),
    ],
)
def test_the_colour_that_was_changed_is_the_one_to_change(changed, blamed, help):
    usual = THEME.tokens.colours
    pairs = (t.ContrastPair("primary", "paper", 4.5),)
    tokens = replace(THEME.tokens, contrast=pairs, colours={**usual, **changed})
    (problem,) = t.check_contrast(tokens, usual, Span)
    assert problem.span == Span(blamed)
    assert problem.help.startswith(f"choose a {help} colour")


@pytest.mark.parametrize("variant", ["office", *THEME.tokens.variants])
def test_every_shipped_variant_can_be_read(variant):
    tokens = t.with_variant(THEME, variant).tokens
    assert list(t.check_contrast(tokens, tokens.colours, Span)) == []
    assert all(t.is_colour(colour) for colour in tokens.colours.values())
    assert all(t.millimetres(length) > 0 for length in tokens.lengths.values())


@pytest.mark.parametrize("name", sorted(THEME.tokens.lengths))
def test_every_length_parses(name):
    assert 0 < THEME.length(name) < 300


@pytest.mark.parametrize(("text", "mm"), [("9mm", 9), ("12pt", 4.2333), ("0.5pt", 0.1764)])
def test_lengths_convert(text, mm):
    assert t.millimetres(text) == pytest.approx(mm, abs=0.0001)
    assert t.points(text) == pytest.approx(mm / 25.4 * 72, abs=0.0003)


@pytest.mark.parametrize("text", ["4cm", "12", "mm", "-1mm", "1,5mm", "1e3mm", " 9mm", "9mm "])
def test_other_lengths_are_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 – the value itself is the message
        t.millimetres(text)


@pytest.mark.parametrize("text", ["#1d4a7", "1d4a73", "#1d4a7g", "#1d4a730", "red"])
def test_other_colours_are_refused(text):
    assert not t.is_colour(text)


@pytest.mark.parametrize("profile", sorted(THEME.tokens.profiles))
def test_sizes_are_half_points_and_never_small(profile):
    for role in THEME.tokens.roles:
        style = THEME.style(profile, role)
        sizes = (style.size, style.leading, style.before, style.after)
        assert all(size * 2 == round(size * 2) for size in sizes), role
        assert style.size >= t.points(THEME.tokens.least_size) >= 12, role
        assert style.leading >= style.size * (0.85 if style.black else 1), role


@pytest.mark.parametrize("variant", ["office", "large-print", "poster", "two-up"])
def test_whom_to_ask_for_another_format_is_14_points_at_least(variant):
    assert t.with_variant(THEME, variant).style("handout", "contact").size >= 14


def test_headings_grow_with_their_level():
    sizes = [THEME.style("reading", f"heading-{level}").size for level in (4, 3, 2, 1)]
    assert sizes == sorted(sizes)
    assert THEME.style("reading", "title").size > sizes[-1]


def test_a_role_is_its_step_of_the_scale():
    roles = {"text": t.Role(0, "ink"), "lead": t.Role(2, "primary", leading=1.5, before=0.5)}
    profiles = {"reading": t.Profile("12pt", "18pt", "136mm", 1.25)}
    tokens = replace(THEME.tokens, roles=roles, profiles=profiles)
    theme = replace(THEME, tokens=tokens)
    ink, primary = THEME.colour("ink"), THEME.colour("primary")
    assert theme.style("reading", "text") == t.Style(12, 18, 0, 0, False, ink)
    assert theme.style("reading", "lead") == t.Style(19, 28.5, 9, 0, False, primary)


def test_an_editions_colour_replaces_the_primary_one_only():
    changed = t.with_colour(THEME, "#123456")
    assert changed.colour("primary") == "#123456"
    assert changed.colour("ink") == THEME.colour("ink")
    assert THEME.colour("primary") != "#123456"


def test_a_projects_own_templates_are_used(project):
    folder = project()
    copy_templates(folder)
    css = folder / "templates" / "pack.css"
    css.write_text("p { color: inherit }", encoding="utf-8")
    assert t.read_theme(Source(folder)).templates["pack.css"] == "p { color: inherit }"
    assert shipped_theme().templates["pack.css"] != "p { color: inherit }"


def test_all_wrong_tokens_are_reported_at_once(project):
    folder = project()
    copy_templates(folder)
    tokens = folder / "templates" / "tokens.yaml"
    text = tokens.read_text(encoding="utf-8").replace('ink: "#1b2730"', "ink: dark")
    tokens.write_text(
        text.replace("gap: 5mm", "gap: 5").replace("hairline: 0.5pt", "hairline: thin")
    )
    with pytest.raises(PackError) as caught:
        t.read_theme(Source(folder))
    assert [d.code for d in caught.value.diagnostics] == [Code.TOKEN] * 3


def test_a_colour_of_a_role_in_a_profile(project):
    assert THEME.style("reading", "box-title").colour == THEME.colour("ink")
    assert THEME.style("handout", "box-title").colour == THEME.colour("primary")
    folder = project()
    copy_templates(folder)
    tokens = folder / "templates" / "tokens.yaml"
    text = tokens.read_text(encoding="utf-8")
    tokens.write_text(text.replace("colours: {reading: ink}", "colours: {readin: inkk}"))
    with pytest.raises(PackError) as caught:
        t.read_theme(Source(folder))
    said = [diagnostic.message for diagnostic in caught.value.diagnostics]
    assert "there is no profile “readin”" in said
    assert any("inkk" in message for message in said)
