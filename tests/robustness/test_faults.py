"""Kills, faults of the disk and interrupts: the earlier pack stays whole, and the next build works.

Samples of what the commands beside this file try at every call and at a thousand moments.
"""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest
from helpers.forked_builds import RECIPE, tree
from helpers.projects import PROGRAMME, change, make_project
from helpers.time_limits import wait_until
from interrupt import Place
from listing import list_opened

from packbuilder.diagnostics import PackError
from packbuilder.storage import delivery as delivery_module
from packbuilder.storage.delivery import finish_deliveries, write_file
from packbuilder.storage.lock import locked

pytestmark = pytest.mark.usefixtures("cache")  # it matters what has been made before

HERE = Path(__file__).parent
BUILD = ("build", "--jobs", "0", "--quiet")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="NOT TESTED: it needs Linux's /proc")


def strace_works() -> bool:
    """Some containers have it and do not let it look at other processes."""
    return (
        shutil.which("strace") is not None
        and subprocess.run(["strace", "-o", os.devnull, "true"], check=False).returncode == 0
    )


STRACE = pytest.mark.skipif(
    not strace_works(), reason="NOT TESTED: strace is missing, or may not be used"
)


def run_harness(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, HERE / "inject.py", *arguments],
        env={**os.environ, "PYTHONSAFEPATH": ""},  # a command that ran in this process has set it
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


@STRACE
def test_a_fault_at_a_call_of_the_file_system_costs_nothing():
    """K1, K2, K6: SIGKILL, ENOSPC, EIO and EACCES at a sample of the calls of a build."""
    said = run_harness("calls", "--every", "120", "--reading-every", "2000")
    assert "0 of them went wrong" in said
    for fault in ("KILL", "ENOSPC", "EIO", "EACCES"):
        assert f"{fault}:" in said


@LINUX
def test_a_kill_at_any_moment_costs_nothing():
    """K1: a sample of random moments."""
    assert "0 of them went wrong" in run_harness("kills", "--times", "5")


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Place:
    return Place(tmp_path_factory.mktemp("interrupts"))


@LINUX
@pytest.mark.parametrize(("number", "share"), [(signal.SIGINT, 0.9), (signal.SIGTERM, 0.1)])
def test_an_interrupt_ends_all(place, number, share):
    """K9: with 130 or 143, no process left and the earlier pack, where some of the results have
    been made; `make faults` takes the time.
    """
    place.measure()
    enough = place.kept() * share
    stop = place.stop(lambda: wait_until(lambda: place.kept() >= enough), number)
    assert stop is None or place.judge(stop, number) == ""


