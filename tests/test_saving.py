"""Saves of content: nothing is overwritten unseen, and there is a way back."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sys
from itertools import count

import pytest
from helpers.projects import make_project

from packbuilder.diagnostics import PackError
from packbuilder.pipeline.project import load_project
from packbuilder.settings.edit_yaml import set_keys
from packbuilder.storage import saving
from packbuilder.storage.delivery import JOURNAL
from packbuilder.storage.saving import ConflictError, ContentWriter, content_to_itself

FILE = "content/a.yaml"


@pytest.fixture
def writer(tmp_path):
    (tmp_path / "content").mkdir()
    return ContentWriter(tmp_path)


def nothing_joined(*held: object) -> None:
    """Join nothing."""


def seen(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_a_save_replaces_what_was_seen(writer):
    writer.save(FILE, b"one", "", "first")
    (writer.root / FILE).chmod(0o640)
    save = writer.save(FILE, b"two", seen(b"one"), "second")
    assert (writer.root / FILE).read_bytes() == b"two"
    assert (writer.root / FILE).stat().st_mode & 0o777 == 0o640
    assert [each.said for each in writer.saves()] == ["second", "first"]
    assert writer.save(FILE, b"two", "whatever", "same") is None
    writer.undo(save.id, "back", nothing_joined)
    assert (writer.root / FILE).read_bytes() == b"one"


def test_another_file_is_never_overwritten(writer):
    (writer.root / FILE).write_bytes(b"theirs")
    with pytest.raises(ConflictError):
        writer.save(FILE, b"mine", seen(b"older"), "")
    with pytest.raises(ConflictError):
        writer.save(FILE, b"mine", "", "")
    assert (writer.root / FILE).read_bytes() == b"theirs"


def test_a_change_at_the_last_moment_is_noticed(writer, monkeypatch):
    writer.save(FILE, b"one", "", "")
    replace = saving.replace_checked

    def late(path, data, still_so):
        return replace(path, data, lambda: path.write_bytes(b"late") and still_so())

    monkeypatch.setattr(saving, "replace_checked", late)
    with pytest.raises(ConflictError):
        writer.save(FILE, b"two", seen(b"one"), "")
    assert [file.name for file in (writer.root / "content").iterdir()] == ["a.yaml"]
    assert (writer.root / FILE).read_bytes() == b"late"


def test_files_of_several_keep_their_modes(writer):
    for name, mode in (("a.md", 0o640), ("b.md", 0o664)):
        (writer.root / "content" / name).write_bytes(b"old")
        (writer.root / "content" / name).chmod(mode)
    files = {f"content/{name}.md": b"new" for name in ("a", "b", "c")}
    writer.save_all(files, {path: seen(b"old") for path in [*files][:2]}, "")
    modes = [(writer.root / path).stat().st_mode & 0o777 for path in files]
    assert modes[:2] == [0o640, 0o664]


STEPS = ("os.rename", "os.remove", "os.link", "os.chmod")


def ends_amid_a_save(writer: ContentWriter, number: int, files: dict[str, bytes]) -> bool:
    """Save files in a process that is killed at a step of this number; return whether it was."""
    if (child := os.fork()) == 0:
        steps = count()

        def end_at(event: str, said: tuple) -> None:
            writes = event == "open" and said[2] & (os.O_WRONLY | os.O_RDWR)
            if (writes or event in STEPS) and next(steps) == number:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(end_at)
        writer.save_all(files, {path: seen(b"old" * 9999) for path in files}, "")
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("names", [("a",), ("a", "b")])
def test_a_save_that_is_killed_leaves_files_old_or_new(writer, names):
    files = {f"content/{name}.md": b"new" * 9999 for name in names}
    for number in count():
        for path in files:
            (writer.root / path).write_bytes(b"old" * 9999)
        killed = ends_amid_a_save(writer, number, files)
        for path, new in files.items():
            assert (writer.root / path).read_bytes() in (b"old" * 9999, new)
        if not killed:
            break
        with content_to_itself(writer.root):
            pass
        found = {(writer.root / path).read_bytes() for path in files}
        assert len(found) == 1, "all of them are old, or all are new"
        assert {f"content/{each.name}" for each in (writer.root / "content").iterdir()} == {*files}
    assert number > 9


def test_an_undo_takes_a_new_file_away_and_stops_at_later_saves(writer):
    first = writer.save(FILE, b"one", "", "")
    writer.save(FILE, b"two", seen(b"one"), "")
    with pytest.raises(ConflictError):
        writer.undo(first.id, "", nothing_joined)
    second = writer.save("content/b.yaml", b"x", "", "")
    writer.undo(second.id, "", nothing_joined)
    assert not (writer.root / "content/b.yaml").exists()


def test_files_that_belong_together_are_saved_and_undone_together(writer):
    other, picture = "content/b.yaml", "content/images/c.png"
    writer.save(other, b"old", "", "")
    files = {FILE: b"one", other: b"two", picture: b"three"}
    with pytest.raises(ConflictError):
        writer.save_all(files, {other: seen(b"older")}, "")
    with pytest.raises(ConflictError):
        writer.save_all(files, {}, "")
    assert not (writer.root / FILE).exists()
    assert (writer.root / other).read_bytes() == b"old"
    save = writer.save_all(files, {other: seen(b"old")}, "all")
    assert [(writer.root / path).read_bytes() for path in files] == list(files.values())
    assert writer.saves()[0] == save
    (writer.root / picture).write_bytes(b"theirs")
    with pytest.raises(ConflictError):
        writer.undo(save.id, "", nothing_joined)
    assert (writer.root / other).read_bytes() == b"two"
    (writer.root / picture).write_bytes(b"three")
    writer.undo(save.id, "", nothing_joined)
    assert (writer.root / other).read_bytes() == b"old"
    assert not (writer.root / FILE).exists()
    assert not (writer.root / picture).exists()
    left = [f.name for f in (writer.root / "content").rglob("*") if f.is_file()]
    assert left == ["b.yaml"]


def test_only_so_many_saves_are_kept(writer, monkeypatch):
    monkeypatch.setattr(saving, "KEPT", 3)
    for number in range(5):
        writer.save(FILE, b"%d" % number, writer.hash(FILE), "")
    assert len(writer.saves()) == 3


@pytest.mark.parametrize(
    "path",
    [
        *("a.yaml", "content", "content/../a", "/etc/x", "content/a\0", "content/link/a"),
        "content/e\u0301",
    ],
)
def test_other_places_are_refused(writer, path):
    (writer.root / "content/link").symlink_to(writer.root)
    with pytest.raises(PackError):
        writer.save(path, b"x", "", "")


TEXT = """\
# Ours.
partnership: Hill   # the whole name
contact_phone: "0123 4"
terms:   # what we say
  table host: lead  # at tables
  delegate: guest

