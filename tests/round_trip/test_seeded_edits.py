"""Edits of every kind at places that a seed chooses, written as Word writes them: each comes home
exactly. `make scale` runs two hundred of them in shipped documents too.
"""

from __future__ import annotations

import random

import pytest
from helpers.edit_samples import sample_project
from helpers.seeded_edits import KINDS, outcome, read_subject

EDITS_OF_EACH = 2


@pytest.fixture(scope="module")
def subject(tmp_path_factory):
    return read_subject(sample_project(tmp_path_factory.mktemp("edits")), "programme")


@pytest.mark.parametrize("kind", KINDS)
def test_it_comes_home_exactly(kind, subject, tmp_path):
    chosen = random.Random(f"packbuilder {kind}")
    for _ in range(EDITS_OF_EACH):
        edited = KINDS[kind](subject, chosen)
        assert edited, "the sample has no place for it"
        found = outcome(subject, edited, tmp_path / "edited.docx")
        assert (found.how, found.patch and found.report) == ("exact", found.patch and found.report)
