"""Maps of distance as pictures: bands, a corner, and words as outlines."""

from __future__ import annotations

import datetime
import re
from xml.etree import ElementTree

from helpers.projects import shipped_theme

from packbuilder.model import Canvas, Footer, Opening, Part, Publication
from packbuilder.theme.fonts import outlines
from packbuilder.theme.illustrate import illustrate
from packbuilder.theme.maps import draw_map
from packbuilder.theme.scripts import in_glyph_order

THEME = shipped_theme()


def paths(*zones: str) -> list[dict[str, str]]:
    picture = draw_map(zones, 100, THEME)
    return [element.attrib for element in ElementTree.fromstring(picture.svg)]


def test_each_zone_but_the_last_is_a_band_and_only_the_nearest_has_a_tint():
    bands = [p for p in paths("Here", "There", "Unclear") if "A" in p["d"] and "fill" in p]
    bands = [p for p in bands if "transform" not in p]
    assert [p["fill"] for p in bands] == ["none", THEME.colour("tint")]


def test_words_are_outlines_and_break_into_lines_where_a_band_is_narrow():
    few = [p for p in paths("Here", "There", "Unclear") if "transform" in p]
    many = [
        p for p in paths("Here in this very place of ours", "There", "Unclear") if "transform" in p
    ]
    assert (len(few), len(many)) == (3, 4)


def test_characters_that_the_font_lacks_are_left_out():
    assert len(paths("Here\u4e2d", "Unclear")) == len(paths("Here", "Unclear"))


def test_words_from_right_to_left_are_drawn_and_letters_of_no_font_are_left_out():
    few = [p["d"] for p in paths("قريب", "بعيد", "خارج") if "transform" in p]
    assert len(few) == 3
    path, width, _ = outlines((THEME.fonts["bold"],), "aقb")
    assert (path, width) == outlines((THEME.fonts["bold"],), "ab")[:2]


def places(svg: bytes) -> list[tuple[float, float]]:
    """Return where the words of a map begin."""
    found = re.findall(rb'transform="translate\(([\d.-]+) ([\d.-]+)\)', svg)
    return [(float(x), float(y)) for x, y in found]


def test_a_map_of_a_text_from_right_to_left_is_mirrored():
    zones = ("قريب", "بعيد", "خارج")
    plain, turned = (draw_map(zones, 100, THEME, mirrored=on).svg for on in (False, True))
    assert b'<g transform="matrix(-1 0 0 1 100 0)"><path d="M0 ' in turned
    assert b"matrix" not in plain
    size = THEME.style("handout", "table-head").size
    widths = [THEME.width_of(in_glyph_order(zone), size, bold=True) for zone in zones]
    for (x, y), (other, same), width in zip(places(plain), places(turned), widths, strict=True):
        assert abs(x + other + width - 100) < 0.02
        assert y == same


def test_a_publication_has_the_map_of_its_direction():
    zones = ("Near", "Outside")
    canvas = Canvas("map", (), zones, 60, "", shape="distance")
    opening, footer = Opening("A"), Footer("A", "")
    for language, turned in (("ar", True), ("en-GB", False)):
        part = Part("a", "A", "handout", (canvas,), (), footer, language, opening)
        date = datetime.date(2026, 3, 14)
        made = illustrate(Publication("a", "A", language, (part,), "1.0", date), {}, THEME)
        (drawn,) = made.pictures.values()
        assert (b"matrix" in drawn.svg) is turned
