"""Openings → a cover page, or a title at the top of page one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from packbuilder.model import Opening
from packbuilder.theme import MM_PER_PT
from packbuilder.theme.page_heights import Column
from packbuilder.theme.pictures import logos_height
from packbuilder.writers.docx.arrangements import column_room, side_by_side
from packbuilder.writers.docx.bookmarks import title_anchor
from packbuilder.writers.docx.context import WordContext
from packbuilder.writers.docx.elements import Attributes, BodyItem, change_first
from packbuilder.writers.docx.figures import BETWEEN_LOGOS, drawing
from packbuilder.writers.docx.frames import frame_borders
from packbuilder.writers.docx.layout_context import LayoutContext, Run
from packbuilder.writers.docx.paragraphs import gap, paragraph, top
from packbuilder.writers.docx.runs import EN_SPACE, plain_run
from packbuilder.writers.docx.style_table import PARAGRAPH_STYLES
from packbuilder.writers.docx.styles import SINGLE, indents
from packbuilder.writers.docx.xml import dxa, points_of, twips, value

_ALL_LINES = ("partnership", "event", "kind", "authors", "edition", "version", "attribution")
_BREAK, _TAB = "<w:r><w:br/></w:r>", "<w:r><w:tab/></w:r>"


_ART, _LOCAL_ART, _DIVIDER_ART = 170.0, 136.0, 123.0
"""How wide the drawing of a cover is in mm: alone, above a partnership's name, on a divider."""
_SLACK = 6.0
"""So many mm stay free on a cover above where pages end; below is as much room as a cover goes
further down: Word and LibreOffice break lines in their own ways.
"""
_LEAST_SLACK = 9.0
"""The same on a cover with a long title, whose drawing becomes smaller."""
_LEAST_ART = 0.3
"""The smallest share of its height that a drawing is shown with."""
_FACT_HEADS = ("kind", "edition")
_TOOL_DRAWING = 11.0
"""How high the drawing of a tool is beside what it is for, in mm."""
_CAPITALS = 0.85
"""How high the line of a tool's code is, which has capitals and digits, as a share of its size."""
_FACTS = ("kind", "authors"), ("edition", "version", "attribution")
"""What stands at the bottom of a cover, in two columns."""


def cover(
    opening: Opening, name: str, layout: LayoutContext, context: WordContext
) -> list[BodyItem]:
    """Write a cover or a divider: series, drawing, title, subtitle, logo, and the facts."""
    written = [
        paragraph("Series", context.words(opening.label, layout), layout, context),
        *_mark(opening, layout, context),
        *_title(
            "CoverTitleLow" if _is_local(opening) else "CoverTitle", opening, name, layout, context
        ),
        *_lines(opening, layout, context, ("partnership",), "Cover"),
    ]
    if opening.logos:
        logos = _drawn_logos(context.theme.length("cover-logo"), opening, layout, context)
        written.append(paragraph("Logo", logos, layout, context))
    written += _lines(opening, layout, context, ("event",), "Cover")
    if opening.divider:
        return written
    return [*written, *_facts(opening, layout, context)]


