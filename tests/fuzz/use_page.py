"""The page used at random, for as long as one likes: `use_page.py --minutes 60`."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from helpers.page import Visitor
from helpers.projects import make_project
from helpers.random_use import RandomUser, remains

from packbuilder.web.server import served

STARTS = (
    *("/", "/tools", "/e/hill/", "/e/hill/texts", "/e/hill/back", "/e/hill/import"),
    *("/e/hill/versions", "/e/hill/details/event", "/e/hill/texts/programme?change=0.0"),
)
STEPS = 300


def main() -> int:
    """Use the page until the time is over, each time in a new project; say what was wrong."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=10)
    options.add_argument("--seed", type=int, default=random.randrange(10**9))
    given = options.parse_args()
    end, seed, steps, wrong = time.monotonic() + given.minutes * 60, given.seed, 0, 0
    slow: list[tuple[float, float, str]] = []
    while time.monotonic() < end:
        seed += 1
        with tempfile.TemporaryDirectory() as folder:
            root = make_project(Path(folder) / "p", {"content/editions/hill.yaml": "venue: Hall\n"})
            with served(root, root / "output", jobs=0) as server:
                user = RandomUser(Visitor(server.address), seed, STARTS)
                user.use(STEPS)
            found = [*user.faults, *remains(root)]
        slow = sorted([*slow, *user.slow], reverse=True)[:5]
        steps, wrong = steps + user.steps, wrong + len(found)
        for each in found:
            sys.stdout.write(f"seed {seed}: {each}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{steps} steps from seed {given.seed}: {wrong} faults\n")
    for took, used, at in slow:
        sys.stdout.write(f"{took:.2f} s, of them {used:.2f} s of a processor: {at}\n")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
