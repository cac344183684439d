"""Numbers of headings stand beside their words, whatever follows a heading."""

from __future__ import annotations

import pytest
from helpers.projects import make_project

from packbuilder.inspection.pdf import read_pdf
from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.project import load_project
from packbuilder.pipeline.publications import compose_document
from packbuilder.writers.pdf.layout import write_pdf

HEAD = "---\ntitle: A report\nkind: report\nupdated: 2026-04-01\n---\n\n"
TABLE = "| Who | When |\n|---|---|\n| Morag | Today |\n"
FOLLOWED_BY = {
    "text": "Words.\n",
    "table": TABLE,
    "key": "::: key\nA sentence.\n:::\n",
    "stages": f"::: stages\n{TABLE}:::\n",
    "tiles": "::: tiles\n- One\n- Two\n:::\n",
    "figures": f"::: figures\n{TABLE}:::\n",
    "numbered": "::: numbered\n| No. | What | Why |\n|---|---|---|\n| 1 | Check | Because |\n:::\n",
    "picture": "![The hall](images/plan.svg)\n",
}


@pytest.mark.parametrize("what", FOLLOWED_BY)
def test_a_number_stands_left_of_the_words(what, tmp_path):
    text = f"{HEAD}# Before\n\n# Heading\n\n## Below\n\n{FOLLOWED_BY[what]}"
    text += f"\n# Wide\n\n{FOLLOWED_BY[what]}"
    folder = make_project(tmp_path, {"content/wide.md": text})
    edition = prepare_edition(load_project(folder), "standard")
    runs = read_pdf(write_pdf(compose_document(edition, "wide")[0], edition.theme)).runs
    for words, number in (("Heading", "2"), ("Below", "2.1"), ("Wide", "3")):
        heading = next(run for run in runs if run.text == words)
        beside = next(run for run in runs if run.text == number and abs(run.y - heading.y) < 1)
        assert beside.x + beside.width <= heading.x
