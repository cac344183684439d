"""Checks that nothing is higher than a page that can only stand on one, or than the footer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from textwrap import shorten

from packbuilder.diagnostics import Code, Diagnostic, Severity
from packbuilder.model import Deck, Document, Table, plain, walk
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
_WITH_HEADER = 0.96
"""The share of a page that a row and the header above it may take together."""
_NOTE = 1.15
"""The share of a page from which a note is sure not to fit; what is nearly as high is seen when it
is laid out.
"""
_SHOWN = 40
"""So many letters of a cell are shown."""
_TITLE_LINES = 2
"""Lines of the footer that there is room for beside the edition's name."""


def check_heights(document: Document, theme: Theme) -> Iterator[Diagnostic]:
    """Name rows that cannot be parted and are higher than a page, and notes that are."""
    # In the least letters of any kind of document: what fits is never reported.
    profile = min(theme.tokens.profiles, key=lambda name: theme.style(name, "table-text").leading)
    for table, room in room_of_tables(document, theme):
        yield from _high_rows(table, theme, profile, room)
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


def _high_rows(table: Table, theme: Theme, profile: str, room: float) -> Iterator[Diagnostic]:
    """Name the rows of a table that do not stand on a page with the header, which is repeated."""
    whole = replace(table, rows=(table.header, *table.rows))
    header, *rows = row_heights(whole, theme, profile, room)
    above = max(header, default=0)
    if above > _PAGE:
        yield Diagnostic(
            Code.OVERFLOW,
            table.header[header.index(above)].span,
            "the header of a table is higher than a page",
            "give columns short names, and put the rest in a paragraph above the table",
        )
        return
    for row, cells in zip(table.rows, rows, strict=True):
        most = max(cells, default=0)
        if (most <= _PAGE and most + above <= _WITH_HEADER) or can_be_parted(cells):
            continue
        high = row[cells.index(most)]
        begins = shorten(plain(high.inlines), _SHOWN, placeholder="…")
        what = "a row is" if most > _PAGE else "a row and its header are"
        yield Diagnostic(
            Code.OVERFLOW,
            high.span,
            f"{what} higher than a page: only the last cell with words may go on over pages, not "
            f"“{begins}”",
            "split it into several rows, put this column last, or put its text below a heading",
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
