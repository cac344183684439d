"""Reading PDFs → print files: one for each paper, direction and flip edge.

In: the finished PDFs of a pack, in its order. Out: print-only files without tags, in which each
handout starts on a front side, and what stands on which of their pages. Lengths are in pt.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import pikepdf

from packbuilder.pdf.notes_page import NotesPage, add_notes
from packbuilder.pdf.page_numbers import embed_font, save

CARDS = ".cards:"
"""What the anchors of sheets of cards hold; headings never do."""
FRONTS = ".fronts:"
"""The same, of sheets of cards without backs."""

PrinterPaper = Literal["a3", "a4", "a5", "own-size"]
PageDirection = Literal["portrait", "landscape", "cards"]
PrinterSides = Literal["one", "long", "short"]

_WIDTHS: dict[int, PrinterPaper] = {420: "a5", 595: "a4", 842: "a3"}
"""The short sides of papers."""
_EDGES: dict[PrinterSides, str] = {"one": "one-sided", "long": "long-edge", "short": "short-edge"}


@dataclass(frozen=True, slots=True)
class PrintableDocument:
    """A finished PDF that is to be printed, and the title of what it holds.

    `pages`, counted from 1, are those to print when it is not all of them. `one_sided` is for
    what hangs on a wall. `cards_apart` has sheets of cards go into a file of their own.
    """

    title: str
    pdf: bytes
    pages: frozenset[int] = frozenset()
    one_sided: bool = False
    cards_apart: bool = True


@dataclass(frozen=True, slots=True)
class Setting:
    """How a printer is set."""

    paper: PrinterPaper
    direction: PageDirection
    sides: PrinterSides

    @property
    def suffix(self) -> str:
        """Return what names the setting in a file's name: `a4-portrait-long-edge`."""
        return f"{self.paper}-{self.direction}-{_EDGES[self.sides]}"


@dataclass(frozen=True, slots=True)
class PrintFilePart:
    """The pages of a print file that hold one handout, counted from 1; its blank one too."""

    title: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class PrintFile:
    """One file to print as it is, and what it holds."""

    setting: Setting
    parts: tuple[PrintFilePart, ...]
    pdf: bytes

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return self.parts[-1].last

    @property
    def sheets(self) -> int:
        """How many sheets one copy takes."""
        return self.pages if self.setting.sides == "one" else self.pages // 2


def make_print_files(
    readings: Iterable[PrintableDocument], notes: NotesPage
) -> tuple[PrintFile, ...]:
    """Sort the pages of a pack by how they are printed, sheets of cards in a file of their own.

    On two sides, a handout that ends on a front is followed by a page
    for `notes`. Cards flip at the edge of their direction
    like all pages: their backs fit whichever way the sheet is turned.
    """
    jobs: dict[Setting, _Job] = {}
    for reading in readings:
        with pikepdf.open(io.BytesIO(reading.pdf)) as source:
            cards = _card_pages(source) if reading.cards_apart else {}
            for number, page in enumerate(source.pages):
                if reading.pages and number + 1 not in reading.pages:
                    continue
                setting = _setting(page, cards.get(number, ""), reading.one_sided)
                jobs.setdefault(setting, _Job(notes)).add(reading.title, page)
            for setting, job in jobs.items():
                job.close(setting.sides)
    order = sorted(jobs, key=lambda setting: (setting.paper != "a4", setting.direction == "cards"))
    return tuple(
        PrintFile(setting, tuple(jobs[setting].parts), jobs[setting].save(setting))
        for setting in order
    )


class _Job:
    """The pages of one print file, as they come."""

    def __init__(self, notes: NotesPage) -> None:
        self.notes = notes
        self.embedded: Any = None
        self.sheets = pikepdf.new()
        self.parts: list[PrintFilePart] = []
        self._titles: list[str] = []

    def add(self, title: str, page: pikepdf.Page) -> None:
        for key in ("/Annots", "/StructParents", "/Tabs"):
            if key in page:
                del page[key]
        self.sheets.pages.append(page)
        self._titles.append(title)

    def close(self, sides: PrinterSides) -> None:
        """End a handout: note its pages, and fill up its last sheet."""
        if not self._titles:
            return
        if sides != "one" and len(self.sheets.pages) % 2:
            self.embedded = self.embedded or embed_font(self.sheets, self.notes.lettering)
            add_notes(self.sheets, self.sheets.pages[-1], self.embedded, self.notes)
        first = self.parts[-1].last + 1 if self.parts else 1
        self.parts.append(PrintFilePart(self._titles[0], first, len(self.sheets.pages)))
        self._titles.clear()

    def save(self, setting: Setting) -> bytes:
        with self.sheets:
            self.sheets.docinfo["/Title"] = setting.suffix
            preferences = pikepdf.Dictionary(PrintScaling=pikepdf.Name("/None"))
            edge = {"long": "DuplexFlipLongEdge", "short": "DuplexFlipShortEdge", "one": "Simplex"}
            preferences.Duplex = pikepdf.Name(f"/{edge[setting.sides]}")
            self.sheets.Root.ViewerPreferences = preferences
            self.sheets.remove_unreferenced_resources()
            return save(self.sheets)


def _setting(page: pikepdf.Page, cards: str, one_sided: bool) -> Setting:
    left, bottom, right, top = (float(edge) for edge in page.trimbox)
    width, height = right - left, top - bottom
    landscape = width > height
    paper = _WIDTHS.get(round(min(width, height)), "own-size")
    sides: PrinterSides = "one" if one_sided else "short" if landscape else "long"
    if cards:
        backs: PrinterSides = "short" if landscape else "long"
        return Setting(paper, "cards", "one" if cards == FRONTS else backs)
    return Setting(paper, "landscape" if landscape else "portrait", sides)


def _card_pages(pdf: pikepdf.Pdf) -> dict[int, str]:
    """Find the pages on which sheets of cards are anchored, counted from 0, and of which kind."""
    if "/Names" not in pdf.Root or "/Dests" not in pdf.Root.Names:
        return {}
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    anchors = pikepdf.NameTree(pdf.Root.Names.Dests)
    return {
        numbers[place[0].objgen]: kind
        for name, place in anchors.items()
        for kind in (CARDS, FRONTS)
        if kind in name
    }
