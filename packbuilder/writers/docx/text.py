"""Headings, running text, code, boxes and quotations → paragraphs."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from packbuilder import model as m
from packbuilder.theme.heights import is_high
from packbuilder.writers.docx.arrangements import below_rule, rule_above
from packbuilder.writers.docx.context import WordContext
from packbuilder.writers.docx.elements import (
    BodyItem,
    PageBreakMark,
    WordParagraph,
    change_first,
    change_last,
)
from packbuilder.writers.docx.frames import NO_BAR, Borders, callout_frame, frame_borders
from packbuilder.writers.docx.layout_context import PLAIN, LayoutContext, Run
from packbuilder.writers.docx.letters import letters_of
from packbuilder.writers.docx.numbering import UNNUMBERED, numbering_of
from packbuilder.writers.docx.paragraphs import (
    finding_drop,
    finding_line,
    gap,
    hold,
    line_count,
    paragraph,
)
from packbuilder.writers.docx.report import quote_mark
from packbuilder.writers.docx.runs import plain_run
from packbuilder.writers.docx.style_spec import HEADING_STYLES, LOW_HEADINGS, THEME_LEVEL
from packbuilder.writers.docx.styles import indents, margin_frame
from packbuilder.writers.docx.xml import (
    NO_BORDER_ABOVE,
    border,
    dxa,
    on,
    points_of,
    run_properties,
    twips,
    value,
)

DEEPEST_HEADING = 6


def heading(node: m.Heading, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write a heading, one level below the title, as in the PDF.

    Word counts its number; one it cannot count is written as words.
    """
    level = min(node.level, DEEPEST_HEADING - 1)
    style = f"Heading{level + 1}"
    if layout.low_headings and level <= LOW_HEADINGS:
        style = f"{style}Low"
    if layout.theme and level == THEME_LEVEL:
        style = "ThemeTitle"
    black = context.sheet.look(style, layout.profile).black
    content = context.line(node.inlines, layout, bold=not black)
    counted = context.numbering.heading(node.number) if node.number else None
    properties = _heading_numbers(style, counted, context)
    if style == "ThemeTitle":
        properties["ind"] = indents(layout.indent, 0, 0)
        if counted:
            properties |= _small_number(node.number, layout, context)
    elif not counted:
        content = _with_number(node, content, layout, context)
        if layout.column:
            bare = not (node.numeral or node.number)
            ruled = bare and level == 1 and layout.indent == layout.column
            if ruled:
                properties["numPr"] = numbering_of(context.numbering.bare_heading(layout.column))
            beside = 0 if bare and not ruled else layout.column
            properties["ind"] = indents(layout.indent, 0, beside)
    written = paragraph(
        style,
        content,
        layout,
        context,
        borders=_heading_rule(node, layout, context),
        spacing=finding_line(context) if node.numeral else None,
        properties=properties,
    )
    marked: list[BodyItem] = context.bookmarks.anchor(node.anchor, [written])
    return [PageBreakMark(), *marked] if _begins_page(node, context) else marked


def _begins_page(node: m.Heading, context: WordContext) -> bool:
    """Whether a heading begins a page; one that begins a part does so in any case."""
    first = context.part is not None and context.part.blocks[:1] == (node,)
    return node.anchor in context.publication.page_starts and not first


def _with_number(node: m.Heading, content: str, layout: LayoutContext, context: WordContext) -> str:
    """Put a number that Word cannot count before a heading, in the margin if there is a column."""
    number = node.numeral or node.number
    if not number:
        return content
    if not layout.column:
        return context.words(f"{number} ", layout) + content
    style, lower = ("HeadingNumeral", finding_drop(context)) if node.numeral else ("", 0)
    run = Run(layout.story, layout.profile, style=style, raised=-lower)
    return plain_run(f"{number}\t", run) + content


