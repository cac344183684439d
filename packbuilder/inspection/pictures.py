"""Whether a file shows a picture of the publication, by what is read of the picture in it."""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Iterator

from packbuilder.model import Picture
from packbuilder.theme.photographs import hash_pixels

_PATH = re.compile(rb"""\sd=["']\s*M\s*(-?[\d.]+)[\s,]+(-?[\d.]+)""")
_CORNER = re.compile(rb"""<rect\b[^>]*>""")
_SIDE = {
    side: re.compile(rb"""\s%s=["'](-?[\d.]+)""" % side)
    for side in (b"x", b"y", b"rx", b"ry", b"width")
}


def shows(found: str, picture: Picture) -> bool:
    """Whether what was found is this picture: `shapes:` and places where shapes begin, `pixels:`
    and a hash of these, or a hash of the bytes.
    """
    kind, colon, rest = found.partition(":")
    if not colon:
        return found == hashlib.sha256(picture.svg or picture.bitmap).hexdigest()
    if kind == "pixels":
        return not picture.svg and found == _pixels(picture)
    starts = {_rounded(*place.split()) for place in rest.split(",") if place}
    wanted = set(_starts(picture.svg))
    return bool(picture.svg) and len(wanted & starts) >= _MOST * len(wanted)


_MOST = 0.75
"""The share of a drawing's shapes that are to be where it has them; nothing is drawn of some."""


def mark_of_pixels(width: int, height: int, channels: int, packed: bytes, opaque: bool) -> str:
    """Return what marks a bitmap, which is given as PNG packs it: its size, and its pixels.

    Of one with transparency the size has to do, as a PDF keeps that apart.
    """
    pixels = hash_pixels(width, height, channels, packed) if opaque else ""
    return f"pixels:{width}x{height}:{pixels}"


def _pixels(picture: Picture) -> str:
    """Return the same of a PNG (ISO 15948, 11.2): its size, its colour type, and its chunks of
    pixels. A drawing has a size of its own beside that of its bitmap.
    """
    data, at, packed = picture.bitmap, 8, b""
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        if data[at + 4 : at + 8] == b"IDAT":
            packed += data[at + 8 : at + 8 + length]
        at += length + 12
    channels = _OPAQUE.get(data[25], 0)
    width, height = struct.unpack(">II", data[16:24])
    return mark_of_pixels(width, height, channels, packed, bool(channels))


_OPAQUE = {0: 1, 2: 3}
"""The channels of grey and of red, green and blue, by PNG's colour types without transparency."""


def _starts(svg: bytes) -> Iterator[tuple[float, float]]:
    """Yield where paths and rectangles of a drawing begin: rounded ones, beside their corner."""
    for x, y in _PATH.findall(svg):
        yield _rounded(x, y)
    for rectangle in _CORNER.findall(svg):
        sides = {side: _SIDE[side].search(rectangle) for side in _SIDE}
        said = {side: float(found[1]) for side, found in sides.items() if found}
        round_by = min(said.get(b"rx", said.get(b"ry", 0)), said.get(b"width", 0) / 2)
        yield _rounded(said.get(b"x", 0) + round_by, said.get(b"y", 0))


def _rounded(x: str | bytes | float, y: str | bytes | float) -> tuple[float, float]:
    return round(float(x), 2), round(float(y), 2)
