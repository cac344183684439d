"""What the engine does once in long documents gives what it gave before."""

from __future__ import annotations

import pytest
import tinyhtml5
from cssselect2 import ElementWrapper, Matcher, compile_selector_list

from packbuilder.writers.pdf.layout import load_engine

HTML = "<div><h2 id=a></h2><p id=b></p><h2 id=c></h2><table id=d></table><p id=e></p></div>"


@pytest.fixture(autouse=True)
def engine():
    load_engine()


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("h2:has(+ table)", "c"),
        ("h2:has(+ p)", "a"),
        ("h2:has(~ table)", "ac"),
        ("table ~ p", "e"),
        ("h2 ~ p", "be"),
        ("p:nth-child(2 of p)", "e"),
        ("p:nth-last-child(1 of p)", "e"),
        ("p:has(+ p)", ""),
    ],
)
def test_selectors_that_look_beside_an_element(selector, expected):
    matcher = Matcher()
    for each in compile_selector_list(selector):
        matcher.add_selector(each, "found")
    root = ElementWrapper.from_html_root(tinyhtml5.parse(HTML, namespace_html_elements=False))
    found = [e.etree_element.get("id") for e in root.iter_subtree() if matcher.match(e)]
    assert "".join(found) == expected


def test_pages_are_named_anew_when_there_are_more():
    import pydyf

    pdf = pydyf.PDF()
    for count in (1, 2):
        pdf.add_page(pydyf.Dictionary({"Type": "/Page"}))
        assert len(pdf.page_references) == count
        assert pdf.page_references is pdf.page_references
