"""`pull`: what it refuses, what it writes, and its laws."""

from __future__ import annotations

import json
import shutil

import pytest
from helpers.edited_word import edited, with_parts, without_part, word_of
from helpers.libreoffice import save_again
from helpers.projects import HEAD, SHIPPED, change

from packbuilder.diagnostics import Code, errors
from packbuilder.pipeline.check import check_changed
from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.project import load_project

PROGRAMME = "content/programme.md"
TEXT = """\
---
title: Programme
kind: handout
updated: 2026-03-14
---

# Morning {#morning}

The day begins at **nine** in the hall.

- Bring a pen.
- Bring a friend.
- Bring a question.

1. Arrive.
2. Listen.
3. Leave.

::: table {caption="Who speaks"}
| Name | Role |
|---|---|
| Ada | Chair |
| Bo | Host |
:::

It ends with lunch.[^1]

[^1]: Soup and bread.
"""


@pytest.fixture
def programme(project):
    return project({PROGRAMME: TEXT})


@pytest.fixture
def pull(programme, packbuilder):
    """Pull a file, and return its patch and kinds of report."""

    def run(data: bytes, *options: str) -> tuple[str, list[str]]:
        (programme / "edited.docx").write_bytes(data)
        result = packbuilder(programme, "pull", "edited.docx", "--json", *options)
        found = json.loads(result.stdout)
        return found["patch"], sorted({entry["kind"] for entry in found["report"]})

    return run


def changed_lines(patch: str) -> list[str]:
    return [
        line
        for line in patch.splitlines()
        if line[:1] in "+-" and not line.startswith(("---", "+++"))
    ]


@pytest.mark.parametrize("name", ["event-report", "summary", "t08-question-cards", "t12"])
def test_an_unedited_file_gives_nothing(name, packbuilder, tmp_path):
    shutil.copytree(SHIPPED / "content", tmp_path / "content")
    document = "t12-event-evaluation" if name == "t12" else name
    (tmp_path / "edited.docx").write_bytes(word_of(tmp_path, document))
    result = packbuilder(tmp_path, "pull", "edited.docx", "--json")
    assert json.loads(result.stdout) == {"patch": "", "files": [], "report": [], "written": False}


def test_a_file_saved_by_libreoffice_gives_nothing(packbuilder, tmp_path):
    shutil.copytree(SHIPPED / "content", tmp_path / "content")
    (tmp_path / "summary.docx").write_bytes(word_of(tmp_path, "summary"))
    save_again([tmp_path / "summary.docx"], tmp_path / "saved")
    result = packbuilder(tmp_path, "pull", "saved/summary.docx", "--json")
    found = json.loads(result.stdout)
    assert (found["patch"], found["report"]) == ("", [])


def test_what_was_pulled_is_not_pulled_again(programme, packbuilder, pull):
    data = edited(word_of(programme, "programme"), "Bring a friend.", "Bring two friends.")
    patch, report = pull(data, "--write")
    assert changed_lines(patch) == ["-- Bring a friend.", "+- Bring two friends."]
    assert report == []
    assert TEXT.replace("a friend", "two friends") == (programme / PROGRAMME).read_text()
    assert pull(data) == ("", [])
    assert pull(word_of(programme, "programme")) == ("", [])


@pytest.mark.parametrize("language", ["fr", "de"])
def test_straight_marks_stay_as_they_are_where_a_word_beside_them_changes(
    language, programme, packbuilder, pull
):
    typed = "She said \"soup isn't 'bread'\"."
    text = TEXT.replace("kind: handout", f"kind: handout\nlanguage: {language}")
    (programme / PROGRAMME).write_text(text.replace("It ends", f"{typed} It ends"), "utf-8")
    data = word_of(programme, "programme")
    assert pull(data) == ("", [])
    patch, report = pull(edited(data, "soup", "cake"))
    old, new = changed_lines(patch)
    assert (old, new) == (
        f"-{typed} It ends with lunch.[^1]",
        f"+{old[1:].replace('soup', 'cake')}",
    )
    assert report == []


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            "it[ and here]",
            "it[ and there]",
            'Look at it[ and there]{has="title"}[ or not]{unless="title"} now.',
        ),
        ("now.", "today.", 'Look at it[ and here]{has="title"}[ or not]{unless="title"} today.'),
        ("Look", "Lean", 'Lean at it[ and here]{has="title"}[ or not]{unless="title"} now.'),
    ],
)
def test_words_that_only_some_editions_show_are_followed(programme, pull, old, new, line):
    text = 'Look at it[ and here]{has="title"}[ or not]{unless="title"} now.'
    change(programme, PROGRAMME, "The day begins at **nine** in the hall.", text)
    data = word_of(programme, "programme")
    patch, report = pull(
        edited(data, old.replace("[", "").strip("]"), new.replace("[", "").strip("]"))
    )
    assert changed_lines(patch) == [f"-{text}", f"+{line}"]
    assert report == (["BRANCH"] if old == "it[ and here]" else [])


def test_ordered_items_are_numbered_again(programme, pull):
    data = word_of(programme, "programme")
    text = _paragraph(data, "Listen.")
    patch, report = pull(edited(data, text, text.replace("Listen.", "Speak.") + text))
    assert "\n+2. Speak.\n" in patch
    assert "\n+3. Listen.\n+4. Leave.\n" in patch
    assert report == []


