"""Bytes → files: each whole or not at all."""

from __future__ import annotations

import errno
import io
import json
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from packbuilder.diagnostics import Code, PackError
from packbuilder.storage import delivery as delivery_module
from packbuilder.storage import manifest as manifest_module
from packbuilder.storage.delivery import Delivery, finish_deliveries, write_file
from packbuilder.storage.lock import locked
from packbuilder.storage.manifest import MANIFEST, make_manifest, make_zip, read_manifest
from packbuilder.writers.reading_back import count_pages

FILES = {"b.pdf": b"%PDF", "a.docx": b"PK" * 500, "start-here.html": b"<html>"}


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def entry(name: str) -> dict[str, str]:
    return {"name": name}


def failing(*, code: int = errno.ENOSPC):
    def fail(*_, **__):
        raise OSError(code, os.strerror(code))

    return fail


@pytest.mark.parametrize("step", ["replace", "fsync", "open", "fdopen"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_a_failure_leaves_the_earlier_file(tmp_path, monkeypatch, step, code):
    file = tmp_path / "plan.pdf"
    file.write_bytes(b"earlier")
    monkeypatch.setattr(delivery_module, "_PATIENCE", ())
    monkeypatch.setattr(os, step, failing(code=code))
    with pytest.raises(PackError) as caught:
        write_file(file, b"later")
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
        write_file(file, b"later and longer")
    assert file.read_bytes() == b"earlier"
    assert names(tmp_path) == ["plan.pdf"]


def test_an_interrupt_leaves_the_earlier_file(tmp_path, monkeypatch):
    file = tmp_path / "plan.pdf"
    file.write_bytes(b"earlier")

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_file(file, b"later")
    assert file.read_bytes() == b"earlier"
    assert names(tmp_path) == ["plan.pdf"]


def test_the_order_is_write_sync_replace(tmp_path, monkeypatch):
    done = []
    for name in ("fsync", "replace"):
        real = getattr(os, name)
        monkeypatch.setattr(os, name, lambda *a, n=name, r=real: (done.append(n), r(*a))[1])
    write_file(tmp_path / "new" / "plan.pdf", b"bytes")
    staged, journal, folder = ["fsync"], ["fsync", "replace"], ["fsync"]
    assert done == [*staged, *journal, *folder, "replace", *folder]
    assert (tmp_path / "new" / "plan.pdf").read_bytes() == b"bytes"


def test_the_same_bytes_are_not_written_again(tmp_path):
    file = tmp_path / "plan.pdf"
    write_file(file, b"bytes")
    before = file.stat()
    write_file(file, b"bytes")
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_files_can_be_read_by_others(tmp_path):
    write_file(tmp_path / "plan.pdf", b"bytes")
    assert (tmp_path / "plan.pdf").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("obstacle", ["folder", "file"])
def test_what_stands_in_the_way_is_reported(tmp_path, obstacle):
    if obstacle == "folder":
        (tmp_path / "out" / "plan.pdf").mkdir(parents=True)
    else:
        (tmp_path / "out").write_text("a file")
    with pytest.raises(PackError) as caught:
        write_file(tmp_path / "out" / "plan.pdf", b"bytes")
    assert caught.value.exit_code == 6


def test_a_zip_depends_on_nothing_but_its_files():
    archive = make_zip(FILES)
    assert archive == make_zip(dict(reversed(FILES.items())))
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.namelist() == sorted(FILES)
        assert {name: opened.read(name) for name in FILES} == FILES
        assert {info.date_time for info in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {info.create_system for info in opened.infolist()} == {0}


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
    file = tmp_path / MANIFEST
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert read_manifest(tmp_path).get("files", []) in ([], {})


def test_a_manifest_says_what_it_was_made_with(tmp_path):
    made = make_manifest({"pack": "day"}, [entry("b.pdf"), entry("a.pdf")])
    write_file(tmp_path / MANIFEST, made)
    found = read_manifest(tmp_path)
    assert found == json.loads(made)
    assert [file["name"] for file in found["files"]] == ["a.pdf", "b.pdf"]
    assert found["pack"] == "day"
    assert {"packbuilder", "weasyprint", "python-docx"} <= set(found["made_with"])


def test_a_manifest_never_leaves_a_version_open(monkeypatch):
    monkeypatch.setattr(manifest_module, "version", lambda _: None)
    with pytest.raises(PackError) as caught:
        make_manifest({"pack": "day"}, [])
    assert caught.value.exit_code == 7


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"PK"])
@pytest.mark.parametrize("name", ["plan.pdf", "plan.docx"])
def test_a_broken_file_is_never_delivered(name, data):
    with pytest.raises(PackError) as caught:
        count_pages(name, data)
    assert caught.value.exit_code == 11


# Several files together ---------------------------------------------------------------------------

OLD = {
    "day/a.pdf": b"old a",
    "day/b.docx": b"old b",
    "day.zip": b"old zip",
    "day/gone.pdf": b"gone",
}
NEW = {"day/a.pdf": b"new a", "day/b.docx": b"new b", "day.zip": b"new zip", "day/new.pdf": b"new"}


def lay(folder: Path) -> None:
    for name, data in OLD.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def deliver(folder: Path) -> None:
    with Delivery(folder, "day") as delivery:
        for name, data in NEW.items():
            delivery.put(folder / name, data)
        delivery.remove(folder / "day/gone.pdf")


def all_files(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_a_delivery_replaces_all(tmp_path):
    lay(tmp_path)
    deliver(tmp_path)
    assert all_files(tmp_path) == NEW


class Stop(BaseException):
    """What ends a test in the middle, as a crash would."""


CALLS = ["replace", "fsync", "chmod", "fdopen", "link", "unlink", "open"]


def break_at(monkeypatch, call: str, turn: int, error: BaseException) -> list[int]:
    """Let one kind of call of the system fail at its n-th turn."""
    real, turns = getattr(os, call), [0]

    def broken(*arguments, **more):
        turns[0] += 1
        if turns[0] == turn:
            raise error
        return real(*arguments, **more)

    monkeypatch.setattr(os, call, broken)
    return turns


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EACCES])
@pytest.mark.parametrize("call", CALLS)
def test_a_fault_anywhere_undoes_all_of_it(tmp_path, monkeypatch, call, code):
    monkeypatch.setattr(delivery_module, "_PATIENCE", ())
    for turn in range(1, 40):
        folder = tmp_path / f"{turn}"
        lay(folder)
        with monkeypatch.context() as patch:
            turns = break_at(patch, call, turn, OSError(code, os.strerror(code)))
            try:
                deliver(folder)
                failed = False
            except PackError:
                failed = True
        finish_deliveries(folder)
        assert all_files(folder) in ((OLD,) if failed else (NEW, NEW | {"day/gone.pdf": b"gone"}))
        if turns[0] < turn:
            return
    pytest.fail("it never came to an end")


