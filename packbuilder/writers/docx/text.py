"""Headings, running text, code, boxes and quotations → paragraphs."""

from __future__ import annotations

from dataclasses import replace

from packbuilder import model as m
from packbuilder.writers.docx.book import Book
from packbuilder.writers.docx.frames import callout_edge, callout_frame, quotation_frame
from packbuilder.writers.docx.paragraphs import gap, keep_with_next, paragraph, release
from packbuilder.writers.docx.place import Place, Run
from packbuilder.writers.docx.report import quote_mark
from packbuilder.writers.docx.runs import plain_run
from packbuilder.writers.docx.xml import points_of, value

DEEPEST_HEADING = 6


def heading(node: m.Heading, place: Place, book: Book) -> str:
    """Write a heading, one level below the title, as in the PDF.

    Word counts its number; one it cannot count is written as words.
    """
    content = book.line(node.inlines, place, bold=True)
    extra = {}
    counted = book.numbering.heading(node.number) if node.number else None
    if counted:
        number, level = counted
        extra["numPr"] = f"<w:numPr>{value('ilvl', level)}{value('numId', number)}</w:numPr>"
    elif node.number or node.numeral:
        content = book.words(f"{node.numeral or node.number} ", place) + content
    style = f"Heading{min(node.level + 1, DEEPEST_HEADING)}"
    return book.bookmarks.anchor(node.anchor, paragraph(style, content, place, book, **extra))


def text(node: m.Paragraph, place: Place, book: Book) -> str:
    """Write running text."""
    return paragraph(place.text, book.line(node.inlines, place), place, book)


def code_block(node: m.CodeBlock, place: Place, book: Book) -> str:
    """Write lines for a computer as one paragraph."""
    run = Run(place.story, place.profile)
    lines = [plain_run(line, run) for line in node.text.rstrip("\n").split("\n")]
    padding = 0 if place.frame else book.theme.length("cell-padding")
    shifted = replace(place, indent=place.indent + padding)
    return paragraph("CodeBlock", "<w:r><w:br/></w:r>".join(lines), shifted, book)


def callout(node: m.Callout, place: Place, book: Book) -> str:
    """Write a box: its title, then its blocks; the last paragraph closes it."""
    frame = callout_frame(book.theme, place.indent)
    inside = replace(
        place, indent=frame.edge, depth=0, text="CalloutText", frame=frame, marker=None
    )
    line = book.line(node.title, place, bold=True)
    title = paragraph("CalloutTitle", line, replace(inside, frame=None), book)
    inner = frame.close(book.blocks(node.blocks, inside), callout_edge("bottom", book.theme))
    return title + release(inner) + gap(points_of(book.theme.length("gap")), place)


def quotation(node: m.Quotation, place: Place, book: Book) -> str:
    """Write somebody else's words beside a bar, and whose they are."""
    frame = quotation_frame(book.theme, place.indent)
    inside = replace(place, indent=frame.edge, depth=0, text="Quote", frame=frame, marker=None)
    inner = quote_mark(node, place, book) + book.blocks(node.blocks, inside)
    if node.by:
        inner = keep_with_next(inner)
        inner += paragraph("QuoteSource", book.line(node.by, inside, bold=True), inside, book)
    return inner + gap(book.theme.style(place.profile, "text").after, place)


def small_print(node: m.SmallPrint, place: Place, book: Book) -> str:
    """Write blocks in the smallest size."""
    return book.blocks(node.blocks, replace(place, text="SmallPrint"))


def definitions(node: m.DefinitionList, place: Place, book: Book) -> str:
    """Write terms and their meanings."""
    return book.blocks(node.items, place) + gap(
        book.theme.style(place.profile, "text").after, place
    )


def definition(node: m.Definition, place: Place, book: Book) -> str:
    """Write one term, and below it what it means."""
    term = paragraph("DefinitionTerm", book.line(node.term, place, bold=True), place, book)
    indent = place.indent + book.theme.length("list-indent")
    inside = replace(place.unmarked(), indent=indent, text="DefinitionText")
    return term + book.blocks(node.blocks, inside)


def page_break(_: m.PageBreak, __: Place, ___: Book) -> str:
    """Ask for a new page; flow.py sees to it."""
    return "<?break?>"


def landscape(node: m.Landscape, place: Place, book: Book) -> str:
    """Write blocks on pages turned sideways: end the upright pages, and later these."""
    upright = book.sections.close()
    turned = replace(place, width=book.sections.landscape_width)
    return upright + book.blocks(node.blocks, turned) + book.sections.close("landscape")
