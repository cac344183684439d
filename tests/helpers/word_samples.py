"""Publications made by hand that hold everything the model can say."""

from __future__ import annotations

import datetime
import io
from dataclasses import replace
from itertools import count

from PIL import Image

from packbuilder import model as m
from packbuilder.diagnostics import Span
from packbuilder.model.marks import QUOTE

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 80" width="160" height="80">'
    b'<rect x="2" y="2" width="156" height="76" fill="#eef2f5" stroke="#1d4a73"/>'
    b'<circle cx="45" cy="40" r="25" fill="#1d4a73"/><path d="M80 60 L140 20" stroke="#b4531b" '
    b'stroke-width="5"/></svg>'
)
LONG = (
    "Partnerships work best when people agree early on what they are for, who decides, and how "
    "they will know that something has changed for the people who use their services. "
)
_ids = count(1)


def png(width: int, height: int, colour: str = "#1d4a73") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


PICTURES = {
    "images/plan.svg": m.Picture(SVG, b"", 160, 80),
    "images/photo.png": m.Picture(b"", png(300, 900, "#5d6b75"), 300, 900),
    "templates/mark.svg": m.Picture(SVG, b"", 160, 80),
    m.SCISSORS: m.Picture(SVG, b"", 160, 80),
    QUOTE: m.Picture(SVG, b"", 160, 80),
    "images/logo.png": m.Picture(b"", png(400, 120, "#1d4a73"), 400, 120),
}


def t(text: str) -> tuple[m.Inline, ...]:
    return (m.Text(text),)


def block_id() -> str:
    return f"{next(_ids) * 2654435761 % 2**32:08x}"


def marked(node):
    """Give a block, and every block inside it, an id and a place."""
    inner = {
        name: tuple(marked(b) for b in getattr(node, name))
        for name in ("items", "blocks")
        if hasattr(node, name)
    }
    span = Span("content/sample.md", next(_ids), 1, next(_ids))
    return replace(node, id=block_id(), span=span, **inner)


def p(*inlines: m.Inline | str) -> m.Paragraph:
    return m.Paragraph(tuple(m.Text(i) if isinstance(i, str) else i for i in inlines))


def items(*texts: str) -> tuple[m.ListItem, ...]:
    return tuple(m.ListItem((p(text),)) for text in texts)


def nested(depth: int, kind: type = m.BulletList):
    inner = (nested(depth - 1, kind),) if depth > 1 else ()
    return kind(
        (
            m.ListItem((p(f"Level {depth} from the inside, first item. " * 2), *inner)),
            m.ListItem((p("Second item"),)),
        )
    )


def inlines() -> m.Paragraph:
    return p(
        "Plain & <simple>, ",
        m.Strong(t("strong words")),
        ", ",
        m.Emphasis((m.Text("stressed "), m.Strong(t("and strong")))),
        ", ",
        m.InlineCode(" two  spaces"),
        ", a ",
        m.Link(t("page of the council"), "https://example.org/a b?q=1&r=ü"),
        ", ",
        m.Link(t("the second chapter"), "sample.second", internal=True),
        ", ",
        m.Link(t("nowhere at all"), "sample.nowhere", internal=True),
        ", ",
        m.Foreign(t("Fàilte gu Alba"), "gd"),
        m.LineBreak(),
        "Please ring ",
        m.Blank("phone"),
        " before Friday.",
        m.FootnoteReference("one", 1),
        " And once more.",
        m.FootnoteReference("one", 1),
        " Then another.",
        m.FootnoteReference("two", 2),
    )


def tables() -> list[m.Block]:
    cell = m.Cell
    plain = m.Table(
        header=(cell(t("What")), cell(t("Who")), cell(t("Cost"), "right")),
        rows=tuple(
            (cell(t(f"Task {n}")), cell(t(LONG[: 30 + n])), cell(t(f"£{n * 1000}"), "right"))
            for n in range(1, 9)
        ),
        caption=t("What is done, by whom"),
        widths=(30, 50, 20),
        anchor="sample.table",
    )
    headed = m.Table(
        header=(cell(t("Aim")), cell(t("Now"), "center"), cell(t("Later"), "center")),
        rows=(
            (cell(t("Trust")), cell(t("1")), cell((m.Strong(t("5")),))),
            (cell(t("Time")), cell(()), cell(t("4"))),
        ),
        header_column=True,
    )
    return [plain, headed, replace(headed, header_column=False)]


