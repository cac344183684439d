"""Twenty filled copies of two forms, as programs write them: their values, and what is doubtful.

They were made from earlier versions of the forms; what is drawn on their pages is left out.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from packbuilder.answers.collection import gather
from packbuilder.pipeline.collect import find_form
from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.filled_forms import FilledFolder
from packbuilder.pipeline.project import load_project

FILLED = Path(__file__).parent / "filled"
EXPECTED = json.loads((FILLED / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def found():
    """What is found in each file, collected as each of the two forms."""
    project = load_project(Path(__file__).parents[2])
    edition = prepare_edition(project, "standard")
    forms = {code: find_form(edition, project.names.find(code)) for code in ("t03", "t12")}
    return {
        (code, each.file): each
        for code, form in forms.items()
        for each in gather(form, FilledFolder(FILLED, form, {}).read()).files
    }


@pytest.mark.parametrize("name", EXPECTED)
def test_values_and_status(name, found):
    expected = EXPECTED[name]
    returned = found[expected["form"] or "t12", name]
    assert returned.status == expected["status"]
    values = {key: answer.words for key, answer in returned.answers.items()}
    ticked = {key: "1" for key, value in expected["values"].items() if value is True}
    doubtful = {key for key, value in expected["values"].items() if value == "[two answers]"}
    assert values == {k: v for k, v in expected["values"].items() if k not in doubtful} | ticked
    assert set(returned.doubtful) == doubtful


@pytest.mark.parametrize("name", EXPECTED)
def test_flags(name, found):
    returned = found[EXPECTED[name]["form"] or "t12", name]
    flags = [f"{doubt.kind} as {doubt.words}" for doubt in returned.doubts]
    for flag in EXPECTED[name]["flags"]:
        assert any(flag in each for each in flags)
    if not EXPECTED[name]["flags"] and "first" not in name:  # of two alike, either may be the copy
        assert flags == []


@pytest.mark.parametrize("name", [n for n, e in EXPECTED.items() if e["status"] == "read"])
def test_a_copy_of_another_form_is_refused(name, found):
    other = {"t03": "t12", "t12": "t03"}[EXPECTED[name]["form"]]
    doubt = found[other, name].doubts[0]
    assert doubt.kind == "other form"
    assert doubt.words in ("", f"“{EXPECTED[name]['form']}”")


def test_every_answer_says_what_it_was_read_from(found):
    ways = {
        "t12-pdf-acrobat.pdf": {"value"},
        "t12-pdf-as-only.pdf": {"state", "value"},
        "t12-docx-word.docx": {"control"},
        "t12-docx-typed-x.docx": {"beside"},
        "t12-docx-replaced.docx": {"overwritten"},
    }
    for name, expected in ways.items():
        answers = found["t12", name].answers.values()
        assert {answer.how for answer in answers} == expected
