"""From saving a document under `packbuilder watch` to its PDF, and to all that depends on it.

`make scale` runs it. Each edit changes one sentence; a file counts as there when it has taken the
place of the earlier one. Seconds by the clock; nothing asserts a time.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import ROOT

DOCUMENTS = (
    ("full-pack", "handouts/summary.md"),
    ("full-pack", "report/event-report.md"),
    ("tools", "tools/t01-right-approach.md"),
    ("tools", "tools/t05-power-map.md"),
    ("tools", "tools/t08-question-cards.md"),
)


def measure(folder: Path, pack: str, document: str, times: int) -> list[tuple[float, float]]:
    """Watch a pack, edit a document several times, and give the two durations of each edit."""
    environment = {**os.environ, "PACKBUILDER_CACHE": str(folder / "cache")}
    command = [sys.executable, "-u", "-P", "-m", "packbuilder", "watch", pack]
    source, output = folder / "content" / document, folder / "output/standard"
    pdf, archive = output / pack / f"{source.stem}.pdf", output / f"{pack}.zip"
    found = []
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
    ) as watch:
        assert watch.stdout is not None
        for line in watch.stdout:
            if line.startswith("waiting"):
                break
        for number in range(times + 1):
            time.sleep(1)
            text = source.read_text(encoding="utf-8")
            before = [file.stat().st_ino for file in (pdf, archive)]
            start = time.perf_counter()
            source.write_text(f"{text}\n\nSentence {number} is new.\n", encoding="utf-8")
            first = _until(pdf, before[0], start)
            found.append((first, _until(archive, before[1], start)))
            source.write_text(text, encoding="utf-8")
            time.sleep(2)
        watch.send_signal(signal.SIGINT)
        watch.stdout.read()
    return found[1:]  # the first edit meets a process that has not yet rendered anything


def _until(file: Path, before: int, start: float) -> float:
    while time.perf_counter() - start < 60:
        try:
            if file.stat().st_ino != before:
                return time.perf_counter() - start
        except FileNotFoundError:
            pass
        time.sleep(0.005)
    sys.exit(f"{file.name} was not renewed")


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--times", type=int, default=5, help="how often each is measured")
    given = options.parse_args()
    print(f"{'saved under watch':34}{'its PDF: min':>14}{'median':>8}{'max':>8}"
          f"{'all: min':>12}{'median':>8}{'max':>8}")  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="packbuilder-latency-") as place:
        for name in ("content", "templates"):
            shutil.copytree(ROOT / name, Path(place) / name)
        for pack, document in DOCUMENTS:
            pairs = measure(Path(place), pack, document, given.times)
            columns = [
                number
                for seconds in zip(*pairs, strict=True)
                for number in (min(seconds), statistics.median(seconds), max(seconds))
            ]
            first, rest = columns[:3], columns[3:]
            print(f"{document:34}{first[0]:14.2f}{first[1]:8.2f}{first[2]:8.2f}"
                  f"{rest[0]:12.2f}{rest[1]:8.2f}{rest[2]:8.2f}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
