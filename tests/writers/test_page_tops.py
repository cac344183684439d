"""What begins a page begins at the top of it, however the page before ended."""

from __future__ import annotations

import pytest
from helpers.projects import make_project

from packbuilder.inspection.pdf import read_pdf
from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.project import load_project
from packbuilder.pipeline.publications import compose_document, compose_pack
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


def test_eight_large_numerals_stand_on_one_page(tmp_path):
    """They need no page break, which leaves a page empty where the words before them are longer."""
    rows = "".join(f"| {n} | Item {n} | What it asks of us |\n" for n in range(1, 9))
    table = f"::: numbered\n| No. | What | Why |\n|---|---|---|\n{rows}:::\n"
    lines = "A line of text.\\\n" * 20 + "The last.\n\n"
    runs = _runs(tmp_path, f"{HEAD.format('report')}# Words\n\n{lines}{table}")
    assert {run.page for run in runs if run.text.startswith("Item")} == {2}


def test_the_bar_of_a_plan_may_end_a_page(tmp_path):
    """It shows the whole of the plan, whose rows go on over pages."""
    rows = "".join(f"| 10 | Slot {n} | Say so. | |\n" for n in range(9))
    head = "| Length | What | Say, and do | Output |\n|---|---|---|---|\n"
    plan = f'::: run-sheet {{minutes=90 caption="Plan"}}\n{head}{rows}:::\n'
    lines = "A line of text.\\\n" * 25 + "The last.\n\n"
    runs = _runs(tmp_path, f"{HEAD.format('handout')}# Words\n\n{lines}{plan}")
    first = {text: next(r.page for r in runs if r.text.startswith(text)) for text in ("At", "Plan")}
    assert first == {"At": 1, "Plan": 2}


def test_a_part_laid_out_alone_begins_at_the_top(tmp_path):
    text = f"{HEAD.format('report')}# Place\n\nWords.\n".replace("updated", "cover: true\nupdated")
    texts = {f"content/{name}.md": text for name in "ab"}
    packs = "".join(f"  - title: Part {name}\n    documents: [{name}]\n" for name in "ab")
    pack = f"title: A pack\ndescription: Both.\nformats: [pdf]\nparts:\n{packs}"
    folder = make_project(tmp_path, texts | {"content/packs/both.yaml": pack})
    edition = prepare_edition(load_project(folder), "standard")
    parts = compose_pack(edition, "both", edition.project.packs["both"])[1]
    runs = [read_pdf(write_pdf(part, edition.theme)).runs for part in parts if part.name == "a"]
    (place,) = (run for run in runs[0] if run.text == "Place")
    reference = _runs(tmp_path / "whole", f"{HEAD.format('report')}# First\n\n{BREAK}# Place\n")
    assert place.y == pytest.approx(next(r.y for r in reference if r.text == "Place"))
