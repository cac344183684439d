"""Projects, packs and editions as their files say."""

from __future__ import annotations

import datetime

import pytest

from packbuilder.diagnostics import Code, PackError
from packbuilder.settings.addresses import slip_in
from packbuilder.settings.dates import is_language, long_date
from packbuilder.settings.edition import (
    Edition,
    edition_values,
    list_editions,
    printed_names,
    read_edition,
)
from packbuilder.settings.pack import Pack, list_packs, read_pack
from packbuilder.settings.project import Project, read_project
from packbuilder.storage.source import Source

RIVERBANK = 'short_name: Riverbank\nevent_date: "2027-02-11"\nvenue:\nreply_days: "10"\n'


@pytest.fixture
def source(project):
    return lambda files={}: Source(project(files))


def refusal(call, *arguments):
    with pytest.raises(PackError) as caught:
        call(*arguments)
    return caught.value.diagnostics[0]


def test_a_project_says_what_is_shared(source):
    assert read_project(source()) == Project(
        title="Example",
        default_pack="day",
        notice="shared/notice.md",
        formats_statement="shared/formats.md",
        findings={
            "K1": "Check that partnership fits.",
            "E2": "Results are hard to show.",
            "E5": "Policy often requires partnership.",
            "V": "People liked to talk at tables.",
        },
    )


def test_a_pack_has_defaults(source):
    found = read_pack(source({"content/packs/all.yaml": "title: All\ndocuments: [a, b]"}), "all")
    assert found == Pack(title="All", documents=("a", "b"))
    assert found.formats == ("pdf", "docx")


def test_packs_and_editions_are_found_by_their_files(source):
    found = source({"content/packs/all.yaml": "", "content/editions/riverbank.yaml": ""})
    assert list_packs(found) == ["all", "day"]
    assert list_editions(found) == ["riverbank", "standard"]


def test_their_folders_are_not_listed_again_for_each(source, monkeypatch):
    found = source({"content/editions/riverbank.yaml": "venue: Town Hall"})
    monkeypatch.setattr(found, "find", None)
    assert read_edition(found, "riverbank").venue == "Town Hall"
    assert read_pack(found, "day").documents == ("programme",)


def test_the_standard_edition_needs_no_file(source):
    assert read_edition(source(), "standard") == Edition()


def test_but_it_may_have_one(source):
    files = {"content/editions/standard.yaml": "venue: Town Hall"}
    assert read_edition(source(files), "standard").venue == "Town Hall"


@pytest.mark.parametrize(
    ("call", "name", "code"),
    [
        (read_pack, "dya", Code.PACK_UNKNOWN),
        (read_edition, "nowhere", Code.EDITION_UNKNOWN),
        (read_pack, "../project", Code.PACK_UNKNOWN),
        (read_edition, "../project", Code.EDITION_UNKNOWN),
    ],
)
def test_unknown_names_are_reported(source, call, name, code):
    problem = refusal(call, source(), name)
    assert (problem.code, problem.span.path) == (code, "")


@pytest.mark.parametrize("text", ["documents: []", "documents: [a]\nformats: []"])
def test_an_empty_pack_is_refused(source, text):
    files = {"content/packs/all.yaml": f"title: All\n{text}"}
    assert refusal(read_pack, source(files), "all").code is Code.VALUE_WRONG


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
    problem = refusal(read_project, source(files))
    assert (problem.code, problem.span.path) == (code, "content/project.yaml")


@pytest.mark.parametrize("tag", ["en-GB", "en", "gd-GB", "cy-GB", "fr-CA"])
def test_known_languages(tag):
    assert is_language(tag)


@pytest.mark.parametrize("tag", ["", "english", "en_GB", "xx-XX", "en-", "e", "../en"])
def test_unknown_languages(tag):
    assert not is_language(tag)


def test_values_are_as_printed_and_empty_ones_left_out(source):
    edition = read_edition(source({"content/editions/riverbank.yaml": RIVERBANK}), "riverbank")
    assert edition_values(edition, "en-GB") == {
        "short_name": "Riverbank",
        "event_date": "11 February 2027",
        "reply_days": "10",
    }


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en-GB", "3 December 2015"),
        ("en", "3 December 2015"),
        ("en-US", "December 3, 2015"),
        ("gd-GB", "3mh dhen Dùbhlachd 2015"),
        ("cy-GB", "3 Rhagfyr 2015"),
    ],
)
def test_dates_are_in_words_of_the_language(language, words):
    assert long_date(datetime.date(2015, 12, 3), language) == words


def test_only_words_can_be_values():
    assert not printed_names(Edition()) & {"logo", "logo_alt", "colour"}
    assert {"venue", "partnership", "event_date"} <= printed_names(Edition())


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("contact_phone", "hello@example.org"),
        ("contact_phone", "Morag Ellis"),
        ("contact_email", '"01632 960 123"'),
        ("contact_email", "hello@"),
        ("contact_email", "Morag <hello@example.org>"),
        ("website", "hello@example.org"),
        ("website", "our website"),
        ("website", '"01632 960 123"'),
        ("contact_name", "hello@example.org"),
        ("venue", '"01632 960 123"'),
    ],
)
def test_a_value_on_the_line_of_another_is_refused(source, key, value):
    found = refusal(
        read_edition, source({"content/editions/town.yaml": f"{key}: {value}\n"}), "town"
    )
    assert (found.code, found.span.line) == (Code.VALUE_WRONG, 1)
    assert f"“{key}” cannot be" in found.message


@pytest.mark.parametrize(
    "line",
    [
        "contact_phone: 01632 960 123, extension 4",
        "website: https://www.example.org/us?page=1",
        "website: example.org",
        "venue: 12 Mill Street",
        'event_title: "2027"',
        "contact_email: morag.ellis+day@town.example.org",
    ],
)
def test_a_value_on_its_own_line_is_taken(source, line):
    assert read_edition(source({"content/editions/town.yaml": f"{line}\n"}), "town") != Edition()


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "HTTPS://Example.ORG:8080/a?b=c,d#e",
        "http://localhost:8000/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://münchen.de/",
        "https://приклад.укр/",
        "https://a_b.example.org/",
        "https://ann@example.museum./",
        "https://[[website]]/%5B%5Barea%5D%5D",
        "https://web.archive.org/web/2016/http://example.org/",
        "mailto:ann@example.org,%20bo@example.org?subject=The%20day",
        "mailto:?subject=The%20day",
        "mailto:[[contact_email]]",
        "tel:999",
        "tel:0131%20496%200000",
        "tel:+44-(0)131.496;ext=4",
    ],
)
def test_addresses_that_lead_somewhere(address):
    assert slip_in(address) is None
