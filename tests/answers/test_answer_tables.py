"""Tables and results of filled forms: what they say, what they keep back, that nothing runs."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest
from helpers.mixed_forms import WORDS
from helpers.projects import make_project

from packbuilder.storage.csv_text import write_csv

HEAD = "---\ntitle: How was it?\nkind: handout\nupdated: 2026-03-14\n{keys}---\n\n"
BODY = """# Afterwards {#afterwards}

::: table {header-column=true}
| What is true? | Yes | Partly | No |
|---|:-:|:-:|:-:|
| I met people {#met} | ( ) | ( ) | ( ) |
| I could hear {#heard} | ( ) | ( ) | ( ) |
:::

::: table {header-column=true}
| Use | Home | Work |
|---|:-:|:-:|
| I will use it at {#use} | [ ] | [ ] |
:::

::: answer {name="best" label="What was best?" lines=2}
:::

::: answer {name="role" label="Your role" lines=1}
:::
"""
ANONYMOUS = "collect: {anonymous: true, identifying: [role]}\n"
NAMES = ["met.choice", "heard.choice", "use.home", "use.work", "best", "role"]


@pytest.fixture
def collected(tmp_path, packbuilder):
    """Collect rows of a paper table; gives the project's folder and what was printed."""

    def collect(rows, keys="", *options: str, body: str = BODY, names=NAMES):
        table = [["sheet", *(f"feedback.{name}" for name in names)]]
        table += [[number, *row] for number, row in enumerate(rows, 1)]
        files = {
            "content/feedback.md": HEAD.format(keys=keys) + body,
            "returned/paper.csv": write_csv(table),
        }
        project = make_project(tmp_path / "project", files)
        result = packbuilder(project, "collect", "returned", "--form", "feedback", *options)
        assert result.exit_code == 0, result.output
        return project, result.output

    return collect


def table_of(project: Path, name: str) -> list[list[str]]:
    text = (project / "output/standard/answers/feedback" / name).read_text(encoding="utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def row(number: int, words: str = "") -> list[str]:
    return [("Yes", "Partly", "No")[number % 3], "Yes", "1", "", words or f"Talk {number}", "Chair"]


def test_a_row_a_form_and_a_column_an_answer(collected):
    project, _ = collected([row(0), ["", "", "", "", "", ""], ["No / Yes", "", "", "1", "", ""]])
    header, *rows = table_of(project, "answers.csv")
    assert header == ["file", *(f"feedback.{name}" for name in NAMES)]
    assert rows == [
        ["paper.csv, row 2", "Yes", "Yes", "1", "0", "Talk 0", "Chair"],
        ["paper.csv, row 3", "", "", "0", "0", "", ""],
        ["paper.csv, row 4", "", "", "0", "1", "", ""],
    ]
    assert ["paper.csv, row 2", "feedback.best", "Talk 0", "typed"] in table_of(
        project, "answers-long.csv"
    )
    fields = {name: rest for name, *rest in table_of(project, "fields.csv")}
    assert fields["feedback.met.choice"][:4] == [
        "I met people",
        "choice",
        "Yes; Partly; No",
        "Afterwards",
    ]
    problems = [row[2:5] for row in table_of(project, "problems.csv")[1:]]
    assert problems == [
        ["it came back without an answer", "", ""],
        ["two answers to one question", "feedback.met.choice", "No / Yes"],
    ]


def test_an_anonymous_form_leads_to_nobody(collected):
    project, _ = collected([row(n) for n in range(12)], ANONYMOUS)
    assert table_of(project, "answers.csv")[0] == [f"feedback.{name}" for name in NAMES[:4]]
    folder = project / "output/standard/answers/feedback"
    for path in folder.iterdir():
        data = path.read_bytes()
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                data = b"".join(map(book.read, book.namelist()))
        assert (b"paper.csv" in data) == (path.name == "problems.csv" and b"row " in data)
    assert "delete it" in table_of(project, "problems.csv")[1][5]
    words = [words for name, _, words in table_of(project, "words.csv") if name == "feedback.best"]
    assert words == sorted(f"Talk {n}" for n in range(12))


def test_the_order_of_files_says_nothing(collected, tmp_path):
    rows = [row(n) for n in range(12)]
    project, _ = collected(rows, ANONYMOUS, "--results")
    folder = project / "output/standard/answers/feedback"
    places = [*folder.glob("answers*"), *folder.glob("words*")]
    places += [project / "content/results/feedback-results.md"]
    before = {path: path.read_bytes() for path in places}
    collected(rows[::-1], ANONYMOUS, "--results")
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize(("number", "shown"), [(4, ()), (5, ("best",)), (10, ("best", "role"))])
def test_small_numbers_are_kept_back(collected, number, shown):
    project, output = collected([row(n) for n in range(number)], ANONYMOUS, "--results")
    folder = project / "output/standard/answers/feedback"
    assert (folder / "answers.csv").exists() == bool(shown)
    assert ("--show-small" in output) == (not shown)
    results = (project / "content/results/feedback-results.md").read_text(encoding="utf-8")
    assert f"Forms that came back: {number}." in results
    assert ("Talk 0" in results, "Chair" in results) == ("best" in shown, "role" in shown)
    collected([row(n) for n in range(number)], ANONYMOUS, "--show-small", "--results")
    results = (project / "content/results/feedback-results.md").read_text(encoding="utf-8")
    assert "Chair" in results


def test_answers_of_before_go_when_they_are_kept_back(collected):
    project, _ = collected([row(n) for n in range(12)], ANONYMOUS)
    collected([row(0)], ANONYMOUS)
    folder = project / "output/standard/answers/feedback"
    assert {path.name for path in folder.iterdir()} == {"fields.csv", "problems.csv"}


def test_no_cell_is_a_formula(collected):
    starts = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "\t=1", "'=1"]
    project, _ = collected([row(0, words) for words in starts])
    said = [row[5] for row in table_of(project, "answers.csv")[1:]]
    assert all(not words.startswith(tuple("=+-@＝\t")) for words in said)
    book = project / "output/standard/answers/feedback/answers.xlsx"
    with zipfile.ZipFile(book) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if "worksheets/" in name]
    assert sheets
    assert all(b"<f>" not in sheet and b"hyperlink" not in sheet for sheet in sheets)


def test_answers_can_be_read_again(collected):
    """What is written as CSV comes back as it was, formulas among it."""
    project, _ = collected([row(0, "=1+1"), row(1, "-")])
    text = (project / "output/standard/answers/feedback/answers.csv").read_bytes()
    (project / "returned/paper.csv").write_bytes(text.replace(b'"file"', b'"sheet"'))
    before = table_of(project, "answers.csv")
    from click.testing import CliRunner

    from packbuilder.cli import main

    result = CliRunner().invoke(main, ["collect", "returned", "--form", "feedback"])
    assert result.exit_code == 0
    assert table_of(project, "answers.csv") == before


def test_results_print_whatever_people_wrote(collected, packbuilder):
    rows = [row(n, words) for n, words in enumerate((*WORDS, "| a | b |", "[x](y)", "é\u202e\x07"))]
    project, _ = collected(rows, "", "--results")
    result = packbuilder(project, "check")
    assert "results" not in result.output
    result = packbuilder(project, "build", "results-feedback", "--quiet")
    assert result.exit_code == 0, result.output


def test_counts_are_n_of_those_who_answered(collected):
    project, _ = collected([row(n) for n in range(7)], "", "--results")
    counts = (project / "content/shared/feedback-results.md").read_text(encoding="utf-8")
    assert "| I met people | 3 | 2 | 2 | 7 |" in counts
    assert "| Home | 7 | 7 |" in counts
    assert "%" not in counts


def test_results_that_were_edited_are_kept(collected, packbuilder):
    project, _ = collected([row(0)], "", "--results")
    file = project / "content/results/feedback-results.md"
    file.write_text(file.read_text(encoding="utf-8") + "\nMy own words.\n", encoding="utf-8")
    arguments = ("collect", "returned", "--form", "feedback", "--results")
    result = packbuilder(project, *arguments)
    assert result.exit_code == 6
    assert "My own words." in file.read_text(encoding="utf-8")
    file.unlink()
    assert packbuilder(project, *arguments).exit_code == 0


def test_a_report_can_include_the_counts(collected, packbuilder):
    project, _ = collected([row(n) for n in range(7)], "", "--results")
    text = (project / "content/programme.md").read_text(encoding="utf-8")
    include = (
        '\n# What people said {#said}\n\n::: include {file="shared/feedback-results.md"}\n:::\n'
    )
    (project / "content/programme.md").write_text(text + include, encoding="utf-8")
    result = packbuilder(project, "build", "--only", "programme", "--quiet")
    assert result.exit_code == 0, result.output


def test_the_template_is_read_as_it_was_written(collected, packbuilder):
    project, _ = collected([row(0)])
    result = packbuilder(project, "collect", "--template", "feedback")
    path = project / result.output.strip()
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith('"sheet","feedback.met.choice"')
    assert "I met people [Yes; Partly; No]" in lines[1]
    filled = [*lines, '7;"";Yes', "8,no,yes,x,0,= good,"]
    (project / "returned/paper.csv").write_text("\n".join(filled), encoding="utf-8")
    packbuilder(project, "collect", "returned", "--form", "feedback")
    rows = table_of(project, "answers.csv")[1:]
    assert rows[-1] == ["paper.csv, row 4", "No", "Yes", "1", "0", "'= good", ""]


SPREAD = """# Scores {#scores}

::: table {header-column=true choice="score"}
| Statement | 0 | 1 | 2 | ? |
|---|:-:|:-:|:-:|:-:|
| We meet {#k1} | ( ) | ( ) | ( ) | ( ) |
| We share {#k2} | ( ) | ( ) | ( ) | ( ) |
:::
"""


def test_the_widest_spread_comes_first(collected):
    rows = [["1", "0"], ["1", "2"], ["?", "1"]]
    names = ["k1.score", "k2.score"]
    project, _ = collected(
        rows, "collect: {results: spread}\n", "--results", body=SPREAD, names=names
    )
    counts = (project / "content/shared/feedback-results.md").read_text(encoding="utf-8")
    first, second = (
        "| We share | 1 | 1 | 1 | 0 | 0 to 2 | 3 |",
        "| We meet | 0 | 2 | 0 | 1 | 1 to 1 |",
    )
    assert -1 < counts.index(first) < counts.index(second)


EVIDENCE = """# Scores {#scores}

::: table {header-column=true row-height=18}
| What holds | Yes | No | Evidence | Who, when |
|---|:-:|:-:|---|---|
| We work the same way. {#k1} | ( ) | ( ) | ___ | ___ |
| We share. {#k2} | ( ) | ( ) | ___ | ___ |
:::
"""


def test_what_was_written_in_a_row_stands_below_its_words(collected, packbuilder):
    names = [f"{row}.{part}" for row in ("k1", "k2") for part in ("evidence", "who-when")]
    rows = [["One list", "May, soon", "", "Jo"], ["", "Later", "", ""]]
    project, _ = collected(rows, "", "--results", body=EVIDENCE, names=names)
    text = (project / "content/results/feedback-results.md").read_text(encoding="utf-8")
    headings = [line.partition(" {")[0] for line in text.splitlines() if line.startswith("##")]
    assert headings == [
        *("## We work the same way", "### Evidence", "### Who, when"),
        *("## We share", "### Who, when"),
    ]
    assert packbuilder(project, "check").output.startswith("no problems found")


GAPS = """# Skills {#skills}

::: table {header-column=true}
| Skill | Need | A | B |
|---|---|---|---|
| Listening {#listening} | ___{0-3} | ___{0-3} | ___{0-3} |
| Leading {#leading} | ___{0-3} | ___{0-3} | ___{0-3} |
:::
"""


def test_gaps_are_need_less_best(collected):
    names = [f"{key}.{column}" for key in ("listening", "leading") for column in ("need", "a", "b")]
    rows = [["2", "1", "2", "3", "0", "1"], ["3", "", "2", "1", "", ""]]
    keys = "collect: {results: gaps, need: need, have: [a, b]}\n"
    project, _ = collected(rows, keys, "--results", body=GAPS, names=names)
    counts = (project / "content/shared/feedback-results.md").read_text(encoding="utf-8")
    assert "| Leading | 1 | 3 – 1 | 1 |\n| Listening | 1 | 2 – 2; 3 – 2 | 2 |" in counts


ACTIONS = """# Plan {#plan}

::: table {caption="Plan" row-height=18}
| Action | Lead | By |
|---|---|---|
| ___ {#a1} | ___ | ___{date} |
| ___ {#a2} | ___ | ___{date} |
:::
"""


def test_actions_are_one_list_by_date_and_person(collected):
    names = [f"{key}.{column}" for key in ("a1", "a2") for column in ("action", "lead", "by")]
    rows = [
        ["Write", "Zoe", "2027-03-01", "Ask", "Iain", "soon"],
        ["Phone", "Asha", "1 March 2027", "Meet", "Iain", ""],
    ]
    keys = "collect: {results: actions, action: action, who: lead, by: by}\n"
    project, _ = collected(rows, keys, "--results", body=ACTIONS, names=names)
    counts = (project / "content/shared/feedback-results.md").read_text(encoding="utf-8")
    assert [line.split(" | ")[2] for line in counts.splitlines() if line.endswith(" |")][2:] == [
        "Phone |",
        "Write |",
        "Ask |",
        "Meet |",
    ]


TEMPLATE = """---
title: Results
kind: handout
updated: 2026-03-14
collect: {filled_from: feedback, rows: {home: use.home}, of: [n], returned: forms}
---

# Counts {#counts}

::: answer {name="forms" label="Forms that came back" lines=1}
:::

::: answer {name="who" label="Who counted" lines=1}
:::

::: answer {name="best" label="What was best" lines=3}
:::

::: table {caption="Counts" row-height=18}
| Statement | Yes | Partly | No | Other | N |
|---|---|---|---|---|---|
| I met people {#met} | ___ | ___ | ___ | ___ | ___ |
:::

::: table {caption="Ticks" row-height=18}
| Use | Ticks | N |
|---|---|---|
| At home {#home} | ___ | ___ |
:::
"""


def test_a_template_for_results_is_filled_in(collected, packbuilder, tmp_path):
    template = tmp_path / "project/content/counts.md"
    template.parent.mkdir(parents=True)
    template.write_text(TEMPLATE, encoding="utf-8")
    project, _ = collected([*(row(n) for n in range(6)), row(6, "Talk 1")], "", "--results")
    filled = (project / "content/results/feedback-counts.md").read_text(encoding="utf-8")
    assert "| I met people {#met} | 3 | 2 | 2 | ___ | 7 |" in filled
    assert "| At home {#home} | 7 | 7 |" in filled
    assert "**Forms that came back:** 7\n" in filled
    assert '::: answer {name="who"' in filled
    assert "**What was best**\n\n- “Talk 0”\n" in filled
    assert "- “Talk 1” (2 people)\n" in filled
    result = packbuilder(project, "build", "results-feedback", "--quiet")
    assert result.exit_code == 0, result.output
