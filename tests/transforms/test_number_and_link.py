"""Ids, numbers, anchors and cross-references."""

from __future__ import annotations

from dataclasses import replace

import pytest
from helpers import word_samples as samples
from helpers.model_builders import META, document, h, p

from packbuilder import model as m
from packbuilder.diagnostics import Code, Span
from packbuilder.transforms.link import (
    anchors,
    check_links,
    link_document,
    list_documents,
    make_contents,
)
from packbuilder.transforms.number import identify_blocks, number_document


def numbered(*blocks: m.Block, numbered: bool = True, **notes) -> m.Document:
    report = replace(document(*blocks, **notes), meta=replace(META, numbered=numbered))
    return number_document(report)


def numbers(found: m.Document) -> list[str]:
    return [b.number for b in m.walk(found.blocks) if isinstance(b, m.Heading)]


def test_headings_are_numbered_by_level():
    levels = [1, 2, 2, 3, 1, 2, 4]
    found = numbered(*(h(level, "x") for level in levels))
    assert numbers(found) == ["1", "1.1", "1.2", "1.2.1", "2", "2.1", "2.1.0.1"]


def test_headings_without_numbers_do_not_count():
    found = numbered(h(1, "a"), h(1, "b", numbered=False), h(1, "c"))
    assert numbers(found) == ["1", "", "2"]


def test_what_is_below_a_heading_without_a_number_has_none():
    plain = h(2, "c", numbered=False)
    found = numbered(h(1, "a"), h(1, "b", numbered=False), h(2, "x"), h(1, "c"), plain, h(3, "x"))
    assert numbers(found) == ["1", "", "", "2", "", ""]
    assert numbered(h(1, "a"), plain, h(2, "d")).blocks[2].number == "1.1"


def test_only_documents_that_want_numbers_have_them():
    found = numbered(h(1, "a"), numbered=False)
    assert numbers(found) == [""]
    assert not found.blocks[0].numbered


def test_footnotes_are_numbered_as_they_are_met():
    one, two = m.FootnoteReference("one"), m.FootnoteReference("two")
    found = numbered(
        m.Callout((m.Text("t"), two), (p("a", one),)), one=(p("1"),), two=(p("2"),), none=(p("3"),)
    )
    met = [i for i in m.all_inlines(found.blocks) if isinstance(i, m.FootnoteReference)]
    by_label = {note.label: note.number for note in met}
    assert sorted(by_label.values()) == [1, 2]
    assert [by_label[label] for label in found.footnotes] == [1, 2]


def ids(*blocks: m.Block) -> list[str]:
    found = identify_blocks(document(*blocks))
    assert all(len(b.id) == 8 and int(b.id, 16) >= 0 for b in m.walk(found.blocks))
    return [block.id for block in found.blocks]


def test_an_id_stays_while_the_words_stay():
    one, two = ids(p("one"), p("two"))
    assert ids(p("two"), h(1, "new"), p("one"))[::2] == [two, one]


def test_other_words_kinds_and_files_have_other_ids():
    there = replace(p("one"), span=Span("content/other.md"))
    found = ids(p("one"), p("two"), h(1, "one"), there, m.BulletList((m.ListItem((p("one"),)),)))
    assert len(set(found)) == 5


def test_the_same_words_are_counted():
    assert len(set(ids(p("one"), p("one"), p("one")))) == 3


def linked(*blocks: m.Block, inside=("programme",), more=()):
    found = identify_blocks(document(*blocks))
    targets = anchors(found) | dict(more)
    return link_document(found, inside, targets), list(check_links(found, targets))


def link(target: str, words: str = "") -> m.Link:
    inlines = (m.Text(words),) if words else ()
    return m.Link(inlines, target, internal=True, span=Span("content/programme.md", 9))


def test_a_reference_leads_to_its_heading():
    found, problems = linked(h(1, "Power", "power", number="3"), p(link("#power", "there")))
    assert problems == []
    heading, paragraph = found.blocks
    assert heading.anchor == "programme.power"
    assert paragraph == p(replace(link("programme.power", "there")))


def test_a_reference_without_words_takes_those_of_its_target():
    table = m.Table((), (), (m.Text("When we meet"),), anchor="when")
    heading = h(1, "Power", "power", number="3")
    found, _ = linked(heading, table, p(link("#power"), link("programme#when")))
    assert m.words(found.blocks[-1]) == "3 PowerWhen we meet"


def test_a_reference_to_a_document_that_is_not_inside_keeps_its_words():
    more = {"rooms#": "Rooms", "rooms#hall": "The hall"}
    found, problems = linked(p(link("rooms#hall", "the hall"), link("rooms#")), more=more)
    assert problems == []
    assert found.blocks == (p("the hall", "Rooms"),)
    found, _ = linked(p(link("rooms#hall")), inside=("programme", "rooms"), more=more)
    assert [i.target for i in m.all_inlines(found.blocks) if isinstance(i, m.Link)] == [
        "rooms.hall"
    ]


@pytest.mark.parametrize(
    ("target", "help"),
    [
        ("#powr", "did you mean “power”?"),
        ("rooms#", "use one of: programme"),
        ("programm#power", "did you mean “programme”?"),
    ],
)
def test_a_dead_reference_is_reported(target, help):
    found, (problem,) = linked(h(1, "Power", "power"), p(link(target, "words")))
    assert (problem.code, problem.span.line, problem.help) == (Code.LINK_DEAD, 9, help)
    assert found.blocks[1] == p("words")


def test_every_heading_has_an_anchor_even_without_an_id():
    found, _ = linked(h(1, "One"), h(1, "One"))
    assert len({block.anchor for block in found.blocks}) == 2


def test_contents_list_headings_down_to_a_level():
    blocks = (h(1, "A", "a", number="1"), m.Callout((), (h(2, "B", "b"),)), h(3, "C", "c"))
    entries = make_contents("Contents", blocks, 2).entries
    assert entries == (m.ContentsEntry(1, "1 A", "a"), m.ContentsEntry(2, "B", "b"))


@pytest.mark.parametrize(("sections", "listed"), [(3, 8), (40, 42)])
def test_a_long_list_of_documents_names_sections_of_reports_alone(sections, listed):
    cover = m.Opening("Report", full_page=True)
    blocks = tuple(h(1, "x", f"x{n}") for n in range(sections))
    report, sheet = (
        replace(samples.part(blocks=blocks), title=title, name=title, opening=opening)
        for title, opening in (("report", cover), ("sheet", None))
    )
    entries = list_documents("Contents", (report, sheet)).entries
    assert len(entries) == listed
    assert {e.part for e in entries if e.level == 1} == {"report", "sheet"}
