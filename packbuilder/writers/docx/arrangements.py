"""Blocks that stand together: rows of questions, margins, what will be done, scales, notices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from packbuilder import model as m
from packbuilder.theme import Theme
from packbuilder.theme.pictures import photo_widths
from packbuilder.writers.docx.columns import are_pictures
from packbuilder.writers.docx.context import WordContext
from packbuilder.writers.docx.elements import (
    BodyItem,
    WordCell,
    WordParagraph,
    WordRow,
    WordTable,
    change_all,
    change_first,
)
from packbuilder.writers.docx.frames import Borders
from packbuilder.writers.docx.layout_context import LayoutContext, WordLook
from packbuilder.writers.docx.paragraphs import gap, hold, paragraph
from packbuilder.writers.docx.runs import EM_SPACE
from packbuilder.writers.docx.section_marks import settle_marks
from packbuilder.writers.docx.styles import indents, margin_frame
from packbuilder.writers.docx.xml import NO_BORDER_BELOW, border, dxa, on, points_of


def arrangement(node: m.Arrangement, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write blocks that stand together in the way that the frame names."""
    if node.look == "row" and all(isinstance(block, m.Answer) for block in node.blocks):
        return _row(node, layout, context)
    drawn = any(isinstance(b, m.Canvas) and b.shape for b in node.blocks) or are_pictures(node)
    if node.look in ("photos", "beside") or (node.look == "row" and drawn):
        return _beside(node, layout, context)
    if node.look == "scale" and all(isinstance(block, m.Paragraph) for block in node.blocks):
        return _scale(node, layout, context)
    if node.look == "side":
        return _side(node, layout, context)
    if node.look == "notice":
        inside = replace(
            layout, text="Contact", small_text="Imprint", words=WordLook(blank="short-blank")
        )
        written = hold(context.blocks(node.blocks, inside))
        return below_rule(written, "hair", "hairline", context)
    if node.look == "one-thing":
        low = replace(layout, low_headings=True)
        return _between(context.blocks(node.blocks, low), layout, context)
    return context.blocks(node.blocks, layout)


def rule_above(theme: Theme, colour: str, length: str) -> Borders:
    """Return the rule above a paragraph that begins something.

    It says that there is none below: LibreOffice would draw one.
    """
    width = points_of(theme.length(length))
    return {
        "top": border("top", width, theme.colour(colour), points_of(1)),
        "bottom": NO_BORDER_BELOW,
    }


def column_room(layout: LayoutContext, context: WordContext) -> LayoutContext:
    """Return the room that each of two equal columns has for itself."""
    width = (layout.room - context.theme.length("gap")) / 2
    return replace(layout, width=width, indent=0, column=0)


def side_by_side(
    rows: Sequence[Sequence[Sequence[BodyItem]]],
    shares: Sequence[float],
    layout: LayoutContext,
    context: WordContext,
    rules: Mapping[str, str] | None = None,
) -> WordTable:
    """Put blocks side by side, in a table that has no style as it holds no data.

    `rules` names the colours of those above and below, and of thin ones between rows.
    """
    theme, space = context.theme, context.theme.length("gap")
    widths = [dxa(layout.room * share / sum(shares)) for share in shares]
    written = []
    for row in rows:
        cells = []
        for number, (width, blocks) in enumerate(zip(widths, row, strict=False)):
            margin = (
                f'<w:tcMar><w:left w:w="{dxa(space if number else 0)}" w:type="dxa"/></w:tcMar>'
            )
            inside = list(blocks) or [paragraph("TableEnd", "", layout, context)]
            cells.append(WordCell(f'<w:tcW w:w="{width}" w:type="dxa"/>{margin}', inside))
        written.append(WordRow(on("cantSplit"), cells))
    lengths = {"insideH": "hairline"}
    sides = "".join(
        border(side, points_of(theme.length(lengths.get(side, "strong-rule"))), theme.colour(name))
        for side, name in (rules or {}).items()
    )
    properties = (
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblInd w:w="{dxa(layout.indent)}" w:type="dxa"/>'
        f"{f'<w:tblBorders>{sides}</w:tblBorders>' if sides else ''}"
        '<w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
    )
    return WordTable(properties, widths, written)