def _small_number(number: str, layout: LayoutContext, context: WordContext) -> dict[str, str]:
    """Let the number of a theme stand small before its title: Word draws a number in the letters of
    the mark that ends its paragraph.
    """
    theme, look = context.theme, context.theme.style(layout.profile, "caption")
    letters = {**letters_of(theme, look), "b": on("b"), "bCs": on("bCs")}
    place = layout.indent + theme.width_of(number, look.size, True) + theme.length("answer-gap")
    stop = f'<w:tabs><w:tab w:val="left" w:pos="{dxa(place)}"/></w:tabs>'
    return {"tabs": stop, "rPr": run_properties(letters)}


def _heading_numbers(
    style: str, counted: tuple[int, int] | None, context: WordContext
) -> dict[str, str]:
    """Return the list of a heading, unless it is that of its style."""
    styled = context.numbering.heading_list
    if counted is None:
        return {"numPr": UNNUMBERED} if styled else {}
    if style in HEADING_STYLES and counted == (styled, HEADING_STYLES.index(style)):
        return {}
    return {"numPr": numbering_of(*counted)}


def _heading_rule(node: m.Heading, layout: LayoutContext, context: WordContext) -> Borders | None:
    """Return the rule above a heading, where it is not that of its style."""
    if node.numeral and layout.column:
        return rule_above(context.theme, "primary", "strong-rule")
    ruled = node.level == 1 and context.sheet.rules_headings(layout.profile)
    if ruled and layout.column and layout.low_headings:
        return None if layout.dense else rule_above(context.theme, "primary", "section-rule")
    if not ruled or layout.low_headings or layout.column:
        return None
    in_tool = context.part is not None and bool(context.part.footer.code)
    return None if in_tool else {"top": NO_BORDER_ABOVE}


