"""Tagged PDF with sheets of cards → the same, with the backs of each sheet read aloud once.

The backs of a sheet are alike. Printed, each card needs its own; read aloud, one says it all, and
the others become decoration.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf

from packbuilder.model import Deck, Publication, walk
from packbuilder.pdf.page_numbers import save

_BACKS = re.compile(r"\.cards:.*:back$")
_MARKED = re.compile(rb"/\w+\s+<</MCID (\d+)>>\s+BDC")


def read_backs_once(pdf: bytes, publication: Publication) -> bytes:
    """Leave one back of each sheet to be read aloud."""
    blocks = (block for part in publication.parts for block in walk(part.blocks))
    if not any(isinstance(block, Deck) for block in blocks):
        return pdf
    with pikepdf.open(io.BytesIO(pdf)) as document:
        anchors = pikepdf.NameTree(document.Root.Names.Dests)
        elements = pikepdf.NumberTree(document.Root.StructTreeRoot.ParentTree)
        for name, place in anchors.items():
            if _BACKS.search(name):
                _hide_twins(document, place[0], elements)
        return save(document)


def _hide_twins(document: pikepdf.Pdf, page: Any, elements: pikepdf.NumberTree) -> None:
    """Untag all paragraphs of a page but the first."""
    marked: Any = elements[int(page.StructParents)]
    first: Any = None
    hidden: set[int] = set()
    for mark, paragraph in _paragraphs(marked):
        first = first or paragraph
        if paragraph.objgen != first.objgen:
            hidden.add(mark)
            card = paragraph.P
            card.P.K = pikepdf.Array([kid for kid in card.P.K if kid.objgen != card.objgen])
    for mark in hidden:
        marked[mark] = None

    def decoration(found: re.Match[bytes]) -> bytes:
        return b"/Artifact\nBMC" if int(found[1]) in hidden else found[0]

    content = page.Contents.read_bytes()
    page.Contents = document.make_stream(_MARKED.sub(decoration, content))


def _paragraphs(marked: Any) -> Iterator[tuple[int, Any]]:
    """Yield the marks of a page and the paragraphs they are in; footers are in none."""
    for mark, element in enumerate(marked):
        while element is not None and element.get("/S") not in ("/P", "/Document"):
            element = element.get("/P")
        if element is not None and element.S == "/P":
            yield mark, element
