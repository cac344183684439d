"""PDF → the same with pages to write notes on, where a sheet’s back or a booklet’s end is free."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import pikepdf

from packbuilder.pdf.page_numbers import Lettering, add_font, embed_font, paint, save
from packbuilder.theme import Theme, points
from packbuilder.theme.scripts import runs_right_to_left


@dataclass(frozen=True)
class NotesPage:
    """A page that holds no text: a heading under a rule, and lines to write on below it.

    Lengths are in pt: the size of the heading and of its line, the margins at the sides and above,
    the distance of the lines; how strong the rule and the lines are. `lines_paint` is their colour.
    """

    heading: str
    lettering: Lettering
    size: float
    leading: float
    side: float
    top: float
    distance: float
    rule: float
    line: float
    lines_paint: str


def notes_page(theme: Theme) -> NotesPage:
    """Return what stands on pages that hold no text."""
    style, tokens = theme.style("reading", "heading-1"), theme.tokens
    heading = theme.labels.notes
    return NotesPage(
        heading=heading,
        lettering=Lettering(theme, "black", heading, style.colour),
        size=style.size,
        leading=style.leading,
        side=points(tokens.page.left),
        top=points(tokens.page.top),
        distance=points(tokens.lengths["writing-line"]),
        rule=points(tokens.lengths["section-rule"]),
        line=points(tokens.lengths["hairline"]),
        lines_paint=paint(tokens.colours["rule"]),
    )


def add_notes(whole: pikepdf.Pdf, like: pikepdf.Page, embedded: Any, notes: NotesPage) -> None:
    """Append a page for notes, of the size of another one; `embedded` is the font of its heading.

    All of it is an artifact: there is nothing to read on it.
    """
    boxes = {key: value for key, value in like.obj.items() if key.endswith("Box")}
    box = [float(side) for side in boxes.get("/TrimBox", boxes["/MediaBox"])]
    page = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        Contents=whole.make_stream(b"/Artifact BMC\n" + _draw(box, notes) + b"\nEMC"),
        Resources=pikepdf.Dictionary(),
        Tabs=pikepdf.Name.S,
    )
    for key, value in boxes.items():
        page[key] = pikepdf.Array(list(value))
    add_font(page, embedded, notes.lettering)
    whole.pages.append(pikepdf.Page(whole.make_indirect(page)))


def fill_up(pdf: bytes, by: int, notes: NotesPage) -> bytes:
    """Append pages for notes until the number of pages is a multiple of `by`."""
    with pikepdf.open(io.BytesIO(pdf)) as whole:
        embedded = embed_font(whole, notes.lettering)
        while len(whole.pages) % by:
            add_notes(whole, whole.pages[0], embedded, notes)
        return save(whole)


def _draw(box: list[float], notes: NotesPage) -> bytes:
    """Write the operators that draw the rule, the heading, and lines down to the margin."""
    left, right = box[0] + notes.side, box[2] - notes.side
    y = box[3] - notes.top
    drawn = [_stroke(notes.lettering.paint, notes.rule, left, right, y - notes.rule / 2)]
    y -= notes.rule + notes.leading
    start = left
    if runs_right_to_left(notes.heading):
        start = right - notes.lettering.width(notes.heading) * notes.size / 1000
    drawn.append(notes.lettering.show(notes.heading, notes.size, start, y, flipped=False))
    while (y := y - notes.distance) > box[1] + notes.top:
        drawn.append(_stroke(notes.lines_paint, notes.line, left, right, y))
    return b"\n".join(drawn)


def _stroke(colour: str, width: float, left: float, right: float, y: float) -> bytes:
    return f"{colour} RG {width:g} w {left:.3f} {y:.3f} m {right:.3f} {y:.3f} l S".encode()
