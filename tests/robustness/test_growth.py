"""Text that repeats one pattern: four times the text takes about four times the work, not sixteen.

Work is counted in calls of functions, so that a busy machine makes no difference. Loops within
regular expressions count as one call.
"""

from __future__ import annotations

from contextlib import suppress
from cProfile import Profile

import pytest
from helpers.projects import HEAD, PROGRAMME, make_project

from packbuilder.diagnostics import PackError
from packbuilder.pipeline.check import check_everything
from packbuilder.pipeline.project import LoadedProject, load_project

PATTERNS = [
    "a ",
    "a@",
    "A ",
    "AB ",
    "AB (",
    "(AB) ",
    "Abc Def (AD) ",
    "**a* ",
    "*a ",
    "**a ",
    "a* ",
    "_a ",
    "`a",
    "``a ",
    "[a",
    "[a](",
    "[a](b ",
    "![a",
    "![a](",
    "<a ",
    "<a@b ",
    "a@b.c ",
    "http://",
    "www.",
    "https://a.b/c ",
    "a. ",
    "A. B. ",
    "1. ",
    "1) ",
    "- ",
    "a\n",
    "# a\n\n",
    "> ",
    ">",
    "> a\n",
    "- a\n",
    "  - a\n",
    "1. a\n",
    "| a ",
    "|a|\n",
    "|--|--|\n",
    "a | b\n",
    "::: ",
    ":::\n",
    "::: calout\nAB\n",
    "::: steps {minutes=t}\n1. a\n:::\n\n",
    "{a",
    "{a=b ",
    "{lang=",
    "[a]{lang=gd} ",
    "[[a]] ",
    "[[",
    "]]",
    "]",
    "[^a] ",
    "[^a",
    "[^a]: b\n",
    "^[a] ",
    "^[",
    "\\",
    "\\*",
    "&amp; ",
    "&",
    "&#",
    "~~a ",
    "~a~ ",
    "^a^ ",
    "=",
    "==a== ",
    "---",
    "***",
    "* * ",
    "___ ",
    "___",
    "___{",
    "$a$ ",
    "$$",
    "“a ",
    "'a ",
    '"a ',
    "(",
    "((a",
    "[(",
    "a-",
    "a--",
    "a–b ",
    "10–20 ",
    "1,",
    "1.",
    "9:30 ",
    "£",
    "a/",
    "a_b_",
    "the the ",
    "The ",
    "THE ",
    "abC",
    "e.g. ",
    "K1 ",
    "the first of ",
    "Mon 1 ",
    "1/2/2020 ",
    "<!-- ",
    "<!--a-->",
    "-->",
    "<br>",
    "\t",
    "\xa0",
    "\xad",
    "é",
    "é",
    "汉",
    "A1",
    "A1-",
    "A&",
    "A.B.",
    "ABCs ",
    "(a",
    "a) ",
    "a(b)",
    "AbC ",
    "AB or ",
    "CD, ",
    "\n\n",
    "a\n\n",
    "Term\n: a\n\n",
    ": a\n",
    "```\n",
    "~~~\n",
    "    a\n",
    "x:y ",
    "a;",
    "a,b,",
    "{{a}} ",
    "{%a%} ",
    "%",
    "@a ",
    "#a ",
    "<a>",
    "</a>",
    "[x] ",
    "- [ ] a\n",
    "( ) a ",
    "[TOC] ",
    "\\newpage ",
    "word",
]
SMALL, TIMES = 400, 4
"""Characters of the smaller text, and how much larger the other one is."""
SLACK = 1.6
ALWAYS = 20_000
"""Calls of a check that do not depend on the text."""


def work_of(earlier: LoadedProject, text: str) -> int:
    """Count the calls that reading and checking a text takes, when the rest is known."""
    folder = earlier.source.root
    (folder / PROGRAMME).write_text(f"{HEAD}# A\n\n{text}\n", encoding="utf-8")
    with Profile() as profile, suppress(PackError):
        check_everything(load_project(folder, earlier), {})
    return sum(function.callcount for function in profile.getstats())


def test_a_hundred_patterns_are_tried():
    assert len(PATTERNS) >= 100


@pytest.fixture(scope="module")
def earlier(tmp_path_factory) -> LoadedProject:
    return load_project(make_project(tmp_path_factory.mktemp("growth")))


@pytest.fixture(scope="module")
def nothing(earlier) -> int:
    """Count the calls for a text of one letter, once all is loaded."""
    work_of(earlier, "a")
    return work_of(earlier, "a")


@pytest.mark.parametrize("pattern", PATTERNS)
def test_work_grows_like_the_text(earlier, nothing, pattern):
    number = SMALL // len(pattern)
    small, large = (work_of(earlier, pattern * n) - nothing for n in (number, number * TIMES))
    assert large <= SLACK * TIMES * small + ALWAYS
