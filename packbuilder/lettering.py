"""Words → outlines of their letters, for pages that are made without the PDF engine.

In: a font file and words. Out: operators of a PDF content stream that fill the outlines.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont


def outline(font: Path, words: str, size: float) -> tuple[bytes, float]:
    """Give the outlines of one line that begins at (0, 0), and its width; sizes in pt."""
    with TTFont(font) as file:
        scale = size / file["head"].unitsPerEm
        glyphs, names = file.getGlyphSet(), file.getBestCmap()
        pen, x = _Operators(glyphs), 0.0
        for sign in words:
            glyph = glyphs[names.get(ord(sign), ".notdef")]
            pen.place(x, scale)
            glyph.draw(pen)
            x += glyph.width * scale
    return b" ".join([*pen.written, b"f"]), x


class _Operators(BasePen):  # type: ignore[misc]
    """Writes outlines as PDF operators."""

    def __init__(self, glyphs: Any) -> None:
        super().__init__(glyphs)
        self.written: list[bytes] = []
        self._x, self._scale = 0.0, 1.0

    def place(self, x: float, scale: float) -> None:
        """Say where the next glyph begins, and how much smaller it is than the font's units."""
        self._x, self._scale = x, scale

    def _write(self, operator: str, *points: tuple[float, float]) -> None:
        numbers = [f"{self._x + x * self._scale:.3f} {y * self._scale:.3f}" for x, y in points]
        self.written.append(" ".join([*numbers, operator]).encode())

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self._write("m", pt)

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802
        self._write("l", pt)

    def _curveToOne(  # noqa: N802
        self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]
    ) -> None:
        self._write("c", pt1, pt2, pt3)

    def _closePath(self) -> None:  # noqa: N802
        self._write("h")
