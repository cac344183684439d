"""The rules on finished files: each is broken once in each format, and caught with its place."""

from __future__ import annotations

from dataclasses import replace

import pytest
from helpers import faulty_files as d
from helpers.projects import HEAD, PROGRAMME, make_project

from packbuilder.inspection.parity import check_parity
from packbuilder.inspection.pdf import is_bold, read_pdf
from packbuilder.inspection.reading import FileReading, TextRun
from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.jobs import check_file
from packbuilder.pipeline.project import load_project
from packbuilder.pipeline.publications import compose_document
from packbuilder.rules.files import _lines, check_rules
from packbuilder.theme import with_variant
from packbuilder.writers.docx import write_word
from packbuilder.writers.pdf.layout import write_pdf

TEXT = """
# Morning {#morning}

Coffee at nine. See [the programme](https://example.org/day).[^1]

![The hall, and two rooms beside it](images/plan.svg "The rooms")

::: table {caption="Who helps"}
| Task | Name |
| --- | --- |
| Door | Morag |
:::

::: answer {name="idea" label="One idea"}
:::

::: choices {name="days" label="Which days?"}
- [ ] Monday
- [ ] Friday
:::

[^1]: Tea is there too.
"""


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    folder = make_project(tmp_path_factory.mktemp("project"), {PROGRAMME: HEAD + TEXT})
    return prepare_edition(load_project(folder), "standard")


@pytest.fixture(scope="module")
def publication(edition):
    return compose_document(edition, "programme")[0]


@pytest.fixture(scope="module")
def theme(edition):
    return with_variant(edition.theme, "screen")


@pytest.fixture(scope="module")
def files(publication, theme):
    """The same document with fields, in both formats."""
    return {"pdf": write_pdf(publication, theme), "docx": write_word(publication, theme)}


@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_nothing_is_wrong_as_written(files, publication, theme, format):
    assert check_file(publication, theme, format, files[format]) == []


FAULTS = {
    "PB520": [d.word_small, d.word_small_style],
    "PB521": [d.rename_fonts, d.word_font],
    "PB522": [d.word_spread, d.word_hyphens],
    "PB524": [d.untitle, d.hide_title, d.silence, d.word_untitled, d.word_silent],
    "PB525": [d.unclaim, d.untag, d.loosen_words],
    "PB526": [d.lower_headings, d.word_headings],
    "PB527": [d.behead, d.merge, d.word_behead, d.word_merge],
    "PB528": [d.unpicture, d.word_unpicture],
    "PB529": [d.word_float],
    "PB530": [d.word_link],
    "PB531": [d.unmap_letters],
    "PB532": [d.unembed_fonts, d.word_unembed],
    "PB534": [d.unname, d.word_unname],
    "PB535": [d.shrink],
    "PB536": [d.narrow],
    "PB537": [d.word_protect],
    "PB539": [d.bleed],
}
CASES = [(code, doctor) for code, doctors in FAULTS.items() for doctor in doctors]
NAMES = {id(value): name for name, value in vars(d).items()}


@pytest.mark.parametrize(
    ("code", "doctor"), CASES, ids=[f"{code}-{NAMES[id(doctor)]}" for code, doctor in CASES]
)
def test_a_fault_is_caught(files, publication, theme, code, doctor):
    format = "docx" if NAMES[id(doctor)].startswith("word_") else "pdf"
    data = doctor(files[format])
    found = check_file(publication, theme, format, data)
    assert code in {problem.code.number for problem in found}
    assert {p.code.number for p in found} <= {code, "PB510", "PB511", "PB513", "PB515"}
    assert all(problem.span.path == PROGRAMME for problem in found)


def test_a_fault_is_reported_by_its_line(files, publication, theme):
    found = check_file(publication, theme, "docx", d.word_behead(files["docx"]))
    line = 1 + (HEAD + TEXT).split("\n").index("| Task | Name |")
    assert {(p.code.number, p.span.line) for p in found} == {("PB515", line), ("PB527", line)}


def test_rules_and_parity_share_a_reading(files, publication, theme):
    reading = read_pdf(files["pdf"])
    assert check_parity(publication, theme, reading) == []
    assert check_rules(publication, theme, reading) == []


@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_a_footnote_in_a_heading_point_or_header_changes_nothing(tmp_path, format):
    text = (
        "# Hall[^1] and rooms\n\n- Talk about it.[^2]\n\n"
        "| Task[^3] | Who |\n|---|---|\n| A | B |\n\n"
        "[^1]: Ask.\n\n[^2]: On [the page](https://example.net/note).\n\n[^3]: Here.\n"
    )
    project = make_project(tmp_path / "project", {PROGRAMME: HEAD + text})
    edition = prepare_edition(load_project(project), "standard")
    made, _ = compose_document(edition, "programme")
    data = (write_pdf if format == "pdf" else write_word)(made, edition.theme)
    assert check_file(made, edition.theme, format, data) == []


@pytest.mark.parametrize(
    ("font", "bold"),
    [
        ("Source-Sans-Pro-Bold", True),
        ("Source-Sans-Pro-Semibold", True),
        ("Source-Sans-Pro-Black", True),
        ("Source-Sans-Pro-Bold-Small-Caps", True),
        ("Source-Sans-Pro-Bold-All-Small-Caps", True),
        ("Source-Sans-Pro", False),
        ("Source-Sans-Pro-Small-Caps", False),
    ],
)
def test_bold_letters_are_known_by_the_name_of_their_font(font, bold):
    assert is_bold(font) is bold


def test_narrow_letters_make_no_long_line(theme):
    usual, narrow = "We meet to see who does what. ", "till it is still, little fills it. "
    reading = FileReading(format="pdf", title="", language="", pieces=())
    size = theme.style("handout", "text").size

    def violations(words: str) -> int:
        text = (words * 3)[:80]
        lines = [TextRun(1, 0, 100 + n * size, 0, size, "", text, 0) for n in range(40)]
        return len(list(_lines(replace(reading, runs=tuple(lines)), theme, {size})))

    assert (violations(usual), violations(narrow)) == (1, 0)
