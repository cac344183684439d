"""Hypothesis strategies for the model: a maker for each type of block and inline.

A block that holds names, lines of text and other blocks alone is made from its fields; those that
ask for more have makers of their own.
"""

from __future__ import annotations

import datetime
from dataclasses import MISSING, fields
from typing import get_args

from hypothesis import strategies as st

from packbuilder import model as m
from packbuilder.model.marks import QUOTE
from packbuilder.writers.pdf.markup import BLOCKS

PLAN = "images/plan.svg"
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 6 4"><rect width="6" height="4"/></svg>'
)
NOTES = (
    (m.Paragraph((m.Text("the first note"),)),),
    (m.Paragraph((m.Text("the second note"),)), m.Paragraph((m.Text("goes on"),))),
)

# What `source.check_characters` lets through.
characters = st.characters(
    exclude_categories=["Cs", "Cc", "Cn"], include_characters="\n\x85", exclude_characters="\u2028"
)
text = st.text(characters, min_size=1, max_size=12)
names = st.from_regex("[a-z][a-z0-9]{0,5}", fullmatch=True)
ids = st.from_regex("[0-9a-f]{8}", fullmatch=True)


def many(strategy, least=0, most=3):
    return st.lists(strategy, min_size=least, max_size=most).map(tuple)


plain_inlines = {
    m.Text: st.builds(m.Text, text),
    m.InlineCode: st.builds(m.InlineCode, text),
    m.LineBreak: st.builds(m.LineBreak),
    m.Blank: st.builds(m.Blank, text),
    m.Icon: st.just(m.Icon(PLAN)),
    m.FootnoteReference: st.integers(1, len(NOTES)).map(lambda n: m.FootnoteReference(str(n), n)),
    m.Field: st.builds(
        m.Field,
        st.sampled_from(["tick", "choice", "text", "date", "list"]),
        names,
        text,
        text,
        st.booleans(),
    ),
}


def _nested_inlines(inner):
    line = many(inner, 1)
    links = st.builds(m.Link, line, st.just("https://example.org/a?b=c&d"))
    inside = st.builds(m.Link, line, names, st.just(True))
    return {
        m.Strong: st.builds(m.Strong, line),
        m.Numeral: st.builds(m.Numeral, line),
        m.Emphasis: st.builds(m.Emphasis, line),
        m.Foreign: st.builds(m.Foreign, line, st.sampled_from(["gd", "cy-GB"])),
        m.Link: st.one_of(links, inside),
    }


INLINE_MAKERS = plain_inlines | _nested_inlines(st.one_of(*plain_inlines.values()))
inlines = st.recursive(
    st.one_of(*plain_inlines.values()),
    lambda inner: st.one_of(*_nested_inlines(inner).values()),
    max_leaves=4,
)
lines = many(inlines)


@st.composite
def tables(draw):
    columns = draw(st.integers(1, 4))
    cells = st.builds(m.Cell, many(inlines), st.sampled_from(["left", "center", "right"]))
    row = many(cells, columns, columns)
    return m.Table(
        draw(row),
        draw(many(row, 0, 3)),
        draw(many(inlines, 0, 2)),
        header_column=draw(st.booleans()),
        row_height=draw(st.sampled_from([0, 18])),
        id=draw(ids),
    )


shapes = st.sampled_from(get_args(m.CanvasShape))
FRAMES = get_args(m.ArrangementLook)
drawings = st.sampled_from(["", PLAN])
labels = st.one_of(text, st.just(""))
cards = st.builds(
    m.Card,
    names,
    text,
    many(inlines),
    many(inlines),
    many(inlines),
    drawings,
    drawings,
    labels,
    st.booleans(),
    id=ids,
)
plain_blocks = {
    m.Heading: st.builds(m.Heading, st.integers(1, 5), lines, number=st.just("1.2"), id=ids),
    m.Paragraph: st.builds(m.Paragraph, many(inlines, 1), id=ids),
    m.Table: tables(),
    m.Figure: st.builds(
        m.Figure, st.just(PLAN), st.one_of(text, st.just("")), many(inlines), id=ids
    ),
    m.Logos: st.builds(
        m.Logos, many(st.builds(m.Figure, st.just(PLAN), text), 1), st.just(12.0), id=ids
    ),
    m.CodeBlock: st.builds(m.CodeBlock, text, id=ids),
    m.PageBreak: st.builds(m.PageBreak, id=ids),
    m.Answer: st.builds(m.Answer, names, lines, st.integers(1, 3), text, id=ids),
    m.Canvas: st.builds(
        m.Canvas, names, lines, many(text, 1), st.integers(20, 90), text, shapes, id=ids
    ),
    m.Card: cards,
    m.Deck: st.builds(m.Deck, many(cards, 1, 9), text, text, drawings, id=ids),
}


