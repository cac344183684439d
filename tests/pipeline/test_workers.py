"""Processes that crash, hang or take too much cost the one file they were making."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import threading
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest
from helpers.errands import Errand
from helpers.time_limits import PATIENCE, limited, wait_until

from packbuilder.diagnostics import Code, PackError
from packbuilder.pipeline import process
from packbuilder.pipeline.pool import Workers
from packbuilder.pipeline.process import Limits
from packbuilder.storage.cache import Artifact, Store

pytestmark = pytest.mark.usefixtures("cache")  # it matters what has been made before


@pytest.fixture
def store(tmp_path) -> Store:
    folder = tmp_path / "results"
    folder.mkdir()
    return Store(folder)


class ShortForHangs(Limits):
    """A second for what never ends, and for all others as long as a busy machine may need."""

    def seconds_of(self, job):
        return 1.0 if job.how == "hang" else PATIENCE


def run(store, jobs, count=2, limits=None) -> dict[str, object]:
    """Run jobs, and give each one's bytes or the code of what went wrong."""
    with Workers(store, count, limits=limits) as workers:
        found = list(workers.run([jobs]))
    assert len(found) == len(jobs)
    return {
        job.file_name: made.data if isinstance(made, Artifact) else made.diagnostics[0].code
        for job, made in found
    }


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ("crash", Code.RENDER_FAILED),
        ("hang", Code.TOO_SLOW),
        ("eat", Code.TOO_MUCH_MEMORY),
        ("stumble", Code.RENDER_FAILED),
        ("complain", Code.HEADING_EMPTY),
    ],
)
def test_a_bad_job_costs_itself(store, how, code):
    """K10: all others are made."""
    jobs = [Errand(f"{number}.pdf") for number in range(8)]
    jobs.insert(3, Errand("bad.pdf", how, weight=9))
    found = run(store, jobs, limits=ShortForHangs())
    assert found.pop("bad.pdf") is code
    assert found == {name: name.encode() for name in found}
    assert len(found) == 8


def test_a_process_is_exchanged_after_many_jobs(store, monkeypatch):
    """Else what its engines keep of each file would add up."""
    monkeypatch.setattr("packbuilder.pipeline.process.MOST_JOBS", 3)
    errands = [Errand(f"file-{number}") for number in range(7)]
    with Workers(store, 1) as workers:
        made = [outcome for _, outcome in workers.run([errands])]
    assert all(isinstance(outcome, Artifact) for outcome in made)
    assert len({outcome.facts["by"] for outcome in made}) == 3


