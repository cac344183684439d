"""`proof`: accepted, its file says what the new version says, rejected, what the old one says."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import tarfile

import pytest
from helpers.edited_word import TEXT, edited, parts_of, word_of
from helpers.libreoffice import ACCEPTED, REJECTED, SAVED, settle_changes
from helpers.projects import HEAD, make_project
from helpers.word_lint import faults

from packbuilder.inspection.word_units import read_units
from packbuilder.storage.revisions import _stays_inside
from packbuilder.writers.docx.tracked import says_the_same, track_changes

OLD = """\
# Morning {#morning}

The day begins at **nine** in the hall, with [a song](https://example.org/song).

- Bring a pen.
- Bring a friend.

::: table {caption="Who speaks"}
| Name | Role |
|---|---|
| Ada | Chair |
| Bo | Host |
:::

Lunch is at noon.[^1]

The bus leaves at five.

[^1]: Soup and bread.
"""
CHANGES = {
    "words": [("at **nine**", "at **ten**")],
    "bold alone": [("Bring a pen.", "Bring a **pen**.")],
    "a link": [("example.org/song", "example.org/other")],
    "an item": [("- Bring a friend.\n", "- Bring a friend.\n- Bring a cake.\n")],
    "an item less": [("- Bring a pen.\n", "")],
    "a row": [("| Bo | Host |\n", "| Bo | Host |\n| Cy | Cook |\n")],
    "an empty row": [("| Bo | Host |\n", "| Bo | Host |\n|  |  |\n")],
    "a row less": [("| Ada | Chair |\n", "")],
    "a cell": [("| Host |", "| Host and cook |")],
    "a column": [
        ("| Name | Role |\n|---|---|", "| Name | Role | Day |\n|---|---|---|"),
        ("| Chair |", "| Chair | One |"),
        ("| Bo | Host |", "| Bo | Host | Two |"),
    ],
    "no table": [("::: table" + OLD.partition("::: table")[2].partition("Lunch")[0], "")],
    "a note": [("Soup and bread", "Soup, bread and tea")],
    "a note less": [("noon.[^1]", "noon."), ("\n[^1]: Soup and bread.\n", "")],
    "a note more": [("at five.", "at five.[^2]"), ("bread.\n", "bread.\n\n[^2]: Or later.\n")],
    "a heading": [("# Morning {#morning}", "# The day {#morning}")],
    "moved": [("The bus leaves at five.\n", ""), ("# M", "The bus leaves at five.\n\n# M")],
    "joined": [("noon.[^1]\n\nThe bus", "noon.[^1] The bus")],
    "all": [(OLD.partition("[^1]: ")[0], "Nothing is left.[^1]\n\n")],
}  # fmt: skip


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory):
    """Make the Word file of a text, once."""
    made: dict[str, bytes] = {}

    def version(text: str) -> bytes:
        if text not in made:
            folder = tmp_path_factory.mktemp("version")
            made[text] = word_of(
                make_project(folder, {"content/programme.md": HEAD + text}), "programme"
            )
        return made[text]

    return version


def changed(name: str) -> str:
    text = OLD
    for old, new in CHANGES[name]:
        assert old in text
        text = text.replace(old, new, 1)
    return text


@pytest.mark.parametrize("name", CHANGES)
def test_accepted_it_is_the_new_one_and_rejected_the_old_one(name, versions):
    before, after = versions(OLD), versions(changed(name))
    for old, new in ((before, after), (after, before)):
        made = track_changes(old, new, "Ada").data
        assert says_the_same(made, old, new)
        assert faults(made) == []
        assert read_units(made).tracked.authors == ("Ada",) or name == "bold alone"


def test_words_that_stay_are_not_touched(versions):
    xml = parts_of(track_changes(versions(OLD), versions(changed("words")), "Ada").data)[
        TEXT
    ].decode()
    assert xml.count("<w:ins ") == xml.count("<w:del ") == 1
    assert '<w:delText xml:space="preserve">nine</w:delText>' in xml


@pytest.mark.parametrize("name", ["customXml", "smartTag", "fldSimple"])
def test_words_that_stand_in_something_else_are_tracked(name, versions):
    run = '<w:r><w:t xml:space="preserve">The bus leaves at five.</w:t></w:r>'
    new = edited(versions(OLD), run, f"{run}<w:{name}><w:r><w:t> Or so.</w:t></w:r></w:{name}>")
    made = track_changes(versions(OLD), new, "Ada").data
    assert says_the_same(made, versions(OLD), new)
    assert read_units(made).tracked.count == 1


def test_a_look_alone_is_said_as_one(versions):
    xml = parts_of(track_changes(versions(OLD), versions(changed("bold alone")), "Ada").data)[TEXT]
    assert b"<w:ins " not in xml
    assert b"<w:rPrChange " in xml


def test_libreoffice_accepts_and_rejects_the_same_changes(versions, tmp_path):
    text = OLD
    for name in ("words", "an item", "a row less", "a note more", "a note"):
        for old, new in CHANGES[name]:
            text = text.replace(old, new, 1)
    before, after = versions(OLD), versions(text)
    (tmp_path / "proof.docx").write_bytes(track_changes(before, after, "Ada").data)
    settle_changes(tmp_path / "proof.docx", tmp_path)
    saved, accepted, rejected = (
        (tmp_path / name).read_bytes() for name in (SAVED, ACCEPTED, REJECTED)
    )
    assert _words(accepted) == _words(saved) == _words(after)
    assert _words(rejected) == _words(saved, reject=True) == _words(before)
    assert read_units(saved).tracked.count > 0
    assert read_units(accepted).tracked.count == read_units(rejected).tracked.count == 0


def _words(data: bytes, reject: bool = False) -> list[str]:
    units = read_units(data, reject).units
    kept = (unit.raw for unit in units if unit.kind not in ("made", "figure"))
    return [re.sub(r"\[\^\d+\]", "[^]", words).strip() for words in kept]


def test_it_compares_git_with_the_content_of_today(project, packbuilder, tmp_path, monkeypatch):
    monkeypatch.setattr("packbuilder.pipeline.proof._differs_in_print", lambda *_: True)
    folder = project({"content/programme.md": HEAD + OLD})
    for command in (["init", "-q"], ["add", "content"], ["commit", "-q", "-m", "One"]):
        person = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
        subprocess.run(["git", *person, *command], cwd=folder, check=True)
    (folder / "content/programme.md").write_text(HEAD + changed("words"), encoding="utf-8")
    result = packbuilder(folder, "proof", "HEAD", "--author", "Ada", "--jobs", "0")
    assert result.exit_code == 0, result.output
    assert "programme: its words changed; Reprint? yes" in result.output
    made = folder / "output/standard/proof"
    rows = list(csv.DictReader((made / "changes.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert {row["document"]: row["change"] for row in rows}["programme"] == "words"
    assert json.loads(
        packbuilder(folder, "pull", str(made / "programme.docx"), "--accept", "--json").stdout
    ) == {"patch": "", "files": [], "report": [], "written": False}
    back = json.loads(
        packbuilder(folder, "pull", str(made / "programme.docx"), "--reject", "--json").stdout
    )
    assert "+The day begins at **nine**" in back["patch"]


def test_words_that_word_cut_into_runs_are_no_change(versions):
    old = versions(OLD)
    cut = edited(old, "The bus leaves", "The b</w:t></w:r><w:proofErr/><w:r><w:t>us leaves")
    cut = edited(cut, "<w:t>us leaves", "<w:lastRenderedPageBreak/><w:t>us leaves")
    assert cut != old
    found = parts_of(track_changes(old, cut, "Sam").data)[TEXT].decode()
    assert "w:author=" not in found
    assert "The bus leaves at five." in found


def test_a_version_that_cannot_be_read_is_no_new_document(project, packbuilder, tmp_path):
    folder = project({"content/programme.md": HEAD + OLD})
    make_project(tmp_path / "then", {"content/programme.md": HEAD + OLD + "\n::: callout\nOpen.\n"})
    result = packbuilder(folder, "proof", str(tmp_path / "then"), "--jobs", "0")
    assert result.exit_code == 3
    assert f"{tmp_path}/then/content/programme.md:27:1: error[PB202]" in result.output
    (tmp_path / "none").mkdir()
    result = packbuilder(folder, "proof", str(tmp_path / "none"), "--jobs", "0")
    assert "this version has no content/project.yaml" in result.output


def test_links_of_a_version_that_lead_out_of_it_are_left_out():
    found = []
    for target in ("plan.svg", "/etc/hosts", "../../../hosts"):
        link = tarfile.TarInfo("content/link.svg")
        link.type, link.linkname = tarfile.SYMTYPE, target
        found.append(_stays_inside(link))
    assert found == [True, False, False]
