"""How long pages of `packbuilder open` take with the shipped content: median seconds until a page
is there, and of a processor. After each save everything is read again that it may have changed.

`make scale` runs it. The packs are made before, so that Home has to find out how they stand.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from html import unescape
from pathlib import Path

from bench import ROOT

sys.path.insert(0, str(ROOT / "tests"))

from helpers.page import Answer, Visitor
from helpers.time_limits import wait_until

from packbuilder.web.server import served

E = "/e/riverbank/"
EVENT = f"{E}details/event"
TEXT = f"{E}texts/t03-self-assessment"
PAGES = (
    *("/", E, f"{E}details", EVENT, f"{E}packs", f"{E}mistakes", f"{E}texts"),
    *(TEXT, f"{TEXT}/all", f"{TEXT}/look", f"{E}print", f"{E}back", f"{E}versions", "/tools"),
)


class Clock:
    """Measures what is done several times."""

    def __init__(self, times: int) -> None:
        self._times = times

    def measure(self, name: str, before: Callable[[], object], act: Callable[[], object]) -> None:
        """Print the median time of an act that follows something else."""
        took, used = [], []
        for _ in range(self._times):
            before()
            start, busy = time.perf_counter(), time.process_time()
            act()
            took.append(time.perf_counter() - start)
            used.append(time.process_time() - busy)
        print(f"{name:44} {statistics.median(took):6.3f} s {statistics.median(used):6.3f} s")


def main() -> None:
    """Measure each page as it is, and the preview of a sentence that was just saved."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    clock = Clock(parser.parse_args().times)
    with tempfile.TemporaryDirectory() as place:
        root = Path(place) / "project"
        os.environ["PACKBUILDER_CACHE"] = f"{place}/cache"
        for name in ("content", "templates"):
            shutil.copytree(ROOT / name, root / name)
        with served(root, root / "output", jobs=0) as server:
            page = Visitor(server.address)
            measure(page, clock)


def measure(page: Visitor, clock: Clock) -> None:
    """Print the times of a page that is served."""

    def get(path: str) -> Answer:
        found = page.get(path)
        assert found.status == 200, (path, found.status)
        return found

    made = page.post(f"{E}make", {}).goes_to
    assert wait_until(lambda: "hx-get" not in page.get(made).text)
    for path in PAGES:
        get(path)
        clock.measure(path, lambda: None, lambda path=path: get(path))
    number = iter(range(1000))

    def save() -> None:
        form = page.get(f"{TEXT}/all")
        text = form.text.partition("<textarea")[2].partition(">\n")[2].partition("</textarea>")[0]
        sent = {"seen": form.field("seen"), "text": f"{unescape(text)}\n\nWords {next(number)}.\n"}
        assert page.post(f"{TEXT}/all", sent).status == 303

    clock.measure("save a sentence", lambda: None, save)
    clock.measure("its preview, once it is saved", save, lambda: get(f"{TEXT}/look"))
    clock.measure("Home, at once when it is saved", save, lambda: get(E))
    clock.measure("Home, a second after that", lambda: (save(), time.sleep(1)), lambda: get(E))

    def save_details() -> None:
        sent = {"seen": get(EVENT).field("seen"), "venue": f"Hall {next(number)}"}
        assert page.post(EVENT, sent).status == 303

    clock.measure("save details", lambda: None, save_details)
    clock.measure("Home, at once when these are saved", save_details, lambda: get(E))


if __name__ == "__main__":
    main()
