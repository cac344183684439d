"""Badges, place cards and certificates from a list of people: what is printed, and no more."""

from __future__ import annotations

import html
import re
import shutil
import zipfile
from pathlib import Path

import pypdfium2
import pytest

from packbuilder.pipeline.project import load_project

HERE = Path(__file__).parent
KINDS = ("badges", "place-cards")


@pytest.fixture
def project(tmp_path):
    return shutil.copytree(HERE / "people", tmp_path / "people")


def test_cards_hold_what_is_shown_of_people_and_no_more(project, packbuilder):
    built = packbuilder(project, "build", "--quiet")
    assert "error[" not in built.output
    made = project / "output/standard/day"
    pdf = pypdfium2.PdfDocument((made / "badges.pdf").read_bytes())
    pages = [page.get_textpage().get_text_range() for page in pdf]
    with zipfile.ZipFile(made / "badges.docx") as word:
        texts = [word.read(name).decode() for name in word.namelist() if name.endswith("xml")]
    texts += ["\n".join(pages), (made / "badges.html").read_text(encoding="utf-8")]
    assert sum("Олена Шевченко" in html.unescape(text) for text in texts) == 3
    assert not any("@example.org" in text or "vegan" in text for text in texts)
    assert [number for number, text in enumerate(pages, 1) if "took part" in text] == [7, 8, 9]
    # Cards without backs are printed on one side.
    assert (made / "day-print-a4-cards-one-sided.pdf").is_file()


def test_a_changed_list_changes_what_is_made_of_it(project, packbuilder):
    people = project / "content/people.csv"
    assert packbuilder(project, "check").exit_code == 0
    people.write_text(people.read_text(encoding="utf-8").replace("Name;", "Who;"), "utf-8")
    assert packbuilder(project, "check").output.count("[PB700]") == 3


def test_a_list_of_names_makes_cards_without_code_or_theme(project, packbuilder):
    text = (project / "content/badges.md").read_text(encoding="utf-8").partition(":::")[0]
    cards = "".join(f"{number}. Name {number}\n" for number in range(1, 10))
    (project / "content/badges.md").write_text(f"{text}::: deck\n{cards}:::\n", encoding="utf-8")
    built = packbuilder(project, "build", "--only", "badges", "--quiet")
    assert "error[" not in built.output
    pdf = pypdfium2.PdfDocument((project / "output/standard/day/badges.pdf").read_bytes())
    assert len(pdf) == 3


def test_an_edition_counts_the_people_on_a_list(project):
    editions = project / "content/editions"
    editions.mkdir(exist_ok=True)
    people = (project / "content/people.csv").read_text(encoding="utf-8")
    (editions / "day.yaml").write_text("delegates: people.csv\n", encoding="utf-8")
    edition = load_project(project).editions["day"]
    assert edition.delegates == len(people.strip().splitlines()) - 1


def test_an_edition_counts_no_list_that_is_not_there(project, packbuilder):
    editions = project / "content/editions"
    editions.mkdir(exist_ok=True)
    (editions / "day.yaml").write_text("delegates: guests.csv\n", encoding="utf-8")
    found = packbuilder(project, "check").output
    assert "content/editions/day.yaml:1:1" in found
    assert "guests.csv" in found


def test_a_cell_of_several_lines_keeps_them(project, packbuilder):
    people = project / "content/people.csv"
    text = people.read_text(encoding="utf-8")
    people.write_text(text.replace("Ann Lee", '"Ann\nLee"'), encoding="utf-8")
    assert "error[" not in packbuilder(project, "build", "--quiet").output
    page = (project / "output/standard/day/badges.html").read_text(encoding="utf-8")
    assert "Ann<br>Lee" in page
    assert "AnnLee" not in page


def test_a_cell_without_an_end_is_reported(project, packbuilder):
    people = project / "content/people.csv"
    text = people.read_text(encoding="utf-8")
    people.write_text(text.replace("Ann Lee", '"Ann Lee') + "word " * 40_000, encoding="utf-8")
    assert "a cell of this list has no end" in packbuilder(project, "check").output
    people.write_text('Name,From\nAl Ros,Fife\n"Jo "Bo" Bain",NHS\n', encoding="utf-8")
    assert f"{people.name}:3:1: error[PB700]: a cell" in packbuilder(project, "check").output


def test_names_on_a_list_are_no_words_to_explain_or_mark(project, packbuilder):
    people = project / "content/people.csv"
    rows = "Jean de la Tour Blanche;Sgoil Àrd;;\nSean Lee;NHS QXZ;;\n"
    people.write_text(people.read_text(encoding="utf-8") + rows, encoding="utf-8")
    settings = project / "content/project.yaml"
    for language in ("en-GB", "uk"):
        text = settings.read_text(encoding="utf-8")
        settings.write_text(re.sub("language: .*", f"language: {language}", text), "utf-8")
        assert "people.csv" not in packbuilder(project, "check").output


def test_each_of_two_decks_says_how_to_cut_it(project, packbuilder):
    """One follows the other at once: the foot of a page is that of the cards on it."""
    badges = project / "content/badges.md"
    head, _, _ = badges.read_text(encoding="utf-8").partition(":::")
    decks = (f'::: deck {{kind={kind} data="people.csv" show="Name"}}\n:::\n\n' for kind in KINDS)
    badges.write_text(head + "".join(decks), encoding="utf-8")
    assert "error[" not in packbuilder(project, "build", "--only", "badges", "--quiet").output
    pdf = pypdfium2.PdfDocument((project / "output/standard/day/badges.pdf").read_bytes())
    texts = [page.get_textpage().get_text_range() for page in pdf]
    assert ["dashes" in text for text in texts] == [False, True, False, False]
    assert ["fold above" in text for text in texts] == [False, False, True, True]


def test_all_that_is_wrong_with_a_list_is_said_at_once(project, packbuilder):
    people = project / "content/people.csv"
    text = people.read_text(encoding="utf-8")
    people.write_text(f"{text}Bob;Isles\n\nJo;Isles;jo@example.org;;;\n", encoding="utf-8")
    found = packbuilder(project, "check").output
    assert found.count("but the list has 4 columns") == 2
    assert "people.csv:5:1" in found
    assert "people.csv:7:1" in found


def test_people_twice_on_a_list_and_gaps_on_their_cards_are_reported(project, packbuilder):
    people = project / "content/people.csv"
    text = people.read_text(encoding="utf-8")
    people.write_text(f"{text}Ann Lee;Town Council;;\nJo Bell;;;\nAl Fox;;;\n", encoding="utf-8")
    found = packbuilder(project, "check").output
    assert found.count("people.csv:5:1: warning[PB247]: “Ann Lee | Town Council” appears") == 1
    assert "people.csv:6:1: warning[PB700]: this row has no “Organisation”" in found
    assert "the same in 1 more: line 7" in found


def test_people_are_the_same_in_other_spaces_and_capitals(project, packbuilder):
    people = project / "content/people.csv"
    text = people.read_text(encoding="utf-8")
    people.write_text(f"{text}ann  LEE;Town Council;;\n", encoding="utf-8")
    found = packbuilder(project, "check").output
    assert "people.csv:5:1: warning[PB247]: “ann  LEE | Town Council” appears twice" in found


def test_columns_without_commas_are_told_apart(project, packbuilder):
    badges = project / "content/badges.md"
    text = badges.read_text(encoding="utf-8").replace("Name, Organisation", "name Organisation")
    badges.write_text(text, encoding="utf-8")
    found = packbuilder(project, "check").output
    assert "the list has no column “name Organisation”" in found
    assert "put commas between columns: name, Organisation" in found