def _facts(opening: Opening, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write the facts side by side, below a rule at the bottom of the page."""
    inside = column_room(layout, context)
    cells = [
        [
            paragraph(
                "CoverFactHead" if line.role in _FACT_HEADS else "CoverFact",
                context.words(line.text, inside.speaking(line.language)),
                inside,
                context,
            )
            for line in opening.lines
            if line.role in roles
        ]
        for roles in _FACTS
    ]
    rules = {"top": "accent"}
    table = side_by_side([cells], [1, 1], layout, context, rules=rules)
    used = _words_height(opening, layout, context) + _mark_height(opening, layout, context)
    free = _page_room(context) - used - _SLACK
    end = paragraph("TableEnd", "", layout, context)
    return [gap(points_of(max(free, context.theme.length("gap")))), table, end]


def _page_room(context: WordContext) -> float:
    page = context.theme.page
    return page("height") - page("top") - page("bottom")


def _mark_height(opening: Opening, layout: LayoutContext, context: WordContext) -> float:
    """Return how high the drawing of a cover is in mm, or the space that stands for it."""
    if not opening.mark:
        return context.theme.length("cover-drop")
    return _drawn_height(opening, layout, context)


def _words_height(opening: Opening, layout: LayoutContext, context: WordContext) -> float:
    """Return about how high a cover is in mm without its drawing and the space above its facts."""
    theme, inner = context.theme, column_room(layout, context).width
    role = "cover-title-low" if _is_local(opening) else "cover-title"
    texts = [(opening.title, role, True, layout.width)]
    texts += [(opening.subtitle, "subtitle", False, layout.width)] if opening.subtitle else []
    roles = {line.role: line.text for line in opening.lines}
    texts += [(roles[r], *look, layout.width) for r, look in _ABOVE.items() if r in roles]
    used = theme.length("title-rule") + _line_height("caption", layout, context)
    used += theme.length("small-gap") + theme.length("wide-gap") + theme.length("list-indent")
    used += theme.length("cover-logo") + theme.length("gap") if opening.logos else 0
    used += theme.length("gap") if "partnership" in roles else 0
    used += sum(_text_height(*text, layout, context) for text in texts)
    facts = (
        sum(
            _text_height(line.text, "table-text", False, inner, layout, context)
            for line in opening.lines
            if line.role in column
        )
        for column in _FACTS
    )
    return used + max(facts)


_ABOVE = {"partnership": ("subtitle", False), "event": ("table-text", True)}
"""Lines of a cover that stand below its title: the role of each, and whether it is bold."""


def _text_height(
    words: str, role: str, bold: bool, width: float, layout: LayoutContext, context: WordContext
) -> float:
    """Return about how high words are in mm, with the space after them."""
    look = context.theme.style(layout.profile, role)
    long = context.theme.width_of(words, look.size, bold) / width
    lines = 1 if long <= 1 else math.ceil(long * _RAGGED)
    broken = Column(context.theme, layout.profile, width).words(words, role)
    return max(lines * look.leading * MM_PER_PT, broken) + look.after * MM_PER_PT


_RAGGED = 1.08
"""Lines are not full to their end, which takes about so much more room; long words take more."""


def _line_height(role: str, layout: LayoutContext, context: WordContext) -> float:
    return context.theme.style(layout.profile, role).leading * MM_PER_PT


def title_block(
    opening: Opening, name: str, layout: LayoutContext, context: WordContext
) -> list[BodyItem]:
    """Write a title above the text, with a rule below."""
    if opening.code:
        return _tool_title(opening, name, layout, context)
    written = _title(
        "Heading1",
        opening,
        name,
        layout,
        context,
        _logo_in_line(opening, layout, context, context.theme.length("head-logo")),
    )
    rule = frame_borders("title", context.theme, context.theme.style(layout.profile, "title"))
    ruled = change_first(written, lambda first: replace(first, borders=rule))
    lines = _lines(opening, layout, context, _ALL_LINES)
    return [*ruled, *lines, top(points_of(context.theme.length("gap")))]


def _tool_title(
    opening: Opening, name: str, layout: LayoutContext, context: WordContext
) -> list[BodyItem]:
    """Write a tool's title: its code, its words behind the indent, its drawing at the right."""
    theme, edge = context.theme, context.theme.length("title-indent")
    small = theme.length("score")
    code = plain_run(opening.code, Run(layout.story, layout.profile, style="ToolCode"))
    words = context.words(opening.title.removeprefix(opening.code).strip(), layout)
    stop = f'<w:tab w:val="right" w:pos="{dxa(layout.width)}"/>'
    hang = f'<w:ind w:left="{dxa(edge)}" w:hanging="{dxa(edge)}" w:right="0"/>'
    tabs = f'<w:tabs><w:tab w:val="left" w:pos="{dxa(edge)}"/>{stop}</w:tabs>'
    size = context.theme.style(layout.profile, "tool-code").size
    exact: Attributes = {"line": twips(size * _CAPITALS), "lineRule": "exact"}
    title = paragraph(
        "ToolTitle",
        f"{code}{_TAB}{words}",
        layout,
        context,
        spacing=exact,
        properties={"ind": hang, "tabs": tabs},
    )
    below: dict[str, str] = {"ind": indents(edge, 0), "tabs": f"<w:tabs>{stop}</w:tabs>"}
    hung = {**below, "textAlignment": value("textAlignment", "top")}
    low: Attributes = {"after": 0, "line": SINGLE, "lineRule": "auto"}  # no picture is cut
    lines = {
        line.role: context.words(line.text, layout.speaking(line.language))
        for line in opening.lines
    }
    low_page = lines and context.part and context.part.landscape
    size = small if low_page else _TOOL_DRAWING
    beside = _logos_beside(opening, layout.width - edge, size, layout, context)
    logo = "" if beside else _logo_in_line(opening, layout, context, small)
    size = small if logo else size
    purpose = _purpose(opening, layout.width - edge, size, beside, layout, context)
    written = context.bookmarks.anchor(title_anchor(name), [title])
    written.append(paragraph("Subtitle", purpose, layout, context, spacing=low, properties=hung))
    if lines or logo:
        whose = "".join(lines.values()) + logo
        style = _line_style(next(iter(lines), ""), "Opening")
        inside = replace(layout, indent=edge)
        written.append(paragraph(style, whose, inside, context, spacing=low, properties=below))
    return [*written, top(points_of(theme.length("answer-gap")))]


def _logos_beside(
    opening: Opening, room: float, size: float, layout: LayoutContext, context: WordContext
) -> str:
    """Write logos as high as the drawing of a tool, where both stand beside what it is for."""
    if not (opening.icon and opening.logos):
        return ""
    pictures = [context.publication.pictures[logo.image] for logo in opening.logos]
    wide = sum(size * picture.width / picture.height for picture in pictures)
    free = room - _purpose_width(opening, layout, context) - size
    apart = context.theme.length("gap") * len(pictures)
    if wide + apart > free:
        return ""
    return _drawn_logos(size, opening, layout, context) + plain_run(
        EN_SPACE, Run(layout.story, layout.profile)
    )


def _purpose(
    opening: Opening,
    room: float,
    size: float,
    logos: str,
    layout: LayoutContext,
    context: WordContext,
) -> str:
    """Write what a tool is for, and its drawing at the right, so many mm high, behind `logos`: a
    smaller one where that does not stand in one line, which may need a line of its own.
    """
    run, below = Run(layout.story, layout.profile), ""
    if not opening.icon:
        return plain_run(opening.subtitle, run)
    beside = _purpose_width(opening, layout, context)
    if beside + size > room:
        size = context.theme.length("score")
        below = _BREAK if beside % room + size > room else ""
    drawn = logos + drawing(opening.icon, "", size, size, layout, context)
    return f"{plain_run(opening.subtitle, run)}{below}{_TAB}{drawn}"


def _purpose_width(opening: Opening, layout: LayoutContext, context: WordContext) -> float:
    """Return how wide what a tool is for is in one line, with the space behind it, in mm."""
    look = context.theme.style(layout.profile, "subtitle")
    wide = context.theme.width_of(opening.subtitle, look.size, False)
    return wide + context.theme.length("gap")


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
        properties = {"tabs": stop}
        title = paragraph(
            style, line, layout, context, spacing={"after": space}, properties=properties
        )
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
    roles: Sequence[str],
    place: str = "Opening",
) -> list[BodyItem]:
    return [
        paragraph(
            _line_style(line.role, place),
            context.words(line.text, layout.speaking(line.language)),
            layout,
            context,
        )
        for line in opening.lines
        if line.role in roles
    ]


