"""`packbuilder order`: the three files of a small project, and what the command says."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import zipfile
from pathlib import Path

import click
import pypdfium2
import pytest
from helpers.projects import make_project

from packbuilder.cli import main
from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.handouts import plan_order
from packbuilder.pipeline.pool import open_workers
from packbuilder.pipeline.print_order import plan_print_order
from packbuilder.pipeline.project import load_project
from packbuilder.pipeline.run import run_plan
from packbuilder.pipeline.stages import Progress
from packbuilder.pipeline.tool_codes import list_deep_tools, list_printed
from packbuilder.print_order.sums import Needs
from packbuilder.settings.edition import LIMITS
from packbuilder.storage.source import Source
from packbuilder.theme import read_theme

COLUMNS = [
    *(
        "File to print",
        "Handout",
        "Edition",
        "Copies",
        "Pages",
        "Sheets",
        "Paper",
        "gsm",
        "Colour",
        "Sides, flip",
    ),
    *("Finishing", "Table packs", "Done", "Price of a sheet", "Cost"),
]
NEW_PAGE = "\n\n::: page-break\n:::\n\n"


PERSON = "{per: person, spare: {percent: 5, least: 2}}"
USING = "{per: table-using, spare: 1}"
ON_A3 = "{per: table-using, part: poster, spare: 1, paper: A3}"
WALL = "{per: table, part: poster, paper: A3, finish: wall}"
CARDS = "{per: table, part: cards, spare: 1, paper: card, finish: cut, large_print: true}"
SHEET = "{per: table, part: sheet, spare: 1}"


def tool(code: str, title: str, body: str, orientation: str = "portrait", roles: str = "") -> str:
    roles = f"print: [{roles}]\n" if roles else ""
    head = f"title: {title}\nkind: tool\ntool: {code}\ntime: 0\nrests_on: [K1]\n{roles}"
    return f"---\n{head}updated: 2026-03-14\norientation: {orientation}\n---\n\n{body}\n"


def cards(code: str) -> str:
    questions = "".join(f"{number}. Question {code}{number}?\n" for number in range(1, 7))
    options = f'code="{code}" theme="Theme {code}" source="One group:" back="Question cards"'
    return f"::: deck {{{options}}}\n{questions}\n- Small changes help.\n:::\n\n"


DECKS = "".join(cards(code) for code in ("FO", "SK", "SU", "RE", "PO", "EN"))
POSTER = (
    "# Steps\n\nScore." + NEW_PAGE + "# Dot poster {#poster}\n\nDots." + NEW_PAGE + "# End\n\nX."
)
MAP = (
    "# Steps\n\nKeep calm." + NEW_PAGE + "# Map {#poster-map}\n\nA map." + NEW_PAGE + "# End\n\nX."
)
SUMMARY = (
    "---\ntitle: =In brief\nkind: handout\nupdated: 2026-04-01\n"
    f"print: {PERSON}\n---\n\n# One\n\nText.\n"
)
FILES = {
    "content/handouts/summary.md": SUMMARY,
    "content/handouts/host-card.md": tool(
        "T14", "Host card", "# Keep time\n\nHear everyone.", roles="{per: table, finish: half}"
    ),
    "content/tools/t03-considerations.md": tool(
        "T03", "Considerations", POSTER, "landscape", f"{PERSON}, {WALL}"
    ),
    "content/tools/t05-map.md": tool("T05", "Power map", MAP, "landscape", f"{USING}, {ON_A3}"),
    "content/tools/t07-log.md": tool(
        "T07", "Log", "# Log\n\nOne." + NEW_PAGE + "# Two\n\nTwo.", roles=PERSON
    ),
    "content/tools/t08-cards.md": tool(
        "T08",
        "Cards",
        "# Play\n\nPlay." + NEW_PAGE + DECKS + "# After\n\nCollect.",
        roles=f"{CARDS}, {SHEET}",
    ),
    "content/tools/t09-profile.md": tool("T09", "Profile", "# Profile\n\nA role.", roles=USING),
    "content/tools/t11-plan.md": tool("T11", "Plan", "# Plan\n\nAct.", roles=PERSON),
    "content/tools/guide.md": tool(
        "T14",
        "Guide",
        "# Guide\n\nBe kind.",
        roles="{per: facilitator, spare: 1, finish: booklet}",
    ),
    "content/packs/posters.yaml": (
        "title: Posters\nvariant: poster\ndocuments: [t03-considerations, t05-map]\n"
    ),
    "content/editions/riverbank.yaml": (
        "short_name: Riverbank\npartnership: Riverbank Partnership\nvenue: Town Hall\n"
        "delegates: 62\nfacilitators: 2\ndeep_tools: [T05, t09]\nversion: '1.2'\n"
        "prices: {A4: '0.90', card: '0.25'}\n"
    ),
}
CLOSING = "notice: shared/notice.md\nformats_statement: shared/formats.md\nfindings: {K1: One}\n"
ORDERED = {
    **FILES,
    "content/project.yaml": f"title: Small\ndefault_pack: posters\n{CLOSING}",
}


def order(folder: Path, needs: Needs, edition: str = "standard", **prices) -> Path:
    """Make an order in this process, and give its folder."""
    edition = prepare_edition(load_project(folder), edition)
    with open_workers(0) as workers:
        output = folder / "output"
        plan = plan_print_order(edition, vars(needs), prices, output, "")
        result = run_plan(plan, edition.project, output, workers, Progress())
        assert not result.problems
        return plan.folder


def table(folder: Path) -> list[dict[str, str]]:
    text = (folder / "print-order.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def text_of(pdf: Path) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        pages = (page.get_textpage().get_text_range() for page in document)
        return " ".join(" ".join(pages).split())


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Path:
    """A project with the handouts of an order, each of a page or two."""
    return make_project(tmp_path_factory.mktemp("order") / "project", ORDERED)


@pytest.fixture(scope="module")
def folder(small, tmp_path_factory) -> Path:
    """The order of the worked example, made by the command with the edition's numbers; of A4 with
    another price.
    """
    from click.testing import CliRunner

    output = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(small)
        arguments = ("order", "--edition", "riverbank", "--price", "A4=0.05", "--output", output)
        result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    made = output / "riverbank/order"
    listed = [line.partition(" (")[0] for line in result.output.splitlines()]
    assert listed[-3:] == [f"{made}/print-order.{kind}" for kind in ("csv", "docx", "pdf")]
    return made


@pytest.fixture(scope="module")
def plain(small, tmp_path_factory) -> Path:
    """An order for a small group at a plain printer, without facilitators or chosen tools; a copy,
    as other tests make other orders in its place.
    """
    flat = {"duplex": False, "a3": False, "card_stock": False}
    made = order(small, Needs(delegates=8, **flat))
    return shutil.copytree(made, tmp_path_factory.mktemp("plain") / "order")


# The files


def test_the_order_is_three_files_and_those_to_print(folder):
    names = {f"print-order.{kind}" for kind in ("csv", "docx", "pdf")}
    printed = {row["File to print"].partition(",")[0] for row in table(folder)} - {"'", ""}
    assert {file.name for file in folder.iterdir()} == {*names, *printed, "manifest.json"}


def test_each_row_names_the_file_to_print(folder):
    files = [(row["File to print"], row["Pages"]) for row in table(folder)[:-1]]
    assert files[:12] == [
        ("01-summary.pdf", "1"),
        ("02-t03.pdf", "3"),
        ("03-t07.pdf", "2"),
        ("04-t11.pdf", "1"),
        ("05-host-card.pdf, 5 times", "1"),
        ("06-t03-poster.pdf", "1"),
        ("07-t08-cards.pdf", "12"),
        ("08-t08-sheet.pdf", "2"),
        ("09-t05.pdf", "3"),
        ("10-t05-poster.pdf", "1"),
        ("11-t09.pdf", "1"),
        ("12-guide.pdf", "1"),
    ]
    assert files[12][0] == "13-summary-large.pdf"


def test_a_file_to_print_holds_what_its_row_says(folder):
    found = {}
    for row in table(folder)[:-1]:
        with pypdfium2.PdfDocument(folder / row["File to print"].partition(",")[0]) as pdf:
            sizes = {tuple(sorted(round(side / 72 * 25.4) for side in p.get_size())) for p in pdf}
            assert sizes == ({(297, 420)} if row["Paper"] == "A3" else {(210, 297)})
            assert len({page.get_width() > page.get_height() for page in pdf}) == 1
            found[row["File to print"][:2]] = len(pdf)
    assert (found["02"], found["07"], found["08"]) == (4, 12, 2)
    assert (found["06"], found["10"]) == (1, 1)
    text = text_of(folder / "10-t05-poster.pdf")
    assert "A map." in text
    assert "Keep calm." not in text


def test_files_of_an_earlier_order_go(small):
    made = order(small, Needs(delegates=8, deep_tools=("t05", "t09")))
    assert (made / "09-t05.pdf").exists()
    assert not (order(small, Needs(delegates=8)) / "09-t05.pdf").exists()


def test_pages_of_both_directions_have_a_file_each(tmp_path):
    body = "# Log\n\nOne.\n\n::: landscape\n\n# Two\n\nTwo.\n:::\n"
    files = ORDERED | {"content/tools/t07-log.md": tool("T07", "Log", body, roles=PERSON)}
    made = order(make_project(tmp_path / "project", files), Needs(delegates=6))
    (row,) = (r for r in table(made) if r["Handout"] == "T07 Log" and "office" in r["Edition"])
    assert row["File to print"] == "03-t07-portrait.pdf, 03-t07-landscape.pdf"
    for name, wide in (("03-t07-portrait.pdf", False), ("03-t07-landscape.pdf", True)):
        with pypdfium2.PdfDocument(made / name) as pdf:
            assert {page.get_width() > page.get_height() for page in pdf} == {wide}
    assert "Portrait and landscape pages, in two files each: T07 Log." in text_of(
        made / "print-order.pdf"
    )


def test_rows_of_the_worked_example(folder):
    rows = table(folder)
    assert list(rows[0]) == COLUMNS
    found = [(r["Handout"], r["Copies"], r["Pages"], r["Sheets"], r["Paper"]) for r in rows]
    assert found == [
        ("'=In brief", "68", "1", "68", "A4"),
        ("T03 Considerations", "68", "3", "136", "A4"),
        ("T07 Log", "68", "2", "68", "A4"),
        ("T11 Plan", "68", "1", "68", "A4"),
        ("T14 Host card", "10", "1", "5", "A4"),
        ("T03 Considerations: the poster", "10", "1", "10", "A3"),
        ("T08 Cards: the cards", "11", "12", "66", "card"),
        ("T08 Cards: the other pages", "11", "2", "11", "A4"),
        ("T05 Power map", "6", "3", "12", "A4"),
        ("T05 Power map: the poster", "6", "1", "6", "A3"),
        ("T09 Profile", "6", "1", "6", "A4"),
        ("T14 Guide", "3", "1", "3", "A4"),
        ("'=In brief", "1", "1", "1", "A4"),
        ("T03 Considerations", "1", "3", "2", "A4"),
        ("T07 Log", "1", "2", "1", "A4"),
        ("T11 Plan", "1", "1", "1", "A4"),
        ("T08 Cards", "1", found[16][2], found[16][3], "A4"),
        ("T05 Power map", "1", "3", "2", "A4"),
        ("T09 Profile", "1", "1", "1", "A4"),
        ("All", "", "", found[19][3], ""),
    ]
    assert found[19][3] == str(sum(int(sheets) for _, _, _, sheets, _ in found[:19]))


def test_how_each_row_is_printed(folder):
    rows = {(r["Handout"], r["Edition"]): r for r in table(folder)}
    deck = rows["T08 Cards: the cards", "Riverbank, office"]
    assert (deck["gsm"], deck["Sides, flip"]) == ("160–200", "two, long edge")
    assert deck["Finishing"].startswith("cut 3 across and 1 down, trim")
    assert deck["Table packs"] == "one per table, 1 over"
    guide = rows["T14 Guide", "Riverbank, A5 booklet"]
    assert guide["Finishing"] == "fold, staple"
    score = rows["T03 Considerations", "Riverbank, office"]
    assert (score["Sides, flip"], score["Finishing"]) == ("two, short edge", "staple")
    assert (score["Table packs"], score["Done"]) == ("one per person, 6 over", "☐")
    assert rows["T03 Considerations: the poster", "Riverbank, A3"]["Sides, flip"] == "one"
    assert rows["T14 Host card", "Riverbank, A5, two on a sheet"]["Finishing"] == (
        "cut in half, A5"
    )


def test_unknown_prices_stay_blank(folder):
    rows = table(folder)
    for row in rows[:-1]:
        price = {"A4": "0.05", "card": "0.25"}.get(row["Paper"], "")
        assert row["Price of a sheet"] == price
        assert row["Cost"] == (price and f"{int(row['Sheets']) * float(price):.2f}")
    assert rows[-1]["Cost"] == ""


def test_the_pdf_says_how_the_numbers_are_made(folder):
    text = text_of(folder / "print-order.pdf")
    for words in (
        "Delegates: 62. With 6 at a table, the number of tables is 10: eight of 6, two of 7.",
        "62 for delegates + 2 for facilitators + 4 spare = 68 copies.",
        "Decks of cards: 10 for tables + 1 spare = 11.",
        "Sheets: 11 decks of 6 = 66. Cards: 528.",
        "Tools to choose from: 2, shared",
        "Sheets of A3: 16.",
        "No price is known for A3 (sheets: 16).",
        "Version 1.2, text of 1 April 2026",
        "Town Hall",
        "Ordered by, and phone",
        "What to print",
        "cut in 8, band",
        "07-t08-cards.pdf: cut 3 across and 1 down, trim the edges, put a band",
        "=In brief",
    ):
        assert words in text
    assert re.search(r"Sheets of A4: \d+, at 0\.05 each: \d+\.\d\d\.", text)


def test_the_pdf_is_landscape_and_its_rows_need_a_line_each(folder):
    with pypdfium2.PdfDocument(folder / "print-order.pdf") as document:
        assert all(page.get_width() > page.get_height() for page in document)
        assert len(document) == 3
    text = text_of(folder / "print-order.pdf")
    assert "T05 Power map: the poster 6 1 6 A3, 80 one for the wall" in text


def test_word_has_a_box_to_tick_in_each_row(folder):
    with zipfile.ZipFile(folder / "print-order.docx") as word:
        text = word.read("word/document.xml").decode()
    assert text.count("<w14:checkbox>") == 19
    assert 'w:orient="landscape"' in text
    assert "the poster" in text
    assert "10-t05-poster.pdf" in text


def test_the_same_order_is_the_same_bytes(small, tmp_path, monkeypatch):
    needs, again = Needs(delegates=8), []
    unbuilt = shutil.copytree(small, tmp_path / "again", ignore=lambda *_: ["output"])
    for folder in (small, unbuilt):
        made = order(folder, needs)
        again.append({file.name: file.read_bytes() for file in made.iterdir()})
        monkeypatch.setenv("PACKBUILDER_CACHE", str(tmp_path / "nothing is kept here"))
    assert again[0] == again[1]


# Printers and projects that lack something


def test_a_plain_printer(plain):
    rows = {(r["Handout"], r["Edition"]): r for r in table(plain)}
    assert {row["Paper"] for row in rows.values()} == {"A4", "A4 thick", ""}
    assert {row["Sides, flip"] for row in rows.values()} == {"one", "two, long edge", ""}
    poster = rows["T03 Considerations: the poster", "Standard, office"]
    assert (poster["Copies"], poster["Finishing"]) == ("2", "for the wall")
    deck = rows["T08 Cards: the cards", "Standard, office"]
    assert (deck["gsm"], deck["Sheets"]) == ("120 or more", "18")
    assert ("T14 Guide", "Standard, office") in rows
    assert rows["T07 Log", "Standard, office"]["Sheets"] == "20"


def test_one_sheet_of_two_copies_is_printed_without_a_number_of_times(small, tmp_path):
    folder = shutil.copytree(small, tmp_path / "apart")  # an order takes the place of another
    (host,) = [
        row
        for row in table(order(folder, Needs(delegates=8)))
        if row["Copies"] == "2" and "Host" in row["Handout"]
    ]
    assert (host["Sheets"], host["File to print"].partition(",")[1]) == ("1", "")


def test_a_plain_printer_is_reported(plain):
    text = text_of(plain / "print-order.pdf")
    for words in (
        "two of 4",
        "fewer than 5 people",
        "Without A3, these are on A4: T03 Considerations",
        "the heaviest paper the printer takes",
        "print the front of each sheet of cards",
        "there is no booklet",
        "0 asked for. Copies of each handout: 1.",
    ):
        assert words in text


def test_an_edition_does_without(small):
    edition = small / "content/editions/quiet.yaml"
    edition.write_text("leave_out: [t07-log, t08-cards]\n", encoding="utf-8")
    made = order(small, Needs(delegates=12), "quiet")
    edition.unlink()
    assert not [row for row in table(made) if "T07" in row["Handout"] or "T08" in row["Handout"]]
    text = text_of(made / "print-order.pdf")
    assert "Not printed, because the edition leaves them out: T07 Log, T08 Cards." in text
    assert "decks" not in text


def test_handouts_are_called_by_their_code_where_it_is_their_own(small):
    loaded = load_project(small)
    found = {document.name: document.code for document in list_printed(loaded)}
    assert found["summary"] == "summary"
    assert (found["guide"], found["host-card"]) == ("guide", "host-card")  # both are T14
    assert found["t03-considerations"] == "t03"
    assert list_deep_tools(loaded) == ["t05", "t09"]


def test_pages_for_facilitators_are_not_handed_out(tmp_path):
    until = "{per: person, until: running}"
    apart = "# Log\n\nOne." + NEW_PAGE + "# To run it {#running}\n\nTwo."
    below = "# Log\n\nOne.\n\n# To run it {#running}\n\nTwo." + NEW_PAGE + "# Hints\n\nThree."
    files = ORDERED | {
        "content/tools/t07-log.md": tool("T07", "Log", apart, roles=until),
        "content/tools/t11-plan.md": tool("T11", "Plan", below, roles=until),
    }
    made = order(make_project(tmp_path / "project", files), Needs(delegates=6))
    rows = {(r["Handout"], r["Edition"]): r for r in table(made)}
    for edition in ("Standard, office", "Standard, large print"):
        assert rows["T07 Log", edition]["Pages"] == "1"
        assert rows["T11 Plan", edition]["Pages"] == "1"
    assert "Two." not in text_of(made / rows["T07 Log", "Standard, office"]["File to print"])


def test_any_project_has_an_order_once_a_document_has_a_print_role(project, packbuilder):
    page = "---\ntitle: Welcome\nkind: handout\nupdated: 2026-03-14\n{}---\n\n# Hello\n\nText.\n"
    folder = project({"content/programme.md": page.format("print: {per: room, spare: 2}\n")})
    result = packbuilder(folder, "order", "--delegates", "6", "--rooms", "3")
    assert result.exit_code == 0, result.output
    (row, _) = table(folder / "output/standard/order")
    assert (row["File to print"], row["Copies"], row["Sheets"]) == ("01-programme.pdf", "5", "5")


def test_a_deck_without_cards_and_a_poster_without_pages_of_its_own(tmp_path):
    files = ORDERED | {
        "content/tools/t03-considerations.md": tool(
            "T03", "Score", "# Dots {#poster}\n\nDots.", roles=f"{PERSON}, {WALL}"
        ),
        "content/tools/t08-cards.md": tool(
            "T08", "Cards", "# Play\n\nNo cards yet.", roles=f"{CARDS}, {SHEET}"
        ),
    }
    folder = make_project(tmp_path / "project", files)
    names = [row["Handout"] for row in table(order(folder, Needs(delegates=6)))]
    assert [name for name in names if "T08" in name] == ["T08 Cards"]
    assert names.count("T03 Score") == 2
    assert "T03 Score: the poster" in names


def test_a_fault_is_reported_of_the_document_that_has_it(small):
    plan = plan_order(prepare_edition(load_project(small), "standard"), Needs(delegates=6))
    for handout in plan.found:
        assert Path(handout.writing.sources[0]).stem == handout.wanted.name


# Messages


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Give --delegates 62, or add “delegates: 62” to content/editions/standard.yaml"),
        (["--delegates", "0"], "0 is not in the range 1<=x<=10000"),
        (["--delegates", "62", "--table-size", "0"], "0 is not in the range 5<=x<=7"),
        (
            ["--delegates", "62", "--tool", "t5"],
            "there is no tool “t5” for tables to choose; did you mean “t05”?",
        ),
        (["--delegates", "62", "--tool", "t03"], "use one of: t05, t09"),
        (["--delegates", "62", "--price", "A4=-1"], "write it as A4=0.05"),
        (["--delegates", "62", "--price", "A4=1e9"], "write it as A4=0.05"),
        (["--delegates", "62", "--price", "A5=1"], "Papers are A4, A3, card, heavy"),
    ],
)
def test_a_wrong_command_line_is_explained(small, packbuilder, arguments, words):
    result = packbuilder(small, "order", *arguments)
    assert result.exit_code == 2
    assert words in " ".join(result.output.split())


def test_a_project_without_handouts_is_reported(project, packbuilder):
    result = packbuilder(project(), "order", "--delegates", "6")
    assert result.exit_code == 2
    assert "nothing to print" in result.output


@pytest.mark.parametrize(
    ("line", "message", "help"),
    [
        ("table_size: 0", "“table_size” cannot be “0”", "a whole number from 5 to 7"),
        ("delegates: 0", "“delegates” cannot be “0”", "a whole number from 1 to 10000"),
        ("delegates: many", "“delegates” cannot be “many”", "write a whole number"),
        ("duplex: perhaps", "“duplex” cannot be “perhaps”", "write true or false"),
        ("facilitators: -1", "“facilitators” cannot be “-1”", "a whole number from 0"),
    ],
)
def test_a_wrong_number_in_an_edition_is_found_by_check(project, packbuilder, line, message, help):
    folder = project({"content/editions/riverbank.yaml": f"short_name: Riverbank\n{line}\n"})
    result = packbuilder(folder, "check", "--format", "json")
    (problem,) = map(json.loads, result.output.splitlines())
    assert (problem["code"], problem["message"], problem["line"]) == ("PB123", message, 2)
    assert help in problem["help"]


def test_a_wrong_tool_in_an_edition_is_reported(small, packbuilder):
    edition = small / "content/editions/lost.yaml"
    edition.write_text("delegates: 6\ndeep_tools:\n  - t05\n  - t55\n", encoding="utf-8")
    result = packbuilder(small, "order", "--edition", "lost")
    edition.unlink()
    assert result.exit_code == 3
    assert "content/editions/lost.yaml:4:5: error[PB123]: there is no tool “t55”" in result.output
    assert "help: did you mean “t05”?" in result.output


def test_the_command_allows_what_an_edition_allows():
    options = {option.name: option for option in main.get_command(None, "order").params}
    for name, (least, most) in LIMITS.items():
        limits = options[name].type
        assert isinstance(limits, click.IntRange)
        assert (limits.min, limits.max) == (least, most)


def test_every_label_of_the_order_is_used():
    root = Path(__file__).resolve().parents[2]
    code = "".join(
        (root / "packbuilder" / name).read_text(encoding="utf-8")
        for name in (
            "print_order/sums.py",
            "pipeline/print_order_jobs.py",
            "pipeline/print_order_page.py",
        )
    )
    made = re.compile(r"(variant|paper|sides|finish|in)_|(cards|sheet|poster)_of")
    labels = read_theme(Source(root)).labels.order
    assert [n for n in labels if f'"{n}"' not in code and not made.match(n)] == []
