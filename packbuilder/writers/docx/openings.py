"""Openings → a cover page, or a title at the top of page one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from packbuilder.model import Opening
from packbuilder.theme import MM_PER_PT
from packbuilder.writers.docx.bookmarks import title_anchor
from packbuilder.writers.docx.context import WordContext
from packbuilder.writers.docx.elements import Attributes, BodyItem
from packbuilder.writers.docx.figures import drawing
from packbuilder.writers.docx.frames import frame_borders
from packbuilder.writers.docx.layout_context import LayoutContext, Run
from packbuilder.writers.docx.paragraphs import gap, paragraph, top
from packbuilder.writers.docx.runs import plain_run
from packbuilder.writers.docx.style_table import PARAGRAPH_STYLES
from packbuilder.writers.docx.styles import indents
from packbuilder.writers.docx.xml import dxa, points_of, twips

_TAB = "<w:r><w:tab/></w:r>"


_ART, _LOCAL_ART, _DIVIDER_ART = 146.0, 100.0, 120.0
"""How wide the drawing of a cover is in mm: alone, above a partnership's name, on a divider."""
_LONG_DIVIDER_ART, _LONG = 60.0, 10
"""The same on a divider that lists more than so many documents or chapters below the drawing."""
_RAISED = 14
"""How far a line beside a drawing stands above its bottom, in pt."""
_FACTS = ("kind", "authors", "edition", "version", "attribution")


def cover(
    opening: Opening, name: str, layout: LayoutContext, context: WordContext
) -> list[BodyItem]:
    """Write a cover or a divider: series, drawing, title, subtitle, logo, and the facts."""
    written = [
        paragraph("Series", context.words(opening.label, layout), layout, context),
        *_mark(opening, layout, context),
        *_title("CoverTitle", opening, name, layout, context),
        *_lines(opening, layout, context, ("partnership",)),
    ]
    if opening.logo:
        logo = _drawn_logo("cover-logo", opening, layout, context)
        written.append(paragraph("Logo", logo, layout, context))
    written += _lines(opening, layout, context, ("event",))
    if opening.divider:
        return written
    bar = paragraph("CoverBar", "", layout, context)
    return [*written, bar, *_lines(opening, layout, context, _FACTS)]


def title_block(
    opening: Opening, name: str, layout: LayoutContext, context: WordContext
) -> list[BodyItem]:
    """Write a title above the text, with a rule below."""
    if opening.code:
        return _tool_title(opening, name, layout, context)
    written = _title(
        "Heading1", opening, name, layout, context, _logo_in_line(opening, layout, context)
    )
    style = context.theme.style(layout.profile, "opening-line")
    borders = frame_borders("under-title", context.theme, style)
    return [
        *written,
        *_lines(opening, layout, context),
        paragraph("TableEnd", "", layout, context, borders=borders),
        top(points_of(context.theme.length("gap"))),
    ]


def _tool_title(
    opening: Opening, name: str, layout: LayoutContext, context: WordContext
) -> list[BodyItem]:
    """Write a tool's title: its code, its words behind the indent, its drawing at the right."""
    theme, edge = context.theme, context.theme.length("title-indent")
    code = plain_run(opening.code, Run(layout.story, layout.profile, style="ToolCode"))
    words = context.words(opening.title.removeprefix(opening.code).strip(), layout)
    stop = f'<w:tab w:val="right" w:pos="{dxa(layout.width)}"/>'
    hang = f'<w:ind w:left="{dxa(edge)}" w:hanging="{dxa(edge)}" w:right="0"/>'
    tabs = f'<w:tabs><w:tab w:val="left" w:pos="{dxa(edge)}"/>{stop}</w:tabs>'
    line = f"{code}{_TAB}{words}{_logo_in_line(opening, layout, context)}"
    exact: Attributes = {} if opening.logo else {"line": 680, "lineRule": "exact"}
    title = paragraph(
        "ToolTitle", line, layout, context, spacing=exact, properties={"ind": hang, "tabs": tabs}
    )
    written = context.bookmarks.anchor(title_anchor(name), [title])
    written.append(
        paragraph(
            "Subtitle",
            _purpose(opening, layout.width - edge, layout, context),
            layout,
            context,
            spacing={"after": 0, "line": 240, "lineRule": "auto"},
            properties={"ind": indents(edge, 0), "tabs": f"<w:tabs>{stop}</w:tabs>"},
        )
    )
    return [*written, *_lines(opening, layout, context), top(points_of(theme.length("answer-gap")))]


