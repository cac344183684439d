"""Bundles: tools that an edition chooses, posters beside their A4, the print order inside."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pypdfium2
import pytest
from helpers.projects import SHIPPED, make_project

from packbuilder.settings.pack import list_packs, read_pack
from packbuilder.storage.source import Source

BREAK = "\n\n::: page-break\n:::\n\n"


def tool(code: str, roles: str, body: str) -> str:
    head = f"title: Tool {code}\nkind: tool\ntool: {code}\ntime: 0\nrests_on: [K1]\n"
    head += f"print: {roles}\n"
    return f"---\n{head}updated: 2026-03-14\norientation: landscape\n---\n\n{body}\n"


FILES = {
    "content/t03-score.md": tool(
        "T03",
        "[{per: person, spare: 2}, {per: table, part: poster, paper: A3}]",
        f"# One\n\nOne.{BREAK}# Dots {{#poster}}\n\nDots.{BREAK}X.",
    ),
    "content/t05-map.md": tool("T05", "{per: table-using}", "# Map\n\nA map."),
    "content/t09-role.md": tool("T09", "{per: table-using}", "# Role\n\nA role."),
    "content/packs/day.yaml": (
        "title: A table\nformats: [pdf]\ndocuments: [t03-score]\ndeep_tools: [t05-map]\n"
        "posters: true\nprint_order: true\n"
    ),
    "content/editions/riverbank.yaml": "short_name: Riverbank\ndelegates: 9\ndeep_tools: [t09]\n",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return make_project(tmp_path_factory.mktemp("bundles") / "project", FILES)


def names(folder: Path, edition: str) -> set[str]:
    return {file.name for file in (folder / "output" / edition / "day").iterdir()}


def test_a_bundle_without_numbers_has_no_print_order(folder, packbuilder):
    assert packbuilder(folder, "build", "day").exit_code == 0
    assert names(folder, "standard") == {
        *("day.pdf", "t03-score.pdf", "t03-score-poster.pdf", "t05-map.pdf", "manifest.json"),
        *("day-print-a4-landscape-short-edge.pdf", "day-print-a3-landscape-one-sided.pdf"),
    }


def test_the_posters_of_a_bundle_are_printed_on_a3_alone(folder, packbuilder):
    assert packbuilder(folder, "build", "day").exit_code == 0
    made = folder / "output/standard/day"
    with pypdfium2.PdfDocument(made / "day-print-a3-landscape-one-sided.pdf") as pdf:
        assert len(pdf) == 1
        assert "Dots." in pdf[0].get_textpage().get_text_range()
        assert pdf[0].get_width() == pytest.approx(420 / 25.4 * 72, abs=1)


def test_an_edition_puts_its_own_tools_and_a_print_order_into_a_bundle(folder, packbuilder):
    assert packbuilder(folder, "build", "day", "--edition", "riverbank").exit_code == 0
    found = names(folder, "riverbank")
    assert "t09-role.pdf" in found
    assert "t05-map.pdf" not in found
    orders = {f"print-order.{kind}" for kind in ("pdf", "docx", "csv")}
    printed = {"01-t03.pdf", "02-t03-poster.pdf", "03-t09.pdf", "04-t03-large.pdf"}
    assert orders | printed | {"05-t09-large.pdf"} <= found
    with zipfile.ZipFile(folder / "output/riverbank/day.zip") as packed:
        assert orders | printed <= set(packed.namelist())
        page = packed.read("start-here.html").decode()
    assert '<a href="print-order.csv">Table (CSV): print-order.csv</a>' in page
    assert "<h2>Files of the print order</h2>" in page


def test_a_bundle_is_rebuilt_only_when_it_changed(folder, packbuilder):
    build = ("build", "day", "--edition", "riverbank", "--why")
    packbuilder(folder, *build)
    assert "nothing has changed" in packbuilder(folder, *build).output
    edition = folder / "content/editions/riverbank.yaml"
    edition.write_text(edition.read_text().replace("delegates: 9", "delegates: 19"))
    result = packbuilder(folder, *build)
    assert result.exit_code == 0
    assert '"21"' in (folder / "output/riverbank/day/print-order.csv").read_text()


def test_a_print_order_needs_no_tool_to_choose(project, packbuilder):
    """Which tools are made on A3 is looked up in all packs, where there is one to look up."""
    files = {
        "content/editions/quiet.yaml": "delegates: 9\nleave_out: [t05-map]\n",
        "content/packs/evening.yaml": "title: Evening\ndocuments: [t09-role]\n",
    }
    quiet = project(FILES | files)
    result = packbuilder(quiet, "build", "day", "--edition", "quiet")
    assert result.exit_code == 0, result.output
    assert "print-order.pdf" in names(quiet, "quiet")


def test_without_a3_there_are_no_posters(folder, packbuilder):
    edition = folder / "content/editions/plain.yaml"
    edition.write_text("a3: false\n")
    assert packbuilder(folder, "build", "day", "--edition", "plain").exit_code == 0
    edition.unlink()
    assert "t03-score-poster.pdf" not in names(folder, "plain")


def test_a_document_cannot_have_the_name_of_a_poster(project, packbuilder):
    files = {"content/t03-score-poster.md": tool("T08", "{per: table}", "# Two\n\nTwo.")}
    pack = FILES["content/packs/day.yaml"].replace("t05-map", "t03-score-poster")
    files["content/packs/day.yaml"] = pack
    result = packbuilder(project(FILES | files), "build", "day")
    assert result.exit_code == 3
    assert "two files of this pack would be called “t03-score-poster.pdf”" in result.output


def test_shipped_bundles_hold_what_each_role_needs():
    source = Source(SHIPPED)
    packs = {name: read_pack(source, name) for name in list_packs(source)}
    delegate = [name.partition("-")[0] for name in packs["delegate"].documents]
    assert delegate == ["summary", "t03", "t07", "t12", "t11"]
    host, organiser = packs["table-host"], packs["organiser"]
    assert {name.partition("-")[0] for name in host.documents} == {"host", "t08", "t03", "t11"}
    assert host.posters
    assert host.deep_tools
    facilitator = {name.partition("-")[0] for name in packs["facilitator"].documents}
    assert facilitator == {"t14", "run", "summary", *(f"t{n:02}" for n in range(1, 13))}
    assert organiser.print_order
    assert {"edition-record", "room-checklist", "licence-page", "results-template"} < set(
        organiser.documents
    )
    assert {"event-report", "briefing"} < set(organiser.documents)


def test_documents_with_covers_keep_their_own_dates_in_a_pack(project, packbuilder):
    page = (
        "---\ntitle: {0}\nkind: report\ncover: true\nupdated: {1}\n---\n\n# {0} {{#one}}\n\nText.\n"
    )
    made = project(
        {
            "content/first.md": page.format("First", "2026-03-14"),
            "content/second.md": page.format("Second", "2026-03-15"),
            "content/packs/both.yaml": "title: Both\ndocuments: [first, second]\n",
        }
    )
    result = packbuilder(made, "build", "both")
    assert result.exit_code == 0, result.output
    for format in ("pdf", "docx"):
        file = str(made / f"output/standard/both/both.{format}")
        read = packbuilder(made, "inspect", file).output
        assert "Version 1.0, text of 14 March 2026" in read
        assert "Version 1.0, text of 15 March 2026" in read
