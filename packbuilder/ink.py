"""PDF → the share of its pages that is inked. Only this module knows pypdfium2."""

from __future__ import annotations

from collections import Counter

import pypdfium2

_DOTS = 30
"""To the inch: a page is a picture of 90,000 dots, enough for a mean."""


def measure_ink(pdf: bytes) -> float:
    """Give the mean grey of all pages in per cent: 0 is white paper, 100 solid black.

    Raises `ValueError` when the bytes are no PDF.
    """
    dark = dots = 0
    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise ValueError("this is no PDF") from error
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
