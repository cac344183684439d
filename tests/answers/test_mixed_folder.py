"""A folder with every program's way of filling in a form, and every trouble: no value is wrong, and
none is lost without a word.
"""

from __future__ import annotations

import contextlib
import hashlib
import json

import pytest
from click.testing import CliRunner
from helpers.filled_forms import fill_page, fill_pdf, fill_word
from helpers.mixed_forms import make_folder
from helpers.projects import make_project

from packbuilder.answers.collection import gather
from packbuilder.cli import main
from packbuilder.pipeline.collect import find_form
from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.filled_forms import FilledFolder
from packbuilder.pipeline.own_files import OwnFiles
from packbuilder.pipeline.project import load_project

FORM = """---
title: How was it?
kind: handout
updated: 2026-03-14
---

# Afterwards {#afterwards}

::: table {header-column=true row-height=10}
| No. | What is true? | Yes | Partly | No |
|---|---|:-:|:-:|:-:|
| 1 {#q1} | I could follow the talks, even those of a warm afternoon. | ( ) | ( ) | ( ) |
| 2 {#q2} | I met people. | ( ) | ( ) | ( ) |
:::

::: table {header-column=true row-height=18}
| Use | Home | Work | Share {#share} | In what way? | How often? |
|---|:-:|:-:|:-:|---|---|
| I will use it at {#use} | [ ] | [ ] | ___{0-3} | ___ | ___{never, often} |
:::

::: scale {name="access" label="Were your needs met?"}
- ( ) Yes
- ( ) I had none
:::

::: choices {name="again" label="Would you come again?"}
- ( ) Yes, gladly
- ( ) Rather not
:::

::: choices {name="heard" label="Where did you hear of it?"}
- [ ] From a friend
- [ ] By post
:::

::: answer {name="best" label="What was best?" lines=2}
:::

::: answer {name="next" label="When do we meet?" choose="date"}
:::
"""
PACK = "title: Forms\ndocuments: [feedback]\nvariant: screen\nformats: [pdf, html]\n"
WORD_PACK = "title: Forms\ndocuments: [feedback]\nformats: [docx]\n"


@pytest.fixture(scope="module")
def forms(tmp_path_factory):
    """The form, and its blank copies as the program makes them."""
    project = make_project(
        tmp_path_factory.mktemp("forms"),
        {
            "content/feedback.md": FORM,
            "content/packs/screen.yaml": PACK,
            "content/packs/word.yaml": WORD_PACK,
        },
    )
    with contextlib.chdir(project):
        result = CliRunner().invoke(main, ["build", "screen", "word", "--quiet"])
    assert result.exit_code == 0, result.output
    made = project / "output" / "standard"
    loaded = load_project(project)
    return (
        find_form(prepare_edition(loaded, "standard"), "feedback"),
        loaded.theme.labels.collect,
        tuple(
            (made / name).read_bytes()
            for name in ("screen/feedback.pdf", "word/feedback.docx", "screen/feedback.html")
        ),
    )


@pytest.mark.parametrize("seed", range(2))
def test_of_a_hundred_files_no_value_is_wrong_or_lost(forms, tmp_path, seed):
    form, labels, blanks = forms
    mixed = make_folder(tmp_path, form, blanks, 100, seed)
    files = gather(form, FilledFolder(tmp_path, form, labels).read()).files
    found = {each.file: each for each in files}
    assert found.keys() == mixed.answers.keys() | mixed.troubles.keys()
    for name, answers in mixed.answers.items():
        values = {key: answer.words for key, answer in found[name].answers.items()}
        assert (name, values) == (name, answers)
        assert {doubt.kind for doubt in found[name].doubts} <= {"same answers"}
    for name, trouble in mixed.troubles.items():
        each = found[name]
        expected = "empty" if trouble == "empty" else trouble
        assert expected in (each.status, *(doubt.kind for doubt in each.doubts)), name


def test_what_the_project_wrote_itself_did_not_come_back(forms, tmp_path):
    form, labels, blanks = forms
    delivered, answers = tmp_path / "output/e/pack", tmp_path / "output/e/answers/f"
    listed = {"files": [{"name": "a.pdf", "sha256": hashlib.sha256(blanks[0]).hexdigest()}]}
    written = {
        tmp_path / "content/people.csv": b"Name\nAnn\n",
        tmp_path / "content/programme.md": b"# Day\n",
        delivered / "a.pdf": blanks[0],
        delivered / "filled in here.pdf": blanks[0],
        delivered / "manifest.json": json.dumps(listed).encode(),
        answers / "answers.csv": b"form\n1\n",
        answers / "f-paper.csv": b"form\n1\n",
        tmp_path / "output/e/order/01-a.pdf": blanks[0],
        tmp_path / "output/e.zip": b"PK",
        tmp_path / "back/a.pdf": blanks[0],
    }
    for path, data in written.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    own = OwnFiles(tmp_path, tmp_path / "output")

    def found(folder: str) -> list[str]:
        return [
            path.name for path in FilledFolder(tmp_path / folder, form, labels, own=own).files()
        ]

    assert found(".") == ["a.pdf", "f-paper.csv", "filled in here.pdf"]
    assert found("output/e/pack") == ["filled in here.pdf"]
    assert found("content") == []
    (tmp_path / "content/back").mkdir()
    (tmp_path / "content/back/b.pdf").write_bytes(blanks[0])
    assert found("content/back") == ["b.pdf"]


