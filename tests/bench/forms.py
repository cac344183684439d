"""A thousand filled forms: how long collecting them takes, and how much memory.

`make scale` runs it. It fills in T12 in every way that programs have, counts values that come out
wrong or are lost without a word, and measures folders of more and more forms, so that memory can be
seen to stay.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import ROOT

sys.path.insert(0, str(ROOT / "tests"))
from helpers.mixed_forms import Mixed, make_folder

from packbuilder.answers.collection import gather
from packbuilder.answers.form import AnswerForm
from packbuilder.pipeline.collect import find_form
from packbuilder.pipeline.edition import prepare_edition
from packbuilder.pipeline.filled_forms import FilledFolder
from packbuilder.pipeline.project import load_project

FORM = "t12-event-evaluation"


def make_blanks(work: Path) -> tuple[bytes, bytes, bytes]:
    """Build the form as a PDF to fill in, as a Word file and as a page."""
    packs = ("tools-screen", "full-pack")
    command = [sys.executable, "-P", "-m", "packbuilder", "build", *packs]
    subprocess.run([*command, "--only", FORM, "--quiet"], cwd=work, check=True)
    made = work / "output" / "standard"
    return (
        (made / "tools-screen" / f"{FORM}.pdf").read_bytes(),
        (made / "full-pack" / f"{FORM}.docx").read_bytes(),
        (made / "full-pack" / f"{FORM}.html").read_bytes(),
    )


def count_faults(folder: Path, form: AnswerForm, mixed: Mixed) -> tuple[int, int, int]:
    """Return how many values there are, are wrong, and are lost without a word."""
    words = load_project(ROOT).theme.labels_for(form.language).collect
    files = gather(form, FilledFolder(folder, form, words).read()).files
    found = {each.file: each for each in files}
    wrong = lost = 0
    for name, answers in mixed.answers.items():
        values = {key: answer.words for key, answer in found[name].answers.items()}
        wrong += sum(answers.get(key) != words for key, words in values.items())
        listed = " ".join(doubt.words for doubt in found[name].doubts)
        silent = (key for key in answers.keys() - values.keys() if key not in listed)
        lost += sum(key not in found[name].doubtful for key in silent)
    return sum(map(len, mixed.answers.values())), wrong, lost


def collect(work: Path, folder: Path) -> tuple[float, float]:
    """Collect a folder; return seconds, and the most memory of one process in MiB."""
    command = [sys.executable, "-P", "-m", "packbuilder", "collect", str(folder), "--form", "t12"]
    start = time.perf_counter()
    silent = subprocess.DEVNULL
    subprocess.run(command, cwd=work, check=True, stdout=silent, stderr=silent)
    seconds = time.perf_counter() - start
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    """Measure folders of more and more forms."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forms", type=int, nargs="+", default=[100, 1000])
    numbers = parser.parse_args().forms
    with tempfile.TemporaryDirectory() as place:
        work = Path(place) / "project"
        for name in ("content", "templates"):
            shutil.copytree(ROOT / name, work / name)
        blanks = make_blanks(work)
        edition = prepare_edition(load_project(work), "standard")
        form = find_form(edition, FORM)
        for number in numbers:
            folder = Path(place) / f"forms-{number}"
            mixed = make_folder(folder, form, blanks, number)
            values, wrong, lost = count_faults(folder, form, mixed)
            seconds, memory = collect(work, folder)
            print(
                f"{number} forms: {seconds:.1f} s, {memory:.0f} MiB; "
                f"{values} values, {wrong} wrong, {lost} lost"
            )


if __name__ == "__main__":
    main()