def text(node: m.Paragraph, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write running text."""
    bold = context.sheet.is_bold(layout.text, layout.profile)
    return [paragraph(layout.text, context.line(node.inlines, layout, bold), layout, context)]


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
    """Write text beside a bar, below its title; it stands on one page if it fits."""
    if node.added:
        return _added(node, layout, context)
    frame = callout_frame(context.theme, layout.indent)
    inside = replace(
        layout, indent=frame.edge, depth=0, text="CalloutText", frame=frame, marker=None
    )
    line = context.line(node.title, layout, bold=True)
    title = paragraph("CalloutTitle", line, inside, context)
    said = _parted(context.blocks(node.blocks, inside), inside, context)
    inner = _held(node, [title, *said], layout, context)
    return [*inner, gap(points_of(context.theme.length("gap")))]


def _parted(
    items: Sequence[BodyItem], layout: LayoutContext, context: WordContext
) -> list[BodyItem]:
    """Part running text in a box from what is above and below it; the bar goes on beside both."""
    after = twips(context.theme.style(layout.profile, "text").after)
    return [
        item.spaced(after=after)
        if isinstance(item, WordParagraph)
        and isinstance(below, WordParagraph)
        and layout.text in (item.style, below.style)
        else item
        for item, below in itertools.zip_longest(items, items[1:])
    ]


def _added(node: m.Callout, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write what an edition adds between double lines; in reports, its title is in the margin."""
    theme, edge = context.theme, replace(layout, indent=layout.indent - layout.column)
    rule = points_of(theme.length("table-rule")), theme.colour("rule")
    above, below = (
        paragraph("TableEnd", "", edge, context, borders={side: border(side, *rule, kind="double")})
        for side in ("top", "bottom")
    )
    line = context.line(node.title, layout, bold=True)
    beside = {"framePr": margin_frame(theme)} if layout.column else {}
    title = paragraph("CalloutTitle", line, edge, context, borders=NO_BAR, properties=beside)
    inner = [above, title, *context.blocks(node.blocks, layout), below]
    space = gap(points_of(theme.length("gap")))
    return [*_held(node, inner, layout, context), space]


def quotation(node: m.Quotation, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write somebody else's words below a thin line, a drawn mark in the margin, and whose they
    are.
    """
    inside = replace(
        layout,
        indent=context.sheet.indent("Quote", layout.profile),
        depth=0,
        text="QuoteLead" if node.leads else "Quote",
        marker=None,
        column=0,
    )
    said = context.blocks(node.blocks, inside)
    if not node.leads:
        said = below_rule(said, "hair", "hairline", context)
    if node.by:
        source = context.line(node.by, inside, bold=True)
        said = [*said, paragraph("QuoteSource", source, inside, context)]
    space = gap(context.theme.style(layout.profile, "text").after)
    held = _held(node, said, layout, context)
    return [*quote_mark(node, layout, context), *held, space]


def _held(
    node: m.Block, written: list[BodyItem], layout: LayoutContext, context: WordContext
) -> list[BodyItem]:
    """Keep a box on one page, unless it is too high for one."""
    return written if is_high(node, context.theme, layout.profile) else hold(written)


def small_print(node: m.SmallPrint, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write blocks in the smallest size."""
    return context.blocks(node.blocks, replace(layout, text=layout.small_text, words=PLAIN))


def definitions(
    node: m.DefinitionList, layout: LayoutContext, context: WordContext
) -> list[BodyItem]:
    """Write terms and their meanings."""
    after = context.theme.style(layout.profile, "text").after
    return [*context.blocks(node.items, layout), gap(after)]


def definition(node: m.Definition, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write one term and what it means: below it, or in the column beside it."""
    theme, line = context.theme, context.line(node.term, layout, bold=True)
    if not _in_margin(layout):
        term = paragraph("DefinitionTerm", line, layout, context)
        indent = layout.indent + theme.length("list-indent")
        inside = replace(layout.unmarked(), indent=indent, text="DefinitionText")
        return [term, *context.blocks(node.blocks, inside)]
    lines = _lines_between(context)
    beside = {
        "framePr": margin_frame(theme, theme.length("column") - _APART),
        "ind": indents(0, theme.length("small-gap")),
    }
    term = paragraph(
        "DefinitionTerm", line, replace(layout, indent=0), context, borders=lines, properties=beside
    )
    meaning = context.blocks(node.blocks, replace(layout.unmarked(), text="DefinitionText"))
    ruled = change_first(meaning, lambda first: replace(first, borders=lines))
    return [term, *_as_high(node, ruled, layout, context)]


_APART = 0.5
"""How far the line above a term ends before that above what it means, in mm: where they touch,
words are moved to the right.
"""


def _in_margin(layout: LayoutContext) -> bool:
    """Whether terms stand in the margin column, beside what they mean."""
    return bool(layout.column) and layout.indent == layout.column


def _lines_between(context: WordContext) -> Borders:
    """Return the thin line above a term and above what it means."""
    return frame_borders("item", context.theme, context.theme.style("reading", "small-print"))


def _as_high(
    node: m.Definition, said: list[BodyItem], layout: LayoutContext, context: WordContext
) -> list[BodyItem]:
    """Leave little room below, as a line is above what follows, but as much as a term needs that
    has more lines than what it means.
    """
    theme, look = context.theme, context.theme.style(layout.profile, "term")
    said = change_last(said, lambda last: last.spaced(after=dxa(theme.length("box-bar"))))
    beside = theme.length("column") - theme.length("small-gap")
    lines = line_count(m.plain(node.term), beside, look, theme, bold=True)
    first = node.blocks[0] if len(node.blocks) == 1 else None
    if not isinstance(first, m.Paragraph):
        return said
    more = lines - line_count(m.plain(first.inlines), layout.room, look, theme)
    after = dxa(theme.length("box-bar")) + twips(more * look.leading)
    return change_last(said, lambda last: last.spaced(after=after)) if more > 0 else said


def page_break(_: m.PageBreak, __: LayoutContext, ___: WordContext) -> list[BodyItem]:
    """Ask for a new page; section_marks.py sees to it."""
    return [PageBreakMark()]


def landscape(node: m.Landscape, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write blocks on pages turned sideways: end the upright pages, and later these."""
    upright = context.sections.close()
    turned = LayoutContext(layout.profile, layout.language, context.sections.landscape_width)
    return [upright, *context.blocks(node.blocks, turned), context.sections.close("landscape")]
