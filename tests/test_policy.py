"""What a project declares in place of what the program brings: findings, values, phrases, packs."""

from __future__ import annotations

import pytest

from packbuilder.diagnostics import errors
from packbuilder.pipeline.check import check_everything
from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.project import load_project
from packbuilder.pipeline.publications import compose_document
from packbuilder.settings.edition import Edition, read_edition
from packbuilder.writers.docx import write_word
from packbuilder.writers.pdf.markup import write_html

PLAIN = "title: A trial\ndefault_pack: day\n"
HEAD = "---\ntitle: A meeting\nkind: {}\nupdated: 2026-03-14\ncover: true\n{}---\n\n# Talk\n\n"
TOOL = HEAD.format("tool", "tool: X01\ntime: 10\ngroup: 4 people\nneeds: Pens\nresult: A list\n")
PROGRAMME = "content/programme.md"


@pytest.fixture
def pages(project):
    """Return what writes a document of a project as HTML, of one edition."""

    def write(files, edition="standard", name="programme"):
        edition = prepare_edition(load_project(project(files)), edition)
        assert errors(edition.problems) == []
        return write_html(compose_document(edition, name)[0], edition.theme)

    return write


def test_a_project_without_findings_asks_for_none(pages):
    page = pages({"content/project.yaml": PLAIN, PROGRAMME: f"{TOOL}Talk about it.\n"})
    assert "Rests on" not in page


def test_a_project_declares_findings_of_its_own(project):
    files = {
        "content/project.yaml": f"{PLAIN}findings:\n  F1: People came.\n",
        PROGRAMME: HEAD.format("report", "") + '# Findings {trace="F1"}\n\nPeople came.\n',
    }
    problems, _ = check_everything(load_project(project(files)), {})
    assert [p for p in problems if p.code.number == "PB222"] == []


def test_what_a_project_leaves_out_is_not_printed(pages):
    without = f'{PLAIN}mark: ""\nphrases: {{standard: "", version: ""}}\n'
    text = f"{HEAD.format('handout', '')}Talk.\n"
    page = pages({"content/project.yaml": without, PROGRAMME: text})
    for words in ("About this document", "Standard edition", "Version 1.0", "mark.svg", "<p></p>"):
        assert words not in page
    usual = pages({"content/project.yaml": PLAIN, PROGRAMME: text})
    assert "Standard edition · Version 1.0, text of 14 March 2026" in usual
    assert "About this document" not in usual


def test_an_empty_line_of_the_footer_is_in_no_word_file(project):
    without = f'{PLAIN}phrases: {{standard: "", version: ""}}\n'
    edition = prepare_edition(load_project(project({"content/project.yaml": without})), "standard")
    publication = compose_document(edition, "programme")[0]
    assert publication.parts[0].footer.edition == ""
    assert write_word(publication, edition.theme)


def test_phrases_take_the_place_of_labels(pages):
    own = (
        f"{PLAIN}notice: shared/notice.md\nphrases:\n  about: Where this comes from\n"
        '  standard: For everyone\n  version: "Text of {date}"\n'
    )
    page = pages({"content/project.yaml": own})
    assert "Where this comes\u00a0from" in page
    assert "For everyone · Text of 14 March 2026" in page


VALUES = f"""{PLAIN}values:
  doors: {{label: when the doors open, kind: time}}
  day: {{label: the day before, kind: date}}
  seats: {{label: how many seats there are, kind: number}}
  parking: {{label: where to park, empty: on Mill Street}}
"""
SAYS = (
    HEAD.format("handout", "") + "Doors: [[doors]]. [[day]]. [[seats]] seats. Park [[parking]].\n"
)


def test_values_of_a_project_are_keys_of_its_editions(pages):
    edition = 'doors: "17:30"\nday: 2027-02-10\nseats: 0\nparking: Behind the hall\n'
    files = {
        "content/project.yaml": VALUES,
        "content/editions/riverbank.yaml": edition,
        PROGRAMME: SAYS,
    }
    page = pages(files, "riverbank")
    assert "Doors: 17:30. 10 February 2027. 0 seats. Park Behind the hall." in page


def test_a_value_that_an_edition_lacks_is_a_line_or_what_the_project_says(pages):
    page = pages({"content/project.yaml": VALUES, PROGRAMME: SAYS})
    assert "Park on Mill Street." in page
    assert "when the doors open" in page


def test_a_project_without_values_of_its_own_has_plain_editions(project):
    assert type(read_edition(load_project(project()).source, "standard")) is Edition


@pytest.mark.parametrize(
    ("own", "shared", "packs"),
    [
        ("", "", ("day",)),
        ("", "packs: [day, all]\n", ("day", "all")),
        ("packs: [all]\n", "packs: [day]\n", ("all",)),
    ],
)
def test_an_edition_is_made_of_its_packs(project, own, shared, packs):
    files = {
        "content/packs/all.yaml": "title: All\ndocuments: [programme]\n",
        "content/editions/riverbank.yaml": f"short_name: Riverbank\n{own}",
        "content/project.yaml": PLAIN + shared,
    }
    loaded = load_project(project(files))
    edition = read_edition(loaded.source, "riverbank")
    assert loaded.settings.packs_of(edition) == packs


def test_known_words_are_not_reported(project, packbuilder):
    words = "Stakeholders of Dùthchas met the QZX and the WXYZQR. The stakeholders left.\n"
    folder = project({"content/programme.md": HEAD.format("handout", "") + words})
    before = packbuilder(folder, "check").output
    for word in ("stakeholders", "Dùthchas", "QZX", "WXYZQR"):
        assert f"“{word}”" in before
    settings = folder / "content/project.yaml"
    known = "known_words: [Stakeholders, dùthchas, QZX, WXYZQR]\n"
    settings.write_text(settings.read_text() + known)
    after = packbuilder(folder, "check").output
    for word in ("stakeholders", "Dùthchas", "QZX", "WXYZQR"):
        assert f"“{word}”" not in after
