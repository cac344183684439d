"""What is a poster of a document: the pages that say so, with higher rows."""

from __future__ import annotations

from dataclasses import replace

from helpers.model_builders import document

from packbuilder.model import (
    Answer,
    Arrangement,
    Canvas,
    Choices,
    Heading,
    PageBreak,
    Paragraph,
    Table,
    Text,
)
from packbuilder.transforms.posters import cut_poster, has_poster, is_poster

BREAK = PageBreak()
WORDS = Paragraph((Text("Words."),))


def heading(anchor: str) -> Heading:
    return Heading(1, (Text("Heading"),), anchor)


def test_an_id_says_what_is_a_poster():
    names = ("poster", "poster-talk", "t05-power-map.poster", "t05-power-map.poster-talk")
    assert all(map(is_poster, names))
    assert not any(map(is_poster, ("posters", "our-poster", "poster.one", "")))


def test_pages_between_breaks_are_kept_with_higher_rows():
    table = Table((), (), row_height=20)
    canvas = Canvas("map", (), ("Here",), 100, "")
    blocks = (WORDS, BREAK, heading("poster"), table, BREAK, WORDS, BREAK, heading("poster-2"))
    found = cut_poster(document(*blocks, canvas, heading("end"), BREAK, WORDS))
    first, second = replace(table, row_height=24), replace(canvas, height=120)
    assert found.blocks == (
        *(heading("poster"), first, BREAK),
        *(heading("poster-2"), second, heading("end")),
    )


def test_a_poster_without_a_page_of_its_own_is_none():
    blocks = (WORDS, BREAK, heading("poster"), WORDS)
    assert not has_poster(blocks)
    assert cut_poster(document(*blocks)).blocks == blocks


def test_the_first_page_and_a_page_with_a_table_can_be_posters():
    assert has_poster((heading("poster"), WORDS, BREAK, WORDS))
    table = Table((), (), anchor="poster-outside")
    assert has_poster((WORDS, table, BREAK, WORDS))


def test_three_pages_with_a_map_in_their_middle_share_a_sheet():
    """The map keeps what goes on it, questions are prompts, and what is ticked comes first."""
    question = Answer("why", (Text("Why?"),), 2)
    drawn = Canvas("map", (), ("Here", "Elsewhere"), 80, "", "distance")
    listed = Arrangement("stack", (WORDS, Paragraph((Text("Or write here:"),)), question))
    choice = Choices("what", (Text("What?"),), (), row=True)
    agreed = Arrangement("one-thing", (heading("agreed"), choice, question))
    table = Table((), (), row_height=20)
    first = (WORDS, heading("poster"), table)
    second = (heading("poster-2"), Arrangement("row", (drawn, listed)))
    third = (heading("poster-3"), Arrangement("row", (question, question)), agreed)
    found = cut_poster(document(*first, BREAK, *second, BREAK, *third, BREAK, WORDS))
    words, sheet, one_thing = found.blocks
    low, beside, prompts = (stack.blocks for stack in sheet.blocks)
    assert (words, low[0], low[1].row_height) == (WORDS, heading("poster"), 9)
    assert (beside[:2], beside[2].zones) == ((heading("poster-2"), WORDS), drawn.zones)
    assert [type(block) for block in prompts[1].blocks] == [Paragraph, Paragraph]
    (row,) = one_thing.blocks
    assert [block.look for block in row.blocks[:1]] == ["stack"]
    assert row.blocks[0].blocks == (heading("agreed"), choice)
    assert (row.blocks[1:], sum(row.widths)) == ((question,), 100)
