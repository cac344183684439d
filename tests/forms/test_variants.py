"""Each variant is a build of its own, and differs from the office one as it should."""

from __future__ import annotations

import io
from functools import cache

import pikepdf
import pypdfium2
import pytest
from helpers.projects import shipped_edition
from helpers.shared_results import pdf_of

from packbuilder.pdf.imposition import booklet_order
from packbuilder.pipeline.print_files import impose_pages
from packbuilder.pipeline.publications import compose_document
from packbuilder.theme import with_variant

EDITION = shipped_edition("riverbank")
MOST_INK = 0.06
"""Mean coverage of an ink-light page (PR-08)."""


@cache
def build(variant: str, name: str = "t11-action-plan") -> bytes:
    theme = with_variant(EDITION.theme, variant)
    publication, _ = compose_document(EDITION, name, theme)
    return pdf_of(publication, theme)


def pictures(pdf: bytes):
    document = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=0.5).to_pil().convert("RGB") for page in document]


def ink(pdf: bytes) -> float:
    """Return the mean share of black on the pages."""
    shares = []
    for picture in pictures(pdf):
        grey = picture.convert("L").histogram()
        white = sum(value * count for value, count in enumerate(grey)) / 255
        shares.append(1 - white / sum(grey))
    return sum(shares) / len(shares)


def colourful(pdf: bytes) -> int:
    """Return the largest difference between red, green and blue of any pixel."""
    return max(
        max(abs(r - g), abs(g - b), abs(r - b))
        for picture in pictures(pdf)
        for _, (r, g, b) in picture.getcolors(1 << 20)
    )


def size_mm(pdf: bytes) -> tuple[int, int]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        box = [float(edge) for edge in document.pages[0].trimbox]
    return round((box[2] - box[0]) / 72 * 25.4), round((box[3] - box[1]) / 72 * 25.4)


@pytest.mark.parametrize("name", ["t03-self-assessment", "t08-question-cards", "summary"])
def test_office_is_ink_light(name, capsys):
    found = ink(build("office", name))
    print(f"mean ink coverage of {name}: {found:.1%}")  # noqa: T201
    assert found <= MOST_INK


def test_greyscale_has_no_colour():
    assert colourful(build("office")) > 40
    assert colourful(build("greyscale")) == 0


def test_high_contrast_is_black_on_white():
    assert colourful(build("high-contrast")) == 0
    assert EDITION.theme.tokens.colours["primary"] != "#000000"
    assert with_variant(EDITION.theme, "high-contrast").colour("primary") == "#000000"


def test_large_print_is_laid_out_afresh_on_a4():
    assert size_mm(build("large-print")) == (297, 210)
    office, large = build("office"), build("large-print")
    assert len(pypdfium2.PdfDocument(large)) > len(pypdfium2.PdfDocument(office))
    theme = with_variant(EDITION.theme, "large-print")
    assert all(theme.style("handout", role).size >= 16 for role in theme.tokens.roles)
    assert theme.style("handout", "text").size == 18


def test_the_print_shop_gets_bleed_and_crop_marks():
    with pikepdf.open(io.BytesIO(build("print-shop", "summary"))) as document:
        for page in document.pages:
            trim, bleed = page.trimbox, page.bleedbox
            assert float(trim[0]) - float(bleed[0]) == pytest.approx(3 / 25.4 * 72, abs=0.1)
    assert size_mm(build("print-shop", "summary")) == (210, 297)


def test_posters_are_a3():
    assert size_mm(build("poster", "t03-self-assessment")) == (420, 297)


def test_a_booklet_has_four_pages_a_sheet():
    pages = build("booklet", "t14-facilitator-guide")
    assert size_mm(pages) == (148, 210)
    count = len(pypdfium2.PdfDocument(pages))
    sheets = pypdfium2.PdfDocument(impose_pages(pages, "booklet", EDITION.theme))
    assert len(sheets) == -(-count // 4) * 2
    assert sheets[0].get_textpage().get_text_bounded().count("T14") >= 1


def test_what_is_left_of_a_booklet_is_for_notes():
    pages = build("booklet", "host-card")
    count = len(pypdfium2.PdfDocument(pages))
    assert count % 4
    sheets = pypdfium2.PdfDocument(impose_pages(pages, "booklet", EDITION.theme))
    texts = [sheet.get_textpage().get_text_bounded() for sheet in sheets]
    assert sum(text.count("Notes") for text in texts) == -count % 4
    with pikepdf.open(io.BytesIO(impose_pages(pages, "booklet", EDITION.theme))) as document:
        form = document.pages[0].Resources.XObject
        assert any(b" l S" in stream.read_bytes() for stream in form.values())


def test_pages_of_a_booklet_lie_so_that_folding_orders_them():
    assert booklet_order(8) == [(7, 0), (1, 6), (5, 2), (3, 4)]
    assert booklet_order(5) == [(None, 0), (1, None), (None, 2), (3, 4)]


def test_two_up_gives_the_same_page_twice():
    pages = build("two-up", "host-card")
    sheets = pypdfium2.PdfDocument(impose_pages(pages, "two-up", EDITION.theme))
    text = sheets[0].get_textpage().get_text_bounded()
    assert text.count("Host card") >= 2


def test_a_deck_is_48_cards_on_six_sheets():
    document = pypdfium2.PdfDocument(build("office", "t08-question-cards"))
    texts = [page.get_textpage().get_text_bounded() for page in document]
    fronts = [text for text in texts if sum(f"{code}8 " in text for code in CODES)]
    assert len(fronts) == 6
    assert (
        sum(text.count(f"{code}{n} ") for text in fronts for code in CODES for n in range(1, 9))
        == 48
    )
    assert all("50 mm" in text for text in fronts)


CODES = ("FO", "SK", "SU", "RE", "PO", "EN")


def test_no_answer_stands_alone_on_a_page_of_the_self_assessment_in_large_print():
    document = pypdfium2.PdfDocument(build("large-print", "t03-self-assessment"))
    pages = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    (page,) = (page for page in pages if "What we could not say" in page)
    assert "One thing we will do" in page
    for statement in ("K4 Measures fit our work", "K8 We study our local situation"):
        (page,) = (page for page in pages if statement in page)
        assert "Considerations" in page