def _purpose(opening: Opening, room: float, layout: LayoutContext, context: WordContext) -> str:
    """Write what a tool is for, and its drawing at the right: raised beside it, when that leaves it
    in one line, else with a drawing as high as a line.
    """
    run, theme = Run(layout.story, layout.profile), context.theme
    if not opening.icon:
        return plain_run(opening.subtitle, run)
    look, size = theme.style(layout.profile, "subtitle"), theme.length("card-icon")
    beside = theme.width_of(opening.subtitle, look.size, False) + theme.length("gap")
    if beside + size <= room:
        run = replace(run, raised=_RAISED)
    else:
        size = look.leading * MM_PER_PT
    drawn = drawing(opening.icon, "", size, size, layout, context)
    return f"{plain_run(opening.subtitle, run)}{_TAB}{drawn}"


def _title(
    style: str,
    opening: Opening,
    name: str,
    layout: LayoutContext,
    context: WordContext,
    after: str = "",
) -> list[BodyItem]:
    """Write title and subtitle; `after` are runs at the end of the title's line."""
    line = context.words(opening.title, layout) + after
    if after:
        stop = f'<w:tabs><w:tab w:val="right" w:pos="{dxa(layout.width)}"/></w:tabs>'
        space = twips(context.theme.style(layout.profile, "title").after)
        whole: Attributes = {"after": space, "line": 240, "lineRule": "auto"}  # no picture is cut
        title = paragraph(style, line, layout, context, spacing=whole, properties={"tabs": stop})
    else:
        title = paragraph(style, line, layout, context)
    written = context.bookmarks.anchor(title_anchor(name), [title])
    if opening.subtitle:
        words = context.words(opening.subtitle, layout)
        written.append(paragraph("Subtitle", words, layout, context))
    return written


def _lines(
    opening: Opening,
    layout: LayoutContext,
    context: WordContext,
    roles: Sequence[str] = ("partnership", "event", *_FACTS),
) -> list[BodyItem]:
    return [
        paragraph(_line_style(line.role), context.words(line.text, layout), layout, context)
        for line in opening.lines
        if line.role in roles
    ]


def _line_style(role: str) -> str:
    own = f"Opening{role.title()}"
    return own if own in PARAGRAPH_STYLES else "OpeningLine"


def _mark(opening: Opening, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write the drawn mark; without one its space stays, so that titles stand alike."""
    if not opening.mark:
        return [gap(points_of(context.theme.length("cover-drop")), layout)]
    picture = context.publication.pictures[opening.mark]
    width = min(_art_width(opening), layout.width)
    height = width * picture.height / picture.width
    shown = drawing(opening.mark, "", width, height, layout, context)
    above = top(points_of(context.theme.length("list-indent")))
    return [above, paragraph("CoverMark", shown, layout, context)]


def _art_width(opening: Opening) -> float:
    if opening.divider:
        return _LONG_DIVIDER_ART if opening.rings > _LONG else _DIVIDER_ART
    local = opening.logo or any(line.role == "partnership" for line in opening.lines)
    return _LOCAL_ART if local else _ART


def _logo_in_line(opening: Opening, layout: LayoutContext, context: WordContext) -> str:
    """Write the logo at the right end of a line, which leaves it in line with the text."""
    if not opening.logo:
        return ""
    return "<w:r><w:tab/></w:r>" + _drawn_logo("head-logo", opening, layout, context)


def _drawn_logo(token: str, opening: Opening, layout: LayoutContext, context: WordContext) -> str:
    picture = context.publication.pictures[opening.logo]
    height = context.theme.length(token)
    width = height * picture.width / picture.height
    if width > layout.width:
        width, height = layout.width, height * layout.width / width
    return drawing(opening.logo, opening.logo_alt, width, height, layout, context)
