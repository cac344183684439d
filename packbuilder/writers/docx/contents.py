"""The contents list: a field that Word can update, showing links that need no update.

The page numbers are those of the PDF, as fields that Word can update; entries without a known page
have none. Nothing asks Word to update on opening, which would prompt the reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from packbuilder import model as m
from packbuilder.writers.docx.arrangements import column_room, side_by_side
from packbuilder.writers.docx.context import WordContext
from packbuilder.writers.docx.elements import BodyItem, WordControl, WordParagraph
from packbuilder.writers.docx.figures import drawing
from packbuilder.writers.docx.layout_context import LayoutContext, Run
from packbuilder.writers.docx.letters import letters_of
from packbuilder.writers.docx.paragraphs import gap, numeral_line, paragraph
from packbuilder.writers.docx.runs import EM_SPACE, field, field_begin, field_end, plain_run
from packbuilder.writers.docx.style_spec import CONTENTS_LEVELS
from packbuilder.writers.docx.styles import indents
from packbuilder.writers.docx.xml import dxa, points_of, run_properties, run_text

_ICON, _FINDER_ICON, _CODE = 5.5, 5.5, 10.0
"""The drawings of tools in short lists and in the list of all, and where codes begin, in mm."""

_FINDER_CODE, _FINDER_TEXT, _FINDER_TIME = 12.5, 30.5, 135.0
"""The columns of the list of all tools, in mm."""

_SHORT_CODE, _MOST_IN_ONE = 22.0, 7
"""Where lines begin behind a code, in mm; a longer list stands in two columns."""


def contents(node: m.Contents, layout: LayoutContext, context: WordContext) -> list[BodyItem]:
    """Write the contents list with its title; guides are links that Word does not list itself."""
    layout = replace(layout.unmarked(), profile=context.sheet.main)  # lists have one look in a file
    title: list[BodyItem] = []
    if node.title:
        words = context.words(node.title, layout.speaking(node.language))
        style = "TOCHeading" if node.layout in ("list", "parts") else "GuideTitle"
        title.append(paragraph(style, words, layout, context))
    if node.lead:
        words = context.words(node.lead, layout.speaking(node.language))
        title.append(paragraph("ContentsLead", words, layout, context))
    if node.layout == "finder":
        return [*title, *(_finder_line(entry, layout, context) for entry in node.entries)]
    if node.layout == "columns":
        return [*title, *_in_columns(node.entries, layout, context)]
    return [_updated(node, title, layout, context)]


def _updated(
    node: m.Contents, title: list[BodyItem], layout: LayoutContext, context: WordContext
) -> BodyItem:
    """Write a list that Word can update."""
    run = Run(layout.story, layout.profile)
    lines = [_entry(entry, node.layout, run, context) for entry in node.entries]
    if lines:
        lines[0] = field_begin(f"TOC {_range(node, context)}", run) + lines[0]
        lines[-1] += field_end(run)
    body = [
        paragraph(
            f"TOC{_level(entry, context)}",
            line,
            replace(
                layout, indent=context.sheet.indent(f"TOC{_level(entry, context)}", layout.profile)
            ),
            context,
            spacing=numeral_line(context) if _has_numeral(entry, node.layout) else None,
            properties=_unnumbered(entry, node),
        )
        for entry, line in zip(node.entries, lines, strict=True)
    ]
    gallery = '<w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'
    return WordControl(f"<w:docPartObj>{gallery}</w:docPartObj>", [*title, *body])


def _has_numeral(entry: m.ContentsEntry, kind: str) -> bool:
    """Whether a line is that of a part with a number, which stands large in the margin."""
    return kind == "parts" and entry.level == 1 and bool(entry.code)


def _unnumbered(entry: m.ContentsEntry, node: m.Contents) -> dict[str, str]:
    """Let a part without a number begin at the margin."""
    alone = node.layout == "parts" and entry.level == 1 and not entry.code
    return {"ind": indents(0, 0, 0)} if alone else {}


def _in_columns(
    entries: Sequence[m.ContentsEntry], layout: LayoutContext, context: WordContext
) -> list[BodyItem]:
    """Write a short list, in two columns when it is longer."""
    parts, inside, shares = [entries], layout, [1.0]
    if len(entries) > _MOST_IN_ONE:
        half, inside = (len(entries) + 1) // 2, column_room(layout, context)
        parts = [entries[:half], entries[half:]]
        shares = [inside.width, inside.width + context.theme.length("gap")]  # with room before it
    cells = [[_short_line(entry, inside, context) for entry in part] for part in parts]
    rules, above = {"top": "primary"}, gap(points_of(context.theme.length("gap")))
    return [above, side_by_side([cells], shares, layout, context, rules)]


def _short_line(
    entry: m.ContentsEntry, layout: LayoutContext, context: WordContext
) -> WordParagraph:
    """Write a line: drawing, code, title, page."""
    run = Run(layout.story, layout.profile)
    before, stops, hanging = "", [], 0.0
    if entry.code:
        stops, hanging = [_CODE], _SHORT_CODE
        code = plain_run(f"{entry.code}\t", replace(run, style="SmallCode"))
        before = _icon(entry, _ICON, layout, context) + code
    start, last = _beside_page(entry, layout.room - hanging, layout, context)
    words = plain_run(start, run) + ("<w:r><w:br/></w:r>" if start and last else "")
    words += plain_run(last, run)
    return _line(entry, before, words, hanging, stops, layout, context)


def _beside_page(
    entry: m.ContentsEntry, room: float, layout: LayoutContext, context: WordContext
) -> tuple[str, str]:
    """Return a title, and its last word where that has to begin a line of its own: where the title
    fills its last line, Word would put the page below it.
    """
    size = context.theme.style(layout.profile, "contents-line").size

    def width(words: str) -> float:
        return context.theme.width_of(words, size, False)

    start, _, last = entry.text.rpartition(" ")
    line = ""
    for word in entry.text.split(" "):
        line = f"{line} {word}" if line and width(f"{line} {word}") <= room else word
    beside = width(f"{line} {entry.page}") + context.theme.length("answer-gap")
    full = line != last and entry.page and beside > room
    return (start, last) if full else (entry.text, "")


def _finder_line(
    entry: m.ContentsEntry, layout: LayoutContext, context: WordContext
) -> WordParagraph:
    """Write a line: drawing, code and question, below them title, time and page."""
    run = Run(layout.story, layout.profile)
    if not entry.anchor:
        return paragraph("TOC7", plain_run(entry.words, run), layout, context)
    if not entry.code:
        return _line(entry, "", plain_run(entry.words, run), 0, [], layout, context)
    code = plain_run(f"{entry.code}\t", replace(run, style="SmallCode"))
    before, words = _icon(entry, _FINDER_ICON, layout, context) + code, ""
    if entry.question:
        words += plain_run(entry.question, replace(run, strong=True))
        words += "<w:r><w:br/></w:r>"
    words += plain_run(f"{entry.text}\t{entry.time}", run)
    stops = [_FINDER_CODE, _FINDER_TEXT, _FINDER_TIME]
    return _line(entry, before, words, _FINDER_TEXT, stops, layout, context)


def _icon(entry: m.ContentsEntry, size: float, layout: LayoutContext, context: WordContext) -> str:
    """Draw a tool before its code; without a drawing its place is free."""
    drawn = drawing(entry.icon, "", size, size, layout, context) if entry.icon else ""
    return drawn + plain_run("\t", Run(layout.story, layout.profile))


def _line(
    entry: m.ContentsEntry,
    before: str,
    words: str,
    hanging: float,
    stops: Sequence[float],
    layout: LayoutContext,
    context: WordContext,
) -> WordParagraph:
    """Write a line with its page at the right end of its room; what is `before` is no link."""
    linked = before + _linked(entry, words, Run(layout.story, layout.profile), context)
    tabs = "".join(f'<w:tab w:val="left" w:pos="{dxa(stop)}"/>' for stop in stops)
    tabs += f'<w:tab w:val="right" w:pos="{dxa(layout.room)}"/>'
    properties = {"tabs": f"<w:tabs>{tabs}</w:tabs>", "ind": indents(hanging, 0, hanging)}
    return paragraph("TOC8", linked, layout, context, properties=properties)


def _range(node: m.Contents, context: WordContext) -> str:
    r"""Return which paragraphs Word lists when it updates: those of these levels in the outline.

    A list of styles (`\t`) would be read by the list separator of the reader's computer, which is
    no comma everywhere (MS-OI29500, TOC).
    """
    deepest = max(_level(entry, context) for entry in node.entries)
    return f'\\h \\z \\o "{context.sheet.contents_from}-{deepest}"'


def _level(entry: m.ContentsEntry, context: WordContext) -> int:
    return min(entry.level + context.sheet.contents_from - 1, CONTENTS_LEVELS)


def _entry(entry: m.ContentsEntry, kind: str, run: Run, context: WordContext) -> str:
    """Write a line of a list that Word can update."""
    if kind != "parts" or not entry.code:
        return _linked(entry, plain_run(entry.words, run), run, context)
    if _has_numeral(entry, kind):
        # LibreOffice takes no styles of words in a list that can be updated.
        look = context.theme.style("handout", "big-number")
        letters = run_properties(letters_of(context.theme, look))
        code = f"<w:r>{letters}{run_text(entry.code)}<w:tab/></w:r>"
    else:
        code = plain_run(f"{entry.code}{EM_SPACE}", replace(run, style="SmallCode"))
    return code + _linked(entry, plain_run(entry.text, run), run, context)


def _linked(entry: m.ContentsEntry, words: str, run: Run, context: WordContext) -> str:
    """Make a line a link to where it leads, with its page if that is known."""
    target = context.bookmarks.target(entry.anchor) if entry.anchor else ""
    if not target:
        return words
    page = ""
    if entry.page:
        bold = replace(run, strong=True)  # an updated field looks as its code does
        number = field(f"PAGEREF {target} \\h", plain_run(str(entry.page), bold), bold)
        page = plain_run("\t", run) + number
    return f'<w:hyperlink w:anchor="{target}" w:history="1">{words}{page}</w:hyperlink>'