def _line_style(role: str, place: str) -> str:
    own = f"{place}{role.title()}"
    return own if own in PARAGRAPH_STYLES else "OpeningLine"


def _mark(opening: Opening, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write the drawn mark; without one its space stays, so that titles stand alike."""
    if not opening.mark:
        return [gap(points_of(context.theme.length("cover-drop")))]
    height = _drawn_height(opening, layout, context)
    picture = context.publication.pictures[opening.mark]
    width = height * picture.width / picture.height
    shown = drawing(opening.mark, "", width, height, layout, context)
    above = top(points_of(context.theme.length("list-indent")))
    middle = {} if width >= layout.width else {"jc": value("jc", "center")}
    return [above, paragraph("CoverMark", shown, layout, context, properties=middle)]


def _drawn_height(opening: Opening, layout: LayoutContext, context: WordContext) -> float:
    """Return how high the drawing of a cover is, in mm: less than usual where a long title would
    push the facts off the page.
    """
    picture = context.publication.pictures[opening.mark]
    height = min(_art_width(opening), layout.width) * picture.height / picture.width
    if opening.divider:
        return height
    left = _page_room(context) - _words_height(opening, layout, context) - _LEAST_SLACK
    return max(min(height, left), height * _LEAST_ART)


def _art_width(opening: Opening) -> float:
    if opening.divider:
        return _DIVIDER_ART
    return _LOCAL_ART if _is_local(opening) else _ART


def _is_local(opening: Opening) -> bool:
    """Whether a cover is that of a partnership's edition."""
    named = any(line.role == "partnership" for line in opening.lines)
    return not opening.divider and (bool(opening.logos) or named)


def _logo_in_line(
    opening: Opening, layout: LayoutContext, context: WordContext, height: float
) -> str:
    """Write the logo at the right end of a line, which leaves it in line with the text, so many mm
    high at most.
    """
    if not opening.logos:
        return ""
    return _TAB + _drawn_logos(height, opening, layout, context)


_LINE_END = 2.0
"""So many mm stay free at the end of a line of logos, or the last one may stand below."""


def _drawn_logos(most: float, opening: Opening, layout: LayoutContext, context: WordContext) -> str:
    """Draw logos side by side, as high as fits into a line, but no higher than `most` mm."""
    pictures = [context.publication.pictures[logo.image] for logo in opening.logos]
    run, size = Run(layout.story, layout.profile), context.theme.style("reading", "text").size
    apart = len(BETWEEN_LOGOS) * size * MM_PER_PT
    room = layout.width if len(pictures) == 1 else layout.width - _LINE_END
    height = logos_height(pictures, most, room, apart)
    drawn = [
        drawing(
            logo.image, logo.alt, height * picture.width / picture.height, height, layout, context
        )
        for logo, picture in zip(opening.logos, pictures, strict=True)
    ]
    return plain_run(BETWEEN_LOGOS, run).join(drawn)
