"""PDF → pictures and words of its pages, and how much of them is inked.

Only this module knows pypdfium2.
"""

from __future__ import annotations

import contextlib
import io
from collections import Counter
from functools import lru_cache

import pypdfium2

SCALE = 1.5
"""Pixels of a page image for each point."""

_DOTS = 30
"""To the inch: a page is a picture of 90,000 dots, enough for a mean."""


def page_sizes(pdf: bytes) -> list[list[float]]:
    """Return width and height of every page in pt."""
    with contextlib.closing(pypdfium2.PdfDocument(pdf)) as document:
        return [list(page.get_size()) for page in document]


@lru_cache(maxsize=64)
def draw_page(pdf: bytes, number: int) -> bytes:
    """Draw a page, counted from 1, as PNG."""
    with contextlib.closing(pypdfium2.PdfDocument(pdf)) as document:
        out = io.BytesIO()
        document[number - 1].render(scale=SCALE).to_pil().save(out, "PNG")
        return out.getvalue()


def page_words(pdf: bytes, number: int) -> list[str]:
    """Return the words of a page, counted from 1, line by line."""
    with contextlib.closing(pypdfium2.PdfDocument(pdf)) as document:
        text: str = document[number - 1].get_textpage().get_text_range()
    return [line.strip() for line in text.splitlines() if line.strip()]


def measure_ink(pdf: bytes) -> float:
    """Return the mean grey of all pages in per cent: 0 is white paper, 100 solid black.

    Raises `ValueError` when the bytes are no PDF.
    """
    dark = dots = 0
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise ValueError("this is not a PDF") from error
    with document:
        for page in document:
            bitmap = page.render(scale=_DOTS / 72, grayscale=True)
            for row in range(bitmap.height):
                start = row * bitmap.stride
                shades = Counter(bytes(bitmap.buffer[start : start + bitmap.width]))
                dark += sum((255 - shade) * number for shade, number in shades.items())
            dots += bitmap.width * bitmap.height
            page.close()
    return 100 * dark / (255 * dots)
