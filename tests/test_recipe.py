"""Projects, packs and editions as their files say."""

from __future__ import annotations

import datetime

import pytest

from packbuilder import recipe as r
from packbuilder.diagnostics import Code, PackError
from packbuilder.source import Source

RIVERBANK = 'short_name: Riverbank\nevent_date: "2027-02-11"\nvenue:\nreply_days: "10"\n'


@pytest.fixture
def source(project):
    return lambda files={}: Source(project(files))


def refusal(call, *arguments):
    with pytest.raises(PackError) as caught:
        call(*arguments)
    return caught.value.diagnostics[0]


def test_a_project_says_what_is_shared(source):
    assert r.read_project(source()) == r.Project(
        title="Example",
        default_pack="day",
        notice="shared/notice.md",
        formats_statement="shared/formats.md",
    )


def test_a_recipe_has_defaults(source):
    found = r.read_recipe(
        source({"content/packs/all.yaml": "title: All\ndocuments: [a, b]"}), "all"
    )
    assert found == r.Recipe(title="All", documents=("a", "b"))
    assert found.formats == ("pdf", "docx")


def test_packs_and_editions_are_found_by_their_files(source):
    found = source({"content/packs/all.yaml": "", "content/editions/riverbank.yaml": ""})
    assert r.list_packs(found) == ["all", "day"]
    assert r.list_editions(found) == ["riverbank", "standard"]


def test_the_standard_edition_needs_no_file(source):
    assert r.read_edition(source(), "standard") == r.Edition()


def test_but_it_may_have_one(source):
    files = {"content/editions/standard.yaml": "venue: Town Hall"}
    assert r.read_edition(source(files), "standard").venue == "Town Hall"


@pytest.mark.parametrize(
    ("call", "name", "code"),
    [
        (r.read_recipe, "dya", Code.PACK_UNKNOWN),
        (r.read_edition, "nowhere", Code.EDITION_UNKNOWN),
        (r.read_recipe, "../project", Code.PACK_UNKNOWN),
        (r.read_edition, "../project", Code.EDITION_UNKNOWN),
    ],
)
def test_unknown_names_are_reported(source, call, name, code):
    problem = refusal(call, source(), name)
    assert (problem.code, problem.span.path) == (code, "")


@pytest.mark.parametrize("text", ["documents: []", "documents: [a]\nformats: []"])
def test_an_empty_pack_is_refused(source, text):
    files = {"content/packs/all.yaml": f"title: All\n{text}"}
    assert refusal(r.read_recipe, source(files), "all").code is Code.VALUE_WRONG


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("default_pack: dya", Code.PACK_UNKNOWN),
        ("default_pack: day\nlanguage: english", Code.VALUE_WRONG),
        ("default_pack: day\nlanguage: en_GB", Code.VALUE_WRONG),
    ],
)
def test_wrong_settings_of_a_project_are_reported(source, line, code):
    files = {"content/project.yaml": f"title: Example\n{line}"}
    problem = refusal(r.read_project, source(files))
    assert (problem.code, problem.span.path) == (code, "content/project.yaml")


@pytest.mark.parametrize("tag", ["en-GB", "en", "gd-GB", "cy-GB", "fr-CA"])
def test_known_languages(tag):
    assert r.is_language(tag)


@pytest.mark.parametrize("tag", ["", "english", "en_GB", "xx-XX", "en-", "e", "../en"])
def test_unknown_languages(tag):
    assert not r.is_language(tag)


def test_values_are_as_printed_and_empty_ones_left_out(source):
    edition = r.read_edition(source({"content/editions/riverbank.yaml": RIVERBANK}), "riverbank")
    assert r.edition_values(edition, "en-GB") == {
        "short_name": "Riverbank",
        "event_date": "11 February 2027",
        "reply_days": "10",
    }


@pytest.mark.parametrize(
    ("language", "words"),
    [("en-GB", "3 December 2015"), ("gd-GB", "3 dhen Dùbhlachd 2015"), ("cy-GB", "3 Rhagfyr 2015")],
)
def test_dates_are_in_words_of_the_language(language, words):
    assert r.long_date(datetime.date(2015, 12, 3), language) == words


def test_only_words_can_be_values():
    assert not r.VALUE_NAMES & {"logo", "logo_alt", "colour"}
    assert {"venue", "partnership", "event_date"} <= r.VALUE_NAMES
