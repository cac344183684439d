"""What is fresh in one run is fresh in the next: keys do not depend on how Python orders sets."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace

from helpers.projects import HEAD, PROGRAMME, shipped_edition

from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.jobs import WriteJob
from packbuilder.pipeline.plan import plan_pack
from packbuilder.pipeline.project import load_project
from packbuilder.pipeline.publications import compose_document, compose_pack
from packbuilder.storage.cache import open_store
from packbuilder.storage.manifest import read_manifest
from packbuilder.storage.state import BuildRequest
from packbuilder.writers.pdf.pieces import without_contents


def test_keys_are_the_same_whatever_the_order_of_sets(project):
    folder = project()
    for seed in ("1", "2", "3"):
        subprocess.run(
            [sys.executable, "-P", "-m", "packbuilder", "build", "--jobs", "0", "--output", seed],
            cwd=folder,
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
    manifests = [read_manifest(folder / seed / "standard/day") for seed in ("1", "2", "3")]
    first, *others = [[entry.get("key") for entry in each["files"]] for each in manifests]
    assert any(first), first
    assert others == [first, first]


def test_a_tool_alone_is_laid_out_as_in_a_pack():
    edition = shipped_edition("standard")
    parts = compose_pack(edition, "tools", edition.project.packs["tools"]).parts
    for name in ("t04-skills-matrix", "t05-power-map"):
        assert without_contents(compose_document(edition, name).publication) in parts, name


def test_a_file_that_another_is_numbered_by_is_looked_at_beside_that(project):
    text = HEAD.replace("kind:", "contents: true\nkind:") + "# A part\n\nWords.\n"
    pack = "title: Day\ndocuments: [programme]\nformats: [pdf, docx]\nnumber_contents: true\n"
    folder = project({PROGRAMME: text, "content/packs/day.yaml": pack})
    edition = prepare_edition(load_project(folder), "standard")
    request = BuildRequest(folder, folder / "output", ("day",), ("standard",))
    jobs = [file.job for file in plan_pack(edition, "day", request, "").files]
    pdf, docx = (job for job in jobs if isinstance(job, WriteJob))
    (draft,) = pdf.needs
    assert [need.key for need in docx.needs] == [draft.key]
    assert draft.needs == pdf.layouts
    assert replace(pdf, numbers=False).key == pdf.key
    with open_store(folder / "cache") as store:
        assert draft.make(store)[0] == pdf.make(store)[0]