def _nested_blocks(inner):
    blocks = many(inner)
    items = st.builds(m.ListItem, blocks, id=ids)
    lead = st.builds(m.Paragraph, lines, id=ids)
    choice = st.builds(
        lambda field, words: m.ListItem((m.Paragraph((field, *words)),)),
        plain_inlines[m.Field],
        lines,
    )
    steps = st.builds(
        lambda minutes, first, rest: m.Step(minutes, (first, *rest)),
        st.integers(1, 30),
        lead,
        many(inner),
    )
    definitions = st.builds(m.Definition, lines, blocks, id=ids)
    return {
        m.ListItem: items,
        m.BulletList: st.builds(m.BulletList, many(items, 1), id=ids),
        m.OrderedList: st.builds(
            m.OrderedList,
            many(items, 1),
            st.integers(1, 99),
            st.sampled_from(get_args(m.Counting)),
            id=ids,
        ),
        m.DefinitionList: st.builds(m.DefinitionList, many(definitions, 1), id=ids),
        m.Quotation: st.builds(
            lambda first, rest, by: m.Quotation((first, *rest), by), lead, blocks, many(inlines)
        ),
        m.Lead: st.builds(m.Lead, many(lead, 1), id=ids),
        m.ThemePage: st.builds(
            lambda first, rest, label: m.ThemePage(
                (first, *rest), "po", "Power", label, PLAN, PLAN
            ),
            plain_blocks[m.Heading],
            blocks,
            lines,
        ),
        m.Step: steps,
        m.Steps: st.builds(m.Steps, st.just(5), many(steps, 1), id=ids),
        m.Choices: st.builds(m.Choices, names, lines, many(choice, 1), st.booleans(), id=ids),
        m.Arrangement: st.builds(m.Arrangement, st.sampled_from(FRAMES), many(inner, 1), id=ids),
        m.Route: st.builds(m.Route, many(items, 1), id=ids),
    }


def _from_fields(inner):
    """Make blocks whose fields hold simple things, which each new block is among as it is."""
    simple = {"str": names, "tuple[Inline, ...]": lines, "tuple[Block, ...]": many(inner)}
    wanted = {
        kind: [f.type for f in fields(kind) if f.default is f.default_factory is MISSING]
        for kind in BLOCKS.keys() - plain_blocks.keys()
    }
    return {
        kind: st.builds(kind, *(simple[each] for each in asked), id=ids)
        for kind, asked in sorted(wanted.items(), key=str)
        if asked and set(asked) <= set(simple)
    }


def _holding(inner):
    return _from_fields(inner) | _nested_blocks(inner)


INSIDE_ONLY = {m.ListItem, m.Definition, m.Step, m.Card}
"""Blocks that stand in others only."""

BLOCK_MAKERS = _holding(plain_blocks[m.Paragraph]) | plain_blocks


def _alone(makers):
    return st.one_of(*(maker for kind, maker in makers.items() if kind not in INSIDE_ONLY))


blocks = st.recursive(_alone(plain_blocks), lambda inner: _alone(_holding(inner)), max_leaves=5)


@st.composite
def publications(draw, block=blocks):
    part = m.Part(
        name="programme",
        title="Programme",
        profile="reading",
        blocks=draw(many(block, 1, 4)),
        footnotes=NOTES,
        footer=m.Footer("Programme", "Standard edition"),
        language="en-GB",
    )
    picture = m.Picture(SVG, b"", 6, 4)
    shown = {address for address, _ in m.images_of(part.blocks)} | {PLAN, m.SCISSORS, QUOTE}
    return m.Publication(
        name="programme",
        title="Programme",
        language="en-GB",
        parts=(part,),
        version="1.0",
        updated=datetime.date(2026, 3, 14),
        pictures=dict.fromkeys(sorted(shown), picture),
    )
