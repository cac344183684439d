"""Faults that cannot be kept as files: what `case.txt` of a folder tells, done to its project."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest
from projects import change, copy_templates

FAULTS: dict[str, Callable[[Path, pytest.MonkeyPatch], None]] = {}


def fault(name: str):
    """Register the fault of a folder."""

    def register(function):
        FAULTS[name] = function
        return function

    return register


@fault("PB101-no-project")
def no_project(project, patch):
    (project / "content" / "project.yaml").unlink()


@fault("PB102")
def latin_1(project, patch):
    text = "---\ntitle: Programme\nkind: handout\nupdated: 2026-03-14\n---\n\nCaf\xe9 at nine.\n"
    (project / "content" / "programme.md").write_bytes(text.encode("latin-1"))


@fault("PB102-utf-16")
def utf_16(project, patch):
    file = project / "content" / "programme.md"
    file.write_bytes(file.read_text(encoding="utf-8").encode("utf-16"))


@fault("PB103")
def vertical_tab(project, patch):
    change(project, "content/programme.md", "Coffee at", "Coffee\x0bat")


@fault("PB104-link")
def symbolic_link(project, patch):
    outside = project.parent / "outside.svg"
    outside.write_text("<svg/>", encoding="utf-8")
    (project / "content" / "images" / "outside.svg").symlink_to(outside)


@fault("PB106")
def large(project, patch):
    with (project / "content" / "programme.md").open("a", encoding="utf-8") as file:
        file.write("Coffee at nine.\n" * 700_000)


@fault("PB107")
def name_of_a_device(project, patch):
    (project / "content" / "programme.md").rename(project / "content" / "nul.md")


@fault("PB107-twins")
def names_alike(project, patch):
    packs = project / "content" / "packs"
    (packs / "Day.yaml").write_bytes((packs / "day.yaml").read_bytes())


@fault("PB114")
def long_address(project, patch):
    with (project / "content" / "programme.md").open("a", encoding="utf-8") as file:
        file.write("\n[a]: https://example.org/" + "x" * 20_000 + "\n\n" + "[a] " * 60 + "\n")


@fault("PB223")
def turned_words(project, patch):
    change(project, "content/programme.md", "Coffee at", "Coffee \u202eat")


@fault("PB308")
def wide_table(project, patch):
    with (project / "content" / "programme.md").open("a", encoding="utf-8") as file:
        rows = ["| a " * 60, "|---" * 60, "| Evidence " * 60]
        file.write("\n::: table {caption=Wide}\n" + "|\n".join(rows) + "|\n:::\n")


@fault("PB306")
def tokens(project, patch):
    copy_templates(project)
    path = "templates/tokens.yaml"
    change(project, path, 'accent: "#b4531b"', "accent: orange")
    change(project, path, "blank: 40mm", "blank: 4cm")


@fault("PB306-colour")
def missing_colour(project, patch):
    copy_templates(project)
    change(
        project, "templates/tokens.yaml", "- {text: primary, on: tint", "- {text: primry, on: tint"
    )


@fault("PB307")
def unclosed_template(project, patch):
    copy_templates(project)
    change(project, "templates/parts.html", "{% endmacro %}", "")


@fault("PB307-name")
def unknown_name_in_template(project, patch):
    copy_templates(project)
    change(project, "templates/publication.html", "publication.title", "publication.titel")


@fault("PB401")
def other_font(project, patch):
    copy_templates(project)
    change(project, "templates/tokens.yaml", "font: Source Sans Pro", "font: Comic Sans")


@fault("PB403")
def unknown_property(project, patch):
    copy_templates(project)
    change(project, "templates/pack.css", "body {", "body { colour: red;")


@fault("PB404")
def lost_process(project, patch):
    lost = Future()
    lost.set_exception(BrokenProcessPool())
    patch.setattr("packbuilder.build.render.ProcessPoolExecutor.submit", lambda *_: lost)


@fault("PB405")
def no_pango(project, patch):
    from packbuilder.writers import pdf

    class NoLibrary:
        def find_spec(self, name, path=None, target=None):
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    pdf._engine.cache_clear()
    patch.setattr(sys, "meta_path", [NoLibrary(), *sys.meta_path])
    for name in [name for name in sys.modules if name.partition(".")[0] == "weasyprint"]:
        patch.delitem(sys.modules, name)


@fault("PB501")
def folder_in_the_way(project, patch):
    (project / "output" / "standard" / "day" / "programme.pdf").mkdir(parents=True)


@fault("PB502")
def broken_pdf(project, patch):
    patch.setattr("packbuilder.build.render.render", lambda job: b"%PDF-1.7 and nothing else")
