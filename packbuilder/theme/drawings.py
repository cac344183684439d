"""Drawings (SVG) → drawings made of plain shapes, with the colours of the theme.

A drawing may name colours as `token:primary`. What drawing programs write beside the shapes is
dropped: their own elements and attributes, empty definitions, styles that attributes can say.
Gradients, clip paths, symbols and style sheets are kept for resvg, which draws the picture as a
bitmap, so that PDF and Word show the same. Only this module knows resvg.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from xml.etree import ElementTree

import resvg_py

from packbuilder.diagnostics import suggest
from packbuilder.theme.photographs import LARGEST_PIXELS, UnusableError

LARGEST_DRAWING = 1_000_000
"""Characters of an SVG file."""
MOST_SHAPES = 5_000
TRIAL_WIDTH = 16
"""Pixels across a drawing that is drawn only to see whether it can be."""

_NAMESPACE = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_SHAPES = {
    *("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
    *("title", "desc"),
}
_RICH = {
    *("defs", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern"),
    *("use", "symbol", "style", "marker"),
}
"""What only resvg draws; the PDF engine and Word differ in how much of it they know."""
_DROPPED = {"metadata"}
_STYLED = {
    *("fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-linecap"),
    *("stroke-linejoin", "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset"),
    *("stroke-opacity", "opacity", "color", "display", "visibility"),
    *("stop-color", "stop-opacity", "clip-path", "clip-rule", "mask"),
}
"""Style properties that mean the same as attributes (SVG 2, 6.5: presentation attributes)."""
_SAVE_PLAIN = "export it as “plain SVG”"
_TOKEN = re.compile(r"token:([a-z-]+)")
_ENTITY = re.compile(r"""<!ENTITY\s+(ns_\w{1,30})\s+["']([^"'&%<>]{0,100})["']\s*>""")
_DOCTYPE = re.compile(rf"<!DOCTYPE\s[^<>\[\]]*(?:\[\s*((?:{_ENTITY.pattern}\s*)+)\]\s*)?>")
"""A document type; Illustrator states the namespaces that it writes there, as entities."""
_REFERENCE = re.compile(r"url\(\s*['\"]?#([\w.:-]+)")
_INSIDE = re.compile(r"url\(\s*['\"]?#[\w.:-]+['\"]?\s*\)")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing that is let in. `plain` ones consist of shapes alone, and can be drawn."""

    svg: bytes
    width: float
    height: float
    plain: bool


def prepare_drawing(text: str, colours: Mapping[str, str], widest: int) -> Drawing:
    """Return a drawing without all that could bring in something from elsewhere.

    `widest` is how many pixels it will be drawn across at most. Raise `UnusableError` when it
    cannot be used.
    """
    for name in _TOKEN.findall(text):
        if name not in colours:
            raise UnusableError(f"there is no colour “{name}”", suggest(name, colours))
    return _prepare(_TOKEN.sub(lambda match: colours[match[1]], text), widest)


@lru_cache(maxsize=128)
def _prepare(text: str, widest: int) -> Drawing:
    """Do so with a drawing in its colours; kept, as every edition shows the same few."""
    root = _parse(text)
    try:
        _clean(root)
        _check_growth(root)
    except RecursionError:
        raise _undrawable() from None
    width, height = _measure(root, widest)
    root.set("width", f"{width:g}")  # its own could be of any size
    root.set("height", f"{height:g}")
    plain = all(element.tag.removeprefix(_NAMESPACE) in _SHAPES for element in root.iter())
    try:
        ElementTree.register_namespace("", _NAMESPACE[1:-1])  # other libraries change it
        ElementTree.register_namespace("xlink", _XLINK[1:-1])
        svg = ElementTree.tostring(root, encoding="unicode").encode()
    except RecursionError:
        raise _undrawable() from None
    if plain:
        draw(svg, TRIAL_WIDTH)
    return Drawing(svg, width, height, plain)


@lru_cache(maxsize=64)
def draw(svg: bytes, width: int) -> bytes:
    """Return a drawing as PNG, `width` pixels across; kept, as every pack asks for the same few.
    Raise `UnusableError` when it cannot be drawn.
    """
    text = svg.decode()
    try:
        return bytes(resvg_py.svg_to_bytes(svg_string=text, width=width, skip_system_fonts=True))
    except ValueError:
        raise _undrawable() from None


def _too_many() -> UnusableError:
    return UnusableError("it has too many shapes to be drawn", "save it as PNG, or simplify it")


def _undrawable() -> UnusableError:
    return UnusableError("it cannot be drawn", "save it as PNG, or simplify it")


