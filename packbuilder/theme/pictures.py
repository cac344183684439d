"""Image files → pictures fit for PDF and Word: decoded, limited, re-encoded.

Sizes are in pixels. What was prepared once is kept, so that a photograph is decoded once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Literal

from packbuilder.diagnostics import Code, Span, fail
from packbuilder.model import Arrangement, Figure, Picture
from packbuilder.storage.cache import kept
from packbuilder.storage.source import Source
from packbuilder.storage.state import program
from packbuilder.theme.drawings import draw, prepare_drawing
from packbuilder.theme.photographs import UnusableError, look_at_bitmap, prepare_bitmap
from packbuilder.theme.theme import Theme
from packbuilder.theme.tokens import is_grey

PIXELS_PER_MM = 10
"""About 250 to the inch."""
PRINT_WIDTH = 160 * PIXELS_PER_MM
"""Pixels across the text of a page."""
FINE_WIDTH = round(160 / 25.4 * 600)
"""Pixels across a drawing that is printed as a bitmap: 600 to the inch, as lines show steps."""

COARSEST = 150
"""Dots an inch: a photograph is never printed coarser."""
TALLEST = 0.8
"""The largest share of a page's text that a picture may take, so that its caption fits below."""
FLATTEST = 3
"""How many times flatter a photo may be than one beside it, and yet be as high."""

PictureKind = Literal["photograph", "one ink", "drawing", "glance"]
"""A photograph in all its colours, or in one ink. A `glance` says how large it comes out and
whether it is whole, without the bitmap.
"""

Made = tuple[bytes, dict[str, Any]]
"""A bitmap as PNG or JPEG; of a photograph also its width and height."""

Make = Callable[[PictureKind, bytes], Made]
"""Makes a bitmap; raises `UnusableError` when that cannot be."""

_BITMAPS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")


def picture_file(path: str) -> str:
    """Return the file of a picture that content or the program names."""
    return path if path.startswith("templates/") else f"content/{path}"


def make_bitmap(kind: PictureKind, data: bytes) -> Made:
    """Return what is printed of a photograph, or of a drawing that only its engine can draw. Raise
    `UnusableError` when that cannot be.
    """
    if kind == "drawing":
        return draw(data, FINE_WIDTH), {}
    if kind == "glance":
        width, height = look_at_bitmap(data, PRINT_WIDTH)
        return b"", {"width": width, "height": height}
    bitmap, width, height = prepare_bitmap(data, PRINT_WIDTH, one_ink=kind == "one ink")
    return bitmap, {"width": width, "height": height}


def read_picture(
    source: Source,
    path: str,
    span: Span,
    colours: Mapping[str, str],
    make: Make = make_bitmap,
    *,
    glance: bool = False,
) -> Picture:
    """Return one image; what was not kept is made by `make`. Raise `PackError` at `span`, where it
    was asked for. At a `glance`, photographs come without their bitmaps; where all `colours` are
    greys, they come in one ink.
    """
    file = source.read(path, span)
    try:
        if not path.lower().endswith(".svg"):
            whole: PictureKind = "one ink" if all(map(is_grey, colours.values())) else "photograph"
            kind: PictureKind = "glance" if glance else whole
            bitmap, size = _kept(kind, file.data, partial(make, kind, file.data))
            return Picture(b"", bitmap, size["width"], size["height"])
        if file.data.startswith(_BITMAPS):
            raise UnusableError("it is not a drawing, despite its name", "name it .png or .jpg")
        drawing = prepare_drawing(source.read_text(path, span), colours, PRINT_WIDTH)
        if drawing.plain:
            return Picture(drawing.svg, b"", drawing.width, drawing.height)
        bitmap, _ = _kept("drawing", drawing.svg, partial(make, "drawing", drawing.svg))
        return Picture(b"", bitmap, drawing.width, drawing.height, drawn=True)
    except UnusableError as error:
        raise fail(
            Code.IMAGE_BROKEN, span, f"the image “{path}” cannot be used: {error}", error.help
        ) from None


def as_bitmap(picture: Picture, width: float) -> bytes:
    """Return a picture as PNG or JPEG: a photograph as it is, a drawing fit to be printed `width`
    mm wide; kept for later builds, as drawing it costs more than all other work on a page of Word.
    """
    if picture.bitmap:
        return picture.bitmap
    pixels = min(max(round(width * PIXELS_PER_MM), 1), PRINT_WIDTH)
    drawn, _ = _kept(f"{pixels} pixels", picture.svg, lambda: (draw(picture.svg, pixels), {}))
    return drawn


def widest_print(picture: Picture, theme: Theme, landscape: bool) -> float:
    """Return how wide in mm a picture is printed at most: not coarser than 150 dots an inch, and
    not so tall that its caption leaves the page.
    """
    page = theme.page
    paper = page("width") if landscape and page("width") < page("height") else page("height")
    tallest = (paper - page("top") - page("bottom")) * TALLEST
    widest = tallest * picture.width / picture.height
    if picture.svg or picture.drawn:
        return widest
    return min(widest, picture.width / COARSEST * 25.4)


def logo_width(picture: Picture, height: float) -> float:
    """Return how wide in mm a logo is that should have this height in mm: not coarser than 150 dots
    an inch.
    """
    width = height * picture.width / picture.height
    if picture.svg or picture.drawn:
        return width
    return min(width, picture.width / COARSEST * 25.4)


def logos_height(pictures: Sequence[Picture], height: float, room: float, gap: float) -> float:
    """Return how high in mm logos are that should have this height in mm: less, where they would
    not fit side by side into a `room` so wide, with gaps between them.
    """
    free = room - gap * (len(pictures) - 1)
    wide = sum(height * picture.width / picture.height for picture in pictures)
    return height * min(1, free / wide) if wide else height


def photo_widths(
    row: Arrangement, pictures: Mapping[str, Picture], room: float, gap: float
) -> tuple[float, ...]:
    """Return how wide in mm photos are that fill a `room` side by side, with gaps between them: so
    that all are as high, but for those too flat for it. Free places follow them.
    """
    shown = [pictures[block.image] for block in row.blocks if isinstance(block, Figure)]
    shapes = [picture.width / picture.height for picture in shown] or [1.0]
    counted = [max(shape, max(shapes) / FLATTEST) for shape in shapes]
    usual = sum(counted) / len(counted)
    counted += [usual] * (len(row.blocks) - len(counted))
    free = room - gap * (len(counted) - 1)
    return tuple(free * shape / sum(counted) for shape in counted)


def _kept(kind: str, data: bytes, make: Callable[[], Made]) -> Made:
    """Return what was made of data before, by this program: another engine may make other bytes."""
    made_from = hashlib.sha256(data).hexdigest()
    key = hashlib.sha256(f"{kind} {program()} {made_from}".encode()).hexdigest()
    return kept(key, make)