@STRACE
@pytest.mark.parametrize("depth", [0, 90], ids=["short-path", "long-path"])
def test_a_build_opens_no_socket_and_no_foreign_file(depth):
    """F1, N1: all that the build and its processes open, seen from outside; where the path of the
    folder for temporary files is too long for a socket, processes start in another way. None of
    them leaves anything there.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "x" * depth)
        project = make_project(folder / "project", {"content/packs/day.yaml": RECIPE})
        found = list_opened(project, folder)
        assert (found.foreign, found.sockets) == (set(), ())
        assert str(project / PROGRAMME) in found.files
        assert list((folder / "tmpdir").iterdir()) == []


# The disk -----------------------------------------------------------------------------------------


@pytest.fixture
def changed(project, packbuilder):
    """A project that was built and then changed, with what was built before."""
    folder = project({"content/packs/day.yaml": RECIPE})
    assert packbuilder(folder, *BUILD).exit_code == 0
    change(folder, PROGRAMME, "Coffee at nine.", "Tea at ten, and coffee for all.")
    return folder, tree(folder / "output")


def mount(folder: Path, *options: str) -> None:
    done = subprocess.run(
        ["mount", "-t", "tmpfs", *options, "tmpfs", folder], capture_output=True, check=False
    )
    if done.returncode:
        pytest.skip("NOT TESTED: only root may mount a small disk")


@pytest.mark.skipif(sys.platform != "linux", reason="NOT TESTED: small disks are Linux's here")
@pytest.mark.parametrize("spare", [0, 8, 32, 64])
def test_a_full_disk_keeps_the_earlier_pack(changed, packbuilder, tmp_path, spare):
    """K2: a disk with room for the earlier pack and some kB more."""
    folder, before = changed
    small = tmp_path / "small"
    small.mkdir()
    used = sum(-(-len(data) // 4096) * 4 for data in before.values())
    mount(small, "-o", f"size={used + spare + 24}k")
    try:
        shutil.copytree(folder / "output", small / "output")
        result = packbuilder(folder, *BUILD, "--output", str(small / "output"))
        assert (result.exit_code, "No space left" in result.output) == (6, True), result.output
        assert tree(small / "output") == before
        assert not [file for file in small.rglob(".*") if file.is_file()]
    finally:
        subprocess.run(["umount", small], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="NOT TESTED: disks to read only, Linux's")
def test_a_disk_to_read_only_keeps_the_earlier_pack(changed, packbuilder, tmp_path, monkeypatch):
    """K3: the output folder cannot be written to, by nobody; reported before anything is made."""
    made: list[object] = []
    monkeypatch.setattr("packbuilder.pipeline.jobs.write", lambda job, _: made.append(job))
    folder, before = changed
    output = folder / "output"
    shutil.move(output, tmp_path / "kept")
    output.mkdir()
    mount(output)
    try:
        shutil.copytree(tmp_path / "kept", output, dirs_exist_ok=True)
        subprocess.run(["mount", "-o", "remount,ro", output], check=True)
        result = packbuilder(folder, *BUILD)
        assert (result.exit_code, "Read-only" in result.output) == (6, True), result.output
        assert tree(output) == before
        assert made == []
    finally:
        subprocess.run(["umount", output], check=True)


@pytest.mark.parametrize("place", ["output/standard", "output/standard/day"])
def test_a_file_in_the_place_of_a_folder_is_reported(changed, packbuilder, monkeypatch, place):
    """K3: before anything is made."""
    folder, _ = changed
    shutil.rmtree(folder / place)
    (folder / place).write_bytes(b"mine")
    made: list[object] = []
    monkeypatch.setattr("packbuilder.pipeline.jobs.write", lambda job, _: made.append(job))
    result = packbuilder(folder, *BUILD)
    assert (result.exit_code, "Not a directory" in result.output) == (6, True), result.output
    assert (folder / place).read_bytes() == b"mine"
    assert made == []


def test_a_quota_keeps_the_earlier_pack(changed):
    """K3: files may not grow beyond a size (EFBIG)."""
    folder, before = changed
    program = (
        "import resource, signal, sys; from packbuilder.cli import main\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "main(sys.argv[1:])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *BUILD],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "Traceback" in done.stderr) == (6, False), done.stderr
    assert tree(folder / "output") == before


@pytest.mark.parametrize("code", [errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY])
def test_a_result_that_another_program_holds_is_reported(changed, packbuilder, monkeypatch, code):
    """K4: after some patience the pack stays as it was, and the words say what to close."""
    folder, before = changed
    real = os.replace

    def held(source, target):
        if str(target).endswith("programme.pdf"):
            raise OSError(code, os.strerror(code))
        return real(source, target)

    monkeypatch.setattr(delivery_module, "_PATIENCE", (0.0, 0.0))
    monkeypatch.setattr(os, "replace", held)
    result = packbuilder(folder, *BUILD)
    assert result.exit_code == 6
    assert "programme.pdf” cannot be written" in result.output
    assert "close it if another program has it open" in result.output
    assert tree(folder / "output") == before


def test_the_patience_with_other_programs_has_an_end():
    """K4: about two and a half seconds for each file."""
    assert 2 <= sum(delivery_module._PATIENCE) <= 3


# Together, and meanwhile --------------------------------------------------------------------------


def test_builds_at_once_wait_for_each_other(tmp_path):
    """K5: three builds of the same project, each with a good end, and one true pack."""
    folder = make_project(tmp_path / "project", {"content/packs/day.yaml": RECIPE})
    command = [sys.executable, "-m", "packbuilder", *BUILD]
    running = [
        subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True) for _ in range(3)
    ]
    assert [(build.communicate()[1], build.returncode) for build in running] == [("", 0)] * 3
    alone = make_project(tmp_path / "alone", {"content/packs/day.yaml": RECIPE})
    subprocess.run(command, cwd=alone, check=True)
    assert tree(folder / "output") == tree(alone / "output")


def test_readers_never_see_half_a_file(tmp_path):
    """K5: who reads while files are replaced finds one or the other, whole."""
    file, seen, done = tmp_path / "plan.pdf", set(), threading.Event()
    contents = [bytes([number]) * 200_000 for number in range(2)]
    write_file(file, contents[0])

    def read() -> None:
        while not done.is_set():
            seen.add(file.read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    for turn in range(50):
        write_file(file, contents[turn % 2])
    done.set()
    reader.join()
    assert seen <= set(contents)


def test_text_saved_during_the_build_is_reported(changed, packbuilder, monkeypatch):
    """K7: even with the same size and time; the pack stays, and the next build is good."""
    from packbuilder.pipeline import jobs

    folder, before = changed
    file, real = folder / PROGRAMME, jobs.write
    times = (file.stat().st_atime_ns, file.stat().st_mtime_ns)

    def write(job, store):
        file.write_bytes(file.read_bytes().replace(b"Tea", b"Pie"))
        os.utime(file, ns=times)
        return real(job, store)

    with monkeypatch.context() as patch:
        patch.setattr("packbuilder.pipeline.jobs.write", write)
        result = packbuilder(folder, *BUILD)
    assert (result.exit_code, "[PB408]" in result.output) == (3, True)
    assert tree(folder / "output") == before
    assert packbuilder(folder, *BUILD).exit_code == 0


def test_a_wrong_clock_changes_nothing(changed, packbuilder):
    """K7: files from 1970 and from 2099 are distinguished by what they hold."""
    folder, _ = changed
    assert packbuilder(folder, *BUILD).exit_code == 0
    after = tree(folder / "output")
    for seconds in (0, 4_070_908_800):
        for file in [file for file in folder.rglob("*") if file.is_file()]:
            os.utime(file, (seconds, seconds))
        result = packbuilder(folder, "build", "--jobs", "0")
        assert "nothing has changed" in result.output
        assert tree(folder / "output") == after


# What is kept -------------------------------------------------------------------------------------


def test_a_kept_result_cut_anywhere_counts_as_none(tmp_path):
    """K8: cut at every byte, and with any bit turned."""
    from packbuilder.storage.cache import Store

    store, key, data = Store(tmp_path), "ab" * 32, bytes(range(256))
    store.put(key, data, {"pages": 3})
    file = tmp_path / "ab" / key
    whole = file.read_bytes()
    changes = [whole[:size] for size in range(len(whole))]
    start = whole.index(b"\n") + 1  # turned bits of the head may change facts' names alone
    for at in range(start, len(whole)):
        changes.append(whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :])
    for changed in changes:
        file.write_bytes(changed)
        assert store.get(key) is None
        assert not file.exists()


def test_a_record_cut_anywhere_counts_as_none(tmp_path, monkeypatch):
    """K8: of what the last build read and made."""
    from packbuilder.storage import state

    request = state.BuildRequest(Path("/project"), Path("/output"))
    state.write_record(request, state.Record("p", {}, {"a": "b"}, {"c": "d"}))
    file = state._record_file(request)
    whole = file.read_bytes()
    assert state.read_record(request) is not None
    for size in range(len(whole)):
        file.write_bytes(whole[:size])
        assert state.read_record(request) is None


def test_a_journal_cut_anywhere_harms_nothing(tmp_path):
    """K8: what it names is swept, and the files stay."""
    whole = b'{"steps": [{"to": "day/a.pdf", "from": "day/.packbuilder-x"}], "remove": []}'
    for size in range(len(whole)):
        folder = tmp_path / f"{size}" / "day"
        folder.mkdir(parents=True)
        (folder / "a.pdf").write_bytes(b"old")
        (folder / ".packbuilder-x").write_bytes(b"new")
        (folder.parent / ".packbuilder-journal-day.json").write_bytes(whole[:size])
        finish_deliveries(folder.parent)
        assert [file.read_bytes() for file in folder.iterdir()] == [b"old"]
        assert len(list(folder.parent.iterdir())) == 1


def test_a_lock_that_cannot_be_had_is_reported(tmp_path, monkeypatch):
    """K2: whatever the system says of it."""

    def refuse(*_, **__):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("filelock.FileLock.acquire", refuse)
    with pytest.raises(PackError) as caught, locked(tmp_path):
        pass
    assert caught.value.exit_code == 6
