"""A warm process that builds: the same files and words as without it, in nobody's way."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from helpers.forked_builds import tree
from helpers.projects import PROGRAMME, change, make_project
from helpers.time_limits import PATIENCE, wait_until

from packbuilder.cli import resident

pytestmark = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="it needs Linux")

ALONE = """
import sys
from packbuilder.cli import resident
resident.PATIENCE = 600
sys.modules['packbuilder.pipeline.pool'] = None
"""
"""Makes a command fail that does not leave its build to another process, however busy that is."""
RUN = "from packbuilder.__main__ import main; main()"
ASK = """
import sys
from pathlib import Path
from packbuilder.cli.resident import ask_to_build
code = ask_to_build(Path.cwd(), ["build", "--quiet"], "packbuilder")
sys.exit(99 if code is None else code)
"""
NOBODY = 99


class Place:
    """A project, the surroundings of its builds, and its warm process once it is started."""

    def __init__(self, folder: Path) -> None:
        files = {"content/packs/day.yaml": "title: A day together\ndocuments: [programme]\n"}
        self.project = make_project(folder / "project", files)
        self.started: list[subprocess.Popen[bytes]] = []
        self.short = Path(tempfile.mkdtemp(prefix="pb-"))  # names of sockets have to be short
        self.environment = {
            "HOME": str(folder),
            "PACKBUILDER_CACHE": str(folder / "cache"),
            "PATH": os.environ["PATH"],
            "XDG_RUNTIME_DIR": str(self.short),
        }

    def run(self, code: str, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run Python code with the command line of `packbuilder`."""
        return subprocess.run(
            [sys.executable, "-P", "-c", code, *arguments],
            cwd=self.project,
            env=self.environment | more,
            capture_output=True,
            text=True,
            check=False,
        )

    def ask(self, **more: str) -> int:
        """Return the exit code of a build in the warm process, or `NOBODY`."""
        return self.run(ASK, **more).returncode

    def start(self, settings: str = "pass") -> subprocess.Popen[bytes]:
        """Start the warm process, and wait until it answers or is gone."""
        keyed = "from packbuilder.cli.resident import key_of; from pathlib import Path; "
        own = f"import packbuilder.cli.resident_process as process; {settings}; "
        begun = subprocess.Popen(
            [sys.executable, "-P", "-c", f"{keyed}{own}process.main(key_of(Path.cwd()))"],
            cwd=self.project,
            env=self.environment,
            start_new_session=True,
        )
        self.started.append(begun)
        assert wait_until(lambda: resident.running(self.project) or begun.poll() is not None)
        return begun

    @property
    def socket(self) -> Path:
        """Where the warm process listens."""
        found = resident.socket_of(self.project, make=True)
        assert found is not None
        return found


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    made = Place(tmp_path)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(made.short))
    yield made
    resident.stop(made.project)
    for process in made.started:
        process.wait(PATIENCE)
    shutil.rmtree(made.short)


@contextmanager
def answering(place: Place, *answers: bytes) -> Iterator[Callable[[], bytes]]:
    """Put in the place of the warm process somebody who gives these answers to one request, and
    hears what is told after the last one but one.
    """
    heard: list[bytes] = []
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(place.socket))
        door.listen()

        def answer() -> None:
            link, _ = door.accept()
            with link:
                resident_request(link)
                for number, words in enumerate(answers):
                    if number:
                        heard.append(link.recv(1))
                    link.sendall(words)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield lambda: b"".join(heard)
        thread.join(PATIENCE)
    place.socket.unlink()


def resident_request(link: socket.socket) -> None:
    """Read a request, and leave the files that came with it."""
    head, files, _, _ = socket.recv_fds(link, resident.SIZE.size, 4)
    for file in files:
        os.close(file)
    with link.makefile("rb") as stream:
        stream.read(resident.SIZE.unpack(head)[0])


def test_files_and_words_are_the_same(place):
    change(place.project, PROGRAMME, "Coffee at nine.", "Coffee at nine nine.")  # is warned of
    own = place.run(RUN, "build", "--no-resident", "--why")
    expected = tree(place.project / "output")
    shutil.rmtree(place.project / "output")
    process = place.start()

    first = place.run(ALONE + RUN, "build", "--why")
    assert (first.returncode, first.stdout, first.stderr) == (0, own.stdout, own.stderr)
    assert "nine nine" in own.stderr
    assert tree(place.project / "output") == expected

    change(place.project, PROGRAMME, "Coffee at nine nine.", "Tea at ten ten.")
    strict = place.run(ALONE + RUN, "build", "--strict", "--problems", "json")
    assert (strict.returncode, strict.stderr) == (4, "")
    assert "ten ten" in strict.stdout

    wrong = place.run(ALONE + RUN, "build", "--only", "nothing")
    assert wrong.returncode == 2
    assert wrong.stderr.startswith("Usage: -c build [OPTIONS]")

    status = place.run(RUN, "status").stdout
    assert f"background process: running (process {process.pid})" in status
    assert place.run(RUN, "stop").stdout == "background process stopped\n"
    assert process.wait(PATIENCE) == 0
    assert not place.socket.exists()
    assert place.run(RUN, "stop").stdout == "there is no background process\n"
    assert "resident" not in place.run(RUN, "status").stdout


