"""Two hundred edits of Word files at places that a seed chooses: how many come home exactly.

`make scale` runs it. Each edit is written as Word writes it, and pulled. It is exact when the
content is what it has to be; reported when it is not, and the report says something; else lost.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from bench import ROOT

sys.path.insert(0, str(ROOT / "tests"))
from helpers.edit_samples import sample_project
from helpers.seeded_edits import KINDS, Subject, outcome, read_subject

from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.project import load_project

DOCUMENTS = ("event-report", "briefing", "t14-facilitator-guide")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--edits", type=int, default=200)
    parser.add_argument("--seed", default="packbuilder")
    options = parser.parse_args()
    edition = prepare_edition(load_project(ROOT), "standard")
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    with tempfile.TemporaryDirectory() as folder:
        subjects = [
            *(read_subject(ROOT, name, edition) for name in DOCUMENTS),
            read_subject(sample_project(Path(folder) / "sample"), "programme"),
        ]
        chosen = random.Random(options.seed)
        for number in range(options.edits):
            kind = list(KINDS)[number % len(KINDS)]
            counts[kind][attempt(subjects, kind, chosen, Path(folder) / "edited.docx")] += 1
    for kind, found in counts.items():
        shown = ", ".join(f"{count} {how}" for how, count in sorted(found.items()))
        print(f"{kind:22} {shown}")
    total = sum(counts.values(), Counter())
    print(f"{total['exact'] / total.total():.1%} exact, {total['lost']} lost without a report")


def attempt(subjects: list[Subject], kind: str, chosen: random.Random, file: Path) -> str:
    """Make one edit in one of the documents that have a place for it; say what became of it."""
    for subject in chosen.sample(subjects, len(subjects)):
        if edited := KINDS[kind](subject, chosen):
            found = outcome(subject, edited, file)
            if found.how != "exact":
                print(f"{found.how}: {kind}, {subject.name}", *found.report, found.patch, sep="\n")
            return found.how
    return "no place"


if __name__ == "__main__":
    begun = time.process_time()
    main()
    print(f"{time.process_time() - begun:.0f} s of processor time, without reading files apart")
