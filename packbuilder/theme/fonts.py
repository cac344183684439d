"""The fonts of a pack: their files, the characters they have, how wide their letters are."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import io
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import font_source_sans_pro
from fontTools.ttLib import TTFont

from packbuilder.diagnostics import Code, Span, fail
from packbuilder.storage.cache import kept
from packbuilder.storage.state import program
from packbuilder.theme.tokens import TOKENS

FACES = ("*-Regular.ttf", "*-Bold.ttf", "*-Black.ttf")
"""The files of the font folder that a pack may use, whichever family it asks for."""
WEIGHTS = ("regular", "bold", "black")
_DOTLESS = frozenset((0x66E, 0x66F, 0x6A1, 0x6BA))
"""Letters that fonts draw under the dots of others, and which hardly anybody writes."""
SCRIPTS = "packbuilder[scripts]"
"""The extra that installs the fonts of other scripts."""
_USUAL_LETTERS = "Good decisions need a good relationship and the right people at the table."
"""Letters, spaces and commas about as often as in English."""


@dataclass(frozen=True, slots=True)
class ScriptFont:
    """A family for letters of another script: a package of its own, which may not be installed.

    `files` are by weight; its bold letters are its heaviest.
    """

    script: str
    family: str
    package: str
    letters: range
    languages: tuple[str, ...]

    @property
    def whole(self) -> frozenset[int]:
        """The code points that it is for."""
        return frozenset(self.letters)

    @property
    def files(self) -> dict[str, Path]:
        """Its files by weight, none where the package is not installed."""
        return _files_of(self.package, self.family)


@cache
def _files_of(package: str, family: str) -> dict[str, Path]:
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        return {}
    folder, stem = Path(found.origin).parent / "files", family.replace(" ", "")
    return {weight: folder / f"{stem}-{weight.title()}.ttf" for weight in WEIGHTS[:2]}


SCRIPT_FONTS = (
    ScriptFont(
        "Arabic",
        "IBM Plex Sans Arabic",
        "fontpkg_ibm_plex_sans_arabic",
        range(0x600, 0x700),
        ("ar", "fa", "ur"),
    ),
)
"""The fonts of other scripts than those of the pack's font."""


def script_font_of(letter: str) -> ScriptFont | None:
    """Return the font for a letter, where its script has one, installed or not."""
    return next((font for font in SCRIPT_FONTS if ord(letter) in font.letters), None)


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
    """Return a font that has some letters of another one, as it was made once."""
    data, facts = _kept("letters", (file,), letters, lambda: _cut_letters(file, letters))
    return LetterFont(data=data, **{**facts, "box": tuple(facts["box"])})


def _cut_letters(file: Path, letters: str) -> tuple[bytes, dict[str, Any]]:
    """Make a font of some letters, with all that a `LetterFont` says of it."""
    from fontTools.agl import UV2AGL  # loaded where it is needed alone, as it takes long

    with _subset(file, letters) as font:
        out = io.BytesIO()
        font.save(out)
        unit = 1000 / font["head"].unitsPerEm
        names = {character: font.getBestCmap()[ord(character)] for character in letters}
        head, lines = font["head"], font["hhea"]
        box = (head.xMin, head.yMin, head.xMax, head.yMax)
        return out.getvalue(), {
            "name": f"AAAAAA+{file.stem}",
            "names": {letter: UV2AGL.get(ord(letter), name) for letter, name in names.items()},
            "glyphs": {character: font.getGlyphID(name) for character, name in names.items()},
            "widths": {letter: font["hmtx"][name][0] * unit for letter, name in names.items()},
            "ascent": lines.ascent * unit,
            "descent": -lines.descent * unit,
            "box": tuple(side * unit for side in box),
        }


def _kept(
    kind: str, files: Sequence[Path], letters: str, make: Callable[[], tuple[bytes, dict[str, Any]]]
) -> tuple[bytes, dict[str, Any]]:
    """Return what was made of letters of fonts before, by this program."""
    fonts = [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]
    asked = repr((kind, program(), fonts, letters))
    return kept(hashlib.sha256(asked.encode()).hexdigest(), make)


@lru_cache(maxsize=16)
def web_font(file: Path, letters: str, joining: bool = False) -> bytes:
    """Return some letters of a font as WOFF 2, for pages that hold their fonts; of a script whose
    letters are joining, with what joins them and places their marks.
    """
    with _subset(file, letters, joining) as font:
        out = io.BytesIO()
        font.flavor = "woff2"
        font.save(out)
        return out.getvalue()


