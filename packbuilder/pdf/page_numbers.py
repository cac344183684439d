"""PDF pages with a place left for their numbers → the same pages with “Page x of y” in it.

The engine draws a box of a colour that nothing else has (#010203), seven of the number's letters
wide and one line high. Here the words take its place, as an artifact and right aligned, so that a
page laid out once can stand in several files.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, NamedTuple

import pikepdf

from packbuilder.pdf.embedding import SYMBOLIC, describe_font, map_codes
from packbuilder.theme import LetterFont, Theme, letter_font
from packbuilder.theme.scripts import in_glyph_order, runs_right_to_left

WIDTH_IN_LETTERS = 7

_NUMBER = rb"(-?[\d.]+)"
_FIRST, _BEFORE = b".00392", 30
"""What the colour begins with, and at most so many bytes further up its box may begin."""
_COLOUR = re.compile(rb"0?\.00392\d* 0?\.00784\d* 0?\.0117\d* rg\s+")
_BOX = re.compile(
    rb"(?:/a[\d.]+ gs\s+)?"
    + _COLOUR.pattern
    + rb"(?:[-\d.\s]+re\s+W\s+n\s+)?"
    + rb"\s+".join([_NUMBER] * 4)
    + rb"\s+re\s+f\b"
)


class Lettering:
    """Some letters of a font in a colour, which show words as an artifact."""

    def __init__(self, theme: Theme, weight: str, words: str, colour: str) -> None:
        font = theme.font_for(words, weight)
        self.letters = letter_font(font, "".join(sorted(set(in_glyph_order(words)))))
        self.paint = paint(colour)
        self.name = f"/PageNumbers{'' if font in theme.fonts.values() else 'Script'}"

    def width(self, text: str) -> float:
        """Return the length of a text in thousandths of its size."""
        return sum(self.letters.widths[character] for character in in_glyph_order(text))

    def show(self, text: str, size: float, x: float, y: float, flipped: bool) -> bytes:
        """Write the operators that show a text as an artifact; `flipped` where y runs down."""
        characters = "".join(
            f"{self.letters.glyphs[character]:04x}" for character in in_glyph_order(text)
        )
        return (
            f"{self.paint} rg\nBT\n1 0 0 {-1 if flipped else 1} {x:.3f} {y:.3f}"
            f" Tm\n{self.name} {size:g} Tf\n[<{characters}>] TJ\nET"
        ).encode()


class PageWords(NamedTuple):
    """The words around the number of a page and the count of pages: Page, of."""

    page: str
    of: str


class NumberFont:
    """The letters of page numbers, in the size and colour of the footer: of the usual words, and
    of those in `others`; words that run from right to left have a font of their own.
    """

    def __init__(self, theme: Theme, others: Iterable[PageWords] = ()) -> None:
        self.usual = PageWords(theme.labels.page, theme.labels.of)
        colour, words = theme.style("reading", "footer").colour, {False: "", True: ""}
        for around in (self.usual, *others):
            words[_turned(around)] += f"{around.page} {around.of} "
        self._letterings = {
            turned: Lettering(theme, "regular", f"{known}0123456789", colour)
            for turned, known in words.items()
            if known
        }

    def of(self, around: PageWords) -> Lettering:
        """Return the letters for a number with its words."""
        return self._letterings[_turned(around)]


def _turned(around: PageWords) -> bool:
    return runs_right_to_left(around.page)


def paint(colour: str) -> str:
    """Return a colour, #rrggbb, as the operands of PDF."""
    return " ".join(f"{int(colour[i : i + 2], 16) / 255:.6f}" for i in (1, 3, 5))


def number_pages(pdf: bytes, font: NumberFont) -> bytes:
    """Number the pages of a file from 1; those without a marker stay as they are."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        stamp_pages(document, font)
        return save(document)


def stamp_pages(
    document: pikepdf.Pdf, font: NumberFont, around: Sequence[PageWords | None] = ()
) -> None:
    """Put the numbers into an open file; `around` are the words of pages that have their own."""
    total = len(document.pages)
    embedded: dict[Lettering, Any] = {}
    for number, page in enumerate(document.pages, 1):
        content = page.obj.Contents.read_bytes()
        page_words = (around[number - 1] if around else None) or font.usual
        words, own = f"{page_words.page} {number} {page_words.of} {total}", font.of(page_words)
        at = max(0, content.find(_FIRST) - _BEFORE)  # footers come last
        written, found = _BOX.subn(partial(_in_box, words=words, font=own), content[at:])
        if _COLOUR.search(written):
            raise ValueError(f"the place of the number of page {number} was not understood")
        if not found:
            continue
        embedded[own] = embedded.get(own) or embed_font(document, own)
        page.obj.Contents = document.make_stream(content[:at] + written)
        add_font(page.obj, embedded[own], own)


def add_font(page: Any, embedded: Any, font: Lettering) -> None:
    """Let a page use a font that is embedded; its resources may be shared with other pages."""
    resources = page.Resources
    if "/Font" not in resources:
        resources.Font = pikepdf.Dictionary()
    resources.Font[font.name] = embedded


def embed_font(document: pikepdf.Pdf, font: Lettering) -> Any:
    """Put the font into a file, once."""
    letters = font.letters
    name = pikepdf.Name("/" + letters.name)
    inner = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=pikepdf.Dictionary(
            Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0
        ),
        CIDToGIDMap=pikepdf.Name.Identity,
        FontDescriptor=describe_font(document, letters, SYMBOLIC),
        W=_widths(letters),
    )
    codes = {glyph: letter for letter, glyph in letters.glyphs.items()}
    outer = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type0,
        BaseFont=name,
        Encoding=pikepdf.Name("/Identity-H"),
        DescendantFonts=[document.make_indirect(inner)],
        ToUnicode=document.make_stream(map_codes(codes, size=2)),
    )
    return document.make_indirect(outer)


def _widths(letters: LetterFont) -> pikepdf.Array:
    widths = pikepdf.Array()
    for character, glyph in sorted(letters.glyphs.items(), key=lambda item: item[1]):
        widths.append(glyph)
        widths.append(pikepdf.Array([round(letters.widths[character], 3)]))
    return widths


def save(document: pikepdf.Pdf) -> bytes:
    """Write a file; the same content gives the same bytes."""
    out = io.BytesIO()
    document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _in_box(box: re.Match[bytes], words: str, font: Lettering) -> bytes:
    """Show words at the outer end of a box, in the middle of its height."""
    left, top, width, height = (float(number) for number in box.groups())
    letters = font.letters
    size = width / WIDTH_IN_LETTERS
    inner = 0 if runs_right_to_left(words) else width - font.width(words) * size / 1000
    baseline = top + height / 2 + (letters.ascent - letters.descent) * size / 2000
    return font.show(words, size, left + inner, baseline, flipped=True)