def callout() -> m.Callout:
    return m.Callout(
        t("Before you begin"),
        (
            p(LONG),
            nested(3),
            m.OrderedList(items("Read the card aloud", LONG), start=3),
            m.BulletList((m.ListItem((p("Item one"), p("Its second paragraph"))),)),
            p("The last words of the box."),
        ),
    )


def blocks(name: str = "sample") -> tuple[m.Block, ...]:
    step = m.Step
    found: list[m.Block] = [
        m.Heading(1, t("What this is"), "sample.first", number="1"),
        p(LONG * 3),
        inlines(),
        m.Heading(2, t("Lists of all kinds"), "sample.lists", number="1.1"),
        m.BulletList(items("Short", LONG, "Third")),
        p("After the list."),
        nested(7),
        m.OrderedList(
            (
                m.ListItem((p("First"), p("Its second paragraph. " + LONG))),
                m.ListItem((p("Second"), m.OrderedList(items("inner one", "inner two")))),
                m.ListItem((m.CodeBlock("starts with code"),)),
                m.ListItem((p("Third"), m.OrderedList(items("anew one")))),
            )
        ),
        m.OrderedList(items("starts at seven", "eight"), start=7),
        m.OrderedList(items("starts at one again")),
        nested(3, m.OrderedList),
        m.Heading(3, t("A third level"), "sample.third", number="1.1.1"),
        m.DefinitionList(
            (
                m.Definition(t("Commissioning"), (p(LONG),)),
                m.Definition(t("Co-production"), (p("Planning together."), p("And doing."))),
            )
        ),
        m.Heading(4, t("A fourth level"), "sample.fourth", numbered=False),
        p("Text of the fourth level."),
        m.Heading(5, t("A fifth level"), "sample.fifth", numbered=False),
        p("Text of the fifth level."),
        m.Heading(1, t("Boxes and tables"), "sample.second", number="2"),
        *tables(),
        p("Text between. " + LONG),
        callout(),
        m.Callout(t("A short one"), (p("One sentence only."),)),
        m.Heading(2, t("Words of others"), "sample.quotes", number="2.1"),
        m.Quotation((p(LONG), p("A second paragraph.")), t("A manager, 2014")),
        m.CodeBlock("packbuilder build\n    --edition fife\n\ttabbed"),
        m.PageBreak(),
        m.Heading(1, t("Pictures"), "sample.pictures", number="4"),
        m.Figure("images/plan.svg", "A circle and a line", t("Where we are"), 60, "sample.figure"),
        m.Figure("images/photo.png", "", width=100),
        m.Heading(2, t("Steps"), "sample.steps", number="4.1"),
        m.Steps(
            15,
            (
                step(5, (p(m.Strong(t("5 minutes:")), " Read the card. " + LONG), nested(1))),
                step(10, (p(m.Strong(t("10 minutes:")), " Talk."), p("Then with the table."))),
            ),
        ),
        m.Answer(f"{name}.agree", t("What did you agree on?"), 3),
        m.Answer(f"{name}.next", t("Who does it next?"), 1),
        m.Callout(t("To write on"), (m.Answer(f"{name}.box", t("In a box"), 2), p("Thank you."))),
        m.Landscape((m.Heading(2, t("Sideways"), "sample.wide", number="4.2"), p(LONG), *tables())),
        p("Upright again. " + LONG),
    ]
    return tuple(marked(block) for block in found)


def tools() -> tuple[m.Block, ...]:
    """Every way to answer, and cards."""

    def choice(kind: str, words: str) -> m.ListItem:
        name = "t1.how" if kind == "choice" else f"t1.how.{words}"
        return m.ListItem((p(m.Field(kind, name, f"How: {words}", words), words),))

    def space(name: str) -> m.Cell:
        return m.Cell((m.Field("text", name, name, fills=True),))

    rows = tuple(
        (
            m.Cell(t(f"Row {n}")),
            m.Cell((m.Field("tick", f"t1.r{n}", f"Row {n}"),)),
            space(f"t1.s{n}"),
        )
        for n in range(3)
    )
    cards = tuple(m.Card(f"FO{n}", "Foundations", inlines=t(LONG[:90])) for n in range(9))
    found = (
        m.Heading(1, t("A tool"), "sample.tool"),
        m.Choices("t1.how", t("Tick all that hold"), tuple(choice("tick", w) for w in "ab")),
        m.Choices("t1.scale", t("Choose"), tuple(choice("choice", w) for w in "1234"), row=True),
        m.Group("k2", (p("Together."), m.Answer("t1.k2.why", t("Why?"), 2))),
        m.Route(items("If yes, go on.", "If no, stop.")),
        m.Canvas("map", t("A map"), ("Near", "Far"), 60, "For sticky notes."),
        m.Table((m.Cell(t("What")), m.Cell(t("Done")), m.Cell(t("Notes"))), rows, row_height=18),
        p("On ", m.Field("text", "t1.gap1", "Gap 1"), " we meet ", m.Blank("place"), "."),
        m.Deck(
            (*cards, m.Card("FO9", "Foundations", icon="images/plan.svg")),
            "A deck",
            "Print at 100 per cent.",
        ),
        p("After the cards."),
    )
    return tuple(marked(block) for block in found)


