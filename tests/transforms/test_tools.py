"""What the program adds to tools: strips, clock times, lists of cards, names of fields."""

from __future__ import annotations

from dataclasses import replace

import pytest
from helpers.model_builders import META, document, h, p
from helpers.projects import shipped_theme

from packbuilder import model as m
from packbuilder.diagnostics import Code, Span
from packbuilder.transforms.fields import name_fields
from packbuilder.transforms.run_sheets import set_clocks
from packbuilder.transforms.tools import add_strip, list_cards

LABELS = shipped_theme().labels
TOOL = replace(META, kind="tool", tool="T03", time=20, group="4 to 8", rests_on=("K1", "E2"))
GAP = m.Field("text")


def tool(*blocks: m.Block) -> m.Document:
    return replace(document(*blocks), meta=TOOL)


def row(*words: str) -> tuple[m.Cell, ...]:
    return tuple(m.Cell((m.Text(word),)) for word in words)


def rows(table: m.Block) -> list[list[str]]:
    return [[m.plain(cell.inlines) for cell in row] for row in (table.header, *table.rows)]


def test_a_tool_begins_with_its_strip():
    strip, *rest = add_strip(tool(p("x")), LABELS).blocks
    assert strip.strip
    assert rows(strip)[1] == ["20 minutes", "4 to 8"]
    assert rest == [p("x")]
    placed = add_strip(tool(p("x"), m.Place("facts")), LABELS).blocks
    assert [type(block) for block in placed] == [m.Paragraph, m.Table]
    assert add_strip(document(p("x")), LABELS) == document(p("x"))


def sheet(minutes: int, *slots: tuple[str, str]) -> m.RunSheet:
    table = m.Table(row("Minutes", "What"), tuple(row(*slot) for slot in slots))
    return m.RunSheet(minutes, (table,), span=Span("content/plan.md", 9))


@pytest.mark.parametrize(
    ("start", "clocks"),
    [
        ("09:30", ["09:30", "10:15", "10:20"]),
        ("9.30", ["09:30", "10:15", "10:20"]),
        ("23:30", ["23:30", "00:15", "00:20"]),
        ("", ["00:00", "00:45", "00:50"]),
        ("half past nine", ["00:00", "00:45", "00:50"]),
    ],
)
def test_clock_times_are_counted_from_the_start(start, clocks):
    plan = document(sheet(60, ("45", "Talk"), ("5", "Tea"), ("10", "Talk")))
    clocked, problems = set_clocks(plan, {"start_time": start}, LABELS, {})
    _, table = clocked.blocks
    assert [line[0] for line in rows(table)[1:]] == clocks
    assert [line[1:] for line in rows(table)[1:]] == [
        ["45 min", " Talk"],
        ["5 min", " Tea"],
        ["10 min", " Talk"],
    ]
    assert problems == []


def test_the_columns_of_a_time_bar_are_as_wide_as_slots_are_long():
    plan = document(sheet(60, ("45", "Talk: A2"), ("5", "Tea"), ("10", "A1, A3 or A4")))
    bar, _ = set_clocks(plan, {}, LABELS, {})[0].blocks
    assert rows(bar) == [["45", "5", "10"], ["A2", LABELS.everybody, "A1 …"]]
    assert (bar.look, bar.widths, bar.numbered) == ("time-bar", (66, 14, 20), False)
    crowded = document(sheet(15, *[("1", "Talk")] * 15))
    assert set_clocks(crowded, {}, LABELS, {})[0].blocks[0].widths == ()


def test_slots_show_their_tool_and_what_comes_of_them_on_lines_of_their_own():
    header = row("Length", "What", "Do", "Output")
    said, name = m.Strong((m.Text("“Speak.”"),)), m.Strong((m.Text("Power"),))
    cells = (m.Cell((m.Text("9"),)), m.Cell((name, m.Text(": A2"))))
    cells += (m.Cell((said, m.Text(" Lead."))), m.Cell((m.Text("one thing"),)))
    plan = m.RunSheet(9, (m.Table(header, (cells,), widths=(10, 10, 30, 30, 20)),))
    _, table = set_clocks(document(plan), {}, LABELS, {"A2": "images/a2.svg"})[0].blocks
    assert (len(table.header), table.widths) == (4, (10, 10, 30, 50))
    _, length, what, do = table.rows[0]
    assert m.plain(length.inlines) == "9 min"
    assert isinstance(what.inlines[0], m.Icon)
    assert what.inlines[0].image == "images/a2.svg"
    breaks = [number for number, i in enumerate(do.inlines) if isinstance(i, m.LineBreak)]
    assert (do.inlines[0], breaks) == (said, [1, 3])
    assert m.plain(do.inlines[4:]) == "Output: one thing"


