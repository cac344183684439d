"""Picture files → bitmaps, in a process of its own under limits: one that crashes it, hangs or
needs too much memory costs itself a message.
"""

from __future__ import annotations

import contextlib
import multiprocessing
from collections.abc import Iterator
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from packbuilder.pipeline.process import ENDING, begin_under_limits, interrupts_held
from packbuilder.theme.photographs import UnusableError
from packbuilder.theme.pictures import Made, PictureKind, make_bitmap

SECONDS = 60.0
"""The longest that one picture may take, and the process to start."""
MEMORY = 2 * 1024**3
"""Bytes."""


@contextlib.contextmanager
def open_decoder() -> Iterator[Decoder]:
    """Yield what decodes pictures; its process starts with the first one."""
    decoder = Decoder()
    try:
        yield decoder
    finally:
        decoder.close()


class Decoder:
    """A process that decodes one picture after the other; a lost one is replaced."""

    def __init__(self, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._seconds, self._memory = seconds, memory
        self._process: BaseProcess | None = None
        self._link: Connection | None = None

    def make(self, kind: PictureKind, data: bytes) -> Made:
        """Return a picture as `make_bitmap` does; raise `UnusableError` when that cannot be."""
        link = self._link or self._start()
        try:
            link.send((kind, data))
            if not link.poll(self._seconds):
                raise EOFError
            answer: tuple[Made, tuple[str, str] | None] = link.recv()
        except (EOFError, OSError):
            self.close()
            raise UnusableError(
                "it takes too much time or memory to decode", "save it smaller, as PNG or JPEG"
            ) from None
        made, unusable = answer
        if unusable:
            raise UnusableError(*unusable)
        return made

    def _start(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        self._link, theirs = multiprocessing.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, self._memory), daemon=True)
        with interrupts_held():
            self._process.start()
        theirs.close()  # so that the link ends when the process does
        return self._link

    def close(self) -> None:
        """End the process, whatever it does."""
        if self._link and self._process:
            self._link.close()
            self._process.kill()
            self._process.join(ENDING)
        self._link = self._process = None


# In the process -----------------------------------------------------------------------------------


def _serve(link: Connection, memory: int) -> None:
    """Decode what is asked for until nobody asks any more."""
    begin_under_limits(memory)
    with contextlib.suppress(EOFError, OSError):
        while True:
            kind, data = link.recv()
            try:
                link.send((make_bitmap(kind, data), None))
            except UnusableError as error:
                link.send(((b"", {}), (str(error), error.help)))
