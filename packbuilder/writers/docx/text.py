"""Headings, running text, code, boxes and quotations → paragraphs."""

from __future__ import annotations

from dataclasses import replace

from packbuilder import model as m
from packbuilder.theme.heights import is_high
from packbuilder.writers.docx.arrangements import rule_above
from packbuilder.writers.docx.context import WordContext
from packbuilder.writers.docx.elements import BodyItem, PageBreakMark, change_all
from packbuilder.writers.docx.frames import Borders, callout_edge, callout_frame, quotation_frame
from packbuilder.writers.docx.layout_context import LayoutContext, Run
from packbuilder.writers.docx.numbering import UNNUMBERED, numbering_of
from packbuilder.writers.docx.paragraphs import gap, keep_with_next, paragraph, release
from packbuilder.writers.docx.report import quote_mark
from packbuilder.writers.docx.runs import plain_run
from packbuilder.writers.docx.style_table import HEADING_STYLES
from packbuilder.writers.docx.xml import points_of, value

DEEPEST_HEADING = 6


def heading(node: m.Heading, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write a heading, one level below the title, as in the PDF.

    Word counts its number; one it cannot count is written as words.
    """
    level = min(node.level, DEEPEST_HEADING - 1)
    black = context.theme.style(layout.profile, f"heading-{level}").black
    content = context.line(node.inlines, layout, bold=not black)
    style = f"Heading{level + 1}"
    counted = context.numbering.heading(node.number) if node.number else None
    if not counted and (node.numeral or node.number):
        content = context.words(f"{node.numeral or node.number} ", layout) + content
    written = paragraph(
        style,
        content,
        layout,
        context,
        borders=_section_rule(node, context),
        properties=_heading_numbers(style, counted, context),
    )
    return context.bookmarks.anchor(node.anchor, [written])


def _heading_numbers(
    style: str, counted: tuple[int, int] | None, context: WordContext
) -> dict[str, str]:
    """Return the list of a heading, unless it is that of its style."""
    styled = context.numbering.heading_list
    if counted is None:
        return {"numPr": UNNUMBERED} if styled else {}
    if counted == (styled, HEADING_STYLES.index(style)):
        return {}
    return {"numPr": numbering_of(*counted)}


def _section_rule(node: m.Heading, context: WordContext) -> Borders | None:
    """Return the rule above a section of a tool."""
    in_tool = context.part is not None and bool(context.part.footer.code)
    return (
        rule_above(context.theme, "primary", "section-rule")
        if in_tool and node.level == 1
        else None
    )


def text(node: m.Paragraph, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write running text."""
    return [paragraph(layout.text, context.line(node.inlines, layout), layout, context)]


def code_block(node: m.CodeBlock, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write lines for a computer as one paragraph."""
    run = Run(layout.story, layout.profile)
    lines = [plain_run(line, run) for line in node.text.rstrip("\n").split("\n")]
    padding = 0 if layout.frame else context.theme.length("cell-padding")
    shifted = replace(layout, indent=layout.indent + padding)
    # Word keeps the lines of its style on one page; a longer block would leave its heading alone.
    parted = (
        {"keepLines": value("keepLines", 0)} if is_high(node, context.theme, layout.profile) else {}
    )
    written = "<w:r><w:br/></w:r>".join(lines)
    return [paragraph("CodeBlock", written, shifted, context, properties=parted)]


def callout(node: m.Callout, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write a box: its title, then its blocks; the last paragraph closes it."""
    frame = callout_frame(context.theme, layout.indent)
    inside = replace(
        layout, indent=frame.edge, depth=0, text="CalloutText", frame=frame, marker=None
    )
    line = context.line(node.title, layout, bold=True)
    title = paragraph("CalloutTitle", line, replace(inside, frame=None), context)
    inner = frame.close(context.blocks(node.blocks, inside), callout_edge("bottom", context.theme))
    if is_high(node, context.theme, layout.profile):
        inner = change_all(inner, lambda each: each.lacking("keepNext"))
    return [title, *release(inner), gap(points_of(context.theme.length("gap")), layout)]


def quotation(node: m.Quotation, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write somebody else's words beside a bar, and whose they are."""
    frame = quotation_frame(context.theme, layout.indent)
    inside = replace(layout, indent=frame.edge, depth=0, text="Quote", frame=frame, marker=None)
    inner = [*quote_mark(node, layout, context), *context.blocks(node.blocks, inside)]
    if node.by:
        source = context.line(node.by, inside, bold=True)
        inner = [*keep_with_next(inner), paragraph("QuoteSource", source, inside, context)]
    return [*inner, gap(context.theme.style(layout.profile, "text").after, layout)]


def small_print(node: m.SmallPrint, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write blocks in the smallest size."""
    return context.blocks(node.blocks, replace(layout, text="SmallPrint"))


def definitions(
    node: m.DefinitionList, layout: LayoutContext, context: WordContext
) -> list[BodyItem]:
    """Write terms and their meanings."""
    after = context.theme.style(layout.profile, "text").after
    return [*context.blocks(node.items, layout), gap(after, layout)]


def definition(node: m.Definition, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write one term, and below it what it means."""
    term = paragraph("DefinitionTerm", context.line(node.term, layout, bold=True), layout, context)
    indent = layout.indent + context.theme.length("list-indent")
    inside = replace(layout.unmarked(), indent=indent, text="DefinitionText")
    return [term, *context.blocks(node.blocks, inside)]


def page_break(_: m.PageBreak, __: LayoutContext, ___: WordContext) -> list[BodyItem]:
    """Ask for a new page; section_marks.py sees to it."""
    return [PageBreakMark()]


def landscape(node: m.Landscape, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write blocks on pages turned sideways: end the upright pages, and later these."""
    upright = context.sections.close()
    turned = replace(layout, width=context.sections.landscape_width)
    return [upright, *context.blocks(node.blocks, turned), context.sections.close("landscape")]
