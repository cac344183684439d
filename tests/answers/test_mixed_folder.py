"""A folder with every program's way of filling in a form, and every trouble: no value is wrong, and
none is lost without a word.
"""

from __future__ import annotations

import contextlib

import pytest
from click.testing import CliRunner
from helpers.mixed_forms import make_folder
from helpers.projects import make_project

from packbuilder.answers.collection import gather
from packbuilder.cli import main
from packbuilder.pipeline.collect import find_form
from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.filled_forms import FilledFolder
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
PACK = "title: Forms\ndocuments: [feedback]\nvariant: screen\nformats: [pdf]\n"
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
        (made / "screen" / "feedback.pdf").read_bytes(),
        (made / "word" / "feedback.docx").read_bytes(),
    )


@pytest.mark.parametrize("seed", range(3))
def test_no_value_is_wrong_or_lost(forms, tmp_path, seed):
    form, labels, pdf, word = forms
    mixed = make_folder(tmp_path, form, pdf, word, 57, seed)
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
