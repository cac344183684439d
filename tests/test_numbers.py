"""Numbers as a language writes them, raised and lowered ones, and charts of several parts."""

from __future__ import annotations

from decimal import Decimal

import pytest
from helpers.projects import HEAD, PROGRAMME, make_project, shipped_theme

from packbuilder.model import Icon, Table, all_inlines, marks, plain
from packbuilder.pipeline.project import load_project
from packbuilder.round_trip.tokens import folded
from packbuilder.settings.dates import number_in
from packbuilder.storage.markdown_text import with_small_figures
from packbuilder.theme.marks import draw_mark

COLOURS = {"paper": "#fff", "rule": "#999", "primary": "#123"}
CSV = "Place,Cost,Year,Share\nHall,1250.50,2026,12.5%\nPark,none,2027,7%\n"
CHART = """::: chart {kind=stacked title="Votes" of=10}
| Use | Yes | No |
|---|--:|--:|
| Café | 4 | 3 |
| Shop | 0 | 9 |
:::
"""


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en-GB", "1,250.50"),
        ("de", "1.250,50"),
        ("pl", "1\u00a0250,50"),
        ("fr", "1\u00a0250,50"),
        ("ar", "1,250.50"),
        ("xx", "1,250.50"),
    ],
)
def test_numbers_are_written_as_their_language_does(language, words):
    assert number_in(Decimal("1250.50"), language) == words
    assert number_in(Decimal("7"), language) == "7"


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("H~2~O and CO~2~", "H₂O and CO₂"),
        ("10^3^ m^2^ in the 21^st^ century, x^n^", "10³ m² in the 21st century, xⁿ"),
        ("(a)^2^, Ca(OH)~2~", "(a)², Ca(OH)₂"),
        ("about ~20 to ~30, 2^x^, a ~2~ b", "about ~20 to ~30, 2^x^, a ~2~ b"),
    ],
)
def test_raised_and_lowered_figures_are_characters_of_their_own(written, words):
    assert with_small_figures(written) == words
    assert folded(written) == folded(words)


def table_of(folder, text: str) -> Table:
    project = load_project(make_project(folder, {PROGRAMME: text, "content/costs.csv": CSV}))
    blocks = project.texts.documents["programme"].blocks
    return next(block for block in blocks if isinstance(block, Table))


def test_columns_are_written_as_the_language_does_where_this_is_asked_for(tmp_path):
    head = HEAD.replace("kind: handout\n", "kind: handout\nlanguage: de\n")
    block = '::: table {caption="Costs" data="costs.csv" numbers="Cost, Share"}\n:::\n'
    table = table_of(tmp_path, head + "# Costs\n\n" + block)
    rows = [[plain(cell.inlines) for cell in row] for row in table.rows]
    assert rows == [["Hall", "1.250,50", "2026", "12,5%"], ["Park", "none", "2027", "7%"]]


def test_a_stacked_bar_has_a_part_for_each_number(tmp_path):
    table = table_of(tmp_path, HEAD + "# Votes\n\n" + CHART)
    icons = [inline.image for inline in all_inlines((table,)) if isinstance(inline, Icon)]
    assert icons == [
        marks.part_key(1),
        marks.part_key(2),
        marks.stacked((4, 3), 10),
        marks.stacked((0, 9), 10),
    ]
    drawn = draw_mark(icons[2], COLOURS, shipped_theme().fonts["regular"])
    assert drawn is not None
    assert drawn.svg.count(b"<rect") == 3
    assert b'width="240"' in drawn.svg


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("| 3 |", "| some |", "a stacked chart has 2 to 4 columns of whole numbers"),
        ("| 9 |", "| 12 |", "the numbers of “Shop” are more than the 10 of “of”"),
    ],
)
def test_a_stacked_chart_shows_no_share_that_the_data_do_not_give(
    tmp_path, packbuilder, old, new, message
):
    make_project(tmp_path, {PROGRAMME: HEAD + "# Votes\n\n" + CHART.replace(old, new)})
    assert message in packbuilder(tmp_path, "check").output
