"""Photographs and other bitmaps → PNG or JPEG fit for print, without their metadata.

A JPEG stays a JPEG. Whatever its mode (16 bits, greys, CMYK, a palette), a picture comes out as
grey or RGB with 8 bits. Only this module knows Pillow.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import struct
import warnings
import zlib
from collections.abc import Iterator

from PIL import Image, ImageFile, ImageOps, ImageStat, UnidentifiedImageError

LARGEST_PIXELS = 40_000_000
LONGEST_SIDE = 20_000
"""Pixels: a strip one pixel wide needs far more memory to be scaled than its area suggests."""

JPEG_QUALITY = 88
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
_DAMAGED = "it is damaged", "save it again as PNG or JPEG"
_LIGHT = 204
"""How light a photograph in one ink is on average: a fifth of it is inked."""
_SIXTEEN_BITS = 257
"""65535 / 255: what turns 16 bits into 8."""


class UnusableError(Exception):
    """A picture that cannot be used: what is wrong, and what to do."""

    def __init__(self, problem: str, help: str) -> None:
        super().__init__(problem)
        self.help = help


def prepare_bitmap(data: bytes, width: int, *, one_ink: bool = False) -> tuple[bytes, int, int]:
    """Return a bitmap no wider than `width` pixels, as PNG or JPEG, with its width and height. In
    `one_ink` it has shades of grey, and a photograph is as light as paper and ink allow.

    Raise `UnusableError` when it is none, damaged or too large.
    """
    with _opened(data) as image:
        return _prepare(image, width, one_ink)


def look_at_bitmap(data: bytes, width: int) -> tuple[int, int]:
    """Return how large `prepare_bitmap` would make a bitmap, without decoding one that is whole.

    Raise `UnusableError` when it is none, ends too early, is damaged or too large.
    """
    with _opened(data) as image:
        across, down = image.size[::-1] if _is_turned(image) else image.size
        if image.format == "JPEG":
            if not _ends(data):
                raise UnusableError(*_DAMAGED)
        elif image.format == "PNG":
            image.verify()
        else:
            image.load()
        return (across, down) if across <= width else (width, max(1, round(down * width / across)))


def _ends(jpeg: bytes) -> bool:
    """Whether a JPEG has its end (ITU T.81, B.1.1): after all of its parts, as an inner, smaller
    picture has one too.
    """
    at = 2
    while jpeg[at : at + 1] == b"\xff" and jpeg[at + 1 : at + 2] != b"\xda":  # start of scan
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4])
    return jpeg.find(b"\xff\xd9", at) > 0


@contextlib.contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    """Open a bitmap; whatever Pillow raises is `UnusableError`."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # the PDF engine switches it on
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                _check_size(image)
                yield image
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        most = f"{LARGEST_PIXELS // 1_000_000} million pixels"
        raise UnusableError(f"it has more than {most}", "save it smaller") from None
    except UnidentifiedImageError:
        raise UnusableError(
            "it is not a PNG, JPEG, WebP or GIF", "save it again as PNG or JPEG"
        ) from None
    except UnusableError:
        raise
    except MemoryError:
        raise UnusableError("it needs too much memory", "save it smaller") from None
    except Exception:  # Pillow raises many kinds on damaged files
        raise UnusableError(*_DAMAGED) from None


def hash_pixels(width: int, height: int, channels: int, packed: bytes) -> str:
    """Return a hash of the pixels of a bitmap with 8 bits a channel, packed as in a PNG.

    The same pixels can be filtered and packed in many ways (ISO 15948, 9).
    """
    colour = {1: 0, 3: 2}[channels]
    header = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", packed), (b"IEND", b""))
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
    with Image.open(io.BytesIO(png), formats=("PNG",)) as image:
        return hashlib.sha256(image.tobytes()).hexdigest()


def _check_size(image: Image.Image) -> None:
    if image.width * image.height > LARGEST_PIXELS:
        raise Image.DecompressionBombError
    if max(image.size) > LONGEST_SIDE:
        raise UnusableError(
            f"one side has more than {LONGEST_SIDE:,} pixels", "save it smaller, or cut it"
        )


def _prepare(image: Image.Image, width: int, one_ink: bool) -> tuple[bytes, int, int]:
    photograph = image.format == "JPEG"
    across = image.height if _is_turned(image) else image.width
    if photograph and across > width:  # a decoder scales by 2, 4 or 8 at little cost
        share = width / across
        image.draft(None, (round(image.width * share), round(image.height * share)))
    picture = _eight_bits(ImageOps.exif_transpose(image))
    if picture.width > width:
        height = max(1, round(picture.height * width / picture.width))
        picture = picture.resize((width, height), Image.Resampling.LANCZOS)
    if one_ink:
        picture = _in_one_ink(picture, lifted=photograph)
    out = io.BytesIO()
    if photograph:
        picture.save(out, "JPEG", quality=JPEG_QUALITY, optimize=True)
    else:
        picture.save(out, "PNG", optimize=True)
    return out.getvalue(), picture.width, picture.height


def _in_one_ink(picture: Image.Image, *, lifted: bool) -> Image.Image:
    """Return a picture in shades of grey. One that is `lifted` takes no more ink than a fifth of
    it, so that a text beside it is read first, and an office printer does not smear.
    """
    grey = picture.convert("L")
    if picture.mode == "RGBA":
        return Image.merge("RGBA", (grey, grey, grey, picture.getchannel("A")))
    ink = 255 - ImageStat.Stat(grey).mean[0]
    share = min(1.0, (255 - _LIGHT) / ink) if lifted and ink else 1.0
    return grey.point(lambda value: 255 - (255 - value) * share)


def _is_turned(image: Image.Image) -> bool:
    """Whether width and height change places (Exif Orientation)."""
    # The method of PNG files would decode them, to find metadata behind the pixels.
    turned: bool = Image.Image.getexif(image).get(0x0112, 1) >= 5
    return turned


def _eight_bits(image: Image.Image) -> Image.Image:
    """Return a picture as grey or RGB, with transparency where it has some.

    Pillow cuts 16 bits off at 255 where they have to be scaled.
    """
    if image.mode.startswith(("I", "F")):
        return image.convert("I").point(lambda value: value / _SIXTEEN_BITS).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode == "L" else image.convert("RGB")