def _parse(text: str) -> ElementTree.Element:
    uncommented = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    stated = _DOCTYPE.search(uncommented)
    if stated:
        uncommented = uncommented[: stated.start()] + uncommented[stated.end() :]
        for name, address in _ENTITY.findall(stated[1] or ""):
            uncommented = uncommented.replace(f"&{name};", address)
    if "<!" in uncommented.replace("<![CDATA[", ""):
        raise UnusableError("it has a DOCTYPE or entities", _SAVE_PLAIN)
    try:
        root = ElementTree.fromstring(uncommented)  # entities are refused above
    except ElementTree.ParseError as error:
        raise UnusableError(f"it is not SVG ({error})", _SAVE_PLAIN) from None
    if root.tag != f"{_NAMESPACE}svg":
        raise UnusableError("it is not an SVG drawing", _SAVE_PLAIN)
    if sum(1 for _ in root.iter()) > MOST_SHAPES or len(text) > LARGEST_DRAWING:
        raise _too_many()
    return root


def _clean(element: ElementTree.Element) -> None:
    """Check an element and all in it, and drop what drawing programs keep for themselves."""
    name = element.tag.removeprefix(_NAMESPACE)
    if name not in _SHAPES | _RICH | {"switch"}:
        raise UnusableError(
            f"it contains <{name}>",
            "use plain shapes only; words belong in the caption, where everybody can read them",
        )
    if name == "style":
        _check_value("<style>", element.text or "")
    for attribute, value in list(element.attrib.items()):
        _check_attribute(attribute, value)
        if attribute.startswith("{") and attribute != f"{_XLINK}href":
            del element.attrib[attribute]
    _spell_out_style(element)
    if name == "switch":
        _choose(element)
    for child in list(element):
        foreign = not child.tag.startswith(_NAMESPACE)
        if foreign or child.tag.removeprefix(_NAMESPACE) in _DROPPED:
            element.remove(child)
            continue
        _clean(child)
        if child.tag == f"{_NAMESPACE}defs" and not len(child):
            element.remove(child)


def _choose(element: ElementTree.Element) -> None:
    """Keep the first of several ways to draw the same that asks for no program of its own."""
    element.tag = f"{_NAMESPACE}g"
    kept = [child for child in element if "requiredExtensions" not in child.attrib]
    element[:] = kept[:1]


def _check_attribute(attribute: str, value: str) -> None:
    name = attribute.rpartition("}")[2]
    leads_out = name == "href" and not value.startswith("#")
    if leads_out or name.startswith("on") or name == "base":
        raise UnusableError(f"it contains the attribute {attribute}", _SAVE_PLAIN)
    _check_value(f"the attribute {attribute}", value)


def _check_value(where: str, value: str) -> None:
    """Raise `UnusableError` when a value could load something."""
    rest = _INSIDE.sub("", value).lower()
    if "url(" in rest or "\\" in rest or "@import" in rest:
        raise UnusableError(f"it contains {where}", _SAVE_PLAIN)


def _spell_out_style(element: ElementTree.Element) -> None:
    """Write the properties of a `style` attribute as attributes; they win over those."""
    for declaration in element.attrib.pop("style", "").split(";"):
        name, colon, value = declaration.partition(":")
        if colon and name.strip() in _STYLED:
            element.set(name.strip(), value.strip())


def _check_growth(root: ElementTree.Element) -> None:
    """Raise `UnusableError` when references to references make far more shapes than are written."""
    by_id = {element.get("id", ""): element for element in root.iter()}
    known: dict[str, int] = {}

    def weigh(element: ElementTree.Element, inside: frozenset[str]) -> int:
        return (
            1
            + sum(weigh(child, inside) for child in element)
            + sum(weigh_target(name, inside) for name in _references(element))
        )

    def weigh_target(name: str, inside: frozenset[str]) -> int:
        if name in inside:
            raise UnusableError("it refers to itself", _SAVE_PLAIN)
        if name in by_id and name not in known:
            known[name] = weigh(by_id[name], inside | {name})
        return known.get(name, 0)

    if weigh(root, frozenset()) > MOST_SHAPES:
        raise _too_many()
    styled = _REFERENCE.findall(" ".join(e.text or "" for e in root.iter(f"{_NAMESPACE}style")))
    if any(e.get("class") for name in styled if name in by_id for e in by_id[name].iter()):
        raise UnusableError("its style sheet refers to styled shapes", _SAVE_PLAIN)


def _references(element: ElementTree.Element) -> list[str]:
    """Return the ids that an element's attributes refer to."""
    found = [name for value in element.attrib.values() for name in _REFERENCE.findall(value)]
    return found + [
        value.removeprefix("#")
        for key, value in element.attrib.items()
        if key.rpartition("}")[2] == "href"
    ]


def _measure(root: ElementTree.Element, widest: int) -> tuple[float, float]:
    """Return width and height in the drawing's own units."""
    box = root.get("viewBox", "").replace(",", " ").split()
    try:
        if not box:  # some programs give width and height alone
            box = ["0", "0", *(root.get(key, "").removesuffix("px") for key in ("width", "height"))]
            root.set("viewBox", " ".join(box))
        _, _, width, height = map(float, box)
        if not (0 < width < math.inf and 0 < height < math.inf):
            raise ValueError(box)
    except ValueError:
        raise UnusableError(
            "the drawing has no usable viewBox", 'add viewBox="0 0 width height"'
        ) from None
    if widest * widest * height / width > LARGEST_PIXELS:
        raise UnusableError("it is far taller than it is wide", "cut it into several pictures")
    return width, height