def test_a_deleted_paragraph_goes_with_its_note(programme, pull):
    data = word_of(programme, "programme")
    patch, report = pull(edited(data, _paragraph(data, "It ends with lunch."), ""))
    assert "-It ends with lunch.[^1]" in changed_lines(patch)
    assert report == []


def test_a_paragraph_may_become_a_heading(programme, pull):
    data = word_of(programme, "programme")
    text = _paragraph(data, "It ends with lunch.")
    style = text.partition("<w:pStyle")[2].partition("/>")[0]
    patch, report = pull(
        edited(data, text, text.replace(f"<w:pStyle{style}/>", '<w:pStyle w:val="Heading3"/>'))
    )
    assert "+## It ends with lunch.[^1]" in changed_lines(patch)
    assert report == ["KIND"]


def test_markdown_that_was_typed_is_escaped(programme, pull):
    patch, _ = pull(
        edited(word_of(programme, "programme"), "Bring a pen.", "Bring *two* [[pens]].")
    )
    assert changed_lines(patch)[1] == r"+- Bring \*two\* \[\[pens\]\]."


def test_a_change_on_both_sides_is_merged_or_a_conflict(programme, packbuilder, pull):
    data = edited(word_of(programme, "programme"), "in the hall", "in the garden")
    change(programme, PROGRAMME, "The day begins", "The event begins")
    patch, report = pull(data)
    assert changed_lines(patch)[1] == "+The event begins at **nine** in the garden."
    assert report == ["MERGED"]
    change(programme, PROGRAMME, "in the hall", "in the church")
    assert pull(data) == ("", ["CONFLICT"])


@pytest.mark.parametrize(
    "new",
    [
        '::: table {caption="Rooms"}\n| Room | Floor |\n|---|---|\n| Hall | **One** |\n:::\n',
        "- A new item.\n- And another.\n",
        "A new paragraph.\n",
        '::: callout {title="New here"}\nWords in it.\n:::\n',
        "New term\n\n: What it is.\n",
    ],
)
def test_what_the_content_has_won_since_delivery_stays(new, programme, pull):
    data = word_of(programme, "programme")
    change(programme, PROGRAMME, "It ends with lunch.", f"{new}\nIt ends with lunch.")
    assert pull(data) == ("", [])


def test_deleted_in_word_and_changed_in_the_content_is_a_conflict(programme, pull):
    data = word_of(programme, "programme")
    data = edited(data, _paragraph(data, "Bring a friend."), "")
    change(programme, PROGRAMME, "Bring a friend.", "Bring a good friend.")
    assert pull(data) == ("", ["CONFLICT"])


def test_deleted_in_the_content_and_changed_in_word_is_a_conflict(programme, pull):
    data = edited(word_of(programme, "programme"), "Bring a friend.", "Bring a good friend.")
    change(programme, PROGRAMME, "- Bring a friend.\n", "")
    assert pull(data) == ("", ["CONFLICT"])


def test_a_new_error_keeps_everything_from_being_written(programme, packbuilder):
    data = edited(word_of(programme, "programme"), "Bring a pen.", "Bring a pencil.")
    data = edited(data, "Bring a friend.", "Bring a 友 friend.")
    (programme / "edited.docx").write_bytes(data)
    result = packbuilder(programme, "pull", "edited.docx", "--write")
    assert result.exit_code == 3
    assert "content/programme.md:12" in result.output
    assert (programme / PROGRAMME).read_text(encoding="utf-8") == TEXT


def test_without_provenance_the_document_is_named(programme, packbuilder, pull):
    data = without_part(word_of(programme, "programme"), "customXml/item1.xml")
    data = edited(data, "Bring a friend.", "Bring two friends.")
    patch, report = pull(data, "--document", "programme")
    assert changed_lines(patch) == ["-- Bring a friend.", "+- Bring two friends."]
    assert report == []
    change(programme, PROGRAMME, "Bring a pen.", "Bring a pencil.")
    assert pull(data, "--document", "programme")[1] == ["NOTE"]


@pytest.mark.parametrize("part", ["../outside.xml", "word/vbaProject.bin", "word/settings.xml"])
def test_hostile_files_are_refused(part, programme, packbuilder):
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    (programme / "edited.docx").write_bytes(
        with_parts(word_of(programme, "programme"), {part: bomb})
    )
    result = packbuilder(programme, "pull", "edited.docx")
    assert result.exit_code == 5
    assert "PB600" in result.output


def _paragraph(data: bytes, words: str) -> str:
    """Return the XML of the paragraph that holds some words."""
    from helpers.edited_word import TEXT, parts_of

    text = parts_of(data)[TEXT].decode()
    at = text.index(words)
    start = max(text.rfind("<w:p>", 0, at), text.rfind("<w:p ", 0, at))
    return text[start : text.index("</w:p>", at) + len("</w:p>")]


def test_an_error_that_only_another_edition_shows_is_new(project):
    files = {"content/editions/evening.yaml": "venue: Hall\n", PROGRAMME: HEAD + "# A\n\nHi.\n"}
    folder = project(files)
    before = load_project(folder)
    editions = {"standard": prepare_edition(before, "standard")}
    local = '\n::: only {edition="evening"}\n#### Deep\n:::\n'
    changed = {PROGRAMME: f"{files[PROGRAMME]}{local}".encode()}
    found = check_changed(load_project(folder, before, changed), editions, changed)
    assert [(d.code, d.span.line) for d in errors(found)] == [(Code.HEADING_SKIP, 12)]