def test_it_ends_with_its_command_and_takes_ctrl_c(place):
    process = place.start()
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)):
        change(place.project, PROGRAMME, "Coffee", f"Coffee {number}")
        command = subprocess.Popen(
            [sys.executable, "-P", "-c", ALONE + RUN, "build"],
            cwd=place.project,
            env=place.environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert wait_until(lambda: children.read_text().strip())
        command.send_signal(number)
        _, words = command.communicate(timeout=PATIENCE)
        assert command.returncode == code, words
        assert code < 0 or "stopped; each pack has either all" in words
        assert wait_until(lambda: not children.read_text().strip())
    assert resident.running(place.project) == process.pid


def test_one_of_another_kind_leaves(place):
    process = place.start()
    assert place.ask(LANG="C.UTF-8") == NOBODY  # it was started with another language
    assert process.wait(PATIENCE) == 0
    assert not place.socket.exists()


def test_one_that_was_killed_is_done_without(place):
    process = place.start()
    process.kill()
    process.wait()
    assert place.socket.exists()
    assert place.ask() == NOBODY
    assert place.run(RUN, "stop").stdout == "there is no background process\n"


def test_it_ends_when_nobody_builds(place):
    process = place.start("process.IDLE = process.STEP = 0.1")
    assert process.wait(PATIENCE) == 0
    assert not place.socket.exists()


def test_what_answers_wrongly_is_done_without(place):
    for answers in ([], [b"no"], [resident.BEGUN]):
        with answering(place, *answers):
            assert place.ask() == NOBODY
    with answering(place, resident.BEGUN + resident.ENDED.pack(4)):
        assert place.ask() == 4


def test_who_never_answers_is_done_without(place):
    with socket.socket(socket.AF_UNIX) as door, socket.socket(socket.AF_UNIX) as other:
        door.bind(str(place.socket))
        door.listen(0)
        other.connect(str(place.socket))  # the queue is full now
        assert place.ask() == NOBODY


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_goes_to_the_build(place, number):
    with answering(place, resident.BEGUN, resident.ENDED.pack(130)) as heard:
        command = subprocess.Popen(
            [sys.executable, "-P", "-c", ASK], cwd=place.project, env=place.environment
        )
        handled = Path(f"/proc/{command.pid}/status")
        assert wait_until(lambda: _catches(handled, signal.SIGTERM))
        command.send_signal(number)
        assert command.wait(PATIENCE) == 130
        assert heard() == bytes([number])


def _catches(status: Path, number: int) -> bool:
    caught = next(line for line in status.read_text().splitlines() if line.startswith("SigCgt"))
    return bool(int(caught.split()[1], 16) >> (number - 1) & 1)


def test_a_folder_that_others_may_enter_is_not_used(place):
    assert place.socket.parent.stat().st_mode & 0o777 == 0o700
    place.socket.parent.chmod(0o755)
    assert resident.socket_of(place.project) is None
    assert place.ask() == NOBODY


def test_nothing_is_put_into_the_home_of_somebody_else(place, monkeypatch):
    monkeypatch.setattr("os.geteuid", lambda: os.getuid() + 1)
    assert resident.socket_of(place.project) is None


@pytest.mark.parametrize(
    ("name", "value", "possible"),
    [("CI", "true", False), ("CI", "0", True), (resident.SETTING, "off", False)],
)
def test_where_it_may_build(monkeypatch, name, value, possible):
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv(resident.SETTING)
    monkeypatch.setenv(name, value)
    assert resident.is_possible() is possible


def test_a_build_starts_one_only_where_a_terminal_or_the_setting_asks_for_it(place, monkeypatch):
    started: list[object] = []
    monkeypatch.setattr("subprocess.Popen", lambda command, **_: started.append(command))
    resident.start(place.project)
    assert started == []
    monkeypatch.setenv(resident.SETTING, "on")
    resident.start(place.project)
    assert len(started) == 1
