"""Hurts builds on purpose, and says what became of the earlier pack: part of `make faults`.

Linux only; `calls` needs strace.

python tests/robustness/inject.py calls               a fault at every file system call
python tests/robustness/inject.py kills --times 1000  SIGKILL at random moments
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.forked_builds import READY, Build, Ending, Ground

FAULTS = ("KILL", "ENOSPC", "EIO", "EACCES")
STRACE = shutil.which("strace")
_IDLE = {"mmap", "ioctl", "fcntl", "lseek", "getcwd"}
"""Calls that reach no disk."""
_WRITING = re.compile(
    r"^(write|pwrite64|mkdir|rename|link|unlink|rmdir|fsync|f?chmod|utimens|ftruncate|flock)"
    r"(at|at2)?\(|O_CREAT"
)
_CALL = re.compile(r"^(\w+)\(")
_HERE = re.compile(r"AT_FDCWD<[^>]*>")
_RELATIVE = re.compile(r'[(,] ?"[^/".]')


@dataclass(frozen=True)
class Call:
    """The `turn`-th call of a name, as strace shows it."""

    name: str
    turn: int
    line: str

    @property
    def writes(self) -> bool:
        """Whether it changes a disk."""
        return bool(_WRITING.search(self.line))


def trace(project: Path, *options: str) -> tuple[Ending, list[str]]:
    """Build under strace; give what strace shows, too."""
    running, shown = Build(project), project.parent / "calls.txt"
    while not (project / READY).exists():
        time.sleep(0.001)
    command = ["strace", "-y", "-s", "0", "-o", str(shown), *options, "-p", str(running.pid)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as strace:
        assert strace.stderr is not None
        assert "attached" in strace.stderr.readline()
        running.begin()
        ending = running.wait()
        strace.stderr.read()
    return ending, shown.read_text(encoding="utf-8", errors="replace").splitlines()


def list_calls(ground: Ground) -> list[Call]:
    """List the calls of a build that touch the project, its results or its cache."""
    with ground.trial() as project:
        ending, lines = trace(project, "-e", "trace=%file,%desc")
    assert ending.code == 0, ending.said
    turns: Counter[str] = Counter()
    calls = []
    for line in lines:
        if (found := _CALL.match(line)) and found[1] not in _IDLE:
            turns[found[1]] += 1
            rest = _HERE.sub("", line)
            if f"{project}" in rest or _RELATIVE.search(rest):
                calls.append(Call(found[1], turns[found[1]], line))
    return calls


def choose(calls: list[Call], every: int, reading_every: int) -> Iterator[tuple[Call, str]]:
    """Pair calls with faults, and take every n-th of those that write and of those that do not."""
    pairs = [(c, f) for f in FAULTS for c in calls if c.writes or f != "ENOSPC"]
    writing = [pair for pair in pairs if pair[0].writes]
    reading = [pair for pair in pairs if not pair[0].writes]
    yield from writing[::every]
    yield from reading[::reading_every]


def inject(ground: Ground, call: Call, fault: str) -> tuple[Ending, str]:
    """Build with a fault at one call; say how it ended, and what is wrong afterwards."""
    how = "signal=SIGKILL" if fault == "KILL" else f"error={fault}"
    with ground.trial() as project:
        options = ("-e", f"trace={call.name}", "-e", f"inject={call.name}:{how}:when={call.turn}")
        ending, lines = trace(project, *options)
        hit = ending.code == -signal.SIGKILL or any("(INJECTED)" in line for line in lines)
        return ending, ground.judge(project, ending) if hit else "the call was not made"


def kill_once(ground: Ground, seconds: float) -> tuple[Ending, str]:
    """Kill a build and its group after some seconds; say the same."""
    with ground.trial() as project:
        running = Build(project)
        running.begin()
        time.sleep(seconds)
        os.killpg(running.pid, signal.SIGKILL)
        ending = running.wait()
        return ending, ground.judge(project, ending)


class Tally:
    """Counts how trials ended, and shows what went wrong."""

    def __init__(self) -> None:
        self.ends: Counter[tuple[str, int]] = Counter()
        self.wrong: list[str] = []

    def take(self, kind: str, what: str, ending: Ending, wrong: str) -> None:
        """Count one trial."""
        self.ends[kind, ending.code] += 1
        if wrong:
            self.wrong.append(f"{what}: {wrong}")
            say(self.wrong[-1])

    def report(self) -> int:
        """Show the numbers; give the exit code."""
        for (kind, code), times in sorted(self.ends.items()):
            say(f"{kind:>8}: {times:>5} ended with {code}")
        say(f"{sum(self.ends.values())} trials, {len(self.wrong)} of them went wrong")
        return bool(self.wrong)


def say(text: str) -> None:
    """Show a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def run_calls(folder: Path, every: int, reading_every: int) -> Tally:
    """Inject faults into a build that rebuilds everything, and into one that has results kept."""
    tally = Tally()
    for kept in (True, False):
        ground = Ground(folder / f"kept-{kept}", kept)
        calls = list_calls(ground)
        say(f"{len(calls)} calls, {sum(c.writes for c in calls)} of them write; kept: {kept}")
        for call, fault in choose(calls, every, reading_every):
            ending, wrong = inject(ground, call, fault)
            tally.take(fault, f"{fault} at {call.name} {call.turn}, {call.line}", ending, wrong)
    return tally


def run_kills(folder: Path, times: int, seed: int) -> Tally:
    """Kill builds at random moments; in half of them delivering is most of what there is to do."""
    tally, chance = Tally(), random.Random(seed)
    grounds = [Ground(folder / f"kept-{kept}", kept) for kept in (True, False)]
    longest = [measure(ground) for ground in grounds]
    for number in range(times):
        seconds = chance.uniform(0, longest[number % 2])
        ending, wrong = kill_once(grounds[number % 2], seconds)
        tally.take("SIGKILL", f"killed after {seconds:.4f} s", ending, wrong)
    return tally


def measure(ground: Ground) -> float:
    """Return how many seconds an undisturbed build takes."""
    with ground.trial() as project:
        running, start = Build(project), time.monotonic()
        running.begin()
        running.wait()
        return time.monotonic() - start


def main() -> int:
    """Do what the command line says."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = options.add_subparsers(dest="command", required=True)
    calls = commands.add_parser("calls", help="a fault at every file system call")
    calls.add_argument("--every", type=int, default=1, help="only every n-th that writes")
    calls.add_argument("--reading-every", type=int, default=1, help="only every n-th other one")
    kills = commands.add_parser("kills", help="SIGKILL at random moments")
    kills.add_argument("--times", type=int, default=1000)
    kills.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="inject-") as name:
        if given.command == "calls":
            return run_calls(Path(name), given.every, given.reading_every).report()
        return run_kills(Path(name), given.times, given.seed).report()


if __name__ == "__main__":
    sys.exit(main())
