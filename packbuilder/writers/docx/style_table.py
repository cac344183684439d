"""The styles of a document: Word's own by Word's own ids, and a few named by what they are for.

Only structure stands here. Sizes, spaces and colours come from the role in `tokens.yaml` that each
style names, lengths from the tokens it names.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from packbuilder.writers.docx.style_spec import (
    LOW_HEADINGS,
    StyleSpec,
    contents_styles,
    heading_style,
    list_styles,
    low_heading_style,
)


def styles_with_contents(first: int, parts: bool) -> dict[str, StyleSpec]:
    """Return all paragraph styles by id, with a contents list whose upper level is `first`."""
    return {**PARAGRAPH_STYLES, **{spec.id: spec for spec in contents_styles(first, parts)}}


_NORMAL = StyleSpec("Normal", "Normal", "text", based="", tight=True, quick=True, custom=False)
_BODY = StyleSpec(
    "BodyText", "Body Text", "text", measure=True, quick=True, custom=False, column=True
)
_LINE = StyleSpec("OpeningLine", "Opening Line", "opening-line", measure=True)
_FOOTER = StyleSpec("Footer", "footer", "footer", frame="footer", tab="right", custom=False)

PARAGRAPH_STYLES: Final = {
    spec.id: spec
    for spec in (
        _NORMAL,
        _BODY,
        StyleSpec(
            "Subtitle", "Subtitle", "subtitle", following="BodyText", quick=True, custom=False
        ),
        StyleSpec(
            "CoverTitle",
            "Cover Title",
            "cover-title",
            based="Heading1",
            following="Subtitle",
            keep_next=True,
            keep_lines=True,
            level=1,
        ),
        StyleSpec(
            "CoverTitleLow",
            "Cover Title Low",
            "cover-title-low",
            based="CoverTitle",
            following="Subtitle",
            keep_next=True,
            keep_lines=True,
            level=1,
        ),
        StyleSpec(
            "ToolTitle",
            "Tool Title",
            "title",
            based="Heading1",
            following="Subtitle",
            keep_next=True,
            keep_lines=True,
            level=1,
            frame="title",
        ),
        StyleSpec("CoverMark", "Cover Mark", "text", after="wide-gap"),
        StyleSpec("CoverBar", "Cover Bar", "text", frame="bar", tight=True, before="box-padding"),
        StyleSpec("CoverFact", "Cover Fact", "table-text"),
        StyleSpec("CoverFactHead", "Cover Fact Head", "table-head", before="small-gap"),
        StyleSpec("CoverPartnership", "Cover Partnership", "subtitle", after="gap"),
        StyleSpec("CoverEvent", "Cover Event", "table-text", bold=True),
        StyleSpec("Logo", "Logo", "text", after="gap"),
        _LINE,
        replace(
            _LINE,
            id="OpeningPartnership",
            name="Opening Partnership",
            based="OpeningLine",
            bold=True,
        ),
        *(
            replace(_LINE, id=f"Opening{role}", name=f"Opening {role}", based="OpeningLine")
            for role in ("Authors", "Event", "Attribution")
        ),
        *(
            replace(
                _LINE, id=f"Opening{role}", name=f"Opening {role}", based="OpeningLine", bold=True
            )
            for role in ("Kind", "Edition")
        ),
        replace(
            _LINE,
            id="OpeningVersion",
            name="Opening Version",
            based="OpeningLine",
        ),
        *(heading_style(level) for level in range(1, 7)),
        *(low_heading_style(level) for level in range(2, 2 + LOW_HEADINGS)),
        *list_styles("Bullet", "bullets"),
        *list_styles("Number", "numbers"),
        *list_styles("Continue", ""),
        StyleSpec("ListTile", "List Continue Tile", "lead", before="small-gap", after="small-gap"),
        StyleSpec(
            "DefinitionTerm",
            "Definition Term",
            "term",
            following="DefinitionText",
            measure=True,
            tight=True,
            bold=True,
            keep_next=True,
        ),
        StyleSpec(
            "DefinitionText",
            "Definition Text",
            "small-print",
            measure=True,
            indent=("list-indent",),
            column=True,
        ),
        StyleSpec(
            "Quote",
            "Quote",
            "quotation",
            measure=True,
            indent=("column",),
            quick=True,
            custom=False,
        ),
        StyleSpec(
            "QuoteSource",
            "Quote Source",
            "table-text",
            based="Quote",
            measure=True,
            bold=True,
            indent=("column",),
        ),
        StyleSpec(
            "CalloutTitle",
            "Callout Title",
            "box-title",
            following="CalloutText",
            keep_next=True,
            keep_lines=True,
            indent=("box-padding",),
            frame="callout",
            quick=True,
            column=True,
        ),
        StyleSpec(
            "CalloutText",
            "Callout Text",
            "text",
            indent=("box-padding",),
            frame="callout",
            quick=True,
            column=True,
        ),
        StyleSpec(
            "Caption",
            "caption",
            "caption",
            following="BodyText",
            keep_lines=True,
            quick=True,
            custom=False,
        ),
        StyleSpec(
            "FigureCaption",
            "Figure Caption",
            "table-text",
            based="Caption",
            following="BodyText",
            before="small-gap",
        ),
        StyleSpec(
            "ThemeTitle",
            "Theme Title",
            "theme-title",
            based="Heading3",
            following="Lead",
            keep_next=True,
            keep_lines=True,
            level=3,
            column=True,
        ),
        StyleSpec("QuoteLead", "Quote Lead", "lead-quotation", based="Quote", indent=("column",)),
        StyleSpec("Figure", "Figure", "text", following="FigureCaption", tight=True),
        StyleSpec("KeySentence", "Key Sentence", "key-sentence", following="Lead", quick=True),
        StyleSpec("Lead", "Lead", "lead", following="BodyText", quick=True, column=True),
        StyleSpec("ThemeLabel", "Theme Label", "caption", keep_next=True, tight=True, column=True),
        StyleSpec("FigureNumber", "Figure Number", "figure-number", tight=True),
        StyleSpec("Series", "Series", "term", frame="title", after="small-gap"),
        StyleSpec("TableHead", "Table Head", "table-head"),
        StyleSpec("TableName", "Table Name", "table-name"),
        StyleSpec("TableText", "Table Text", "table-text"),
        StyleSpec("TableEnd", "Table End", "table-text", tight=True),
        StyleSpec(
            "CodeBlock",
            "Code Block",
            "code",
            indent=("cell-padding",),
            frame="tint",
            keep_lines=True,
            column=True,
        ),
        StyleSpec(
            "AnswerLabel",
            "Answer Label",
            "answer-label",
            following="AnswerLine",
            keep_next=True,
            measure=True,
            quick=True,
            column=True,
        ),
        StyleSpec(
            "AnswerLine",
            "Answer Line",
            "text",
            tight=True,
            frame="rule",
            least_line="writing-line",
            quick=True,
            column=True,
        ),
        StyleSpec(
            "ChoiceLine",
            "Choice Line",
            "text",
            tight=True,
            indent=("cell-padding",),
            frame="tint",
            quick=True,
            column=True,
        ),
        StyleSpec("StepMinutes", "Step Minutes", "table-name", tight=True),
        StyleSpec("StepText", "Step Text", "list-item", tight=True),
        StyleSpec("Mark", "Mark", "table-text", tight=True),
        StyleSpec("Contact", "Contact", "contact", keep_next=True),
        StyleSpec("Statement", "Statement", "statement", tight=True),
        StyleSpec("RowNumber", "Row Number", "row-number", tight=True),
        StyleSpec("BigNumber", "Big Number", "big-number", tight=True),
        StyleSpec("CardCode", "Card Code", "table-head", tight=True),
        StyleSpec("CardQuestion", "Card Question", "card-question", tight=True),
        StyleSpec("CardQuestionLong", "Card Question Long", "card-question-low", tight=True),
        StyleSpec("CardName", "Card Name", "card-name", tight=True),
        StyleSpec("CardNameLong", "Card Name Long", "card-name-low", tight=True),
        StyleSpec("CardLabel", "Card Label", "callout-title", tight=True),
        StyleSpec("CardLine", "Card Line", "card-line", tight=True),
        StyleSpec("CardText", "Card Text", "card-text", tight=True),
        StyleSpec("CardBack", "Card Back", "table-text", tight=True),
        StyleSpec("Imprint", "Imprint", "small-print", tight=True),
        StyleSpec("SmallPrint", "Small Print", "small-print", measure=True, column=True),
        StyleSpec("FootnoteText", "footnote text", "footnote", measure=True, custom=False),
        StyleSpec(
            "TOCHeading",
            "TOC Heading",
            "contents-title",
            following="BodyText",
            keep_next=True,
            frame="title",
            custom=False,
        ),
        *contents_styles(1),
        StyleSpec("GuideTitle", "Guide Title", "contents-title", keep_next=True, frame="title"),
        StyleSpec("ContentsLead", "Contents Lead", "text"),
        StyleSpec("TOC7", "toc 7", "contents-group", keep_next=True, custom=False, frame="under"),
        StyleSpec("TOC8", "toc 8", "contents-line", keep_lines=True, custom=False, frame="row"),
        StyleSpec("ListNumeral", "List Number Large", "numeral-item", tight=True, frame="item"),
        StyleSpec("Header", "header", "footer", tab="right", custom=False),
        _FOOTER,
    )
}

CHARACTER_STYLES: Final = {
    "Strong": ("Strong", False),
    "Emphasis": ("Emphasis", False),
    "Hyperlink": ("Hyperlink", False),
    "FootnoteReference": ("footnote reference", False),
    "CodeText": ("Code Text", True),
    "Blank": ("Blank", True),
    "Numeral": ("Numeral", True),
    "HeadingNumeral": ("Heading Numeral", True),
    "SmallNumeral": ("Small Numeral", True),
    "Minutes": ("Minutes", True),
    "Decision": ("Decision", True),
    "Said": ("Said", True),
    "ToolCode": ("Tool Code", True),
    "SmallCode": ("Small Code", True),
    "CardNumber": ("Card Number", True),
}
"""Character styles: id → name, and whether it is ours rather than Word's."""

TABLE_STYLE: Final = "PackTable"
