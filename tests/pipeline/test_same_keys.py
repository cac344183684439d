"""What is fresh in one run is fresh in the next: keys do not depend on how Python orders sets."""

from __future__ import annotations

import os
import subprocess
import sys

from helpers.projects import shipped_edition

from packbuilder.pipeline.publications import compose_document, compose_pack
from packbuilder.storage.manifest import read_manifest
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
