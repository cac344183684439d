"""Jobs for tests of those who run jobs: good ones, and some that end badly.

Processes that run them import this, so it needs little.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from packbuilder.diagnostics import Code, Span, fail

SPAN = Span("content/programme.md")


@dataclass(frozen=True)
class Errand:
    """A job for tests, with the name of what it does."""

    file_name: str
    how: str = "good"
    needs: tuple[Errand, ...] = ()
    weight: int = 1
    span: Span = SPAN

    @property
    def key(self) -> str:
        return sha256(f"{self.file_name}{self.how}".encode()).hexdigest()

    def make(self, store):
        return HOW[self.how](self, store), {"by": os.getpid()}


def good(errand, store):
    return b" ".join([errand.file_name.encode(), *(store.get(n.key).data for n in errand.needs)])


def crash(errand, store):
    os.kill(os.getpid(), signal.SIGKILL)


def hang(errand, store):
    while True:
        time.sleep(1)


def eat(errand, store):
    return bytes(errand.weight * 1024**3)


def complain(errand, store):
    raise fail(Code.HEADING_EMPTY, SPAN, "a heading is empty", "write them")


def stumble(errand, store):
    raise ZeroDivisionError("in a writer")


def lose_worker(errand, store):
    """Kill the process that this one works for; what names a file does so once."""
    if (lost := Path(errand.file_name)).exists():
        return b"made after all"
    if lost.is_absolute():
        lost.touch()
    os.kill(multiprocessing.parent_process().pid, signal.SIGKILL)
    return hang(errand, store)


HOW = {f.__name__: f for f in (good, crash, hang, eat, complain, stumble, lose_worker)}
