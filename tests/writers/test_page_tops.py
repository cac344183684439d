"""What begins a page begins at the top of it, however the page before ended."""

from __future__ import annotations

import pytest
from helpers.projects import make_project

from packbuilder.inspection.pdf import read_pdf
from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.project import load_project
from packbuilder.pipeline.publications import compose_document
from packbuilder.writers.pdf.layout import write_pdf

HEAD = "---\ntitle: A report\nkind: {}\nupdated: 2026-04-01\n---\n\n"
BREAK = "::: page-break\n:::\n\n"
FULL = "Words of a page that ends by itself.\n\n" * 21


def _runs(tmp_path, text):
    folder = make_project(tmp_path, {"content/tops.md": text})
    edition = prepare_edition(load_project(folder), "standard")
    return read_pdf(write_pdf(compose_document(edition, "tops")[0], edition.theme)).runs


@pytest.mark.parametrize("kind", ["report", "handout"])
def test_headings_at_the_top_have_no_room_above(kind, tmp_path):
    pages = f"{FULL}# Place by itself\n\n{FULL}{BREAK}# Place forced\n\nWords.\n"
    runs = _runs(tmp_path, f"{HEAD.format(kind)}# First\n\n{pages}")
    places = [run for run in runs if run.text.startswith("Place")]
    assert [run.page for run in places] == [2, 3]
    assert places[0].y == pytest.approx(places[1].y)


def test_the_last_term_does_not_stand_alone(tmp_path):
    terms = "".join(f"Term {n}\n: What it means.\n\n" for n in range(61))
    runs = _runs(tmp_path, f"{HEAD.format('report')}# Words\n\n{terms}")
    pages = [run.page for run in runs if run.text.startswith("Term")]
    assert pages.count(max(pages)) == 2


@pytest.mark.parametrize("before", [25, 32])
def test_items_of_a_list_do_not_stand_alone(before, tmp_path):
    """Neither the first at the end of a page nor the last on the next one."""
    items = "".join(f"- Item {n}\n" for n in range(8))
    lines = "A line of text.\\\n" * before + "The last.\n\n"
    runs = _runs(tmp_path, f"{HEAD.format('report')}# Words\n\n{lines}{items}")
    pages = [run.page for run in runs if run.text.startswith("Item")]
    assert all(pages.count(page) > 1 for page in pages)