def test_only_what_programs_leave_behind_is_passed_over(forms, tmp_path):
    form, labels, (pdf, *_) = forms
    hidden = ("~$form.docx", "Thumbs.db", "desktop.ini", ".part.pdf", "__MACOSX/form.pdf")
    shown = ("scan.JPG", "form.odt", "late/form.zip", "notes.txt")
    for name in (*hidden, *shown, "form.PDF"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(pdf)
    (tmp_path / "link.pdf").symlink_to(tmp_path / "form.PDF")
    (tmp_path / "nowhere.pdf").symlink_to(tmp_path / "gone.pdf")
    found = {each.file: each for _, each in FilledFolder(tmp_path, form, labels).read()}
    assert found.keys() == {*shown, "form.PDF", "link.pdf", "nowhere.pdf"}
    assert found.pop("form.PDF").status == "empty"
    assert {doubt.kind for each in found.values() for doubt in each.doubts} == {"no form"}
    assert not any(each.counts for each in found.values())


OTHER = FORM.replace("How was it?", "And then?")
BOTH = "title: Both\ndocuments: [feedback, later]\n"


@pytest.fixture(scope="module")
def combined(tmp_path_factory):
    """A project with two forms, and a pack in which they stand one after the other."""
    project = make_project(
        tmp_path_factory.mktemp("both"),
        {
            "content/feedback.md": FORM,
            "content/later.md": OTHER,
            "content/packs/both.yaml": BOTH + "variant: screen\n",
        },
    )
    with contextlib.chdir(project):
        result = CliRunner().invoke(main, ["build", "both", "--quiet"])
    assert result.exit_code == 0, result.output
    return project


@pytest.mark.parametrize("name", ["feedback", "later"])
def test_a_combined_file_is_parted_by_the_names_of_its_fields(combined, tmp_path, name):
    loaded = load_project(combined)
    form = find_form(prepare_edition(loaded, "standard"), name)
    answers = {
        "feedback.best": "The talks",
        "feedback.q1.choice": "Yes",
        "later.best": "The lunch",
        "later.heard.2": "1",
    }
    made = combined / "output/standard/both"
    (tmp_path / "a.pdf").write_bytes(
        fill_pdf((made / "both.pdf").read_bytes(), answers, "value and state")
    )
    word = (made / "both.docx").read_bytes()
    (tmp_path / "b.docx").write_bytes(fill_word(word, answers, "control"))
    (tmp_path / "c.docx").write_bytes(fill_word(word, answers, "without tags"))
    found = list(FilledFolder(tmp_path, form, {}).read())
    mine = {key: words for key, words in answers.items() if form.owns(key)}
    for _, each in found[:2]:
        assert {key: answer.words for key, answer in each.answers.items()} == mine
        assert each.doubts == ()
    # Nothing says which of the two forms these controls belong to, so they are listed.
    assert found[2][1].answers == {}
    assert "The talks" in found[2][1].doubts[0].words


def test_another_version_is_read_where_it_is_the_same(forms, tmp_path):
    _, labels, (pdf, word, page) = forms
    answers = {
        "feedback.best": "The talks",
        "feedback.access": "Yes",
        "feedback.again": "Rather not",
    }
    returned = tmp_path / "returned"
    returned.mkdir()
    (returned / "a.pdf").write_bytes(fill_pdf(pdf, answers, "value and state"))
    (returned / "b.docx").write_bytes(fill_word(word, answers, "control"))
    (returned / "c.html").write_bytes(fill_page(page, answers))
    text = FORM.replace("- ( ) I had none", "- ( ) I had none\n- ( ) No").replace("best", "liked")
    project = make_project(tmp_path / "later", {"content/feedback.md": text})
    newer = find_form(prepare_edition(load_project(project), "standard"), "feedback")
    for _, each in FilledFolder(returned, newer, labels).read():
        assert {key: a.words for key, a in each.answers.items()} == {
            "feedback.again": "Rather not",
            **({"feedback.access": "Yes"} if each.file.endswith("docx") else {}),
        }
        kinds = {doubt.kind for doubt in each.doubts}
        assert {"other version", "unknown fields", "missing fields"} <= kinds
        assert ("no such option" in kinds) != each.file.endswith("docx")
        assert "The talks" in " ".join(doubt.words for doubt in each.doubts)
    refused = list(FilledFolder(returned, newer, labels, strict=True).read())
    assert {each.status for _, each in refused} == {"refused"}