def _subset(file: Path, letters: str, joining: bool = False) -> TTFont:
    """Open a font, and leave in it what some letters need."""
    from fontTools import subset  # loaded by the processes that write files alone

    options = subset.Options(hinting=False, notdef_outline=True)
    dropped = {"DSIG", "meta"}
    if not joining:
        options.layout_features = []
        dropped |= {"GSUB", "GPOS", "GDEF"}
    font = TTFont(file, recalcTimestamp=False, lazy=True)
    for tag in dropped & set(font.keys()):
        del font[tag]  # before anything reads them, as they take longest
    cutter = subset.Subsetter(options)
    cutter.populate(text=letters)
    cutter.subset(font)
    return font


@lru_cache(maxsize=8)
def letters_of_glyphs(file: Path) -> Mapping[int, str]:
    """Return the letters that glyphs stand for, in whatever form they join, also several in one;
    Unicode has a space in front of marks that stand alone.
    """
    with TTFont(file, lazy=True) as font:
        known = {
            glyph: unicodedata.normalize("NFKC", chr(code)).strip() or chr(code)
            for code, glyph in font.getBestCmap().items()
            if code not in _DOTLESS
        }
        tables = [
            each for lookup in font["GSUB"].table.LookupList.Lookup for each in lookup.SubTable
        ]
        singles = [getattr(each, "mapping", {}) for each in tables]
        joined = [
            ((first, *ligature.Component), ligature.LigGlyph)
            for each in tables
            for first, ligatures in getattr(each, "ligatures", {}).items()
            for ligature in ligatures
        ]
        for _ in range(3):  # of the letter, of its form, of a variant of that
            for mapping in singles:
                for glyph, other in mapping.items():
                    if glyph in known and isinstance(other, str):
                        known.setdefault(other, known[glyph])
            for glyphs, other in joined:
                if all(glyph in known for glyph in glyphs):
                    known.setdefault(other, "".join(known[glyph] for glyph in glyphs))
        return {font.getGlyphID(glyph): letters for glyph, letters in known.items()}


@lru_cache(maxsize=64)
def outlines(files: tuple[Path, ...], words: str) -> tuple[str, float, float]:
    """Return words as an SVG path in the units of the first font, y upwards, how wide they are, and
    how high capital letters are. Each letter is drawn in the first font that has it, if any has.
    """
    path, facts = _kept("outlines", files, words, lambda: _draw_outlines(files, words))
    return path.decode(), facts["width"], facts["height"]


def _draw_outlines(files: tuple[Path, ...], words: str) -> tuple[bytes, dict[str, float]]:
    from fontTools.pens.svgPathPen import SVGPathPen  # loaded where covers are drawn alone
    from fontTools.pens.transformPen import TransformPen

    with ExitStack() as stack:
        fonts = [stack.enter_context(TTFont(file)) for file in files]
        unit, x, path = _em(fonts[0]), 0.0, ""
        known = [(font.getBestCmap(), font.getGlyphSet(), _em(font)) for font in fonts]
        for letter in map(ord, words):
            found = next((each for each in known if letter in each[0]), None)
            if found is None:
                continue
            names, glyphs, em = found
            scale = 1 if em == unit else unit / em  # whole numbers stay as they are
            glyph, pen = glyphs[names[letter]], SVGPathPen(glyphs)
            glyph.draw(TransformPen(pen, (scale, 0, 0, scale, x, 0)))
            path, x = path + pen.getCommands(), x + glyph.width * scale
        return path.encode(), {"width": x, "height": float(fonts[0]["OS/2"].sCapHeight)}


def _em(font: TTFont) -> int:
    return int(font["head"].unitsPerEm)


@lru_cache
def letter_width(file: Path) -> float:
    """Return how wide a font's letters are on average, as a share of the size."""
    with _told(file), TTFont(file, lazy=True) as font:
        glyphs, widths = font.getBestCmap(), font["hmtx"].metrics
        units = sum(widths[glyphs[ord(letter)]][0] for letter in _USUAL_LETTERS)
        return float(units / len(_USUAL_LETTERS) / font["head"].unitsPerEm)


@lru_cache(maxsize=20_000)
def text_width(files: tuple[Path, ...], text: str) -> float:
    """Return how wide a text is, as a share of the size: each character in the first font that has
    it; those that all of them lack count as none.
    """
    widths = _advances(files[0])
    if len(files) == 1 or text.isascii():
        return sum(widths.get(ord(character), 0) for character in text)
    return sum(next((w[ord(c)] for w in map(_advances, files) if ord(c) in w), 0) for c in text)


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