def test_what_processes_are_copies_of_has_one_thread():
    """Locks that other threads hold would never be let go of in a copy."""
    ask = "import packbuilder.pipeline.engines, threading, sys; sys.stdout.write(str(THREADS))"
    threads = "len(__import__('os').listdir('/proc/self/task'))"
    if sys.platform != "linux":
        threads = "threading.active_count()"
    done = subprocess.run(
        [sys.executable, "-c", ask.replace("THREADS", threads)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "1"


@pytest.mark.skipif(sys.platform != "linux", reason="NOT TESTED: nothing is copied there")
def test_copies_of_this_process_end_at_a_message(store, monkeypatch):
    """A later copy has the ends of earlier links too, so none of them would see its link closed."""
    copying = multiprocessing.get_context("fork")
    monkeypatch.setattr(process, "_context", lambda: copying)
    monkeypatch.setattr(process, "ENGINES", "json")
    monkeypatch.setattr(process, "ENDING", PATIENCE)
    with Workers(store, 2) as workers:
        list(workers.run([[Errand("a.pdf"), Errand("b.pdf")]]))
        copies = [worker._process for worker in workers._workers]
    assert [copy.exitcode for copy in copies] == [0, 0]


def test_other_processes_do_not_decide_what_is_copied():
    """Python takes any process that is started for a wish to copy this one."""
    multiprocessing.get_start_method()
    process._context.cache_clear()
    assert isinstance(process._context(), ForkServerContext)


@pytest.mark.skipif(sys.platform != "linux", reason="NOT TESTED: nothing is copied there")
def test_where_the_process_to_copy_is_lost_others_start(store):
    """Whether it is lost between two starts, or while one waits for it."""
    server = forkserver._forkserver
    with Workers(store, 2) as workers:
        workers.start()
        os.kill(server._forkserver_pid, signal.SIGKILL)
        os.waitid(os.P_PID, server._forkserver_pid, os.WEXITED | os.WNOWAIT)
        made = [outcome for _, outcome in workers.run([[Errand("a"), Errand("b"), Errand("c")]])]
        os.kill(server._forkserver_pid, signal.SIGSTOP)
        threading.Timer(0.5, os.kill, (server._forkserver_pid, signal.SIGKILL)).start()
        lost = [outcome for _, outcome in workers.run([[Errand("d", "crash"), Errand("e")]])]
        made += [outcome for _, outcome in workers.run([[Errand("f"), Errand("g")]])]
    assert all(isinstance(outcome, Artifact) for outcome in made)
    assert sum(isinstance(outcome, Artifact) for outcome in lost) == 1


def test_a_job_waits_for_what_it_needs(store):
    parts = tuple(Errand(f"part{number}") for number in range(4))
    whole = Errand("whole", needs=parts, weight=100)
    assert run(store, [whole])["whole"] == b"whole part0 part1 part2 part3"


def test_what_needs_a_bad_job_fails_with_it(store):
    whole = Errand("whole", needs=(Errand("part", "crash"), Errand("other")))
    assert run(store, [whole, Errand("apart")]) == {
        "whole": Code.RENDER_FAILED,
        "apart": b"apart",
    }


@pytest.mark.parametrize("count", [0, 1, 2])
def test_the_same_job_runs_once_however_many(store, count):
    jobs = [Errand("same"), Errand("same"), Errand("other")]
    with Workers(store, count) as workers:
        made = [(job.file_name, made.data) for job, made in workers.run([jobs])]
    assert sorted(made) == [("other", b"other"), ("same", b"same"), ("same", b"same")]
    with Workers(store, count) as workers:
        again = list(workers.run([jobs]))
    assert len(again) == 3
    assert workers._workers == []


def test_batches_are_asked_for_one_after_the_other(store):
    asked = []

    def batches():
        for number in range(20):
            asked.append(number)
            yield [Errand(f"{number}")]

    with Workers(store, 1) as workers:
        for done, _ in enumerate(workers.run(batches()), 1):
            assert len(asked) <= done + 2


def test_processes_end_with_their_parent(store):
    with Workers(store, 2) as workers:
        made = [made for _, made in workers.run([[Errand("a"), Errand("b"), Errand("c")]])]
    for pid in {m.facts["by"] for m in made if isinstance(m, Artifact)}:
        assert wait_until(lambda pid=pid: is_gone(pid)), f"process {pid} is still there"


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_an_error_ends_every_process_at_once(store):
    """Whether it waits or is at work, it is killed: nothing is asked of it any more."""
    processes = []

    def interrupted() -> None:
        with Workers(store, 2) as workers:
            workers.start()
            workers.libraries  # noqa: B018 - they have to be there
            workers._workers[0].begin(Errand("bad.pdf", "hang"))
            processes.extend(worker._process for worker in workers._workers)
            raise KeyboardInterrupt

    with limited(), pytest.raises(KeyboardInterrupt):
        interrupted()
    assert [process.exitcode for process in processes] == [-signal.SIGKILL] * 2
    assert isinstance(PackError([]), Exception)


ENDING = """
import random, sys, time
from pathlib import Path
from packbuilder.pipeline.pool import Workers
from packbuilder.storage.cache import Store
from helpers.errands import Errand
if __name__ == "__main__":
    random.seed(int(sys.argv[2]))
    with Workers(Store(Path(sys.argv[1])), 2) as workers:
        workers.start()
        if random.random() < 0.5:
            list(workers.run([[Errand("a"), Errand("b", "crash"), Errand("c", weight=2)]]))
        time.sleep(random.random() * 0.5)
"""


@pytest.mark.parametrize("seed", range(int(os.environ.get("ENDINGS", "4"))))
def test_processes_end_without_a_word(tmp_path, seed):
    """Whatever they are doing: starting, waiting, or just lost. ENDINGS=200 tries longer."""
    program = tmp_path / "ending.py"
    program.write_text(ENDING, encoding="utf-8")
    folders = (str(folder) for folder in Path(__file__).parents[:2])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(folders)}
    done = subprocess.run(
        [sys.executable, program, tmp_path, str(seed)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_what_killed_builds_left_of_their_sockets_is_deleted(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        pass
    dead, alive, own = (
        tmp_path / f"packbuilder-{os.getuid()}-{pid}"
        for pid in (gone.pid, os.getppid(), os.getpid())
    )
    others = tmp_path / f"packbuilder-{os.getuid()}-x"
    for folder in (dead, alive, others):
        (folder / "pymp-x").mkdir(parents=True)
    with process._own_sockets():
        made = Path(tempfile.mkdtemp())
    assert made.parent == own
    assert tempfile.tempdir == str(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted([alive, own, others])
    assert list(own.iterdir()) == [made]
