"""Checks that nothing is higher than a page that can only stand on one, or than the footer."""

from __future__ import annotations

from collections.abc import Iterator

from packbuilder.diagnostics import Code, Diagnostic, Severity
from packbuilder.model import Deck, Document, plain, walk
from packbuilder.rules.content.narrow import room_of_tables
from packbuilder.theme import Theme
from packbuilder.theme.heights import (
    can_be_parted,
    card_share,
    footer_lines,
    height_of,
    row_heights,
    width_of_page,
)

_PAGE = 0.9
"""The share of a page that is sure to fit: heights are guessed."""
_NOTE = 1.15
"""The share of a page from which a note is sure not to fit; what is nearly as high is seen when it
is laid out.
"""
_TITLE_LINES = 2
"""Lines of the footer that there is room for beside the edition's name."""


def check_heights(document: Document, theme: Theme) -> Iterator[Diagnostic]:
    """Name rows that cannot be parted and are higher than a page, and notes that are."""
    # In the least letters of any kind of document: what fits is never reported.
    profile = min(theme.tokens.profiles, key=lambda name: theme.style(name, "table-text").leading)
    for table, room in room_of_tables(document, theme):
        heights = row_heights(table, theme, profile, room)
        for row, cells in zip(table.rows, heights, strict=True):
            if max(cells, default=0) > _PAGE and not can_be_parted(cells):
                yield Diagnostic(
                    Code.OVERFLOW,
                    row[0].span,
                    "a row is higher than a page, and not only in its last cell",
                    "split it into several rows, or put its text below a heading",
                )
    width = width_of_page(theme, profile)
    for label, blocks in document.footnotes.items():
        if blocks and height_of(blocks, theme, profile, "footnote", width) > _NOTE:
            name = f"[^{label}]" if not label.startswith(" ") else "^[…]"
            yield Diagnostic(
                Code.OVERFLOW,
                blocks[0].span,
                f"the footnote {name} is too long for the bottom of a page",
                "shorten it, or put its text in a section of its own",
            )


def check_cards(document: Document, theme: Theme) -> Iterator[Diagnostic]:
    """Name cards whose words do not fit on them."""
    for deck in (block for block in walk(document.blocks) if isinstance(block, Deck)):
        for card in deck.items:
            if card_share(card, deck.kind, theme) > 1:
                yield Diagnostic(
                    Code.CARD_FULL,
                    card.span,
                    f"“{plain(card.inlines)}” and the words with it do not fit on a card",
                    "use fewer words, leave out a column, or leave out the theme",
                )


def check_footer(document: Document, theme: Theme) -> Iterator[Diagnostic]:
    """Name a title that needs more lines in the footer than there is room for."""
    profile = min(theme.tokens.profiles, key=lambda name: theme.style(name, "footer").size)
    title = f"{document.meta.tool} {document.meta.title}".strip()
    if footer_lines(title, theme, profile) > _TITLE_LINES:
        yield Diagnostic(
            Code.OVERFLOW,
            document.at("title"),
            "the title takes more than two lines in the footer, which is then too near the edge",
            "make it shorter, and put the rest in “subtitle:”",
            Severity.WARNING,
        )
