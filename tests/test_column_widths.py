"""Columns are as wide as their longest words, also once their shares are rounded."""

from __future__ import annotations

import pytest
from helpers.projects import SHIPPED

from packbuilder import model as m
from packbuilder.storage.source import Source
from packbuilder.theme import read_theme
from packbuilder.theme.columns import column_shares, longest_words

ROOM = 257.0
HEADS = (
    *("gwerthuso.pdf", "Großdruck", "Exemplare", "Seiten", "Blätter"),
    *("Papier", "Seitendruck", "Verarbeitung", "Tischmappen", "Erledigt"),
)


@pytest.mark.parametrize("last", ["Erledigt", "Gotowe", "Зроблено", "Fertiggestellt"])
def test_no_word_is_wider_than_its_column(last):
    theme = read_theme(Source(SHIPPED))
    heads = tuple(m.Cell((m.Text(word),)) for word in (*HEADS[:-1], last))
    table = m.Table(heads, (), widths=(12, 19, 7, 6, 7, 8, 11, 12, 13, 5))
    shares = column_shares(table, theme, "reading", ROOM)
    assert shares
    needed = longest_words(table, theme, lambda role: theme.style("reading", role).size)
    for share, (word, width) in zip(shares, needed, strict=True):
        assert share * ROOM / sum(shares) >= width, word


def test_heads_of_columns_to_mark_stand_apart():
    theme = read_theme(Source(SHIPPED))
    heads = tuple(m.Cell((m.Text(word),)) for word in ("Use", "Hinders", "Control", "Influence"))
    ticks = (m.Cell((m.Text("Money"),)), *(m.Cell((m.Field("tick"),)) for _ in heads[1:]))
    table = m.Table(heads, (ticks,), widths=(70, 10, 10, 10))
    shares = column_shares(table, theme, "handout", 170)
    for head, share in zip(heads[1:], shares[1:], strict=True):
        width = theme.width_of(
            m.plain(head.inlines), theme.style("handout", "table-head").size, True
        )
        assert share * 1.7 > width + 1


def test_a_column_to_sign_in_is_wide_enough():
    theme = read_theme(Source(SHIPPED))
    names, *signed = (m.Cell((m.Text(words),)) for words in ("Name", "Organisation", "Signature"))
    long = (m.Cell((m.Text("w" * 70),)), m.Cell((m.Text("Council"),)), m.Cell(()))
    shares = column_shares(
        m.Table((names, *signed), (long,), row_height=12), theme, "reading", 165.0
    )
    assert shares[2] * 165 / sum(shares) >= 39.9
