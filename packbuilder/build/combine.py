"""The laid-out PDFs of a pack's documents → its combined PDF, with cover, contents and numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from packbuilder.joining import JoinedPart, anchor_pages, first_pages, join
from packbuilder.model import Publication
from packbuilder.page_numbers import BlankPage, NumberFont
from packbuilder.theme import Theme, points
from packbuilder.transforms.assemble import front_matter
from packbuilder.writers.pdf import lay_out

LINES_ON_A_PAGE = 31
"""About so many lines of contents fit on a page. Where the pages of the front matter are not as
many as thought, it is laid out again with the right numbers.
"""


def combine(pack: Publication, parts: Sequence[JoinedPart], theme: Theme) -> bytes:
    """Lay out the front matter of a pack and join the parts to it; the same input, the same bytes.

    `parts` come from `lay_out`, in the order of the pack. Raises `PackError` as `lay_out` does.
    """
    places = [anchor_pages(part.pdf) for part in parts]
    names = [part.name for part in parts]
    front, count = b"", 0
    while count == 0 or anchor_pages(front)[""] != count:
        count = anchor_pages(front)[""] if front else _usual_front(pack)
        pages = _pages(names, places, count)
        front = lay_out(front_matter(pack, lambda name, anchor: pages[name][anchor]), theme)  # noqa: B023
    return join(front, parts, NumberFont(theme), _blank_page(pack, theme))


def _usual_front(pack: Publication) -> int:
    """Guess the pages of cover and contents."""
    entries = pack.contents.entries if pack.contents else ()
    return 1 + math.ceil(len(entries) / LINES_ON_A_PAGE)


def _pages(
    names: Sequence[str], places: Sequence[Mapping[str, int]], front: int
) -> dict[str, dict[str, int]]:
    """Count the places of each document through the pack."""
    firsts = first_pages(front, [own[""] for own in places])
    return {
        name: {anchor: first - 1 + page for anchor, page in own.items()}
        for name, own, first in zip(names, places, firsts, strict=True)
    }


def _blank_page(pack: Publication, theme: Theme) -> BlankPage:
    style = theme.style(pack.parts[0].profile, "footer")
    left, top = (points(getattr(theme.tokens.page, side)) for side in ("left", "top"))
    return BlankPage(pack.blank_page, style.size, left, top + style.size)
