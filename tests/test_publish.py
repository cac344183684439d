"""Bytes → files: each whole or not at all."""

from __future__ import annotations

import errno
import io
import json
import os
import zipfile
from pathlib import Path

import pytest

from packbuilder import publish
from packbuilder.diagnostics import Code, PackError

FILES = {"b.pdf": b"%PDF", "a.docx": b"PK" * 500, "start-here.html": b"<html>"}


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def entry(name: str) -> dict[str, str]:
    return {"name": name}


def failing(*, code: int = errno.ENOSPC):
    def fail(*_, **__):
        raise OSError(code, os.strerror(code))

    return fail


@pytest.mark.parametrize("step", ["replace", "fsync", "chmod", "fdopen"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_a_failure_leaves_the_earlier_file(tmp_path, monkeypatch, step, code):
    file = tmp_path / "plan.pdf"
    file.write_bytes(b"earlier")
    monkeypatch.setattr(os, step, failing(code=code))
    with pytest.raises(PackError) as caught:
        publish.write_file(file, b"later")
    assert caught.value.diagnostics[0].code is Code.OUTPUT
    assert os.strerror(code) in str(caught.value)
    assert file.read_bytes() == b"earlier"
    assert names(tmp_path) == ["plan.pdf"]


def test_a_full_disk_while_writing_leaves_the_earlier_file(tmp_path, monkeypatch):
    file = tmp_path / "plan.pdf"
    file.write_bytes(b"earlier")
    real = os.fdopen

    def half(handle, mode):
        stream = real(handle, mode, buffering=0)

        class Full(io.RawIOBase):
            def write(self, data):
                stream.write(data[: len(data) // 2])
                failing()()

            def close(self):
                stream.close()
                super().close()

        return Full()

    monkeypatch.setattr(os, "fdopen", half)
    with pytest.raises(PackError):
        publish.write_file(file, b"later and longer")
    assert file.read_bytes() == b"earlier"
    assert names(tmp_path) == ["plan.pdf"]


def test_an_interrupt_leaves_the_earlier_file(tmp_path, monkeypatch):
    file = tmp_path / "plan.pdf"
    file.write_bytes(b"earlier")

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        publish.write_file(file, b"later")
    assert file.read_bytes() == b"earlier"
    assert names(tmp_path) == ["plan.pdf"]


def test_the_order_is_write_sync_replace(tmp_path, monkeypatch):
    done = []
    for name in ("fsync", "replace"):
        real = getattr(os, name)
        monkeypatch.setattr(os, name, lambda *a, n=name, r=real: (done.append(n), r(*a))[1])
    publish.write_file(tmp_path / "new" / "plan.pdf", b"bytes")
    assert done == ["fsync", "replace"]
    assert (tmp_path / "new" / "plan.pdf").read_bytes() == b"bytes"


def test_the_same_bytes_are_not_written_again(tmp_path):
    file = tmp_path / "plan.pdf"
    publish.write_file(file, b"bytes")
    before = file.stat()
    publish.write_file(file, b"bytes")
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_files_can_be_read_by_others(tmp_path):
    publish.write_file(tmp_path / "plan.pdf", b"bytes")
    assert (tmp_path / "plan.pdf").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("obstacle", ["folder", "file"])
def test_what_stands_in_the_way_is_told(tmp_path, obstacle):
    if obstacle == "folder":
        (tmp_path / "out" / "plan.pdf").mkdir(parents=True)
    else:
        (tmp_path / "out").write_text("a file")
    with pytest.raises(PackError) as caught:
        publish.write_file(tmp_path / "out" / "plan.pdf", b"bytes")
    assert caught.value.exit_code == 6


def test_a_zip_depends_on_nothing_but_its_files():
    archive = publish.make_zip(FILES)
    assert archive == publish.make_zip(dict(reversed(FILES.items())))
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.namelist() == sorted(FILES)
        assert {name: opened.read(name) for name in FILES} == FILES
        assert {info.date_time for info in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.create_system for info in opened.infolist()} == {0}


def test_only_what_an_earlier_build_made_is_removed(tmp_path):
    folder = tmp_path / "pack"
    for name in ("old.pdf", "new.pdf", "mine.txt"):
        publish.write_file(folder / name, b"bytes")
    (tmp_path / "outside.pdf").write_bytes(b"bytes")
    before = {"files": [entry("old.pdf"), entry("new.pdf"), entry("../outside.pdf"), entry("gone")]}
    publish.remove_orphans(folder, before, {"new.pdf"})
    assert names(folder) == ["mine.txt", "new.pdf"]
    assert (tmp_path / "outside.pdf").exists()


def test_without_a_manifest_nothing_is_removed(tmp_path):
    publish.write_file(tmp_path / "mine.pdf", b"bytes")
    publish.remove_orphans(tmp_path, publish.read_manifest(tmp_path), set())
    assert names(tmp_path) == ["mine.pdf"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "{}",
        '{"files": {}}',
        '{"files": ["a"]}',
        '{"files": [{"name": 3}]}',
        '{"files": [{}]}',
        '{"files": 3}',
        "\udcff",
    ],
)
def test_a_damaged_manifest_counts_as_none(tmp_path, text):
    file = tmp_path / publish.MANIFEST
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    publish.remove_orphans(tmp_path, publish.read_manifest(tmp_path), set())
    assert publish.read_manifest(tmp_path).get("files", []) in ([], {})


def test_a_manifest_says_what_it_was_made_with(tmp_path):
    made = publish.make_manifest({"pack": "day"}, [entry("b.pdf"), entry("a.pdf")])
    publish.write_file(tmp_path / publish.MANIFEST, made)
    found = publish.read_manifest(tmp_path)
    assert found == json.loads(made)
    assert [file["name"] for file in found["files"]] == ["a.pdf", "b.pdf"]
    assert found["pack"] == "day"
    assert {"packbuilder", "weasyprint", "python-docx"} <= set(found["made_with"])


def test_a_file_is_described_by_what_it_is():
    described = publish.describe("a.docx", b"PK", {"content/b.md": "2", "content/a.md": "1"})
    assert described["bytes"] == 2
    assert described["pages"] is None
    assert list(described["sources"]) == ["content/a.md", "content/b.md"]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"PK"])
def test_a_broken_pdf_is_never_published(data):
    with pytest.raises(PackError) as caught:
        publish.describe("plan.pdf", data, {})
    assert caught.value.exit_code == 11
