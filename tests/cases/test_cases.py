"""Content as people write it: what comes out right, and what is reported at its line.

Each folder beside this file is the content of a project; each test says what is right for it.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from click.testing import Result
from markdown_it.tree import SyntaxTreeNode

from packbuilder.readers import stray
from packbuilder.rules.content import abbreviations

HERE = Path(__file__).parent


class Case:
    """A project in a folder of its own, and the program run in it."""

    def __init__(self, folder: Path, run: Callable[..., Result]) -> None:
        self.folder = folder
        self._run = run

    def check(self) -> Result:
        """Run `packbuilder check`."""
        return self._run(self.folder, "check")

    def build(self, *options: str) -> Result:
        """Run `packbuilder build`; results are in `output`."""
        return self._run(self.folder, "build", "--quiet", *options)

    def lines_with(self, code: str, file: str) -> list[int]:
        """List the lines of a file at which `check` reports a code, each once."""
        found = re.findall(rf"^content/{file}:(\d+):.*\[{code}\]", self.check().output, re.M)
        return sorted(set(map(int, found)))


@pytest.fixture
def case(tmp_path, packbuilder) -> Callable[[str], Case]:
    """Copy the content of a case, and return the project."""

    def copied(name: str) -> Case:
        shutil.copytree(HERE / name, tmp_path / name)
        return Case(tmp_path / name, packbuilder)

    return copied


def test_words_after_a_hash_in_a_value(case):
    assert case("hash-in-title").lines_with("PB115", "doc.md") == [2, 5]


def test_spaces_after_marks_that_are_no_ordinary_ones(case):
    assert case("nbsp-after-hash-and-dash").lines_with("PB224", "doc.md") == [7, 9, 10, 12, 13, 15]


def test_lists_pasted_from_word(case):
    there = case("bullets-and-letters-from-word")
    assert there.lines_with("PB224", "doc.md") == [16, 19, 22, 25]
    assert there.check().output.count("nor does that on the next line") == 4


def test_marks_of_other_tools(case):
    there = case("syntax-of-other-tools")
    assert there.lines_with("PB224", "doc.md") == [11, 15, 17, 19, 21]
    assert "::: page-break" in there.check().output
    assert "contents: true" in there.check().output
    assert "“TOC”" not in there.check().output


def test_marks_that_would_be_printed(case):
    there = case("silent-markup")
    assert there.lines_with("PB224", "report/doc.md") == [10, 12, 19]
    for words in ("\\frac", "][", "```{note}", "\\begin"):
        assert f"“{words}” " in there.check().output


def test_a_glossary_explains_abbreviations(case):
    assert case("glossary").lines_with("PB235", "report/doc.md") == []


def test_dates_in_the_order_of_the_language(case):
    there = case("us-dates")
    assert there.lines_with("PB236", "report/doc.md") == []
    file = there.folder / "content/report/doc.md"
    file.write_text(file.read_text(encoding="utf-8") + "\nWe met on 3 March 2026.\n", "utf-8")
    assert there.lines_with("PB236", "report/doc.md") == [12]
    assert "write it as December 3, 2015" in there.check().output


def test_amounts_in_narrow_columns(case):
    """The width is shared out by what is in the columns, so that nothing is cut."""
    there = case("amounts-in-narrow-columns")
    assert there.lines_with("PB228", "doc.md") == []
    assert there.build("--format", "pdf").exit_code == 0
    pdf = pypdfium2.PdfDocument(there.folder / "output/standard/day/doc.pdf")
    found = pdf[0].get_textpage().get_text_bounded().split()
    assert {"Partnership", "1,234,567", "12,345,678", "Community"} <= set(found)


def test_a_licence_is_no_abbreviation(case):
    assert case("hash-in-title").lines_with("PB235", "shared/notice.md") == []


UNITS = ("Abc Def (AD) ", "AB (", "AB ", "a@", "**a* ", "\\a", "_a_ ", "1*2*", "$a_", "___{", "a ,")
"""What once took, or could take, work that grows faster than the text does."""


class Work:
    """Counts the characters that expressions look at, and the neighbours that are asked for."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.done = 0
        siblings = SyntaxTreeNode.siblings.fget
        patch.setattr(SyntaxTreeNode, "siblings", property(lambda n: self.count(siblings(n))))
        for module in (abbreviations, stray):
            patch.setattr(module, "re", self)

    def count(self, of: Any) -> Any:
        self.done += len(of)
        return of

    def search(self, pattern: str, words: str) -> re.Match[str] | None:
        return re.search(pattern, self.count(words))

    def match(self, pattern: str, words: str) -> re.Match[str] | None:
        return re.match(pattern, self.count(words))

    def __getattr__(self, name: str) -> Any:
        return getattr(re, name)


@pytest.mark.parametrize("unit", UNITS)
def test_work_grows_as_the_text_does(unit, project, packbuilder, monkeypatch):
    """Four times the text is four times the work; sixteen times would be too much."""
    head = "---\ntitle: Programme\nkind: handout\nupdated: 2026-03-14\n---\n\n# One {#morning}\n\n"
    folder, work = project(), Work(monkeypatch)

    def characters(length: int) -> int:
        text = head + unit * (length // len(unit)) + "\n"
        (folder / "content/programme.md").write_text(text, encoding="utf-8")
        work.done = 0
        packbuilder(folder, "check")
        return work.done

    few = characters(6_000)
    assert 0 < characters(24_000) < 5 * few


ORDINARY = (
    "The World Health Organization, or WHO, agreed. The WHO did so in May.",
    "WHO, the World Health Organization, agreed.",
    "The Department of Health (DoH) and the Scottish Council for Voluntary Organisations (SCVO).",
    "It is licensed CC BY-NC-SA 4.0, CC BY 4.0 or CC BY-SA.",
    "All that that meant was that she had had enough. We met in Baden Baden.",
    "He moved in in May, costs were $5 or $6, and 5 × 4 is 20 (a) in all, or – so – 3.5.",
    "A. Smith said so, as did J. Brown.\nA. Reader did not. See C:\\section\\new.",
    "See <https://www.example.org/one.Two/three,four?x=abc,def> and team@example.org.",
    "São Paulo, Zoë, crème brûlée, Dùn Èideann’s “façade”, £5, 20 °C, 10–20, … and • alone.",
    "— Morag Ellis",
    "3.5 hours are needed, and\n2.5 are there.",
    "2015 was a good year.\n(c) 2016 the authors.",
)


@pytest.mark.parametrize("words", ORDINARY)
def test_ordinary_words_are_left_alone(words, project, packbuilder):
    head = "---\ntitle: Programme\nkind: report\nupdated: 2026-03-14\n---\n\n# One {#morning}\n\n"
    folder = project({"content/programme.md": f"{head}{words}\n"})
    found = re.findall(r"\[(PB\d+)\]: (.*)", packbuilder(folder, "check").output)
    assert [problem for problem in found if problem[0] not in ("PB246", "PB402")] == []