def test_a_slot_of_no_tool_or_of_many_has_the_drawing_of_a_group():
    plan = document(sheet(60, ("45", "Talk"), ("15", "A1, A3 or A4")))
    _, table = set_clocks(plan, {}, LABELS, {"A1": "images/a1.svg"})[0].blocks
    assert [cells[2].inlines[0].image for cells in table.rows] == [m.FACTS["group"]] * 2


def test_minutes_that_do_not_add_up_are_reported():
    plan = document(sheet(60, ("45", "Talk"), ("some", "Tea")))
    _, problems = set_clocks(plan, {}, LABELS, {})
    assert [problem.code for problem in problems] == [Code.MINUTES, Code.MINUTES]


def test_cards_with_words_are_listed():
    cards = (m.Card("FO1", "Foundations", inlines=(m.Text("Why?"),)), m.Card("FO2", "Foundations"))
    deck, table = list_cards(document(m.Deck(cards), m.DeckList()), LABELS).blocks
    assert deck.guide == LABELS.card_guide
    assert rows(table)[1:] == [["FO1", "Foundations: Why?", ""]]
    assert [type(i) for i in table.rows[0][2].inlines] == [m.Field]


def names(*blocks: m.Block) -> tuple[list[str], list[m.Field], list]:
    named, problems = name_fields(tool(*blocks), LABELS)
    found = named.blocks
    fields = [inline for inline in m.all_inlines(found) if isinstance(inline, m.Field)]
    answers = [block.name for block in m.walk(found) if isinstance(block, m.Answer)]
    return answers + [field.name for field in fields], fields, problems


def choice(kind: str, words: str) -> m.ListItem:
    return m.ListItem((p(m.Field(kind), f" {words}"),))


def test_an_answer_is_named_after_its_tool():
    assert names(m.Answer("aim", (m.Text("Our aim?"),)))[0] == ["t03.aim"]


def test_circles_share_a_name_and_boxes_do_not():
    label = (m.Text("Next?"),)
    circles = m.Choices("go", label, (choice("choice", "Yes"), choice("choice", "No")))
    boxes = m.Choices("do", label, (choice("tick", "Lead"), choice("tick", "Help")))
    found, fields, problems = names(circles, boxes)
    assert found == ["t03.go", "t03.go", "t03.do.1", "t03.do.2"]
    assert [field.value for field in fields] == ["Yes", "No", "Lead", "Help"]
    assert fields[2].label == "Programme: Next?: Lead"
    assert problems == []


def test_fields_in_a_table_are_named_by_row_and_column():
    header = row("Finding", "Not yet", "In part", "What is the evidence for it?")
    keyed = m.Cell((m.Text("It fits"),), key="k1")
    line = (keyed, m.Cell((m.Field("choice"),)), m.Cell((m.Field("choice"),)), m.Cell((GAP,)))
    found, fields, _ = names(m.Table(header, (line,), choice="level"))
    assert found == ["t03.k1.level", "t03.k1.level", "t03.k1.what-is-the"]
    assert fields[2].fills
    assert fields[2].label == "It fits: What is the evidence for it?"


def test_a_key_in_the_header_names_a_column():
    head = m.Cell((m.Text("What is the evidence for it?"),), key="evidence")
    line = (m.Cell((m.Text("It fits"),), key="k1"), m.Cell((GAP,)))
    found, fields, _ = names(m.Table((*row("Finding"), head), (line,)))
    assert found == ["t03.k1.evidence"]
    assert fields[0].label == "It fits: What is the evidence for it?"


def test_gaps_are_counted_by_section():
    found, fields, _ = names(
        h(1, "Aim", "aim"), p("a ", GAP, " b ", GAP), h(1, "Who", "who"), p(GAP)
    )
    assert found == ["t03.aim.gap1", "t03.aim.gap2", "t03.who.gap1"]
    assert [field.label for field in fields] == ["Aim: gap 1", "Aim: gap 2", "Who: gap 1"]


def test_fields_in_a_box_begin_with_its_name():
    box = m.Group("a1", (h(2, "Action 1"), m.Answer("who", (m.Text("Who?"),))))
    named, _ = name_fields(tool(box), LABELS)
    found = named.blocks[0].blocks[1]
    assert (found.name, found.spoken) == ("t03.a1.who", "Action 1: Who?")


def test_a_duplicate_name_is_reported():
    one, two = (m.Answer("aim", (), span=Span("content/t.md", line)) for line in (3, 9))
    _, _, (problem,) = names(one, two)
    assert (problem.code, problem.span.line) == (Code.ID_DUPLICATE, 9)
    assert "content/t.md:3" in problem.message
