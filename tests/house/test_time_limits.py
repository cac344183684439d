"""No test depends on how busy the machine is."""

import re
import threading
from pathlib import Path

import pytest
from helpers import time_limits

TESTS = Path(__file__).resolve().parents[1]
CLOCK = re.compile(r"\b(perf_counter|monotonic|process_time|time\.time)\b|\btimeout=\d")


def test_no_test_looks_at_a_clock():
    """Nor does it wait for less than minutes: `helpers.time_limits` has ways that always hold."""
    tests = [file for file in TESTS.rglob("test_*.py") if file != Path(__file__).resolve()]
    texts = {file.name: file.read_text(encoding="utf-8") for file in tests}
    assert [name for name, text in texts.items() if CLOCK.search(text)] == []


@pytest.mark.parametrize(("power", "fine"), [(0.5, True), (1, True), (1.3, True), (2, False)])
def test_growth_with_the_square_is_found(monkeypatch, power, fine):
    clock = [0.0]
    monkeypatch.setattr(time_limits.time, "process_time", lambda: clock[0])

    def work(size: int) -> None:
        clock[0] += (size / 1000) ** power

    assert time_limits.grows_like_its_size(work, 8000) is fine


def test_a_disturbance_is_no_growth(monkeypatch):
    clock, disturbances = [0.0], iter([0, 100, 0, 0])
    monkeypatch.setattr(time_limits.time, "process_time", lambda: clock[0])

    def work(size: int) -> None:
        clock[0] += size / 1000 + next(disturbances)

    assert time_limits.grows_like_its_size(work, 8000)


def test_what_never_ends_is_stopped():
    with pytest.raises(time_limits.Hang), time_limits.limited(0.1):
        threading.Event().wait(time_limits.PATIENCE)
