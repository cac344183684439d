"""A new format is one folder and one line: it is written, checked, packed and shown like others."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import plain_text
import pytest

from packbuilder.writers import WRITERS

RECIPE = "title: A day together\ndocuments: [programme]\nformats: [txt]\n"


@pytest.fixture
def day(project, monkeypatch) -> Iterator[Path]:
    """Return a project whose pack is in plain text, while there is such a writer."""
    monkeypatch.setitem(WRITERS, "txt", plain_text.WRITER)
    return project({"content/packs/day.yaml": RECIPE})


def test_it_is_built_and_packed_with_its_name_in_the_guides(day, packbuilder):
    built = packbuilder(day, "build", "--jobs", "0", "--quiet")
    assert (built.exit_code, built.output) == (0, "")
    with zipfile.ZipFile(day / "output/standard/day.zip") as archive:
        assert "# Programme" in archive.read("programme.txt").decode()
        assert "programme.txt (Plain text)" in archive.read("README.txt").decode()
        assert "Plain text: programme.txt" in archive.read("start-here.html").decode()


class Here:
    """Stands in for a process of its own, which would not know the format."""

    def __init__(self, answer: Callable[[bytes], object], *_: object) -> None:
        self.ask = answer

    def close(self) -> None:
        pass


def test_it_is_chosen_and_inspected(day, packbuilder, monkeypatch):
    monkeypatch.setattr("packbuilder.pipeline.gate.Apart", Here)
    built = packbuilder(day, "build", "--jobs", "0", "--format", "txt")
    assert built.exit_code == 0, built.output
    shown = packbuilder(day, "inspect", "output/standard/day/programme.txt").output
    assert "Plain text, language en-GB" in shown
    assert "heading 2: Morning" in shown


def test_words_that_it_loses_are_reported(cache, day, packbuilder, monkeypatch):
    def lose(*of) -> bytes:
        return plain_text.WRITER.write(*of).replace(b"Coffee at nine.", b"")

    monkeypatch.setitem(WRITERS, "txt", replace(plain_text.WRITER, write=lose))
    built = packbuilder(day, "build", "--jobs", "0")
    assert built.exit_code == 11
    assert "“Coffee at nine.” is missing from programme.txt" in built.output


def test_without_a_writer_there_is_no_format(project, packbuilder):
    checked = packbuilder(project({"content/packs/day.yaml": RECIPE}), "check")
    assert "content/packs/day.yaml:3" in checked.output
    assert "“formats” cannot be “txt”" in checked.output
    assert "write html or pdf or docx" in checked.output
