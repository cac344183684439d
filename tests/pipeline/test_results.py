"""What a build leaves on disk: every file, and a manifest that is true."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from helpers.projects import (
    PROGRAMME,
    SHIPPED,
    build_here,
    change,
    copy_templates,
    make_project,
)

from packbuilder.writers.reading_back import read_file

REPORT = """---
title: The hall
kind: report
updated: 2026-04-01
cover: true
contents: true
---

# Where we meet {#hall}

We meet at [[venue]].

![The hall from above](images/plan.svg)

# What it costs

Nothing, as [](programme.md#morning) says.
"""
FILES = {
    "content/packs/day.yaml": "title: A day together\ndocuments: [programme, hall]\n",
    "content/hall.md": REPORT,
    "content/editions/riverbank.yaml": "short_name: Riverbank\nvenue: Town Hall\n",
}
NAMES = [f"{name}.{kind}" for name in ("day", "hall", "programme") for kind in ("docx", "pdf")]
PRINTS = ["day-print-a4-portrait-long-edge.pdf"]


def build_apart(folder: Path, *arguments: str, **environment: str) -> None:
    """Run a build in a process of its own."""
    command = [sys.executable, "-m", "packbuilder", "build", "--quiet", "--jobs", "0", *arguments]
    kept = {
        key: os.environ[key]
        for key in ("HOME", "PATH", "PYTHONPATH", "PACKBUILDER_CACHE")
        if key in os.environ
    }
    done = subprocess.run(
        command, cwd=folder, env=kept | environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def tree(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def text_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in pages)


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A project, built once for both editions."""
    folder = make_project(tmp_path_factory.mktemp("built") / "project", FILES)
    build_here(folder, "--edition", "standard", "--edition", "riverbank")
    return folder


@pytest.fixture(scope="module")
def pack(built) -> Path:
    return built / "output" / "standard" / "day"


@pytest.fixture(scope="module")
def manifest(pack) -> dict:
    return json.loads((pack / "manifest.json").read_text(encoding="utf-8"))


def test_every_file_is_in_its_place(built):
    expected = {"day.zip", "day/manifest.json", *(f"day/{name}" for name in NAMES + PRINTS)}
    for edition in ("standard", "riverbank"):
        assert set(tree(built / "output" / edition)) == expected


def test_the_manifest_names_every_file_with_its_hash(pack, manifest):
    assert [file["name"] for file in manifest["files"]] == sorted(NAMES + PRINTS)
    for file in manifest["files"]:
        data = (pack / file["name"]).read_bytes()
        assert (file["sha256"], file["bytes"]) == (hashlib.sha256(data).hexdigest(), len(data))


def test_the_manifest_counts_the_pages(pack, manifest):
    for file in manifest["files"]:
        pages = None
        if file["name"].endswith(".pdf"):
            pages = len(pypdfium2.PdfDocument(pack / file["name"]))
        assert file["pages"] == pages


def test_the_manifest_names_every_source_with_its_hash(built, manifest):
    for file in manifest["files"]:
        for path, sha256 in file["sources"].items():
            root = SHIPPED if path.startswith("templates/") else built
            assert hashlib.sha256((root / path).read_bytes()).hexdigest() == sha256
    sources = {file["name"]: set(file["sources"]) for file in manifest["files"]}
    settings = {"content/project.yaml", "content/packs/day.yaml", "templates/tokens.yaml"}
    hall = {"content/hall.md", "content/images/plan.svg"}
    assert sources["hall.pdf"] >= settings | hall
    assert sources["programme.docx"] >= settings | {PROGRAMME}
    assert sources["programme.docx"] & hall == set()
    assert sources["day.pdf"] >= settings | hall | {PROGRAMME}


def test_the_manifest_says_what_the_pack_is(manifest):
    about = {key: manifest[key] for key in ("pack", "title", "edition", "version", "updated")}
    assert about == {
        "pack": "day",
        "title": "A day together",
        "edition": "standard",
        "version": "1.0",
        "updated": "2026-04-01",
    }


def test_the_zip_holds_all_and_two_guides(built, pack):
    with zipfile.ZipFile(built / "output" / "standard" / "day.zip") as archive:
        assert archive.testzip() is None
        inside = {name: archive.read(name) for name in archive.namelist()}
    guides = {"start-here.html", "README.txt"}
    assert set(inside) == {*tree(pack), *guides}
    assert {name: inside[name] for name in tree(pack)} == tree(pack)
    for guide in guides:
        words = inside[guide].decode("utf-8")
        assert all(name in words for name in NAMES)
        assert "A day together" in words


def test_values_of_the_edition_appear(built):
    standard, riverbank = (
        text_of((built / "output" / edition / "day" / "hall.pdf").read_bytes())
        for edition in ("standard", "riverbank")
    )
    assert "We meet at Town Hall." in riverbank
    assert "Riverbank edition" in riverbank
    assert "Town Hall" not in standard
    assert "Riverbank" not in standard
    with zipfile.ZipFile(built / "output" / "riverbank" / "day" / "hall.docx") as word:
        assert "Town Hall" in word.read("word/document.xml").decode()


def test_one_file_of_a_pack_holds_all_its_documents(pack):
    words = text_of((pack / "day.pdf").read_bytes())
    order = [words.index(part) for part in ("A day together", "Coffee at nine.", "We meet at")]
    assert order == sorted(order)


DIFFERENT = {
    "again": {},
    "no-home": {"HOME": "/nonexistent"},
    "epoch": {"SOURCE_DATE_EPOCH": "1"},
}


@pytest.mark.parametrize("environment", DIFFERENT.values(), ids=DIFFERENT)
def test_bytes_are_the_same_at_any_time(built, tmp_path, environment):
    folder = tmp_path / "another folder, with ümläuts"
    for name in ("content",):
        shutil.copytree(built / name, folder / name)
    build_apart(folder, "--output", "elsewhere", **environment)
    assert tree(folder / "elsewhere") == {
        name: data for name, data in tree(built / "output").items() if name.startswith("standard/")
    }


def test_a_second_build_changes_no_file(built, pack):
    before = {file: file.stat().st_mtime_ns for file in pack.rglob("*")}
    build_here(built)
    assert {file: file.stat().st_mtime_ns for file in pack.rglob("*")} == before


@pytest.fixture
def copy(built, tmp_path) -> Path:
    """The same project with its results, to be changed."""
    return shutil.copytree(built, tmp_path / "copy")


def test_an_edit_changes_the_files_it_should(copy):
    before = tree(copy / "output" / "standard")
    change(copy, PROGRAMME, "Coffee at nine.", "Coffee at ten.")
    build_here(copy)
    after = tree(copy / "output" / "standard")
    changed = {name for name in after if after[name] != before[name]}
    pages = {f"day/{name}.{kind}" for name in ("programme", "day") for kind in ("pdf", "docx")}
    prints = {f"day/{name}" for name in PRINTS}
    assert changed == {*pages, *prints, "day.zip", "day/manifest.json"}
    assert "Coffee at ten." in text_of(after["day/programme.pdf"])


def test_a_document_taken_out_takes_its_files_with_it(copy):
    mine = copy / "output" / "standard" / "day" / "mine.txt"
    mine.write_text("keep me", encoding="utf-8")
    change(copy, "content/packs/day.yaml", "[programme, hall]", "[programme]")
    build_here(copy)
    left = tree(copy / "output" / "standard" / "day")
    kept = {"manifest.json", "mine.txt", "programme.docx", "programme.pdf"}
    assert set(left) == {*kept, *PRINTS}
    with zipfile.ZipFile(io.BytesIO((copy / "output/standard/day.zip").read_bytes())) as archive:
        assert "hall.pdf" not in archive.namelist()


def test_a_mistake_leaves_the_results_untouched(copy, packbuilder):
    before = tree(copy / "output")
    change(copy, PROGRAMME, "Coffee", "<b>Coffee</b>")
    assert packbuilder(copy, "build").exit_code == 3
    assert tree(copy / "output") == before


WIDE = "\n".join(("| a " * 60 + "|", "|---" * 60 + "|", "| Evidence " * 60 + "|"))


def test_a_failure_while_rendering_costs_the_documents_it_meets(copy, packbuilder):
    """In both formats: the Word file never says what the PDF beside it does not."""
    before = tree(copy / "output")
    change(copy, PROGRAMME, "Coffee at nine.", f"::: table {{caption=A}}\n{WIDE}\n:::\n")
    change(copy, "content/hall.md", "We meet at", "We all meet at")
    result = packbuilder(copy, "build", "--jobs", "0")
    assert (result.exit_code, "[PB308]" in result.output) == (3, True)
    after = tree(copy / "output")
    manifest = "standard/day/manifest.json"
    renewed = {manifest, "standard/day/hall.pdf", "standard/day/hall.docx"}
    assert {name for name in after if after[name] != before[name]} == renewed
    files = {file["name"]: file for file in json.loads(after[manifest])["files"]}
    for name, file in files.items():
        assert file["sha256"] == hashlib.sha256(after[f"standard/day/{name}"]).hexdigest()


def test_a_failure_of_all_documents_changes_nothing(copy, packbuilder):
    before = tree(copy / "output")
    copy_templates(copy)
    change(copy, "templates/pack.css", "body {", "body { colour: red;")
    assert packbuilder(copy, "build", "--jobs", "0").exit_code == 8
    assert tree(copy / "output") == before


def test_two_processes_make_the_same_bytes(copy, packbuilder):
    before = tree(copy / "output")
    shutil.rmtree(copy / "output")
    arguments = ("--jobs", "2", "--edition", "standard", "--edition", "riverbank")
    assert packbuilder(copy, "build", *arguments).exit_code == 0
    assert tree(copy / "output") == before


@pytest.mark.parametrize("name", ["day", "hall", "programme"])
def test_the_outline_is_the_same_in_both_formats(pack, name):
    """Titles stand above headings, also where documents of two kinds are joined."""
    pdf, word = (
        [
            (entry.level, re.sub(r"^[\d.]+ ", "", entry.text).replace("\xa0", " "))
            for entry in read_file((pack / f"{name}.{format}").read_bytes()).outline
        ]
        for format in ("pdf", "docx")
    )
    assert word == pdf
    assert {1, 2} <= {level for level, _ in word}
