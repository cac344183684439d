"""Covers: all that stands in the lens is inside its outline; logos fit side by side."""

from __future__ import annotations

import io
import math
import re
import zipfile
from dataclasses import replace

import pytest
from helpers import word_samples as samples
from helpers.projects import shipped_theme

from packbuilder.diagnostics import Span
from packbuilder.model import OpeningLogo, Picture
from packbuilder.rules.content.editions import check_edition
from packbuilder.settings.document_names import DocumentNames
from packbuilder.settings.edition import Edition, PartnerLogo, logos_of
from packbuilder.theme.art import cover_art
from packbuilder.theme.pictures import logos_height
from packbuilder.writers.docx import write_word
from packbuilder.writers.html.document import write_document
from packbuilder.writers.pdf.markup import write_html

THEME = shipped_theme()
SQUARE = Picture(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"/>', b"", 10, 10)
PLACED = re.compile(r"translate\(([-\d.]+) ([-\d.]+)\) scale\(([\d.]+)\)")
CIRCLES = re.compile(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)" fill="none"')


@pytest.mark.parametrize("count", range(1, 15))
def test_drawings_stand_inside_what_the_circles_share(count):
    art = cover_art([SQUARE] * count, 8, THEME.tokens.colours, THEME.fonts["bold"]).svg.decode()
    circles = [tuple(map(float, found)) for found in CIRCLES.findall(art)]
    placed = [tuple(map(float, found)) for found in PLACED.findall(art)]
    assert (len(circles), len(placed)) == (2, count)
    for left, top, scale in placed:
        side = 10 * scale
        # Drawings are round or have free corners: nine tenths of their height count.
        for x, y in (
            (left, top),
            (left + side, top),
            (left, top + side),
            (left + side, top + side),
        ):
            y = top + side / 2 + (y - top - side / 2) * 0.9
            assert all(math.dist((x, y), circle[:2]) < circle[2] for circle in circles)


WIDE = Picture(samples.SVG, b"", 90, 20)
LOGOS = (
    OpeningLogo("images/logo.png", "Fife"),
    OpeningLogo("images/harbour.svg", "Harbour Council"),
    OpeningLogo("images/hill.svg", "Hill Trust"),
)
PICTURES = {**samples.PICTURES, "images/harbour.svg": WIDE, "images/hill.svg": WIDE}


def of_several():
    """A short document whose cover has three logos."""
    cover = replace(samples.opening(full_page=True), logos=LOGOS)
    part = samples.part(blocks=(), footnotes=(), opening=cover)
    return samples.publication(part, pictures=PICTURES)


def test_logos_are_lower_only_where_they_need_more_than_a_line():
    assert logos_height([SQUARE] * 3, 20, 170, 8) == 20
    low = logos_height([WIDE] * 3, 20, 170, 8)
    assert 3 * low * 4.5 + 2 * 8 == pytest.approx(170)


def test_all_logos_of_a_cover_stand_in_one_line_of_a_word_file():
    with zipfile.ZipFile(io.BytesIO(write_word(of_several(), THEME))) as file:
        body = file.read("word/document.xml").decode()
    (line,) = re.findall(r'<w:p><w:pPr><w:pStyle w:val="Logo.*?</w:p>', body)
    assert re.findall(r'descr="([^"]*)"', line) == [logo.alt for logo in LOGOS]
    sizes = [
        tuple(map(int, size)) for size in re.findall(r'<wp:extent cx="(.*?)" cy="(.*?)"', line)
    ]
    assert len({height for _, height in sizes}) == 1
    assert 100 < sum(width for width, _ in sizes) / 36000 < 170


@pytest.mark.parametrize("write", [write_html, write_document])
def test_all_logos_of_a_cover_are_shown_and_named(write):
    html = write(of_several(), THEME)
    html = html.decode() if isinstance(html, bytes) else html
    shown = re.search(r'<div class="logos">(.*?)</div>', html, re.DOTALL)[1]
    assert re.findall(r'alt="([^"]*)"', shown) == [logo.alt for logo in LOGOS]


def test_an_edition_names_its_own_logo_first():
    others = (PartnerLogo("images/hill.svg", "Hill Trust"),)
    edition = Edition(logo="images/own.svg", logo_alt="Own", partner_logos=others)
    assert [image for image, _, _ in logos_of(edition)] == ["images/own.svg", "images/hill.svg"]
    assert list(logos_of(Edition())) == []


def test_a_logo_of_a_partner_needs_words():
    edition = Edition(partner_logos=(PartnerLogo("images/hill.svg", " "),))
    names = DocumentNames({})
    (found,) = check_edition(edition, THEME, names, (), lambda *at: Span(str(at)))
    assert (found.code.number, found.span.path) == (
        "PB212",
        "('partner_logos', 0, 'image')",
    )
