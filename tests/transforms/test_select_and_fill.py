"""What an edition shows, and its values in the text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from helpers.model_builders import META, document, p

from packbuilder import model as m
from packbuilder.diagnostics import Code, Span
from packbuilder.transforms.select import Known, fill_in, select_edition
from packbuilder.transforms.terms import use_terms

YES, NO = (p("yes"),), ()
KNOWN = Known({"venue", "website", "contact_name"}, {"standard", "riverbank", "hill"})


def select(found: m.Document, values=()) -> m.Document:
    """Select for Riverbank; nothing may be wrong."""
    selected, problems = select_edition(found, "riverbank", dict(values), KNOWN)
    assert problems == []
    return selected


def fill(found: m.Document, **values: str) -> m.Document:
    filled, problems = fill_in(found, values, KNOWN)
    assert problems == []
    return filled


@pytest.mark.parametrize(
    ("condition", "shown"),
    [
        ({"has": "venue"}, YES),
        ({"has": "website"}, NO),
        ({"lacks": "venue"}, NO),
        ({"lacks": "website"}, YES),
        ({"editions": ("riverbank",)}, YES),
        ({"editions": ("hill", "riverbank")}, YES),
        ({"editions": ("hill",)}, NO),
        ({"editions": ("riverbank",), "has": "website"}, NO),
        ({"editions": ("hill",), "has": "venue"}, NO),
        ({"has": "venue", "lacks": "website"}, YES),
        ({"has": "venue", "lacks": "venue"}, NO),
    ],
)
def test_conditions_all_have_to_hold(condition, shown):
    only = document(m.Only(YES, **condition))
    assert select(only, {"venue": "Town Hall"}).blocks == shown


def test_selection_reaches_blocks_inside_others_and_footnotes():
    only = m.Only(YES, editions=("hill",))
    inside = m.Callout((m.Text("Title"),), (p("kept"), only))
    outside = m.Only((m.Only(YES, editions=("riverbank",)), p("too")), editions=("riverbank",))
    found = select(document(inside, outside, note=(only,)))
    assert found.blocks == (m.Callout((m.Text("Title"),), (p("kept"),)), *YES, p("too"))
    assert found.footnotes == {"note": ()}


def test_values_take_their_places_everywhere():
    value = m.Value("venue")
    cell = m.Cell((value,))
    before = document(
        p("At ", m.Strong((value,)), "."),
        m.Table((cell,), ((cell,),), (value,)),
        m.Quotation((), (value,)),
        m.Answer("a", (value,)),
        note=(p(value),),
    )
    after = fill(before, venue="Town Hall")
    assert [i for i in m.all_inlines(after.blocks) if isinstance(i, m.Value)] == []
    words = "\n".join(m.words(block) for block in (*after.blocks, *after.footnotes["note"]))
    assert words.count("Town Hall") == 7


def test_a_value_the_edition_lacks_becomes_a_ruled_space():
    found = fill(document(p(m.Value("contact_name"))))
    assert found.blocks == (p(m.Blank("contact name")),)


@pytest.mark.parametrize("name", ["title", "version", "updated"])
def test_every_document_has_values_of_its_own(name):
    assert fill(document(p(m.Value(name))), **{name: "x"}).blocks == (p("x"),)


def test_an_unknown_value_is_reported_where_it_stands():
    span = Span("content/programme.md", 9)
    asked = document(p(m.Value("venu", span=span)))
    _, (problem,) = fill_in(asked, {"venue": "Town Hall"}, KNOWN)
    assert (problem.code, problem.span) == (Code.VALUE_UNKNOWN, span)
    assert problem.help == "did you mean “venue”?"


@pytest.mark.parametrize(
    ("condition", "code", "help"),
    [
        ({"has": "venu"}, Code.VALUE_UNKNOWN, "did you mean “venue”?"),
        ({"lacks": "venu"}, Code.VALUE_UNKNOWN, "did you mean “venue”?"),
        ({"editions": ("hill", "riverbnk")}, Code.EDITION_UNKNOWN, "did you mean “riverbank”?"),
    ],
)
def test_a_condition_that_nothing_can_meet_is_reported(condition, code, help):
    span = Span("content/programme.md", 9)
    only = document(m.Only(YES, **condition, span=span))
    _, problems = select_edition(only, "riverbank", {}, KNOWN)
    assert [(p.code, p.span, p.help) for p in problems] == [(code, span, help)]


def test_an_unknown_value_is_reported_in_what_no_edition_shows():
    span = Span("content/programme.md", 9)
    value = m.Value("venu", span=span)
    address = m.Link((m.Text("us"),), "https://%5B%5Bvenu%5D%5D", span=span)
    for hidden in (
        m.Only((p(value),), editions=("hill",)),
        m.Only((m.Only((p(address),), has="venue"),), editions=("hill",)),
        p(m.OnlyWords((value,), editions=("hill",))),
    ):
        _, problems = select_edition(document(hidden), "riverbank", {}, KNOWN)
        assert [(p.code, p.span, p.help) for p in problems] == [
            (Code.VALUE_UNKNOWN, span, "did you mean “venue”?")
        ]


TERMS = {"partnership": "alliance", "partnership working": "joint work"}


def test_an_edition_uses_its_own_terms_in_handouts():
    before = document(
        p("Partnership working: a Partnership of partnerships"), n=(p("partnership"),)
    )
    after, _ = use_terms(before, TERMS)
    assert m.words(after.blocks[0]) == "Joint work: an Alliance of alliances"
    assert m.words(after.footnotes["n"][0]) == "alliance"


@pytest.mark.parametrize("kind", ["report", "briefing"])
def test_reports_keep_the_words_of_others(kind):
    report = replace(document(p("partnership")), meta=replace(META, kind=kind))
    assert use_terms(report, TERMS) == (report, [])
