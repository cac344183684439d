"""Sheets of cards as they lie on the table: measured on the finished PDF, in mm."""

from __future__ import annotations

import io
import itertools
import re
from functools import cache

import pikepdf
import pypdfium2
import pytest
from helpers.projects import shipped_edition
from helpers.shared_results import pdf_of

from packbuilder.pdf.join import anchor_pages
from packbuilder.pdf.print_files import CARDS
from packbuilder.pipeline.publications import compose_document
from packbuilder.theme import with_variant

MM = 25.4 / 72
DECK = "t08-question-cards"
CODES = ("FO", "SK", "SU", "RE", "PO", "EN")
PAPER = (210.0, 297.0)
LEAST_MARGIN = 6.0
"""Printers leave up to 5.1 mm of each edge blank."""
DRIFT = 0.3
"""How far apart fronts and backs may lie by design; printers add up to 2 mm."""

Box = tuple[float, float, float, float]


@cache
def deck(variant: str) -> bytes:
    edition = shipped_edition("standard")
    theme = with_variant(edition.theme, variant)
    publication, _ = compose_document(edition, DECK, theme)
    return pdf_of(publication, theme)


def sheets(variant: str) -> tuple[list[int], list[int]]:
    """Return the pages of fronts and those of backs, counted from 0."""
    places = anchor_pages(deck(variant))
    found = sorted((page - 1, name) for name, page in places.items() if CARDS in name)
    fronts = [page for page, name in found if not name.endswith(":back")]
    return fronts, [page for page, name in found if name.endswith(":back")]


def drawn(page: pypdfium2.PdfPage) -> list[Box]:
    """Return where a page has something drawn, as left, bottom, right, top."""
    boxes = (o.get_bounds() for o in page.get_objects() if o.type == 2)
    return [tuple(side * MM for side in box) for box in boxes]


def cuts(page: pypdfium2.PdfPage) -> tuple[list[float], list[float]]:
    """Return where the cutting lines stand: from the left, and from the bottom."""
    down = {round((b[0] + b[2]) / 2, 1) for b in drawn(page) if b[2] - b[0] < 1 < b[3] - b[1] - 50}
    across = {
        round((b[1] + b[3]) / 2, 1) for b in drawn(page) if b[3] - b[1] < 1 < b[2] - b[0] - 80
    }
    return sorted(down), sorted(across)


def words(page: pypdfium2.PdfPage) -> list[tuple[str, Box]]:
    """Return each line of text and where it stands."""
    text = page.get_textpage()
    boxes = [text.get_rect(number) for number in range(text.count_rects())]
    return [(text.get_text_bounded(*box), tuple(side * MM for side in box)) for box in boxes]


@pytest.mark.parametrize(
    ("variant", "rows", "height"), [("office", 4, 68), ("large-print", 2, 136)]
)
def test_cards_have_their_size_on_every_sheet(variant, rows, height):
    fronts, backs = sheets(variant)
    assert (len(fronts), len(backs)) == (24 // rows, 24 // rows)
    with pypdfium2.PdfDocument(deck(variant)) as pdf:
        for number in fronts:
            down, across = cuts(pdf[number])
            assert [b - a for a, b in itertools.pairwise(down)] == pytest.approx([93] * 2)
            assert [b - a for a, b in itertools.pairwise(across)] == pytest.approx([height] * rows)


@pytest.mark.parametrize("variant", ["office", "large-print"])
def test_backs_fit_whichever_way_the_sheet_is_turned(variant):
    (front, *_), (back, *_) = sheets(variant)
    with pypdfium2.PdfDocument(deck(variant)) as pdf:
        down, across = cuts(pdf[front])
        assert cuts(pdf[back]) == ([], [])  # cut from the front
        for places, side in ((down, PAPER[0]), (across, PAPER[1])):
            turned = sorted(side - place for place in places)
            assert turned == pytest.approx(places, abs=DRIFT)
        backs = {re.sub(r"\s+", " ", text) for text in back_texts(pdf, sheets(variant)[1])}
    assert len(backs) == 1


def back_texts(pdf: pypdfium2.PdfDocument, pages: list[int]) -> list[str]:
    return [pdf[number].get_textpage().get_text_bounded() for number in pages]


def test_there_are_48_cards_and_each_has_its_code():
    fronts, _ = sheets("office")
    with pypdfium2.PdfDocument(deck("office")) as pdf:
        found = []
        for number in fronts:
            down, across = cuts(pdf[number])
            for left, right in itertools.pairwise(down):
                for footer, top in itertools.pairwise(across):
                    area = [side / MM for side in (left, footer, right, top)]
                    text = pdf[number].get_textpage().get_text_bounded(*area)
                    found += re.findall(r"^([A-Z]{2}[1-8]) ", text, re.MULTILINE)
    assert sorted(found) == sorted(f"{code}{n}" for code in CODES for n in range(1, 9))


@pytest.mark.parametrize("variant", ["office", "large-print"])
def test_nothing_is_near_a_cut_or_the_edge(variant):
    fronts, backs = sheets(variant)
    with pypdfium2.PdfDocument(deck(variant)) as pdf:
        for number in (*fronts, *backs):
            down, across = cuts(pdf[number])
            for text, (left, footer, right, top) in words(pdf[number]):
                assert left >= LEAST_MARGIN, text
                assert footer >= LEAST_MARGIN - 1, text  # the tails of letters
                assert PAPER[0] - right >= LEAST_MARGIN, text
                for cut in down:
                    assert right <= cut - 3 or left >= cut + 3 or footer < across[0], text
                for cut in across[1:]:
                    assert top <= cut - 3 or footer >= cut + 3, text


@pytest.mark.parametrize("variant", ["office", "large-print"])
def test_a_ruler_of_50_mm_and_scissors_stand_at_the_foot(variant):
    fronts, backs = sheets(variant)
    with pypdfium2.PdfDocument(deck(variant)) as pdf:
        for number in (*fronts, *backs):
            page = pdf[number]
            (guide,) = (box for text, box in words(page) if "50 mm" in text)
            assert "Cut along the dashes." in page.get_textpage().get_text_bounded()
            across = cuts(pdf[fronts[0]])[1]
            rulers = [b for b in drawn(page) if b[3] < across[0] and 49 < b[2] - b[0] < 51]
            assert rulers
            assert all(b[2] - b[0] == pytest.approx(50, abs=0.5) for b in rulers)
            assert all(b[1] >= LEAST_MARGIN and b[2] < guide[0] for b in rulers)
            characters = [
                o for o in page.get_objects() if o.type == 5 and o.get_bounds()[3] * MM < 12
            ]
            assert len(characters) == 1


def test_cutting_lines_are_dashed_and_thin():
    fronts, _ = sheets("office")
    with pikepdf.open(io.BytesIO(deck("office"))) as pdf:
        operators = pikepdf.parse_content_stream(pdf.pages[fronts[0]])
    dashes = [list(i.operands[0]) for i in operators if str(i.operator) == "d"]
    assert any(dashes)
