"""An edition's own words: plurals, articles and capitals; what others said keeps its words."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.projects import PROGRAMME, make_project

from packbuilder.diagnostics import Code
from packbuilder.model import ABOUT, TOOL_NOTICE, Canvas, Figure, walk, words
from packbuilder.pipeline.check import check_everything
from packbuilder.pipeline.edition import PreparedEdition, prepare_edition
from packbuilder.pipeline.project import load_project

HEAD = "---\ntitle: {0}\nkind: {1}\nupdated: 2026-03-14\n{2}---\n\n# Talk {{#talk}}\n\n{3}\n"
EDITION = "content/editions/riverbank.yaml"
TERMS = (
    "terms:\n  partnership board: advisory group\n  partnership: alliance\n  party: body\n"
    "  meeting: hour together\n  agency: union\n  council: HSCP\n  office: Fife office\n"
)


def prepared(
    folder: Path, text: str, kind: str = "handout", more: str = "", terms: str = TERMS
) -> PreparedEdition:
    files = {PROGRAMME: HEAD.format("Programme", kind, more, text), EDITION: terms}
    return prepare_edition(load_project(make_project(folder / "project", files)), "riverbank")


def said(edition: PreparedEdition) -> str:
    return "\n".join(words(block) for block in edition.prepared("programme").blocks[1:])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("the partnership board meets", "the advisory group meets"),
        ("two partnership boards meet", "two advisory groups meet"),
        ("a partnership board’s aim", "an advisory group’s aim"),
        ("A partnership board meets", "An advisory group meets"),
        ("Partnership boards meet", "Advisory groups meet"),
        ("The Partnership Board meets", "The Advisory Group meets"),
        ("PARTNERSHIP BOARDS", "ADVISORY GROUPS"),
        ("a partnership, an agency, a meeting", "an alliance, a union, an hour together"),
        ("both parties and agencies", "both bodies and unions"),
        ("a council and councils", "an HSCP and HSCPs"),
        ("an office", "a Fife office"),
        ("a new partnership", "a new alliance"),
        ("data partnership", "data alliance"),
        ("partnershipping", "partnershipping"),
        ("a **partnership** here", "an alliance here"),
        ("a [partnership](#talk)", "an alliance"),
    ],
)
def test_own_words_fit_into_their_sentence(tmp_path, before, after):
    assert said(prepared(tmp_path, before)) == after


def test_what_is_drawn_and_what_stands_above_a_tool_have_own_words_too(tmp_path):
    canvas = '::: canvas {name=c label="Map" zones="The board,A council" purpose="Each council"}'
    text = f"{canvas}\n:::\n\n![A council](images/plan.svg)"
    more = "tool: T01\ntime: 5\ngroup: One council\nneeds: A council\nresult: No council\n"
    edition = prepared(tmp_path, text, "tool", more, terms="terms: {council: HSCP}\n")
    document = edition.prepared("programme")
    canvas, figure = (
        next(block for block in walk(document.blocks) if isinstance(block, kind))
        for kind in (Canvas, Figure)
    )
    assert canvas.zones == ("The board", "An HSCP")
    assert (canvas.purpose, figure.alt) == ("Each HSCP", "An HSCP")
    assert "One HSCP" in "\n".join(words(block) for block in document.blocks)
    (met,) = (problem for problem in edition.problems if problem.code is Code.TERM_MET)
    assert "7 times: content/programme.md:7, 8, 9, 14, 17" in met.message


def test_a_plural_of_its_own_comes_first(tmp_path):
    terms = "terms:\n  party: friend\n  parties: people\n"
    assert said(prepared(tmp_path, "A party of parties.", terms=terms)) == "A friend of people."


def test_other_languages_have_no_english_plurals(tmp_path):
    edition = prepared(tmp_path, "a party, parties", more="language: cy\n")
    assert said(edition) == "a body, parties"


@pytest.mark.parametrize(
    "text",
    [
        "> A partnership is more than a meeting.",
        '::: quotation {by="The partnership board"}\nOur partnership works.\n:::',
        "It is so: Check that partnership fits.",
    ],
)
def test_quotations_and_findings_keep_their_words(tmp_path, text):
    findings = "findings:\n  K1: Check that partnership fits.\n"
    folder = make_project(tmp_path / "project")
    settings = (folder / "content/project.yaml").read_text("utf-8").partition("findings")[0]
    files = {
        PROGRAMME: HEAD.format("Programme", "handout", "", f"{text}\n\nOur partnership."),
        EDITION: TERMS,
        "content/project.yaml": settings + findings,
    }
    edition = prepare_edition(load_project(make_project(folder, files)), "riverbank")
    found = said(edition)
    assert "artnership" in found.rpartition("\n")[0]
    assert "alliance" not in found.rpartition("\n")[0]
    assert found.endswith("Our alliance.")


def test_a_section_of_a_handout_that_holds_findings_keeps_its_words(tmp_path):
    text = (
        '# Found {#found trace="K1"}\n\nA partnership.\n\n## More\n\nA party.\n\n# Ours\n\nA party.'
    )
    found = said(prepared(tmp_path, text))
    assert "A partnership.\nMore\nA party." in found
    assert found.endswith("A body.")


@pytest.mark.parametrize("kind", ["report", "briefing"])
def test_reports_keep_the_words_of_others(tmp_path, kind):
    assert said(prepared(tmp_path, "A partnership.", kind)) == "A partnership."


def test_check_lists_what_it_met_how_often_and_where(tmp_path, packbuilder):
    text = "A party, two parties.\n\nA partnership.\n"
    files = {
        PROGRAMME: HEAD.format("Programme", "handout", "", text),
        EDITION: "terms:\n  party: body\n  partnership: alliance\n  council: HSCP\n",
    }
    folder = make_project(tmp_path / "project", files)
    problems, _ = check_everything(load_project(folder), {})
    reported = {p.span.line: (p.code, p.message) for p in problems if p.span.path == EDITION}
    assert reported == {
        2: (Code.TERM_MET, f"“party” is said as “body” twice: {PROGRAMME}:9"),
        3: (Code.TERM_MET, f"“partnership” is said as “alliance” once: {PROGRAMME}:11"),
        4: (Code.TERM_UNUSED, "“council” is not in any tool or handout"),
    }
    assert packbuilder(folder, "build", "--edition", "riverbank", "--strict").exit_code == 4


# What the notice says -----------------------------------------------------------------------------

NOTICE = "content/shared/notice.md"
SAYS = (
    "Based on a report of 2016, shared under the same licence; not endorsed. Changed.\n\n"
    '::: only {has="changes"}\nLocal edition: [[changes]].\n:::\n'
)
LOCAL = '\n\n::: local {edition="riverbank"}\nThe bus leaves at six.\n:::\n'


@pytest.mark.parametrize(
    ("settings", "more", "changes"),
    [
        ("", "", ""),
        ("venue: Hall\n", "", "name, contact and event"),
        ("terms:\n  party: body\n", "", "own words for “party”"),
        ("terms:\n  council: HSCP\n", "", ""),
        ("short_name: X\n", LOCAL, "name, contact and event; additions in Programme"),
        ("leave_out: [T05]\n", "", "left out: T05 Map"),
        ("terms:\n  line: curve\nleave_out: [T05]\n", "", "left out: T05 Map"),
    ],
)
def test_the_notice_says_what_was_changed(tmp_path, settings, more, changes):
    head = "tool: T05\ntime: 0\nrests_on: [K1]\n"
    files = {
        PROGRAMME: HEAD.format("Programme", "handout", "", f"A party.{more}"),
        "content/map.md": HEAD.format("Map", "tool", head, "Draw a line."),
        NOTICE: SAYS,
        EDITION: settings,
    }
    folder = make_project(tmp_path / "project", files)
    edition = prepare_edition(load_project(folder), "riverbank")
    text = "\n".join(words(block) for block in edition.prepared(ABOUT).blocks)
    assert (f"Local edition: {changes}." in text) == bool(changes)
    assert ("Local edition" in text) == bool(changes)


def test_a_long_list_of_changes_is_nobodys_long_sentence(tmp_path):
    terms = "".join(f"  party {n}: body {n}\n" for n in range(30))
    text = " ".join(f"The party {n}." for n in range(30))
    files = {
        PROGRAMME: HEAD.format("Programme", "handout", "", text),
        NOTICE: SAYS,
        EDITION: f"terms:\n{terms}",
    }
    edition = prepare_edition(load_project(make_project(tmp_path / "p", files)), "riverbank")
    assert "“party 29”" in "\n".join(words(b) for b in edition.prepared(ABOUT).blocks)
    assert Code.SENTENCE not in {problem.code for problem in edition.problems}


@pytest.mark.parametrize(
    ("settings", "changes"),
    [
        ("", "Changed."),
        ("venue: Hall\n", "Changed."),  # what was blank is filled in
        ("terms:\n  party: body\n", "Changed (own words for “party”)."),
        ("leave_out: [T05]\nvenue: Hall\n", "Changed (left out: T05)."),
    ],
)
def test_the_notice_of_a_tool_says_it_in_short(tmp_path, settings, changes):
    head = "tool: {}\ntime: 0\nrests_on: [K1]\n"
    files = {
        "content/map.md": HEAD.format("Map", "tool", head.format("T05"), "Draw."),
        "content/plan.md": HEAD.format("Plan", "tool", head.format("T06"), "A party plans."),
        "content/shared/tool-notice.md": 'Changed[ ([[changes]])]{has="changes"}.\n',
        EDITION: settings,
    }
    folder = make_project(tmp_path / "project", files)
    with (folder / "content/project.yaml").open("a", encoding="utf-8") as file:
        file.write("tool_notice: shared/tool-notice.md\n")
    edition = prepare_edition(load_project(folder), "riverbank")
    assert words(edition.prepared(TOOL_NOTICE).blocks[0]).strip() == changes


def test_both_formats_say_it(tmp_path, packbuilder):
    files = {
        PROGRAMME: HEAD.format("Programme", "handout", "", "A party."),
        NOTICE: SAYS,
        EDITION: "terms:\n  party: body\n",
        "content/packs/day.yaml": "title: Day\ndocuments: [programme]\n",
    }
    folder = make_project(tmp_path / "project", files)
    assert packbuilder(folder, "build", "--edition", "riverbank").exit_code == 0
    for format in ("pdf", "docx"):
        file = f"output/riverbank/day/programme.{format}"
        assert (
            "Local edition: own words for “party”." in packbuilder(folder, "inspect", file).output
        )


def test_words_that_only_terms_repeat_are_put_right_there(tmp_path):
    edition = prepared(
        tmp_path, "A table host sits down.\n\nThe the end.", terms="terms: {host: table lead}\n"
    )
    first, second = (p for p in edition.problems if p.code is Code.TYPING)
    assert "“table table”" in first.message
    assert first.help.startswith(f"“terms” in {EDITION} make it so")
    assert "terms" not in second.help


def test_a_word_of_a_term_is_reported_once_where_the_term_is(tmp_path):
    terms = "terms: {partnership: Bòrd, council: HSCP}\n"
    edition = prepared(tmp_path, "A partnership.\n\nThe partnership of a council.", terms=terms)
    found = dict.fromkeys(edition.problems)
    wrong = [problem for problem in found if problem.code in (Code.LANGUAGE, Code.ABBREVIATION)]
    assert {(each.span.path, each.span.line) for each in wrong} == {(EDITION, 1)}
    assert len(wrong) == 2
    assert any("known_words" in problem.help for problem in wrong)
