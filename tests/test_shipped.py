"""The content that comes with the program: its facts, its pages, and that nothing is wrong."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pypdfium2
import pytest
from helpers.projects import SHIPPED, TESTS, shipped_theme
from helpers.writer_output import W, word_part

from packbuilder.theme import MM_PER_PT

FOOT = (shipped_theme().page("bottom") - 2) / MM_PER_PT
"""Where the text ends and the footer of a page begins, in points from the edge."""


def facts() -> list[str]:
    lines = (TESTS / "facts" / "event-report.txt").read_text(encoding="utf-8").split("\n")
    return [line for line in lines if line and not line.startswith("#")]


def joined(text: str) -> str:
    return " ".join(text.split())


def dense(text: str) -> str:
    """Drop spaces and hyphens: PDF readers lose those at the ends of lines."""
    return re.sub(r"[\s\x02-]", "", text)


def on_pages(words: str, found: list[str]) -> bool:
    """Whether words stand on a page, or begin on one and go on at the top of the next."""
    if any(words in page for page in found):
        return True
    splits = [(words[:at], words[at:]) for at in range(1, len(words))]
    return any(
        head in page and following.startswith(tail)
        for page, following in itertools.pairwise(found)
        for head, tail in splits
    )


def pages(pdf: Path) -> list[str]:
    """Return the text of each page, the footer left out."""
    document = pypdfium2.PdfDocument(pdf)
    return [joined(page.get_textpage().get_text_bounded(bottom=FOOT)) for page in document]


def word_text(docx: Path) -> str:
    body = word_part(docx.read_bytes(), "word/document.xml")
    lines = ("".join(t.text or "" for t in p.iter(f"{W}t")) for p in body.iter(f"{W}p"))
    return joined("\n".join(lines))


def test_the_facts_are_many():
    assert len(facts()) > 180


def test_every_fact_is_in_the_pdf(full_pack):
    found = [dense(page) for page in pages(full_pack / "event-report.pdf")]
    assert [fact for fact in facts() if not on_pages(dense(fact), found)] == []


def test_every_fact_is_in_the_word_file(full_pack):
    found = word_text(full_pack / "event-report.docx")
    assert [fact for fact in facts() if fact not in found] == []


def test_a_missing_fact_would_be_found(full_pack):
    found = [dense(page) for page in pages(full_pack / "event-report.pdf")]
    assert not on_pages(dense("at a day-long event in Glasgow on 3 December 2015"), found)
    assert "What Works Wales" not in word_text(full_pack / "event-report.docx")


@pytest.mark.parametrize(("name", "least", "most"), [("summary", 2, 2), ("briefing", 2, 4)])
def test_short_papers_are_short(full_pack, name, least, most):
    assert least <= len(pypdfium2.PdfDocument(full_pack / f"{name}.pdf")) <= most


def test_no_page_is_almost_empty(full_pack):
    """The last page of a handout holds more than a stray line."""
    assert all(len(page) > 200 for page in pages(full_pack / "summary.pdf"))


def test_nothing_is_wrong_with_the_content(packbuilder):
    result = packbuilder(SHIPPED, "check", "--strict")
    assert (result.exit_code, result.output.splitlines()[0]) == (0, "no problems found")


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_no_markup_is_left(full_pack, kind):
    """Markup of Markdown or YAML in the pages is a mistake in the content."""
    for file in full_pack.glob(f"*.{kind}"):
        text = " ".join(pages(file)) if kind == "pdf" else word_text(file)
        assert re.findall(r"\*\*|\[\[|\]\(|:::|\{#|\{\{|^#+ ", text) == []
