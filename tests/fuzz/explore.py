"""Fuzzing for as long as one likes: `make fuzz MINUTES=60`. Each crash is kept in corpus/."""

from __future__ import annotations

import argparse
import hashlib
import random
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.fuzz_trials import TRIALS, run
from helpers.mutated_content import mutate
from helpers.time_limits import Hang

CORPUS = Path(__file__).parent / "corpus"
SECONDS = 20
"""A trial that takes longer is reported too."""


def main() -> int:
    """Try inputs until the time is over; say how many, and how many crashed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=60)
    options.add_argument("--start", type=int, default=random.randrange(10**9))
    options.add_argument("--kind", choices=sorted(TRIALS), action="append")
    given = options.parse_args()
    tried: Counter[str] = Counter()
    accepted: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    end, number = time.monotonic() + given.minutes * 60, given.start
    while time.monotonic() < end:
        number += 1
        for kind in given.kind or TRIALS:
            if kind == "page" and number % 40:  # the PDF engine is slow: a sample
                continue
            data = mutate(kind, number)
            tried[kind] += 1
            try:
                accepted[kind] += run(kind, data, SECONDS)
            except (Exception, Hang) as error:
                last = traceback.extract_tb(error.__traceback__)[-1]
                fault = (
                    f"{kind}: {type(error).__name__} at {Path(last.filename).name}:{last.lineno}"
                )
                faults[fault] += 1
                if faults[fault] == 1:
                    keep(kind, data)
                    say(f"{fault}, number {number}: {error}")
    for kind in tried:
        say(f"{kind}: {tried[kind]} tried, {accepted[kind]} accepted")
    say(f"from number {given.start}: {sum(tried.values())} tried, {len(faults)} faults")
    return bool(faults)


def say(text: str) -> None:
    """Show a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def keep(kind: str, data: bytes) -> None:
    """Put an input into the corpus, where `make test` tries it first from now on."""
    folder = CORPUS / kind
    folder.mkdir(parents=True, exist_ok=True)
    (folder / hashlib.sha256(data).hexdigest()[:12]).write_bytes(data)


if __name__ == "__main__":
    sys.exit(main())
