"""What a PDF says of itself, and what it holds and does beside its text that none asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pikepdf

from packbuilder.inspection.pdf_places import named_places
from packbuilder.inspection.pdf_words import pages_of
from packbuilder.inspection.reading import Flaw

_SHOWN = ("/Link", "/Widget")
"""The annotations that a text has; others are painted over it."""
_NAMED = "AcroForm Extensions Lang MarkInfo Metadata Names Outlines OutputIntents Pages"
_HELD = {f"/{key}" for key in f"{_NAMED} StructTreeRoot Type Version ViewerPreferences".split()}
"""What a file has: neither attachments, nor what is done when it is opened."""


def find_flaws(document: pikepdf.Pdf) -> Iterator[Flaw]:
    """Find what a file does not say of itself, and what it holds or does that no text asks for."""
    preferences = document.Root.get("/ViewerPreferences")
    if preferences is None or not preferences.get("/DisplayDocTitle"):
        yield Flaw("no-shown-title")
    metadata, mark = document.Root.get("/Metadata"), document.Root.get("/MarkInfo")
    claimed = metadata is not None and b"pdfuaid:part" in metadata.read_bytes()
    if not claimed or mark is None or not mark.get("/Marked"):
        yield Flaw("no-claim")
    names = {*document.Root.get("/Names", {}).keys()} - {"/Dests"}
    for key in sorted(({*document.Root.keys()} - _HELD) | names):
        yield Flaw("foreign", key[1:])
    tree = document.Root.get("/StructTreeRoot", pikepdf.Dictionary())
    if len(tree.get("/RoleMap", ())):
        yield Flaw("renamed")
    contents: set[bytes] = set()
    pages = pages_of(document)
    numbers = {page.objgen: number for number, page in enumerate(pages, 1)}
    places = {
        name: numbers.get(place[0].objgen, 0) for name, place in named_places(document).items()
    }
    for number, page in enumerate(pages, 1):
        yield from _of_page(page, number, places)
        painted = page.get("/Contents")
        drawn = b"" if painted is None else painted.unparse()
        if drawn in contents:
            yield Flaw("twice", page=number)
        contents.add(drawn)


def _of_page(page: Any, number: int, places: Mapping[str, int]) -> Iterator[Flaw]:
    """Look at the order of a page's places to fill in, and at its links; `places` are the pages
    that these lead to.
    """
    if page.get("/Tabs") != "/S":
        yield Flaw("tabs", page=number)
    if "/AA" in page:
        yield Flaw("foreign", "AA", number)
    for each in page.get("/Annots", []):
        kind, action = str(each.get("/Subtype", "")), each.get("/A", pikepdf.Dictionary())
        if kind not in _SHOWN:
            yield Flaw("floating", page=number)
        elif "/AA" in each or action.get("/S", "/URI") != "/URI" or "/Next" in action:
            yield Flaw("foreign", "action", number)
        elif kind == "/Link":
            said, place = str(each.get("/Contents", "")), str(each.get("/Dest", ""))
            address = str(action.get("/URI", ""))
            if said not in ([address] if address else [place, str(places.get(place))]):
                yield Flaw("unsaid", address, number)
