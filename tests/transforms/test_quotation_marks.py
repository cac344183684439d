"""Straight quotation marks and apostrophes are printed as the language of the words writes them."""

from __future__ import annotations

import pytest
from helpers.projects import HEAD, PROGRAMME

from packbuilder.model import Foreign, all_inlines, plain
from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.project import load_project


def prepared(folder):
    return prepare_edition(load_project(folder), "standard").documents["programme"].document


def printed(project, words: str, language: str = "en-GB") -> str:
    head = HEAD.replace("kind: handout\n", f"kind: handout\nlanguage: {language}\n")
    document = prepared(project({PROGRAMME: f"{head}# Title\n\n{words}\n"}))
    return plain(document.blocks[-1].inlines)


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en-GB", "She said: “Come ‘round’ soon.”"),
        ("cy", "She said: “Come ‘round’ soon.”"),
        ("pl", "She said: „Come «round» soon.”"),
        ("uk", "She said: «Come „round“ soon.»"),
        ("de", "She said: „Come ‚round‘ soon.“"),
        ("fr", "She said: «\xa0Come «\xa0round\xa0» soon.\xa0»"),
        ("ar", "She said: ”Come ’round‘ soon.“"),
        ("nl", "She said: “Come ‘round’ soon.”"),
    ],
)
def test_marks_are_those_of_the_language(project, language, shown):
    assert printed(project, "She said: \"Come 'round' soon.\"", language) == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("It's the partners' view, isn't it?", "It’s the partners’ view, isn’t it?"),
        ("'Tis the '90s, rock 'n' roll.", "’Tis the ’90s, rock ‘n’ roll."),
        ("\"'Yes,' she said.\"", "“‘Yes,’ she said.”"),
        ('("Yes"), **"No"** and *"so*"', "(“Yes”), “No” and “so”"),
        ('In "2016"; at 6" by 4", he is 5\'10".', 'In “2016”; at 6" by 4", he is 5\'10".'),
        ('Tea " " cake', 'Tea " " cake'),
        ("\\\"As\\\" typed\\', &quot;as 'it' is&#39;", '"As" typed\', "as ‘it’ is\''),
        ('A “curly” and a "straight" one', "A “curly” and a “straight” one"),
        ("At `print('x')` and \"`code`\"", "At print('x') and “code”"),
        ('In "[[edition]]" and "___"', "In “” and “”"),
        ('The word[^1] "here"\\\n"there"', "The word “here” “there”"),
    ],
)
def test_each_kind_of_mark(project, typed, shown):
    assert printed(project, typed + ("\n\n[^1]: A note." if "[^1]" in typed else "")) == shown


def test_a_gaelic_apostrophe_is_no_quotation_mark(project):
    assert (
        printed(project, "'S e a' chiad là, b' e \"sin\".", "gd") == "’S e a’ chiad là, b’ e “sin”."
    )


def test_words_in_another_language_have_its_marks(project):
    words = 'They said "[er rief "Halt" und ging]{lang=de}" twice.'
    assert printed(project, words) == "They said “er rief „Halt“ und ging” twice."


def test_a_quotation_of_two_paragraphs_is_opened_twice_and_closed_once(project):
    text = f'{HEAD}# Title\n\n"One.\n\n"Two."\n'
    assert [plain(b.inlines) for b in prepared(project({PROGRAMME: text})).blocks[1:]] == [
        "“One.",
        "“Two.”",
    ]


def test_titles_have_them_too(project):
    head = HEAD.replace("title: ", "title: The host's ")
    document = prepared(project({PROGRAMME: f"{head}# The 'host'\n\nWords.\n"}))
    assert document.meta.title.startswith("The host’s ")
    assert plain(document.blocks[0].inlines) == "The ‘host’"


def test_nothing_is_copied_that_has_no_straight_marks(project):
    document = prepared(project({PROGRAMME: f"{HEAD}# A\n\n[Un mot]{{lang=fr}} “here”.\n"}))
    assert any(isinstance(inline, Foreign) for inline in all_inlines(document.blocks))
