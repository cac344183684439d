"""The fonts of a pack: their files, the characters they have, how wide their letters are."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import font_source_sans_pro
from fontTools.ttLib import TTFont

from packbuilder.diagnostics import Code, Span, fail
from packbuilder.theme.tokens import TOKENS

FACES = ("*-Regular.ttf", "*-Bold.ttf", "*-Black.ttf")
"""The files of the font folder that a pack may use, whichever family it asks for."""
WEIGHTS = ("regular", "bold", "black")
_USUAL_LETTERS = "Good decisions need a good relationship and the right people at the table."
"""Letters, spaces and commas about as often as in English."""


@dataclass(frozen=True)
class LetterFont:
    """A font of a few letters: a TrueType file, and a glyph and a width for each of them.

    Widths, `ascent`, `descent` (both positive) and `box` are in thousandths of the font's size.
    """

    name: str
    data: bytes
    glyphs: Mapping[str, int]
    names: Mapping[str, str]
    widths: Mapping[str, float]
    ascent: float
    descent: float
    box: tuple[float, ...]


@lru_cache
def letter_font(file: Path, letters: str) -> LetterFont:
    """Make a font that has some letters of another one."""
    from fontTools.agl import UV2AGL  # loaded by the processes that write files alone

    with _subset(file, letters) as font:
        out = io.BytesIO()
        font.save(out)
        unit = 1000 / font["head"].unitsPerEm
        names = {character: font.getBestCmap()[ord(character)] for character in letters}
        head, lines = font["head"], font["hhea"]
        box = (head.xMin, head.yMin, head.xMax, head.yMax)
        return LetterFont(
            name=f"AAAAAA+{file.stem}",
            data=out.getvalue(),
            names={letter: UV2AGL.get(ord(letter), name) for letter, name in names.items()},
            glyphs={character: font.getGlyphID(name) for character, name in names.items()},
            widths={character: font["hmtx"][name][0] * unit for character, name in names.items()},
            ascent=lines.ascent * unit,
            descent=-lines.descent * unit,
            box=tuple(side * unit for side in box),
        )


@lru_cache(maxsize=16)
def web_font(file: Path, letters: str) -> bytes:
    """Return some letters of a font as WOFF 2, for pages that hold their fonts."""
    with _subset(file, letters) as font:
        out = io.BytesIO()
        font.flavor = "woff2"
        font.save(out)
        return out.getvalue()


def _subset(file: Path, letters: str) -> TTFont:
    """Open a font, and leave in it what some letters need."""
    from fontTools import subset  # loaded by the processes that write files alone

    font = TTFont(file, recalcTimestamp=False, lazy=True)
    for tag in {"GSUB", "GPOS", "GDEF", "DSIG"} & set(font.keys()):
        del font[tag]  # before anything reads them, as they take longest
    options = subset.Options(hinting=False, layout_features=[], notdef_outline=True)
    cutter = subset.Subsetter(options)
    cutter.populate(text=letters)
    cutter.subset(font)
    return font


@lru_cache(maxsize=64)
def outlines(file: Path, words: str) -> tuple[str, float, float]:
    """Return words as an SVG path in the font's units, y upwards, how wide they are, and how high
    capital letters are.
    """
    from fontTools.pens.svgPathPen import SVGPathPen  # loaded where covers are drawn alone
    from fontTools.pens.transformPen import TransformPen

    with TTFont(file) as font:
        glyphs, names, x = font.getGlyphSet(), font.getBestCmap(), 0.0
        pen = SVGPathPen(glyphs)
        for letter in words:
            glyph = glyphs[names[ord(letter)]]
            glyph.draw(TransformPen(pen, (1, 0, 0, 1, x, 0)))
            x += glyph.width
        return pen.getCommands(), x, float(font["OS/2"].sCapHeight)


@lru_cache
def letter_width(file: Path) -> float:
    """Return how wide a font's letters are on average, as a share of the size."""
    with _told(file), TTFont(file, lazy=True) as font:
        glyphs, widths = font.getBestCmap(), font["hmtx"].metrics
        units = sum(widths[glyphs[ord(letter)]][0] for letter in _USUAL_LETTERS)
        return float(units / len(_USUAL_LETTERS) / font["head"].unitsPerEm)


def text_width(file: Path, text: str) -> float:
    """Return how wide a text is, as a share of the size; characters that the font lacks count
    as none.
    """
    widths = _advances(file)
    return sum(widths.get(ord(character), 0) for character in text)


@lru_cache
def _advances(file: Path) -> Mapping[int, float]:
    with _told(file), TTFont(file, lazy=True) as font:
        metrics, unit = font["hmtx"].metrics, font["head"].unitsPerEm
        return {
            character: metrics[glyph][0] / unit for character, glyph in font.getBestCmap().items()
        }


@lru_cache
def characters_of(file: Path) -> frozenset[int]:
    """Return the code points a font has; one that cannot be read crashes the PDF engine."""
    with _told(file), TTFont(io.BytesIO(file.read_bytes()), lazy=True) as font:
        return frozenset(font.getBestCmap())


@contextlib.contextmanager
def _told(file: Path) -> Iterator[None]:
    """Turn whatever goes wrong with a font file into a message."""
    try:
        yield
    except Exception:  # fontTools raises many kinds on damaged files
        raise fail(
            Code.FONT_MISSING,
            Span(TOKENS),
            f"the font file {file.name} is damaged",
            "install the package font-source-sans-pro again",
        ) from None


def font_folder() -> Path:
    """Return the folder with the files of all families."""
    return Path(font_source_sans_pro.font_directory)


def find_fonts(family: str, span: Span) -> dict[str, Path]:
    """Return the files of a family, named at `span`, by weight: `regular`, `bold`, `black`."""
    stem = family.replace(" ", "")
    found = {name: font_folder() / f"{stem}-{name.title()}.ttf" for name in WEIGHTS}
    for file in found.values():
        if not file.is_file():
            raise fail(
                Code.FONT_MISSING,
                span,
                f"the font “{family}” is not installed ({file.name})",
                "use Source Sans Pro, or install the package that carries the font",
            )
    return found
