"""What is a poster of a document: the pages that say so, with higher rows."""

from __future__ import annotations

from dataclasses import replace

from helpers.model_builders import document
from helpers.projects import shipped_theme

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
from packbuilder.theme import with_variant
from packbuilder.transforms.posters import Around, cut_poster, has_poster, is_poster

THEME = with_variant(shipped_theme(), "poster")
BREAK = PageBreak()
ALONE = Around()
TABLE = Table((), ((),) * 8, row_height=20)
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
    found = cut_poster(document(*blocks, canvas, heading("end"), BREAK, WORDS), THEME, ALONE)
    first, second = replace(table, row_height=24), replace(canvas, height=120)
    assert found.blocks == (
        *(heading("poster"), first, BREAK),
        *(heading("poster-2"), second, heading("end")),
    )


def test_a_poster_without_a_page_of_its_own_is_none():
    blocks = (WORDS, BREAK, heading("poster"), WORDS)
    assert not has_poster(blocks)
    assert cut_poster(document(*blocks), THEME, ALONE).blocks == blocks


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
    pages = (*(WORDS, heading("poster"), TABLE), BREAK)
    pages += (heading("poster-2"), Arrangement("row", (drawn, listed)), BREAK)
    pages += (heading("poster-3"), Arrangement("row", (question, question)), agreed)
    found = cut_poster(document(*pages, BREAK, WORDS), THEME, ALONE)
    words, sheet, one_thing = found.blocks
    low, beside, prompts = (stack.blocks for stack in sheet.blocks)
    assert (words, low[0], low[1].row_height) == (WORDS, heading("poster"), 14)
    assert (beside[:2], beside[2].zones) == ((heading("poster-2"), WORDS), drawn.zones)
    assert [type(block) for block in prompts[1].blocks] == [Paragraph, Paragraph]
    (row,) = one_thing.blocks
    assert [block.look for block in row.blocks[:1]] == ["stack"]
    assert row.blocks[0].blocks == (heading("agreed"), choice)
    assert (row.blocks[1:], sum(row.widths)) == ((question,), 100)


def test_rows_of_a_sheet_are_as_high_as_what_is_around_them_leaves_room_for():
    """A partnership’s name and a long way to reach it take room, though rows stay high enough."""
    drawn = Arrangement("row", (Canvas("map", (), ("Here", "Not"), 80, "", "distance"),))
    pages = (heading("poster"), TABLE, BREAK, heading("poster-2"), drawn, BREAK)
    whole = document(*pages, heading("poster-3"), BREAK, WORDS)
    line, long = Paragraph((Text("Ask us. " * 10),)), Paragraph((Text("Ask us. " * 100),))
    closing = (Around((line, line)), Around((line, line), 1), Around((long, line), 1))
    found = [cut_poster(whole, THEME, around) for around in closing]
    sheets = [next(b for b in each.blocks if isinstance(b, Arrangement)) for each in found]
    assert [sheet.blocks[0].blocks[1].row_height for sheet in sheets] == [12, 10, 9]
    assert [sheet.blocks[1].blocks[1].height for sheet in sheets] == [138, 122, 114]
