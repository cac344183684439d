"""An edition is one thing: its packs, its print order and its zip belong to the same content."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
from helpers.projects import PROGRAMME, change, make_project
from helpers.read_once import read_as_users_do
from test_results import tree

from packbuilder.diagnostics import ExitCode
from packbuilder.pipeline import stages

WHOLE = ("build", "--edition", "riverbank")
PAGE = "---\ntitle: {0}\nkind: handout\nupdated: 2026-03-14\n{1}---\n\n# {0}\n\nAt [[venue]].\n"
FILES = {
    PROGRAMME: PAGE.format("Programme", "print: {per: person, spare: 1}\n"),
    "content/badge.md": PAGE.format("Badge", ""),
    "content/packs/evening.yaml": "title: The evening\nformats: [pdf]\ndocuments: [badge]\n",
    "content/packs/spare.yaml": "title: Spare\nformats: [docx]\ndocuments: [badge]\n",
    "content/editions/riverbank.yaml": (
        "short_name: The Riverbank\nvenue: Town Hall\npacks: [day, evening]\ndelegates: 9\n"
    ),
    "content/editions/lakeside.yaml": "venue: Pier\npacks: [evening]\n",
}
EDITION = "content/editions/riverbank.yaml"


@pytest.fixture
def folder(built_project) -> Path:
    """A project whose edition was built as a whole."""
    return built_project(FILES, *WHOLE)


def packed(folder: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(folder / "output/riverbank.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def copies(data: bytes) -> list[str]:
    rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return [row["Copies"] for row in rows if row["Copies"]]


def test_all_of_it_is_built_with_its_order_and_its_zip(folder):
    made = folder / "output/riverbank"
    assert {path.name for path in made.iterdir()} == {
        *("day", "day.zip", "evening", "evening.zip", "order"),
    }
    held = packed(folder)
    for part in ("day", "evening", "order"):
        for file in (made / part).iterdir():
            assert held[f"{part}/{file.name}"] == file.read_bytes()
    start = held["start-here.html"].decode()
    assert '<a href="order/print-order.pdf">' in start
    assert '<a href="order/01-programme.pdf">' in start
    assert "order/print-order.docx" in held["README.txt"].decode()
    assert copies(held["order/print-order.csv"])[0] == "10"


def test_without_an_edition_it_is_the_default_pack_alone(tmp_path, packbuilder):
    folder = make_project(tmp_path / "project", FILES)
    assert packbuilder(folder, "build").exit_code == 0
    assert {path.name for path in (folder / "output/standard").iterdir()} == {"day", "day.zip"}


def test_packs_of_the_project_are_those_of_an_edition_that_names_none(tmp_path, packbuilder):
    project = "title: Small\ndefault_pack: day\npacks: [evening, spare]\n"
    folder = make_project(tmp_path / "project", FILES | {"content/project.yaml": project})
    change(folder, EDITION, "packs: [day, evening]\ndelegates: 9\n", "")
    assert packbuilder(folder, *WHOLE).exit_code == 0
    assert {name.partition("/")[0] for name in packed(folder)} == {
        *("evening", "spare", "start-here.html", "README.txt"),
    }


def test_a_pack_alone_withholds_the_zip_and_says_what_to_run(folder, packbuilder):
    change(folder, EDITION, "Town Hall", "Library")
    result = packbuilder(folder, "build", "day", "--edition", "riverbank")
    assert result.exit_code == 0
    assert (
        "output/riverbank.zip: warning[PB560]: the zip of this edition was left out, as some of "
        f"it is out of date (evening: {EDITION} has changed; print order: {EDITION} has changed)\n"
        "  help: run “packbuilder build --edition riverbank”\n"
    ) in result.output
    assert not (folder / "output/riverbank.zip").exists()
    again = packbuilder(folder, "build", "day", "--edition", "riverbank")
    assert "nothing has changed" in again.output
    assert "PB560" in again.output, "it is said as long as it is so"
    assert packbuilder(folder, *WHOLE).exit_code == 0
    assert b"Town Hall" not in packed(folder)["order/print-order.csv"]


def test_a_pack_alone_renews_the_zip_when_all_else_is_fresh(folder, packbuilder):
    change(folder, "content/packs/evening.yaml", "The evening", "The night")
    assert "PB560" not in packbuilder(folder, "build", "evening", "--edition", "riverbank").output
    assert "The night" in packed(folder)["start-here.html"].decode()


def test_a_comment_withholds_nothing(folder, packbuilder):
    before = packed(folder)
    change(folder, EDITION, "venue:", "# where we meet\nvenue:")
    result = packbuilder(folder, "build", "day", "--edition", "riverbank")
    assert "PB560" not in result.output
    assert packed(folder).keys() == before.keys()


def test_a_pack_that_the_edition_does_not_name_is_not_in_its_zip(folder, packbuilder):
    before = packed(folder)
    assert packbuilder(folder, "build", "spare", "--edition", "riverbank").exit_code == 0
    assert (folder / "output/riverbank/spare.zip").exists()
    assert packed(folder) == before


def test_a_pack_that_was_never_built_withholds_a_zip_only_where_there_is_one(folder, packbuilder):
    change(folder, EDITION, "evening]", "evening, spare]")
    assert "PB560" in packbuilder(folder, "build", "day", "--edition", "riverbank").output
    change(folder, EDITION, "Town Hall", "Library")
    packbuilder(folder, *WHOLE)
    assert "spare/badge.docx" in packed(folder)


def test_a_pack_of_which_nothing_is_left_goes(folder, packbuilder):
    with (folder / EDITION).open("a", encoding="utf-8") as file:
        file.write("leave_out: [badge]\n")
    result = packbuilder(folder, *WHOLE)
    assert result.exit_code == 0, result.output
    assert "output/riverbank/evening: removed, as this edition leaves it all out" in result.output
    assert not (folder / "output/riverbank/evening.zip").exists()
    assert not any(name.startswith("evening") for name in packed(folder))


def test_an_edition_that_is_left_with_one_pack_has_no_zip(folder, packbuilder):
    change(folder, EDITION, "packs: [day, evening]\ndelegates: 9\n", "packs: [day]\n")
    assert packbuilder(folder, *WHOLE).exit_code == 0
    assert not (folder / "output/riverbank.zip").exists()
    assert not (folder / "output/riverbank/order").exists()


# The print order


def test_an_order_is_renewed_with_what_was_asked_for(folder, packbuilder):
    asked = ("order", "--edition", "riverbank", "--delegates", "20", "--price", "A4=0.05")
    result = packbuilder(folder, *asked)
    assert result.exit_code == 0, result.output
    assert copies(packed(folder)["order/print-order.csv"])[0] == "21"
    change(folder, EDITION, "Town Hall", "Library")
    assert packbuilder(folder, *WHOLE).exit_code == 0
    order = packed(folder)["order/print-order.csv"]
    assert copies(order)[0] == "21"
    assert b"0.05" in order
    assert packbuilder(folder, "order", "--edition", "riverbank").exit_code == 0
    assert copies(packed(folder)["order/print-order.csv"])[0] == "10"


def test_an_order_alone_withholds_the_zip_of_stale_packs(folder, packbuilder):
    change(folder, EDITION, "Town Hall", "Library")
    result = packbuilder(folder, "order", "--edition", "riverbank")
    assert result.exit_code == 0
    assert "warning[PB560]" in result.output
    assert not (folder / "output/riverbank.zip").exists()


def test_a_document_that_gets_a_print_role_makes_the_order_stale(folder, packbuilder):
    change(folder, "content/badge.md", "kind: handout", "kind: handout\nprint: {per: table}")
    result = packbuilder(folder, "build", "evening", "--edition", "riverbank")
    assert "print order: content/badge.md has changed" in result.output


def test_an_order_that_a_pack_holds_is_not_delivered_twice(folder, packbuilder):
    change(folder, "content/packs/evening.yaml", "documents:", "print_order: true\ndocuments:")
    result = packbuilder(folder, *WHOLE)
    assert "output/riverbank/order: removed" in result.output
    names = [name.rpartition("/")[2] for name in packed(folder)]
    assert names.count("print-order.pdf") == names.count("01-programme.pdf") == 1
    asked = ("order", "--edition", "riverbank", "--delegates", "20")
    assert packbuilder(folder, *asked).exit_code == 0
    assert packbuilder(folder, *WHOLE).exit_code == 0
    assert (folder / "output/riverbank/order/print-order.pdf").exists()
    names = [name.rpartition("/")[2] for name in packed(folder)]
    assert names.count("print-order.pdf") == 1


@pytest.mark.parametrize(
    "words", ['"given": []', '"given": {"delegates": -1, "rooms": "two", "x": {}}, "prices": [1]']
)
def test_what_somebody_wrote_into_the_list_of_an_order_counts_as_nothing(
    folder, packbuilder, words
):
    change(folder, "output/riverbank/order/manifest.json", '"given": {}', words)
    change(folder, EDITION, "Town Hall", "Library")
    assert packbuilder(folder, *WHOLE).exit_code == 0
    assert copies(packed(folder)["order/print-order.csv"])[0] == "10"


# All editions


def test_every_edition_is_built_one_after_the_other(tmp_path, packbuilder, monkeypatch):
    read_as_users_do(monkeypatch)
    alive: list[int] = []
    prepare, count = stages.prepare_edition, {"most": 0}

    class Counted:
        """Counts how many editions are held at once."""

        def __init__(self) -> None:
            alive.append(1)
            count["most"] = max(count["most"], len(alive))

        def __del__(self) -> None:
            alive.pop()

    def counted(*arguments):
        edition = prepare(*arguments)
        object.__setattr__(edition, "counted", Counted())
        return edition

    monkeypatch.setattr(stages, "prepare_edition", counted)
    more = {f"content/editions/town{n}.yaml": "packs: [spare]\n" for n in range(6)}
    folder = make_project(tmp_path / "project", FILES | more)
    result = packbuilder(folder, "build", "--all-editions", "--jobs", "0")
    assert result.exit_code == 0, result.output
    assert count["most"] <= 3
    made = tree(folder / "output")
    assert {name.partition("/")[0] for name in made} == {
        *("riverbank", "riverbank.zip", "lakeside", "standard"),
        *(f"town{n}" for n in range(6)),
    }
    assert "nothing has changed" in packbuilder(folder, "build", "--all-editions").output


def test_an_edition_with_a_mistake_does_not_stop_the_others(tmp_path, packbuilder):
    folder = make_project(tmp_path / "project", FILES)
    change(folder, "content/editions/lakeside.yaml", "[evening]", "[evenin]")
    result = packbuilder(folder, "build", "--all-editions")
    assert result.exit_code == ExitCode.CONTENT
    assert "content/editions/lakeside.yaml:2:9: error[PB304]" in result.output
    assert (folder / "output/riverbank.zip").exists()
    assert (folder / "output/standard/day.zip").exists()
    assert not (folder / "output/lakeside").exists()


def test_named_packs_of_every_edition(tmp_path, packbuilder):
    folder = make_project(tmp_path / "project", FILES)
    assert packbuilder(folder, "build", "spare", "--all-editions").exit_code == 0
    made = {name for name in tree(folder / "output") if name.endswith(".zip")}
    assert made == {f"{edition}/spare.zip" for edition in ("lakeside", "riverbank", "standard")}


def test_all_editions_and_one_of_them_is_a_contradiction(tmp_path, packbuilder):
    folder = make_project(tmp_path / "project", FILES)
    assert packbuilder(folder, *WHOLE, "--all-editions").exit_code == ExitCode.USAGE
