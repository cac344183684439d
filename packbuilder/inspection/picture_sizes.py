"""Picture files → their kinds and how many pixels they have, by headers: nothing is unpacked."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

_ENDINGS: Final = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"GIF8": "gif", b"RIFF": "webp"}
_DRAWN: Final = (b"<svg", b"<?xml")
_JPEG_SIZES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of JPEG that a size stands behind (ITU-T T.81, table B.1)."""
_JPEG_ALONE: Final = frozenset((0x01, *range(0xD0, 0xDA)))


def picture_ending(data: bytes) -> str:
    """Return what the name of a picture ends with, by its bytes; nothing where content has no
    pictures of its kind.
    """
    if data.lstrip()[:5].startswith(_DRAWN) and b"<svg" in data[:2000]:
        return "svg"
    return next((ending for start, ending in _ENDINGS.items() if data.startswith(start)), "")


def pixels(data: bytes) -> int:
    """Return how many pixels a bitmap has; 0 of what is no bitmap, or does not say."""
    try:
        width, height = next(_sizes(data), (0, 0))
    except (struct.error, IndexError):
        return 0
    return abs(width * height)


def _sizes(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield the width and the height that the header of a file states."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        yield struct.unpack(">II", data[16:24])
    elif data.startswith((b"GIF87a", b"GIF89a")):
        yield struct.unpack("<HH", data[6:10])
    elif data.startswith(b"BM"):
        yield struct.unpack("<ii", data[18:26])
    elif data.startswith(b"\xff\xd8"):
        yield from _jpeg_sizes(data)


def _jpeg_sizes(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield the sizes of a JPEG, one for each image in it; its segments say how long they are."""
    at = 2
    while at + 4 <= len(data):
        if data[at] != 0xFF:
            return
        marker = data[at + 1]
        if marker == 0xFF or marker in _JPEG_ALONE:
            at += 1 if marker == 0xFF else 2
            continue
        if marker in _JPEG_SIZES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            yield width, height
        at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
