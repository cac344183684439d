"""The examples of the CommonMark specification: all their words are in both formats, or refused.

The specification is under CC BY-SA and not part of this repository: `make test` fetches it beside
the validators. One example in eight is tried; all 652 with `--everything -n auto`.
"""

from __future__ import annotations

import html
import re

import pytest
from helpers.projects import HEAD, PROGRAMME, make_project
from helpers.validators import PLACE, need

from packbuilder.diagnostics import Code, PackError, errors
from packbuilder.inspection.folding import dense
from packbuilder.inspection.parity import check_parity
from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.project import load_project
from packbuilder.pipeline.publications import compose_document
from packbuilder.writers.docx import write_word
from packbuilder.writers.pdf.layout import write_pdf
from packbuilder.writers.reading_back import read_file

SPECIFICATION = PLACE / "node_modules" / "commonmark-spec" / "spec.txt"
EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.MULTILINE | re.DOTALL)
STEP = 8


def examples() -> list[tuple[str, str]]:
    """Return Markdown and HTML of each example."""
    if not SPECIFICATION.is_file():
        return []
    text = SPECIFICATION.read_text(encoding="utf-8").partition("<!-- END TESTS -->")[0]
    return EXAMPLE.findall(text.replace("→", "\t"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "number" in metafunc.fixturenames:
        step = 1 if metafunc.config.getoption("--everything") else STEP
        metafunc.parametrize("number", range(1, 653, step))


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return make_project(tmp_path_factory.mktemp("project"))


def test_every_word_is_in_both_formats(project, number):
    need("the CommonMark specification", SPECIFICATION.is_file())
    markdown, shown = examples()[number - 1]
    (project / PROGRAMME).write_text(HEAD + markdown, encoding="utf-8")
    try:
        loaded = load_project(project)
        loaded.document("programme")
        edition = prepare_edition(loaded, "standard")
        problems = errors(edition.problems)
    except PackError as error:
        problems = error.diagnostics
    if problems:
        assert all(problem.span.line for problem in problems)
        return
    publication = compose_document(edition, "programme")[0]
    wanted = [dense(html.unescape(piece)) for piece in re.split(r"<[^>]*>", shown)]
    for write in (write_pdf, write_word):
        try:
            data = write(publication, edition.theme)
        except PackError as error:  # a number of nine digits has no room beside its item
            reported = {problem.code for problem in error.diagnostics}
        else:
            reported = set()
        if reported:
            assert reported == {Code.OVERFLOW}
            return
        found = read_file(data)
        assert check_parity(publication, edition.theme, found) == []
        read = dense(" ".join(piece.text for piece in found.pieces))
        assert [piece for piece in wanted if piece not in read] == []
