"""PDF pages → printed sheets: booklets to fold and staple, and two pages on one side.

In: the bytes of a reading PDF and what is wanted. Out: a print-only PDF without tags, which the
reading file goes with. All sheets are A4 landscape; lengths are in pt.
"""

from __future__ import annotations

import io
from typing import Any

import pikepdf

from packbuilder.model.variants import Imposition
from packbuilder.pdf.notes_page import NotesPage, fill_up
from packbuilder.settings.dates import runs_right_to_left

A4_LANDSCAPE = (841.89, 595.28)

_FREE, _DASHES = 31.0, "3 3"
"""What printers leave free at the ends of a line, and its dashes and gaps, in pt."""


def impose(pdf: bytes, how: Imposition, notes: NotesPage) -> bytes:
    """Place pages on sheets; what is left of a booklet's last sheet are pages for `notes`."""
    if how == "booklet":
        pdf = fill_up(pdf, 4, notes)
    with pikepdf.open(io.BytesIO(pdf)) as source, pikepdf.new() as sheets:
        count = len(source.pages)
        order = booklet_order(count) if how == "booklet" else two_up_order(count)
        if how == "booklet" and runs_right_to_left(str(source.Root.get("/Lang", ""))):
            order = [(right, left) for left, right in order]  # it is folded at the other side
        for left, right in order:
            sheets.add_blank_page(page_size=A4_LANDSCAPE)
            sheet = sheets.pages[-1]
            half = A4_LANDSCAPE[0] / 2
            for number, x, name in ((left, 0.0, "/Left"), (right, half, "/Right")):
                if number is not None:
                    place = pikepdf.Rectangle(x, 0, x + half, A4_LANDSCAPE[1])
                    _put(source.pages[number], sheet, place, pikepdf.Name(name))
            if how != "booklet":
                sheet.contents_add(_cut_line(notes))
        sheets.docinfo["/Title"] = source.docinfo.get("/Title", pikepdf.String(""))
        out = io.BytesIO()
        sheets.save(out, deterministic_id=True)
    return out.getvalue()


def _put(page: pikepdf.Page, sheet: pikepdf.Page, place: pikepdf.Rectangle, name: Any) -> None:
    """Show a page on a sheet; pikepdf's own way gives it another name at every build."""
    shown = page.as_form_xobject()
    sheet.add_resource(shown, pikepdf.Name.XObject, name)
    sheet.contents_add(sheet.calc_form_xobject_placement(shown, name, place))


def _cut_line(notes: NotesPage) -> bytes:
    """Draw where a sheet is cut in two."""
    x, top = A4_LANDSCAPE[0] / 2, A4_LANDSCAPE[1] - _FREE
    line = f"[{_DASHES}] 0 d {notes.line:g} w {x:.2f} {_FREE:g} m {x:.2f} {top:.2f} l S"
    return f"q {notes.lines_paint} RG {line} Q".encode()


def booklet_order(count: int) -> list[tuple[int | None, int | None]]:
    """Pair pages, counted from 0, for a stapled booklet; missing ones at its end stay blank.

    Sides come front, back, front, back: printed on both sides, flipped at the short edge.
    """
    padded = -(-count // 4) * 4
    pages = [number if number < count else None for number in range(padded)]
    sides: list[tuple[int | None, int | None]] = []
    for sheet in range(padded // 4):
        first, last = 2 * sheet, padded - 1 - 2 * sheet
        sides += [(pages[last], pages[first]), (pages[first + 1], pages[last - 1])]
    return sides


def two_up_order(count: int) -> list[tuple[int | None, int | None]]:
    """Return every page twice on one side, to be cut apart into two copies."""
    return [(number, number) for number in range(count)]
