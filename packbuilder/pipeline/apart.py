"""A process of its own under limits, for what strangers' files may do: one that crashes it, hangs
or needs too much memory costs itself an answer, and nothing else.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

from packbuilder.pipeline.process import ENDING, begin_under_limits, context_apart, interrupts_held

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


_STARTING = 300.0
"""Seconds that a busy machine may take to start a process; no file is to blame for them."""


class LostError(Exception):
    """The process had no answer: it took too much time or memory, or crashed."""


class Apart(Generic[Asked, Answer]):
    """A process that answers one question after the other; a lost one is replaced.

    `answer` is a function of a module, as it is called in the process; what it raises counts as no
    answer.
    """

    def __init__(self, answer: Callable[[Asked], Answer], seconds: float, memory: int) -> None:
        self._answer, self._seconds, self._memory = answer, seconds, memory
        self._process: BaseProcess | None = None
        self._link: Connection | None = None

    def __enter__(self) -> Apart[Asked, Answer]:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(self, asked: Asked) -> Answer:
        """Return the answer to a question; raise `LostError` where there is none."""
        try:
            link = self._link or self._start()
            link.send(asked)
            if not link.poll(self._seconds):
                raise EOFError
            answer: Answer = link.recv()
        except (EOFError, OSError):
            self.close()
            raise LostError from None
        return answer

    def _start(self) -> Connection:
        context = context_apart()
        link, theirs = Pipe()
        arguments = (theirs, self._answer, self._memory)
        process = context.Process(target=_serve, args=arguments, daemon=True)
        with interrupts_held():
            process.start()
        theirs.close()  # so that the link ends when the process does
        self._link, self._process = link, process
        if not link.poll(_STARTING):
            raise EOFError
        link.recv()
        return link

    def close(self) -> None:
        """End the process, whatever it does."""
        if self._link and self._process:
            self._link.close()
            self._process.kill()
            self._process.join(ENDING)
        self._link = self._process = None


# In the process -----------------------------------------------------------------------------------


def _serve(link: Connection, answer: Callable[[Asked], Answer], memory: int) -> None:
    """Answer what is asked until nobody asks any more, or no answer can be given."""
    begin_under_limits(memory)
    with contextlib.suppress(Exception):  # the end of the process says that there is no answer
        link.send(None)  # it has begun
        while True:
            link.send(answer(link.recv()))
