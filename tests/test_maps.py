"""Maps of distance as pictures: bands, a corner, and words as outlines."""

from __future__ import annotations

from xml.etree import ElementTree

from helpers.projects import shipped_theme

from packbuilder.theme.fonts import outlines
from packbuilder.theme.maps import draw_map

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
