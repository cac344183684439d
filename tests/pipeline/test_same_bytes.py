"""The same content gives the same bytes: PDF, Word and zip, wherever and however it is built.

`make test` tries two of the 54 places, which differ in every setting, beside where tests run. All:
`.venv/bin/pytest tests/pipeline/test_same_bytes.py --everything -n auto`.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import shutil
import subprocess
import sys
from pathlib import Path

import font_source_sans_pro
import pytest
from fontTools.ttLib import TTFont
from helpers.projects import SHIPPED, build_here, make_project

TEXT = """---
title: The hall
kind: tool
tool: T01
time: 10
group: All
needs: A pen
result: A plan
rests_on: [K1]
updated: 2026-04-01
---

# Steps {#steps}

::: steps {minutes=10}
1. 10 min: Talk about [[venue]].[^1]
:::

![The hall from above](images/plan.svg "The hall")

::: table {caption="Who helps" row-height=18}
| Task | Name |
|---|---|
| Door {#door} | ___ |
:::

[^1]: Ask there first.
"""
PACK = "title: A day together\ndocuments: [programme, hall]\n"
FILES = {
    "content/hall.md": TEXT,
    "content/packs/day.yaml": PACK,
    "content/packs/screen.yaml": PACK.replace("together", "on screen") + "variant: screen\n",
    "content/packs/booklet.yaml": PACK.replace("together", "to fold") + "variant: booklet\n",
    "content/packs/two-up.yaml": PACK.replace("together", "to cut") + "variant: two-up\n",
    "content/editions/riverbank.yaml": "short_name: Riverbank\nvenue: Town Hall\n",
}
BUILD = ("day", "screen", "booklet", "two-up", "--edition", "riverbank")

FOLDERS = ("here", "another folder, with ümläuts")
LOCALES = ("C", "C.UTF-8", "tr_TR.UTF-8")
ZONES = ("UTC", "Pacific/Auckland", "America/Los_Angeles")
SEEDS = ("0", "7", "random")

EVERY = list(itertools.product(FOLDERS, LOCALES, ZONES, SEEDS))
SOME = list(zip(FOLDERS, LOCALES[::2], ZONES[1:], SEEDS[1:], strict=True))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "place" in metafunc.fixturenames:
        places = EVERY if metafunc.config.getoption("--everything") else SOME
        metafunc.parametrize("place", places, ids=" ".join)


def build(folder: Path, *arguments: str, prefix: tuple[str, ...] = (), **environment: str) -> None:
    """Run a build in a process of its own, without results of earlier ones."""
    kept = {key: os.environ[key] for key in ("HOME", "PATH", "PYTHONPATH") if key in os.environ}
    command = [*prefix, sys.executable, "-m", "packbuilder", "build", "--jobs", "0", "--quiet"]
    command += arguments
    kept |= {"PACKBUILDER_CACHE": str(folder / "cache")}
    done = subprocess.run(
        command, cwd=folder, env=kept | environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def digests(folder: Path) -> dict[str, str]:
    """Return the hash of each result."""
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> dict[str, str]:
    """What the build gives where the tests run."""
    folder = make_project(tmp_path_factory.mktemp("first") / "project", FILES)
    build_here(folder, *BUILD)
    found = digests(folder / "output")
    assert {Path(name).suffix for name in found} == {".pdf", ".docx", ".zip", ".json"}
    return found


def test_in_every_place(first, tmp_path, place):
    folder, locale, zone, seed = place
    project = make_project(tmp_path / folder, FILES)
    build(project, *BUILD, LC_ALL=locale, TZ=zone, PYTHONHASHSEED=seed)
    assert digests(project / "output") == first


def test_without_a_network(first, tmp_path):
    prefix = ("unshare", "--net", "--map-root-user")
    if shutil.which("unshare") is None or subprocess.run([*prefix, "true"]).returncode:
        pytest.skip("this machine does not let tests cut themselves off the network")
    project = make_project(tmp_path / "project", FILES)
    build(project, *BUILD, prefix=prefix)
    assert digests(project / "output") == first


@pytest.fixture
def other_fonts(tmp_path) -> dict[str, str]:
    """An installed font that has the name of ours and looks different."""
    home = tmp_path / "home"
    (bold,) = Path(font_source_sans_pro.__file__).parent.rglob("*-Bold.ttf")
    with TTFont(bold) as font:
        font["OS/2"].usWeightClass = 400
        for record in font["name"].names:
            if record.nameID in (2, 4, 17):
                font["name"].setName(
                    {2: "Regular", 4: "Source Sans Pro", 17: "Regular"}[record.nameID],
                    *(record.nameID, record.platformID, record.platEncID, record.langID),
                )
        for folder in (home / ".fonts", home / "share" / "fonts"):
            folder.mkdir(parents=True)
            font.save(folder / "SourceSansPro-Regular.ttf")
    return {"HOME": str(home), "XDG_DATA_HOME": str(home / "share")}


def test_a_shipped_pack_with_other_fonts_installed(all_packs, tmp_path, other_fonts):
    project = tmp_path / FOLDERS[1]
    shutil.copytree(SHIPPED / "content", project / "content")
    elsewhere = {"LC_ALL": LOCALES[2], "TZ": ZONES[1], "PYTHONHASHSEED": SEEDS[0]} | other_fonts
    build(project, "delegate", **elsewhere)
    made, before = (folder / "standard" / "delegate" for folder in (project / "output", all_packs))
    assert digests(made) == digests(before)
