"""`pull` of whole packs, of what several documents or editions print, of values and cards."""

from __future__ import annotations

import json
import re

import pytest
from helpers.edited_word import TEXT, edited, pack_of, parts_of, with_parts, word_of
from helpers.projects import make_project

from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.project import load_project
from packbuilder.pipeline.pulled_values import settle_values
from packbuilder.round_trip.places import Source
from packbuilder.round_trip.settled import with_copies

HEAD = "---\ntitle: {}\nsubtitle: All about {}\nkind: handout\nupdated: 2026-03-14\n---\n\n"
FIRST = """\
# Morning {#morning}

We meet early.[^1]

::: include {file="shared/rules.md"}
:::

After the rules.

::: only {has="venue"}
We meet at [[venue]], a fine place.
:::

::: only {unless="venue"}
We meet somewhere.
:::

[^1]: Soup is served.
"""
SECOND = """\
# Evening {#evening}

We part late.[^1]

::: include {file="shared/rules.md"}
:::

::: deck {code="FO" theme="Foundations" back="Cards of ours"}
1. Which money could end?
2. Who is missing?
3. What comes next?
:::

[^1]: Cake is served.
"""
RULES = "Be on time.\n\nBe kind to all.\n"
FILES = {
    "content/first.md": HEAD.format("First", "mornings") + FIRST,
    "content/second.md": HEAD.format("Second", "evenings") + SECOND,
    "content/shared/rules.md": RULES,
    "content/editions/evening.yaml": "event_title: Evening\nvenue: Town Hall  # rented\n",
    "content/packs/both.yaml": 'title: Both\nversion: "1.0"\ndocuments: [first, second]\n',
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make_project(tmp_path_factory.mktemp("packs"), FILES)


@pytest.fixture(scope="module")
def pack(folder):
    return pack_of(folder, "both", "evening")


@pytest.fixture(scope="module")
def first(folder):
    return word_of(folder, "first", "evening")


@pytest.fixture
def pull(folder, packbuilder, tmp_path):
    """Pull a file; return the lines of the patch, with their files, and the report."""

    def run(data: bytes, *options: str) -> tuple[list[str], list[str]]:
        (tmp_path / "edited.docx").write_bytes(data)
        file = str(tmp_path / "edited.docx")
        result = packbuilder(folder, "pull", file, "--json", *options)
        found = json.loads(result.stdout)
        lines = re.findall(r"(?m)^(?:[-+](?![-+]{2} ).*|\+\+\+ b/content/(?:.*))$", found["patch"])
        shown = [line.removeprefix("+++ b/content/") for line in lines]
        return shown, [f"{each['kind']} {each['file']}" for each in found["report"]]

    return run


def replaced(data: bytes, old: str, new: str, turn: int) -> bytes:
    """Change one of several places in a text that say the same."""
    parts = parts_of(data)[TEXT].decode().split(old)
    text = old.join(parts[: turn + 1]) + new + old.join(parts[turn + 1 :])
    return with_parts(data, {TEXT: text.encode()})


def test_an_unedited_pack_gives_nothing(pack, pull):
    assert pull(pack) == ([], [])


def test_each_edit_of_a_pack_goes_to_its_document(pack, pull):
    data = edited(
        edited(pack, "We meet early", "We meet at nine"), "We part late", "We part at ten"
    )
    data = edited(data, "Cake is served", "Tea is served", "word/footnotes.xml")
    assert pull(data) == (
        [
            "first.md", "-We meet early.[^1]", "+We meet at nine.[^1]",
            "second.md", "-We part late.[^1]", "+We part at ten.[^1]",
            "-[^1]: Cake is served.", "+[^1]: Tea is served.",
        ],
        [],
    )  # fmt: skip


def test_a_title_in_a_pack_is_the_front_matter_of_its_document(pack, pull):
    data = edited(pack, ">All about evenings<", ">All of evenings<")
    lines, report = pull(data)
    assert lines == ["second.md", "-subtitle: All about evenings", "+subtitle: All of evenings"]
    assert report == ["HEAD content/second.md"]


@pytest.mark.parametrize("turn", [0, 1])
def test_one_copy_of_shared_words_is_edited(turn, pack, pull):
    lines, report = pull(replaced(pack, "Be kind to all", "Be good to all", turn))
    assert lines == ["shared/rules.md", "-Be kind to all.", "+Be good to all."]
    assert report == ["SHARED content/shared/rules.md"]


def test_both_copies_get_the_same_edit(pack, pull):
    data = replaced(pack, "Be kind to all", "Be good to all", 1)
    lines, report = pull(edited(data, "Be kind to all", "Be good to all"))
    assert lines == ["shared/rules.md", "-Be kind to all.", "+Be good to all."]
    assert report == ["SHARED content/shared/rules.md"]


def test_copies_that_differ_are_a_conflict(pack, pull):
    data = replaced(pack, "Be kind to all", "Be good to all", 1)
    data = edited(data, "Be kind to all", "Be fair to all")
    assert pull(data) == ([], ["CONFLICT content/shared/rules.md"])


def test_shared_words_may_become_a_copy_of_the_document(first, pull):
    data = edited(first, "Be kind to all", "Be good to all")
    lines, report = pull(data, "--local")
    assert lines == [
        "first.md", '-::: include {file="shared/rules.md"}', "-:::",
        "+Be on time.", "+", "+Be good to all.",
    ]  # fmt: skip
    assert report == ["SHARED content/shared/rules.md"]


def test_a_copy_reaches_into_shared_files_of_shared_files():
    files = {
        "content/a.md": '::: include {file="b.md"}\n:::\n',
        "content/b.md": 'Words of b.\n\n::: include {file="c.md"}\n:::\n',
        "content/c.md": "Words of c.\n",
    }
    sources = {path: Source(path, text) for path, text in files.items()}
    copied, used = with_copies(files["content/a.md"], sources, {"content/c.md": "New words.\n"})
    assert (copied, used) == ("Words of b.\n\nNew words.\n", {"content/c.md"})


def test_a_copy_in_one_document_of_a_pack_leaves_the_other_alone(pack, pull):
    lines, _ = pull(replaced(pack, "Be kind to all", "Be good to all", 1), "--local")
    assert lines[0] == "second.md"
    assert "shared/rules.md" not in lines


def test_a_value_is_changed_in_the_edition(first, pull):
    data = edited(first, "Town Hall", "Town House")
    assert pull(data) == ([], ["VALUE content/editions/evening.yaml"])
    lines, report = pull(data, "--values")
    assert lines == [
        "editions/evening.yaml",
        "-venue: Town Hall  # rented",
        "+venue: Town House # rented",
    ]
    assert report == ["VALUE content/editions/evening.yaml"]


def test_a_date_is_written_as_one(tmp_path):
    files = {"content/editions/evening.yaml": "event_date: 2027-12-03  # a Friday\n"}
    edition = prepare_edition(load_project(make_project(tmp_path, FILES | files)), "evening")
    found = {"event_date": {"4 December 2027": None}}
    after, report = settle_values(found, edition, written=True)
    path, text = after.popitem()
    assert (path, text) == (report[0].file, 'event_date: "2027-12-04" # a Friday\n')
    after, report = settle_values({"event_date": {"next Friday": None}}, edition, written=True)
    assert (after, report[0].is_lost) == ({}, True)


def test_a_telephone_number_is_written_as_people_type_it(tmp_path):
    """It is printed with spaces at which no line ends."""
    files = {"content/editions/evening.yaml": 'contact_phone: "01632 960 123"\n'}
    edition = prepare_edition(load_project(make_project(tmp_path, FILES | files)), "evening")
    found = {"contact_phone": {"01632\u00a0960\u00a0124": None}}
    after, _ = settle_values(found, edition, written=True)
    assert [*after.values()] == ['contact_phone: "01632 960 124"\n']


def test_a_value_on_the_cover_is_changed_in_the_edition_too(pack, pull):
    data = edited(pack, "Evening, Town Hall", "Evening, Town House")
    assert pull(data) == ([], ["VALUE content/editions/evening.yaml"])


def test_the_edition_is_the_one_that_the_file_names(first, pull, packbuilder, folder, tmp_path):
    (tmp_path / "edited.docx").write_bytes(edited(first, "Town Hall", "Town House"))
    file = str(tmp_path / "edited.docx")
    result = packbuilder(folder, "pull", file, "--strict")
    assert (
        "content/editions/evening.yaml:2: VALUE: venue: “Town Hall” → “Town House”" in result.output
    )
    assert result.exit_code == 4
    assert packbuilder(folder, "pull", file, "--strict", "--values").exit_code == 0


def test_the_other_branch_is_named(first, pull):
    lines, report = pull(edited(first, "a fine place", "a good place"))
    assert lines == [
        "first.md",
        "-We meet at [[venue]], a fine place.",
        "+We meet at [[venue]], a good place.",
    ]
    assert report == ["BRANCH content/first.md"]


def test_a_card_is_edited_deleted_and_added(pack, pull):
    assert pull(edited(pack, "Which money", "Whose money"))[0] == [
        "second.md", "-1. Which money could end?", "+1. Whose money could end?",
    ]  # fmt: skip
    card = _card(pack, "Who is missing")
    empty = "<w:tc><w:p/></w:tc>"
    assert pull(edited(pack, card, empty)) == (
        ["second.md", "-2. Who is missing?", "-3. What comes next?", "+2. What comes next?"],
        [],
    )
    new = card.replace("FO2", "FO9").replace("Who is missing", "Who else")
    new = re.sub(r"<w:bookmark(Start|End)[^>]*>", "", new)
    lines, report = pull(edited(pack, card, card + new))
    assert lines == [
        "second.md", "-3. What comes next?", "+3. Who else?", "+4. What comes next?",
    ]  # fmt: skip
    assert report == []


def test_what_all_cards_say_is_reported_where_it_is_written(pack, packbuilder, folder, tmp_path):
    data = edited(edited(pack, ">FO2<", ">FO9<"), ">Foundations<", ">Bases<")
    (tmp_path / "edited.docx").write_bytes(data)
    result = packbuilder(folder, "pull", str(tmp_path / "edited.docx"))
    line = SECOND[: SECOND.index("::: deck")].count("\n") + HEAD.count("\n") + 1
    for words in (
        '“Foundations” → “Bases”: theme="Foundations"', '“FO2” → “FO9”: code="FO"',
    ):  # fmt: skip
        found = f"content/second.md:{line}: GENERATED: {words} makes these words"
        assert found in result.output


def test_the_back_of_a_card_is_edited(pack, pull):
    lines, report = pull(edited(pack, "Cards of ours", "Cards of all"))
    assert [line for line in lines if "deck" in line] == [
        '-::: deck {code="FO" theme="Foundations" back="Cards of ours"}',
        '+::: deck {code="FO" theme="Foundations" back="Cards of all"}',
    ]
    assert report == []


def test_a_note_that_is_added_in_a_pack(pack, pull):
    notes = parts_of(pack)["word/footnotes.xml"].decode()
    note = re.findall(r"<w:footnote w:id=.*?</w:footnote>", notes)[-1]
    new = re.sub(r'w:id="\d+"', 'w:id="77"', note, count=1).replace("Cake is served", "Bring tea")
    new = re.sub(r"<w:bookmark(Start|End)[^>]*>", "", new)
    data = edited(pack, note, note + new, "word/footnotes.xml")
    old = '<w:t xml:space="preserve">After the rules.</w:t></w:r>'
    mark = '<w:r><w:footnoteReference w:id="77"/></w:r>'
    lines, report = pull(edited(data, old, old + mark))
    assert lines == [
        "first.md", "-After the rules.", "+After the rules.[^2]", "+", "+[^2]: Bring tea.",
    ]  # fmt: skip
    assert report == []


def _card(data: bytes, words: str) -> str:
    """Return the XML of the cell that holds some words."""
    text = parts_of(data)[TEXT].decode()
    at = text.index(words)
    return text[text.rindex("<w:tc>", 0, at) : text.index("</w:tc>", at) + len("</w:tc>")]
