"""Ctrl+C at many moments of a build with processes of its own. Linux only.

    python tests/robustness/interrupt.py --times 50

The whole group gets the signal, as a terminal does it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.forked_builds import RECIPE, tree
from helpers.projects import PROGRAMME, change, make_project
from helpers.time_limits import PATIENCE, wait_until

COMMAND = [sys.executable, "-P", "-m", "packbuilder", "build", "--quiet", "--jobs", "2"]
CODES = {signal.SIGINT: {130, -signal.SIGINT}, signal.SIGTERM: {143, -signal.SIGTERM}}
"""Exit codes of ours; before our first line runs, Python itself dies of the signal, which a shell
shows as the same.
"""
SHORTEST = 32
"""Letters that the names of kept results have at least, and those of files not whole have not."""
SLOWEST = 2.0
"""Seconds until the end of a build that this command lets pass, on a machine with nothing else to
do; tests only want an end.
"""


@dataclass(frozen=True)
class Stop:
    """How a build took a signal: exit code, seconds until its end, who outlived it, its words."""

    code: int
    seconds: float
    left: tuple[int, ...]
    said: str


class Place:
    """A project that was built, and then changed; results are never kept from one build on."""

    def __init__(self, folder: Path) -> None:
        self.project = make_project(folder / "project", {"content/packs/day.yaml": RECIPE})
        self._cache = folder / "cache"
        self._finish()
        self.old = tree(self.project / "output")
        change(self.project, PROGRAMME, "Coffee at nine.", "Tea at ten, and coffee for all.")
        self._before = shutil.copytree(self.project / "output", folder / "kept")

    def measure(self) -> float:
        """Return how many seconds a build takes."""
        start = time.monotonic()
        self._finish()
        self.new = tree(self.project / "output")
        return time.monotonic() - start

    def kept(self) -> int:
        """Count the results that the build has kept so far."""
        return sum(len(path.name) > SHORTEST for path in self._cache.glob("results/*/*"))

    def stop(self, wait: Callable[[], object], number: signal.Signals) -> Stop | None:
        """Send a signal after a while; nothing when the build had ended already."""
        shutil.rmtree(self.project / "output")
        shutil.copytree(self._before, self.project / "output")
        with self._run() as running:
            wait()
            if running.poll() is not None:
                return None
            start = time.monotonic()
            os.killpg(running.pid, number)
            _, said = running.communicate(timeout=PATIENCE)
            took = time.monotonic() - start
        return Stop(running.returncode, took, members(running.pid), said)

    def judge(self, stop: Stop, number: signal.Signals, slowest: float = PATIENCE) -> str:
        """Return what is wrong; nothing when all is well."""
        if stop.code not in CODES[number]:
            return f"ended with {stop.code}: {stop.said}"
        if stop.seconds > slowest:
            return f"took {stop.seconds:.1f} s"
        if stop.left:
            return f"left processes: {stop.left}"
        if "Exception ignored" in stop.said or (stop.code > 0 and "Traceback" in stop.said):
            return f"said {stop.said}"
        if tree(self.project / "output") not in (self.old, self.new):
            return "the earlier pack is not as it was"
        return ""

    def _finish(self) -> None:
        with self._run() as running:
            _, said = running.communicate()
        assert running.returncode == 0, said

    def _run(self) -> subprocess.Popen[str]:
        shutil.rmtree(self._cache, ignore_errors=True)
        return subprocess.Popen(
            COMMAND,
            cwd=self.project,
            env={**os.environ, "PACKBUILDER_CACHE": str(self._cache)},
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )


def members(session: int) -> tuple[int, ...]:
    """List the processes of a session that do not end with it."""

    def found() -> tuple[int, ...]:
        processes = Path("/proc").glob("[0-9]*")
        return tuple(int(process.name) for process in processes if _is_in(process, session))

    wait_until(lambda: not found(), seconds=120)
    return found()


def _is_in(process: Path, session: int) -> bool:
    try:
        state, _, _, of = (process / "stat").read_text().rpartition(")")[2].split()[:4]
    except OSError:
        return False
    return of == str(session) and state != "Z"


def main() -> int:
    """Interrupt as often as asked for, at moments spread over a build."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--times", type=int, default=50)
    options.add_argument("--signal", choices=["INT", "TERM"], default="INT")
    given = options.parse_args()
    number = signal.Signals[f"SIG{given.signal}"]
    faults, stops = 0, []
    with tempfile.TemporaryDirectory(prefix="interrupt-") as name:
        place = Place(Path(name))
        longest = place.measure()
        for turn in range(given.times):
            seconds = longest * (turn + 0.5) / given.times
            if stop := place.stop(partial(time.sleep, seconds), number):
                stops.append(stop)
                if wrong := place.judge(stop, number, SLOWEST):
                    faults += 1
                    sys.stdout.write(f"after {seconds:.2f} s: {wrong}\n")
    early = sum(stop.code < 0 for stop in stops)
    slowest = max(stop.seconds for stop in stops)
    sys.stdout.write(
        f"{len(stops)} interrupts in {longest:.1f} s of a build, {early} before its first line; "
        f"the slowest end took {slowest:.2f} s; {faults} went wrong\n"
    )
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
