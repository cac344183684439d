"""Versions of an edition: what is kept of each, what changed since, what to print again."""

from __future__ import annotations

import zipfile

import pytest
from helpers.projects import HEAD, change, make_project

from packbuilder.pipeline.proof import DocumentChange
from packbuilder.pipeline.versions import Advice, _reasons, number_after
from packbuilder.settings.edition import Edition, EditionVersion

EDITION = "content/editions/hilltown.yaml"
TEXT = f"""{HEAD}# Morning {{#am}}

Coffee at nine in [[venue]].

::: choices {{name="today" label="How was it?"}}
- ( ) Good
- ( ) Bad
:::
"""


@pytest.fixture
def root(tmp_path):
    files = {"content/programme.md": TEXT, "content/editions/other.yaml": "venue: Secret\n"}
    files[EDITION] = "# ours\nshort_name: Hilltown  # as people say\nvenue: The Hall\n"
    return make_project(tmp_path / "project", files)


def give(packbuilder, root, *more: str):
    result = packbuilder(root, "version", *more, "--edition", "hilltown", "--jobs", "0")
    assert result.exit_code == 0, result.output
    return result.output


def test_a_version_is_kept_and_compared_with(packbuilder, root):
    assert "nothing to compare" in give(packbuilder, root, "1.0", "--words", "First version.")
    with zipfile.ZipFile(root / "output/hilltown/versions/1.0.zip") as kept:
        assert EDITION in kept.namelist()
        assert "content/editions/other.yaml" not in kept.namelist()
    assert "nothing" in give(packbuilder, root)
    change(root, "content/programme.md", "at nine", "at ten")
    assert "programme: words changed; Reprint? no" in give(packbuilder, root)
    change(root, "content/programme.md", "- ( ) Bad", "- ( ) Bad\n- ( ) Mixed")
    change(root, EDITION, "The Hall", "The Barn")
    said = give(packbuilder, root, "1.1", "--words", "Where: the Barn", "--reprint", "programme")
    assert "asks something else" in said
    assert "details: venue; Reprint? yes" in said
    text = (root / EDITION).read_text()
    assert text.startswith("# ours\nshort_name: Hilltown  # as people say\nvenue: The Barn\n")
    assert "words: 'Where: the Barn'" in text
    assert "reprint: [programme]" in text
    assert "nothing" in give(packbuilder, root), "the number alone changes nothing"
    proof = packbuilder(root, "proof", "1.0", "--edition", "hilltown", "--jobs", "0")
    assert "programme: its words changed; Reprint? yes" in proof.output


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["new"], "is not a version number"),
        (["../1"], "is not a version number"),
        (["1.0"], "version 1.0 already exists"),
        (["1.1", "--reprint", "nothing"], "there is no document"),
    ],
)
def test_what_cannot_be_a_version_is_refused(packbuilder, root, given, said):
    (root / EDITION).write_text('versions: {"1.0": {}}\n')
    result = packbuilder(root, "version", *given, "--edition", "hilltown")
    assert result.exit_code == 2
    assert said in result.output
    assert not (root / "output").exists()


def test_a_damaged_version_is_reported(packbuilder, root):
    give(packbuilder, root, "1.0")
    (root / "output/hilltown/versions/1.0.zip").write_bytes(b"PK no zip")
    result = packbuilder(root, "version", "--edition", "hilltown", "--jobs", "0")
    assert result.exit_code == 5
    assert "damaged" in result.output


def test_what_makes_copies_wrong_is_printed_again():
    def advice(**known) -> Advice:
        made = DocumentChange("a", "A", **{"kind": "words", "reprint": True, **known})
        return Advice(made, tuple(_reasons(made)))

    assert not advice().reprint
    assert not advice(kind="look").reprint
    assert advice(cards_changed=("A1",)).reasons == ("cards", "words")
    assert advice(details=("venue",)).reprint
    assert not advice(details=("venue",), reprint=False).reprint
    assert advice(asks_else=True).reasons[0] == "answers"
    assert advice(kind="new").reprint
    assert not advice(kind="gone").reprint


def test_the_next_number_follows_the_last_one():
    assert number_after(Edition()) == "1.0"
    assert number_after(Edition(version="2.4")) == "2.4"
    assert number_after(Edition(versions={"1.9": EditionVersion()})) == "1.10"
