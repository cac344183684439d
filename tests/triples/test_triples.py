"""Markdown → model → HTML and Word: each folder's `input.md`, and all that becomes of it.

`model.txt` is the document as read; `output.html` and `output.xml` are its blocks as written for
the edition “riverbank” of the project in `base/`. `--update-golden` writes them again.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from helpers.model_as_text import dump
from helpers.writer_output import html_body, word_body

from packbuilder.diagnostics import Code, errors
from packbuilder.model import all_inlines, walk
from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.project import load_project
from packbuilder.pipeline.publications import compose_document
from packbuilder.readers import directives, read_document
from packbuilder.storage.source import Source
from packbuilder.writers.pdf import markup as html

HERE = Path(__file__).parent
TRIPLES = sorted(file.parent.name for file in HERE.glob("*/input.md"))


def project_of(name: str, folder: Path) -> Path:
    project = shutil.copytree(HERE / "base", folder / "project")
    shutil.copy(HERE / name / "input.md", project / "content")
    return project


def publication_of(project: Path):
    """Compose the document, without its opening; it has no notice."""
    loaded = load_project(project)
    edition = prepare_edition(loaded, "riverbank")
    own = [p for p in edition.problems if p.span.path == "content/input.md"]
    assert errors(own) == []
    # A row that is too short, and indented lines of code, are reported and printed all the same.
    reported = {problem.code for problem in own if not problem.waiver}
    assert reported <= {Code.BLOCK_CONTENT, Code.MARKDOWN_UNUSED}
    publication, _ = compose_document(edition, "input")
    part = publication.parts[0]
    part = replace(part, opening=None)
    return replace(publication, parts=(part,)), edition.theme


@pytest.mark.parametrize("name", TRIPLES)
def test_triple(name, tmp_path, update_golden):
    project = project_of(name, tmp_path)
    document = read_document(Source(project), "content/input.md")
    publication, theme = publication_of(project)
    found = {
        "model.txt": dump(document),
        "output.html": html_body(publication, theme),
        "output.xml": word_body(publication, theme),
    }
    for file, text in found.items():
        if update_golden:
            (HERE / name / file).write_text(text, encoding="utf-8")
        assert text == (HERE / name / file).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def documents(tmp_path_factory):
    projects = [project_of(name, tmp_path_factory.mktemp(name)) for name in TRIPLES]
    return [read_document(Source(project), "content/input.md") for project in projects]


def test_every_block_is_covered(documents):
    blocks = [b for d in documents for b in walk([*d.blocks, *sum(d.footnotes.values(), ())])]
    assert set(html.BLOCKS) - {type(block) for block in blocks} == set()


def test_every_inline_is_covered(documents):
    inlines = {type(inline) for d in documents for inline in all_inlines(d.blocks)}
    filled_in = {kind for kind in html.INLINES if kind.__name__ == "Blank"}
    assert set(html.INLINES) - inlines == filled_in


def test_every_directive_is_covered():
    text = "\n".join((HERE / name / "input.md").read_text(encoding="utf-8") for name in TRIPLES)
    assert [name for name in directives.DIRECTIVES if f"::: {name}" not in text] == []
