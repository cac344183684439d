"""How many pixels a picture has, by its header alone."""

from __future__ import annotations

import io
import struct

import pytest
from PIL import Image

from packbuilder.inspection.picture_sizes import pixels


@pytest.mark.parametrize("kind", ["png", "gif", "bmp", "jpeg"])
def test_the_header_says_it(kind):
    out = io.BytesIO()
    Image.new("RGB", (31, 17)).save(out, kind)
    assert pixels(out.getvalue()) == 31 * 17


def test_segments_before_the_size_of_a_jpeg_are_passed_over():
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "a" * 30_000
    Image.new("RGB", (31, 17)).save(out, "jpeg", exif=exif, progressive=True)
    assert pixels(out.getvalue()) == 31 * 17


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"GIF89a", b"BM", b"\x89PNG\r\n\x1a\n", b"\xff\xd8", b"<svg/>"),
        *(b"\xff\xd8\xff\xe0", b"\xff\xd8\xff\xe0\0\0", b"\xff\xd8\xff\xc0\0\x0b\x08\1"),
        b"\xff\xd8" + b"\xff" * 1000,
    ],
)
def test_what_does_not_say_it_has_none(data):
    assert pixels(data) == 0


def test_a_bitmap_from_top_to_bottom_has_as_many():
    assert pixels(b"BM" + b"\0" * 16 + struct.pack("<ii", 20, -30)) == 600
