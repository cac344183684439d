"""The only door to inputs: what may come in, and what is said about the rest."""

from __future__ import annotations

import hashlib
import os
import unicodedata

import pytest
from helpers.projects import PROGRAMME, SHIPPED

from packbuilder.diagnostics import Code, PackError, Span
from packbuilder.storage.source import LIMIT_BYTES, Source

TEXT = "Café at nine.\nTea at four.\n"

SHARED = [f"content/shared/{name}.md" for name in ("formats", "hours", "notice")]


def refusal(source: Source, path: str, read: str = "read_text") -> PackError:
    with pytest.raises(PackError) as caught:
        getattr(source, read)(path, Span("content/asking.md", 3))
    return caught.value


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode(),
    ],
    ids=["plain", "mark", "crlf", "cr", "mark-crlf"],
)
def test_text_is_the_same_however_it_is_saved(project, data):
    assert Source(project({PROGRAMME: data})).read_text(PROGRAMME) == TEXT


@pytest.mark.parametrize(
    ("data", "code", "place"),
    [
        (TEXT.encode("latin-1"), Code.FILE_UNREADABLE, f"{PROGRAMME}:1:1"),
        (b"one\ntwo\n\xff\n", Code.FILE_UNREADABLE, f"{PROGRAMME}:3:1"),
        (TEXT.encode("utf-16"), Code.FILE_UNREADABLE, f"{PROGRAMME}:1:1"),
        (b"one\ntw\x00o\n", Code.CONTROL_CHARACTER, f"{PROGRAMME}:2:3"),
        (b"one\r\ntw\x0bo\r\n", Code.CONTROL_CHARACTER, f"{PROGRAMME}:2:3"),
        ("\x80".encode(), Code.CONTROL_CHARACTER, f"{PROGRAMME}:1:1"),
        ("\uffff".encode(), Code.CONTROL_CHARACTER, f"{PROGRAMME}:1:1"),
        (b"\xed\xa0\x80", Code.FILE_UNREADABLE, f"{PROGRAMME}:1:1"),
    ],
    ids=["latin-1", "byte", "utf-16", "nul", "tab", "c1", "noncharacter", "surrogate"],
)
def test_other_text_is_refused_at_its_line(project, data, code, place):
    (problem,) = refusal(Source(project({PROGRAMME: data})), PROGRAMME).diagnostics
    assert (problem.code, str(problem.span)) == (code, place)


@pytest.mark.parametrize(
    "path",
    [
        "content/../../outside.md",
        "../outside.md",
        "/etc/passwd",
        "content//etc/passwd",
        "C:/Windows/win.ini",
        "content/C:\\plan.png",
        "\\\\server\\share\\plan.png",
        "content/a:b.md",
        "templates/../../outside.md",
    ],
)
@pytest.mark.parametrize("read", ["read", "read_text"])
def test_paths_out_of_the_project_are_refused(project, path, read):
    folder = project()
    (folder.parent / "outside.md").write_text(TEXT, encoding="utf-8")
    (problem,) = refusal(Source(folder), path, read).diagnostics
    assert (problem.code, str(problem.span)) == (Code.OUTSIDE_PROJECT, "content/asking.md:3:1")


def test_links_out_of_the_project_are_refused(project):
    folder = project()
    (folder.parent / "outside.md").write_text(TEXT, encoding="utf-8")
    (folder / "content" / "link.md").symlink_to(folder.parent / "outside.md")
    (folder / "content" / "up").symlink_to(folder.parent, target_is_directory=True)
    for path in ("content/link.md", "content/up/outside.md"):
        assert refusal(Source(folder), path).diagnostics[0].code is Code.OUTSIDE_PROJECT


def test_links_inside_the_project_are_followed(project):
    folder = project()
    (folder / "content" / "link.md").symlink_to(folder / PROGRAMME)
    assert Source(folder).read_text("content/link.md") == Source(folder).read_text(PROGRAMME)


