"""Picture files → bitmaps, in a process of its own under limits: one that crashes it, hangs or
needs too much memory costs itself a message.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from packbuilder.pipeline.apart import Apart, LostError
from packbuilder.theme.photographs import UnusableError
from packbuilder.theme.pictures import Made, PictureKind, make_bitmap

SECONDS = 60.0
"""The longest that one picture may take, and the process to start."""
MEMORY = 2 * 1024**3
"""Bytes."""

Decoded = tuple[Made, tuple[str, str] | None]
"""A picture, or why it cannot be used, and what to do."""


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
        self._apart = Apart(decode, seconds, memory)

    def make(self, kind: PictureKind, data: bytes) -> Made:
        """Return a picture as `make_bitmap` does; raise `UnusableError` when that cannot be."""
        try:
            made, unusable = self._apart.ask((kind, data))
        except LostError:
            raise UnusableError(
                "it takes too much time or memory to decode", "save it smaller, as PNG or JPEG"
            ) from None
        if unusable:
            raise UnusableError(*unusable)
        return made

    def close(self) -> None:
        """End the process, whatever it does."""
        self._apart.close()


def decode(asked: tuple[PictureKind, bytes]) -> Decoded:
    """Decode a picture, in the process."""
    try:
        return make_bitmap(*asked), None
    except UnusableError as error:
        return (b"", {}), (str(error), error.help)
