"""`pull` of files as packs deliver them: their form and their page numbers are no edits, and what
is taken out of any of them is reported.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.edited_word import parts_of, with_parts
from helpers.libreoffice import save_again
from helpers.projects import HEAD, PROGRAMME

BREAK = "\n\n::: page-break\n:::\n\n"
PLAN = f"""
# Morning {{#morning}}

We begin early.

## Soup {{#soup}}

{"A long sentence about soup. And one more about soup. " * 75}

## Cake {{#cake}}

Cake is eaten slowly.{BREAK}# For hosts {{#hosts}}

Wash the plates.
"""
TOOL = "---\ntitle: Map\nkind: tool\ntool: T05\ntime: 0\nrests_on: [K1]\nupdated: 2026-03-14\n"
WELSH = HEAD.replace("Programme", "Rhaglen").replace("---\n\n", "language: cy\n---\n\n")
FILES = {
    PROGRAMME: HEAD.replace("kind:", "print: {per: person, until: hosts}\nkind:") + PLAN,
    "content/map.md": f"{TOOL}print: {{per: table-using}}\n---\n\n# Map\n\nA map.\n",
    "content/welsh.md": f"{WELSH}# Bore {{#bore}}\n\nCawl a bara brith i bawb.\n",
    "content/packs/all.yaml": (
        "title: All\nformats: [pdf, docx]\ndocuments: [programme, welsh]\nnumber_contents: true\n"
        "deep_tools: [map]\n"
    ),
    "content/packs/large.yaml": (
        "title: Large\nformats: [docx]\ndocuments: [programme]\nvariant: large-print\n"
    ),
    "content/packs/person.yaml": (
        "title: For a person\nformats: [docx]\ndocuments: [programme]\nhanded_to: person\n"
    ),
}
DELIVERED = [
    *(f"all/{name}.docx" for name in ("all", "programme", "welsh", "map")),
    "large/programme.docx",
    "person/programme.docx",
]


@pytest.fixture
def folder(built_project) -> Path:
    return built_project(FILES, "build", "all", "large", "person")


@pytest.fixture
def pull(folder, packbuilder, tmp_path):
    """Pull each delivered file with a change; return what each gave, by name."""

    def run(change: Callable[[bytes], bytes]) -> dict[str, tuple[str, list[str]]]:
        given = {}
        for name in DELIVERED:
            data = (folder / "output/standard" / name).read_bytes()
            (tmp_path / "edited.docx").write_bytes(change(data))
            file = str(tmp_path / "edited.docx")
            found = json.loads(packbuilder(folder, "pull", file, "--json").stdout)
            given[name] = found["patch"], [each["words"] for each in found["report"]]
        return given

    return run


def test_a_file_as_delivered_gives_nothing(pull):
    assert pull(lambda data: data) == dict.fromkeys(DELIVERED, ("", []))


def test_one_saved_by_libreoffice_gives_nothing(folder, packbuilder, tmp_path):
    """Also where it writes page numbers in another way, and makes more sections of one."""
    for name in DELIVERED:
        shutil.copy(folder / "output/standard" / name, tmp_path / name.replace("/", "-"))
    files = [tmp_path / name.replace("/", "-") for name in DELIVERED]
    save_again(files, tmp_path / "saved")
    for file in files:
        said = packbuilder(folder, "pull", str(tmp_path / "saved" / file.name)).output
        assert said == "the content stays as it is\n", file.name


def test_words_taken_out_of_a_footer_are_reported(pull):
    for name, (patch, report) in pull(without_footer).items():
        assert (patch, len(report)) == ("", 1), (name, report)
        assert "footer" in report[0]


def without_footer(data: bytes) -> bytes:
    """Take the first words out of the longest footer."""
    footers = {name: text for name, text in parts_of(data).items() if "/footer" in name}
    name, text = max(footers.items(), key=lambda each: len(each[1]))
    shorter = re.sub(rb"(<w:t(?: [^>]*)?>)[^<]+", rb"\1", text, count=1)
    assert shorter != text
    return with_parts(data, {name: shorter})


def test_the_samples_are_what_they_are_for(folder):
    """Pages begin in them, contents have numbers, and one of them is shorter."""
    said = {
        name: parts_of((folder / "output/standard" / name).read_bytes())["customXml/item1.xml"]
        for name in DELIVERED
    }
    assert b'<start anchor="' in said["all/programme.docx"]
    assert b'<page anchor="' in said["all/all.docx"]
    assert b'file="content/map.md"' in said["all/all.docx"]
    assert b'variant="large-print"' in said["large/programme.docx"]
    assert b'handed-to="person"' in said["person/programme.docx"]
    assert b"handed-to" not in said["all/programme.docx"]
