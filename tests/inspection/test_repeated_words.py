"""The same words many times, over several pages, are no loss; one that is missing among them is."""

from __future__ import annotations

from functools import partial

import pytest
from helpers.projects import HEAD, PROGRAMME, make_project

from packbuilder.diagnostics import NOWHERE
from packbuilder.inspection.expectations import Expected, Mark
from packbuilder.inspection.expected import SourceWords
from packbuilder.inspection.reading import Conventions, FileReading, Piece
from packbuilder.inspection.structure import check_structure
from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.jobs import check_file
from packbuilder.pipeline.project import load_project
from packbuilder.pipeline.publications import compose_document
from packbuilder.theme import with_variant
from packbuilder.writers import WRITERS

SEA = "The sea is calm and the wind is low and the boats come home. "
TABLE = '::: table {{caption="T"}}\n| A | B |\n|---|---|\n{rows}:::\n\n'
SAME = {
    "quotations": f"> {SEA * 8}\n>\n" * 6 + f"> {SEA * 3}[^a]\n>\n" * 9 + "\n[^a]: Note.\n",
    "items": f"1. {SEA * 7}\n" * 9,
    "items with notes": f"- {SEA * 6}\n- {SEA * 6}[^a]\n- {SEA * 6}\n" * 4 + "\n[^a]: Note.\n",
    "places to answer": f"- [ ] {SEA * 3}\n" * 20,
    "tables": "".join(TABLE.format(rows="| x | y |\n" * n) for n in (30, 8, 60, 40, 5, 33)),
}


@pytest.mark.parametrize("kind", SAME)
def test_the_same_words_on_several_pages_are_no_loss(kind, tmp_path):
    project = make_project(tmp_path / "project", {PROGRAMME: f"{HEAD}# Day\n\n{SAME[kind]}"})
    edition = prepare_edition(load_project(project), "standard")
    whole, theme = compose_document(edition, "programme")[0], with_variant(edition.theme, "screen")
    for format in ("pdf", "docx"):
        writer = WRITERS[format]
        data = writer.write(whole, theme, (), partial(writer.lay_out, theme=theme))
        assert check_file(whole, theme, format, data) == []


@pytest.mark.parametrize(
    ("found", "lost"),
    [
        (["Ebb. Flow.", "Ebb.", "Flow.", "Ebb. Flow. 1"], 0),
        (["Ebb.", "Flow.", "Ebb.", "Flow. 12", "Ebb. Flow."], 0),
        (["Ebb. Flow.", "Ebb.", "Flow."], 1),
        (["Ebb. Flow.", "Ebb.", "Flow. more", "Ebb. Flow."], 1),
    ],
)
def test_one_of_several_with_the_same_words_is_missed(found, lost):
    words = SourceWords("Ebb. Flow.", NOWHERE)
    reading = FileReading(
        format="pdf",
        title="",
        language="",
        conventions=Conventions(structure=True),
        pieces=tuple(Piece("paragraph", text, page=1, quoted=True) for text in found),
        pages=1,
    )
    expected = Expected(text=[words], marks=[Mark("quotation", words)] * 3)
    assert len(list(check_structure(expected, reading, "a.pdf"))) == lost
