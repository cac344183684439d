"""Shared files in their places, and documents made into publications."""

from __future__ import annotations

import datetime
from dataclasses import replace

from helpers.model_builders import META, document, h, p

from packbuilder import model as m
from packbuilder.diagnostics import Code, Span
from packbuilder.transforms.assemble import Imprint, assemble_document, assemble_pack
from packbuilder.transforms.guides import Guides
from packbuilder.transforms.include import include_shared

SHARED = {
    "content/shared/hours.md": (p("nine"),),
    "content/shared/outer.md": (p("before"), m.Include("shared/hours.md"), p("after")),
    "content/shared/circle.md": (m.Include("shared/back.md", span=Span("circle.md", 3)),),
    "content/shared/back.md": (m.Callout((), (m.Include("shared/circle.md"),)),),
}


def included(*blocks: m.Block) -> m.Document:
    before = replace(document(*blocks), span=Span("content/programme.md"), sources=("programme",))
    found, loops = include_shared(before, lambda path, _: SHARED[path])
    assert not loops
    return found


def test_a_shared_file_takes_its_place():
    found = included(p("a"), m.Include("shared/outer.md"), p("b"))
    assert found.blocks == (p("a"), p("before"), p("nine"), p("after"), p("b"))
    assert found.sources == ("programme", "content/shared/outer.md", "content/shared/hours.md")


def test_also_inside_other_blocks_and_twice():
    found = included(m.Callout((), (m.Include("shared/hours.md"),)), m.Include("shared/hours.md"))
    assert found.blocks == (m.Callout((), (p("nine"),)), p("nine"))
    assert found.sources == ("programme", "content/shared/hours.md")


def test_a_cycle_is_reported():
    before = replace(document(m.Include("shared/circle.md")), span=Span("content/programme.md"))
    found, (problem,) = include_shared(before, lambda path, _: SHARED[path])
    assert found.blocks == (m.Callout((), ()),)
    assert problem.code is Code.INCLUDE
    assert "back.md → content/shared/circle.md" in problem.message


IMPRINT = Imprint(
    edition="Riverbank edition",
    version_line="Version 1.0, text of 14 March 2026",
    partnership="Riverbank Partnership",
    event="Town Hall",
    attribution="Based on a report",
    contents="Contents",
    page="Page",
    of="of",
    mark="templates/mark.svg",
)


def test_a_document_with_a_cover():
    meta = replace(META, cover=True, contents=2, subtitle="A day", authors=("A", "B"))
    found = assemble_document(
        replace(document(h(1, "x", "x")), meta=meta), replace(IMPRINT, by="by A and B")
    )
    (part,) = found.parts
    assert part.opening.full_page
    assert (part.opening.mark, part.opening.art) == ("art/programme.svg", ("1",))
    roles = {line.role: line.text for line in part.opening.lines}
    assert roles["authors"] == "by A and B"
    assert roles["attribution"] == "Based on a report"
    assert found.contents.entries == (m.ContentsEntry(1, "x", "x", part="programme"),)
    assert (found.opening, found.footer) == (None, None)


def test_the_cover_of_a_tool_has_its_code_beside_its_facts():
    meta = replace(META, cover=True, kind="tool", tool="T5", title="Map")
    found = assemble_document(replace(document(), meta=meta), replace(IMPRINT, kind="Tool T5"))
    opening = found.parts[0].opening
    assert (found.title, opening.title) == ("T5 Map", "Map")
    assert "Tool T5" in [line.text for line in opening.lines if line.role == "kind"]


def test_a_document_without_a_cover():
    found = assemble_document(document(p("x")), IMPRINT)
    opening = found.parts[0].opening
    assert (opening.full_page, opening.mark) == (False, "")
    assert [line.role for line in opening.lines] == ["partnership"]
    assert found.contents is None
    assert found.parts[0].footer.edition == f"{IMPRINT.edition} · {IMPRINT.version_line}"


def test_a_credit_stands_before_the_authors():
    meta = replace(META, cover=True, credit="Retold from a report")
    made = assemble_document(replace(document(), meta=meta), replace(IMPRINT, by="by A"))
    lines = made.parts[0].opening.lines
    assert "Retold from a report" in [line.text for line in lines]
    assert "by A" not in [line.text for line in lines]


def test_a_pack_holds_its_documents_as_parts():
    one = replace(document(h(1, "x", "one.x"), p("text")), name="one")
    two_meta = replace(META, title="Two", authors=("B",), keywords=("k",), language="gd-GB")
    two = replace(document(h(1, "y", "two.y"), h(2, "z", "two.z")), name="two", meta=two_meta)
    head = m.Document("all", m.Metadata("All", "report", datetime.date(2026, 3, 14)), ())
    later = replace(IMPRINT, version_line="Version 1.0, text of 15 March 2026")
    alone = (assemble_document(one, IMPRINT), assemble_document(two, later))
    held = {publication.name: publication.parts[0] for publication in alone}
    found = assemble_pack("all", head, [one, two], held, later, Guides((), ("one", "two")))
    assert [part.name for part in found.parts] == ["one", "two"]
    assert [part.language for part in found.parts] == ["en-GB", "gd-GB"]
    levels = [b.level for part in found.parts for b in part.blocks if isinstance(b, m.Heading)]
    assert levels == [1, 1, 2], "each document is as it is alone"
    assert [part.opening.title for part in found.parts] == ["Programme", "Two"]
    footers = [part.footer.edition.rpartition(" · ")[2] for part in found.parts]
    assert footers == [IMPRINT.version_line, later.version_line], "each has its own date"
    assert later.version_line in found.footer.edition
    anchors = [entry.anchor for entry in found.contents.entries]
    assert anchors == ["one.", "one.x", "two.", "two.y"]
    assert found.opening.title == "All"
    assert (found.authors, found.keywords) == (("B",), ("k",))
