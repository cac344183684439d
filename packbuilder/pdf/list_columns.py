"""Tagged PDF with lists set in columns → the same, where each of them is one list.

The PDF engine tags every column as a list of its own, inside that of the whole, so that a reader
would hear of lists in a list.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf

from packbuilder.model import BulletList, OrderedList, Publication, walk
from packbuilder.pdf.page_numbers import save


def join_list_columns(pdf: bytes, publication: Publication) -> bytes:
    """Return a PDF whose lists hold the items of their columns."""
    if not _has_columns(publication):
        return pdf
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for element in list(_elements(document.Root.StructTreeRoot)):
            columns = _kids(element)
            if element.S == "/L" and columns and all(kid.get("/S") == "/L" for kid in columns):
                element.K = pikepdf.Array([item for column in columns for item in _kids(column)])
                for item in element.K:
                    item.P = element
        return save(document)


def _has_columns(publication: Publication) -> bool:
    """Whether a list may be set in columns: a numbered one that asks for it, or bullets that stand
    on a page in landscape.
    """
    return any(
        part.landscape and isinstance(block, BulletList)
        for part in publication.parts
        for block in part.blocks
    ) or any(
        isinstance(block, OrderedList) and block.columns > 1
        for part in publication.parts
        for block in walk(part.blocks)
    )


def _elements(element: Any) -> Iterator[Any]:
    """Yield all structure elements below one."""
    for kid in _kids(element):
        yield kid
        yield from _elements(kid)


def _kids(element: Any) -> list[Any]:
    """Return the structure elements right below one."""
    kids = element.get("/K", pikepdf.Array())
    listed = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in listed if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