def _row(node: m.Arrangement, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write questions side by side, as the cells of a table without lines."""
    shares = node.widths or tuple(100 // len(node.blocks) for _ in node.blocks)
    inside = LayoutContext(layout.profile, layout.language, layout.width, story=layout.story)
    whole = {"ind": indents(0, 0)}  # the cell is narrow enough
    cells = [
        [i.having(**whole) for i in context.block(b, inside) if isinstance(i, WordParagraph)]
        for b in node.blocks
    ]
    written = side_by_side([cells], shares, layout, context)
    return [written, gap(points_of(context.theme.length("answer-gap")))]


def _beside(node: m.Arrangement, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write a picture, and beside it what belongs to it; photos are all as high."""
    shares: Sequence[float] = node.widths or tuple(100 // len(node.blocks) for _ in node.blocks)
    between = context.theme.length("gap")
    gaps = [0.0] + [between] * (len(node.blocks) - 1)
    if node.look == "photos":
        widths = photo_widths(node, context.publication.pictures, layout.room, between)
        shares = [own + space for own, space in zip(widths, gaps, strict=True)]
    befores, cells = context.sheet.befores(), []
    for block, share, space in zip(node.blocks, shares, gaps, strict=True):
        width = layout.room * share / sum(shares) - space
        inside = replace(layout, width=width, indent=0, column=0)
        cells.append(settle_marks(context.block(block, inside), befores))
    return [
        side_by_side([cells], shares, layout, context),
        paragraph("TableEnd", "", layout, context),
        gap(points_of(between)),
    ]


def _scale(node: m.Arrangement, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write what marks mean in one line, if it is long enough."""
    small = replace(layout, words=WordLook(numeral="SmallNumeral"))
    lines = [context.line(b.inlines, small) for b in node.blocks if isinstance(b, m.Paragraph)]
    return [paragraph("TableText", context.words(EM_SPACE, layout).join(lines), layout, context)]


def _side(node: m.Arrangement, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write a heading below a rule, and what belongs to it behind the margin column."""
    lead, *rest = node.blocks
    theme, low = context.theme, replace(layout, low_headings=True)
    rule = {"top": rule_above(theme, "primary", "strong-rule")["top"]}
    edge = layout.indent - layout.column
    above = paragraph("TableEnd", "", replace(layout, indent=edge), context, borders=rule)
    beside = {"framePr": margin_frame(theme)}
    heading = change_all(context.block(lead, low), lambda known: known.having(**beside))
    inside = replace(layout, indent=edge + theme.length("column"))
    return [*hold([above]), *heading, *context.blocks(rest, inside)]


def _between(
    written: Sequence[BodyItem], layout: LayoutContext, context: WordContext
) -> list[BodyItem]:
    """Put a rule above the first paragraph, and one below the last."""
    theme = context.theme
    width, colour = points_of(theme.length("strong-rule")), theme.colour("accent")
    below = {"bottom": border("bottom", width, colour)}
    end = paragraph("TableEnd", "", layout, context, borders=below)
    if written and isinstance(written[0], WordTable):  # its cells would have the rule alone
        ruled = [paragraph("TableEnd", "", layout, context, borders=below), *written]
    else:
        ruled = below_rule(written, "accent", "strong-rule", context)
    return [*hold([*ruled, end]), gap(points_of(theme.length("gap")))]


def below_rule(
    items: Sequence[BodyItem], colour: str, length: str, context: WordContext
) -> list[BodyItem]:
    """Put a rule above the first paragraph."""
    above = rule_above(context.theme, colour, length)
    return change_first(items, lambda first: replace(first, borders={**first.borders, **above}))
