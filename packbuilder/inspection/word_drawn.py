"""What is drawn in a Word file: frames around paragraphs, and which picture stands where."""

from __future__ import annotations

import hashlib
import io
import posixpath
import zipfile
from collections.abc import Mapping

from packbuilder.inspection.word_xml import DRAWN, RELATIONS, Element, W, whole_number

BITMAP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_DRAWING = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip"
_CROP = "{http://schemas.openxmlformats.org/drawingml/2006/main}srcRect"
_PLACE = "{http://schemas.openxmlformats.org/drawingml/2006/main}xfrm"
_MORE = "{http://schemas.openxmlformats.org/drawingml/2006/main}extLst"
"""What belongs to a bitmap as it is, such as the drawing that it stands for."""
_EXTENT = DRAWN.replace("docPr", "extent")
_SEEN = 12_700
"""A point in English metric units: a picture that is smaller is not seen."""
_OFF = ("0", "false")
_MEDIA = "word/media/"


def is_boxed(properties: Element | None, styled: bool) -> bool:
    """Whether a paragraph has a bar or border at its side; `styled`: whether its style has."""
    borders = None if properties is None else properties.find(f"{W}pBdr")
    if borders is None:
        return styled
    sides = (borders.find(f"{W}{side}") for side in ("left", "right"))
    return any(side is not None and side.get(f"{W}val") not in ("nil", "none") for side in sides)


def read_targets(parts: Mapping[str, Element], story: str) -> dict[str, str]:
    """List where links and pictures of the text or of its notes lead, by the relation's id."""
    relations = parts.get(f"word/_rels/{story}.xml.rels")
    kinds = [] if relations is None else relations
    return {relation.get("Id", ""): relation.get("Target", "") for relation in kinds}


def read_ids(data: bytes) -> dict[str, str]:
    """Hash the pictures of a file, by their names."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [name for name in package.namelist() if name.startswith(_MEDIA)]
        return {name: hashlib.sha256(package.read(name)).hexdigest() for name in names}


def picture_of(element: Element, targets: Mapping[str, str], ids: Mapping[str, str]) -> str:
    """Return a hash of the picture that is shown: of a drawing, if its bitmap belongs to it.

    It is empty when nothing, or a part of it alone, can be seen.
    """
    if not _is_seen(element):
        return ""
    bitmap, drawing = (
        _target(next(element.iter(tag), None), targets) for tag in (BITMAP, _DRAWING)
    )
    same = posixpath.splitext(bitmap)[0] == posixpath.splitext(drawing)[0]
    return ids.get(drawing, "") if drawing and same else "" if drawing else ids.get(bitmap, "")


def bitmap_of(element: Element, targets: Mapping[str, str]) -> str:
    """Return the name of the bitmap that stands for a picture."""
    return _target(next(element.iter(BITMAP), None), targets)


def pictures_of(
    element: Element, targets: Mapping[str, str], ids: Mapping[str, str]
) -> frozenset[str]:
    """Return hashes of all that a picture is stored as, whether it is seen or not."""
    files = (_target(each, targets) for tag in (BITMAP, _DRAWING) for each in element.iter(tag))
    return frozenset(ids[file] for file in files if file in ids)


def _is_seen(element: Element) -> bool:
    """Whether a picture is neither hidden, cropped, turned nor painted in other colours, and large
    enough to be seen.
    """
    changed = any(place.attrib for place in element.iter(_PLACE)) or any(
        each.tag != _MORE for bitmap in element.iter(BITMAP) for each in bitmap
    )
    sizes = (int(edge) for size in element.iter(_EXTENT) for edge in size.attrib.values())
    return not (changed or is_cut(element)) and min(sizes, default=_SEEN) >= _SEEN


def is_cut(element: Element) -> bool:
    """Whether a picture is hidden, or cropped."""
    hidden = any(drawn.get("hidden") not in (None, *_OFF) for drawn in element.iter(DRAWN))
    return hidden or any(cut.attrib for cut in element.iter(_CROP))


def size_of(element: Element) -> tuple[int, int]:
    """Return how wide and high a picture is, in pt."""
    size = next(element.iter(_EXTENT), None)
    edges = [] if size is None else [size.get(edge, "") for edge in ("cx", "cy")]
    width, height = (max(whole_number(edge), 0) for edge in edges or ("", ""))
    return round(width / _SEEN), round(height / _SEEN)


def _target(element: Element | None, targets: Mapping[str, str]) -> str:
    id = "" if element is None else element.get(f"{RELATIONS}embed", "")
    path = targets.get(id, "")
    return file_at(path) if path else ""


def file_at(target: str) -> str:
    """Return the file that a relation of the text leads to."""
    return posixpath.normpath(posixpath.join("word", target)).lstrip("/")
