"""What HTML costs: processor time of cold builds of the default pack, with it and without it.

`make scale` runs it. Both builds of a pair run one after the other, in turns the one and the other
first, so that a busy machine slows both; nothing asserts a time.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import ROOT

PACK = "full-pack"
WITH, WITHOUT = "pdf, docx, html", "pdf, docx"
_ADOPT = 36
"""PR_SET_CHILD_SUBREAPER: what a build leaves running becomes ours, so that its time counts too."""


def processor_time() -> float:
    """Return the seconds that all processes have used which have ended by now."""
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def build(work: Path, formats: str) -> float:
    """Build the pack in these formats, with nothing made before; return its processor time."""
    pack = Path("content/packs") / f"{PACK}.yaml"
    text = (ROOT / pack).read_text(encoding="utf-8")
    assert f"formats: [{WITH}]" in text
    (work / pack).write_text(text.replace(WITH, formats), encoding="utf-8")
    for name in ("output", "cache"):
        shutil.rmtree(work / name, ignore_errors=True)
    own = {"PACKBUILDER_CACHE": f"{work}/cache", "PACKBUILDER_RESIDENT": "off", "CI": ""}
    command = [sys.executable, "-P", "-m", "packbuilder", "build", PACK, "--quiet"]
    before = processor_time()
    subprocess.run(command, cwd=work, env={**os.environ, **own}, check=True)
    return processor_time() - before


def main() -> None:
    """Measure pairs of builds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=5)
    ctypes.CDLL(None).prctl(_ADOPT, 1, 0, 0, 0)
    shares = []
    with tempfile.TemporaryDirectory() as place:
        work = Path(place)
        for name in ("content", "templates"):
            shutil.copytree(ROOT / name, work / name)
        for number in range(parser.parse_args().pairs):
            order = (WITH, WITHOUT) if number % 2 else (WITHOUT, WITH)
            found = {formats: build(work, formats) for formats in order}
            shares.append(found[WITH] / found[WITHOUT] - 1)
            print(f"{found[WITHOUT]:.1f} s, with HTML {found[WITH]:.1f} s: {shares[-1]:+.1%}")
    print(f"median {statistics.median(shares):+.1%} of {len(shares)} pairs")


if __name__ == "__main__":
    main()
