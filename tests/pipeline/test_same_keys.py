"""What is fresh in one run is fresh in the next: keys do not depend on how Python orders sets."""

from __future__ import annotations

import os
import subprocess
import sys

from packbuilder.storage.manifest import read_manifest


def test_keys_are_the_same_whatever_the_order_of_sets(project):
    folder = project()
    for seed in ("1", "2", "3"):
        subprocess.run(
            [sys.executable, "-P", "-m", "packbuilder", "build", "--output", seed],
            cwd=folder,
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
    manifests = [read_manifest(folder / seed / "standard/day") for seed in ("1", "2", "3")]
    first, *others = [[entry.get("key") for entry in each["files"]] for each in manifests]
    assert any(first), first
    assert others == [first, first]