@pytest.mark.parametrize("call", CALLS)
def test_after_a_crash_anywhere_all_is_old_or_all_is_new(tmp_path, call):
    for turn in range(1, 40):
        folder = tmp_path / f"{turn}"
        lay(folder)
        child = os.fork()
        if child == 0:
            real, turns = getattr(os, call), [0]

            def broken(*arguments, real=real, turns=turns, turn=turn, **more):
                turns[0] += 1
                if turns[0] == turn:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*arguments, **more)

            setattr(os, call, broken)
            deliver(folder)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        finish_deliveries(folder)
        assert all_files(folder) in (OLD, NEW)
        if status == 0:
            return
    pytest.fail("it never came to an end")


def test_a_file_that_is_open_elsewhere_gets_time_to_be_closed(tmp_path, monkeypatch):
    lay(tmp_path)
    monkeypatch.setattr(delivery_module, "_PATIENCE", (0.0, 0.0))
    break_at(monkeypatch, "replace", 3, PermissionError(13, "in use"))
    deliver(tmp_path)
    assert all_files(tmp_path) == NEW


def test_a_journal_never_leads_out_of_its_folder(tmp_path):
    lay(tmp_path / "output")
    (tmp_path / "mine.txt").write_bytes(b"mine")
    steps = [{"from": "day/a.pdf", "to": "../mine.txt"}]
    journal = {"steps": steps, "remove": ["../mine.txt"]}
    (tmp_path / "output" / ".packbuilder-journal-day.json").write_text(json.dumps(journal))
    finish_deliveries(tmp_path / "output")
    assert (tmp_path / "mine.txt").read_bytes() == b"mine"


def test_two_builds_never_deliver_at_once(tmp_path):
    with locked(tmp_path):
        program = (
            "import sys; from pathlib import Path; from packbuilder.storage.lock import locked\n"
            "with locked(Path(sys.argv[1]), patience=0.2): pass"
        )
        done = subprocess.run(
            [sys.executable, "-c", program, tmp_path], capture_output=True, text=True, check=False
        )
    assert "another build is writing" in done.stderr
    with locked(tmp_path, patience=0.2):
        pass