NOTES = (
    (marked(p("See ", m.Link(t("the report"), "https://example.org/report"), " of 2016.")),),
    (marked(p("A note of ", m.Strong(t("two")), " paragraphs.")), marked(p("The second one."))),
)

CONTENTS = m.Contents(
    "Contents",
    (
        m.ContentsEntry(1, "1 What this is", "sample.first"),
        m.ContentsEntry(2, "1.1 Lists of all kinds", "sample.lists"),
        m.ContentsEntry(3, "1.1.1 A third level", "sample.third"),
        m.ContentsEntry(1, "2 Boxes and tables", "sample.second"),
        m.ContentsEntry(1, "4 Pictures", "sample.pictures"),
    ),
)


def opening(full_page: bool) -> m.Opening:
    return m.Opening(
        "Creating effective partnerships to deliver services",
        "A report for people who plan together",
        lines=(
            m.OpeningLine("partnership", "Fife Partnership"),
            m.OpeningLine("authors", "by Ada Byron and Alan Turing"),
            m.OpeningLine("version", "Version 1.2, text of 14 March 2026"),
            m.OpeningLine("attribution", "Licensed CC BY-NC-SA 4.0. " + LONG),
        ),
        full_page=full_page,
        mark="templates/mark.svg" if full_page else "",
        logos=(m.OpeningLogo("images/logo.png", "Logo of the Fife Partnership"),),
    )


def part(name: str = "sample", profile: str = "reading", **changes: object) -> m.Part:
    footer = m.Footer("Creating effective partnerships", "Fife edition · Version 1.2")
    whole = m.Part(name, "Sample", profile, blocks(), NOTES, footer, "en-GB")
    return replace(whole, **changes)


def publication(*parts: m.Part, **changes: object) -> m.Publication:
    whole = m.Publication(
        name="sample",
        title="Creating effective partnerships",
        language="en-GB",
        parts=parts,
        version="1.2",
        updated=datetime.date(2026, 3, 14),
        authors=("Ada Byron", "Alan Turing"),
        description="Everything the model can say.",
        keywords=("partnership", "Fife"),
        rights="CC BY-NC-SA 4.0",
        pictures=PICTURES,
    )
    return replace(whole, **changes)


def report() -> m.Publication:
    """One document with a cover and a contents list."""
    return publication(part(opening=opening(True)), contents=CONTENTS)


def handout() -> m.Publication:
    """One document with its title at the top of page one."""
    return publication(part(profile="handout", opening=opening(False)))


def tool() -> m.Publication:
    """One document with places to answer and cards."""
    return publication(
        part(profile="handout", blocks=tools(), footnotes=(), opening=opening(False))
    )


def pack() -> m.Publication:
    """Three documents in two profiles, one of them in another language."""
    parts = []
    for name, profile, language in (
        ("sample", "reading", "en-GB"),
        ("tool", "handout", "en-GB"),
        ("gaelic", "handout", "gd"),
    ):
        title = m.Heading(1, t(f"The {name}"), f"{name}.", numbered=False, id=name)
        lowered = tuple(
            replace(
                b,
                level=b.level + 1,
                anchor=b.anchor.replace("sample", name),
            )
            if isinstance(b, m.Heading)
            else b
            for b in blocks(name)
        )
        parts.append(part(name, profile, blocks=(title, *lowered), language=language))
    return publication(
        *parts,
        opening=opening(True),
        contents=CONTENTS,
        footer=m.Footer("The whole pack", "Fife edition"),
    )
