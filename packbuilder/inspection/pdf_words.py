"""The pages of a PDF → their words, by page and number of marked content."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pikepdf

from packbuilder.inspection.pdf_covers import Bitmaps, Box, Mask
from packbuilder.inspection.pdf_text import (
    Font,
    PageContent,
    PageLook,
    join_runs,
    read_content,
)
from packbuilder.inspection.reading import Flaw, TextRun

_PAIR = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]*)>")


class PageWords:
    """The words of all pages, by page and number of marked content."""

    def __init__(self, document: pikepdf.Pdf) -> None:
        self._all: list[TextRun] = []
        self._missing: set[str] = set()
        self.numbers: dict[tuple[int, int], int] = {}
        self._fonts: dict[tuple[int, int], Font] = {}
        self._marked: dict[tuple[int, int], list[TextRun]] = defaultdict(list)
        self._read: set[tuple[int, int]] = set()
        self.contents: list[PageContent] = []
        self._boxes: dict[int, list[Box]] = {}
        self._pages = pages_of(document)
        for number, page in enumerate(self._pages, 1):
            self.numbers[page.objgen] = number
            _, _, width, height = (float(edge) for edge in page.MediaBox)
            turned = bool(int(page.get("/Rotate", 0)) % 360) or float(page.get("/UserUnit", 1)) != 1
            bare = PageLook(number, width, height, shown=_shown(page, height), turned=turned)
            content = read_content(_content(page), self._look(page, bare))
            self.contents.append(content)
            for run in content.runs:
                self._all.append(run)
                self._marked[number, run.mark].append(run)

    def take(self, page: int, mark: int) -> list[TextRun]:
        """Return the words of a piece of marked content that are seen; they count as read now."""
        self._read.add((page, mark))
        return [run for run in self._marked.get((page, mark), ()) if not run.hidden]

    def all(self) -> Iterator[TextRun]:
        """Yield the words of all pages; those in no structure are skipped by who reads it."""
        for run in self._all:
            skipped = run.mark >= 0 and (run.page, run.mark) not in self._read
            yield replace(run, mark=-1) if skipped else run

    def flaws(self) -> Iterator[Flaw]:
        """Return the fonts of words that are not in the file."""
        fonts = {run.font: run.text for run in reversed(self._all)}
        return (Flaw("unembedded", fonts[name]) for name in sorted(self._missing & fonts.keys()))

    def unread(self) -> Iterator[str]:
        """Yield what stands on pages but in no structure: headers and footers."""
        for (page, mark), runs in self._marked.items():
            if (page, mark) not in self._read:
                yield join_runs([run for run in runs if not run.hidden])

    def boxes(self, page: int) -> list[Box]:
        """Return the boxes that are filled on a page with another colour than white."""
        if page not in self._boxes:
            fills = self.contents[page - 1].fills
            self._boxes[page] = [b for b, tint in fills if tint is None or min(tint) < 1]
        return self._boxes[page]

    def objects(self, page: int) -> dict[str, Any]:
        """Return the bitmaps of a page and of its groups by name."""
        found: dict[str, Any] = {}
        for name, thing in _drawn_by_name(self._pages[page - 1], set()):
            found.setdefault(name, thing)
        return found

    def _look(self, holder: Any, look: PageLook) -> PageLook:
        """Return how a page, or a group on it, is read, with what it needs of its own."""
        return replace(
            look,
            fonts={str(name)[1:]: self._font(font) for name, font in _fonts(holder)},
            clear=_opacity(holder),
            bitmaps=_bitmaps(holder),
            groups={
                name.encode() + b" Do": partial(self._group, thing)
                for name, thing in _things(holder)
                if thing.get("/Subtype") == "/Form"
            },
        )

    def _group(self, group: Any, look: PageLook) -> tuple[bytes, PageLook]:
        return bytes(group.read_bytes()), self._look(group, look)

    def _font(self, font: Any) -> Font:
        if font.objgen not in self._fonts or font.objgen == (0, 0):
            table = font.get("/ToUnicode")
            words = words_of_glyphs(table.read_bytes()) if table is not None else {}
            name = str(font.get("/BaseFont", ""))[1:].split("+")[-1]
            if not _embedded(font):
                self._missing.add(name)
            letters = {b"%04x" % glyph: text for glyph, text in words.items()}
            widths = {b"%04x" % glyph: width for glyph, width in _widths(font).items()}
            self._fonts[font.objgen] = Font(name, letters, widths)
        return self._fonts[font.objgen]


def pages_of(document: pikepdf.Pdf) -> list[Any]:
    """Return the dictionaries of all pages."""
    return [page.obj for page in document.pages]


def _fonts(page: Any) -> Iterator[tuple[str, Any]]:
    fonts = page.get("/Resources", pikepdf.Dictionary()).get("/Font", pikepdf.Dictionary())
    yield from fonts.items()


def _shown(page: Any, height: float) -> Box | None:
    """Return what is shown of a page, from its top left corner, where that is not all of it."""
    left, bottom, right, top = (float(edge) for edge in page.get("/CropBox", page.MediaBox))
    if "/CropBox" not in page and max(left, bottom) <= 0:
        return None
    return left, height - top, right, height - bottom


def _opacity(page: Any) -> dict[bytes, float]:
    """Return the lines that say how opaque what is drawn next is: areas and words, or lines."""
    states = page.get("/Resources", pikepdf.Dictionary()).get("/ExtGState", pikepdf.Dictionary())
    return {
        str(name).encode() + b" gs": _share(state, "/CA" if str(name)[1:2] == "A" else "/ca")
        for name, state in states.items()
    }


def _share(state: Any, key: str) -> float:
    """Return how much of its colour a state gives; half of it where a mask says how much."""
    masked = isinstance(state.get("/SMask"), pikepdf.Dictionary)
    return 0.5 if masked else float(state.get(key, 1))


def _bitmaps(page: Any) -> Bitmaps:
    """Return the lines that draw bitmaps; what shines through one is read when it is asked for."""
    return {
        name.encode() + b" Do": partial(_read_mask, thing["/SMask"]) if "/SMask" in thing else None
        for name, thing in _things(page)
        if thing.get("/Subtype") == "/Image" and "/Mask" not in thing
    }


def _things(holder: Any) -> Iterator[tuple[str, Any]]:
    """Yield the bitmaps and groups that a page or a group draws, by name."""
    named = holder.get("/Resources", pikepdf.Dictionary()).get("/XObject", pikepdf.Dictionary())
    yield from ((str(name), thing) for name, thing in named.items())


def _drawn_by_name(holder: Any, seen: set[tuple[int, int]]) -> Iterator[tuple[str, Any]]:
    """Yield what a page draws, then what its groups do; the engine names bitmaps once a file."""
    things = list(_things(holder))
    yield from things
    for _, thing in things:
        if thing.get("/Subtype") == "/Form" and thing.objgen not in seen:
            seen.add(thing.objgen)
            yield from _drawn_by_name(thing, seen)


def _read_mask(mask: Any) -> Mask | None:
    """Read a mask of one byte a pixel; others are not made by the engine."""
    width, height = int(mask.Width), int(mask.Height)
    levels = mask.read_bytes() if int(mask.BitsPerComponent) == 8 else b""
    return Mask(width, height, levels) if len(levels) == width * height else None


def _content(page: Any) -> bytes:
    streams = page.get("/Contents", [])
    parts = streams if isinstance(streams, pikepdf.Array) else [streams]
    return b"\n".join(stream.read_bytes() for stream in parts)


def _embedded(font: Any) -> bool:
    described = [font, *font.get("/DescendantFonts", [])]
    return any(
        key.startswith("/FontFile") for d in described for key in d.get("/FontDescriptor", {})
    )


def _widths(font: Any) -> dict[int, float]:
    """Read `/W`: a first glyph, then the widths of those from there on."""
    widths: dict[int, float] = {}
    for descendant in font.get("/DescendantFonts", []):
        entries = list(descendant.get("/W", []))
        for first, values in zip(entries[::2], entries[1::2], strict=False):
            if isinstance(values, pikepdf.Array):
                widths |= {int(first) + n: float(width) for n, width in enumerate(values)}
    return widths


def words_of_glyphs(table: bytes) -> dict[int, str]:
    """Read a `ToUnicode` table."""
    return {
        int(glyph, 16): bytes.fromhex(words.decode()).decode("utf-16-be", "replace")
        for part in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL)
        for glyph, words in _PAIR.findall(part)
    }
