"""What leaves a page is reported, but not blanks that nobody sees."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from packbuilder.writers.pdf.layout import _diagnostics
from packbuilder.writers.pdf.overflow import find_leaving


def page(words: str, left: float, width: float) -> SimpleNamespace:
    """Return a page of 500 px by 700 px, as the engine has it, with words in one line."""
    line = SimpleNamespace(text=words, position_x=left, position_y=0.0, width=width, height=20.0)
    line.style = {"font_size": 16.0}
    root = SimpleNamespace(
        width=500.0,
        height=700.0,
        content_box_x=lambda: 0.0,
        content_box_y=lambda: 0.0,
        children=[SimpleNamespace(element_tag="html", children=[line])],
    )
    return SimpleNamespace(_page_box=root)


@pytest.mark.parametrize(
    ("words", "left", "width", "leaves"),
    [
        ("words", 0.0, 500.0, False),
        ("words", -4.0, 500.0, True),
        ("words", 0.0, 504.0, True),
        ("words\xa0", -4.0, 500.0, False),
        ("words\xa0 \xa0", 0.0, 510.0, False),
        ("words\xa0", 0.0, 510.0, True),
    ],
)
def test_words_leave_a_page_and_blanks_do_not(words, left, width, leaves):
    assert bool(list(find_leaving([page(words, left, width)]))) is leaves


@pytest.mark.parametrize(("top", "leaves"), [(10.0, False), (-10.0, True)])
def test_a_footnote_higher_than_a_page_leaves_it_at_the_top(top, leaves):
    whole = page("words", 0.0, 100.0)
    words = SimpleNamespace(text="A note", children=[])
    area = SimpleNamespace(element_tag=None, position_y=top, children=[words])
    whole._page_box.children.append(area)
    assert [found.noted for found in find_leaving([whole])] == [True] * leaves


@pytest.mark.parametrize(
    "message",
    [
        "Invalid or unsupported selector, ''",
        "Parse error: EOF reached before {} block for a qualified rule.",
        "Parse error at 1:2: EOF reached before {} block for a qualified rule.",
    ],
)
def test_what_is_wrong_with_styles_is_not_said_of_content(message):
    whole = SimpleNamespace(parts=())
    (problem,) = _diagnostics([message], whole, {"pack.css": 0})
    assert problem.span.path == "templates/pack.css"
    assert problem.help.startswith("fix or delete this style")
