"""Lines before a blank to write on hold as many words as fit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from packbuilder.writers.pdf.layout import load_engine

BLANK = '<svg style="display: inline-block; width: 16mm; height: 1pt"></svg>'
ENDS = {"tied": f"We reply within\u00a0{BLANK} days.", "free": f"We reply within {BLANK} days."}


def lines(box: Any) -> Iterator[str]:
    """Yield the words of each line, in order."""
    if type(box).__name__ == "LineBox":
        texts = (b for b in box.descendants() if type(b).__name__ == "TextBox")
        yield "".join(text.text for text in texts)
        return
    for child in getattr(box, "children", ()):
        yield from lines(child)


@pytest.mark.parametrize("end", ENDS)
def test_no_word_is_left_alone_before_a_blank(end):
    """At some widths the words fit, and the space behind them does not."""
    widths = range(56, 110, 2)
    words = "".join(
        f'<p style="width: {width}mm">Another format or language? It is free. {ENDS[end]}</p>'
        for width in widths
    )
    style = "<style>@page { size: a4 } p { margin: 0; font: 14pt/20pt Source Sans Pro }</style>"
    pages = load_engine().HTML(string=style + words).render().pages
    found = [line.split() for page in pages for line in lines(page._page_box)]
    assert len(found) >= 2 * len(widths)
    assert [line for line in found if len(line) == 1 and line != ["days."]] == []
