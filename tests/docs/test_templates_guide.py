"""templates/README.md: every token, label and name is explained, and is what it is said to be."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import get_args

import jinja2
import jinja2.meta
import pytest
from helpers.guides import ROOT, TEMPLATES, named, prose

from packbuilder.model import Opening, OpeningLine, Part, Publication
from packbuilder.model.variants import Variant
from packbuilder.pipeline.deliver import INDEX, README
from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.project import load_project
from packbuilder.pipeline.publications import compose_document
from packbuilder.storage.source import Source
from packbuilder.theme import (
    STYLE_SHEETS,
    ContrastPair,
    PageSetup,
    Profile,
    Role,
    Sheet,
    Tokens,
    VariantTokens,
    read_theme,
)
from packbuilder.theme.labels import WrittenLabels
from packbuilder.writers import describe_formats
from packbuilder.writers.docx.style_table import PARAGRAPH_STYLES
from packbuilder.writers.pdf.markup import write_html, write_page
from packbuilder.writers.pdf.markup.css import custom_properties

THEME = read_theme(Source(ROOT))
TOKENS = THEME.tokens
_INTERNAL = {"blocks", "file", "footnotes", "name", "page_starts", "pictures"}
"""What a template gets by other ways (`blocks(part)`, `asset(path)`), or has no use for."""


def explained() -> set[str]:
    """Every name in the guide, ranges such as `heading-1` … `heading-5` written out."""
    names = set(named(TEMPLATES))
    for stem, first, last in re.findall(r"`([a-z-]+)(\d)` … `\1(\d)`", prose(TEMPLATES)):
        names |= {f"{stem}{number}" for number in range(int(first), int(last) + 1)}
    return names


def test_every_file_is_explained():
    files = {file.name for file in (ROOT / "templates").iterdir() if file.name[0] not in "._"}
    assert files - {"README.md"} <= explained()


@pytest.mark.parametrize("group", ["colours", "profiles", "roles", "lengths", "screen", "variants"])
def test_every_token_is_explained(group):
    assert group in prose(TEMPLATES).lower()
    assert set(getattr(TOKENS, group)) - explained() == set()


@pytest.mark.parametrize(
    "kind",
    [Tokens, ContrastPair, PageSetup, Sheet, Profile, Role, VariantTokens, WrittenLabels],
    ids=lambda kind: kind.__name__,
)
def test_every_key_is_explained(kind):
    words = explained() | {"colours", "roles", "lengths"}
    assert {field.name for field in fields(kind)} - words == set()


def test_every_variant_is_named():
    assert set(get_args(Variant)) - explained() == set()


def test_a_size_is_worked_out_as_the_example_says():
    profile = TOKENS.profiles["reading"]
    role = Role(2, "ink")
    theme = replace(THEME, tokens=replace(TOKENS, roles={"lead": role}))
    assert (profile.size, profile.scale, role.step) == ("12pt", 1.2, 2)
    assert "12 × 1.2 × 1.2 = 17.5 pt" in prose(TEMPLATES)
    assert theme.style("reading", "lead").size == 17.5


def test_roles_become_the_styles_of_word_in_the_table():
    styles = {style.name.lower(): style.role for style in PARAGRAPH_STYLES.values()}
    table = prose(TEMPLATES).split("| Role |")[1].split("\n\n")[0].splitlines()[2:]
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in table]
    for roles, _, names in rows:
        for name in re.split(", | … ", names):
            if name:
                role = styles[name.lower()]
                assert f"`{role}`" in roles or "…" in roles, name
    shown = [name for _, _, names in rows for name in re.split(", | … ", names) if name]
    assert {r for r in TOKENS.roles if r not in styles.values()} == {
        role for roles, _, names in rows if not names for role in re.findall("`(.+?)`", roles)
    }
    assert len(shown) == len(set(shown))


def test_custom_properties_are_named_as_the_guide_says():
    written = set(re.findall(r"--([a-z0-9-]+):", custom_properties(THEME)))
    page = {field.name for field in fields(PageSetup)} - {"mirrored"}
    kinds = ("size", "leading", "before", "after", "weight", "colour")
    for kind in kinds:
        assert f"`--ROLE-{kind}`" in prose(TEMPLATES)
    for name in ("colour-NAME", "length-NAME", "page-NAME", "font", "measure"):
        assert f"`--{name}`" in prose(TEMPLATES)
    assert written == (
        {f"colour-{name}" for name in TOKENS.colours}
        | {f"length-{name}" for name in TOKENS.lengths}
        | {f"page-{name}" for name in page}
        | {f"{role}-{kind}" for role in TOKENS.roles for kind in kinds}
        | {"font", "measure"}
    )


def test_the_style_sheet_uses_properties_that_exist():
    css = "".join(THEME.templates[name] for name in STYLE_SHEETS)
    written = set(re.findall(r"--([a-z0-9-]+):", custom_properties(THEME) + css))
    used = set(re.findall(r"var\(--([a-z0-9-]+)", css))
    of_tables = {"row-height", "sign"}  # these stand where they are used
    assert used - written - of_tables == set()


@pytest.mark.parametrize("kind", [Publication, Part, Opening, OpeningLine])
def test_every_name_of_a_publication_is_listed(kind):
    assert {field.name for field in fields(kind)} - explained() - _INTERNAL == set()


def test_a_template_may_use_every_name_that_is_listed(workplace):
    template = (
        "{% for n in ['title', 'language', 'version', 'updated', 'opening', 'contents', 'footer',"
        " 'authors', 'description', 'keywords', 'rights'] %}"
        "{{ publication[n] is defined or 1/0 }}{% endfor %}"
        "{% for part in publication.parts %}{{ part.landscape }}{{ blocks(part) }}{% endfor %}"
        "{{ asset('x') }}"
    )
    (workplace / "templates/publication.html").write_text(template, encoding="utf-8")
    edition = prepare_edition(load_project(workplace), "standard")
    assert "asset:/x" in write_html(compose_document(edition, "summary")[0], edition.theme)


@pytest.mark.parametrize("template", ["publication.html", INDEX, README])
def test_every_name_a_template_uses_is_listed(template):
    tree = jinja2.Environment().parse(THEME.templates[template])
    listed = {name.partition("(")[0] for name in explained()}
    assert jinja2.meta.find_undeclared_variables(tree) <= listed


@pytest.mark.parametrize("template", [INDEX, README])
def test_the_guides_in_a_zip_may_use_every_name_that_is_listed(template, workplace):
    names = ["pack", "title", "description", "edition", "version", "updated", "rights"]
    files = ["name", "bytes", "sha256", "sources", "pages"]
    pack = dict.fromkeys(names, "x")
    group = {"title": "x", "files": [{**dict.fromkeys(files, 1), "name": "x.pdf"}]}
    part = {"title": "x", "first": 1, "last": 2}
    prints = {"name": "x", "pages": 2, "sheets": 1, "paper": "A4", "direction": "portrait"}
    prints |= {"sides": "long", "parts": [part]}
    said = {"files": [group], "prints": [prints], "packs": [{**pack, "files": group["files"]}]}
    said["formats"] = describe_formats(THEME.labels)
    written = write_page(THEME, template, pack=pack, labels=THEME.labels, **said)
    assert b"x" in written
    assert {*names, *files, *prints, *part} <= explained()


def test_colours_of_the_mark_are_tokens():
    mark = (ROOT / "templates/mark.svg").read_text(encoding="utf-8")
    assert set(re.findall("token:([a-z-]+)", mark)) <= set(TOKENS.colours)
    assert {"token:primary", "token:tint"} <= named(TEMPLATES)