def test_links_in_a_circle_end(project):
    folder = project()
    (folder / "content" / "again").symlink_to(folder / "content", target_is_directory=True)
    (folder / "content" / "itself.md").symlink_to(folder / "content" / "itself.md")
    assert Source(folder).find("content", ".md") == [PROGRAMME, *SHARED]
    assert refusal(Source(folder), "content/itself.md").diagnostics[0].code is Code.FILE_MISSING


@pytest.mark.parametrize("kind", ["folder", "fifo", "long"])
def test_what_is_no_file_is_missing(project, kind):
    folder = project()
    path = f"content/{'x' * 300 if kind == 'long' else 'thing'}.md"
    if kind == "folder":
        (folder / path).mkdir()
    elif kind == "fifo":
        os.mkfifo(folder / path)
    assert refusal(Source(folder), path).diagnostics[0].code is Code.FILE_MISSING
    assert not Source(folder).exists(path)


def test_a_missing_file_brings_the_nearest_name(project):
    (problem,) = refusal(Source(project()), "content/images/paln.svg").diagnostics
    assert problem.help == "did you mean “images/plan.svg”?"


def test_size_is_limited(project):
    folder = project({PROGRAMME: b"x" * LIMIT_BYTES})
    assert len(Source(folder).read(PROGRAMME).data) == LIMIT_BYTES
    (folder / PROGRAMME).write_bytes(b"x" * (LIMIT_BYTES + 1))
    assert refusal(Source(folder), PROGRAMME).diagnostics[0].code is Code.TOO_LARGE


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read_is_reported(project):
    folder = project()
    (folder / PROGRAMME).chmod(0)
    assert refusal(Source(folder), PROGRAMME).diagnostics[0].code is Code.FILE_UNREADABLE


def test_what_was_read_is_known_by_hash(project):
    source = Source(project({PROGRAMME: TEXT}))
    source.read_text(PROGRAMME)
    assert source.paths() == (PROGRAMME,)
    assert source.sha256(PROGRAMME) == hashlib.sha256(TEXT.encode()).hexdigest()


def test_a_file_is_read_once(project):
    folder = project({PROGRAMME: TEXT})
    source = Source(folder)
    source.read(PROGRAMME)
    (folder / PROGRAMME).write_text("changed", encoding="utf-8")
    assert source.read_text(PROGRAMME) == TEXT


def test_hidden_files_are_not_found(project):
    names = ("content/.draft.md", "content/_old.md", "content/.git/a.md")
    found = Source(project(dict.fromkeys(names, TEXT))).find("content", ".md")
    assert found == [PROGRAMME, *SHARED]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("asked", ["NFC", "NFD"])
def test_names_are_the_same_when_their_letters_are(project, form, asked):
    on_disk, wanted = (unicodedata.normalize(f, "content/Größe/plan é.md") for f in (form, asked))
    source = Source(project({on_disk: TEXT}))
    assert source.read_text(wanted) == TEXT
    assert unicodedata.normalize("NFC", wanted) in source.find("content", ".md")
    assert source.exists(wanted)
    assert source.is_unchanged(unicodedata.normalize("NFC", wanted))


@pytest.mark.parametrize("name", ["Plan.PNG", "plan.jpeg"])
def test_a_file_of_another_ending_is_suggested(project, name):
    source = Source(project({f"content/images/{name}": b"", "content/images/plane.png": b""}))
    (problem,) = refusal(source, "content/images/plan.png").diagnostics
    assert problem.help == f"did you mean “images/{name}”?"


def test_an_address_with_a_nul_leads_nowhere(project):
    (problem,) = refusal(Source(project({})), "content/images/a\0.png").diagnostics
    assert problem.code is Code.CONTROL_CHARACTER


def test_a_templates_folder_that_is_not_whole_says_where_the_rest_is(project, packbuilder):
    folder = project({"templates/tokens.yaml": (SHIPPED / "templates/tokens.yaml").read_bytes()})
    said = packbuilder(folder, "check").output
    assert "the file “templates/labels/en.yaml” does not exist" in said
    assert "a project has all files of templates/ or none" in said
