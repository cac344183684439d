"""What an edition leaves out is named nowhere else, or is reported there."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest
from helpers.projects import SHIPPED, make_project

from packbuilder.diagnostics import Code
from packbuilder.model import ABOUT, TOOL_NOTICE, walk, words
from packbuilder.pipeline.edition import PreparedEdition, prepare_edition
from packbuilder.pipeline.project import load_project

HEAD = "---\ntitle: {0}\nkind: {1}\nupdated: 2026-03-14\n{2}---\n\n# {0} {{#top}}\n\n{3}\n"
EDITION = "content/editions/riverbank.yaml"


def tool(code: str, title: str) -> tuple[str, str]:
    more = f"tool: {code}\ntime: 0\nrests_on: [K1]\nquestion: {title}?\n"
    more += "print: {per: table-using}\n"
    return f"content/{code.lower()}-{title.lower()}.md", HEAD.format(title, "tool", more, "Draw.")


TOOLS = dict([tool("T01", "Aims"), tool("T04", "Skills"), tool("T05", "Power"), tool("T07", "Log")])


def prepared(
    folder: Path, text: str, left: str = "[t05]", kind: str = "handout"
) -> PreparedEdition:
    files = {
        **TOOLS,
        "content/guide.md": HEAD.format("Guide", kind, "", text),
        EDITION: f"leave_out: {left}\n",
    }
    return prepare_edition(load_project(make_project(folder / "project", files)), "riverbank")


def lines(edition: PreparedEdition) -> str:
    return "\n".join(words(block) for block in edition.prepared("guide").blocks)


def reported(edition: PreparedEdition) -> list[tuple[int, str]]:
    found = [p for p in edition.problems if p.code is Code.LEFT_OUT]
    return [(problem.span.line, problem.message.split()[0]) for problem in found]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Use T04, T05 and T07.", "Use T04 and T07."),
        ("Use T05, T04 or T07.", "Use T04 or T07."),
        ("Use T04 or T05.", "Use T04."),
        ("**T04, T05 and T07 stay here.** Yes.", "T04 and T07 stay here. Yes."),
        ("Use **T05**, **T04** and **T07**.", "Use T04 and T07."),
        ("Take [T04](t04.md), [T05](t05.md) or [T07](t07.md).", "Take T04, T05 or T07.".replace(
            ", T05", "")),
        ("**Next** **T05** Power · **T07** Log", "Next T07 Log"),
        ("**Next** **T04** Skills · **T05** Power · 6 Decide", "Next T04 Skills · 6 Decide"),
        ("T05a and T050 are none of it.", "T05a and T050 are none of it."),
    ],
)  # fmt: skip
def test_its_name_goes_from_among_others(tmp_path, text, said):
    edition = prepared(tmp_path, text)
    assert lines(edition) == f"Guide\n{said}"
    assert reported(edition) == []


@pytest.mark.parametrize(
    "text",
    [
        "Keep T05 for groups with some trust.",
        "T04 and T05 take an hour.",
        "See [the map of power](t05-power.md).",
        "- A box for T07\n- Put the sheets of a group that used T05 into it.",
    ],
)
def test_what_a_program_cannot_say_in_another_way_is_reported(tmp_path, text):
    edition = prepared(tmp_path, text)
    assert lines(edition).count("T05") == text.count("T05")
    assert [name for _, name in reported(edition)] == ["t05-power"]


def test_rows_and_items_about_it_go(tmp_path):
    table = "| Question | Tool | Minutes |\n|---|---|---|\n"
    table += "| Where is power? | T05 | 45 |\n| What next? | T07 | 20 |\n"
    more = (
        "\n| Papers | Then |\n|---|---|\n| Sheets of T05 | Keep them. |\n| T04 and T05 | Both. |\n"
    )
    items = "\n- T07 is short.\n- In T05, be kind.\n- **T05 is theirs.** Do not copy it.\n"
    edition = prepared(tmp_path, table + more + items)
    text = lines(edition)
    assert "T05" not in text
    assert "Where is power?" not in text
    assert "What next?" in text
    assert "T04" in text
    assert "Keep them." not in text
    assert "be kind" not in text
    assert "Do not copy it" not in text
    assert reported(edition) == []


def test_things_to_do_with_it_go(tmp_path):
    boxes = '::: choices {name="take" label="We have"}\n- [ ] a closed box for T05\n- [ ] pens\n:::'
    edition = prepared(tmp_path, boxes)
    assert "box" not in lines(edition)
    assert "pens" in lines(edition)


def test_a_table_or_list_of_nothing_else_goes_as_a_whole(tmp_path):
    edition = prepared(tmp_path, "Text.\n\n| Tool | Time |\n|---|---|\n| T05 | 9 |\n\n- T05 helps.")
    assert lines(edition) == "Guide\nText."


def test_a_run_sheet_keeps_its_minutes(tmp_path):
    sheet = (
        '::: run-sheet {minutes=60 caption="The day"}\n| Minutes | What | Result |\n|---|---|---|\n'
        "| 15 | Welcome | Calm |\n| 25 | Power: T05 | One change |\n| 20 | Log: T07 | A line |\n:::"
    )
    edition = prepared(tmp_path, sheet)
    text = lines(edition)
    assert "T05" not in text
    assert "One change" not in text
    assert "Free for what you need" in text
    assert "00:40" in text, "the log begins when it would have begun"
    assert reported(edition) == []


def test_a_report_keeps_its_rows_and_loses_the_name(tmp_path):
    table = "| No. | What | Tool |\n|---|---|---|\n| 1 | Watch for power. | **T05** |\n"
    table += "| 2 | Write it down. | **T05** **T07** |\n"
    edition = prepared(tmp_path, table, kind="briefing")
    text = lines(edition)
    assert "Watch for power." in text
    assert "T05" not in text
    assert "T07" in text
    assert reported(edition) == []


def test_words_are_shown_only_with_it_or_only_without(tmp_path):
    text = '::: only {document="T05"}\nUse T05.\n:::\n::: only {missing="t05-power"}\nDo not.\n:::'
    assert lines(prepared(tmp_path, text)) == "Guide\nDo not."
    assert lines(prepared(tmp_path, text, left="[]")) == "Guide\nUse T05."


BOTH = '[Use both]{document="t04, t05"}[Use T05]{missing="T04"}[Use T04]{missing="t05"}'


@pytest.mark.parametrize(
    ("text", "left", "said"),
    [
        ('Cards[, map T05]{document="t05"} and pens.', "[]", "Cards, map T05 and pens."),
        ('Cards[, map T05]{document="t05"} and pens.', "[t05]", "Cards and pens."),
        ('**Take [the map](t05.md)[ now]{document="T05"}**', "[]", "Take the map now"),
        ("**[Take [the map](t05.md)]{document=t05}**[Wait]{missing=t05}.", "[t05]", "Wait."),
        ("- one\n- [T05]{document=t05}\n", "[t05]", "one"),
        ("- [T05]{document=t05}\n\nTwo.", "[t05]", "Two."),
        ("[T05 is here.]{document=t05}\n\nTwo.", "[t05]", "Two."),
        (BOTH, "[]", "Use both"),
        (BOTH, "[t04]", "Use T05"),
        (BOTH, "[t05]", "Use T04"),
        ('A[ in town]{has="venue"}[, no place]{unless="venue"}', "[]", "A, no place"),
        ('[Here]{edition="standard"}[There]{edition="riverbank"}', "[]", "There"),
    ],
)
def test_words_of_a_line_are_shown_only_with_it_or_only_without(tmp_path, text, left, said):
    edition = prepared(tmp_path, text, left)
    assert lines(edition).removeprefix("Guide\n").split("\n")[-1] == said
    assert reported(edition) == []
    assert "OnlyWords" not in str(edition.prepared("guide"))


def test_words_that_are_shown_are_joined_with_those_around_them(tmp_path):
    """So that a document is the same, byte for byte, as one that says them in all editions."""
    with_it = prepared(tmp_path / "a", 'Use it[ and T05]{document="t05"} now.', "[]")
    plainly = prepared(tmp_path / "b", "Use it and T05 now.", "[]")
    assert with_it.prepared("guide").blocks == plainly.prepared("guide").blocks


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ('[x]{document="t99"}', "there is no document “t99”"),
        ('[x]{document="t05, t99"}', "there is no document “t99”"),
        ('[x]{has="venu"}', "there is no value “venu”"),
        ('[x]{edition="rivrbank"}', "there is no edition “rivrbank”"),
    ],
)
def test_names_that_words_ask_for_are_checked(tmp_path, written, message):
    assert message in [p.message for p in prepared(tmp_path, written).problems]


def test_several_are_left_out(tmp_path):
    edition = prepared(tmp_path, "Use T01, T04, T05 or T07. Then T05 or T07.", left="[T05, t07]")
    assert "Use T01 or T04." in lines(edition)
    assert {name for _, name in reported(edition)} == {"t05-power", "t07-log"}


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("", "Choose T01, T04, T05 or T07."),
        ("leave_out: [t05]", "Choose T01, T04 or T07."),
        ("deep_tools: [t05, T01]", "Choose T05 or T01."),
        ("deep_tools: [t04]", "Choose T04."),
    ],
)
def test_the_tools_that_tables_choose_from_are_a_value(tmp_path, settings, said):
    files = {
        **TOOLS,
        "content/guide.md": HEAD.format(
            "Guide", "tool", "tool: T14\ntime: 0\nrests_on: [K1]\n", "Choose [[chosen_tools]]."
        ),
    }
    folder = make_project(tmp_path / "project", files | {EDITION: f"{settings}\n"})
    assert said in lines(prepare_edition(load_project(folder), "riverbank"))


def test_nothing_of_a_pack_leads_to_it(tmp_path, packbuilder):
    pack = "title: Tools\ncontents: finder\nformats: [docx]\ndocuments: [t04, t05, t07, guide]\n"
    files = {
        **TOOLS,
        "content/guide.md": HEAD.format("Guide", "handout", "", "See [](t05.md) and [](t04.md)."),
        "content/packs/day.yaml": pack,
        EDITION: "leave_out: [T05]\ndelegates: 9\ndeep_tools: [t04, t05]\n",
    }
    folder = make_project(tmp_path / "project", files)
    result = packbuilder(folder, "build", "--edition", "riverbank", "--jobs", "0")
    assert result.exit_code == 0, result.output
    with zipfile.ZipFile(folder / "output/riverbank/day.zip") as archive:
        names = archive.namelist()
        guides = archive.read("start-here.html") + archive.read("README.txt")
        with zipfile.ZipFile(archive.open("day.docx")) as word:
            body = word.read("word/document.xml").decode()
    assert not [name for name in names if "t05" in name]
    assert b"t05" not in guides
    assert b"Power" not in guides
    assert "Power?" not in body
    assert "Skills?" in body
    order = {path.name for path in (folder / "output/riverbank/order").iterdir()}
    assert not [name for name in order if "t05" in name]
    assert "PB561" in result.output, "the cross-reference has the words of what is not there"


# The shipped content ------------------------------------------------------------------------------

ALL = sorted(
    re.search(r"^tool: (\w+)", path.read_text("utf-8"), re.MULTILINE)[1]
    for path in SHIPPED.glob("content/tools/t*.md")
)


@pytest.fixture(scope="module")
def without(tmp_path_factory) -> Callable[[str], PreparedEdition]:
    """Prepare an edition of the shipped project that leaves out these tools."""
    folder = tmp_path_factory.mktemp("shipped")
    shutil.copytree(SHIPPED / "content", folder / "content")
    less = folder / "content/editions/less.yaml"
    less.write_text("", "utf-8")
    before = load_project(folder)

    def prepare(codes: str) -> PreparedEdition:
        less.write_text(f"leave_out: [{codes}]\n", "utf-8")
        return prepare_edition(load_project(folder, before), "less", glance=True)

    return prepare


@pytest.mark.parametrize("code", ALL)
def test_no_shipped_document_names_a_tool_that_is_left_out(without, code):
    edition = without(code)
    assert [str(p) for p in edition.problems if p.code is Code.LEFT_OUT] == []
    name = edition.project.names.find(code)
    for other, each in edition.documents.items():
        if other not in (name, ABOUT, TOOL_NOTICE):  # the notice says that it is left out
            spoken = [words(block) for block in walk(each.document.blocks)]
            assert not [line for line in spoken if re.search(rf"\b{code}\b", line)], other
    guide = "\n".join(
        words(block) for block in walk(edition.prepared("t14-facilitator-guide").blocks)
    )
    table = guide.partition("Minutes")[2].partition("Before the day")[0]
    assert code == "T14" or f"\n{code}\n" not in table


LISTED = (("T04", "T05", "T07"), ("T01", "T09", "T10"))
"""Tools that shipped documents name together."""


@pytest.mark.parametrize("codes", [p for tools in LISTED for p in combinations(tools, 2)])
def test_no_shipped_list_names_one_of_two_tools_that_are_left_out(without, codes):
    edition = without(", ".join(codes))
    assert [str(p) for p in edition.problems if p.code is Code.LEFT_OUT] == []


@pytest.mark.parametrize(
    ("text", "lines_with_it"),
    [
        ("Take “Power” home.", [9]),
        ("Power: who decides.", [9]),
        ("| What | For |\n|---|---|\n| Power | maps |\n| Skills | people |", [11]),
        ("- Power – who decides\n- Skills – who can", [9]),
        ("Power matters to people, and so does “Skills”.", []),
        ("## Power\n\nWho decides?", []),
        ("Power\n: Who decides.", []),
    ],
)
def test_what_names_it_by_its_title_is_reported(tmp_path, text, lines_with_it):
    """In quotation marks, and where it stands alone or first; elsewhere it may be any word."""
    edition = prepared(tmp_path, text)
    assert [line for line, _ in reported(edition)] == lines_with_it


def test_rows_of_reports_that_are_about_it_go(tmp_path):
    text = "| Tool | For |\n|---|---|\n| T05 | maps |\n| T04 | people, as with T05 |"
    shown = lines(prepared(tmp_path, text, kind="report"))
    assert "maps" not in shown
    assert "people" in shown