# Packs.
packs:
  - organiser
  - delegate
colour: '#1f5a4c'
"""


@pytest.mark.parametrize(
    ("key", "value", "lines"),
    [
        ("partnership", "A: #b", {2: "partnership: 'A: #b' # the whole name"}),
        ("contact_phone", "9", {3: 'contact_phone: "9"'}),
        ("packs", ["posters"], {9: "packs: [posters]", 10: None, 11: None}),
        ("colour", "#ffffff", {12: "colour: '#ffffff'"}),
        ("colour", None, {12: None}),
        ("partnership", "!!python/x", {2: "partnership: '!!python/x' # the whole name"}),
    ],
)
def test_only_the_lines_of_a_key_change(key, value, lines):
    wanted = [lines.get(n, line) for n, line in enumerate(TEXT.splitlines(), 1)]
    found = " ".join(set_keys(TEXT, {key: value}, "x.yaml").split())
    assert found == " ".join(" ".join(filter(None, wanted)).split())


def test_terms_keep_their_comments():
    found = set_keys(TEXT, {"terms": {"table host": "chair", "yes": "no"}}, "x.yaml")
    assert "  table host: chair" in found
    assert "# at tables" in found
    assert 'yes: "no"' in found
    assert "delegate: guest" not in found


def test_marks_and_line_ends_stay():
    assert (
        set_keys("\ufeffa: b\r\nc: d", {"a": "x", "e": 5}, "x") == "\ufeffa: x\r\nc: d\r\ne: 5\r\n"
    )
    assert set_keys("", {"a": "12:30"}, "x") == 'a: "12:30"\n'


def test_a_project_is_read_as_a_cut_off_save_would_have_left_it(tmp_path):
    root = make_project(tmp_path)
    text, new = root / "content/programme.md", root / "content/.packbuilder-0"
    text.rename(new)
    step = {"from": new.name, "to": text.name}
    journal = root / f"content/{JOURNAL}save.json"
    journal.write_text(json.dumps({"steps": [step], "remove": []}))
    assert "programme" in load_project(root).documents
    assert not journal.exists()
