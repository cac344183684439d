"""Image files → pictures fit for PDF and Word: decoded, limited, re-encoded.

A drawing (SVG) may name colours as `token:primary`; it comes out with the theme's colours, and can
be had as PNG for programs that do not show it. Photographs are re-encoded without their metadata,
no larger than print needs. Sizes are in pixels. Only this module knows Pillow and resvg.
"""

from __future__ import annotations

import io
import math
import re
import warnings
from collections.abc import Mapping
from functools import lru_cache
from xml.etree import ElementTree

import resvg_py
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from packbuilder.diagnostics import Code, PackError, Span, fail, suggest
from packbuilder.model import Picture
from packbuilder.storage.source import Source

LARGEST_PIXELS = 40_000_000
LARGEST_DRAWING = 1_000_000
"""Characters of an SVG file."""
MOST_SHAPES = 5_000
PIXELS_PER_MM = 10
"""About 250 to the inch."""
PRINT_WIDTH = 160 * PIXELS_PER_MM
"""Pixels across the text of a page."""
TRIAL_WIDTH = 16
"""Pixels across a drawing that is drawn only to see whether it can be."""

_NAMESPACE = "{http://www.w3.org/2000/svg}"
_ELEMENTS = {"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"} | {
    "title",
    "desc",
}
_REFUSED = ("href", "style", "}base")
"""How attributes end that could bring in something from elsewhere."""
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
_PHOTOGRAPHS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")
_TOKEN = re.compile(r"token:([a-z-]+)")


def read_picture(source: Source, path: str, span: Span, colours: Mapping[str, str]) -> Picture:
    """Read one image; raises `PackError` at `span`, where it was asked for."""
    data = source.read(path, span).data
    if path.lower().endswith(".svg"):
        if data.startswith(_PHOTOGRAPHS):
            raise _broken(
                path, span, "it is no drawing, whatever its name says", "name it .png or .jpg"
            )
        return _drawing(source.read_text(path, span), path, span, colours)
    return _photograph(data, path, span)


def _drawing(text: str, path: str, span: Span, colours: Mapping[str, str]) -> Picture:
    for name in _TOKEN.findall(text):
        if name not in colours:
            raise _broken(path, span, f"there is no colour “{name}”", suggest(name, colours))
    text = _TOKEN.sub(lambda match: colours[match[1]], text)
    root = _check_drawing(text, path, span)
    width, height = _measure(root, path, span)
    root.set("width", f"{width:g}")  # its own could be of any size
    root.set("height", f"{height:g}")
    try:
        ElementTree.register_namespace("", _NAMESPACE[1:-1])  # other libraries change it
        drawing = ElementTree.tostring(root, encoding="unicode").encode()
        _draw(drawing, TRIAL_WIDTH)
    except (RecursionError, ValueError):
        raise _broken(path, span, "it cannot be drawn", "save it as PNG, or simplify it") from None
    return Picture(drawing, b"", width, height)


def as_png(picture: Picture, width: float) -> bytes:
    """Give a picture as PNG: a photograph as it is, a drawing fit to be printed `width` mm wide."""
    pixels = min(max(round(width * PIXELS_PER_MM), 1), PRINT_WIDTH)
    return picture.png or _draw(picture.svg, pixels)


@lru_cache(maxsize=64)
def _draw(drawing: bytes, width: int) -> bytes:
    """Draw an SVG as PNG; kept, as every pack and edition asks for the same few again."""
    text = drawing.decode()
    return bytes(resvg_py.svg_to_bytes(svg_string=text, width=width, skip_system_fonts=True))


def _measure(root: ElementTree.Element, path: str, span: Span) -> tuple[float, float]:
    box = root.get("viewBox", "").replace(",", " ").split()
    try:
        _, _, width, height = map(float, box)
        if not (0 < width < math.inf and 0 < height < math.inf):
            raise ValueError(box)
    except ValueError:
        raise _broken(
            path, span, "the drawing has no usable viewBox", 'add viewBox="0 0 width height"'
        ) from None
    if PRINT_WIDTH * PRINT_WIDTH * height / width > LARGEST_PIXELS:
        raise _broken(path, span, "it is far higher than wide", "cut it into several pictures")
    return width, height


def _check_drawing(text: str, path: str, span: Span) -> ElementTree.Element:
    if "<!" in re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL):
        raise _broken(path, span, "it has a DOCTYPE or entities", "export it as “plain SVG”")
    try:
        root = ElementTree.fromstring(text)  # entities are refused above
    except ElementTree.ParseError as error:
        raise _broken(path, span, f"it is not SVG ({error})", "export it as “plain SVG”") from None
    if root.tag != f"{_NAMESPACE}svg":
        raise _broken(path, span, "it is not an SVG drawing", "export it as “plain SVG”")
    if sum(1 for _ in root.iter()) > MOST_SHAPES or len(text) > LARGEST_DRAWING:
        raise _broken(
            path, span, "it has too many shapes to be drawn", "save it as PNG, or simplify it"
        )
    for element in root.iter():
        name = element.tag.removeprefix(_NAMESPACE)
        if name not in _ELEMENTS:
            raise _broken(
                path,
                span,
                f"it holds <{name}>",
                "use plain shapes only; words belong in the caption, where everybody can read them",
            )
        for attribute in element.attrib:
            outside = "url(" in element.get(attribute, "").replace("\\", "url(").lower()
            if outside or attribute.startswith("on") or attribute.endswith(_REFUSED):
                raise _broken(
                    path, span, f"it holds the attribute {attribute}", "export it as “plain SVG”"
                )
    return root


def _photograph(data: bytes, path: str, span: Span) -> Picture:
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # the PDF engine switches it on
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                if image.width * image.height > LARGEST_PIXELS:
                    raise Image.DecompressionBombError
                upright = ImageOps.exif_transpose(image)
                picture = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        most = f"{LARGEST_PIXELS // 1_000_000} million pixels"
        raise _broken(path, span, f"it has more than {most}", "save it smaller") from None
    except UnidentifiedImageError:
        raise _broken(
            path, span, "it is not a PNG, JPEG, WebP or GIF", "save it again as PNG or JPEG"
        ) from None
    except Exception:  # Pillow raises many kinds on damaged files
        raise _broken(path, span, "it is damaged", "save it again as PNG or JPEG") from None
    if picture.width > PRINT_WIDTH:
        height = max(1, round(picture.height * PRINT_WIDTH / picture.width))
        picture = picture.resize((PRINT_WIDTH, height), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return Picture(b"", out.getvalue(), picture.width, picture.height)


def _broken(path: str, span: Span, problem: str, help: str) -> PackError:
    return fail(Code.IMAGE_BROKEN, span, f"the image “{path}” cannot be used: {problem}", help)
