"""Content as people write it: what comes out right, and what is reported at its line.

Each folder beside this file is the content of a project; each test says what is right for it.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

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
    expected = [9, 10, 11, 13, 14, 16, 17, 19, 20, 22, 23, 25, 26]
    assert case("bullets-and-letters-from-word").lines_with("PB224", "doc.md") == expected


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
    there = case("amounts-in-narrow-columns")
    assert there.lines_with("PB228", "doc.md") == [9]
    assert "too narrow for “Partnership”, “12,345,678”" in there.check().output


def test_a_licence_is_no_abbreviation(case):
    assert case("hash-in-title").lines_with("PB235", "shared/notice.md") == []
