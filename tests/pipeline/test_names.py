"""A document has one name, however people write it; of what has none, they hear what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.projects import PROGRAMME, change, make_project

from packbuilder.diagnostics import ExitCode
from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.plan import plan_pack
from packbuilder.pipeline.project import load_project
from packbuilder.settings.document_names import DocumentNames
from packbuilder.storage.state import BuildRequest

CODES = {"t05-power-map": "T05", "t03-linear": "T03L", "t03-self": "T03", "host": "T14"}
CODES |= {"t14-guide": "T14", "room-plan": "", "a": "X1", "b": "X1", "café": "", "m07-late": ""}
MAP = "t05-power-map"
WAYS = ["t05", "T05", MAP, "T05-Power-Map", "t05-power-map.md"]


@pytest.mark.parametrize("written", WAYS)
def test_all_names_of_a_document_are_the_same(written):
    assert DocumentNames(CODES).find(written) == MAP


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("t03", "t03-self"),
        ("T03L", "t03-linear"),
        ("t14", "t14-guide"),
        ("x1", ""),
        ("room", ""),
        ("cafe\u0301", "café"),
        ("m07", "m07-late"),
        ("", ""),
    ],
)
def test_a_code_is_the_document_that_has_a_right_to_it(written, name):
    assert DocumentNames(CODES).find(written) == name


def test_what_is_no_name_says_what_was_meant():
    names = DocumentNames(CODES)
    assert names.suggest("t05-powermap") == "did you mean “t05-power-map”?"
    assert names.suggest("T5") == "did you mean “t05”?"
    assert DocumentNames(CODES, {"room": "a pack"}).suggest("room").startswith("“room” is a pack; ")
    assert names.suggest("x1") == "it could be a or b; write one of them"


def tool(title: str, code: str, more: str = "") -> str:
    head = f"title: {title}\nkind: tool\ntool: {code}\ntime: 0\nrests_on: [K1]\n{more}"
    return f"---\n{head}updated: 2026-03-14\n---\n\n# {title} {{#top}}\n\nDraw.\n"


def files(written: str) -> dict[str, str]:
    """A project that names its tool in every place where it can be named."""
    return {
        PROGRAMME: (
            "---\ntitle: Programme\nkind: handout\nupdated: 2026-03-14\n---\n\n# Morning\n\n"
            f"See [the map]({written}.md), and [](content/{written}.md#top) too.\n"
        ),
        f"content/{MAP}.md": tool("Power map", "T05", "print: {per: table-using}\n"),
        "content/t06-plan.md": tool("Plan", "T06", "print: {per: table-using}\n"),
        "content/packs/day.yaml": f"title: A day\ndocuments: [programme, {written}]\n",
        "content/packs/table.yaml": (
            f"title: Table\ndocuments: [programme]\ndeep_tools: [{written}]\n"
        ),
        "content/packs/parts.yaml": (
            f"title: Parts\nparts:\n  - documents: [programme]\n  - documents: [{written}]\n"
        ),
        "content/editions/with.yaml": f"delegates: 9\ndeep_tools: [{written}]\n",
        "content/editions/without.yaml": f"leave_out: [{written}]\n",
    }


def documents(folder: Path, pack: str, edition: str) -> tuple[str, ...]:
    project = load_project(folder)
    request = BuildRequest(folder, folder / "output")
    return plan_pack(prepare_edition(project, edition), pack, request, "").pack.documents


@pytest.mark.parametrize("written", [way for way in WAYS if not way.endswith(".md")])
def test_it_is_the_same_wherever_a_document_is_named(tmp_path, packbuilder, written):
    folder = make_project(tmp_path / "project", files(written))
    found = packbuilder(folder, "check")
    assert (found.exit_code, found.output.count("[PB")) == (0, 1)
    assert "warning[PB561]: t05-power-map is named here" in found.output, "as it is left out"
    for pack in ("day", "table", "parts"):
        assert documents(folder, pack, "standard") == ("programme", MAP)
    for pack in ("day", "parts"):
        assert documents(folder, pack, "without") == ("programme",)
    assert documents(folder, "table", "with") == ("programme", MAP)
    only = ("build", "table", "--format", "docx", "--jobs", "0", "--only", written)
    assert packbuilder(folder, *only).exit_code == 0
    assert (folder / f"output/standard/table/{MAP}.docx").exists()
    order = packbuilder(folder, "order", "--delegates", "9", "--tool", written, "--jobs", "0")
    assert order.exit_code == 0
    assert (folder / "output/standard/order/01-t05.pdf").exists()
    shown = packbuilder(folder, "inspect", written).output
    assert shown.startswith(f"output/standard/table/{MAP}.docx\n\nT05 Power map\n")


def test_a_link_by_a_code_shows_the_words_of_its_document(tmp_path):
    folder = make_project(tmp_path / "project", files("T05"))
    edition = prepare_edition(load_project(folder), "standard")
    assert not edition.problems
    assert f"{MAP}#top" in str(edition.prepared("programme").blocks)


def test_status_knows_codes_too(tmp_path, packbuilder):
    folder = make_project(tmp_path / "project", files("T05"))
    (folder / "content/packs/map.yaml").write_text("title: M\ndocuments: [t05]\n", "utf-8")
    change(folder, "content/editions/without.yaml", "leave", "packs: [map, day]\nleave")
    shown = packbuilder(folder, "status", "--edition", "without").output
    assert shown == "without:\n  pack day: not built\n"


def test_a_document_twice_in_a_pack_under_two_names_is_reported(tmp_path, packbuilder):
    folder = make_project(tmp_path / "project", files("T05"))
    change(folder, "content/packs/day.yaml", "T05]", f"T05, {MAP}]")
    result = packbuilder(folder, "check")
    assert "content/packs/day.yaml:2:29: error[PB302]: duplicate “t05-power-map”" in result.output


# What has no such name


@pytest.fixture
def folder(tmp_path) -> Path:
    return make_project(tmp_path / "project", files("T05"))


SAID = [
    (("build", "t05"), "“t05” is a document, not a pack"),
    (("build", "t05"), "“packbuilder build day --only t05-power-map” builds it"),
    (("build", "t05"), "packs that contain it: day, parts, table"),
    (("build", "t06"), "no pack contains t06-plan; add it to the documents of one"),
    (("build", "with"), "“with” is an edition, not a pack"),
    (("build", "with"), "write packbuilder build --edition with, with a pack or for all of its"),
    (("build", "tabel"), "did you mean “table”?"),
    (
        ("build", "--only", "t06"),
        "none of these packs contains t06-plan; no pack contains t06-plan",
    ),
    (("build", "--only", "programm"), "there is no document “programm”; did you mean “programme”?"),
    (("build", "--only", "programme", "--only", "t6"), "did you mean “t06”?"),
    (
        ("build", "--edition", "without", "--only", "t05"),
        "the edition “without” leaves out t05-power-map; remove it from “leave_out”",
    ),
    (("build", "--edition", "wit"), "did you mean “with”?"),
    (("order", "--delegates", "9", "--tool", "t5"), "did you mean “t05”?"),
    (("order", "--delegates", "9", "--edition", "withou"), "did you mean “without”?"),
    (("chekc",), "there is no command “chekc”; did you mean “check”?"),
    (("inspect", "content/programm.md"), "did you mean “content/programme.md”?"),
    (("pull", "content/programm.md"), "did you mean “content/programme.md”?"),
    (("proof", ".", ".", "--document", "t5"), "did you mean “t05”?"),
    (("check", "with"), "there is no document “with”; “with” is an edition; use one of: programme"),
    (
        ("build", "--only", "day"),
        "there is no document “day”; “day” is a pack; use one of: programme",
    ),
    (("inspect", "with"), "“with” is an edition"),
    (("build", "--edition", "parts"), "“parts” is a pack, not an edition"),
    (("status", "--edition", "parts"), "“parts” is a pack"),
    (("build", "programm"), "did you mean the document “programme”? “packbuilder build day --only"),
]


@pytest.mark.parametrize(("command", "said"), SAID, ids=[" ".join(c) for c, _ in SAID])
def test_what_was_meant_is_said(folder, packbuilder, command, said):
    result = packbuilder(folder, *command)
    assert result.exit_code in (ExitCode.USAGE, ExitCode.CONTENT, ExitCode.UNREADABLE)
    assert said in result.output
    assert not (folder / "output").exists() or not list((folder / "output").rglob("*.pdf"))


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        ("content/editions/without.yaml", "[T05]", "[t5]", "did you mean “t05”?"),
        ("content/editions/with.yaml", "[T05]", "[t5]", "did you mean “t05”?"),
        ("content/packs/day.yaml", "T05]", "t5]", "did you mean “t05”?"),
        (PROGRAMME, "(T05.md)", "(t05-powermap.md)", "did you mean “t05-power-map”?"),
    ],
)
def test_in_files_too(folder, packbuilder, path, old, new, said):
    change(folder, path, old, new)
    result = packbuilder(folder, "check")
    assert result.exit_code == ExitCode.CONTENT
    assert said in result.output
    assert f"{path}:" in result.output


def test_check_shows_the_problems_of_the_documents_named(tmp_path, packbuilder):
    folder = make_project(tmp_path / "project", files("t05"))
    change(folder, f"content/{MAP}.md", "Draw.", "Draw the the map.")
    for way in ("T05", f"content/{MAP}.md"):
        found = packbuilder(folder, "check", way)
        assert (found.output.count("[PB"), found.output.count("“the the”")) == (1, 1)
    assert packbuilder(folder, "check", "t06").output == "no problems found in t06-plan\n"


@pytest.mark.parametrize("command", ["check", "inspect"])
def test_commands_that_only_look_say_what_was_meant(tmp_path, packbuilder, command):
    unknown = packbuilder(make_project(tmp_path / "project", files("t05")), command, "t5")
    assert unknown.exit_code == ExitCode.USAGE
    assert "did you mean “t05”" in unknown.output


def test_inspect_says_how_a_document_is_built_first(tmp_path, packbuilder):
    missing = packbuilder(make_project(tmp_path / "project", files("t05")), "inspect", "T05").output
    assert "t05-power-map is not built yet; “packbuilder build day --only t05-power-map”" in missing


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "tables have chosen no tool; add --tool t05, or “deep_tools: [t05]” to content/"),
        (
            {f"content/{MAP}.md": tool("Map", "T05"), "content/t06-plan.md": tool("Plan", "T06")},
            "no document says how many of it an event needs; write “print: {per: person}”",
        ),
    ],
)
def test_an_empty_order_says_what_to_write(tmp_path, packbuilder, changed, said):
    folder = make_project(tmp_path / "project", files("t05") | changed)
    (folder / "content/editions/with.yaml").write_text("delegates: 9\n", "utf-8")
    shown = packbuilder(folder, "order", "--edition", "with", "--jobs", "0").output
    assert f"nothing to print: {said}" in shown
