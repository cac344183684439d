"""Many editions, and many pages: what they cost beside few, in one run.

`make scale` runs it. `editions` builds the full pack for as many partnerships as asked for, stops
it once by force and goes on; `pages` builds packs of more and more pages. Processor time and memory
are those of all processes of a build together; nothing asserts a time.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
from bench import ROOT, make_work

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Run:
    """A build: seconds by the clock and of the processors, MiB as it went on, files delivered."""

    wall: float = 0.0
    processor: float = 0.0
    memory: list[float] = field(default_factory=list)
    files: int = 0

    @property
    def peak(self) -> float:
        """The most memory that all processes had together, in MiB."""
        return max(self.memory, default=0.0)


def build(folder: Path, *arguments: str, stop_after: float = 0.0) -> Run:
    """Build in a process group of its own and watch it; kill all of it after some seconds, if any
    are given.
    """
    environment = {**os.environ, "PACKBUILDER_CACHE": str(folder / "cache")}
    command = [sys.executable, "-P", "-m", "packbuilder", "build", *arguments]
    run, seen = Run(), {}
    start = time.perf_counter()
    with (folder / "log").open("w+", encoding="utf-8") as log:
        done = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True
        )
        while done.poll() is None:
            now = dict(_usage(done.pid))
            seen |= {pid: seconds for pid, (seconds, _) in now.items()}
            run.memory.append(sum(memory for _, memory in now.values()))
            if stop_after and time.perf_counter() - start > stop_after:
                os.killpg(done.pid, signal.SIGKILL)
            time.sleep(0.2)
        run.wall = time.perf_counter() - start
        run.processor = sum(seen.values())
        log.seek(0)
        lines = log.read().splitlines()
    run.files = sum(".docx" in line or ".pdf" in line for line in lines)
    if done.returncode and not stop_after:
        sys.exit("\n".join(lines[-20:]))
    return run


def _usage(group: int) -> list[tuple[int, tuple[float, float]]]:
    """Return seconds and MiB of each process of a group, by /proc."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == group:
            seconds = (int(fields[11]) + int(fields[12])) / TICKS
            found.append((int(stat.parent.name), (seconds, _memory(stat.parent))))
    return found


def _memory(process: Path) -> float:
    """Return MiB of a process; what it shares with others counts for each in part."""
    try:
        return int(re.findall(r"Pss: +(\d+)", (process / "smaps_rollup").read_text())[0]) / 1024
    except (OSError, IndexError):
        return 0.0


def editions(folder: Path, count: int) -> None:
    """Build the full pack for one partnership, then for all, and once again after a kill."""
    for name in ("content", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    usual = (ROOT / "content/editions/riverbank.yaml").read_text(encoding="utf-8")
    names = [f"place-{number}" for number in range(count)]
    for name in names:
        text = usual.replace("Riverbank", name.title()).replace("2027-02-11", "2027-03-12")
        (folder / f"content/editions/{name}.yaml").write_text(text, encoding="utf-8")

    first = build(folder, *_of(names[:1]))
    _clear(folder)
    everything = build(folder, *_of(names))
    disk = {name: _mebibytes(folder / name) for name in ("output", "cache")}
    tenth = max(1, len(everything.memory) // 10)
    course = [max(everything.memory[at : at + tenth]) for at in range(0, tenth * 10, tenth)]
    again = build(folder, *_of(names))
    _clear(folder)
    broken = build(folder, *_of(names), stop_after=everything.wall / 2)
    rest = build(folder, *_of(names))

    ratio = everything.processor / (first.processor * count)
    print(f"\nthe full pack for {count} partnerships, against {count} times the first")
    print(f"{'first':26}{first.wall:9.2f} s{first.processor:9.2f} s of processors")
    print(f"{'all':26}{everything.wall:9.2f} s{everything.processor:9.2f} s, ratio {ratio:.2f}")
    print(f"{'all again':26}{again.wall:9.2f} s{again.processor:9.2f} s")
    print(f"{'killed half way':26}{broken.wall:9.2f} s{broken.files:9} files delivered")
    print(f"{'the rest after it':26}{rest.wall:9.2f} s{rest.files:9} files delivered")
    print(f"MiB in each tenth of the run: {' '.join(f'{peak:.0f}' for peak in course)}")
    print(f"MiB on disk: {disk['output']:.0f} of results, {disk['cache']:.0f} kept for later")


def pages(folder: Path, sizes: Sequence[int]) -> None:
    """Build packs of more and more pages."""
    print(f"\none pack\n{'documents':>10}{'pages':>8}{'seconds':>9}{'processors':>12}"
          f"{'ms a page':>11}{'MiB':>7}")  # fmt: skip
    for size in sizes:
        place = folder / f"times-{size}"
        place.mkdir()
        work = make_work(place, size)
        run = build(place / "project", "--quiet")
        with pikepdf.open(place / "project/output/standard/pack/pack.pdf") as pack:
            count = len(pack.pages)
        print(f"{len(work.names):>10}{count:>8}{run.wall:9.2f}{run.processor:12.2f}"
              f"{run.processor / count * 1000:11.1f}{run.peak:7.0f}", flush=True)  # fmt: skip


def _of(names: Sequence[str]) -> list[str]:
    return [word for name in names for word in ("--edition", name)]


def _clear(folder: Path) -> None:
    for name in ("output", "cache"):
        shutil.rmtree(folder / name, ignore_errors=True)


def _mebibytes(folder: Path) -> float:
    files = {file.stat().st_ino: file.stat().st_size for file in folder.rglob("*")}
    return sum(files.values()) / 2**20


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--editions", type=int, default=200, help="how many partnerships")
    options.add_argument("--pages", type=int, nargs="*", default=[1, 2, 4, 8], help="repetitions")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="packbuilder-scale-") as place:
        if given.pages:
            pages(Path(place), given.pages)
        if given.editions:
            folder = Path(place) / "editions"
            folder.mkdir()
            editions(folder, given.editions)


if __name__ == "__main__":
    main()
