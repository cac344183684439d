"""`packbuilder inspect`: what it reports of a finished file to people and programs."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from helpers.projects import HEAD, PROGRAMME, make_project

from packbuilder.inspection.pdf import read_pdf
from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.project import load_project
from packbuilder.pipeline.publications import compose_document
from packbuilder.theme import with_variant
from packbuilder.writers.docx import write_word
from packbuilder.writers.pdf.layout import write_pdf

TEXT = """
# Morning {#morning}

Coffee at nine.[^1] See [the programme](https://example.org/day).

- Bring a pen
- Bring a friend

![The hall, and two rooms beside it](images/plan.svg "The rooms")

::: table {caption="Who helps" header-column=true}
| Task | Name |
| --- | --- |
| Door | Morag |
| Tea | |
:::

::: answer {name="idea" label="One idea"}
:::

[^1]: Tea is there too.
"""

ORDER = [
    "list item: – Bring a pen",
    "picture: The hall, and two rooms beside it",
    "caption: The rooms",
    "caption: Who helps",
    "table 1, row 1, column 1, header: Task",
    "table 1, row 1, column 2, header: Name",
    "table 1, row 2, column 1, header: Door",
    "table 1, row 2, column 2 [Door / Name]: Morag",
    "table 1, row 3, column 1, header: Tea",
    "table 1, row 3, column 2 [Tea / Name]: (no words)",
    "paragraph: One idea",
]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """One document with fields, in both formats."""
    folder = make_project(tmp_path_factory.mktemp("project"), {PROGRAMME: HEAD + TEXT})
    edition = prepare_edition(load_project(folder), "standard")
    publication, theme = (
        compose_document(edition, "programme")[0],
        with_variant(edition.theme, "screen"),
    )
    (folder / "programme.pdf").write_bytes(write_pdf(publication, theme))
    (folder / "programme.docx").write_bytes(write_word(publication, theme))
    return folder


def shown(files, packbuilder, format: str, *options: str) -> str:
    result = packbuilder(files, "inspect", f"programme.{format}", *options)
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_the_text_is_shown_in_reading_order(files, packbuilder, format):
    lines = [line.strip() for line in shown(files, packbuilder, format).splitlines()]
    wanted = ORDER if format == "pdf" else [line.replace("– ", "") for line in ORDER]
    places = [lines.index(line) for line in wanted]
    assert places == sorted(places)


@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_title_fields_and_links_are_listed(files, packbuilder, format):
    output = shown(files, packbuilder, format)
    assert output.startswith("Programme\n")
    assert "language en-GB" in output
    assert "  Morning: One idea (text, programme.idea" in output
    assert "  the programme → https://example.org/day" in output
    assert "footnote: " in output
    assert "  table 1: rows 3, columns 2\n    header row: Task | Name\n" in output


@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_programs_get_the_same(files, packbuilder, format):
    data = json.loads(shown(files, packbuilder, format, "--format", "json"))
    assert (data["format"], data["title"], data["language"]) == (format, "Programme", "en-GB")
    asked = [f["label"] for f in data["fields"] if not f["name"].startswith("edition.")]
    assert asked == ["Morning: One idea"]
    cells = [piece for piece in data["pieces"] if piece["kind"] == "cell"]
    assert cells[3]["headers"] == ["Door", "Name"]
    assert data["runs"] == []


def test_words_of_a_pdf_have_a_place_and_a_size(files):
    read = read_pdf((files / "programme.pdf").read_bytes())
    heading = next(run for run in read.runs if run.text == "Morning")
    assert heading.font == "Source-Sans-Pro-Heavy"
    assert heading.page == 1
    assert 12 < heading.size < 40
    assert 0 < heading.x < heading.x + heading.width < 595
    assert 0 < heading.y < 842
    footer = next(run for run in read.runs if run.text.startswith("Standard edition"))
    assert footer.y > heading.y


def test_how_much_of_a_page_is_inked_is_reported_of_pdfs_alone(files, packbuilder):
    reported = re.search(
        r"\nInk\n  covers (\d+\.\d) % of a page on average\n", shown(files, packbuilder, "pdf")
    )
    assert reported
    data = json.loads(shown(files, packbuilder, "pdf", "--format", "json"))
    assert data["ink"] == pytest.approx(float(reported[1]), abs=0.06)
    assert 0 < data["ink"] < 20
    assert "Ink" not in shown(files, packbuilder, "docx")
    assert json.loads(shown(files, packbuilder, "docx", "--format", "json"))["ink"] is None


FILLED = Path(__file__).parents[1] / "answers" / "filled"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("t12-docx-word.docx", "More time for tables"),
        ("t12-pdf-as-only.pdf", "The talk on power"),
    ],
)
def test_what_was_filled_in_is_shown(name, said, packbuilder, tmp_path):
    shown = packbuilder(tmp_path, "inspect", str(FILLED / name)).output
    answers = shown.partition("\nAnswers\n")[2]
    assert f"8. What was the best thing? (t12.best): {said}\n" in answers
    data = packbuilder(tmp_path, "inspect", str(FILLED / name), "--format", "json").output
    assert [said] in [field["chosen"] for field in json.loads(data)["answers"]]
