"""Losses planted in shipped documents: each is caught, and reported with its place."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial

import pytest
from helpers.projects import shipped_edition
from helpers.shared_results import laid_out
from lxml import etree

from packbuilder import model as m
from packbuilder.diagnostics import Code
from packbuilder.inspection.expected import expect
from packbuilder.inspection.folding import dense
from packbuilder.inspection.parity import check_parity
from packbuilder.inspection.pdf import read_pdf
from packbuilder.inspection.reading import Conventions
from packbuilder.pipeline.jobs import check_file
from packbuilder.pipeline.publications import compose_document
from packbuilder.theme import Theme, with_variant
from packbuilder.writers import WRITERS
from packbuilder.writers.docx import write_word
from packbuilder.writers.pdf.markup import write_html

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
EDITION = shipped_edition("riverbank")
SCREEN = with_variant(EDITION.theme, "screen")
NEAR = 2
"""Lines between what is reported and what was lost: of two swapped ones, either may be reported."""

REPORT, CARDS, FORM = "event-report", "t08-question-cards", "t02-agreement"
BRIEFING = "briefing"
"""What a short text has, in fewer pages than the report."""

Change = Callable[[m.Block], m.Block]


@cache
def publication(name: str) -> m.Publication:
    return compose_document(EDITION, name)[0]


@cache
def reading(name: str):
    return read_built(name, SCREEN, laid_out)


def read_built(name: str, theme: Theme, lay_out=WRITERS["pdf"].lay_out):
    """Read a PDF as a build makes it: contents may stand behind the first pages."""
    write = WRITERS["pdf"].write
    return read_pdf(write(publication(name), theme, (), partial(lay_out, theme=theme)))


@cache
def word_file(name: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(write_word(publication(name), SCREEN))) as archive:
        return {part: archive.read(part) for part in archive.namelist()}


@pytest.mark.parametrize("name", [REPORT, CARDS, FORM])
def test_nothing_is_lost_as_shipped(name):
    assert check_parity(publication(name), SCREEN, reading(name)) == []
    assert check_file(publication(name), SCREEN, "docx", zipped(word_file(name))) == []


# Losses in a PDF: it is compared with a text that says one thing more, or another -----------------


def line(words: str) -> tuple[m.Inline, ...]:
    return (m.Text(words),)


def with_more(block):
    return replace(block, inlines=(*block.inlines, *line(" and nobody printed this")))


def with_another_word(block):
    text = next(i for i in block.inlines if isinstance(i, m.Text) and " " in i.text.strip())
    first, space, rest = text.text.partition(" ")
    other = replace(text, text=f"{first}{space}unprinted {rest.partition(' ')[2]}")
    return replace(block, inlines=tuple(other if i is text else i for i in block.inlines))


def with_another_item(block):
    paragraph = m.Paragraph(line("An item nobody printed"), span=block.span)
    return replace(block, items=(*block.items[:1], m.ListItem((paragraph,)), *block.items[1:]))


def with_another_card(block):
    card = m.Card("XX1", "Lost", inlines=line("A card nobody printed"), span=block.span)
    return replace(block, items=(*block.items[:-1], card))


def with_another_row(block):
    first = block.rows[0]
    row = (replace(first[0], inlines=line("A cell nobody printed")), *first[1:])
    return replace(block, rows=(*block.rows[:-1], row))


def with_another_caption(block):
    return replace(block, caption=(*block.caption, *line(" that nobody printed")))


def with_swapped_items(block):
    one, two, *others = block.items
    return replace(block, items=(two, one, *others))


def with_swapped_rows(block):
    one, two, *others = block.rows
    return replace(block, rows=(two, one, *others))


def with_another_alternative(block):
    return replace(block, alt=f"{block.alt} And more.")


def with_another_label(block):
    return replace(block, label=(*block.label, *line(" nobody printed")))


def with_another_name(block):
    return replace(block, spoken=f"{block.spoken} (unspoken)")


PDF_LOSSES = [
    *((REPORT, m.Paragraph, n, with_more) for n in (0, 5, 17)),
    *((REPORT, m.Paragraph, n, with_another_word) for n in (11, 15, 20)),
    *((REPORT, m.Heading, n, with_more) for n in (1, 6)),
    *((REPORT, m.BulletList, n, with_another_item) for n in (0, 2)),
    *((REPORT, m.BulletList, n, with_swapped_items) for n in (0, 1)),
    *((REPORT, m.Table, n, with_another_row) for n in (0, 1)),
    *((REPORT, m.Table, n, with_swapped_rows) for n in (0, 2)),
    (REPORT, m.Table, 1, with_another_caption),
    (REPORT, m.Figure, 0, with_another_caption),
    (REPORT, m.Figure, 0, with_another_alternative),
    (REPORT, m.OrderedList, 0, with_another_item),
    *((CARDS, m.Deck, n, with_another_card) for n in (0, 4)),
    (CARDS, m.Deck, 2, with_swapped_items),
    (CARDS, m.Card, 9, with_another_word),
    (FORM, m.Answer, 1, with_another_label),
    (FORM, m.Answer, 3, with_another_name),
    (FORM, m.Table, -1, with_swapped_rows),
]


@pytest.mark.parametrize(("name", "kind", "number", "change"), PDF_LOSSES)
def test_a_loss_in_a_pdf_is_caught(name, kind, number, change):
    whole = publication(name)
    found = [block for block in m.walk(whole.parts[0].blocks) if type(block) is kind]
    lost = found[number]

    def rewritten(blocks: tuple[m.Block, ...]) -> tuple[m.Block, ...]:
        return tuple(change(b) if b is lost else _inside(b, rewritten) for b in blocks)

    part = replace(whole.parts[0], blocks=rewritten(whole.parts[0].blocks))
    problems = check_parity(replace(whole, parts=(part,)), SCREEN, reading(name))
    last = max(lost.span.line, lost.span.end_line)
    assert [p for p in problems if p.span.path == lost.span.path]
    assert any(lost.span.line - 1 <= p.span.line <= last + 1 for p in problems), problems


def _inside(block, rewritten):
    inner = {
        name: rewritten(getattr(block, name))
        for name in ("items", "blocks")
        if hasattr(block, name)
    }
    return replace(block, **inner) if inner else block


def test_a_lost_footnote_in_a_pdf_is_caught():
    whole = publication(REPORT)
    first = whole.parts[0].footnotes[0][0]
    notes = ((with_more(first),), *whole.parts[0].footnotes[1:])
    part = replace(whole.parts[0], footnotes=notes)
    problems = check_parity(replace(whole, parts=(part,)), SCREEN, reading(REPORT))
    assert [problem.span for problem in problems] == [first.span]


# Losses in a Word file: its XML is edited --------------------------------------------------------


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def text_of(element) -> str:
    return "".join(t.text or "" for t in element.iter(f"{W}t"))


def paragraphs(body, inside: str = "body"):
    """Return paragraphs with many words, in the text or in cells."""
    found = body.findall(f"{W}p") if inside == "body" else body.findall(f".//{W}tc/{W}p")
    return [p for p in found if len(text_of(p).split()) > 3]


def drop(element) -> str:
    words = text_of(element)
    element.getparent().remove(element)
    return words


def drop_paragraph(body, number: int) -> str:
    return drop(paragraphs(body)[number])


def empty_cell(body, number: int) -> str:
    paragraph = paragraphs(body, "cells")[number]
    words = text_of(paragraph)
    for run in paragraph.findall(f"{W}r"):
        paragraph.remove(run)
    return words


def drop_row(body, number: int) -> str:
    row = body.findall(f".//{W}tr")[number]
    words = next(text for p in row.iter(f"{W}p") if (text := text_of(p)))
    drop(row)
    return words


def drop_word(body, number: int) -> str:
    text = paragraphs(body)[number].find(f".//{W}t")
    first, second, *others = text.text.split(" ")
    text.text = " ".join([first, *others])
    return second


def change_word(body, number: int) -> str:
    text = paragraphs(body)[number].find(f".//{W}t")
    first, second, *others = text.text.split(" ")
    text.text = " ".join([first, "unprinted", *others])
    return second


def swap(body, number: int) -> str:
    one, two = paragraphs(body)[number : number + 2]
    index = body.index(one)
    body.replace(two, etree.Element("gap"))
    body.remove(one)
    body.replace(body.find("gap"), one)
    body.insert(index, two)
    return text_of(two)


WORD_LOSSES = [
    *((REPORT, drop_paragraph, n) for n in (2, 9, 16, 23, 30, 37)),
    *((REPORT, empty_cell, n) for n in (1, 4, 11)),
    *((REPORT, drop_row, n) for n in (2, 7)),
    *((REPORT, drop_word, n) for n in (8, 14, 25)),
    *((REPORT, change_word, n) for n in (7, 19, 28)),
    *((REPORT, swap, n) for n in (10, 24)),
    *((CARDS, empty_cell, n) for n in (6, 20)),
    *((CARDS, drop_row, n) for n in (2, 5)),
    *((FORM, drop_paragraph, n) for n in (3, 8)),
    (FORM, drop_row, 3),
]


def problems_of(name: str, part: str, edit) -> tuple[str, list]:
    parts = dict(word_file(name))
    root = etree.fromstring(parts[part])
    lost = edit(root)
    parts[part] = etree.tostring(root)
    return lost, check_file(publication(name), SCREEN, "docx", zipped(parts))


def places(name: str, words: str) -> set[tuple[str, int]]:
    """Return where words stand in the content."""
    expected = expect(publication(name), SCREEN, Conventions())
    everything = (*expected.text, *expected.notes, *expected.pictures, *expected.fields)
    return {
        (found.span.path, found.span.line)
        for found in everything
        if dense(words) in dense(found.text)
    }


@pytest.mark.parametrize(("name", "edit", "number"), WORD_LOSSES)
def test_a_loss_in_word_is_caught(name, edit, number):
    def edited(root):
        return edit(root.find(f"{W}body"), number)

    lost, problems = problems_of(name, "word/document.xml", edited)
    assert any(
        problem.span.path == path and abs(problem.span.line - line) <= NEAR
        for path, line in places(name, lost)
        for problem in problems
    ), (lost, problems)


def test_a_lost_footnote_in_word_is_caught():
    def edited(root):
        return drop(root.findall(f"{W}footnote")[2].find(f"{W}p"))

    lost, problems = problems_of(REPORT, "word/footnotes.xml", edited)
    assert {(p.span.path, p.span.line) for p in problems} == places(REPORT, lost)


def test_a_lost_alternative_text_in_word_is_caught():
    def edited(root):
        drawn = [d for d in root.iter(DRAWN) if d.get("descr")][-1]
        words = drawn.get("descr")
        drawn.set("descr", "")
        return words

    lost, problems = problems_of(REPORT, "word/document.xml", edited)
    lost_names = [p for p in problems if p.code is Code.NAME_LOST]
    assert {(p.span.path, p.span.line) for p in lost_names} == places(REPORT, lost)


def test_a_lost_field_in_word_is_caught():
    def edited(root):
        control = root.findall(f".//{W}sdt")[5]
        name = control.find(f"{W}sdtPr/{W}alias").get(f"{W}val")
        control.getparent().remove(control)
        return name

    lost, problems = problems_of(FORM, "word/document.xml", edited)
    assert {(p.span.path, p.span.line) for p in problems} & places(FORM, lost)


# What is no longer what it was -------------------------------------------------------------------


def without_header_rows(root) -> None:
    for mark in list(root.iter(f"{W}tblHeader")):
        mark.getparent().remove(mark)


def without_header_columns(root) -> None:
    for look in root.iter(f"{W}tblLook"):
        look.set(f"{W}firstColumn", "0")


def without_links(root) -> None:
    for link in list(root.iter(f"{W}hyperlink")):
        link.tag = f"{W}smartTag"


def with_style(old: str, new: str):
    def edit(root) -> None:
        for style in root.iter(f"{W}pStyle"):
            if style.get(f"{W}val") == old:
                style.set(f"{W}val", new)

    return edit


WORD_SHAPES = [
    (FORM, without_header_rows, "header cell"),
    (FORM, without_header_columns, "header cell"),
    (REPORT, without_links, "link to http"),
    (REPORT, with_style("Heading3", "Heading2"), "heading of level 3"),
    (REPORT, with_style("Heading3", "BodyText"), "heading of level 3"),
    (REPORT, with_style("ListBullet", "BodyText"), "list item"),
]


@pytest.mark.parametrize(("name", "edit", "what"), WORD_SHAPES)
def test_what_is_no_longer_what_it_was_in_word_is_caught(name, edit, what):
    _, problems = problems_of(name, "word/document.xml", edit)
    lost = [p for p in problems if p.code is Code.STRUCTURE_LOST]
    assert any(f"is not a {what}" in p.message for p in lost)
    assert all(p.span.path for p in lost)


def in_html(pattern: str, by: str):
    return lambda html: re.sub(pattern, by, html, flags=re.DOTALL)


PDF_SHAPES = [
    (FORM, in_html(r'<th scope="col"([^>]*)>(.*?)</th>', r"<td\1>\2</td>"), "header cell"),
    (FORM, in_html(r'<th scope="row"([^>]*)>(.*?)</th>', r"<td\1>\2</td>"), "header cell"),
    (BRIEFING, in_html(r'<a href="http[^"]*">(.*?)</a>', r"<span>\1</span>"), "link to http"),
    (BRIEFING, in_html(r"<h3([^>]*)>(.*?)</h3>", r"<h2\1>\2</h2>"), "heading of level 3"),
    (REPORT, in_html(r"<h3([^>]*)>(.*?)</h3>", r"<p\1>\2</p>"), "heading of level 3"),
    (REPORT, in_html(r"<(/?)(?:ul|li|dd)\b", r"<\1div"), "list item"),
]


@pytest.mark.parametrize(("name", "change", "what"), PDF_SHAPES)
def test_what_is_no_longer_what_it_was_in_a_pdf_is_caught(name, change, what, monkeypatch):
    monkeypatch.setattr(
        "packbuilder.writers.pdf.layout.write_html", lambda *of: change(str(write_html(*of)))
    )
    made = read_built(name, EDITION.theme)
    problems = check_parity(publication(name), EDITION.theme, made)
    assert problems
    assert {p.code for p in problems} == {Code.STRUCTURE_LOST}
    assert any(f"is not a {what}" in p.message for p in problems)
    assert all(p.span.path for p in problems)


def test_fifty_losses_are_planted():
    assert len(PDF_LOSSES) + len(WORD_LOSSES) + 4 >= 50
